"""Rows of cells, before anyone knows what they mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Cell = str | float | date | None
"""What a cell holds: text, a number, a day (from a workbook), or nothing."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file.

    Attributes
    ----------
    line : int
        Line of the text file, or row of the sheet, from 1.
    cells : tuple of Cell
        Its cells, as many as the row has.
    """

    line: int
    cells: tuple[Cell, ...]

    def cell(self, position: int) -> Cell:
        """Give the cell at a position; a row that is too short has nothing there."""
        return self.cells[position] if position < len(self.cells) else None

    @property
    def filled(self) -> int:
        """Number of cells that hold something."""
        # Asked of every row several times: a list is counted faster than a generator is summed.
        return len([1 for cell in self.cells if cell is not None and (not isinstance(cell, str) or cell.strip())])
