from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from smmeasure.data.exports.reading import read_export
from smmeasure.errors import UnitError

NAMED = "Overview_2025-12-30_1767312000_brand.csv"
CONTENT = (
    '"Time","Video title","Video link","Post time","Total likes","Total comments","Total shares","Total views"\n'
    '"February 28","Film","https://example.org/@brand/video/7527111111111111111","July 16","5","1","2","900"\n'
    '"February 28","","https://example.org/@brand/video/7527111111111111112","February 28","0","0","0","7"\n'
)
BUSINESS = (
    '"Date","Video views","Reached audience","Profile views","Likes","Shares","Comments","Phone number clicks ",'
    '"Website clicks","Net growth","New followers","Lost followers","Product link GMV"\n'
    '"2026-03-01","10","8","3","2","1","0","0","4","-1","2","3","0"\n'
)


def overview(*days: str) -> str:
    """Write a row for each day, as the platform does."""
    rows = [f'"{day}","{10 + number}","1","2","-1","0"' for number, day in enumerate(days)]
    return "\n".join(['"Date","Video Views","Profile Views","Likes","Comments","Shares"', *rows])


YEAR_END = overview("December 30", "December 31", "January 1")
ISO = ["2025-12-30", "2025-12-31", "2026-01-01"]


@pytest.mark.parametrize(
    "days",
    [
        ("December 30", "December 31", "January 1"),
        ("30 December", "31 December", "1 January"),
        ("30 décembre", "31 décembre", "1er janvier"),
        ("30 декабря", "31 декабря", "1 января"),
        ("30. Dezember", "31. Dezember", "1. Januar"),
        ("30 de diciembre", "31 de diciembre", "1 de enero"),
        ("30 de dezembro", "31 de dezembro", "1 de janeiro"),
    ],
)
def test_days_get_their_years_over_the_turn_of_the_year(read_text: Callable, days: tuple[str, ...]) -> None:
    """The day of the export tells the year of the last day, in any language; negative comments stay."""
    export = read_text(overview(*days), as_of=date(2026, 1, 3))
    frame = export.table("account_day").frame

    assert frame["day"].astype(str).tolist() == ISO
    assert (frame["views"].tolist(), frame["comments"].tolist(), export.doubts) == ([10, 11, 12], [-1, -1, -1], ())


def test_rows_may_run_backwards(read_text: Callable) -> None:
    """Newest first is the same report."""
    frame = read_text(overview("January 1", "December 31", "December 30"), as_of=date(2026, 1, 3)).table("account_day")

    assert frame.frame["day"].astype(str).tolist() == ISO
    assert frame.frame["views"].tolist() == [12, 11, 10]


def test_the_name_of_the_archive_tells_the_year(tmp_path: Path, read_text: Callable) -> None:
    """The first day stands in the name of the ZIP file, and of a file that kept it."""
    archive = tmp_path / NAMED.replace(".csv", ".zip")
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("Overview.csv", "\ufeff" + YEAR_END)

    for export in (read_export(archive), read_text(YEAR_END, name=NAMED)):
        assert export.table("account_day").frame["day"].astype(str).tolist() == ISO


def test_a_year_that_nothing_tells_is_refused(refusal: Callable, read_text: Callable) -> None:
    """Without a name or a word of the user nobody knows the year."""
    assert refusal(YEAR_END) == (
        "x.csv:2 [Date]: found “December 30”, a day whose year nothing tells; "
        "expected a year in the name of the ZIP file, as Overview_2025-02-28_1772236800_name.zip. "
        "Read the ZIP file as it was downloaded, or say the day of the export with `as_of`."
    )
    said = read_text(YEAR_END, first_day=date(2025, 12, 30)).table("account_day").frame
    assert said["day"].astype(str).tolist() == ISO


def test_a_report_of_long_before_its_export_is_refused(refusal: Callable) -> None:
    """A period that ended long ago may be of any year: its first day settles it."""
    assert refusal(YEAR_END, as_of=date(2026, 6, 1)) == (
        "x.csv:2 [Date]: found days up to 2026-01-01 in an export of 2026-06-01; "
        "expected a report that ends shortly before the day of the export. "
        "Say with `first_day` the first day of the report, with its year."
    )


def test_a_first_day_that_is_not_the_first_is_refused(refusal: Callable) -> None:
    """The user's word has to fit the file."""
    assert refusal(YEAR_END, first_day=date(2025, 12, 1)) == (
        "x.csv:2 [Date]: found days from 12-30 on; expected the first day 2025-12-01, as `first_day` says. "
        "Correct `first_day`: it is the first day of the report, with its year."
    )


def test_a_leap_day_proves_a_wrong_year(refusal: Callable, read_text: Callable) -> None:
    """February 29 is in 2024, never in 2025."""
    text = overview("February 28", "February 29", "March 1")
    frame = read_text(text, as_of=date(2024, 3, 2)).table("account_day").frame

    assert frame["day"].astype(str).tolist() == ["2024-02-28", "2024-02-29", "2024-03-01"]
    assert refusal(text, as_of=date(2025, 3, 2)) == (
        "x.csv:2 [Date]: found days that the calendar of 2025 doesn't have; expected days of the year that was told. "
        "Correct the year: it comes from `first_day`, from the name of the ZIP file or from `as_of`."
    )


def test_days_in_no_order_are_refused(refusal: Callable) -> None:
    """A file that was sorted by something else has lost its years."""
    assert refusal(overview("December 30", "March 3", "January 1", "June 5"), first_day=date(2025, 12, 30)) == (
        "x.csv:2 [Date]: found days in no order: they would run from 2025-12-30 to 2027-06-05; "
        "expected days that run forwards or backwards through one year at most. "
        "Take the original export: sorted otherwise, days without a year are lost."
    )


def test_a_day_that_is_none_is_refused(refusal: Callable) -> None:
    """A month of no known language stays unread."""
    assert refusal(overview("December 30", "Decembrium 31"), as_of=date(2026, 1, 3)).startswith(
        "x.csv:3 [Date]: found “Decembrium 31” (3); expected a day that the calendar has."
    )


def test_followers_begin_undefined(read_text: Callable) -> None:
    """What the platform calls undefined is unknown, and the difference is a net change."""
    text = (
        '"Date","Followers","Difference in followers from previous day"\n'
        '"March 1","undefined","0"\n"March 2","5013","-3"\n'
    )
    frame = read_text(text, as_of=date(2026, 3, 3)).table("account_day").frame

    assert frame[["followers_stock", "followers_net"]].to_numpy().tolist() == [[pd.NA, 0], [5013, -3]]


def test_viewers_are_people(read_text: Callable) -> None:
    """New and returning viewers stand apart, and none of them add up over days."""
    text = '"Date","Total Viewers","New Viewers","Returning Viewers"\n"28 août","9","6","3"\n"29 août","8","5","3"\n'
    table = read_text(text, as_of=date(2026, 8, 30)).table("account_day")

    assert table.frame[["viewers", "new_viewers", "returning_viewers"]].to_numpy().tolist() == [[9, 6, 3], [8, 5, 3]]
    for column in ("viewers", "new_viewers", "returning_viewers"):
        with pytest.raises(UnitError, match=f"total of {column}: found people with people"):
            table.total(column)


def test_videos_stand_as_of_the_day_of_the_export(read_text: Callable, refusal: Callable) -> None:
    """`Time` is the day of the export; a video was published on the last such day before it."""
    export = read_text(CONTENT, as_of=date(2026, 3, 1))
    post, snapshot = export.table("post").frame, export.table("post_snapshot").frame

    assert post["post_id"].tolist() == ["7527111111111111111", "7527111111111111112"]
    assert post["published"].astype(str).tolist() == ["2025-07-16", "2026-02-28"]
    assert snapshot["as_of_date"].astype(str).tolist() == ["2026-02-28", "2026-02-28"]
    assert snapshot[["views", "likes", "comments", "shares"]].iloc[0].tolist() == [900, 5, 1, 2]
    assert [str(doubt) for doubt in export.doubts] == [
        "days of publication have no year: each is taken as the last one before the export"
    ]
    assert refusal(CONTENT).startswith("x.csv:2 [Time]: found “February 28”, a day whose year nothing tells;")


def test_the_period_of_videos_ends_after_its_first_day(read_text: Callable) -> None:
    """A period from February 28, 2025 that ends on February 28 ends a year later."""
    export = read_text(CONTENT, name="Content_2025-02-28_1772236800_brand.csv")

    assert export.table("post_snapshot").frame["as_of_date"].astype(str).tolist() == ["2026-02-28"] * 2


def test_followers_by_hour_are_parts_of_a_day(read_text: Callable, refusal: Callable) -> None:
    """Hours are segments; a last day that ends with 0 may not be over."""
    text = (
        '"Date","Hour","Active followers"\n"September 10","9","40"\n"September 10","10","44"\n"September 11","0","0"\n'
    )
    export = read_text(text, as_of=date(2026, 9, 11))
    table = export.table("account_segment_day")

    assert table.frame[["dimension", "segment", "followers_active"]].to_numpy().tolist() == [
        ["hour", "9", 40],
        ["hour", "10", 44],
        ["hour", "0", 0],
    ]
    assert [str(doubt) for doubt in export.doubts] == [
        "the last day ends with 0: hours after the export may be written so"
    ]
    with pytest.raises(UnitError, match="total of followers_active: found people with people"):
        table.total("followers_active")
    assert refusal(text.replace('"10","44"', '"24","44"'), as_of=date(2026, 9, 11)) == (
        "x.csv:3 [Hour]: found a row without an hour; expected an hour from 0 to 23 in every row. "
        "Take the original export, or remove the row."
    )


def test_business_accounts_have_more_columns(read_text: Callable) -> None:
    """Reach is people, net growth may be negative, days may have years; money without a currency is left out."""
    export = read_text(BUSINESS)
    columns = ["views", "reach", "link_clicks", "followers_net", "followers_gained", "followers_lost"]

    assert export.table("account_day").frame[columns].to_numpy().tolist() == [[10, 8, 4, -1, 2, 3]]
    assert export.match.dropped == ("Phone number clicks", "Product link GMV")
