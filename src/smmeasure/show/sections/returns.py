"""The returns, each under its own name, the costs, and earned media as an equivalent."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import CostCategory
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.phases import NOT_BEGUN, Phase
from smmeasure.core.returns import Return, ReturnName
from smmeasure.costs import CostBasis, CostItem
from smmeasure.messages import Message, message
from smmeasure.show.known import Known, cost_known, cost_sources, indicator_files, known
from smmeasure.show.labels import COSTS, EVIDENCE, MEANINGS, RETURNS
from smmeasure.show.page import Html
from smmeasure.show.sections.earned import earned_media
from smmeasure.show.sections.money_back import money_back
from smmeasure.show.sections.parts import heading, percent_range, points_html, reason_cell, words_of
from smmeasure.show.sections.rates import rates
from smmeasure.show.sections.worth import worth_html
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Money, Rate

_PER_CURRENCY = frozenset({ReturnName.ROA_ATTENTION, ReturnName.ROE_PER_CURRENCY})

_UNITS: dict[ReturnName, Message] = {
    ReturnName.IROAS: message("{currency} per {currency}"),
    ReturnName.ROA_ATTENTION: message("units of attention per {currency}"),
    ReturnName.ROE_PER_CURRENCY: message("engagements per {currency}"),
}
"""Units of the returns that are no per cent."""

_DECIMALS = 2
"""Of revenue per unit of media cost: cents."""


def returns(evaluation: Evaluation) -> Html:
    """Show every return as a number with its interval, or the reason why there is none."""
    words = words_of(evaluation)
    lead = message("Six returns that are never mixed, and what the campaign cost.")
    return joined(
        [
            heading(words, _title(evaluation), lead),
            *_told(evaluation, words),
            _costs(evaluation, words),
            rates(evaluation, words),
            *earned_media(evaluation, words),
        ]
    )


def _told(evaluation: Evaluation, words: Words) -> tuple[Html, ...]:
    """Show the returns with what belongs to them; before there is any, say so once."""
    if evaluation.phase is Phase.PLANNED:
        nothing = message("Neither a return nor payback, attributed ROAS or savings: {reason}", reason=NOT_BEGUN)
        return (points_html(words, [nothing]),)
    table = table_html(_return_table(evaluation, words))
    return (table, *money_back(evaluation, words), worth_html(evaluation, words))


def _title(evaluation: Evaluation) -> Message:
    estimate = evaluation.return_named(ReturnName.ROI).estimate
    if estimate is None:
        return message("No ROI, and why")
    if estimate.ci_lower > 0:
        return message("ROI {roi}: it earned more than it cost", roi=Rate(estimate.value, signed=True))
    if estimate.ci_upper < 0:
        return message("ROI {roi}: it cost more than it brought", roi=Rate(estimate.value, signed=True))
    return message("ROI {roi}, but its sign is not certain", roi=Rate(estimate.value, signed=True))


def _return_table(evaluation: Evaluation, words: Words) -> Table:
    return Table(
        words.say(message("Returns, intervals at {level}", level=Rate(evaluation.campaign.level))),
        (
            Column(words.say(message("Return"))),
            Column(words.say(message("Value")), numeric=True),
            Column(words.say(message("Interval")), numeric=True),
            Column(words.say(message("How it is known"))),
        ),
        tuple(row for result in evaluation.returns for row in _return_rows(evaluation, result, words)),
        _known(evaluation, words),
    )


def _known(evaluation: Evaluation, words: Words) -> Known | None:
    """Say where the returns come from; nothing where there is none."""
    evidence = [result.evidence for result in evaluation.returns if result.estimate]
    if not evidence:
        return None
    files = indicator_files(evaluation, [result.key for result in evaluation.measured])
    how = message("effects on the indicators over the costs of the campaign")
    return known(words, *evidence, sources=(*files, *cost_sources(evaluation)), how=how)


def _return_rows(evaluation: Evaluation, result: Return, words: Words) -> Iterator[tuple[Cell, ...]]:
    yield _return_row(evaluation, result, words)
    beyond = result.beyond
    if beyond is None:
        return
    name = words.say(message("The same beyond the baseline"))
    if beyond.estimate is None:
        yield cells(name, "–", "–", reason_cell(words, beyond.reason))
        return
    said = f"{words.say(EVIDENCE[result.evidence])} · {words.say(beyond.calculation or '')}"
    interval = percent_range(words, beyond.estimate, sign=False)
    yield cells(name, words.percent(beyond.estimate.value), interval, said)


def _return_row(evaluation: Evaluation, result: Return, words: Words) -> tuple[Cell, ...]:
    sign = words.currency(evaluation.campaign.currency)
    name = words.say(Message(RETURNS[result.name].template, {"currency": sign}))
    if result.estimate is None:
        return cells(name, "–", "–", reason_cell(words, result.reason))
    known = f"{words.say(EVIDENCE[result.evidence])} · {words.say(result.calculation or '')}"
    unit = words.say(Message(_UNITS[result.name].template, {"currency": sign})) if result.name in _UNITS else ""
    named = Cell(name, unit=unit)
    return cells(named, _value(words, result, result.estimate), _interval(words, result, result.estimate), known)


def _value(words: Words, result: Return, estimate: Estimate) -> str:
    if result.name is ReturnName.IROAS:
        return words.number(estimate.value, _DECIMALS)
    if result.name in _PER_CURRENCY:
        return words.number(estimate.value, sign=True)
    return words.percent(estimate.value, sign=result.name is ReturnName.ROI)


def _interval(words: Words, result: Return, estimate: Estimate) -> str:
    if result.name is ReturnName.ROE_EXPECTED and estimate.ci_lower == estimate.ci_upper:
        return words.say(message("counted, nothing estimated"))
    if result.name is ReturnName.IROAS:
        low, high = (words.number(end, _DECIMALS) for end in (estimate.ci_lower, estimate.ci_upper))
        return words.say(message("between {low} and {high}", low=low, high=high))
    if result.name not in _PER_CURRENCY:
        return percent_range(words, estimate, sign=result.name is ReturnName.ROI)
    low, high = words.number(estimate.ci_lower, sign=True), words.number(estimate.ci_upper, sign=True)
    return words.say(message("between {low} and {high}", low=low, high=high))


def meaning(name: ReturnName, words: Words, currency: str) -> str:
    """Say in one sentence what a return is."""
    return words.say(Message(MEANINGS[name].template, {"currency": words.currency(currency)}))


def _costs(evaluation: Evaluation, words: Words) -> Html:
    """Fold every cost, or say that none is given: a missing cost is not zero."""
    if not evaluation.costs:
        return points_html(words, [message("What the campaign cost is not known: the brief gives no cost.")])
    return table_html(_cost_table(evaluation, words), summary=words.say(message("What the campaign cost")))


def _cost_table(evaluation: Evaluation, words: Words) -> Table:
    span = words.say(_range_of(evaluation.cost_range.low, evaluation.cost_range.high)) if evaluation.cost_range else ""
    total = cells(words.say(message("Total")), "", words.money(evaluation.total_cost), span)
    return Table(
        words.say(message("Every cost, without tax")),
        (
            Column(words.say(message("Action"))),
            Column(words.say(message("Category"))),
            Column(words.say(message("Amount")), numeric=True),
            Column(words.say(message("How it is known"))),
        ),
        (*(_cost_row(item, words) for item in evaluation.costs), total),
        cost_known(evaluation, words),
    )


def _cost_row(item: CostItem, words: Words) -> tuple[Cell, ...]:
    category = words.say(COSTS[CostCategory(item.category)])
    known = words.say(_basis(item))
    if item.converted:
        known = f"{known} · {words.say(item.converted)}"
    return cells(item.action, category, words.money(item.amount), known)


def _range_of(low: Money, high: Money) -> Message:
    return message("between {low} and {high}", low=low, high=high)


def _basis(item: CostItem) -> Message:
    if item.low and item.high:
        return message("estimate, {range}", range=_range_of(item.low, item.high))
    if item.estimated:
        return message("estimate")
    if item.basis is CostBasis.HOURS:
        return message("{hours} hours at their rate", hours=item.hours or 0)
    return message("ad export") if item.basis is CostBasis.EXPORT else message("stated in the brief")
