"""Tables: values that become HTML, with captions, headings and links."""

from __future__ import annotations

import pytest

from small import HOSTILE
from smmeasure.show.known import Known
from smmeasure.show.page import Html
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html

KNOWN = Known((HOSTILE,), HOSTILE)
"""A user's file may have any name."""

TABLE = Table(
    "Pieces",
    (Column("Indicator"), Column("Effect", numeric=True)),
    (cells("Sold", "+12"), cells(Cell("Returned", link="a/report.html"), Cell("none", "reason"))),
    KNOWN,
)


def test_a_row_of_texts_is_a_row_of_cells() -> None:
    """A plain text becomes a plain cell; a cell stays what it is."""
    assert cells("a", Cell("b", "reason")) == (Cell("a"), Cell("b", "reason"))


def test_a_table_has_caption_headings_and_named_rows() -> None:
    """A screen reader finds the caption, the heading of each column and the name of each row."""
    markup = table_html(TABLE).markup

    assert "<caption>Pieces<span" in markup
    assert '<tr><th scope="col">Indicator</th><th scope="col" class="smm-number">Effect</th></tr>' in markup
    assert '<tr><th scope="row">Sold</th><td class="smm-number">+12</td></tr>' in markup
    assert '<th scope="row"><a href="a/report.html">Returned</a></th>' in markup
    assert '<td class="smm-number"><span class="smm-reason">none</span></td>' in markup


def test_a_table_with_numbers_needs_their_provenance() -> None:
    """Numbers without evidence and origin can't be laid out; words and dashes need none."""
    columns = (Column("Indicator"), Column("Effect", numeric=True))

    assert Table("Pieces", columns, (cells("Sold in 2026", "–"),)).known is None
    with pytest.raises(ValueError, match="a table with numbers says how they are known"):
        Table("Pieces", columns, (cells("Sold", "+12"),))


def test_a_table_may_be_folded() -> None:
    """With a summary a table is folded behind it, else it is open."""
    assert table_html(TABLE, summary="The numbers").markup.startswith(
        '<details class="smm smm-details"><summary>The numbers</summary>'
    )
    assert "<details" not in table_html(TABLE).markup


def test_nothing_in_a_table_becomes_markup() -> None:
    """Caption, headings, cells, links and summary are escaped."""
    cell = Cell(HOSTILE, link=f'"{HOSTILE}')
    table = Table(HOSTILE, (Column(HOSTILE), Column(HOSTILE, numeric=True)), (cells(cell, HOSTILE),), KNOWN)
    markup = table_html(table, summary=HOSTILE).markup

    assert "<script" not in markup
    assert markup.count("&lt;script&gt;") == 9
    assert 'href="&#34;&lt;script' in markup


def test_laying_out_changes_nothing() -> None:
    """The same table gives the same bytes twice."""
    assert table_html(TABLE) == table_html(TABLE)


def test_pieces_are_put_below_each_other() -> None:
    """Markup goes together, and so do the alternative texts that are not empty."""
    assert joined([Html("<p>a</p>", "A."), Html("<p>b</p>"), Html("<p>c</p>", "C.")]) == Html(
        "<p>a</p><p>b</p><p>c</p>", "A. C."
    )
    assert joined([]) == Html("", "")
