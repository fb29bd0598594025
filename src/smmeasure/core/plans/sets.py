"""Which sets of units to look at: all where they are few, else sets that grow by the unit that helps most."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb

_MOST_SETS = 120
"""Sets that are all tried; beyond them the search is greedy."""

_LARGEST = 6
"""Units to which a greedy search grows where no number is asked for."""

Units = tuple[int, ...]
"""Columns of treated units, ascending."""


def search(
    candidates: Sequence[int], sizes: Sequence[int], score: Callable[[Units], float]
) -> tuple[tuple[Units, float], ...]:
    """Score sets of units.

    Parameters
    ----------
    candidates : sequence of int
        Columns that may be treated.
    sizes : sequence of int
        Numbers of treated units to look at, ascending.
    score : callable
        Gives what is to be small; nan where a set can't be judged.

    Returns
    -------
    tuple of (columns, score)
        Best first, equal ones in the order of their columns; sets that can't be judged are left out.
    """
    if sum(comb(len(candidates), size) for size in sizes) <= _MOST_SETS:
        tried = {units: score(units) for size in sizes for units in combinations(sorted(candidates), size)}
    else:
        tried = _greedy(candidates, sizes, score)
    judged = [(units, value) for units, value in tried.items() if value == value and len(units) in set(sizes)]  # noqa: PLR0124 - nan
    return tuple(sorted(judged, key=lambda one: (one[1], one[0])))


def _greedy(candidates: Sequence[int], sizes: Sequence[int], score: Callable[[Units], float]) -> dict[Units, float]:
    """Grow one set, at each step by the unit that makes the larger set best."""
    tried: dict[Units, float] = {}
    grown: Units = ()
    largest = sizes[0] if len(sizes) == 1 else min(max(sizes), _LARGEST)
    while len(grown) < largest:
        larger = [tuple(sorted((*grown, unit))) for unit in sorted(candidates) if unit not in grown]
        step = {units: score(units) for units in larger}
        tried |= step
        grown = min(step, key=lambda units: (step[units] != step[units], step[units], units))
    return tried
