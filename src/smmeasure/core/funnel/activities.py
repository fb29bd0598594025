"""The conversion rate of one activity (a post, a contest, a code), never that of «social media»."""

from __future__ import annotations

from dataclasses import dataclass

from smmeasure.brief.campaign import Action
from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel.dividing import Observed, divide
from smmeasure.core.funnel.kinds import RateKind
from smmeasure.core.funnel.rates import usual_rate
from smmeasure.core.funnel.steps import is_low
from smmeasure.messages import Message
from smmeasure.windows import Window


@dataclass(frozen=True, slots=True)
class ActivityConversion:
    """Of those whom one action brought, how many did what it asked for.

    Attributes
    ----------
    action : str
        Name of the action in the brief.
    platform : str
        Its platform.
    of, to : str
        Keys of those who came, and of those who then did it.
    window : Window
        Days of the action that were observed.
    came, converted : float
        Totals over the days on which both are known; nan where there are none.
    rate : Estimate or None
        Converted over came, with its interval; None where `reason` says why.
    usual : Estimate or None
        The same rate over pretend campaigns before; None where the pair is new or too young.
    kind : RateKind
        What the rate divides.
    grows : bool
        Whether more converted than came.
    reason : Message or None
        Why there is no rate.
    is_low : bool
        Whether the rate is lower than pretend campaigns allow; never said of a rate that ends at the visit.
    """

    action: str
    platform: str
    of: str
    to: str
    window: Window
    came: float
    converted: float
    rate: Estimate | None
    usual: Estimate | None
    kind: RateKind
    grows: bool
    reason: Message | None
    is_low: bool = False


def activity_conversion(
    action: Action, stages: tuple[Stage, Stage], observed: Observed, window: Window
) -> ActivityConversion | None:
    """Work out the conversion rate of an action; None where its brief names no pair.

    Parameters
    ----------
    action : Action
        With its conversion.
    stages : tuple of Stage
        Of those who came, and of those who converted.
    observed : Observed
        Values of both on the days of the action and before.
    window : Window
        Those days.
    """
    pair = action.conversion
    if pair is None:
        return None
    divided = divide(dict(zip((pair.of, pair.to), stages, strict=True)), pair.of, pair.to, observed)
    usual = usual_rate(divided.past["previous"], divided.past["step"], window.days)
    can_be_low = stages[1].rank > Stage.VISIT.rank and not divided.grows and usual is not None and usual.value <= 1
    return ActivityConversion(
        action.name,
        action.platform,
        pair.of,
        pair.to,
        window,
        divided.whole,
        divided.part,
        divided.rate,
        usual,
        divided.kind,
        divided.grows,
        divided.reason,
        is_low=can_be_low and is_low(divided.rate, usual),
    )
