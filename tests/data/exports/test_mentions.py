from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd

from smmeasure.data.exports.reading import read_export

KEY = bytes(range(32))
PREAMBLE = (
    '"Report:","Bulk Mentions Download"\n"Brand:","Maison Alba"\n"From:","Sun Mar 01 00:00:00 UTC 2026"\n'
    '"To:","Tue Mar 31 23:59:59 UTC 2026"\n"Label:","Spring"\n\n'
)
BRANDWATCH = (
    "Query Id,Date,Url,Sentiment,Author,Full Name,Full Text,Resource Id,X Likes,X Reposts,Likes,Shares,Impressions,"
    "Country,Language\n"
    "1,2026-03-01 23:59:00.0,https://x.com/ann/status/1,positive,ann,Ann Example,Lovely @maison #red 🎉,a1,5,2,,,900,"
    "France,fr\n"
    "1,2026-03-02 00:01:00.0,https://x.com/ben/status/2,neutral,@Ben,Ben,Seen,a2,,,7,1,,France,fr\n"
    "1,2026-03-02 00:01:00.0,https://x.com/ben/status/2,neutral,ben,Ben,Seen,a2,,,7,1,,France,fr\n"
    "1,2026-03-03 10:00:00.0,https://x.com/ann/status/3,,ann,,Again,,,,,,,,\n"
    "1,2026-03-03 10:00:00.0,https://x.com/ann/status/3,,ann,,Again,,,,,,,,\n"
)
MELTWATER = (
    "Spring campaign\n"
    "Date\tTime\tDocument ID\tURL\tSource Type\tSource Name\tAuthor Name\tAuthor Handle\tTitle\tOpening Text\t"
    "Hit Sentence\tCountry\tLanguage\tSentiment\tReach\tAVE\tEngagement\tShares\tLikes\tComments\tViews\n"
    "01-Mar-2026\t05:52 PM\td1\thttps://x.com/ann/status/1\tSocial\tAnn\tAnn Example\t@ann\t\tGood morning\t\tFR\tfr\t"
    "Positive\t1200\t12.50\t9\t2\t5\t2\t300\n"
    "02-Mar-2026\t\td2\thttps://news.example.org/a\tNews\tDaily\t\t\tA dress\tOpening\tThe hit\tFR\tfr\tNeutral\t"
    "\t99\t\t\t\t\t\n"
)
TALKWALKER = (
    "url{0}title{0}title_snippet{0}content{0}published{0}lang{0}sentiment{0}source_type{0}domain_url{0}"
    "extra_author_attributes.name{0}extra_article_attributes.world_data.country{0}engagement{0}reach\n"
    "https://x.com/ann/status/1{0}{0}A snippet{0}Lovely{0}2026-03-01 12:30:00{0}fr{0}5{0}SOCIALMEDIA_TWITTER{0}"
    "http://x.com/{0}Ann Example{0}France{0}12{0}900\n"
)
LIMIT = (
    "the tool leaves out the oldest mentions beyond its limit of rows without saying so: "
    "compare the number of rows with what it shows"
)
UNPROVED = "its form is known from public programs, and no real file was at hand: compare the sums with the tool"
NO_KEY = "read without a `key`: its authors and addresses stay unknown"


def test_brandwatch_mentions_are_read_once(read_text: Callable) -> None:
    """Lines above the header are passed over; a mention counts once by its id, by its address where it has none."""
    export = read_text(PREAMBLE + BRANDWATCH, key=KEY)
    table = export.table("mention")
    frame = table.frame

    assert (export.match.report.platform, export.rows, len(frame)) == ("brandwatch", 5, 3)
    assert frame["mention_id"].tolist()[:2] == ["a1", "a2"]
    assert frame["published"].astype(str).tolist()[0] == "2026-03-01 23:59:00"
    assert frame[["likes", "shares"]].iloc[:2].to_numpy().tolist() == [[5, 2], [7, 1]]
    assert frame["impressions"].tolist() == [900, pd.NA, pd.NA]
    assert [str(doubt) for doubt in export.doubts] == [
        "times are UTC: days are cut at midnight UTC",
        "2 mentions stand there more than once, and count once",
        UNPROVED,
    ]


def test_a_workbook_of_mentions_gives_the_same(tmp_path: Path, read_text: Callable) -> None:
    """The .xlsx of a download and its .csv hold the same mentions."""
    text = read_text(PREAMBLE + BRANDWATCH, key=KEY)
    book = openpyxl.Workbook()
    for line in PREAMBLE.splitlines():
        book.active.append([cell.strip('"') for cell in line.split(",")])
    for line in BRANDWATCH.splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line.split(",")])
    book.save(tmp_path / "m.xlsx")
    frame = read_export(tmp_path / "m.xlsx", key=KEY).table("mention").frame

    assert frame.equals(text.table("mention").frame)


def test_who_wrote_a_mention_is_a_keyed_hash(read_text: Callable) -> None:
    """An author is the same with or without @ and capitals; without a key authors and addresses are null."""
    keyed = read_text(PREAMBLE + BRANDWATCH, key=KEY).table("mention").frame
    bare = read_text(PREAMBLE + BRANDWATCH)

    assert (keyed["author"].nunique(), keyed["url"].nunique()) == (2, 3)
    assert keyed["text"].str.fullmatch(r"Lovely @[0-9a-f]{8} #red 🎉").iloc[0]
    assert bare.table("mention").frame[["author", "url"]].isna().all().all()
    assert bare.table("mention").frame["text"].iloc[0] == "Lovely @… #red 🎉"
    assert bare.table("mention").frame["mention_id"].notna().all()
    assert NO_KEY in map(str, bare.doubts)


def test_meltwater_mentions_are_read(read_text: Callable) -> None:
    """UTF-16 with tabs and a line above the header; day and time are one moment, and AVE is nowhere."""
    export = read_text(MELTWATER, encoding="utf-16", key=KEY)
    frame = export.table("mention").frame

    assert (export.match.report.platform, export.encoding, export.match.delimiter) == ("meltwater", "utf-16", "\t")
    assert frame["published"].astype(str).tolist() == ["2026-03-01 17:52:00", "2026-03-02 00:00:00"]
    assert frame["text"].tolist() == ["Good morning", "The hit"]
    assert frame[["reach_estimate", "interactions", "views"]].to_numpy().tolist() == [[1200, 9, 300], [pd.NA] * 3]
    assert "AVE" in export.match.dropped
    assert "12.5" not in frame.to_csv()


def test_a_time_that_is_none_is_refused(refusal: Callable) -> None:
    """A cell of times is named, not quoted."""
    assert refusal(MELTWATER.replace("05:52 PM", "Ann Example")) == (
        "x.csv:3 [Time]: found a cell that is no time of day; expected a time like 14:05 or 02:05 PM. "
        "Take the original export, or leave the cell empty."
    )


def test_a_mention_without_a_day_is_refused(refusal: Callable) -> None:
    """A mention that was published on no day belongs to no campaign."""
    assert refusal(MELTWATER.replace("01-Mar-2026", "")) == (
        "x.csv:3 [Date]: found a mention without a day; expected a day in every row. "
        "Take the original export, or remove the row."
    )


def test_talkwalker_mentions_are_read_with_their_doubts(read_text: Callable) -> None:
    """Title and country stand in one of several columns; the silent limit of rows is told; any separator will do."""
    commas, semicolons = (read_text(TALKWALKER.format(sign)) for sign in ",;")
    frame = commas.table("mention").frame

    assert commas.match.report.platform == "talkwalker"
    assert frame[["title", "text", "country"]].iloc[0].tolist() == ["A snippet", "Lovely", "France"]
    assert frame[["interactions", "reach_estimate"]].iloc[0].tolist() == [12, 900]
    assert frame["mention_id"].notna().all()
    assert frame.equals(semicolons.table("mention").frame)
    assert [str(doubt) for doubt in commas.doubts] == [
        "the file doesn't say of which time zone its times are",
        LIMIT,
        NO_KEY,
        UNPROVED,
    ]
