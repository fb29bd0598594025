"""The first screen: the answer, at most four cards, what to know and what to do now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smmeasure.brief.campaign import CostCategory
from smmeasure.core.earned.value import MediaValue
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.objectives import ObjectiveResult
from smmeasure.core.phases import Phase
from smmeasure.core.results import Plan, Verdict
from smmeasure.core.returns import ReturnName
from smmeasure.messages import Message, message
from smmeasure.show import story
from smmeasure.show.known import cost_sources, indicator_files
from smmeasure.show.labels import COSTS, EVIDENCE, PHASES
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.parts import effect_range, effect_value, percent_range, words_of
from smmeasure.show.words import Words
from smmeasure.units import Rate

MOST_CARDS = 4

# The section on earned media says how a price was found: a card has no room for it.
_PRICED_BY: dict[Evidence, Message] = {
    Evidence.MODELLED: message("price of own ads"),
    Evidence.ASSUMED: message("rate card"),
}

_PHASE_CLASS: dict[Phase, str] = {
    Phase.PLANNED: "planned",
    Phase.RUNNING: "running",
    Phase.MEASURED: "measured",
    Phase.FOLLOWED_UP: "followed",
}


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the first screen.

    Attributes
    ----------
    label : str
        What it shows.
    value : str
        The number, or the words that stand for it.
    range : str
        Its interval; empty where there is none.
    note : str
        One line more.
    tag : str
        How the number is known.
    origin : str
        Files that it comes from; empty where it is no number.
    """

    label: str
    value: str
    range: str
    note: str
    tag: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A short list under a heading.

    Attributes
    ----------
    title : str
        Heading.
    points : tuple of str
        Sentences.
    """

    title: str
    points: tuple[str, ...]


def summary(evaluation: Evaluation) -> Html:
    """Give the first screen of a report."""
    words, campaign = words_of(evaluation), evaluation.campaign
    colon = message("{title}: {headline}", title=campaign.title, headline=story.headline(evaluation))
    return render(
        "summary.html.j2",
        brand=campaign.brand,
        span=words.span(campaign.window.start, campaign.window.end),
        stand=words.say(message("as of {day}", day=evaluation.as_of)),
        phase=words.say(PHASES[evaluation.phase]),
        phase_class=_PHASE_CLASS[evaluation.phase],
        title=words.say(colon),
        answer=[words.say(sentence) for sentence in story.answer(evaluation)],
        cards_label=words.say(message("Results")),
        cards=list(cards(evaluation, words)),
        columns=[
            _points(words, message("To know before deciding"), story.to_know(evaluation)),
            _points(words, message("And now"), story.next_steps(evaluation)),
        ],
    )


def _points(words: Words, title: Message, points: tuple[Message, ...]) -> Points:
    return Points(words.say(title), tuple(words.say(point) for point in points))


def cards(evaluation: Evaluation, words: Words) -> tuple[Card, ...]:
    """Choose the cards of the first screen: main effect, ROI, other objectives, earned media, cost."""
    made = _plan_cards(evaluation, words) if evaluation.phase is Phase.PLANNED else _result_cards(evaluation, words)
    return tuple(made)[:MOST_CARDS]


def _result_cards(evaluation: Evaluation, words: Words) -> Iterator[Card]:
    yield _effect_card(evaluation, words, evaluation.main)
    if evaluation.campaign.roi:
        yield _roi_card(evaluation, words)
    seen = {evaluation.main.key}
    for objective in evaluation.objectives:
        if objective.indicator not in seen:
            seen.add(objective.indicator)
            yield _effect_card(evaluation, words, evaluation.indicator(objective.indicator))
    yield from (_earned_card(evaluation, words, part) for part in evaluation.earned.parts if not part.volume.negative)
    yield _cost_card(evaluation, words)


def _objective_of(evaluation: Evaluation, key: str) -> ObjectiveResult | None:
    return next((objective for objective in evaluation.objectives if objective.indicator == key), None)


def _effect_card(evaluation: Evaluation, words: Words, result: IndicatorResult) -> Card:
    label = words.say(result.name)
    if result.uplift is None or result.uplift.verdict is Verdict.NOT_MEASURABLE:
        value = words.say(message("not measurable"))
        return Card(label, value, "", words.say(_target_note(evaluation, result.key)), words.say(message("no number")))
    effect_tag = message("measured, so far") if evaluation.phase is Phase.RUNNING else EVIDENCE[Evidence.MEASURED]
    value = effect_value(words, result)
    if result.uplift.verdict is Verdict.NO_CHANGE:
        value = words.say(message("no measurable change"))
    return Card(
        label,
        value,
        effect_range(words, result),
        words.say(_target_note(evaluation, result.key)),
        words.say(effect_tag),
        origin=_origin(words, indicator_files(evaluation, [result.key])),
    )


def _origin(words: Words, sources: Iterable[str | Message]) -> str:
    """List where a number comes from, in few words: a card is small."""
    return ", ".join(dict.fromkeys(words.value(source) for source in sources))


def _target_note(evaluation: Evaluation, key: str) -> Message | str:
    objective = _objective_of(evaluation, key)
    if objective is None or not objective.has_target:
        return ""
    target = of_effect(evaluation.indicator(key), objective.wanted).signed().bare()
    uplift = evaluation.indicator(key).uplift
    if uplift and uplift.verdict is Verdict.NO_CHANGE:
        return message("target {target} · nothing shows that it was reached", target=target)
    if objective.roo is None:
        return message("target {target}", target=target)
    return message("target {target} · reached to {share}", target=target, share=Rate(objective.roo.value))


def _roi_card(evaluation: Evaluation, words: Words) -> Card:
    result = evaluation.return_named(ReturnName.ROI)
    if result.estimate is None:
        reason = words.say(result.reason) if result.reason else ""
        return Card("ROI", words.say(message("none")), "", reason, words.say(message("no number")))
    note = message("{chances} chances in 100 that it earned money", chances=story.chances(result))
    return Card(
        "ROI",
        words.percent(result.estimate.value, sign=True),
        percent_range(words, result.estimate),
        words.say(note),
        words.say(EVIDENCE[result.evidence]),
        origin=_origin(words, (*indicator_files(evaluation, evaluation.campaign.roi), *cost_sources(evaluation))),
    )


def _earned_card(evaluation: Evaluation, words: Words, earned: MediaValue) -> Card:
    low, high = words.money(earned.low), words.money(earned.high)
    return Card(
        words.say(message("Attention given: {name}", name=evaluation.indicator(earned.volume.indicator).name)),
        words.money(earned.central),
        words.say(message("between {low} and {high}", low=low, high=high)),
        words.say(message("what it would have cost: not a return")),
        words.say(EVIDENCE[Evidence.EQUIVALENT]),
        origin=_origin(
            words, (*indicator_files(evaluation, [earned.volume.indicator]), _PRICED_BY[earned.price.evidence])
        ),
    )


def _cost_card(evaluation: Evaluation, words: Words) -> Card:
    if not evaluation.costs:
        nothing = words.say(message("no cost is given"))
        return Card(
            words.say(message("Total cost")), words.say(message("none")), "", nothing, words.say(message("no number"))
        )
    categories = dict.fromkeys(words.say(COSTS[CostCategory(item.category)]) for item in evaluation.costs)
    note = ", ".join(categories)
    estimated = any(item.estimated or item.low for item in evaluation.costs)
    tag = EVIDENCE[Evidence.ASSUMED if estimated else Evidence.MEASURED]
    span, origin = evaluation.cost_range, _origin(words, cost_sources(evaluation))
    known = words.say(message("between {low} and {high}", low=span.low, high=span.high)) if span else ""
    return Card(
        words.say(message("Total cost")), words.money(evaluation.total_cost), known, note, words.say(tag), origin
    )


def _plan_cards(evaluation: Evaluation, words: Words) -> Iterator[Card]:
    # Cost and ROI have their place whatever the number of objectives.
    for result in _planned_results(evaluation)[: MOST_CARDS - 2]:
        if result.plan:
            yield _plan_card(evaluation, words, result, result.plan)
    yield _cost_card(evaluation, words)
    if evaluation.campaign.roi:
        yield _roi_card(evaluation, words)


def _planned_results(evaluation: Evaluation) -> tuple[IndicatorResult, ...]:
    keys = dict.fromkeys([evaluation.main.key, *(objective.indicator for objective in evaluation.objectives)])
    return tuple(evaluation.indicator(key) for key in keys)


def _plan_card(evaluation: Evaluation, words: Words, result: IndicatorResult, plan: Plan) -> Card:
    label = words.say(message("Visible from: {name}", name=result.name))
    tag = words.say(EVIDENCE[Evidence.MODELLED])
    if not plan.measurable:
        return Card(label, words.say(message("not measurable")), "", words.say(plan.reason or ""), tag)
    scale = plan.days if result.per_day else 1
    size = of_effect(result, plan.mde / scale)
    relative = message(
        "{share} of the {usual} usual in {days} days",
        share=Rate(plan.rel_mde),
        usual=words.quantity(plan.baseline / scale, result.unit),
        days=plan.days,
    )
    origin = _origin(words, indicator_files(evaluation, [result.key]))
    wanted = story.planned_effect(evaluation, result, plan)
    note = (
        "" if wanted is None else message("target {target}", target=of_effect(result, wanted / scale).signed().bare())
    )
    return Card(label, words.value(size.signed()), words.say(relative), words.say(note), tag, origin)
