"""Words for rates, leaks and ratios: how much, how many, how dear, and the questions to put to whom."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.catalogue import Stage
from smmeasure.brief.nouns import noun_of
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.funnel import Leak, RateKind, SourceRatio
from smmeasure.messages import Message, message
from smmeasure.show.quantities import Quantity, two_digits
from smmeasure.show.words import Words
from smmeasure.units import Money, Rate, Unit

PRICE = message(
    "**Sales and pricing** (price): was the price, delivery included, the one that was announced? Was it cheaper "
    "elsewhere on these days?"
)
ERGONOMICS = message(
    "**Website team** (ergonomics): does the way to the order work on a telephone, without an account, with every "
    "means of payment?"
)
INFORMATION = message(
    "**Product and content** (information): does the page answer what people ask: size, stock, delivery time, returns?"
)
STRUCTURE = message(
    "**Web marketing** (page structure): does the link lead to what was announced, and is the button seen without "
    "scrolling?"
)
AFTER_SALES = message("**Customer service** (after-sales): what did contacts, returns and reviews of these days say?")

QUESTIONS: dict[Stage, tuple[Message, ...]] = {
    Stage.VISIT: (STRUCTURE, INFORMATION, PRICE, ERGONOMICS, AFTER_SALES),
    Stage.CONVERSION: (PRICE, ERGONOMICS, INFORMATION, AFTER_SALES, STRUCTURE),
    Stage.REVENUE: (PRICE, AFTER_SALES, INFORMATION, ERGONOMICS, STRUCTURE),
}
"""Questions by the step before the leak: after a visit the page comes first, after a basket the price."""


PLATFORMS = {
    "bluesky": "Bluesky",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mail": "Mail",
    "pinterest": "Pinterest",
    "snapchat": "Snapchat",
    "threads": "Threads",
    "tiktok": "TikTok",
    "whatsapp": "WhatsApp",
    "x": "X",
    "youtube": "YouTube",
}
"""Platforms as their owners write them, by the word of a brief."""


def platform_name(platform: str) -> str:
    """Write a platform as its owner does; as the brief does where it is not known.

    Parameters
    ----------
    platform : str
        The word of the brief.
    """
    return PLATFORMS.get(platform.lower(), platform)


_FINE, _FINEST = 0.01, 0.001
"""Below these, a share is written with two and with three decimals of a per cent."""


def share_text(value: float, scale: float, words: Words) -> str:
    """Write a share in per cent, small ones with more decimals.

    Parameters
    ----------
    value : float
        The share, as a fraction.
    scale : float
        The share whose size chooses the decimals: that of an estimate, for the ends of its interval.
    words : Words
        The reader's language.
    """
    if not 0 < scale < _FINE:
        return words.percent(value)
    return words.percent(value, 3 if scale < _FINEST else 2)


def rate_text(value: float, kind: RateKind | None, unit: Unit, words: Words) -> str:
    """Write a rate: in per cent up to 1, as a factor above, an amount with its unit.

    Parameters
    ----------
    value : float
        Units of the step per unit of the step before.
    kind : RateKind or None
        What is divided.
    unit : Unit
        Unit of the step.
    words : Words
        The reader's language.
    """
    if kind is RateKind.AMOUNT or (kind is None and unit.currency):
        return words.say(message("{amount} each", amount=words.quantity(value, unit)))
    return share_text(value, value, words) if value <= 1 else _factor(value, words)


def _factor(value: float, words: Words) -> str:
    return words.say(message("× {factor}", factor=words.number(value, 2)))


def rate_range(rate: Estimate, kind: RateKind | None, unit: Unit, words: Words) -> str:
    """Write the interval of a rate as `rate_text` writes the rate.

    Parameters
    ----------
    rate : Estimate
        The rate.
    kind : RateKind or None
        What is divided.
    unit : Unit
        Unit of the step.
    words : Words
        The reader's language.
    """
    ends = (rate.ci_lower, rate.ci_upper)
    if kind is RateKind.AMOUNT:
        low, high = (words.quantity(end, unit) for end in ends)
    elif rate.value > 1:
        low, high = (_factor(end, words) for end in ends)
    else:
        low, high = (share_text(end, rate.value, words) for end in ends)
    return words.say(message("between {low} and {high}", low=low, high=high))


def leak_size(evaluation: Evaluation, leak: Leak) -> Message:
    """Say in one sentence what a leak cost: units, conversions, margin, each with its interval."""
    margin, reason = leak.margin, leak.reason
    units = _size(evaluation, leak)
    if margin is None:
        return message("About {units}; no amount: {reason}.", units=units, reason=reason or message("none is known"))
    amounts = {"amount": _rounded(margin.central), "low": _rounded(margin.low), "high": _rounded(margin.high)}
    if evaluation.indicator(margin.indicator).unit.is_money:
        return message(
            "About {units}: {amount} of margin (between {low} and {high}). A loss against the usual, no return.",
            units=units,
            **amounts,
        )
    return message(
        "About {units}: {amount} of margin (between {low} and {high}), at {one} each. A loss against the usual, "
        "no return.",
        units=units,
        one=margin.per_unit,
        **amounts,
    )


def _size(evaluation: Evaluation, leak: Leak) -> Message:
    """Name the conversions that were lost; the step's own units where the funnel has no conversion."""
    key = leak.conversion if leak.conversion and leak.conversions else leak.indicator
    lost = leak.conversions if leak.conversion and leak.conversions else leak.lost
    result = evaluation.indicator(key)
    low, high = (two_digits(end) for end in (lost.ci_lower, lost.ci_upper))
    return message(
        "{count} lost (between {low} and {high})",
        count=Quantity(two_digits(lost.value), result.unit, noun_of(evaluation.campaign.indicators[key])),
        low=low,
        high=high,
    )


def _rounded(amount: Money) -> Money:
    return Money(two_digits(amount.amount), amount.currency)


def leak_owner(evaluation: Evaluation, leak: Leak) -> Message | None:
    """Say which department answers for the step or what follows it, where an objective names one."""
    steps = [step.indicator for step in evaluation.funnel.steps] if evaluation.funnel else []
    after = steps[steps.index(leak.indicator) :] if leak.indicator in steps else [leak.indicator]
    for objective in evaluation.campaign.objectives:
        if objective.indicator in after and objective.department:
            name = evaluation.indicator(objective.indicator).name
            return message(
                "The brief names {department} for the objective «{name}».", department=objective.department, name=name
            )
    return None


def leak_questions(evaluation: Evaluation, leak: Leak) -> Iterator[Message]:
    """Give the questions to put, those that fit the step first, each with whom to ask."""
    owner = leak_owner(evaluation, leak)
    if owner:
        yield owner
    after_visit = evaluation.indicator(leak.before).stage is Stage.VISIT
    stage = Stage.VISIT if after_visit else evaluation.indicator(leak.indicator).stage
    yield from QUESTIONS[stage]


def ratio_sentence(evaluation: Evaluation, found: SourceRatio) -> Message:
    """Say how visits and clicks agree, as a sign of the data's quality."""
    values: dict[str, object] = {
        "visits": evaluation.indicator(found.visits).name,
        "clicks": evaluation.indicator(found.clicks).name,
        "ratio": round(100 * found.ratio.value),
    }
    if found.usual is None or found.change is None:
        return message(
            "{ratio} «{visits}» for 100 «{clicks}», counted by two systems; what is usual is not known.", **values
        )
    values |= {"usual": round(100 * found.usual.value), "change": Rate(found.change.value, signed=True)}
    if found.has_more_visits:
        return message(
            "**Data quality**: {ratio} «{visits}» for 100 «{clicks}», {usual} usually: some visits come from other "
            "links, so that this ratio is no rate of arrival.",
            **values,
        )
    if found.has_changed:
        return message(
            "**Data quality**: {ratio} «{visits}» for 100 «{clicks}», against {usual} usually ({change}): two systems "
            "count them, and one now counts differently. Check link tags, consent banner and redirects before blaming "
            "anybody.",
            **values,
        )
    return message(
        "{ratio} «{visits}» for 100 «{clicks}», {usual} usually: two systems that agree as they always did.", **values
    )
