"""A number with its interval, and how it is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How a number is known."""

    MEASURED = "measured"
    MODELLED = "modelled"
    ASSUMED = "assumed"
    EQUIVALENT = "equivalent"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval.

    Attributes
    ----------
    value : float
        Best estimate; its unit is said by the field that holds it.
    ci_lower, ci_upper : float
        Interval at the level of the brief, same unit; equal to `value` for what was counted.
    """

    value: float
    ci_lower: float
    ci_upper: float

    def scaled(self, factor: float) -> Estimate:
        """Multiply by a known number; a negative one swaps the ends."""
        low, high = sorted((self.ci_lower * factor, self.ci_upper * factor))
        return Estimate(self.value * factor, low, high)

    def shifted(self, amount: float) -> Estimate:
        """Add a known number."""
        return Estimate(self.value + amount, self.ci_lower + amount, self.ci_upper + amount)


def added(parts: Sequence[Estimate]) -> Estimate:
    """Add estimates whose errors may all fall on the same side.

    Ends are added to ends, which is the widest the sum can be at the level of its parts: nothing
    is known of how the errors of different series go together.
    """
    return Estimate(
        sum(part.value for part in parts),
        sum(part.ci_lower for part in parts),
        sum(part.ci_upper for part in parts),
    )


def averaged(parts: Sequence[Estimate]) -> Estimate:
    """Average estimates, with the same caution as `added`."""
    return added(parts).scaled(1 / len(parts))
