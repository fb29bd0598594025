"""Below the returns: the chances of a gain, the effect that pays for the campaign, the day it was paid back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from smmeasure.core.evaluation import Evaluation
from smmeasure.core.payback import Breakeven, Payback
from smmeasure.core.returns import Return, ReturnName
from smmeasure.messages import Message, message
from smmeasure.show.known import gain_known
from smmeasure.show.page import Html
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.parts import percent_range, unit_said
from smmeasure.show.story import chances
from smmeasure.show.tables import Cell, Column, Table, cells, table_html
from smmeasure.show.words import Words


def money_back(evaluation: Evaluation, words: Words) -> tuple[Html, ...]:
    """Show whether and when the money came back; nothing where there is no ROI."""
    result = evaluation.return_named(ReturnName.ROI)
    if result.estimate is None or evaluation.payback is None:
        return ()
    rows = (
        *_chances(evaluation, words, result),
        _breakeven(evaluation, words, evaluation.breakeven),
        _payback(evaluation, words, evaluation.payback),
    )
    columns = (
        Column(words.say(message("Did the money come back?"))),
        Column(words.say(message("Value")), numeric=True),
        Column(words.say(message("Interval"))),
    )
    return (table_html(Table(words.say(_caption(evaluation)), columns, rows, gain_known(evaluation, words))),)


def _chances(evaluation: Evaluation, words: Words, result: Return) -> Iterator[tuple[Cell, ...]]:
    value = message("{chances} in 100", chances=chances(result))
    yield cells(words.say(message("Chances that it earned money")), words.say(value), words.say(message("ROI above 0")))
    spent = evaluation.return_named(ReturnName.IROAS)
    if spent.estimate is not None:
        title = message("Chances that revenue exceeds the media cost")
        value = message("{chances} in 100", chances=chances(spent))
        yield cells(words.say(title), words.say(value), words.say(message("iROAS above 1")))


def _caption(evaluation: Evaluation) -> Message:
    """Say what is compared, and what a cost with a range adds to the intervals."""
    if evaluation.cost_range is None:
        return message("Gain against total cost")
    return message("Gain against total cost; both are uncertain, independently of each other")


def _breakeven(evaluation: Evaluation, words: Words, found: Breakeven | None) -> tuple[Cell, ...]:
    title = words.say(message("Effect that pays for the campaign"))
    if found is None:
        several = message("no single one: several indicators bring money")
        nothing = message("none: one unit brings no money")
        return cells(title, "–", words.say(several if len(evaluation.gains) > 1 else nothing))
    result = evaluation.indicator(evaluation.gains[0].indicator)
    value = words.value(of_effect(result, found.effect.value).signed())
    named = Cell(title, unit=unit_said(evaluation, result, words))
    return cells(named, Cell(value, note=_share(words, found)), words.say(_breakeven_range(evaluation, found)))


def _share(words: Words, found: Breakeven) -> str:
    """Write the break-even as a share of the baseline, with its range where it has one."""
    share = found.rel_effect
    if share is None:
        return ""
    value = words.percent(share.value, sign=True)
    known = message("{share} of the baseline", share=value)
    if share.ci_lower < share.ci_upper:
        known = message("{share} of the baseline ({range})", share=value, range=percent_range(words, share))
    return words.say(known)


def _breakeven_range(evaluation: Evaluation, found: Breakeven) -> Message:
    """Give the range of the break-even with what it comes from."""
    gain, costs_vary = evaluation.gains[0], evaluation.cost_range is not None
    if found.effect.ci_lower == found.effect.ci_upper:
        return message("cost and value of one unit are certain")
    result = evaluation.indicator(gain.indicator)
    ends = (of_effect(result, end).bare().signed() for end in (found.effect.ci_lower, found.effect.ci_upper))
    values = dict(zip(("low", "high"), ends, strict=True))
    if gain.per_unit_low is None:
        return message("between {low} and {high}, from the range of the cost", **values)
    if not costs_vary:
        return message("between {low} and {high}, from the range of the value of one unit", **values)
    return message("between {low} and {high}, from the ranges of the cost and of the value of one unit", **values)


def _payback(evaluation: Evaluation, words: Words, found: Payback) -> tuple[Cell, ...]:
    window = evaluation.campaign.window
    title = words.say(message("Paid back from"))
    never = message("not within the window, which ends on {end}", end=window.end)
    if found.earliest is None:
        return cells(title, "–", words.say(never))
    value = words.day(found.day) if found.day else words.say(message("not within the window"))
    return cells(title, value, words.say(_payback_interval(found.earliest, found.latest)))


def _payback_interval(earliest: date, latest: date | None) -> Message:
    if latest is None:
        return message("{earliest} at the earliest, perhaps not within the window", earliest=earliest)
    return message("between {earliest} and {latest}", earliest=earliest, latest=latest)
