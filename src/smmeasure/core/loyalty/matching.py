"""To each member a customer who, on the day the member joined, had bought alike and was no member."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationError, PerfectSeparationWarning

from smmeasure.core.arrays import Floats, Ints
from smmeasure.core.loyalty.purchases import Past, Purchases
from smmeasure.core.loyalty.results import Comparison

ORDER_BINS = (1.5, 2.5, 4.5, 9.5)
"""Edges between 1, 2, 3 to 4, 5 to 9 and more orders."""

RECENCY_BINS = (7.5, 30.5, 90.5, 180.5, 365.5)
"""Edges between days since the last order."""

SPEND_QUANTILES = (0.2, 0.4, 0.6, 0.8)
"""Spend is cut at these quantiles of the members' own."""

CALIPER = 0.2
"""Standard deviations of the logit that a pair may lie apart: Austin (2011), Pharm. Stat. 10:150."""


@dataclass(frozen=True, slots=True)
class Group:
    """Some customers, each with an index day.

    Attributes
    ----------
    customers : ndarray of int
        Positions.
    days : ndarray of int
        Index day of each.
    """

    customers: Ints
    days: Ints

    def taken(self, rows: Ints) -> Group:
        """Give some of the rows."""
        return Group(self.customers[rows], self.days[rows])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Members and others of equal number, pair by pair on the same index day."""

    members: Group
    others: Group


@dataclass(frozen=True, slots=True)
class _Measure:
    """How far apart two customers lie.

    Attributes
    ----------
    cuts : tuple of float
        Edges of the spend bins; None where the propensity decides.
    scale : ndarray
        Units of the logs of orders, spend and recency, or of the logit.
    coefficients : ndarray or None
        Of the propensity; None where bins decide.
    """

    cuts: tuple[float, ...]
    scale: Floats
    coefficients: Floats | None


def match(
    purchases: Purchases, members: Group, pool: Group, comparison: Comparison, rng: np.random.Generator
) -> Pairs | None:
    """Match each member to one other, day by day and without replacement.

    On the day a member joined, every customer who is no member and not taken yet is looked at as of that day.
    Coarsened: equal bins of orders, spend and recency (Iacus, King and Porro 2012, Polit. Anal. 20:1), the nearest
    within them. Propensity: the nearest logit within the caliper.

    Parameters
    ----------
    purchases : Purchases
        The orders.
    members : Group
        Members with an order before they joined.
    pool : Group
        Others, each with a day drawn from the members', on which the propensity is learnt.
    comparison : Comparison
        `coarsened` or `propensity`.
    rng : numpy.random.Generator
        Settles who comes first among equals.

    Returns
    -------
    Pairs or None
        None where members and others can be told apart without an error, so that no propensity is known.
    """
    past = purchases.past(members.customers, members.days)
    measure = _measure(past, purchases.past(pool.customers, pool.days), comparison)
    if measure is None:
        return None
    free = rng.permutation(pool.customers)
    order = rng.permutation(len(members.customers))
    order = order[np.argsort(members.days[order], kind="stable")]
    chosen: dict[int, int] = {}
    for day in np.unique(members.days):
        today = order[members.days[order] == day]
        candidates = purchases.past(free, np.full(len(free), day))
        found = _nearest(past.taken(today), candidates, measure)
        chosen.update((int(row), int(free[at])) for row, at in zip(today, found, strict=True) if at >= 0)
        free = np.delete(free, found[found >= 0])
    rows = np.array(sorted(chosen), dtype=np.intp)
    others = np.array([chosen[row] for row in rows.tolist()], dtype=np.intp)
    return Pairs(members.taken(rows), Group(others, members.days[rows]))


def _measure(members: Past, others: Past, comparison: Comparison) -> _Measure | None:
    if comparison is Comparison.COARSENED:
        cuts = tuple(np.unique(np.quantile(members.spend, SPEND_QUANTILES)).tolist())
        traits = _logs(members)
        return _Measure(cuts, np.maximum(traits.std(axis=0), 1e-9), None)
    return _propensity(_logs(members), _logs(others))


def _propensity(members: Floats, others: Floats) -> _Measure | None:
    """Learn who joins, by logistic regression; None where it separates the groups or can't be learnt."""
    design = sm.add_constant(np.vstack([members, others]), has_constant="add")
    joined = np.repeat([1.0, 0.0], [len(members), len(others)])
    varies = np.concatenate([[True], np.ptp(design[:, 1:], axis=0) > 0.0])
    with warnings.catch_warnings():
        warnings.simplefilter("error", PerfectSeparationWarning)
        warnings.simplefilter("error", ConvergenceWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        try:
            fit = sm.Logit(joined, design[:, varies]).fit(disp=0)
        except (PerfectSeparationWarning, PerfectSeparationError, ConvergenceWarning, np.linalg.LinAlgError):
            return None
    coefficients = np.zeros(design.shape[1])
    coefficients[varies] = fit.params
    logits = design @ coefficients
    return _Measure((), np.array([max(CALIPER * float(logits.std()), 1e-9)]), coefficients)


def _logs(past: Past) -> Floats:
    return np.column_stack(
        [np.log1p(past.orders), np.sign(past.spend) * np.log1p(np.abs(past.spend)), np.log1p(past.recency)]
    )


def _nearest(members: Past, candidates: Past, measure: _Measure) -> Ints:
    """Give the place of the nearest free candidate of each member; -1 where none fits."""
    bins, others = _bins(members, measure), _bins(candidates, measure)
    places, spots = _places(members, measure), _places(candidates, measure)
    limit = np.inf if measure.coefficients is None else 1.0
    free = candidates.orders > 0.0
    found = np.full(len(bins), -1, dtype=np.intp)
    for row, own in enumerate(bins):
        at = np.flatnonzero(free & (others == own))
        if not at.size:
            continue
        gaps = np.abs(spots[at] - places[row]).sum(axis=1)
        best = int(np.argmin(gaps))
        if gaps[best] <= limit:
            found[row] = at[best]
            free[at[best]] = False
    return found


def _bins(past: Past, measure: _Measure) -> Ints:
    """Give the number of the cell of each customer; one cell for all where the propensity decides."""
    if measure.coefficients is not None:
        return np.zeros(len(past.orders), dtype=np.intp)
    orders, spend = np.digitize(past.orders, ORDER_BINS), np.digitize(past.spend, measure.cuts)
    recency = np.digitize(np.nan_to_num(past.recency, nan=np.inf), RECENCY_BINS)
    cells: Ints = (orders * 100 + spend * 10 + recency).astype(np.intp)
    return cells


def _places(past: Past, measure: _Measure) -> Floats:
    if measure.coefficients is None:
        return _logs(past) / measure.scale
    logits = np.column_stack([np.ones(len(past.orders)), _logs(past)]) @ measure.coefficients
    return logits[:, None] / measure.scale
