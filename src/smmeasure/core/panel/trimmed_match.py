"""Trimmed match: what a unit of spend brought in matched pairs, without the pairs that went astray.

Chen and Au (2022), *Robust causal inference for incremental return on ad spend with randomized paired geo
experiments*: the return is where the trimmed mean of ``response - return x spend`` over the pairs is zero,
and its interval holds every return whose studentised trimmed mean is small.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import stats

from smmeasure.core.arrays import Floats, Ints
from smmeasure.errors import CallError
from smmeasure.messages import message

_NEGLIGIBLE = 1e-10
"""Spend that is no spend, as a share of the largest response."""

_FEWEST_LEFT = 2
"""Pairs that must be left for a standard error."""


@dataclass(frozen=True, slots=True)
class TrimmedMatch:
    """The incremental return on spend of matched pairs.

    Attributes
    ----------
    iroas : float
        Incremental response by incremental spend.
    standard_error : float
        From the winsorised residuals.
    ci_lower, ci_upper : float
        Interval at the level asked; infinite where the pairs set no bound.
    trim_rate : float
        Share of the pairs trimmed at each end.
    trimmed : tuple of int
        Positions of the pairs that were trimmed.
    """

    iroas: float
    standard_error: float
    ci_lower: float
    ci_upper: float
    trim_rate: float
    trimmed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Returns between which the order of the residuals stays the same.

    Attributes
    ----------
    lower, upper : float
        Ends of the stretch.
    order : ndarray of int, shape (pairs,)
        Pairs by ascending residual.
    """

    lower: float
    upper: float
    order: Ints


def trimmed_match(
    responses: Sequence[float],
    spends: Sequence[float],
    *,
    level: float = 0.9,
    trim_rate: float | None = None,
    max_trim_rate: float = 0.25,
) -> TrimmedMatch:
    """Estimate the return of matched pairs.

    Parameters
    ----------
    responses, spends : sequence of float, shape (pairs,)
        Treated minus control of each pair.
    level : float
        Confidence level of the two-sided interval.
    trim_rate : float, optional
        Share of the pairs to trim at each end, rounded up to a pair; else the one of the smallest
        standard error up to `max_trim_rate`.
    max_trim_rate : float

    Returns
    -------
    TrimmedMatch

    Raises
    ------
    CallError
        If no pair differs in spend, or too few pairs are left.
    """
    response, spend = np.asarray(responses, dtype=float), np.asarray(spends, dtype=float)
    _refuse(response, spend)
    pairs = len(response)
    most = (pairs - _FEWEST_LEFT) // 2
    if trim_rate is None:
        counts = range(min(math.floor(max_trim_rate * pairs), most) + 1)
    else:
        counts = range(min(math.ceil(trim_rate * pairs), most), min(math.ceil(trim_rate * pairs), most) + 1)
    stretches = tuple(_stretches(response, spend))
    found = [(*point, count) for count in counts for point in _roots(response, spend, stretches, count)]
    if not found:
        raise CallError.at(
            "spends",
            message("differences that cancel out"),
            message("more spend on one side than on the other"),
            message("Without spend there is no return on it: measure the response alone."),
        )
    error, iroas, count = min(found)
    lower, upper = _interval(response, spend, stretches, count, float(stats.norm.ppf(0.5 + level / 2.0)))
    order = np.argsort(response - iroas * spend, kind="stable")
    trimmed = sorted((*order[:count].tolist(), *order[pairs - count :].tolist()))
    return TrimmedMatch(iroas, error, min(lower, iroas), max(upper, iroas), count / pairs, tuple(trimmed))


def _refuse(response: Floats, spend: Floats) -> None:
    if len(response) != len(spend) or len(response) < _FEWEST_LEFT:
        raise CallError.at(
            "responses, spends",
            message("{left} and {right} values", left=len(response), right=len(spend)),
            message("one of each for two pairs or more"),
            message("Give treated minus control of each pair, in the same order."),
        )
    if not (np.isfinite(response).all() and np.isfinite(spend).all()):
        raise CallError.at(
            "responses, spends",
            message("values that are missing or infinite"),
            message("finite numbers"),
            message("Leave those pairs out."),
        )
    if np.abs(spend).max() <= _NEGLIGIBLE * max(float(np.abs(response).max()), 1.0):
        raise CallError.at(
            "spends",
            message("differences that are all about zero"),
            message("at least one pair whose spend differs"),
            message("Without spend there is no return on it: measure the response alone."),
        )


def _stretches(response: Floats, spend: Floats) -> Iterator[_Stretch]:
    """Cut the returns where two residuals cross."""
    first, second = np.triu_indices(len(response), 1)
    rise, run = response[first] - response[second], spend[first] - spend[second]
    crossing = np.unique(rise[run != 0.0] / run[run != 0.0])
    for lower, upper in pairwise([-np.inf, *crossing.tolist(), np.inf]):
        ends = (lower if np.isfinite(lower) else upper - 1.0, upper if np.isfinite(upper) else lower + 1.0)
        middle = (ends[0] + ends[1]) / 2.0 if np.isfinite(ends).all() else 0.0
        yield _Stretch(lower, upper, np.argsort(response - middle * spend, kind="stable"))


def _winsorised(values: Floats, order: Ints, count: int) -> Floats:
    """Put the outermost values of an order at the next inner one."""
    ordered = values[order]
    inner = ordered[count : len(ordered) - count]
    return np.concatenate([np.repeat(inner[:1], count), inner, np.repeat(inner[-1:], count)])


def _roots(response: Floats, spend: Floats, stretches: Sequence[_Stretch], count: int) -> Iterator[tuple[float, float]]:
    """Find returns at which the trimmed mean is zero, each after its standard error."""
    for stretch in stretches:
        kept = stretch.order[count : len(response) - count]
        paid = float(spend[kept].sum())
        if paid == 0.0:
            continue
        root = float(response[kept].sum()) / paid
        slack = _NEGLIGIBLE * max(abs(root), 1.0)
        if stretch.lower - slack <= root <= stretch.upper + slack:
            residuals = _winsorised(response - root * spend, stretch.order, count)
            yield float(np.sqrt(((residuals - residuals.mean()) ** 2).sum())) / abs(paid), root


def _interval(
    response: Floats, spend: Floats, stretches: Sequence[_Stretch], count: int, reach: float
) -> tuple[float, float]:
    """Find the least and the greatest return whose studentised trimmed mean is within reach."""
    inside: list[float] = []
    for stretch in stretches:
        square = _excess(response, spend, stretch.order, count, reach)
        roots = np.roots(square)
        real = roots[np.isreal(roots)].real
        inside += [float(root) for root in real if stretch.lower <= root <= stretch.upper]
        inside += [end for end in (-np.inf, np.inf) if end in {stretch.lower, stretch.upper} and square[0] <= 0.0]
    return min(inside, default=-np.inf), max(inside, default=np.inf)


def _excess(response: Floats, spend: Floats, order: Ints, count: int, reach: float) -> Floats:
    """Give the polynomial in the return that is negative where the studentised trimmed mean is within reach."""
    left = len(order) - 2 * count
    kept = order[count : len(order) - count]
    mean = np.array([-spend[kept].mean(), response[kept].mean()])
    parts = np.array([-_winsorised(spend, order, count), _winsorised(response, order, count)])
    parts -= parts.mean(axis=1, keepdims=True)
    scatter = parts @ parts.T * reach**2 / (left * (left - 1))
    return np.array(
        [
            mean[0] ** 2 - scatter[0, 0],
            2.0 * (mean[0] * mean[1] - scatter[0, 1]),
            mean[1] ** 2 - scatter[1, 1],
        ]
    )
