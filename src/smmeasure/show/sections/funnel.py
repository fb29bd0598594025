"""The funnel with the border at the click: what leaks, how much, and whom to ask."""

from __future__ import annotations

from smmeasure.core.evaluation import Evaluation
from smmeasure.core.funnel import Funnel, FunnelStep
from smmeasure.core.phases import Phase
from smmeasure.messages import Message, message
from smmeasure.show import story
from smmeasure.show.figures import funnel_figure
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import figure_html, heading, percent_range, words_of
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words


def funnel(evaluation: Evaluation) -> Html:
    """Show the funnel, or say why there is none."""
    words = words_of(evaluation)
    steps = evaluation.funnel
    if steps is None:
        return heading(words, message("No funnel to draw"), _why_none(evaluation))
    lead = message(
        "From what was seen to what was bought; the dotted line parts what community management answers for from what "
        "site, offer, price and service answer for."
    )
    pieces = [
        heading(words, _title(evaluation, steps), lead),
        figure_html(funnel_figure(evaluation, words, "funnel")),
        table_html(_table(evaluation, steps, words), summary=words.say(message("The numbers of this figure"))),
    ]
    if steps.leak:
        pieces.append(render("list.html.j2", points=[words.say(story.leak_step(evaluation, steps.leak))]))
    return joined(pieces)


def _why_none(evaluation: Evaluation) -> Message:
    if evaluation.phase is Phase.PLANNED:
        return message("The campaign has not begun.")
    return message("The brief has fewer than two indicators that follow each other from exposure to revenue.")


def _title(evaluation: Evaluation, steps: Funnel) -> Message:
    if steps.leak:
        return message("The step to «{name}» leaks", name=evaluation.indicator(steps.leak.indicator).name)
    return message("No step of the funnel leaks")


def _table(evaluation: Evaluation, steps: Funnel, words: Words) -> Table:
    titles = (message("Total"), message("Come this far"), message("Interval"), message("Usually"))
    return Table(
        words.say(message("Steps of the funnel over the window")),
        (Column(words.say(message("Step"))), *(Column(words.say(title), numeric=True) for title in titles)),
        tuple(_row(evaluation, step, words) for step in steps.steps),
    )


def _row(evaluation: Evaluation, step: FunnelStep, words: Words) -> tuple[Cell, ...]:
    rate = words.percent(step.rate.value) if step.rate else "–"
    interval = percent_range(words, step.rate, sign=False) if step.rate else "–"
    usual = f"{words.percent(step.usual.value)} ({percent_range(words, step.usual, sign=False)})" if step.usual else "–"
    return cells(words.say(evaluation.indicator(step.indicator).name), words.number(step.total), rate, interval, usual)
