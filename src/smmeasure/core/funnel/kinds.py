"""What a rate divides, and what counting alone makes of its variance.

Four kinds, because four kinds of things are divided. A *share* counts the same system's people at two
steps. A *ratio* divides what two systems count, or pieces by orders: two Poisson counts. A *frequency*
counts events, any number of them, by something that is known: interactions by reach, likes by posts. An
*amount* is money each.
"""

from __future__ import annotations

from enum import StrEnum

from smmeasure.brief.catalogue import Stage
from smmeasure.units import Kind, Unit


class RateKind(StrEnum):
    """What a step is divided by."""

    SHARE = "share"
    RATIO = "ratio"
    FREQUENCY = "frequency"
    AMOUNT = "amount"


def kind_of_rate(before: tuple[Stage, Unit], step: tuple[Stage, Unit]) -> RateKind:
    """Tell what the rate of a step over the one before it is, from their stages and units.

    Parameters
    ----------
    before, step : tuple of Stage and Unit
        The two steps.
    """
    if any(unit.kind is not Kind.COUNT for _, unit in (before, step)):
        return RateKind.AMOUNT
    crosses = step[0].is_after_click and not before[0].is_after_click
    return RateKind.RATIO if crosses or step[0] is Stage.REVENUE else RateKind.SHARE


def counting_variance(kind: RateKind, rate: float) -> float:
    """Give the variance of ``part - rate * whole`` per unit of the whole, where days differ by counting only.

    Parameters
    ----------
    kind : RateKind
        What is divided.
    rate : float
        Part over whole.
    """
    return {
        RateKind.SHARE: rate * (1 - rate),
        RateKind.RATIO: rate * (1 + rate),
        RateKind.FREQUENCY: rate,
        RateKind.AMOUNT: 1.0,
    }[kind]


def scatter_unit(kind: RateKind, rate: float) -> float:
    """Give what a rate's own scatter, on the odds or the logarithm, is over the variance of counting.

    Parameters
    ----------
    kind : RateKind
        What is divided.
    rate : float
        Part over whole.
    """
    return {
        RateKind.SHARE: rate * (1 - rate),
        RateKind.RATIO: rate / (1 + rate) if rate > -1 else 0.0,
        RateKind.FREQUENCY: rate,
        RateKind.AMOUNT: 1.0,
    }[kind]
