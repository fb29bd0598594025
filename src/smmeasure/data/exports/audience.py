"""Who follows an account: titled blocks of shares, in any order."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smmeasure.data.cells import is_missing
from smmeasure.data.exports.canonical import CanonicalTable, canonical_table
from smmeasure.data.exports.matching import Kept, Match
from smmeasure.data.exports.settling import Field, decimal_sign
from smmeasure.data.exports.shapes import AUDIENCE
from smmeasure.data.exports.snapshots import midnight
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Settled, Value, values_of
from smmeasure.data.files import Content
from smmeasure.data.quote import clip, normal
from smmeasure.data.rows import Cell, Row
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message

GENDERS = {"women": "female", "men": "male"}
"""Names of genders as the exports of ads write them."""

_VALUE = "value"
_ROUNDING = 0.01
"""Shares are rounded to a tenth of a per cent: a dozen of them may add up to a little more than the whole."""


@dataclass(frozen=True, slots=True)
class _Block:
    """The cells of one titled block, each with whom it is about."""

    field: Field
    segments: tuple[str | None, ...]
    genders: tuple[str | None, ...]


def audience(content: Content, match: Match, declared: Declared) -> Read:
    """Read an audience of titled blocks: age and gender, towns, countries, pages, number of followers.

    Raises
    ------
    DataError
        With every fault of the file: a block twice, shares of more than the whole, cells that can't be read.
    """
    blocks = [_block(content.file, match, kept) for kept in match.kept]
    faults = list(_repeated(blocks))
    settled = Settled(decimal_sign([block.field for block in blocks], declared.decimal), None, None)
    rows: dict[str, list[Value]] = {name: [] for name in AUDIENCE.kinds}
    for block in blocks:
        values = values_of(block.field, settled, faults)
        faults += _too_much(block, values)
        for name, cells in _columns(block, values, declared).items():
            rows[name].extend(cells)
    if faults:
        raise DataError(*faults)
    table = _table(rows, declared)
    return Read((table,), len(table.frame), decimal=settled.decimal, doubts=_doubts(blocks, declared))


def _block(file: str, match: Match, kept: Kept) -> _Block:
    """Give the cells under a title, up to a blank line or the next title."""
    start = next(number for number, row in enumerate(match.rows) if row.line == kept.line) + 1
    titles = {one.line for one in match.kept}
    end = next(
        (place for place in range(start, len(match.rows)) if _ends(match.rows[place], titles)),
        len(match.rows),
    )
    cells = list(_cells(file, match.rows[start:end], kept))
    values, lines = tuple(cell for _, _, cell, _ in cells), tuple(line for *_, line in cells)
    field = Field(file, kept.header, kept.column, values, lines)
    return _Block(field, tuple(name for name, *_ in cells), tuple(gender for _, gender, _, _ in cells))


def _ends(row: Row, titles: set[int]) -> bool:
    return not row.filled or row.line in titles


def _cells(file: str, rows: Sequence[Row], kept: Kept) -> Iterator[tuple[str | None, str | None, Cell, int]]:
    """Give segment, gender, cell and line of every value of a block."""
    if kept.column.column == "members":
        yield from ((None, None, row.cell(0), row.line) for row in rows if row.filled == 1)
    elif kept.column.column == "age":
        yield from _by_gender(rows)
    elif rows and _last_name(rows[0]) == _VALUE:
        yield from map(_last_cell, rows[1:])
    elif rows:
        _refuse_uneven(file, rows, kept)
        yield from _under_names(*rows)


def _last_name(header: Row) -> str:
    return next((normal(cell) for cell in reversed(header.cells) if not is_missing(cell)), "")


def _refuse_uneven(file: str, rows: Sequence[Row], kept: Kept) -> None:
    """Refuse names and shares that can't be paired: the file was cut, or the commas of towns part their names."""
    if [row.filled for row in rows] != [rows[0].filled] * 2:
        raise DataError.at(
            f"{clip(file)}:{rows[0].line} [{clip(kept.header)}]",
            message("{names} names over {shares} shares", names=rows[0].filled, shares=sum(r.filled for r in rows[1:])),
            message("a line of names and under it a line of as many shares"),
            message("Take the original export: it was cut, or saved again with other separators."),
        )


def _under_names(names: Row, shares: Row) -> Iterator[tuple[str | None, str | None, Cell, int]]:
    for place, name in enumerate(names.cells):
        if not is_missing(name):
            yield str(name).strip(), None, shares.cell(place), shares.line


def _by_gender(rows: Sequence[Row]) -> Iterator[tuple[str | None, str | None, Cell, int]]:
    """Part a table of ages under genders, whose columns stand in any order."""
    header = rows[0].cells if rows else ()
    genders = [(place, _gender(name)) for place, name in enumerate(header) if place and not is_missing(name)]
    for row in rows[1:]:
        for place, gender in genders:
            yield str(row.cell(0)).strip(), gender, row.cell(place), row.line


def _last_cell(row: Row) -> tuple[str | None, str | None, Cell, int]:
    """Take the last filled cell for the share: a re-save parts a town's name at its commas."""
    filled = [cell for cell in row.cells if not is_missing(cell)]
    return ", ".join(str(cell).strip() for cell in filled[:-1]) or None, None, filled[-1] if filled else None, row.line


def _gender(name: Cell) -> str:
    """Bring the names of genders to those of the ads."""
    return GENDERS.get(normal(name), normal(name))


def _columns(block: _Block, values: Sequence[Value], declared: Declared) -> dict[str, list[Value]]:
    column, count = block.field.column, len(values)
    nothing: list[Value] = [None] * count
    return {
        **dict.fromkeys(AUDIENCE.kinds, nothing),
        "platform": [column.platform or declared.platform] * count,
        "dimension": ["all" if column.column == "members" else column.column] * count,
        "segment": list(block.segments),
        "gender": list(block.genders),
        "members" if column.column == "members" else "share": list(values),
    }


def _table(rows: Mapping[str, list[Value]], declared: Declared) -> CanonicalTable:
    count = len(rows["dimension"])
    return canonical_table(AUDIENCE, {**rows, "as_of_date": [midnight(declared.as_of)] * count}, count)


def _repeated(blocks: Sequence[_Block]) -> Iterator[Fault]:
    """Refuse a second block of one title: it may be of another network."""
    seen: set[tuple[str, str | None]] = set()
    for block in blocks:
        key = block.field.column.column, block.field.column.platform
        if key in seen and block.field.lines:
            yield Fault(
                block.field.place(0),
                message("“{title}” a second time", title=clip(block.field.header)),
                message("each block once"),
                message("Keep one of the two blocks; if they are of two networks, read each with its own `platform`."),
            )
        seen.add(key)


def _too_much(block: _Block, values: Sequence[Value]) -> Iterator[Fault]:
    """Refuse shares that add up to more than everybody: a decimal sign was lost."""
    shares = [float(value) for value in values if isinstance(value, int | float)]
    if block.field.column.column != "members" and math.fsum(shares) > 1 + _ROUNDING:
        yield Fault(
            block.field.place(0),
            message("shares that add up to {sum} %", sum=round(100 * math.fsum(shares), 1)),
            message("at most 100 %"),
            message("Take the original export: a decimal sign was lost on the way."),
        )


def _doubts(blocks: Sequence[_Block], declared: Declared) -> tuple[Message, ...]:
    doubts = [
        message("“{title}” names no network: say it with `platform`", title=clip(block.field.header))
        for block in blocks
        if block.field.column.platform is None and declared.platform is None
    ]
    empty = [block.field.header for block in blocks if not block.segments]
    doubts += [message("“{title}” has no rows", title=clip(title)) for title in empty]
    return (*doubts, *undated(declared))


def undated(declared: Declared) -> tuple[Message, ...]:
    """Say that nobody knows of which day an audience is."""
    if declared.as_of is not None:
        return ()
    return (message("an audience of one day, and the file doesn't say of which: say it with `as_of`"),)
