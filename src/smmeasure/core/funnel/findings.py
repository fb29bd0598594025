"""What in a funnel can't be, or changed: a step that grows, clicks below visits, days below zero, no days at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from smmeasure.brief.findings import Finding, Severity
from smmeasure.core.funnel.activities import ActivityConversion
from smmeasure.core.funnel.steps import Funnel, FunnelStep, SourceRatio
from smmeasure.messages import Message, message

GROWS_RULE, NO_RATE_RULE, MORE_VISITS_RULE, RATIO_RULE = 61, 62, 63, 64

Names = Mapping[str, str | Message]
"""Names of the indicators for a reader, by key."""


def funnel_findings(
    funnels: Sequence[Funnel], activities: Sequence[ActivityConversion], names: Names
) -> Iterator[Finding]:
    """Turn what is wrong with funnels into findings; the same pair of indicators is named once.

    Parameters
    ----------
    funnels : sequence of Funnel
        Of the campaign and of its platforms.
    activities : sequence of ActivityConversion
        Conversion rates of single actions.
    names : mapping of str to str or Message
        Names of the indicators for a reader.
    """
    seen: set[tuple[int, str]] = set()
    for finding in _all_findings(funnels, activities, names):
        key = (finding.rule, str(finding.reason))
        if key not in seen:
            yield finding
        seen.add(key)


def _all_findings(
    funnels: Sequence[Funnel], activities: Sequence[ActivityConversion], names: Names
) -> Iterator[Finding]:
    for funnel in funnels:
        for number, step in enumerate(funnel.steps[1:], start=1):
            yield from _step_findings(_place(funnel, number), funnel.steps[number - 1], step, names)
        if funnel.click_to_session:
            yield from _ratio_findings(_place(funnel, funnel.border), funnel.click_to_session, names)
    for one in activities:
        place = f"actions.{one.action}.conversion"
        if one.grows:
            yield _grows(place, names[one.of], names[one.to])
        if one.reason:
            yield _no_rate(place, names[one.of], names[one.to], one.reason)


def _place(funnel: Funnel, number: int) -> str:
    return f"funnel.{funnel.platform}[{number}]" if funnel.platform else f"funnel[{number}]"


def _step_findings(place: str, before: FunnelStep, step: FunnelStep, names: Names) -> Iterator[Finding]:
    if step.grows:
        yield _grows(place, names[before.indicator], names[step.indicator])
    if step.reason:
        yield _no_rate(place, names[before.indicator], names[step.indicator], step.reason)


def _grows(place: str, before: object, name: object) -> Finding:
    return Finding(
        GROWS_RULE,
        Severity.WARNING,
        place,
        message("«{name}» exceeds «{before}», the step before it: a part can't be larger.", name=name, before=before),
        message("Count the same people at both steps: the same pages, the same platform, the same days."),
    )


def _no_rate(place: str, before: object, name: object, reason: Message) -> Finding:
    return Finding(
        NO_RATE_RULE,
        Severity.WARNING,
        place,
        message("No rate from «{before}» to «{name}»: {reason}.", name=name, before=before, reason=reason),
        message("Export the days of both steps again; refunds belong to a series of their own."),
    )


def _ratio_findings(place: str, found: SourceRatio, names: Names) -> Iterator[Finding]:
    clicks, visits = names[found.clicks], names[found.visits]
    if found.has_more_visits:
        yield Finding(
            MORE_VISITS_RULE,
            Severity.ADVICE if found.usual and found.usual.value > 1 else Severity.WARNING,
            place,
            message("«{visits}» exceeds «{clicks}»: some visits come from other links.", visits=visits, clicks=clicks),
            message("Count the visits of the campaign's own links, or add the clicks that are missing."),
        )
    elif found.has_changed:
        yield Finding(
            RATIO_RULE,
            Severity.WARNING,
            place,
            message(
                "«{visits}» over «{clicks}» has changed against the quiet period: two systems count them, and one of "
                "them counts differently.",
                visits=visits,
                clicks=clicks,
            ),
            message("Look at link tags, consent banner, redirects and the time that pages take to load."),
        )
