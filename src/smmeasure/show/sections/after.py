"""After the campaign: what is left of the effect, and how fast it fades."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from smmeasure.brief.catalogue import entry_of
from smmeasure.core.effects import TotalEffect
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.follow_up.results import Checkpoint, CheckpointState, FollowUp, ReturnSoFar
from smmeasure.core.phases import FOLLOW_UP_DAYS, Phase
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.known import cost_sources, indicator_files, known, known_of
from smmeasure.show.labels import VERDICTS
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.cohort import cohort, why_none
from smmeasure.show.sections.parts import heading, percent_range, reason_cell, unit_said, verdict_cell
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Rate

_UNTOLD = "verdict smm-verdict-unknown"
_UNMEASURED = VERDICTS[Verdict.NOT_MEASURABLE]


def after(evaluation: Evaluation, words: Words) -> Html:
    """Show what is left of the effects; one line unless the campaign is followed up."""
    followed = [(result, result.follow_up) for result in evaluation.indicators if result.follow_up]
    if not followed:
        return joined([heading(words, message("After the campaign"), _why_none(evaluation)), cohort(evaluation, words)])
    lead = message(
        "What is left of the effect after {end}, against the baseline of the days before the campaign; intervals at "
        "{level}.",
        end=evaluation.campaign.window.end,
        level=Rate(evaluation.campaign.level),
    )
    points = [words.say(point) for result, found in followed for point in _points(result, found)]
    points += [words.say(point) for point in _unwatched(evaluation)]
    pieces = [heading(words, message("After the campaign"), lead), table_html(_table(evaluation, followed, words))]
    if evaluation.returns_so_far:
        pieces.append(table_html(_money_table(evaluation, words)))
    return joined([*pieces, render("list.html.j2", points=points), cohort(evaluation, words)])


def _why_none(evaluation: Evaluation) -> Message:
    if evaluation.phase is Phase.FOLLOWED_UP:
        return message("No effect is followed: no objective has an indicator whose effect was measured.")
    return message(
        "What is left of the effect is told from {day} on, {days} days after the end.",
        day=evaluation.campaign.window.end + timedelta(days=FOLLOW_UP_DAYS),
        days=FOLLOW_UP_DAYS,
    )


_MAIL, _REVIEWS = {"mail_opens", "mail_clicks"}, {"reviews", "negative_reviews", "mentions", "net_sentiment"}


def _unwatched(evaluation: Evaluation) -> Iterator[Message]:
    """Say what is usually watched after a campaign and has no data in the brief."""
    kinds = {entry_of(indicator).id for indicator in evaluation.campaign.indicators.values()}
    if not kinds & _MAIL:
        yield message("E-mails are not followed: no indicator of the brief measures mail_opens or mail_clicks.")
    if not kinds & _REVIEWS:
        yield message(
            "Reviews are not watched: no indicator of the brief measures reviews, negative_reviews, mentions or "
            "net_sentiment."
        )
    if reason := why_none(evaluation):
        yield message("What customers won in these days bought later is not known: {reason}", reason=reason)


def _money_table(evaluation: Evaluation, words: Words) -> Table:
    return Table(
        words.say(message("What it has returned so far")),
        (
            Column(words.say(message("Days after the end"))),
            Column(words.say(message("ROI so far")), numeric=True),
            Column(words.say(message("Chances that it earned money")), numeric=True),
        ),
        tuple(_money_row(point, words) for point in _told(evaluation.returns_so_far)),
        known(
            words,
            Evidence.MEASURED,
            sources=(*indicator_files(evaluation, evaluation.campaign.roi), *cost_sources(evaluation)),
            how=message("gain up to each day, on the cost spent once"),
        ),
    )


def _told(points: Sequence[ReturnSoFar]) -> Iterator[ReturnSoFar]:
    """Give every day up to the first that can't be told, with its reason: the others follow it."""
    for point in points:
        yield point
        if point.estimate is None:
            return


def _money_row(point: ReturnSoFar, words: Words) -> tuple[Cell, ...]:
    day = Cell(words.number(point.days), note=words.day(point.day))
    if point.estimate is None:
        return cells(day, reason_cell(words, point.reason), "–")
    value = Cell(words.percent(point.estimate.value, sign=True), note=percent_range(words, point.estimate))
    return cells(day, value, words.say(message("{chances} in 100", chances=_chances(point.probability))))


def _table(evaluation: Evaluation, followed: list[tuple[IndicatorResult, FollowUp]], words: Words) -> Table:
    return Table(
        words.say(message("What lasts of the effect, by days after the end")),
        (
            Column(words.say(message("Indicator"))),
            Column(words.say(message("Days after the end")), numeric=True),
            Column(words.say(message("Effect after the campaign")), numeric=True),
            Column(words.say(message("Effect since its first day")), numeric=True),
            Column(words.say(message("Verdict on the days after"))),
        ),
        tuple(_row(evaluation, result, point, words) for result, found in followed for point in _shown(found)),
        known_of(
            evaluation,
            words,
            Evidence.MEASURED,
            Evidence.MODELLED,
            keys=[result.key for result, _ in followed],
            how=message("observed after the end, less the baseline modelled on the days before the campaign"),
        ),
    )


def _shown(found: FollowUp) -> Iterator[Checkpoint]:
    """Give every checkpoint up to the first that is still to come: the others follow it."""
    for point in found.checkpoints:
        yield point
        if point.state is CheckpointState.NOT_YET:
            return


def _row(evaluation: Evaluation, result: IndicatorResult, point: Checkpoint, words: Words) -> tuple[Cell, ...]:
    label = words.say(message("{name}, per day", name=result.name) if result.per_day else result.name)
    name = Cell(label, unit=unit_said(evaluation, result, words))
    day = Cell(words.number(point.days), note=words.day(point.day))
    late, whole = point.carry_over, point.cumulative
    if late is None or whole is None:
        not_yet = point.state is CheckpointState.NOT_YET
        return cells(name, day, "–", "–", Cell(words.say(message("not yet") if not_yet else _UNMEASURED), _UNTOLD))
    effects = (_effect_cell(result, total, words) for total in (late, whole))
    return cells(name, day, *effects, verdict_cell(words, late.verdict, rises=result.rises))


def _effect_cell(result: IndicatorResult, total: TotalEffect, words: Words) -> Cell:
    """Give an effect with its interval below."""
    value, low, high = (
        words.value(of_effect(result, amount).bare().signed())
        for amount in (total.effect, total.effect_ci_lower, total.effect_ci_upper)
    )
    return Cell(value, note=words.say(message("between {low} and {high}", low=low, high=high)))


def _points(result: IndicatorResult, found: FollowUp) -> Iterator[Message]:
    """Say how the effect fades, and why a checkpoint can't be measured."""
    yield message("«{name}»: {statement}", name=result.name, statement=found.decay.statement)
    for point in found.checkpoints:
        if point.state is CheckpointState.NOT_MEASURABLE and point.reason is not None:
            yield message("«{name}»: {statement}", name=result.name, statement=point.reason)
        for note in point.notes:
            yield message("«{name}»: {statement}", name=result.name, statement=note)


def _chances(probability: float | None) -> int:
    """Give chances in a hundred, never quite certain."""
    return min(99, max(1, round(100 * (probability or 0.0))))
