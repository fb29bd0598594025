"""Canonical tables: what every platform's export becomes, with the meaning and the unit of each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from smmeasure.errors import unit_error
from smmeasure.units import COUNT, FRACTION, PEOPLE, Kind, Unit


class ColumnKind(StrEnum):
    """What the cells of a column are; an average is one of seconds, which no sum makes sense of."""

    ID = "id"
    TEXT = "text"
    DAY = "day"
    MOMENT = "moment"
    PERIOD = "period"
    COUNT = "count"
    PEOPLE = "people"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    SECONDS = "seconds"
    AVERAGE = "average"
    POINTS = "points"
    HASH = "hash"


_DTYPES = {
    ColumnKind.ID: "str",
    ColumnKind.TEXT: "str",
    ColumnKind.DAY: "datetime64[s]",
    ColumnKind.MOMENT: "datetime64[s]",
    ColumnKind.COUNT: "Int64",
    ColumnKind.PEOPLE: "Int64",
    ColumnKind.NUMBER: "float64",
    ColumnKind.MONEY: "float64",
    ColumnKind.RATE: "float64",
    ColumnKind.SECONDS: "float64",
    ColumnKind.AVERAGE: "float64",
    ColumnKind.POINTS: "float64",
    ColumnKind.HASH: "str",
}
_UNITS = {
    ColumnKind.COUNT: COUNT,
    ColumnKind.NUMBER: COUNT,
    ColumnKind.PEOPLE: PEOPLE,
    ColumnKind.RATE: FRACTION,
    ColumnKind.SECONDS: Unit(Kind.SECONDS),
    ColumnKind.AVERAGE: Unit(Kind.SECONDS),
    ColumnKind.POINTS: Unit(Kind.POINTS),
}


def unit_of_kind(kind: ColumnKind, currency: str | None) -> Unit | None:
    """Give the unit of a kind of column; None where its cells are no quantities."""
    return Unit(Kind.MONEY, currency) if kind is ColumnKind.MONEY else _UNITS.get(kind)


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of a canonical table.

    Attributes
    ----------
    name : str
        Name of the table.
    grain : tuple of str
        Columns that tell its rows apart.
    kinds : mapping of str to ColumnKind
        Every column in its order.
    """

    name: str
    grain: tuple[str, ...]
    kinds: Mapping[str, ColumnKind]


@dataclass(frozen=True, slots=True)
class CanonicalTable:
    """Rows of an export in canonical columns.

    Attributes
    ----------
    shape : Shape
        Which table it is.
    frame : pandas.DataFrame, shape (n, columns of the shape)
        Its rows; every column of the shape is there, null where the export says nothing.
    currency : str or None
        ISO 4217 code of its amounts of money.
    """

    shape: Shape
    frame: pd.DataFrame
    currency: str | None = None

    def unit(self, column: str) -> Unit | None:
        """Give the unit of a column; None where its cells are no quantities."""
        return unit_of_kind(self.shape.kinds[column], self.currency)

    def total(self, column: str) -> float:
        """Add up a column; nan where every cell is null.

        Raises
        ------
        UnitError
            Where values of this unit may not be added up: people reached, shares, averages, texts.
        """
        unit = self.unit(column)
        if unit is None or not unit.is_summable or self.shape.kinds[column] is ColumnKind.AVERAGE:
            raise unit_error(f"total of {column}", str(unit or "text"), str(unit or "text"))
        return float(self.frame[column].astype("float64").sum(min_count=1))


def canonical_table(
    shape: Shape, columns: Mapping[str, Sequence[object]], rows: int, currency: str | None = None
) -> CanonicalTable:
    """Make a table from the columns that an export has; the others are null.

    Parameters
    ----------
    shape : Shape
        The table.
    columns : mapping of str to sequence, each of shape (rows,)
        Values by column; None is null.
    rows : int
        Number of rows.
    currency : str or None
        ISO 4217 code of the amounts of money.
    """
    nothing = [None] * rows
    typed = {
        name: pd.Series(list(columns.get(name, nothing)), dtype=_DTYPES[kind]) for name, kind in shape.kinds.items()
    }
    return CanonicalTable(shape, pd.DataFrame(typed, columns=list(shape.kinds)), currency)
