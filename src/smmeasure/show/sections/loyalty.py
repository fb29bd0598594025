"""Loyalty: members of a community against comparable customers, with the balance and what it may be called."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.loyalty.results import BalanceRow, Comparison, Loyalty, Outcome, OutcomeResult, Trait
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.known import known
from smmeasure.show.labels import EVIDENCE
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import Quantity
from smmeasure.show.sections.parts import heading, points_html, reason_cell, verdict_cell, words_of
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import COUNT, Kind, Money, Rate, Unit

OUTCOMES: dict[Outcome, Message] = {
    Outcome.REPEAT_RATE: message("Bought again"),
    Outcome.RETENTION: message("Still buying in the second half"),
    Outcome.ORDERS: message("Orders per customer"),
    Outcome.REVENUE: message("Revenue per customer"),
    Outcome.MARGIN: message("Margin per customer"),
}

TRAITS: dict[Trait, Message] = {
    Trait.ORDERS: message("Orders before"),
    Trait.SPEND: message("Spend before"),
    Trait.RECENCY: message("Days since the last order"),
}

_TRAIT_UNITS: dict[Trait, Message] = {Trait.ORDERS: message("orders"), Trait.RECENCY: message("days")}
"""Units of the traits that don't carry theirs."""

_TITLES: dict[Verdict, Message] = {
    Verdict.RISE: message("Members buy more than comparable customers"),
    Verdict.FALL: message("Members buy less than comparable customers"),
    Verdict.NO_CHANGE: message("Members and comparable customers buy alike, as far as can be told"),
    Verdict.NOT_MEASURABLE: message("The loyalty of members can't be measured yet"),
}

_SIDES: dict[Verdict, Message] = {
    Verdict.RISE: message("members higher"),
    Verdict.FALL: message("members lower"),
    Verdict.NO_CHANGE: message("no measurable difference"),
}


_DIGITS = 2
_HOW = message("orders by customer; keys of customers are hashes")


def loyalty(found: Evaluation | Loyalty, language: str = "fr") -> Html:
    """Show what orders say of a community, or why they say nothing.

    Parameters
    ----------
    found : Evaluation or Loyalty
        A campaign, in its own language; or what `smmeasure.core.loyalty.estimate.estimate_loyalty` gives.
    language : str
        ``fr`` or ``en``, of a `Loyalty`.
    """
    if isinstance(found, Loyalty):
        return _shown(found, Words(language), ())
    words, customers = words_of(found), found.customers
    if customers is None or customers.loyalty is None:
        reason = None if customers is None else customers.loyalty_reason
        title = heading(words, message("The loyalty of members isn't measured"), reason)
        return joined([title, points_html(words, customers.doubts if customers else ())])
    page = _shown(customers.loyalty, words, customers.files)
    return joined([page, points_html(words, customers.doubts)])


def _shown(found: Loyalty, words: Words, files: tuple[str, ...]) -> Html:
    title = _TITLES[found.outcome(Outcome.REVENUE).difference.verdict]
    points = [words.say(point) for point in _points(found)]
    pieces = [heading(words, title, _lead(found)), render("list.html.j2", points=[words.say(found.statement)])]
    if found.reason is None:
        pieces.append(table_html(_outcome_table(found, words, files)))
    pieces += [table_html(_balance_table(found, words, files)), render("list.html.j2", points=points)]
    return joined(pieces)


def _lead(found: Loyalty) -> Message:
    if found.reason is not None:
        return found.reason
    if found.comparison is Comparison.RANDOMISED:
        return message(
            "{members} members and {others} customers whom chance left out, over the {days} days after the draw; "
            "intervals at {level}.",
            members=found.compared,
            others=found.others_compared,
            days=found.days,
            level=Rate(found.level),
        )
    return message(
        "{members} members, each beside a customer who had bought alike on the day the member joined, over the {days} "
        "days after it; intervals at {level}.",
        members=found.compared,
        days=found.days,
        level=Rate(found.level),
    )


def _outcome_table(found: Loyalty, words: Words, files: tuple[str, ...]) -> Table:
    return Table(
        words.say(message("Members against comparable customers")),
        (
            Column(words.say(message("Per customer"))),
            Column(words.say(message("Members")), numeric=True),
            Column(words.say(message("Others")), numeric=True),
            Column(words.say(message("Difference")), numeric=True),
            Column(words.say(message("Verdict"))),
        ),
        tuple(_outcome_row(result, words) for result in found.outcomes),
        known(words, *(result.evidence for result in found.outcomes), sources=files, how=_HOW),
    )


def _outcome_row(result: OutcomeResult, words: Words) -> tuple[Cell, ...]:
    unit = words.say(message("orders")) if result.outcome is Outcome.ORDERS else ""
    name = Cell(words.say(OUTCOMES[result.outcome]), unit=unit)
    said = result.difference
    if said.verdict is Verdict.NOT_MEASURABLE:
        return cells(name, "–", "–", "–", reason_cell(words, said.reason))
    low, high = (_gap(words, end, result.unit, bare=True) for end in (said.effect_ci_lower, said.effect_ci_upper))
    between = words.say(message("between {low} and {high}", low=low, high=high))
    means = (_mean(words, mean, result.unit) for mean in (result.members, result.others))
    effect = Cell(_gap(words, said.effect, result.unit), note=between)
    # A verdict speaks of change over time; here two groups stand side by side.
    found = replace(verdict_cell(words, said.verdict, rises=True), text=words.say(_SIDES[said.verdict]))
    return cells(name, *means, effect, found)


def _balance_table(found: Loyalty, words: Words, files: tuple[str, ...]) -> Table:
    return Table(
        words.say(message("How alike they were on the index day")),
        (
            Column(words.say(message("Known before"))),
            Column(words.say(message("Members")), numeric=True),
            Column(words.say(message("Others, all")), numeric=True),
            Column(words.say(message("Others, compared")), numeric=True),
            Column(words.say(message("Gap before")), numeric=True, unit=words.say(message("standard deviations"))),
            Column(words.say(message("Gap after")), numeric=True, unit=words.say(message("standard deviations"))),
        ),
        tuple(_balance_row(row, words) for row in found.balance),
        known(words, Evidence.MEASURED, sources=files, how=_HOW),
    )


def _balance_row(row: BalanceRow, words: Words) -> tuple[Cell, ...]:
    members = row.members_before if math.isnan(row.members_after) else row.members_after
    digits = 0 if row.trait is Trait.RECENCY else _DIGITS
    means = (_mean(words, mean, row.unit, digits) for mean in (members, row.others_before, row.others_after))
    gaps = ("–" if math.isnan(gap) else words.number(gap, 2, sign=True) for gap in (row.smd_before, row.smd_after))
    unit = words.say(_TRAIT_UNITS[row.trait]) if row.trait in _TRAIT_UNITS else ""
    return cells(Cell(words.say(TRAITS[row.trait]), unit=unit), *means, *gaps)


def _mean(words: Words, value: float, unit: Unit, digits: int = _DIGITS) -> str:
    if math.isnan(value):
        return "–"
    if unit.kind is Kind.FRACTION:
        return words.percent(value)
    return words.money(Money(value, str(unit.currency))) if unit.is_money else words.number(value, digits)


def _gap(words: Words, value: float, unit: Unit, *, bare: bool = False) -> str:
    if unit.kind is Kind.FRACTION:
        return words.value(Quantity(100 * value, COUNT, None if bare else message("points"), sign=True))
    if unit.is_money:
        return words.money(Money(value, str(unit.currency)), sign=True)
    return words.number(value, 2, sign=True)


def _points(found: Loyalty) -> Iterator[Message]:
    """Say what the difference makes in money, who was left out, who is new, who brings whom."""
    revenue = found.outcome(Outcome.REVENUE)
    if revenue.difference.verdict is not Verdict.NOT_MEASURABLE:
        total, code = revenue.difference.total, str(revenue.unit)
        yield message(
            "Over all members compared the difference makes {total} of revenue, between {low} and {high} ({evidence}).",
            total=Money(total.value, code),
            low=Money(total.ci_lower, code),
            high=Money(total.ci_upper, code),
            evidence=EVIDENCE[revenue.evidence],
        )
    left = found.left_out
    if left.not_followed + left.no_order_before + left.no_match:
        yield message(
            "Members listed and not compared: {late} joined too late to be followed, {without} had not ordered "
            "before, {alone} found nobody like them.",
            late=left.not_followed,
            without=left.no_order_before,
            alone=left.no_match,
        )
    yield from _counted(found, str(revenue.unit))
    yield from found.doubts


def _counted(found: Loyalty, code: str) -> Iterator[Message]:
    new, brought = found.new_customers, found.ambassadors
    measured = EVIDENCE[Evidence.MEASURED]
    if new is not None and not math.isnan(new.members_share) and not math.isnan(new.others_share):
        yield message(
            "New customers since {day}: {members} of the members who ordered, {others} of the others ({evidence}; who "
            "last bought more than {history} days before that day looks new).",
            day=new.since,
            members=Rate(new.members_share),
            others=Rate(new.others_share),
            evidence=measured,
            history=new.history_days,
        )
    if brought is None:
        yield message("Ambassadors aren't counted: no referral codes were given.")
        return
    yield message(
        "Ambassadors among members: {people}. Orders that they brought: {orders}, worth {money}; first orders among "
        "them: {new}. Orders that other customers brought: {other_orders} ({evidence}, ascribed by the code).",
        people=brought.members,
        orders=brought.members_orders,
        money=Money(brought.members_revenue, code),
        new=brought.members_new,
        other_orders=brought.others_orders,
        evidence=measured,
    )
