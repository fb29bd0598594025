"""The distribution of followers over genders or countries: its sum tells per cents from fractions."""

from __future__ import annotations

import math
from collections.abc import Sequence

from smmeasure.data.exports.audience import GENDERS, undated
from smmeasure.data.exports.canonical import canonical_table
from smmeasure.data.exports.columns import Columns, read_columns
from smmeasure.data.exports.matching import Match
from smmeasure.data.exports.shapes import AUDIENCE
from smmeasure.data.exports.snapshots import midnight
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.exports.values import Value
from smmeasure.data.files import Content
from smmeasure.data.quote import normal
from smmeasure.errors import DataError
from smmeasure.messages import message

_ROUNDING = 0.01
"""Shares are written with one to three decimals: a hundred of them add up to the whole within a hundredth."""


def demographics(content: Content, match: Match, declared: Declared) -> Read:
    """Read a distribution of followers.

    Raises
    ------
    DataError
        With every fault of the file; where the shares add up to neither 1 nor 100.
    """
    columns = read_columns(content, match, declared, each_row_named=True)
    known, count = columns.of("total"), columns.rows
    shares = known["distribution"]
    scale = 1 / _whole(columns, shares) if shares else 1.0
    genders: list[Value] = [GENDERS.get(normal(name), normal(name)) for name in known.get("gender", ())]
    rows: dict[str, list[Value]] = {
        "platform": [match.report.platform] * count,
        "as_of_date": [midnight(declared.as_of)] * count,
        "dimension": ["gender" if genders else "country"] * count,
        "share": [share * scale if isinstance(share, int | float) else None for share in shares],
    }
    table = canonical_table(AUDIENCE, known | rows | ({"gender": genders} if genders else {}), count)
    doubts = columns.doubts + undated(declared)
    return Read((table,), count, columns.left_out, columns.settled.decimal, None, doubts)


def _whole(columns: Columns, shares: Sequence[Value]) -> float:
    """Tell what all shares together are in the file: 1 or 100."""
    total = math.fsum(share for share in shares if isinstance(share, int | float))
    for whole in (1.0, 100.0):
        if abs(total / whole - 1) <= _ROUNDING:
            return whole
    raise DataError.at(
        columns.first_line("distribution", 0),
        message("shares that add up to {sum}", sum=round(total, 3)),
        message("shares that add up to 1 or to 100"),
        message("Take the original export with all its rows: nothing else tells per cents from fractions."),
    )
