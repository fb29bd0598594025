"""What a campaign's exposure was worth as an equivalent: values, prices with their honesty, comparisons."""

from __future__ import annotations

from dataclasses import dataclass, field

from smmeasure.core.earned.amplification import Amplification, Ratio
from smmeasure.core.earned.differences import LevelPrice
from smmeasure.core.earned.value import MediaValue, MediaValues
from smmeasure.core.earned.volume import Volume
from smmeasure.core.estimates import Evidence
from smmeasure.messages import Message
from smmeasure.units import Money


@dataclass(frozen=True, slots=True)
class PriceTest:
    """How far a price that was learnt from ads can be trusted.

    Attributes
    ----------
    indicator : str
        Key in the brief of what is priced.
    file : str
        The ads, as named in the brief.
    units : str
        What was bought.
    rows, ads : int
        Purchases learnt from, and ads.
    form : Message
        The regression that was chosen.
    features : tuple of str
        What tells prices apart on ads not seen.
    overall : Money
        All that was paid over all units bought.
    error, error_of_mean : float
        Root mean square error of a unit's price on ads not seen, of the model and of `overall`; in money.
    gain : float
        By how much the error is smaller than that of the mean price, as a fraction.
    coverage, level : float
        Share of ads not seen whose price lies within its interval, and the share that should.
    doubts : tuple of Message
        Rows left out, features that could not be used, intervals that don't hold.
    explained : float
        Share of the squared errors of the mean price that the model takes away on ads not seen; below 0 where it
        errs more.
    differences : tuple of LevelPrice
        What makes a unit dearer, by the features that are used.
    """

    indicator: str
    file: str
    units: str
    rows: int
    ads: int
    form: Message
    features: tuple[str, ...]
    overall: Money
    error: float
    error_of_mean: float
    gain: float
    coverage: float
    level: float
    doubts: tuple[Message, ...]
    explained: float = 0.0
    differences: tuple[LevelPrice, ...] = ()


@dataclass(frozen=True, slots=True)
class Tone:
    """Which part of an indicator is of a negative tone.

    Attributes
    ----------
    indicator : str
        Key in the brief.
    share : float or None
        Fraction, in [0, 1]; None where it is not known.
    evidence : Evidence
        Assumed where the brief states it, measured where an indicator counts it.
    source : Message
        Where it comes from, or why it is not known.
    share_ci_lower, share_ci_upper : float or None
        Its interval at the level of the brief; equal to the share where the brief states no range.
    draws : tuple of float
        Equally likely shares, ascending; none where the share is taken as certain.
    """

    indicator: str
    share: float | None
    evidence: Evidence
    source: Message
    share_ci_lower: float | None = None
    share_ci_upper: float | None = None
    draws: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """An effect beside an event that the reader knows.

    Attributes
    ----------
    indicator : str
        Key in the brief.
    event : str
        Name of the event.
    size : float
        Its size, in units of the indicator.
    times : Ratio
        How many times its size, or why that can't be told.
    """

    indicator: str
    event: str
    size: float
    times: Ratio


@dataclass(frozen=True, slots=True)
class EarnedMedia:
    """Values of a campaign's exposure by medium, never money and never a return.

    Attributes
    ----------
    values : MediaValues
        By medium, tone and unit; with what could not be valued.
    prices : tuple of PriceTest
        Prices that were learnt from ads, tested.
    tones : tuple of Tone
        Where the negative part comes from.
    comparisons : tuple of Comparison
        With events that the brief names.
    amplification : Amplification or None
        How far the campaign was carried by others; None where nothing is computed.
    unpriced : tuple of Volume
        Exposure, attention and engagement that the brief gives no price, in the order paid, owned, shared, earned.
    reason : Message or None
        Why nothing of all this is there; else None.
    """

    values: MediaValues = field(default_factory=lambda: MediaValues((), ()))
    prices: tuple[PriceTest, ...] = ()
    tones: tuple[Tone, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    amplification: Amplification | None = None
    unpriced: tuple[Volume, ...] = ()
    reason: Message | None = None

    @property
    def parts(self) -> tuple[MediaValue, ...]:
        """Every value, in the order of its total."""
        return tuple(part for total in self.values.totals for part in total.parts)
