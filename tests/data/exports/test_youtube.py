from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from smmeasure.errors import UnitError

VIDEOS = (
    "Content,Video title,Video publish time,Duration,Views,Watch time (hours),Subscribers,Average view duration,"
    "Stayed to watch (%),{impressions},{rate}\n"
    "Total,,,,1100,12.5,3,0:00:41,70.1,9000,6.5\n"
    ' --abcDEF_12,Film,"Jan 6, 2024",43,1000,10.5,4,0:16:02,80.5,8000,6.25\n'
    '-6abcDEF_12,Photo,"Dec 31, 2023",61,100,2,-1,0:24,,,\n'
)
ENGLISH = VIDEOS.format(impressions="Impressions", rate="Impressions click-through rate (%)")
FRENCH = (
    "Contenu;Titre de la vidéo;Heure de publication de la vidéo;Durée;Vues;Durée de visionnage (heures);"
    "Durée moyenne d’une vue;Impressions;Taux de clics par impression (%)\n"
    "Total;;;;1\u202f234;12,5;0:00:41;9\u202f000;6,58 %\n"
    "abcDEF-_123;Film;28 sept. 2026;43;1\u202f234;12,5;0:00:41;9\u202f000;6,58 %\n"
)
PERIOD = (
    "values of the period that was on the screen, which the file doesn't name; "
    "they are since publication only where it was the whole lifetime"
)
GERMAN = (
    "Videos,Video\u00adtitel,Veröffentlichungs\u00adzeitpunkt des Videos,Dauer,Aufrufe,Wiedergabe\u00adzeit (Stunden),"
    "Abonnenten,Impressionen,Klickrate der Impressionen (%)\n"
    "Gesamt,,,,5,0.5,1,70,2.5\n"
    'abcDEF-_123,Film,"06.01.2024",43,5,0.5,1,70,2.5\n'
)


def test_videos_are_posts_without_the_row_of_totals(read_text: Callable) -> None:
    """Ids lose the space before their dash, hours and h:mm:ss become seconds, per cents fractions."""
    export = read_text(ENGLISH, as_of=date(2026, 3, 1))
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame

    assert (export.left_out, export.match.dropped) == ((2,), ("Stayed to watch (%)",))
    assert post["post_id"].tolist() == ["--abcDEF_12", "-6abcDEF_12"]
    assert post["published"].astype(str).tolist() == ["2024-01-06", "2023-12-31"]
    assert post["duration"].tolist() == [43.0, 61.0]
    assert snapshot["watch_time"].tolist() == [37800.0, 7200.0]
    assert snapshot["average_view_duration"].tolist() == [962.0, 24.0]
    assert snapshot[["views", "follows", "impressions"]].to_numpy().tolist() == [[1000, 4, 8000], [100, -1, pd.NA]]
    assert snapshot["click_rate"].fillna(-1.0).tolist() == pytest.approx([0.0625, -1.0])  # binary fractions
    assert [str(doubt) for doubt in export.doubts] == ["lines left out as totals or without a name: 2", PERIOD]


def test_a_duration_that_no_clock_shows_is_refused(refusal: Callable) -> None:
    """1:99:99 is damaged."""
    assert refusal(ENGLISH.replace("0:16:02", "1:99:99")) == (
        "x.csv:3 [Average view duration]: found “1:99:99” (3); "
        "expected numbers (seconds) with the decimal sign “.”. "
        "Take the original export, or say with `decimal` which sign parts decimals."
    )


def test_the_names_of_2026_are_the_same_columns(read_text: Callable) -> None:
    """Thumbnail impressions are impressions."""
    new = read_text(VIDEOS.format(impressions="Thumbnail impressions", rate="Thumbnail click-through rate (%)"))

    assert new.table("post_snapshot").frame.equals(read_text(ENGLISH).table("post_snapshot").frame)


def test_a_table_that_was_cut_is_told(read_text: Callable) -> None:
    """Rows that add up to less than the totals, or some 500 rows, are what the page had loaded."""
    header, total, *_ = ENGLISH.splitlines()
    rows = [f'video-{number:05},Film,"Jan 6, 2024",43,2,0.5,0,0:24,,,\n' for number in range(498)]
    export = read_text(f"{header}\n{total}\n" + "".join(rows))
    short = read_text(ENGLISH.replace("Total,,,,1100", "Total,,,,1200"))

    assert str(export.doubts[-1]) == "498 rows: the page exports only those that were loaded, some 500"
    assert str(short.doubts[-1]) == "the rows hold 1100 of 1200 views: the rest is not in the file"


def test_french_headers_give_the_same_columns(read_text: Callable, refusal: Callable) -> None:
    """Semicolons, narrow spaces, months by their French names; a lone decimal comma needs the user's word."""
    export = read_text(FRENCH, decimal=",")
    snapshot = export.table("post_snapshot").frame

    assert (export.match.report.locale, export.decimal, export.left_out) == ("fr", ",", (2,))
    assert str(export.table("post").frame["published"][0].date()) == "2026-09-28"
    assert snapshot[["views", "impressions", "watch_time", "average_view_duration"]].iloc[0].tolist() == [
        *(1234, 9000, 45000.0, 41.0),
    ]
    assert snapshot["click_rate"].tolist() == pytest.approx([0.0658])  # binary fractions
    assert refusal(FRENCH).startswith("x.csv:3 [Durée de visionnage (heures)]: found “12,5”, and no number in the file")


def test_german_headers_hold_soft_hyphens(read_text: Callable, refusal: Callable) -> None:
    """They are no part of a name; a day like 06.01.2024 needs the user's word."""
    export = read_text(GERMAN, date_format="%d.%m.%Y")

    assert (export.match.report.locale, export.left_out, export.match.dropped) == ("de", (2,), ())
    assert export.table("post_snapshot").frame[["views", "watch_time"]].iloc[0].tolist() == [5, 1800.0]
    assert str(export.table("post").frame["published"][0].date()) == "2024-01-06"
    assert "and no day above 12 in the file" in refusal(GERMAN)


def test_a_chart_of_videos_is_values_of_days(read_text: Callable, refusal: Callable) -> None:
    """A mean view duration has no total, and the videos of a chart are not the account."""
    text = (
        "Date,Content,Video title,Video publish time,Duration,Average view duration\n"
        '2026-03-01, -abcDEF_123,Film,"Jan 6, 2024",43,0:00:27\n2026-03-02, -abcDEF_123,Film,"Jan 6, 2024",43,\n'
    )
    export = read_text(text)
    table = export.table("post_day")

    assert export.table("post").frame[["post_id", "duration"]].to_numpy().tolist() == [["-abcDEF_123", 43.0]]
    assert table.frame["average_view_duration"].fillna(-1.0).tolist() == [27.0, -1.0]
    assert [str(doubt) for doubt in export.doubts] == [
        "only the 1 items that the chart showed: no total of the account"
    ]
    with pytest.raises(UnitError, match="total of average_view_duration: found seconds with seconds"):
        table.total("average_view_duration")
    assert refusal(text.replace("2026-03-02", "2026-03-01")).startswith(
        "x.csv:3 [Average view duration]: found a second value on 2026-03-01;"
    )


def test_countries_are_parts_of_a_period_or_of_a_day(read_text: Callable) -> None:
    """A table without days is an audience, a chart is days; NA is Namibia."""
    table = read_text("Geography,Views,Watch time (hours)\nTotal,12,0.5\nUS,9,0.25\nNA,2,\n")
    chart = read_text("Date,Geography,Views\n2026-03-02,NA,2\n2026-03-01,NA,1\n2026-03-01,US,9\n")
    days = chart.table("account_segment_day").frame

    assert table.table("audience").frame[["dimension", "segment", "views"]].to_numpy().tolist() == [
        ["country", "US", 9],
        ["country", "NA", 2],
    ]
    assert str(table.doubts[-1]) == "the rows hold 11 of 12 views: the rest is not in the file"
    assert days[["segment", "views"]].to_numpy().tolist() == [["NA", 1], ["NA", 2], ["US", 9]]


@pytest.mark.parametrize(
    ("name", "header", "said", "platform"),
    [
        ("Totals.csv", "Date,Views", None, "youtube"),
        ("brand_Totals (1).csv", "Date,Views", None, "youtube"),
        ("Gesamtwerte.csv", "Datum,Aufrufe", None, "youtube"),
        ("x.csv", "Date,Watch time (hours)", None, "youtube"),
        ("x.csv", "Date,Views", "youtube", "youtube"),
        ("x.csv", "Date,Views", "tiktok", "tiktok"),
        ("x.csv", "Date,Views", None, None),
        ("Subtotals.csv", "Date,Views", None, None),
    ],
)
def test_totals_are_told_by_their_name(
    read_text: Callable, name: str, header: str, said: str | None, platform: str | None
) -> None:
    """A date and views may be of any platform: the file's name, a header of its own or the user tells."""
    export = read_text(f"{header}\n2026-03-01,20\n2026-03-02,\n", name=name, platform=said)
    frame = export.table("account_day").frame
    doubts = [] if platform else [f"this report names no platform (“{name}”): say it with `platform`"]

    assert [None if pd.isna(one) else one for one in frame["platform"].unique()] == [platform]
    assert [str(doubt) for doubt in export.doubts] == doubts
    assert frame[[*{"views", "watch_time"}]].notna().sum().sum() == 1


def test_a_file_with_other_columns_is_no_totals(refusal: Callable) -> None:
    """Date and Views beside something unknown are a file of somebody else."""
    assert refusal("Date,Views,Temperature\n2026-03-01,20,7\n").startswith(
        "x.csv: found headers that no dictionary knows"
    )
