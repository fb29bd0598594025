"""The scoreboard: what was reached of every objective, by family, category, department and term."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.brief.campaign import Horizon
from smmeasure.brief.checks import kind_label
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.objectives import BEHIND_THE_BASELINE, Family, ObjectiveResult, Standing
from smmeasure.core.phases import NOT_BEGUN, Phase
from smmeasure.core.scoreboard import DepartmentScore, HorizonScore, ScoreLine
from smmeasure.messages import Message, message
from smmeasure.show.figures.scoreboard import ScoreRow, scoreboard_figure
from smmeasure.show.known import BRIEF, Known, indicator_files, known
from smmeasure.show.labels import CATEGORIES
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.parts import figure_html, heading, percent_range, reason_cell, unit_said
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Rate

FAMILIES: dict[Family, Message] = {
    Family.SOCIAL: message("Social objectives"),
    Family.FINANCIAL: message("Financial objectives"),
}

STANDINGS: dict[Standing, Message] = {
    Standing.REACHED: message("target reached"),
    Standing.PROBABLY_REACHED: message("target probably reached"),
    Standing.PERHAPS_MISSED: message("target perhaps missed"),
    Standing.MISSED: message("target missed"),
    Standing.NOT_YET: message("not reached yet"),
    Standing.UNDECIDED: message("can't be told"),
    Standing.UNKNOWN: message("no ROO"),
}

HORIZONS: dict[Horizon, Message] = {
    Horizon.SHORT: message("short term"),
    Horizon.MEDIUM: message("medium term"),
    Horizon.LONG: message("long term"),
}


def scoreboard(evaluation: Evaluation, words: Words) -> Html:
    """Show the objectives of a campaign, or say in one line that it has none."""
    board = evaluation.scoreboard
    if not board.lines:
        nothing = message("The brief sets no objective: there is no target to hold the campaign against.")
        return heading(words, message("No objective, no ROO"), nothing)
    lead = message(
        "ROO: (actual − baseline) ÷ (target − baseline), with its interval at {level}. It is 0% where nothing "
        "changed and 100% where the target was met.",
        level=Rate(evaluation.campaign.level),
    )
    pieces, fold = [heading(words, _title(evaluation), lead)], ""
    if evaluation.phase.has_result:
        fold = words.say(message("Every objective with its target, deadline and department"))
        rows = [_figure_row(evaluation, line, words) for line in board.lines]
        pieces.append(
            figure_html(
                scoreboard_figure(rows, words, f"{evaluation.campaign.campaign}-scoreboard"),
                known=_known(evaluation, words),
            )
        )
        counted = [*_departments(evaluation), *_horizons(evaluation)]
        pieces.append(render("list.html.j2", points=[words.say(one) for one in counted]))
    return joined([*pieces, table_html(_table(evaluation, words), summary=fold)])


def _title(evaluation: Evaluation) -> Message:
    board = evaluation.scoreboard
    if not evaluation.phase.has_result:
        return message("What is to be reached")
    if board.unknown == len(board.lines):
        return message("No target can be judged, and why")
    return message("Targets: {met} of {count} reached or probably reached", met=board.met, count=len(board.lines))


def _departments(evaluation: Evaluation) -> Iterator[Message]:
    """Count what every department reached; shares of different things are not averaged."""
    for score in evaluation.scoreboard.departments:
        name = score.department or message("no department")
        yield Message(_department(score).template, {"name": name, "met": score.met, "count": score.objectives})


def _horizons(evaluation: Evaluation) -> Iterator[Message]:
    """Count what was reached of every term, where there is more than one."""
    scores = evaluation.scoreboard.horizons
    for score in scores if len(scores) > 1 else ():
        name = HORIZONS[score.horizon] if score.horizon else message("no term")
        yield Message(_department(score).template, {"name": name, "met": score.met, "count": score.objectives})


def _department(score: DepartmentScore | HorizonScore) -> Message:
    if score.unknown == score.objectives:
        return message("**{name}**: none of its {count} targets can be judged.")
    if score.unknown:
        return message("**{name}**: {met} of {count} reached or probably reached; not all can be judged.")
    return message("**{name}**: {met} of {count} reached or probably reached.")


def _name(evaluation: Evaluation, objective: ObjectiveResult, words: Words) -> str:
    """Name an objective; where two are of one kind and on one indicator, their deadlines tell them apart."""
    result = evaluation.indicator(objective.indicator)
    name = message("{kind}: {indicator}", kind=kind_label(objective.kind), indicator=result.name)
    alike = [o for o in evaluation.objectives if (o.kind, o.indicator) == (objective.kind, objective.indicator)]
    if len(alike) == 1 or objective.deadline is None:
        return words.say(name)
    return words.say(message("{objective}, by {deadline}", objective=name, deadline=objective.deadline))


def _figure_row(evaluation: Evaluation, line: ScoreLine, words: Words) -> ScoreRow:
    objective = evaluation.objectives[line.number]
    group = message("{family} · {category}", family=FAMILIES[line.family], category=CATEGORIES[line.category])
    told = words.say(objective.reason or STANDINGS[line.standing])
    return ScoreRow(words.say(group), _name(evaluation, objective, words), line.standing, told, objective.roo)


def _table(evaluation: Evaluation, words: Words) -> Table:
    return Table(
        words.say(_caption(evaluation)),
        (
            Column(words.say(message("Objective"))),
            Column(words.say(message("Family"))),
            Column(words.say(message("Target")), numeric=True),
            *([] if _is_planned(evaluation) else [Column(words.say(message("ROO")), numeric=True)]),
            Column(words.say(message("Deadline"))),
            Column(words.say(message("Department"))),
        ),
        tuple(_row(evaluation, evaluation.objectives[line.number], words) for line in evaluation.scoreboard.lines),
        _known(evaluation, words),
    )


def _is_planned(evaluation: Evaluation) -> bool:
    return evaluation.phase is Phase.PLANNED


def _caption(evaluation: Evaluation) -> Message:
    """Name the table; before the campaign one reason stands for every ROO."""
    if not _is_planned(evaluation):
        return message("ROO: share of each target reached over the baseline")
    return message("The targets; no ROO yet: {reason}", reason=NOT_BEGUN)


def _known(evaluation: Evaluation, words: Words) -> Known:
    """Say how shares of targets are known; before a result, only targets are shown, which are wishes."""
    if not evaluation.phase.has_result:
        return known(words, Evidence.ASSUMED, sources=[BRIEF], how=message("targets, not results"))
    files = indicator_files(evaluation, [objective.indicator for objective in evaluation.objectives])
    how = message("targets as the brief sets them, effects against the baseline")
    return known(words, Evidence.MEASURED, sources=(*files, BRIEF), how=how)


def _row(evaluation: Evaluation, objective: ObjectiveResult, words: Words) -> tuple[Cell, ...]:
    reached = reason_cell(words, objective.reason)
    if objective.roo:
        known = message(
            "{range} · {standing}",
            range=percent_range(words, objective.roo, sign=False),
            standing=STANDINGS[objective.standing],
        )
        note = f"{words.say(known)} · {words.say(objective.note)}" if objective.note else words.say(known)
        reached = Cell(words.percent(objective.roo.value), note=note)
    return cells(
        Cell(
            _name(evaluation, objective, words),
            unit=unit_said(evaluation, evaluation.indicator(objective.indicator), words),
        ),
        words.say(CATEGORIES[objective.category]),
        _wanted(evaluation, objective, words),
        *([] if _is_planned(evaluation) else [reached]),
        _deadline(objective, words),
        objective.department or "–",
    )


def _deadline(objective: ObjectiveResult, words: Words) -> Cell:
    term = words.say(HORIZONS[objective.horizon]) if objective.horizon else ""
    if objective.deadline is None:
        return Cell("–", note=term)
    passed = message("passed") if objective.deadline_passed else message("not passed yet")
    return Cell(words.day(objective.deadline), note=f"{words.say(passed)} · {term}" if term else words.say(passed))


def _wanted(evaluation: Evaluation, objective: ObjectiveResult, words: Words) -> str:
    """Write the target: the effect wanted, or what the brief says where no baseline turns it into one."""
    target = evaluation.campaign.objectives[evaluation.objectives.index(objective)].target
    if target is not None and target.total is not None and objective.reason in BEHIND_THE_BASELINE:
        return words.say(message("{total} in all", total=target.total))
    if objective.has_target:
        return words.value(of_effect(evaluation.indicator(objective.indicator), objective.wanted).signed())
    if target is None:
        return "–"
    if target.percent is not None:
        return words.percent(target.percent / 100, sign=True)
    return words.say(message("{total} in all", total=target.total or 0.0))
