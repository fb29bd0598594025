"""The portfolio page: every campaign in one table, failed and planned ones too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from smmeasure.brief.campaign import ObjectiveKind
from smmeasure.brief.checks import kind_label
from smmeasure.core.phases import Phase
from smmeasure.core.portfolio import PortfolioRow, portfolio_rows, total_costs
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.figures import EffectRow, effects_figure
from smmeasure.show.labels import PHASES
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import figure_html, heading, verdict_cell
from smmeasure.show.side_by_side import (
    families_html,
    flips_html,
    records_known,
    returns_html,
    together_html,
    totals_html,
)
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words, message_from


def portfolio(records: Sequence[Mapping[str, object]], language: str) -> Html:
    """Show the records of all campaigns on one page.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    language : str
        ``fr`` or ``en``.
    """
    words, rows = Words(language), portfolio_rows(records)
    pieces = [_head(rows, words), table_html(_table(rows, words)), flips_html(rows, words)]
    effects = [_effect_row(row, words) for row in rows if row.verdict and row.relative]
    if effects:
        title, lead = (
            message("What moved, campaign by campaign"),
            message("Effect on the main indicator of each campaign, against its own baseline."),
        )
        pieces += [
            heading(words, title, lead),
            figure_html(effects_figure(effects, words, "portfolio"), known=records_known(words)),
        ]
    pieces += [part(records, words) for part in (together_html, totals_html, returns_html, families_html)]
    return joined(pieces)


def _effect_row(row: PortfolioRow, words: Words) -> EffectRow:
    return EffectRow(
        f"{row.title} · {_name(row, words)}", row.relative, row.verdict or Verdict.NOT_MEASURABLE, row.rises
    )


def _name(row: PortfolioRow, words: Words) -> str:
    return words.say(message_from(row.indicator))


def _head(rows: Sequence[PortfolioRow], words: Words) -> Html:
    return render(
        "portfolio.html.j2",
        eyebrow=", ".join(sorted({row.brand for row in rows if row.brand})),
        title=words.say(message("Campaigns")),
        answer=[words.say(sentence) for sentence in _sentences(rows)],
    )


def _sentences(rows: Sequence[PortfolioRow]) -> list[Message]:
    measured = [row for row in rows if row.phase and row.phase.has_result]
    helped = [row for row in measured if row.verdict in {Verdict.RISE, Verdict.FALL} and _for_the_better(row)]
    earned = [row for row in measured if row.roi and row.roi.ci_lower > 0]
    judged = [row for row in measured if row.roi]
    said = [
        message(
            "Measured: {measured} of {count}; **with a measurable effect for the better: {helped}**.",
            count=len(rows),
            measured=len(measured),
            helped=len(helped),
        )
    ]
    if judged:
        said.append(
            message(
                "Judged by an ROI: {judged}; earned more than they cost even at the low end: {earned}.",
                judged=len(judged),
                earned=len(earned),
            )
        )
    said.extend(message("Spent so far: {cost}.", cost=cost) for cost in total_costs(rows))
    failed = sum(row.phase is None for row in rows)
    return [*said, message("**Not reported: {failed}.**", failed=failed)] if failed else said


def _for_the_better(row: PortfolioRow) -> bool:
    return (row.verdict is Verdict.RISE) == row.rises


def _table(rows: Sequence[PortfolioRow], words: Words) -> Table:
    return Table(
        words.say(message("Every campaign; effects, ROI and reach of different campaigns are not summed")),
        (
            Column(words.say(message("Campaign"))),
            Column(words.say(message("Phase"))),
            Column(words.say(message("Main objective"))),
            Column(words.say(message("Effect")), numeric=True),
            Column(words.say(message("Verdict"))),
            Column(words.say(message("ROI")), numeric=True),
            Column(words.say(message("ROO")), numeric=True),
            Column(words.say(message("Cost")), numeric=True),
        ),
        tuple(_row(row, words) for row in rows),
        records_known(words),
    )


def _row(row: PortfolioRow, words: Words) -> tuple[Cell, ...]:
    name = Cell(row.title, link=row.link, note=_span(row, words))
    if row.phase is None:
        failed = Cell(words.say(message("failed")), "chip smm-chip-failed")
        return cells(name, failed, "–", Cell(_failure(row, words), "reason"), "–", "–", "–", "–")
    return cells(
        name,
        Cell(words.say(PHASES[row.phase]), f"chip smm-chip-{_CHIP[row.phase]}"),
        _objective(row, words),
        _effect(row, words),
        verdict_cell(words, row.verdict, rises=row.rises) if row.verdict else "–",
        _roi(row, words),
        words.percent(row.roo.value) if row.roo else "–",
        words.money(row.cost) if row.cost else "–",
    )


_CHIP: dict[Phase, str] = {
    Phase.PLANNED: "planned",
    Phase.RUNNING: "running",
    Phase.MEASURED: "measured",
    Phase.FOLLOWED_UP: "followed",
}


def _failure(row: PortfolioRow, words: Words) -> str:
    failure = row.failure.get("message") if isinstance(row.failure, Mapping) else row.failure
    return words.say(message_from(failure)) if failure else ""


def _span(row: PortfolioRow, words: Words) -> str:
    return words.span(date.fromisoformat(row.start), date.fromisoformat(row.end)) if row.start else ""


def _objective(row: PortfolioRow, words: Words) -> str:
    return words.say(kind_label(ObjectiveKind(row.objective))) if row.objective else "–"


def _effect(row: PortfolioRow, words: Words) -> Cell:
    name = _name(row, words)
    if row.effect is None:
        return Cell("–", note=name)
    value = words.quantity(row.effect.value, row.unit, row.noun, sign=True)
    shown = words.say(message("{value} per day", value=value)) if row.per_day else value
    low, high = (words.quantity(end, row.unit, sign=True) for end in (row.effect.ci_lower, row.effect.ci_upper))
    return Cell(shown, note=words.say(message("between {low} and {high}", low=low, high=high)))


def _roi(row: PortfolioRow, words: Words) -> Cell:
    if row.roi is None:
        return Cell("–", note=words.say(message_from(row.roi_reason)) if row.roi_reason else "")
    low, high = (words.percent(end, sign=True) for end in (row.roi.ci_lower, row.roi.ci_upper))
    interval = words.say(message("between {low} and {high}", low=low, high=high))
    return Cell(words.percent(row.roi.value, sign=True), note=interval)
