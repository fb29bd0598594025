"""Textbook intervals for two independent groups: differences and ratios of rates and of means."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.stats import norm
from scipy.stats import t as student

_NAN, _INF = float("nan"), float("inf")
_TOLERANCE = 1e-14
"""Relative precision of the roots; brentq takes no less than four units in the last place."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends; nan or infinite where there is none."""

    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Share:
    """Successes among people.

    Attributes
    ----------
    successes : int
        People who did it.
    people : int
        All people, 1 or more.
    """

    successes: int
    people: int

    @property
    def rate(self) -> float:
        """Successes per person."""
        return self.successes / self.people


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its sampling variance.

    Attributes
    ----------
    value : float
        The mean.
    variance : float
        Squared standard error of `value`.
    people : int
        People averaged over, 2 or more.
    """

    value: float
    variance: float
    people: int


def wilson(share: Share, z: float) -> Interval:
    """Give the score interval of one rate: Wilson (1927); Newcombe (1998), method 3 of the one-sample paper.

    ``(2 x + z^2 ± z sqrt(z^2 + 4 x (1 - p))) / (2 (n + z^2))``, in (0, 1) by construction.
    """
    count, people = share.successes, share.people
    centre, half = 2.0 * count + z * z, z * math.sqrt(z * z + 4.0 * count * (1.0 - share.rate))
    whole = 2.0 * (people + z * z)
    return Interval(max((centre - half) / whole, 0.0), min((centre + half) / whole, 1.0))


def newcombe(treated: Share, control: Share, z: float) -> Interval:
    """Give the hybrid score interval of a difference of rates: Newcombe (1998), Stat. Med. 17:873, method 10.

    ``d - sqrt((p1 - l1)^2 + (u0 - p0)^2)`` to ``d + sqrt((u1 - p1)^2 + (p0 - l0)^2)``, with the ends l and u of
    the two Wilson intervals.
    """
    one, zero = wilson(treated, z), wilson(control, z)
    difference = treated.rate - control.rate
    return Interval(
        difference - math.hypot(treated.rate - one.lower, zero.upper - control.rate),
        difference + math.hypot(one.upper - treated.rate, control.rate - zero.lower),
    )


def newcombe_pvalue(treated: Share, control: Share) -> float:
    """Give the p-value that inverts `newcombe`: one minus the level at which the interval just touches 0."""
    if treated.rate == control.rate:
        return 1.0
    if treated.rate < control.rate:
        return newcombe_pvalue(control, treated)

    def lower(z: float) -> float:
        """Lower end of the interval that reaches so many standard errors."""
        return newcombe(treated, control, z).lower

    return float(2.0 * norm.sf(_root(lower, 0.0, _beyond(lambda z: lower(z) < 0.0, 1.0, 2.0))))


def mover_ratio(treated: Share, control: Share, z: float) -> Interval:
    """Give the interval of a ratio of rates from the same two Wilson intervals: Donner and Zou (2012).

    Their method of variance estimates recovery, Stat. Methods Med. Res. 21:347, equation 9: the ends R are where
    ``p1 - R p0`` is as far from 0 as the intervals of the two rates allow, which at R = 1 is the end of `newcombe`.
    So the ratio leaves out 1 exactly when the difference leaves out 0. The control rate must be positive.
    """
    one, zero = wilson(treated, z), wilson(control, z)
    product = treated.rate * control.rate
    low = one.lower * (2.0 * treated.rate - one.lower), zero.upper * (2.0 * control.rate - zero.upper)
    high = one.upper * (2.0 * treated.rate - one.upper), zero.lower * (2.0 * control.rate - zero.lower)
    below, above = (math.sqrt(max(product**2 - ends[0] * ends[1], 0.0)) for ends in (low, high))
    # The smaller root of a quadratic, written without the difference of two near numbers.
    lower = low[0] / (product + below) if product > 0.0 else 0.0
    return Interval(lower, (product + above) / high[1] if high[1] > 0.0 else _INF)


def welch_freedom(treated: Mean, control: Mean) -> float:
    """Give the degrees of freedom of a difference of means: Satterthwaite (1946), Biometrics Bull. 2:110."""
    one, zero = treated.variance, control.variance
    share = one / (one + zero)
    return 1.0 / (share**2 / (treated.people - 1) + (1.0 - share) ** 2 / (control.people - 1))


def welch(treated: Mean, control: Mean, level: float, freedom: float) -> Interval:
    """Give the interval of a difference of means with unequal variances: ``d ± t sqrt(v1 + v0)``."""
    difference = treated.value - control.value
    half = quantile(level, freedom) * math.sqrt(treated.variance + control.variance)
    return Interval(difference - half, difference + half)


def welch_pvalue(treated: Mean, control: Mean, freedom: float) -> float:
    """Give the two-sided p-value of Welch's t test."""
    error = math.sqrt(treated.variance + control.variance)
    return float(2.0 * student.sf(abs(treated.value - control.value) / error, freedom))


def fieller(treated: Mean, control: Mean, level: float, freedom: float) -> Interval:
    """Give the interval of a ratio of means: Fieller (1954), J. R. Stat. Soc. B 16:175.

    The ratios R with ``(m1 - R m0)^2 <= t^2 (v1 + R^2 v0)``. With the t of the difference it leaves out 1 exactly
    when `welch` leaves out 0. It has no end, so that nan is given, where the control mean can't be told from 0.
    """
    t2 = quantile(level, freedom) ** 2
    square = control.value**2 - t2 * control.variance
    if control.value <= 0.0 or square <= 0.0:
        return Interval(_NAN, _NAN)
    cross = treated.value * control.value
    root = math.sqrt(max(cross**2 - (treated.value**2 - t2 * treated.variance) * square, 0.0))
    return Interval((cross - root) / square, (cross + root) / square)


def quantile(level: float, freedom: float) -> float:
    """Give Student's t that leaves half of ``1 - level`` above it."""
    return float(student.isf((1.0 - level) / 2.0, freedom))


def normal_quantile(level: float) -> float:
    """Give the normal z that leaves half of ``1 - level`` above it."""
    return float(norm.isf((1.0 - level) / 2.0))


def _beyond(reached: Callable[[float], bool], start: float, factor: float) -> float:
    """Multiply a positive number until a condition holds."""
    value = start * factor
    while not reached(value):
        value *= factor
    return value


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(function, low, high, xtol=1e-300, rtol=_TOLERANCE))
