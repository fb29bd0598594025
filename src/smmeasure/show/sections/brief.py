"""The brief as a chain from goal to calculation, its objectives and the findings of the method."""

from __future__ import annotations

from dataclasses import dataclass

from smmeasure.brief.checks import Finding, Severity, kind_label
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.objectives import ObjectiveResult
from smmeasure.core.phases import Phase
from smmeasure.core.returns import ReturnName
from smmeasure.messages import Message, message
from smmeasure.show.known import Known, cost_known
from smmeasure.show.labels import SEVERITIES
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.parts import heading, words_of
from smmeasure.show.sections.scoreboard import scoreboard
from smmeasure.show.tables import joined
from smmeasure.show.words import Words


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain.

    Attributes
    ----------
    label : str
        Its name.
    text : str
        What it is in this campaign.
    """

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding, said.

    Attributes
    ----------
    severity, label, code, place, reason, cure : str
        Class, name of the severity, number of the rule, key path, why, what to do.
    """

    severity: str
    label: str
    code: str
    place: str
    reason: str
    cure: str


def brief(evaluation: Evaluation) -> Html:
    """Show what was wanted, how it is measured, and what the method objects to."""
    words = words_of(evaluation)
    pieces = [
        heading(
            words, message("The chain of this campaign"), message("From the goal to the calculation, no step skipped.")
        ),
        render("chain.html.j2", links=_chain(evaluation, words), known=_chain_known(evaluation, words)),
    ]
    pieces.append(scoreboard(evaluation, words))
    return joined([*pieces, findings_html(words, evaluation.findings)])


def _chain_known(evaluation: Evaluation, words: Words) -> Known:
    """Say where the cost and the target of the chain come from."""
    planned = evaluation.phase is Phase.PLANNED
    spent = message("the target is what is wanted, the cost what was spent")
    return cost_known(evaluation, words, message("target and cost as they are planned") if planned else spent)


def _chain(evaluation: Evaluation, words: Words) -> list[Link]:
    campaign = evaluation.campaign
    objective = evaluation.objectives[0] if evaluation.objectives else None
    actions = ", ".join(dict.fromkeys(action.name for action in campaign.actions)) or "–"
    action = message("{actions}; {cost} in all", actions=actions, cost=evaluation.total_cost)
    if not evaluation.costs:
        action = message("{actions}; no cost is given", actions=actions)
    links: list[tuple[Message, Message | str]] = [
        (message("Goal"), campaign.goal),
        (message("Objective"), _objective_text(evaluation, objective)),
        (message("Action"), action),
        (message("Indicator"), evaluation.main.name),
        (message("Measure"), message("Compared with {days} quiet days without campaign", days=evaluation.quiet_days)),
        (message("Calculation"), _calculation(evaluation)),
    ]
    return [Link(words.say(label), words.say(text)) for label, text in links]


def _objective_text(evaluation: Evaluation, objective: ObjectiveResult | None) -> Message | str:
    if objective is None:
        return message("none is set")
    if objective.text:
        return objective.text
    wanted = of_effect(evaluation.indicator(objective.indicator), objective.wanted).signed()
    return message("{kind}: {wanted}", kind=kind_label(objective.kind), wanted=wanted)


def _calculation(evaluation: Evaluation) -> Message | str:
    result = evaluation.return_named(ReturnName.ROI)
    if result.calculation is not None:
        return result.calculation
    if evaluation.phase is Phase.PLANNED:
        return message("none before the campaign")
    return message("no ROI; how much of the target was reached")


def findings_html(words: Words, findings: tuple[Finding, ...]) -> Html:
    """List what the method and the data object to, numbered."""
    return render(
        "findings.html.j2",
        title=words.say(message("What the method says of this brief")),
        nothing=words.say(message("Nothing to object to.")),
        findings=[finding_line(words, finding) for finding in findings],
    )


def finding_line(words: Words, finding: Finding) -> FindingLine:
    """Say a finding."""
    return FindingLine(
        severity={Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "advice"}[finding.severity],
        label=words.say(SEVERITIES[finding.severity]),
        code=finding.code,
        place=finding.place,
        reason=words.say(finding.reason),
        cure=words.say(finding.cure),
    )
