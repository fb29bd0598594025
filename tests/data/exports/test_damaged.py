"""Re-saved and odd exports of Meta: other separators, lines in quotation marks, headers that stand twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest

from smmeasure.data.exports.reading import Export

ReadText = Callable[..., Export]
Refusal = Callable[..., str]

ROWS = (
    ("Post ID", "Page ID", "Publish time", "Date", "Views", "Description"),
    ("7", "1", "01/31/2026 10:00", "Lifetime", "1,234", "Hello, you"),
    ("8", "1", "01/30/2026 10:00", "Lifetime", "", 'Two\nlines; "quoted"'),
)


def written(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    """Write rows as a spreadsheet does."""
    page = io.StringIO()
    csv.writer(page, delimiter=delimiter).writerows(rows)
    return page.getvalue()


def wrapped(delimiter: str) -> str:
    """Write each row into one quoted cell of another table."""
    lines = [written(row, delimiter=delimiter).removesuffix("\r\n") for row in ROWS]
    return written(*((line,) for line in lines), delimiter=delimiter)


def read(read_text: ReadText, text: str) -> tuple[Export, list[list[object]]]:
    """Read posts: the export, and for each id its views and its text."""
    export = read_text(text, as_of=date(2026, 2, 1))
    texts = export.table("post").frame["text"].tolist()
    views = export.table("post_snapshot").frame["views"].fillna(-1).tolist()
    return export, [list(row) for row in zip(export.table("post").frame["post_id"], views, texts, strict=True)]


EXPECTED = [["7", 1234, "Hello, you"], ["8", -1, 'Two\nlines; "quoted"']]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_other_separators_say_the_same(read_text: ReadText, delimiter: str) -> None:
    """A re-save with semicolons or tabs is the same export."""
    export, posts = read(read_text, written(*ROWS, delimiter=delimiter))

    assert (posts, export.match.delimiter, export.doubts) == (EXPECTED, delimiter, ())


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_lines_in_quotation_marks_are_unwrapped_and_told(read_text: ReadText, delimiter: str) -> None:
    """A re-save that quotes each whole line is read, line breaks in texts included."""
    export, posts = read(read_text, wrapped(delimiter))

    assert posts == EXPECTED
    assert [str(doubt) for doubt in export.doubts] == [
        "each line stood in quotation marks as a whole: they were taken off"
    ]


def test_a_wrapped_line_that_was_cut_is_refused(refusal: Refusal) -> None:
    """A quotation mark that is never closed is named with its line."""
    assert refusal(wrapped(",").rstrip()[:-1]) == (
        "x.csv:3: found a line that is no table row (quotation mark not closed); expected rows of cells. "
        "Look for a quotation mark that is never closed, or export the file again."
    )


ADS = (
    "Campaign name,Ad name,Delivery level,Result type,Results,Result value type,Result value type,Amount spent (GBP),"
    "Impressions,Starts,Ends,Reporting starts,Reporting ends\n"
    "Spring,Film,ad,Purchases,2,7-day,1-day,5.50,100,2026-02-20,Ongoing,2026-03-01,2026-03-31\n"
    "Spring,Photo,ad,,,,,1.50,40,2026-02-21,2026-03-09,2026-03-01,2026-03-31\n"
)


def test_a_header_that_stands_twice_and_is_not_known_is_left_out_twice(read_text: ReadText) -> None:
    """Nothing of the two columns is read, and both are told."""
    assert read_text(ADS).match.dropped == ("Result value type", "Result value type")


def test_an_ad_that_goes_on_has_no_last_day(read_text: ReadText) -> None:
    """«Ongoing» is no day, and a blank result is none."""
    frame = read_text(ADS).table("ad_day").frame

    assert [str(day)[:10] for day in frame["delivery_end"]] == ["NaT", "2026-03-09"]
    assert frame["results"].fillna(-1).tolist() == [2, -1]


def test_rows_of_several_levels_are_doubtful(read_text: ReadText) -> None:
    """A campaign and its ads in one file hold the same spend twice."""
    export = read_text(
        ADS + "Spring,,campaign,,,,,7.00,140,2026-02-20,Ongoing,2026-03-01,2026-03-31\nS,T,ad,,,,,1,2,,,"
        "2026-03-01,2026-03-31\n"
    )

    assert "rows of several levels (campaign, ad set, ad): their amounts overlap" in map(str, export.doubts)
