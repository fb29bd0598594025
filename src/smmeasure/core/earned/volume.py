"""How much exposure there was: gained over a baseline, or counted; by medium, tone and unit."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from smmeasure.brief.campaign import Medium
from smmeasure.brief.nouns import units_named
from smmeasure.core.arrays import Floats
from smmeasure.core.earned.draws import SHARES
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.ratios import interval
from smmeasure.core.results import Uplift
from smmeasure.errors import CallError
from smmeasure.messages import Message, message

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Volume:
    """Units of exposure, attention or engagement of one medium.

    Attributes
    ----------
    indicator : str
        Key in the brief.
    medium : Medium
        Paid, owned, shared or earned.
    per : str
        What is counted: ``impressions``, ``views``, ``clicks``, ``engagements``, ``mentions``.
    estimate : Estimate
        Number of units with its interval at `level`; nan where not measurable.
    draws : tuple of float
        Equally likely numbers, ascending; one where it was counted, none where not measurable.
    level : float
        Level of the interval, in (0, 1).
    evidence : Evidence
        Measured, gained or counted.
    negative : bool
        Whether these are mentions of a negative tone.
    reason : Message or None
        Why not measurable; else None.
    noun : str or Message
        What is counted, in the plural, where the brief says it; else empty.
    """

    indicator: str
    medium: Medium
    per: str
    estimate: Estimate
    draws: tuple[float, ...]
    level: float
    evidence: Evidence = Evidence.MEASURED
    negative: bool = False
    reason: Message | None = None
    noun: str | Message = ""

    @property
    def what(self) -> str | Message:
        """What is counted, in a reader's words: those of the brief, else the catalogue's."""
        return self.noun or units_named(self.per)

    @property
    def is_counted(self) -> bool:
        """Whether there is no interval."""
        return len(self.draws) == 1


def gained(indicator: str, medium: Medium, per: str, uplift: Uplift, *, negative: bool = False) -> Volume:
    """Take what a campaign added over the baseline.

    Parameters
    ----------
    indicator : str
        Key in the brief.
    medium : Medium
        Whose exposure it is.
    per : str
        What is counted.
    uplift : Uplift
        Measured effect, as a total; values that don't add up over days (reach) have none.
    negative : bool
        Whether these are mentions of a negative tone.
    """
    estimate = Estimate(uplift.effect, uplift.effect_ci_lower, uplift.effect_ci_upper)
    return Volume(indicator, medium, per, estimate, uplift.draws, uplift.level, negative=negative, reason=uplift.reason)


def counted(indicator: str, medium: Medium, per: str, number: float, level: float) -> Volume:
    """Take what a platform counted: paid impressions have no baseline without their campaign.

    Parameters
    ----------
    indicator : str
        Key in the brief.
    medium : Medium
        Whose exposure it is.
    per : str
        What is counted.
    number : float
        How many; nan where the platform says nothing.
    level : float
        Level of the intervals that it will enter, in (0, 1).

    Raises
    ------
    CallError
        If the number is negative or infinite.
    """
    if math.isinf(number) or number < 0.0:
        raise CallError.at(
            "number",
            message("{number}", number=number),
            message("a number from 0 up, or nan where nothing is known"),
            message("A count is never negative."),
        )
    if math.isnan(number):
        reason = message("«{name}» was not counted.", name=indicator)
        return Volume(indicator, medium, per, Estimate(_NAN, _NAN, _NAN), (), level, reason=reason)
    return Volume(indicator, medium, per, Estimate(number, number, number), (number,), level)


def split_by_tone(volume: Volume, negative: float, draws: Sequence[float] = ()) -> tuple[Volume, Volume]:
    """Part a volume into what is not of a negative tone, and what is; both add up to the whole.

    Where the share is not certain, every draw of the volume meets every draw of the share. The best
    estimates still add up; the ends of the intervals do not, because what one part lacks the other has.

    Parameters
    ----------
    volume : Volume
        All mentions, or all their impressions.
    negative : float
        Share of them with a negative tone, in [0, 1].
    draws : sequence of float
        Equally likely shares, in [0, 1]; none where the share is certain.

    Raises
    ------
    CallError
        If a share is none.
    """
    wrong = [share for share in (negative, *draws) if not 0.0 <= share <= 1.0]
    if wrong:
        raise CallError.at(
            "negative",
            message("{share}", share=wrong[0]),
            message("a number from 0 to 1"),
            message("0.2 stands for 20 %."),
        )
    shares = np.asarray(draws if len(draws) else (negative,), dtype=float)
    good, bad = _scaled(volume, 1.0 - negative, 1.0 - shares), _scaled(volume, negative, shares)
    return good, replace(bad, negative=True)


def _scaled(volume: Volume, share: float, shares: Floats) -> Volume:
    """Take a share of a volume; with several shares its interval is that of the crossed draws."""
    if len(shares) == 1 or volume.reason is not None:
        drawn = tuple(draw * share for draw in volume.draws)
        return replace(volume, estimate=volume.estimate.scaled(share), draws=drawn)
    crossed = np.multiply.outer(np.asarray(volume.draws), shares).ravel()
    value, (low, high) = volume.estimate.value * share, interval(crossed, volume.level)
    return replace(
        volume,
        estimate=Estimate(value, min(low, value), max(high, value)),
        draws=tuple(np.quantile(crossed, SHARES, method="weibull").tolist()),
    )
