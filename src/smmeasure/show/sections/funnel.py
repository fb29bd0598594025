"""The funnel with the border at the click: what leaks, how much, and whom to ask; platforms and single actions."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.funnel import ActivityConversion, Funnel, FunnelStep
from smmeasure.core.phases import Phase
from smmeasure.messages import Message, message
from smmeasure.show.conversion import (
    leak_questions,
    leak_size,
    platform_name,
    rate_range,
    rate_text,
    ratio_sentence,
)
from smmeasure.show.figures import funnel_figure
from smmeasure.show.known import Known, known_of
from smmeasure.show.page import Html, render
from smmeasure.show.sections.absent import absent_funnels
from smmeasure.show.sections.parts import figure_html, heading, points_html, reason_cell, unit_said, words_of
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Unit


def funnel(evaluation: Evaluation) -> Html:
    """Show the funnel and single conversion rates, or say why there are none."""
    words = words_of(evaluation)
    whole = evaluation.funnel
    if whole is None:
        title = message("Funnels of platforms") if evaluation.platform_funnels else message("No funnel to draw")
        pieces = [heading(words, title, _why_none(evaluation))]
    else:
        pieces = [*_whole(evaluation, whole, words)]
    pieces += [*_platforms(evaluation, words), *_conversions(evaluation, words)]
    return joined([*pieces, points_html(words, absent_funnels(evaluation))])


def _why_none(evaluation: Evaluation) -> Message:
    if evaluation.phase is Phase.PLANNED:
        return message("The campaign has not begun.")
    if evaluation.platform_funnels:
        return message("The brief has funnels of platforms only; the whole campaign's goes under the name «campaign».")
    if not any(result.stage.is_after_click for result in evaluation.indicators):
        return message("No indicator of the brief counts visits or sales: nobody is followed as far as the site.")
    return message("The brief has fewer than two indicators that follow each other from exposure to revenue.")


def _whole(evaluation: Evaluation, steps: Funnel, words: Words) -> Iterator[Html]:
    leak = steps.diagnosis
    lead = leak_size(evaluation, leak) if leak else _calm(steps)
    yield heading(words, _title(evaluation, steps), lead)
    yield figure_html(funnel_figure(evaluation, words, "funnel"), known=_known(evaluation, words, [steps]))
    yield table_html(
        Table(
            words.say(message("Steps of the funnel over the window")),
            _columns(words, message("Step")),
            _rows(evaluation, steps, words),
            _known(evaluation, words, [steps]),
        ),
        summary=words.say(message("The numbers of this figure")),
    )
    points = [ratio_sentence(evaluation, steps.click_to_session)] if steps.click_to_session else []
    if leak:
        points += leak_questions(evaluation, leak)
    yield points_html(words, points)


def _known(evaluation: Evaluation, words: Words, found: Sequence[Funnel]) -> Known:
    """Say where totals and rates of funnels come from."""
    keys = [step.indicator for one in found for step in one.steps]
    how = message("totals counted over the window, each rate a step divided by the one before it")
    return known_of(evaluation, words, Evidence.MEASURED, keys=keys, how=how)


def _title(evaluation: Evaluation, steps: Funnel) -> Message:
    if steps.leak:
        return message("The step to «{name}» leaks", name=evaluation.indicator(steps.leak.indicator).name)
    if not any(step.usual for step in steps.steps):
        return message("What came this far; nothing usual to compare it with")
    if any(step.reason for step in steps.steps):
        return message("No leak is seen, but not every step has a rate")
    return message("No step of the funnel leaks")


def _calm(steps: Funnel) -> Message:
    if not 0 < steps.border < len(steps.steps):
        return message("From what was seen to what was done; each rate is compared with the quiet period.")
    return message(
        "From what was seen to what was bought; the dotted line parts what community management answers for from what "
        "site, offer, price and service answer for."
    )


def _columns(words: Words, first: Message) -> tuple[Column, ...]:
    titles = (message("Come this far"), message("Usually"), message("Total"))
    return Column(words.say(first)), *(Column(words.say(title), numeric=True) for title in titles)


def _rows(evaluation: Evaluation, found: Funnel, words: Words) -> tuple[tuple[Cell, ...], ...]:
    """Give a row per step; the first one beyond the border says so."""
    beyond = found.border if found.border > 0 else None
    return tuple(
        _row(evaluation, step, words, found.platform, is_first_beyond=number == beyond)
        for number, step in enumerate(found.steps)
    )


def _row(
    evaluation: Evaluation, step: FunnelStep, words: Words, platform: str, *, is_first_beyond: bool
) -> tuple[Cell, ...]:
    result, unit = evaluation.indicator(step.indicator), evaluation.indicator(step.indicator).unit
    of_platform = message("{platform}: {name}", platform=platform_name(platform), name=result.name)
    note = words.say(message("from here on: site, offer, price, service")) if is_first_beyond else ""
    label = words.say(of_platform if platform else result.name)
    shown = Cell(label, note=note, unit=unit_said(evaluation, result, words))
    total = _total(step.total, unit, words)
    if step.reason:
        return cells(shown, reason_cell(words, step.reason), "–", total)
    return cells(shown, _rate(step, unit, words, is_low=step.leaks), _usual(step, unit, words), total)


def _rate(step: FunnelStep | ActivityConversion, unit: Unit, words: Words, *, is_low: bool) -> Cell:
    """Write a rate with its interval below it, marked where it is low."""
    if step.rate is None:
        return Cell("–")
    style = "verdict-against" if is_low else ""
    return Cell(
        rate_text(step.rate.value, step.kind, unit, words), style, note=rate_range(step.rate, step.kind, unit, words)
    )


def _total(total: float, unit: Unit, words: Words) -> str:
    """Write a total; what is not known is no number."""
    return "–" if math.isnan(total) else words.quantity(total, unit)


def _usual(step: FunnelStep | ActivityConversion, unit: Unit, words: Words) -> Cell:
    if step.usual is None:
        return Cell("–")
    text = rate_text(step.usual.value, step.kind, unit, words)
    return Cell(text, note=rate_range(step.usual, step.kind, unit, words))


def _platforms(evaluation: Evaluation, words: Words) -> Iterator[Html]:
    """Show the funnels of platforms in one table, each folded as a figure, and what leaks there."""
    found = evaluation.platform_funnels
    if not found:
        return
    caption = message("Funnels by platform, each against its own quiet period")
    rows = tuple(row for one in found for row in _rows(evaluation, one, words))
    columns = _columns(words, message("Platform and step"))
    yield table_html(Table(words.say(caption), columns, rows, _known(evaluation, words, found)))
    yield points_html(words, _platform_points(evaluation, found))
    for number, one in enumerate(found):
        title = f"{platform_name(one.platform)} · {words.say(_title(evaluation, one))}"
        known = _known(evaluation, words, [one])
        figure = figure_html(funnel_figure(evaluation, words, f"funnel-{number}", one), known=known)
        yield render("fold.html.j2", summary=title, pieces=[figure.markup])


def _platform_points(evaluation: Evaluation, found: Sequence[Funnel]) -> Iterator[Message]:
    for one in found:
        name_of = platform_name(one.platform)
        if one.diagnosis:
            name = evaluation.indicator(one.diagnosis.indicator).name
            size = leak_size(evaluation, one.diagnosis)
            yield message("{platform}: the step to «{name}» leaks. {size}", platform=name_of, name=name, size=size)
        found_ratio = one.click_to_session
        if found_ratio and (found_ratio.has_changed or found_ratio.has_more_visits):
            said = ratio_sentence(evaluation, found_ratio)
            yield message("{platform}: {said}", platform=name_of, said=said)
    leaks = [one.diagnosis for one in found if one.diagnosis]
    if leaks and not (evaluation.funnel and evaluation.funnel.diagnosis):
        yield from leak_questions(evaluation, leaks[0])


def _conversions(evaluation: Evaluation, words: Words) -> Iterator[Html]:
    if not evaluation.conversions:
        return
    titles = (message("Rate"), message("Usually"), message("Came"), message("Converted"))
    caption = message("Conversion rate of single actions: of those whom the action brought, not of «social media»")
    columns = (Column(words.say(message("Action"))), *(Column(words.say(title), numeric=True) for title in titles))
    rows = tuple(_conversion(evaluation, one, words) for one in evaluation.conversions)
    keys = [key for one in evaluation.conversions for key in (one.of, one.to)]
    how = message("who converted, divided by who came, over the days of the action")
    yield table_html(
        Table(words.say(caption), columns, rows, known_of(evaluation, words, Evidence.MEASURED, keys=keys, how=how))
    )


def _conversion(evaluation: Evaluation, one: ActivityConversion, words: Words) -> tuple[Cell, ...]:
    came, done = evaluation.indicator(one.of), evaluation.indicator(one.to)
    pair = words.say(message("from «{came}» to «{done}»", came=came.name, done=done.name))
    action = Cell(words.value(one.action), note=pair)
    totals = (
        Cell(_total(total, result.unit, words), unit=unit_said(evaluation, result, words))
        for total, result in ((one.came, came), (one.converted, done))
    )
    if one.rate is None:
        return cells(action, reason_cell(words, one.reason), "–", *totals)
    rate, usual = _rate(one, done.unit, words, is_low=one.is_low), _usual(one, done.unit, words)
    if one.is_low:
        below = message("{range} · {standing}", range=rate.note, standing=message("below the usual"))
        rate = replace(rate, note=words.say(below))
    return cells(action, rate, usual, *totals)
