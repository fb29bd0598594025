"""What the results say, in sentences: headline, answer, what to know, what to do next.

Every function takes an `Evaluation` and gives messages; ``**…**`` marks the words that a page sets
in bold. A sentence never says more than the verdict that it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from smmeasure.brief.checks import Severity
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.funnel import FunnelStep
from smmeasure.core.objectives import Standing
from smmeasure.core.phases import FOLLOW_UP_DAYS, Phase
from smmeasure.core.results import Plan, Uplift, Verdict
from smmeasure.core.returns import Return, ReturnName
from smmeasure.messages import Message, message
from smmeasure.show.quantities import of_effect, two_digits
from smmeasure.units import Money, Rate

MOST_SENTENCES = 4
"""More points than this under one heading are not read."""


def headline(evaluation: Evaluation) -> Message:
    """Say in one line what happened."""
    if evaluation.phase is Phase.PLANNED:
        return message("not begun yet: what it could show")
    result = evaluation.main
    if result.uplift is None:
        return message("nothing could be measured")
    if evaluation.phase is Phase.RUNNING:
        return message("under way, no result yet")
    return _verdict_line(evaluation, result, result.uplift)


def _verdict_line(evaluation: Evaluation, result: IndicatorResult, uplift: Uplift) -> Message:
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        return message("the data can't tell its effect")
    if uplift.verdict is Verdict.NO_CHANGE:
        return message("no measurable change")
    if (uplift.verdict is Verdict.RISE) != result.rises:
        return message("a change for the worse")
    roo = next((o.roo for o in evaluation.objectives if o.indicator == result.key and o.roo), None)
    return message("a measurable effect") if roo is None else _target_line(roo)


def _target_line(roo: Estimate) -> Message:
    if roo.ci_lower >= 1:
        return message("the target was exceeded")
    if roo.value >= 1:
        return message("a measurable effect, the target probably reached")
    if roo.ci_upper >= 1:
        return message("a measurable effect, perhaps below the target")
    return message("a measurable effect, below the target")


def answer(evaluation: Evaluation) -> tuple[Message, ...]:
    """Say what the campaign did, its range and what it returned."""
    if evaluation.phase is Phase.PLANNED:
        return tuple(_plan_answer(evaluation))
    result = evaluation.main
    if result.uplift is None:
        return (message("«{name}» has no value to measure on.", name=result.name),)
    first = _effect_sentence(evaluation, result, result.uplift)
    last = _roi_sentence(evaluation)
    return (first, last) if last else (first,)


def _effect_sentence(evaluation: Evaluation, result: IndicatorResult, uplift: Uplift) -> Message:
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        return message("On «{name}», nothing can be said: {reason}", name=result.name, reason=uplift.reason or "")
    low, high = of_effect(result, uplift.effect_ci_lower), of_effect(result, uplift.effect_ci_upper)
    if uplift.verdict is Verdict.NO_CHANGE:
        return message(
            "On «{name}», **nothing measurable**: the change lies between {low} and {high}, and zero is possible.",
            name=result.name,
            low=low.signed(),
            high=high.signed(),
        )
    return _change_sentence(evaluation, result, uplift)


def _change_sentence(evaluation: Evaluation, result: IndicatorResult, uplift: Uplift) -> Message:
    sizes = sorted((abs(uplift.effect_ci_lower), abs(uplift.effect_ci_upper)))
    values = {
        "size": of_effect(result, abs(uplift.effect)),
        "low": of_effect(result, sizes[0]).bare(),
        "high": of_effect(result, sizes[1]).bare(),
        "name": result.name,
    }
    rise, so_far = uplift.verdict is Verdict.RISE, evaluation.phase is Phase.RUNNING
    return Message(_CHANGE[result.per_day, rise, so_far].template, values)


_CHANGE: dict[tuple[bool, bool, bool], Message] = {
    (False, True, False): message(
        "«{name}»: about **{size} more** than there would have been without the campaign, between {low} and {high}."
    ),
    (False, False, False): message(
        "«{name}»: about **{size} fewer** than there would have been without the campaign, between {low} and {high}."
    ),
    (False, True, True): message(
        "So far, «{name}»: about **{size} more** than without the campaign, between {low} and {high}."
    ),
    (False, False, True): message(
        "So far, «{name}»: about **{size} fewer** than without the campaign, between {low} and {high}."
    ),
    (True, True, False): message(
        "«{name}»: about **{size} more on an average day** than without the campaign, between {low} and {high}."
    ),
    (True, False, False): message(
        "«{name}»: about **{size} fewer on an average day** than without the campaign, between {low} and {high}."
    ),
    (True, True, True): message(
        "So far, «{name}»: about **{size} more on an average day** than without the campaign, between {low} and {high}."
    ),
    (True, False, True): message(
        "So far, «{name}»: about **{size} fewer on an average day** than without the campaign, "
        "between {low} and {high}."
    ),
}


def _roi_sentence(evaluation: Evaluation) -> Message | None:
    result = evaluation.return_named(ReturnName.ROI)
    if result.estimate is None:
        return message("No ROI: {reason}", reason=result.reason or "") if evaluation.campaign.roi else None
    currency = evaluation.campaign.currency
    brought = Money(round(1 + result.estimate.value, 2), currency)
    if result.estimate.ci_lower > 0 or result.estimate.ci_upper < 0:
        return message(
            "Every {one} spent brought back about {brought}: **the ROI is {roi}**, between {low} and {high}.",
            one=Money(1.0, currency),
            brought=brought,
            **_signed_interval(result.estimate),
        )
    return message(
        "Every {one} spent brought back about {brought}: **the ROI is {roi}**, but anything between {low} and {high} "
        "is possible; the chances that it earned money are {chances} in 100.",
        one=Money(1.0, currency),
        brought=brought,
        chances=chances(result),
        **_signed_interval(result.estimate),
    )


def chances(result: Return) -> int:
    """Chances in a hundred that the ROI is above 0, never quite certain."""
    return min(99, max(1, round(100 * (result.probability or 0.0))))


def _signed_interval(estimate: Estimate) -> dict[str, object]:
    return {
        "roi": Rate(estimate.value, signed=True),
        "low": Rate(estimate.ci_lower, signed=True),
        "high": Rate(estimate.ci_upper, signed=True),
    }


def _plan_answer(evaluation: Evaluation) -> Iterator[Message]:
    yield message(
        "The campaign begins on {start}: there is nothing to measure yet, and no return is shown before it has run.",
        start=evaluation.campaign.window.start,
    )
    result = evaluation.main
    if result.plan is None:
        return
    if not result.plan.measurable:
        yield message(
            "On «{name}», nothing could be shown: {reason}", name=result.name, reason=result.plan.reason or ""
        )
        return
    yield message(
        "On «{name}», {days} days will show a change from **{mde}** on ({relative} of what is usual), "
        "{power} times out of 100.",
        name=result.name,
        days=result.plan.days,
        mde=of_effect(result, result.plan.mde / (result.plan.days if result.per_day else 1)),
        relative=Rate(result.plan.rel_mde, signed=True),
        power=round(100 * result.plan.power),
    )
    yield from _target_against_plan(evaluation, result, result.plan)


def _target_against_plan(evaluation: Evaluation, result: IndicatorResult, plan: Plan) -> Iterator[Message]:
    wanted = planned_effect(evaluation, result, plan)
    if wanted is None:
        return
    size = of_effect(result, abs(wanted) / (plan.days if result.per_day else 1))
    if abs(wanted) >= plan.mde:
        yield message("The target of {size} is large enough to be seen.", size=size)
    else:
        yield message("The target of {size} is **too small to be seen** in these days.", size=size)


def _days_needed(evaluation: Evaluation) -> Iterator[Message]:
    """Say how long a campaign of the same strength would have to run where these days are too few."""
    plan = evaluation.main.plan
    wanted = planned_effect(evaluation, evaluation.main, plan) if plan else None
    if plan is None or wanted is None or abs(wanted) >= plan.mde:
        return
    if plan.days_reason is not None:
        yield plan.days_reason
    elif plan.days_needed is not None and plan.days_needed > plan.days:
        yield message("A campaign of the same daily strength would have to run **{days} days**.", days=plan.days_needed)
    elif plan.days_needed is not None:
        yield message(
            "At the same daily strength it would be seen over **{days} days**: over more, this series wanders further.",
            days=plan.days_needed,
        )


def planned_effect(evaluation: Evaluation, result: IndicatorResult, plan: Plan) -> float | None:
    """Give the effect that the objective on an indicator asks for, in the plan's total, or None."""
    target = next((o.target for o in evaluation.campaign.objectives if o.indicator == result.key), None)
    if target is None:
        return None
    scale = plan.days if result.per_day else 1
    if target.percent is not None:
        return plan.baseline * target.percent / 100
    if target.total is not None:
        return target.total * scale - plan.baseline
    return (target.more or -(target.less or 0.0)) * scale


def to_know(evaluation: Evaluation) -> tuple[Message, ...]:
    """Say what limits the answer, most important first."""
    return tuple(_caveats(evaluation))[:MOST_SENTENCES]


def _caveats(evaluation: Evaluation) -> Iterator[Message]:
    errors = [finding for finding in evaluation.findings if finding.severity is Severity.ERROR]
    yield from (finding.reason for finding in errors)
    yield from _doubtful_data(evaluation)
    yield from _days_needed(evaluation)
    yield from _false_alarms(evaluation)
    if not evaluation.campaign.roi and not any(o.kind.is_financial for o in evaluation.objectives):
        yield message("No ROI: this campaign was not made to earn or to save money.")
    yield from _unmoved(evaluation)
    if evaluation.kept_out_days:
        yield message(
            "{days} days of other campaigns, sales or breaks were kept out of the comparison.",
            days=evaluation.kept_out_days,
        )
    estimated = [item.amount for item in evaluation.costs if item.estimated]
    if estimated:
        total = Money(sum(amount.amount for amount in estimated), evaluation.campaign.currency)
        yield message("{amount} of the cost is an estimate.", amount=total)


def _doubtful_data(evaluation: Evaluation) -> Iterator[Message]:
    for finding in evaluation.findings:
        if finding.severity is Severity.WARNING:
            yield finding.reason


def _false_alarms(evaluation: Evaluation) -> Iterator[Message]:
    uplift = evaluation.main.uplift
    if uplift and uplift.calibration and uplift.verdict is not Verdict.NOT_MEASURABLE:
        yield message(
            "Tried on {placebos} pretend campaigns of this series' past, of which about {independent} are independent, "
            "the method cried wolf on {rate}.",
            placebos=uplift.calibration.placebos,
            independent=max(1, round(uplift.calibration.independent)),
            rate=Rate(uplift.calibration.false_alarm_rate),
        )


def _unmoved(evaluation: Evaluation) -> Iterator[Message]:
    for result in evaluation.measured:
        if result.key != evaluation.main.key and result.uplift:
            if result.uplift.verdict is Verdict.NO_CHANGE:
                yield message("«{name}» did not move measurably.", name=result.name)
            elif result.uplift.verdict is Verdict.NOT_MEASURABLE:
                yield message("The effect on «{name}» can't be measured.", name=result.name)


def next_steps(evaluation: Evaluation) -> tuple[Message, ...]:
    """Say what to do now."""
    steps = _plan_steps(evaluation) if evaluation.phase is Phase.PLANNED else _result_steps(evaluation)
    return tuple(steps)[:MOST_SENTENCES]


def _plan_steps(evaluation: Evaluation) -> Iterator[Message]:
    result = evaluation.main
    wanted = planned_effect(evaluation, result, result.plan) if result.plan else None
    if result.plan and wanted is not None and abs(wanted) < result.plan.mde:
        if result.plan.days_reason is None:
            yield message("Change the length of the campaign, aim higher, or choose an indicator with less noise.")
        else:
            yield message("Aim higher, or choose an indicator with less noise: no other length would show it.")
    yield message("Keep other commercial communication out of {span}, or declare it.", span=_span(evaluation))
    yield message("Run the same brief during the campaign to follow it, and once it is over to measure it.")


def _span(evaluation: Evaluation) -> Message:
    window = evaluation.campaign.window
    return message("the days from {start} to {end}", start=window.start, end=window.end)


def _result_steps(evaluation: Evaluation) -> Iterator[Message]:
    if evaluation.phase is Phase.RUNNING:
        yield message(
            "Wait for {end}: stopping at a good day would flatter the result.", end=evaluation.campaign.window.end
        )
        return
    leak = evaluation.funnel.leak if evaluation.funnel else None
    if leak:
        yield leak_step(evaluation, leak)
    yield from _roi_step(evaluation)
    yield from _target_step(evaluation)
    yield from _verdict_step(evaluation)
    if evaluation.phase is Phase.MEASURED:
        again = evaluation.campaign.window.end + timedelta(days=FOLLOW_UP_DAYS)
        yield message("Run the same brief again from {day} on, to see what is left of it.", day=again)


def leak_step(evaluation: Evaluation, leak: FunnelStep) -> Message:
    """Say which step leaks, how much, and whom to ask."""
    name = evaluation.indicator(leak.indicator).name
    rate, usual = leak.rate, leak.usual
    questions = (
        message("ask about price, page, basket, payment, delivery and after-sales")
        if leak.stage.is_after_click
        else message("look at format, message, audience and call to action")
    )
    return message(
        "The step to «{name}» leaks: {rate} come this far against {usual} usually, about {lost} lost; {questions}.",
        name=name,
        rate=Rate(rate.value if rate else 0.0),
        usual=Rate(usual.value if usual else 0.0),
        lost=two_digits(leak.lost),
        questions=questions,
    )


def _roi_step(evaluation: Evaluation) -> Iterator[Message]:
    estimate = evaluation.return_named(ReturnName.ROI).estimate
    if estimate is None:
        return
    if estimate.ci_lower > 0:
        yield message("It earned more than it cost: it can be repeated, and measured again.")
    elif estimate.ci_upper < 0:
        yield message("It cost more than it brought: change the offer or the cost before repeating it.")
    else:
        yield message("Nothing proves yet that it earned or lost money: decide on the range, not on the middle.")


def _target_step(evaluation: Evaluation) -> Iterator[Message]:
    """Where no ROI judges the campaign, its main target does."""
    main = evaluation.objectives[0] if evaluation.objectives else None
    if main is None or main.standing is Standing.NOT_YET or evaluation.return_named(ReturnName.ROI).estimate:
        return
    roo = main.roo
    if roo is None:
        return
    if roo.ci_lower >= 1:
        yield message("The target was exceeded: it can be repeated, with a higher target.")
    elif roo.ci_upper < 1:
        yield message("The target was missed: change the action, or ask less of it.")


def _verdict_step(evaluation: Evaluation) -> Iterator[Message]:
    result = evaluation.main
    if result.uplift is None:
        return
    if result.uplift.verdict is Verdict.NO_CHANGE:
        yield message("Before the next one, plan its length and strength so that an effect could be seen.")
    if result.uplift.verdict is Verdict.NOT_MEASURABLE:
        yield message("Gather the quiet days that are missing before the next one, or choose another indicator.")
    if result.stage.is_after_click and not evaluation.campaign.roi and result.uplift.verdict is Verdict.RISE:
        yield message("The visits came: ask those who answer for site, price and offer what became of them.")
