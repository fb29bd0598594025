"""Tables as values: a caption, columns, rows of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smmeasure.show.known import Known
from smmeasure.show.page import Html, render


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        What it says.
    style : str
        Class that says what kind of text it is (``reason``, ``verdict-rise`` …); empty for plain.
    link : str
        Address within the reports folder; empty for none.
    note : str
        Smaller text below; empty for none.
    unit : str
        Unit of the number, or in the cell that names a row of all its numbers; empty where they carry it themselves.
    """

    text: str
    style: str = ""
    link: str = ""
    note: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    title : str
        Heading.
    numeric : bool
        Whether cells are numbers, aligned to the right.
    unit : str
        Unit that all cells share; empty where they, or their rows, carry one each.
    """

    title: str
    numeric: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes
    ----------
    caption : str
        What the table shows.
    columns : tuple of Column
        From left to right; the first one names the rows.
    rows : tuple of tuple of Cell
        From top to bottom, each as long as `columns`.
    known : Known or None
        How the numbers are known and where they come from; None for a table of words.

    Raises
    ------
    ValueError
        Where numeric columns hold numbers and nothing says how they are known.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    known: Known | None = None

    def __post_init__(self) -> None:
        if self.known is None and any(self._has_number(row) for row in self.rows):
            raise ValueError("a table with numbers says how they are known and where they come from: give `known`")

    def _has_number(self, row: Sequence[Cell]) -> bool:
        pairs = zip(self.columns, row, strict=True)
        numbers = (cell.text for column, cell in pairs if column.numeric and cell.style != "reason")
        return any(letter.isdigit() for text in numbers for letter in text)


def cells(*texts: str | Cell) -> tuple[Cell, ...]:
    """Make a row; a plain text becomes a plain cell."""
    return tuple(text if isinstance(text, Cell) else Cell(text) for text in texts)


def table_html(table: Table, *, summary: str = "", printed: bool = True) -> Html:
    """Lay out a table; with a summary it is folded behind it.

    Parameters
    ----------
    table : Table
        The table.
    summary : str
        What stands on the fold; empty for an open table.
    printed : bool
        Whether paper shows it too; the days behind a figure would fill pages.
    """
    return render("table.html.j2", table=table, summary=summary, screen="" if printed else " smm-screen")


def joined(pieces: Sequence[Html]) -> Html:
    """Put pieces below each other; their alternative texts go together."""
    return Html("".join(piece.markup for piece in pieces), " ".join(piece.alt for piece in pieces if piece.alt))
