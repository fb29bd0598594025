"""The customers that a campaign won: how many, what they brought since, who came back, against quiet windows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.follow_up.results import CheckpointState
from smmeasure.core.loyalty.cohort_results import CohortFigure, CohortMetric, Cohorts
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.known import known
from smmeasure.show.page import Html
from smmeasure.show.quantities import Quantity
from smmeasure.show.sections.parts import heading, points_html, reason_cell, verdict_cell
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import COUNT, Kind, Money, Rate

_SIDES: dict[Verdict, Message] = {
    Verdict.RISE: message("above the usual"),
    Verdict.FALL: message("below the usual"),
    Verdict.NO_CHANGE: message("no measurable difference"),
}

_UNTOLD = "verdict smm-verdict-unknown"

_TITLES: dict[Verdict, Message] = {
    Verdict.RISE: message("{count} customers won, more than the usual {usual}"),
    Verdict.FALL: message("{count} customers won, fewer than the usual {usual}"),
    Verdict.NO_CHANGE: message("{count} customers won; usually {usual}, no measurable difference"),
    Verdict.NOT_MEASURABLE: message("{count} customers won; what is usual can't be told"),
}


def cohort(evaluation: Evaluation, words: Words) -> Html:
    """Show the customers won; nothing where the brief gives no orders with keys, or before the campaign is over.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    words : Words
        Language.
    """
    customers = evaluation.customers
    if customers is None or customers.cohorts is None:
        return Html("")
    found = customers.cohorts
    first = found.figures[0]
    if first.estimate is None:
        return heading(words, message("The customers won can't be counted"), first.reason)
    pieces = [
        heading(words, _title(found, first, words), _lead(found)),
        table_html(_table(found, customers.files[:1], words)),
        points_html(words, [*_points(found), *(() if customers.loyalty else found.doubts)]),
    ]
    return joined(pieces)


def why_none(evaluation: Evaluation) -> Message | None:
    """Say why nothing is told of the customers won; None where something is."""
    customers = evaluation.customers
    return None if customers is None else customers.cohorts_reason


def _title(found: Cohorts, first: CohortFigure, words: Words) -> Message:
    usual = words.number(0.0 if math.isnan(first.usual) else first.usual, 0)
    return Message(_TITLES[first.verdict].template, {"count": found.customers, "usual": usual})


def _lead(found: Cohorts) -> Message:
    return message(
        "Won: by a first order, or the first in {days} days, in the campaign's window. Usual: the mean of {windows} "
        "quiet windows of the same length before it; intervals at {level}.",
        days=found.new_after,
        windows=len(found.quiet),
        level=Rate(found.level),
    )


def _table(found: Cohorts, files: tuple[str, ...], words: Words) -> Table:
    return Table(
        words.say(message("The customers won, by days after the first order of each")),
        (
            Column(words.say(message("Customers won"))),
            Column(words.say(message("Campaign")), numeric=True),
            Column(words.say(message("Usually")), numeric=True),
            Column(words.say(message("Difference")), numeric=True),
            Column(words.say(message("Verdict"))),
        ),
        tuple(_row(one, words) for one in _shown(found)),
        known(
            words,
            Evidence.MEASURED,
            Evidence.MODELLED,
            sources=files,
            how=message("orders counted by customer, refunds taken off; the difference is modelled on quiet windows"),
        ),
    )


def _shown(found: Cohorts) -> Iterator[CohortFigure]:
    """Give of each number every day up to the first that is still to come: the others follow it."""
    waiting: set[CohortMetric] = set()
    for one in found.figures:
        if one.metric not in waiting:
            yield one
        if one.state is CheckpointState.NOT_YET:
            waiting.add(one.metric)


_NAMES: dict[CohortMetric, Message] = {
    CohortMetric.REVENUE: message("Revenue, {days} days"),
    CohortMetric.MARGIN: message("Margin, {days} days"),
    CohortMetric.REPEAT_RATE: message("Ordered again, {days} days"),
}
_FIRST: dict[CohortMetric, Message] = {
    CohortMetric.CUSTOMERS: message("How many"),
    CohortMetric.REVENUE: message("Revenue, first day"),
    CohortMetric.MARGIN: message("Margin, first day"),
}


def _row(one: CohortFigure, words: Words) -> tuple[Cell, ...]:
    name = _FIRST[one.metric] if one.days == 0 else Message(_NAMES[one.metric].template, {"days": one.days})
    title = words.say(name)
    if one.estimate is None:
        if one.state is CheckpointState.NOT_YET:
            when = Cell(words.say(message("not yet")), _UNTOLD, note=words.say(message("from {day} on", day=one.day)))
            return cells(title, "–", "–", "–", when)
        return cells(title, "–", "–", "–", reason_cell(words, one.reason))
    is_count = one.metric is CohortMetric.CUSTOMERS
    unit = words.say(message("customers")) if is_count else ""
    # Where everybody brings the same, nothing says how far others would differ.
    is_alike = one.estimate.ci_lower == one.estimate.ci_upper
    own = Cell(_said(one.estimate.value, one, words), note="" if is_alike else _between(one.estimate, one, words))
    label = Cell(title, unit=unit)
    if one.difference is None:
        return cells(label, own, _usual(one, words), "–", reason_cell(words, one.untold))
    gap = Cell(_gap(one.difference.value, one, words), note=_between(one.difference, one, words, is_gap=True))
    # A verdict speaks of change over time; here windows stand side by side.
    side = replace(verdict_cell(words, one.verdict, rises=True), text=words.say(_SIDES[one.verdict]))
    return cells(label, own, _usual(one, words), gap, side)


def _usual(one: CohortFigure, words: Words) -> Cell:
    if math.isnan(one.usual):
        return Cell("–")
    return Cell(_said(one.usual, one, words), note=words.say(message("{count} windows", count=one.windows)))


def _said(value: float, one: CohortFigure, words: Words) -> str:
    if one.unit.kind is Kind.FRACTION:
        return words.percent(value)
    return words.money(Money(value, str(one.unit))) if one.unit.is_money else words.number(value)


def _gap(value: float, one: CohortFigure, words: Words, *, bare: bool = False) -> str:
    if one.unit.kind is Kind.FRACTION:
        return words.value(Quantity(100 * value, COUNT, None if bare else message("points"), sign=True))
    if one.unit.is_money:
        return words.money(Money(value, str(one.unit)), sign=True)
    return words.number(value, sign=True)


def _between(ends: Estimate, one: CohortFigure, words: Words, *, is_gap: bool = False) -> str:
    low, high = (
        _gap(end, one, words, bare=True) if is_gap else _said(end, one, words) for end in (ends.ci_lower, ends.ci_upper)
    )
    return words.say(message("between {low} and {high}", low=low, high=high))


def _points(found: Cohorts) -> Iterator[Message]:
    """Say what the numbers are part of, what was paid back, what the comparison can't know."""
    yield message(
        "What these customers bring is part of the sales above or of later months: it is never added to the ROI. That "
        "the campaign won them is an association; other seasons and offers differ, too."
    )
    if found.refunds:
        yield message(
            "Refunds are taken off: {money} on {count} orders of the customers won.",
            money=found.refunded,
            count=found.refunds,
        )
