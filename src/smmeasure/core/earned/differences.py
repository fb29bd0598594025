"""What makes a unit dearer: the price of each level of a feature over that of the level bought most, all else alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats
from smmeasure.core.earned.bought import Bought
from smmeasure.core.earned.regression import Fit
from smmeasure.core.threads import one_thread


@dataclass(frozen=True, slots=True)
class LevelPrice:
    """How one level of a feature differs in price from the level of which most was bought.

    Attributes
    ----------
    feature, level : str
        Column and level, as in the export.
    ads : int
        Ads, or what else errs together, that bought it.
    share : float
        Share of all units that were bought with it, in (0, 1].
    is_reference : bool
        Whether it is the level of which most was bought.
    rel_price : float
        Price over that of the reference, less one: 0.25 is a quarter dearer.
    rel_price_ci_lower, rel_price_ci_upper : float
        Its interval at `level` of the price; both 0 for the reference.
    """

    feature: str
    level: str
    ads: int
    share: float
    is_reference: bool
    rel_price: float
    rel_price_ci_lower: float
    rel_price_ci_upper: float

    @property
    def is_told_apart(self) -> bool:
        """Whether the whole interval lies on one side of the reference."""
        return self.rel_price_ci_lower > 0.0 or self.rel_price_ci_upper < 0.0


@one_thread
def differences(fitted: Fit, known: Bought, level: float) -> tuple[LevelPrice, ...]:
    """Compare the levels of every feature that the price uses.

    Both regressions are linear in the logarithm of the price: what a level adds there is a factor of the price,
    whatever the other features are.

    Parameters
    ----------
    fitted : Fit
        The regression.
    known : Bought
        What it was learnt from.
    level : float
        Level of the intervals, in (0, 1).

    Returns
    -------
    tuple of LevelPrice
        Feature by feature in the order of the brief; the reference first, then from cheap to dear.
    """
    return tuple(
        one for name, levels in fitted.design.levels for one in _of_feature(fitted, known, name, levels, level)
    )


def _of_feature(
    fitted: Fit, known: Bought, name: str, levels: tuple[str, ...], confidence: float
) -> Iterator[LevelPrice]:
    has = {one: (known.features[name] == one).to_numpy() for one in levels}
    bought = {one: float(known.units[rows].sum()) for one, rows in has.items()}
    reference = max(levels, key=lambda one: bought[one])
    # The same purchase in every level: what the other features add cancels out.
    alike = known.features.iloc[np.zeros(len(levels), dtype=np.intp)].assign(**{name: list(levels)})
    rows = fitted.matrix(alike)
    apart = {one: rows[place] - rows[levels.index(reference)] for place, one in enumerate(levels)}
    found = [
        LevelPrice(
            name,
            one,
            len(np.unique(known.groups[has[one]])),
            bought[one] / float(known.units.sum()),
            one == reference,
            *((0.0, 0.0, 0.0) if one == reference else _relative(fitted, apart[one], confidence)),
        )
        for one in levels
    ]
    yield from sorted(found, key=lambda one: (not one.is_reference, one.rel_price))


def _relative(fitted: Fit, direction: Floats, level: float) -> tuple[float, float, float]:
    """Give a ratio of two prices less one, with its interval."""
    apart = float(direction @ fitted.coefficients)
    error = float(np.sqrt(direction @ fitted.covariance @ direction))
    half = error * float(stats.t.ppf(0.5 + level / 2.0, fitted.degrees(direction)))
    middle, low, high = np.expm1([apart, apart - half, apart + half]).tolist()
    return middle, low, high
