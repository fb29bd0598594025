"""Every number shown says its unit, how it is known and where it comes from."""

from __future__ import annotations

import pytest

from provenance import unlabelled
from small import evaluation, spoken
from smmeasure import show
from smmeasure.core.estimates import Evidence
from smmeasure.messages import message
from smmeasure.show.known import BRIEF, Known, known
from smmeasure.show.tables import Cell, Column, Table, cells, table_html
from smmeasure.show.words import Words

DAYS = {"planned": "2026-03-01", "running": "2026-03-05", "measured": "2026-03-20", "followed up": "2026-04-10"}
COUNTED = Known(("measured",), "Source: orders.csv")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_every_number_of_a_report_is_labelled(day: str, language: str) -> None:
    """In every phase and language no table, figure, card or list has a number without its provenance."""
    made = spoken(evaluation(day), language)
    sections = (show.summary, show.brief, show.data, show.effects, show.funnel, show.returns, show.next_steps)
    page = "".join(section(made).markup for section in sections) + show.method(made, {"smmeasure": "0.1.0"}).markup

    assert unlabelled(page, language) == []


def test_sources_are_said_once_with_what_was_made_of_them() -> None:
    """Files and kinds of evidence are listed once each, in their order; the method follows."""
    sources = ("a.csv", BRIEF, "a.csv", "")
    kinds = (Evidence.MEASURED, Evidence.ASSUMED, Evidence.MEASURED)

    assert known(Words("en"), *kinds, sources=sources, how=message("the numbers above")) == Known(
        ("measured", "assumed"), "Source: a.csv, the brief · the numbers above"
    )
    assert known(Words("fr"), Evidence.EQUIVALENT, sources=["a.csv"]) == Known(("équivalent",), "Source\xa0: a.csv")


@pytest.mark.parametrize(("labels", "origin"), [((), "Source: a.csv"), (("measured",), "")])
def test_there_is_no_provenance_without_evidence_and_origin(labels: tuple[str, ...], origin: str) -> None:
    """What doesn't say both can't be made."""
    with pytest.raises(ValueError, match="at least one kind of evidence and with their origin"):
        Known(labels, origin)


def test_the_walk_finds_what_is_missing() -> None:
    """A table with a unit and its provenance passes; one without a unit, or with an unknown label, is named."""
    columns = (Column("Indicator"), Column("Effect", numeric=True))
    rows = (cells("Sold", "+12"),)
    bare = table_html(Table("Pieces", columns, rows, COUNTED)).markup
    guessed = table_html(Table("Pieces", columns, (cells("Sold", "12%"),), Known(("guessed",), "somewhere"))).markup

    assert unlabelled(bare, "en") == ["table «Pieces measured Source: orders.csv»: no unit for «Sold» +12"]
    assert unlabelled(guessed, "en") == ["table «Pieces guessed somewhere»: evidence ['guessed']"]


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("Sold", Column("Effect", numeric=True, unit="pieces")),
        (Cell("Sold", unit="pieces"), Column("Effect", numeric=True)),
    ],
)
def test_a_unit_stands_with_the_column_or_with_the_row(name: str | Cell, column: Column) -> None:
    """Where all cells of a column share a unit it stands there, else in the name of the row."""
    table = Table("Sales", (Column("Indicator"), column), (cells(name, "+12"),), COUNTED)

    assert unlabelled(table_html(table).markup, "en") == []
