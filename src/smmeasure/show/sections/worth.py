"""Below the returns: the way from revenue to ROI, what platforms claim, and savings that are only assumed."""

from __future__ import annotations

from collections.abc import Sequence

from smmeasure.core.attributed import AttributedRoas
from smmeasure.core.deflection import AssumedSaving
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.returns import ReturnName
from smmeasure.core.waterfall import StepKind, Waterfall, WaterfallStep
from smmeasure.core.worth import Worth
from smmeasure.messages import Message, message
from smmeasure.show.figures.waterfall import step_amount, step_name, waterfall_figure
from smmeasure.show.known import BRIEF, Known, gain_known, indicator_files, known
from smmeasure.show.labels import EVIDENCE
from smmeasure.show.page import Html, render
from smmeasure.show.sections.absent import absent_returns
from smmeasure.show.sections.parts import figure_html, heading, points_html, reason_cell
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Money, Rate

_DECIMALS = 2
"""Of revenue per unit of spend: cents."""


def waterfall_html(evaluation: Evaluation, words: Words) -> tuple[Html, ...]:
    """Show the way from the revenue observed to the ROI, or say in one line why there is none."""
    worth = evaluation.worth
    if worth is None:
        return ()
    if worth.waterfall is None:
        reason = evaluation.return_named(ReturnName.ROI).reason or ""
        line = message("The way from revenue to ROI is not drawn. {reason}", reason=reason)
        return (render("list.html.j2", points=[words.say(line)]),)
    found = worth.waterfall
    return (
        heading(words, _waterfall_title(found), _LEAD),
        figure_html(waterfall_figure(found, words, "waterfall"), known=_known(evaluation, found, words)),
        table_html(
            _waterfall_table(evaluation, found, words), summary=words.say(message("The numbers of this figure"))
        ),
    )


_LEAD = message(
    "Each bar hangs where the one above it ended. Only what would not have been sold or spared anyway counts, and only "
    "once the goods and every cost are paid."
)


def _waterfall_title(found: Waterfall) -> Message:
    gain, cost = found.net_gain.amount, found.total_cost
    if found.steps[0].kind is StepKind.VERIFIED_SAVINGS:
        if gain.amount >= 0:
            return message("From savings to ROI: {gain} net gain on {cost} spent", gain=gain, cost=cost)
        return message("From savings to ROI: {loss} missing on {cost} spent", loss=-gain, cost=cost)
    if gain.amount >= 0:
        return message("From revenue to ROI: {gain} net gain on {cost} spent", gain=gain, cost=cost)
    return message("From revenue to ROI: {loss} missing on {cost} spent", loss=-gain, cost=cost)


def _waterfall_table(evaluation: Evaluation, found: Waterfall, words: Words) -> Table:
    roi = message(
        "Net gain ÷ total cost: {gain} ÷ {cost} = ROI {roi}",
        gain=found.net_gain.amount,
        cost=found.total_cost,
        roi=Rate(found.roi.value, signed=True),
    )
    return Table(
        words.say(message("{roi}. Intervals at {level}", roi=roi, level=Rate(evaluation.campaign.level))),
        (
            Column(words.say(message("Step"))),
            Column(words.say(message("Amount")), numeric=True),
            Column(words.say(message("Interval")), numeric=True),
            Column(words.say(message("How it is known"))),
        ),
        tuple(_step_row(step, words) for step in found.steps),
        _known(evaluation, found, words),
    )


def _known(evaluation: Evaluation, found: Waterfall, words: Words) -> Known:
    """Say where the steps come from."""
    return gain_known(evaluation, words, *(step.evidence for step in found.steps))


def _step_row(step: WaterfallStep, words: Words) -> tuple[Cell, ...]:
    low, high = step.amount_ci_lower, step.amount_ci_upper
    interval = words.say(message("between {low} and {high}", low=low, high=high)) if low.amount < high.amount else "–"
    known = words.say(EVIDENCE[step.evidence])
    return cells(step_name(step, words), step_amount(step.amount, step, words), interval, known)


def attributed_html(evaluation: Evaluation, words: Words) -> tuple[Html, ...]:
    """Show attributed ROAS beside iROAS with their gap; where there is none, one line says why."""
    worth = evaluation.worth
    if worth is None or not _has_media(evaluation):
        return ()
    if worth.attributed is None:
        if worth.attributed_reason is None:
            return ()
        line = message("Attributed ROAS: {reason}", reason=worth.attributed_reason)
        return (render("list.html.j2", points=[words.say(line)]),)
    found = worth.attributed
    per = message("{currency} per {currency}", currency=words.currency(evaluation.campaign.currency))
    columns = (
        Column(words.say(message("Revenue per unit of ad spend"))),
        Column(words.say(message("Value")), numeric=True, unit=words.say(per)),
        Column(words.say(message("Revenue")), numeric=True),
        Column(words.say(message("Ad spend")), numeric=True),
        Column(words.say(message("How it is known"))),
    )
    table = Table(
        words.say(message("What the platform claims, and what was gained")),
        columns,
        _pair(evaluation, found, words),
        _pair_known(evaluation, words),
    )
    return (table_html(table), render("list.html.j2", points=[words.say(gap_sentence(found))]))


def _pair_known(evaluation: Evaluation, words: Words) -> Known:
    """Say where claims and gains come from."""
    claims = [item.attributed.facts.file for item in evaluation.costs if item.attributed]
    files = indicator_files(evaluation, evaluation.campaign.roi)
    how = message("what the platform claims is its own count, no effect")
    return known(words, Evidence.MEASURED, sources=(*claims, *files), how=how)


def _has_media(evaluation: Evaluation) -> bool:
    return any(item.category == "media" or item.attributed for item in evaluation.costs)


def _pair(evaluation: Evaluation, found: AttributedRoas, words: Words) -> tuple[tuple[Cell, ...], ...]:
    setting = ", ".join(found.settings)
    label = (
        message("attributed by the platform ({setting})", setting=setting)
        if setting
        else message("attributed by the platform; its export names no attribution setting")
    )
    claimed = cells(
        words.say(message("Attributed ROAS")),
        words.number(found.roas, _DECIMALS),
        words.money(found.revenue),
        words.money(found.spend),
        words.say(label),
    )
    gained = evaluation.return_named(ReturnName.IROAS)
    name = words.say(message("iROAS"))
    if gained.estimate is None or found.incremental is None:
        return claimed, cells(name, "–", "–", words.money(found.media), reason_cell(words, gained.reason))
    known = words.say(EVIDENCE[gained.evidence])
    low, high = (words.number(end, _DECIMALS) for end in (gained.estimate.ci_lower, gained.estimate.ci_upper))
    between = words.say(message("between {low} and {high}", low=low, high=high))
    value = Cell(words.number(gained.estimate.value, _DECIMALS), note=between)
    return claimed, cells(name, value, words.money(found.incremental), words.money(found.media), known)


def gap_sentence(found: AttributedRoas) -> Message:
    """Explain in one sentence why the platform's number and the measured one differ."""
    if found.incremental is None or found.gap is None:
        return message(
            "The platform counts every sale after a contact with its ads, also those that would have come anyway: "
            "it is no return of the campaign."
        )
    values: dict[str, Money] = {"claimed": found.revenue, "gained": found.incremental}
    if found.is_within and found.incremental_low and found.incremental_high:
        return message(
            "In the same days and the same currency the platform claims {claimed}; between {low} and {high} was gained "
            "over the baseline: the claim lies within, so that it can't be told whether it is too high.",
            claimed=found.revenue,
            low=found.incremental_low,
            high=found.incremental_high,
        )
    if found.gap.amount > 0:
        return message(
            "In the same days and the same currency the platform claims {claimed} and {gained} was gained over the "
            "baseline: it also counts sales that would have come without its ads.",
            **values,
        )
    return message(
        "In the same days and the same currency the platform claims {claimed} and {gained} was gained over the "
        "baseline: it does not see sales that its ads brought elsewhere, or that other actions brought.",
        **values,
    )


def savings_html(evaluation: Evaluation, words: Words) -> tuple[Html, ...]:
    """Show savings by a declared rate, labelled assumed and apart from the ROI; nothing where none is declared."""
    worth = evaluation.worth or Worth(None, None, None, ())
    if not worth.savings:
        return ()
    columns = (
        Column(words.say(message("Answers"))),
        Column(words.say(message("Contacts spared")), numeric=True, unit=words.say(message("contacts"))),
        Column(words.say(message("Saved, the programme paid")), numeric=True),
        Column(words.say(message("Range")), numeric=True),
        Column(words.say(message("How it is known"))),
    )
    rows = tuple(_saving_row(evaluation, saving, words) for saving in worth.savings)
    caption = words.say(message("Savings by a declared rate: assumed, and never in the ROI"))
    return (table_html(Table(caption, columns, rows, _savings_known(evaluation, worth.savings, words))),)


def _savings_known(evaluation: Evaluation, savings: Sequence[AssumedSaving], words: Words) -> Known:
    files = indicator_files(evaluation, [saving.indicator for saving in savings])
    how = message("answers counted, times the rate and the cost of a contact that the brief declares")
    return known(words, Evidence.ASSUMED, sources=(*files, BRIEF), how=how)


def _saving_row(evaluation: Evaluation, saving: AssumedSaving, words: Words) -> tuple[Cell, ...]:
    name = words.say(evaluation.indicator(saving.indicator).name)
    if saving.central is None or saving.low is None or saving.high is None:
        return cells(name, "–", "–", "–", reason_cell(words, saving.reason))
    interval = words.say(message("between {low} and {high}", low=saving.low, high=saving.high))
    contacts = words.number(saving.contacts or 0.0)
    known = f"{words.say(EVIDENCE[Evidence.ASSUMED])} · {words.say(_calculation(evaluation, saving))}"
    return cells(name, contacts, words.money(saving.central), interval, known)


def _calculation(evaluation: Evaluation, saving: AssumedSaving) -> Message:
    """Say what the saving was made of, and where the rate comes from."""
    declared = evaluation.campaign.indicators[saving.indicator].deflection
    parts = message(
        "{answers} answers × {rate}, of which {again} call all the same; {gross} less {programme} for the programme",
        answers=round(saving.answers or 0.0),
        rate=Rate((declared.central if declared else None) or 0.0),
        again=Rate(declared.recontacts if declared else 0.0),
        gross=saving.gross or "",
        programme=_programme(saving),
    )
    if saving.source is None:
        return parts
    if saving.source_date is None:
        return message("{parts}; rate: {source}", parts=parts, source=saving.source)
    return message("{parts}; rate: {source}, {day}", parts=parts, source=saving.source, day=saving.source_date)


def _programme(saving: AssumedSaving) -> Message | Money:
    """Say what the programme costs, with its range where it has one."""
    if saving.programme is None:
        return message("nothing known")
    if saving.programme_low is None or saving.programme_high is None:
        return saving.programme
    return message(
        "{amount} (between {low} and {high})",
        amount=saving.programme,
        low=saving.programme_low,
        high=saving.programme_high,
    )


def worth_html(evaluation: Evaluation, words: Words) -> Html:
    """Show everything that stands beside the returns."""
    return joined(
        [
            *waterfall_html(evaluation, words),
            *attributed_html(evaluation, words),
            *savings_html(evaluation, words),
            points_html(words, absent_returns(evaluation)),
        ]
    )
