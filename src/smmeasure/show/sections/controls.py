"""What was found on the controls: which were used, and how much hangs on each."""

from __future__ import annotations

import math
from collections.abc import Iterator

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.results import ControlCheck
from smmeasure.messages import Message, message
from smmeasure.show.known import known_of
from smmeasure.show.page import Html
from smmeasure.show.sections.parts import reason_cell, words_of
from smmeasure.show.tables import Cell, Column, Table, cells, table_html
from smmeasure.show.words import Words
from smmeasure.units import Rate


def controls(evaluation: Evaluation) -> Html:
    """Show every control of every effect; nothing where the brief names none."""
    words = words_of(evaluation)
    checked = [(result, check) for result in evaluation.measured for check in _checks(result)]
    if not checked:
        return Html("")
    table = _table(evaluation, checked, words)
    return table_html(table, summary=words.say(message("What the control series say, and what hangs on them")))


def control_paragraphs(evaluation: Evaluation) -> Iterator[Message]:
    """Say what a control is for and how it is examined; nothing where the brief names none."""
    checks = [check for result in evaluation.measured for check in _checks(result)]
    if not checks:
        return
    yield message(
        "A control is a series that the campaign can't have touched: it says what the market did. Each is measured "
        "in the window as an indicator is, two or more against one another; one that moved is refused, and the effect "
        "is estimated without it."
    )
    yield message(
        "The noise of a control lets the baseline follow it by too little: the table says which share of its movement "
        "is signal, and how far that may have moved the effect; a dash stands where it can't be told. "
        "Where all controls moved together by more than is usual, the baseline is made to follow them in full."
    )


def _checks(result: IndicatorResult) -> tuple[ControlCheck, ...]:
    return result.uplift.controls if result.uplift else ()


def _table(evaluation: Evaluation, checked: list[tuple[IndicatorResult, ControlCheck]], words: Words) -> Table:
    titles = (message("Its own change"), message("Effect without it"), message("Signal in it"))
    refused = any(check.reason for _, check in checked)
    return Table(
        words.say(message("Controls: whether they moved with the campaign, and what hangs on each")),
        (
            Column(words.say(message("Indicator"))),
            Column(words.say(message("Control"))),
            Column(words.say(message("Verdict"))),
            *(Column(words.say(title), numeric=True) for title in titles),
            *([Column(words.say(message("Why not used")))] if refused else ()),
        ),
        tuple(_row(evaluation, result, check, words, refused=refused) for result, check in checked),
        known_of(
            evaluation,
            words,
            Evidence.MODELLED,
            keys=[key for result, check in checked for key in (result.key, check.name)],
            how=message("each control measured in the window as an indicator is"),
        ),
    )


def _row(
    evaluation: Evaluation, result: IndicatorResult, check: ControlCheck, words: Words, *, refused: bool
) -> tuple[Cell, ...]:
    return cells(
        words.say(result.name),
        words.say(evaluation.indicator(check.name).name),
        words.say(message("used") if check.used else message("refused")),
        _change(check, words),
        _without(check, words),
        _signal(check, words),
        *([reason_cell(words, check.reason)] if refused else ()),
    )


def _change(check: ControlCheck, words: Words) -> Cell:
    if math.isnan(check.rel_change):
        return Cell("–")
    ends = {
        "low": Rate(check.rel_change_ci_lower, signed=True),
        "high": Rate(check.rel_change_ci_upper, signed=True),
        "level": words.percent(check.change_level, 1),
    }
    interval = (
        message("against the other controls, between {low} and {high} at {level}", **ends)
        if check.relative_to_others
        else message("between {low} and {high} at {level}", **ends)
    )
    return Cell(words.percent(check.rel_change, sign=True), note=words.say(interval))


def _without(check: ControlCheck, words: Words) -> Cell:
    if math.isnan(check.rel_effect_without):
        return Cell("–")
    moves = message("with it: {effect}", effect=Rate(check.rel_effect_without + check.rel_effect_shift, signed=True))
    known = not math.isnan(check.rel_effect_shift)
    return Cell(words.percent(check.rel_effect_without, sign=True), note=words.say(moves) if known else "")


def _signal(check: ControlCheck, words: Words) -> Cell:
    if math.isnan(check.reliability):
        return Cell("–")
    bias = (
        message("effect corrected by {points} points for what its noise hides", points=_points(-check.rel_bias, words))
        if check.corrected
        else message("possible bias of the effect: {points} points", points=_points(check.rel_bias, words))
    )
    return Cell(words.percent(check.reliability), note="" if math.isnan(check.rel_bias) else words.say(bias))


def _points(share: float, words: Words) -> str:
    return words.number(100.0 * share, 1, sign=True)
