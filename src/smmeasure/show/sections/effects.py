"""Baseline and uplift of every indicator: a heading that says the finding, a figure, its numbers."""

from __future__ import annotations

import pandas as pd

from smmeasure.brief.checks import judged_indicators
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.phases import Phase
from smmeasure.core.results import Plan, Uplift, Verdict
from smmeasure.messages import Message, message
from smmeasure.show.figures import EffectRow, effects_figure, power_figure, uplift_figure
from smmeasure.show.known import Known, known_of
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.after import after
from smmeasure.show.sections.parts import (
    effect_range,
    effect_value,
    figure_html,
    heading,
    unit_said,
    verdict_cell,
    words_of,
)
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Rate


def effects(evaluation: Evaluation) -> Html:
    """Show what changed, indicator by indicator; before the campaign, what could be seen."""
    words = words_of(evaluation)
    if evaluation.phase is Phase.PLANNED:
        # What is judged comes first: the others fold, and a fold needs a heading above it.
        ordered = sorted(evaluation.indicators, key=lambda result: not _is_judged(evaluation, result))
        planned = [_planned(evaluation, result, result.plan) for result in ordered if result.plan]
        return joined([*planned, after(evaluation, words)])
    rows = _rows(evaluation, words)
    table = table_html(_effect_table(evaluation, words), summary=words.say(message("The numbers")))
    lead = message("Effect against the baseline, in per cent, with its interval.")
    pieces = [heading(words, message("What moved, what did not"), lead), table]
    if any(row.estimate for row in rows):
        pieces.insert(1, figure_html(effects_figure(rows, words, "effects"), known=_known(evaluation, words)))
    for result in evaluation.measured:
        shown = _indicator(evaluation, result, words)
        pieces.append(shown if _is_judged(evaluation, result) else folded(finding(result, words), shown, words))
    return joined([*pieces, after(evaluation, words)])


def _is_judged(evaluation: Evaluation, result: IndicatorResult) -> bool:
    return result.key in {evaluation.main.key, *judged_indicators(evaluation.campaign)}


def _rows(evaluation: Evaluation, words: Words) -> list[EffectRow]:
    return [
        EffectRow(words.say(r.name), _relative(r.uplift), r.uplift.verdict, r.rises)
        for r in evaluation.measured
        if r.uplift
    ]


def _relative(uplift: Uplift) -> Estimate | None:
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        return None
    return Estimate(uplift.rel_effect, uplift.rel_effect_ci_lower, uplift.rel_effect_ci_upper)


def _effect_table(evaluation: Evaluation, words: Words) -> Table:
    titles = (message("Observed"), message("Baseline"), message("Effect"), message("Interval"), message("In per cent"))
    return Table(
        words.say(message("Effect over the window, intervals at {level}", level=Rate(evaluation.campaign.level))),
        (
            Column(words.say(message("Indicator"))),
            *(Column(words.say(title), numeric=True) for title in titles),
            Column(words.say(message("Verdict"))),
        ),
        tuple(_effect_row(evaluation, result, result.uplift, words) for result in evaluation.measured if result.uplift),
        _known(evaluation, words),
    )


def _known(evaluation: Evaluation, words: Words, *keys: str) -> Known:
    """Say how effects are known: of some indicators, or of all."""
    how = message(
        "observed: measured; baseline: modelled on up to {days} quiet days",
        days=evaluation.quiet_days,
    )
    return known_of(evaluation, words, Evidence.MEASURED, Evidence.MODELLED, keys=keys or None, how=how)


def _effect_row(evaluation: Evaluation, result: IndicatorResult, uplift: Uplift, words: Words) -> tuple[Cell, ...]:
    label = words.say(message("{name}, per day", name=result.name) if result.per_day else result.name)
    name = Cell(label, unit=unit_said(evaluation, result, words))
    observed = words.quantity(uplift.observed, result.unit)
    if uplift.verdict is Verdict.NOT_MEASURABLE:
        return cells(name, observed, "–", "–", "–", "–", verdict_cell(words, uplift.verdict, rises=result.rises))
    return cells(
        name,
        observed,
        words.quantity(uplift.baseline, result.unit),
        words.value(of_effect(result, uplift.effect).bare().signed()),
        effect_range(words, result),
        words.percent(uplift.rel_effect, sign=True),
        verdict_cell(words, uplift.verdict, rises=result.rises),
    )


def folded(title: Message, piece: Html, words: Words) -> Html:
    """Fold a piece behind its title: it supports the answer and is not the answer."""
    return Html(render("fold.html.j2", summary=words.say(title), pieces=[piece.markup]).markup, piece.alt)


def _indicator(evaluation: Evaluation, result: IndicatorResult, words: Words) -> Html:
    if result.uplift is None:
        return Html("")
    figure = uplift_figure(result, evaluation.campaign, words, f"uplift-{result.key}")
    lead = message(
        "«{name}» day by day, observed and expected without the campaign; band at {level}.",
        name=result.name,
        level=Rate(evaluation.campaign.level),
    )
    unknown = message("On «{name}», nothing can be said: {reason}", name=result.name, reason=result.uplift.reason or "")
    measurable = result.uplift.verdict is not Verdict.NOT_MEASURABLE
    daily = _daily_table(evaluation, result, result.uplift, words)
    return joined(
        [
            heading(words, finding(result, words), lead if measurable else unknown),
            figure_html(figure, known=_known(evaluation, words, result.key)),
            table_html(daily, summary=words.say(message("The numbers of this figure")), printed=False),
        ]
    )


def finding(result: IndicatorResult, words: Words) -> Message:
    """Say the finding on one indicator, for a heading."""
    uplift = result.uplift
    if uplift is None or uplift.verdict is Verdict.NOT_MEASURABLE:
        return message("«{name}»: the effect can't be measured", name=result.name)
    if uplift.verdict is Verdict.NO_CHANGE:
        return message("«{name}»: no measurable change", name=result.name)
    return message(
        "«{name}»: {effect}, {interval}",
        name=result.name,
        effect=effect_value(words, result),
        interval=effect_range(words, result),
    )


def _daily_table(evaluation: Evaluation, result: IndicatorResult, uplift: Uplift, words: Words) -> Table:
    days = uplift.daily.loc[pd.Timestamp(evaluation.campaign.window.start) :]
    titles, unit = (message("Observed"), message("Baseline"), message("Effect")), unit_said(evaluation, result, words)
    numbers = days[["observed", "baseline", "effect"]].to_numpy()
    rows = tuple(
        cells(words.day(day.date()), *(words.quantity(float(value), result.unit) for value in row))
        for day, row in zip(pd.DatetimeIndex(days.index), numbers, strict=True)
    )
    return Table(
        words.say(result.name),
        (Column(words.say(message("Day"))), *(Column(words.say(title), numeric=True, unit=unit) for title in titles)),
        rows,
        _known(evaluation, words, result.key),
    )


def _planned(evaluation: Evaluation, result: IndicatorResult, plan: Plan) -> Html:
    words = words_of(evaluation)
    if not plan.measurable:
        title = message("«{name}»: the effect could not be measured", name=result.name)
        return heading(words, title, plan.reason)
    mde = of_effect(result, plan.mde / (plan.days if result.per_day else 1))
    title = message("«{name}»: visible from {mde} on", name=result.name, mde=mde.signed())
    lead = message(
        "Probability that {days} days show an effect, by its size; interval at {level}.",
        days=plan.days,
        level=Rate(plan.level),
    )
    figure = power_figure(plan, words, f"power-{result.key}")
    simulated = known_of(
        evaluation,
        words,
        Evidence.MODELLED,
        keys=[result.key],
        how=message("pretend campaigns in the quiet days, with effects put in"),
    )
    tables = _power_table(plan, words, simulated), _lengths(plan, words, simulated)
    shown = joined([heading(words, title, lead), figure_html(figure, known=simulated), *tables])
    return shown if _is_judged(evaluation, result) else folded(title, shown, words)


def _lengths(plan: Plan, words: Words, simulated: Known) -> Html:
    """Show the smallest effect by length; nothing where the baseline is not positive."""
    known = plan.lengths.dropna()
    rows = tuple(
        cells(words.number(days), words.percent(smallest, sign=True))
        for days, smallest in known[["days", "rel_mde"]].to_numpy(dtype=float)
    )
    columns = (
        Column(words.say(message("Days of campaign")), numeric=True),
        Column(words.say(message("Smallest effect that is seen")), numeric=True),
    )
    title = message("Found {power} of the time, intervals at {level}", power=Rate(plan.power), level=Rate(plan.level))
    table = Table(words.say(title), columns, rows, simulated)
    return table_html(table, summary=words.say(message("How long must it run?"))) if rows else Html("")


def _power_table(plan: Plan, words: Words, simulated: Known) -> Html:
    rows = tuple(
        cells(words.percent(float(effect), sign=True), words.percent(float(power)))
        for effect, power in plan.curve[["rel_effect", "power"]].to_numpy()
    )
    columns = (
        Column(words.say(message("Size of the effect")), numeric=True),
        Column(words.say(message("Chance of seeing it")), numeric=True),
    )
    table = Table(words.say(message("Chance of seeing an effect, by its size")), columns, rows, simulated)
    return table_html(table, summary=words.say(message("The numbers of this figure")), printed=False)
