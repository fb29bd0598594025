"""Rates with their denominators, and what one unit of attention and of engagement cost."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.catalogue import CATALOGUE
from smmeasure.brief.rates import RATES, RateEntry
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.rate_results import AgainstUsual, RateResult, UnitCost, UnitCostName
from smmeasure.messages import Message, message
from smmeasure.show.conversion import share_text
from smmeasure.show.known import known
from smmeasure.show.labels import EVIDENCE
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import heading
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import COUNT, Money, Rate

UNIT_COSTS: dict[UnitCostName, Message] = {
    UnitCostName.COST_PER_ATTENTION: message("Cost per unit of attention"),
    UnitCostName.COST_PER_ENGAGEMENT: message("Cost per engagement"),
}

AGAINST: dict[AgainstUsual, Message] = {
    AgainstUsual.ABOVE: message("above the usual"),
    AgainstUsual.BELOW: message("below the usual"),
    AgainstUsual.WITHIN: message("as usual"),
    AgainstUsual.UNKNOWN: message("too few quiet days to tell"),
}

_CENT = 0.01
"""Below this, an amount of money needs more decimals than cents."""


def rates(evaluation: Evaluation, words: Words) -> Html:
    """Show every rate and cost per unit that the brief allows, and in one line what the others lack."""
    found = [result for result in evaluation.rates if result.estimate]
    costs = [cost for cost in evaluation.unit_costs if cost.estimate]
    title = message("Rates and costs per unit")
    if not found and not costs:
        why = [words.say(reason) for reason in _cost_reasons(evaluation)] if evaluation.observed_window else []
        nothing = heading(words, title, _nothing(evaluation))
        return joined([nothing, render("list.html.j2", points=why)]) if why else nothing
    lead = message(
        "Every rate names what it is divided by. It is pooled: sum over sum of the window's days, never a mean of "
        "rates; intervals at {level}, from how much it differs between quiet stretches as long as the campaign. Paid "
        "reach usually lowers a rate: it adds people who know the brand less.",
        level=Rate(evaluation.campaign.level),
    )
    notes = [words.say(note) for note in _notes(evaluation, words)]
    pieces = [heading(words, title, lead), table_html(_table(evaluation, found, costs, words))]
    return joined([*pieces, render("list.html.j2", points=notes)] if notes else pieces)


def _nothing(evaluation: Evaluation) -> Message:
    """Say in one line why there is neither a rate nor a cost per unit."""
    if evaluation.observed_window is None and evaluation.rates and evaluation.rates[0].reason:
        return evaluation.rates[0].reason
    return message(
        "No rate can be computed: rates need interactions, likes, comments or shares, and what they are divided by: "
        "reach, impressions, views, followers or posts."
    )


def _cost_reasons(evaluation: Evaluation) -> Iterator[Message]:
    """Say why a cost per unit is missing although the brief counts the unit."""
    for cost in evaluation.unit_costs:
        if cost.estimate is None and cost.indicator is not None and cost.reason is not None:
            yield message("{name}: {reason}", name=UNIT_COSTS[cost.name], reason=cost.reason)


def _table(evaluation: Evaluation, found: list[RateResult], costs: list[UnitCost], words: Words) -> Table:
    return Table(
        words.say(message("What the rates were, against quiet days")),
        (
            Column(words.say(message("Rate"))),
            Column(words.say(message("In the campaign")), numeric=True),
            Column(words.say(message("On quiet days")), numeric=True),
            Column(words.say(message("How it is known"))),
        ),
        (
            *(_rate_row(evaluation, result, words) for result in found),
            *(_cost_row(evaluation, cost, words) for cost in costs),
        ),
        known(
            words,
            *(one.evidence for one in found),
            *(one.evidence for one in costs),
            how=message(
                "sums over the days of the window; files in the last column, costs from the brief and its exports"
            ),
        ),
    )


def _rate_row(evaluation: Evaluation, result: RateResult, words: Words) -> tuple[Cell, ...]:
    label, estimate = words.say(RATES[result.rate].label), result.estimate
    if estimate is None:
        return cells(label, "–", "–", "–")
    usual = Cell("–", note=words.say(AGAINST[result.against_usual]))
    if result.usual:
        known = message("{range} · {standing}", range=_range(result, result.usual, words), standing=_against(result))
        usual = Cell(_value(result, result.usual.value, words), note=words.say(known))
    source = _source(evaluation, result.evidence, result.indicators, words)
    unit = message("share") if result.unit != COUNT else message("number per post")
    measured = Cell(_value(result, estimate.value, words), note=_range(result, estimate, words))
    return cells(Cell(label, unit=words.say(unit)), measured, usual, source)


def _against(result: RateResult) -> Message:
    return AGAINST[result.against_usual]


def _value(result: RateResult, value: float, words: Words) -> str:
    if result.unit == COUNT:
        return words.number(value)
    return share_text(value, result.estimate.value if result.estimate else value, words)


def _range(result: RateResult, estimate: Estimate, words: Words) -> str:
    low, high = (_value(result, end, words) for end in (estimate.ci_lower, estimate.ci_upper))
    return words.say(message("between {low} and {high}", low=low, high=high))


def _source(evaluation: Evaluation, evidence: Evidence, keys: tuple[str, ...], words: Words) -> Cell:
    """Say how a number is known, and from which indicators and files."""
    results = [evaluation.indicator(key) for key in keys]
    files = dict.fromkeys(result.series.facts.file for result in results)
    names = " ÷ ".join([words.say(results[0].name), " × ".join(words.say(result.name) for result in results[1:])])
    if len(results) == 1:
        names = words.say(message("total cost ÷ effect on «{name}»", name=results[0].name))
    return Cell(f"{words.say(EVIDENCE[evidence])} · {names}", note=", ".join(files))


def _cost_row(evaluation: Evaluation, cost: UnitCost, words: Words) -> tuple[Cell, ...]:
    label = Cell(words.say(UNIT_COSTS[cost.name]), unit=words.currency(cost.currency))
    if cost.estimate is None or cost.indicator is None:
        return cells(label, "–", "–", "–")
    value, low, high = (
        _money(amount, cost.currency, words)
        for amount in (cost.estimate.value, cost.estimate.ci_lower, cost.estimate.ci_upper)
    )
    found = Cell(value, note=words.say(message("between {low} and {high}", low=low, high=high)))
    nothing = Cell("–", note=words.say(message("no cost on quiet days")))
    return cells(label, found, nothing, _source(evaluation, cost.evidence, (cost.indicator,), words))


def _money(amount: float, currency: str, words: Words) -> str:
    """Write an amount per unit, which may be far below a cent."""
    if amount >= _CENT:
        return words.money(Money(amount, currency))
    return words.say(message("{amount} per 1,000", amount=Money(1000 * amount, currency)))


def _notes(evaluation: Evaluation, words: Words) -> Iterator[Message]:
    """Say how reach was dealt with, why a cost is missing, and what the other rates lack."""
    shown = {result.rate for result in evaluation.rates if result.estimate}
    if shown & {"er_reach", "virality_reach"}:
        yield message(
            "By reach: the mean of the daily rates, each day weighing as much as its reach. People reached are never "
            "added up, so that nobody is counted twice."
        )
    for cost in evaluation.unit_costs:
        if cost.estimate is None and cost.reason is not None:
            yield message("{name}: {reason}", name=UNIT_COSTS[cost.name], reason=cost.reason)
    for result in evaluation.rates:
        if result.estimate is None and result.reason is not None and not _lacks(evaluation, RATES[result.rate]):
            yield message("{name}: {reason}", name=RATES[result.rate].label, reason=result.reason)
    if lacking := _lacking(evaluation):
        names = ", ".join(words.say(CATALOGUE[measure].label) for measure in lacking)
        yield message("More rates need indicators that this brief doesn't have: {names}.", names=names)


def _lacking(evaluation: Evaluation) -> tuple[str, ...]:
    """List what a brief would have to measure for the other rates, each once."""
    without = [RATES[result.rate] for result in evaluation.rates if result.estimate is None]
    return tuple(dict.fromkeys(one for entry in without for one in _lacks(evaluation, entry)))


def _lacks(evaluation: Evaluation, entry: RateEntry) -> list[str]:
    """List what of a rate the brief doesn't measure."""
    present = {indicator.measures for indicator in evaluation.campaign.indicators.values()}
    return [one for one in entry.measures if one not in present]
