"""Below the table of the portfolio: what changed, what stands together, sums, and campaigns among their like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from smmeasure.brief.nouns import units_named
from smmeasure.core.comparison import Compared, Family, families, judged_together
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.portfolio import PortfolioRow
from smmeasure.core.portfolio_totals import PortfolioTotal, portfolio_totals
from smmeasure.core.return_comparison import compared_returns
from smmeasure.messages import Message, message
from smmeasure.show.known import Known, known
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import heading, percent_range, points_html
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words, message_from
from smmeasure.units import Money, MoneyEquivalent


def records_known(words: Words, *evidence: Evidence) -> Known:
    """Say where the numbers of the portfolio come from; measured unless said otherwise.

    Parameters
    ----------
    words : Words
        Language.
    *evidence : Evidence
        Kinds of evidence.
    """
    how = message("the reports of the campaigns, which name their files")
    return known(words, *(evidence or (Evidence.MEASURED,)), how=how)


def flips_html(rows: Sequence[PortfolioRow], words: Words) -> Html:
    """Show earlier verdicts that no longer stand; nothing where all stand.

    Parameters
    ----------
    rows : sequence of PortfolioRow
        Every campaign.
    words : Words
        Language.
    """
    told = [(row.title, message_from(flip)) for row in rows for flip in row.flips]
    if not told:
        return Html("")
    lead = message("The ledger of this folder keeps every report; these say otherwise than an earlier one did.")
    points = [words.say(message("{title}: {sentence}", title=title, sentence=flip)) for title, flip in told]
    return joined([heading(words, message("Verdicts that changed"), lead), render("list.html.j2", points=points)])


def together_html(records: Sequence[Mapping[str, Any]], words: Words) -> Html:
    """Say how many verdicts stand when all campaigns are judged together, and why none are where they are few.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    words : Words
        Language.
    """
    points = points_html(words, _together(records), known=records_known(words, Evidence.MODELLED))
    lead = message("The more campaigns are tested, the more of them seem to work by chance alone.")
    return joined([heading(words, message("All verdicts together"), lead), points])


def _together(records: Sequence[Mapping[str, Any]]) -> Iterator[Message]:
    found = judged_together(records)
    if found.tested < _LEAST_TESTED:
        yield message(
            "Measured campaigns with a verdict: {count}. Two are needed to judge them together.", count=found.tested
        )
        return
    yield message(
        "Of {tested} campaigns tested, {called} show a rise or a fall; judged together, **{stand} would still be "
        "called so** (on average at most {rate} in 100 of them false; Benjamini and Hochberg).",
        tested=found.tested,
        called=found.called,
        stand=len(found.standing),
        rate=round(100 * found.found.rate),
    )
    titles = _titles(records)
    for name in found.fallen:
        yield message("«{title}»: its verdict does not stand among so many; measure it again.", title=titles[name])


_LEAST_TESTED = 2


def totals_html(records: Sequence[Mapping[str, Any]], words: Words) -> Html:
    """Show what may be added up over campaigns, and say what may not.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    words : Words
        Language.
    """
    totals = portfolio_totals(records)
    lead = message(
        "Money with money of its currency; a cost equivalent (EUR_eq) by itself. People reached, rates and counts of "
        "different things are never added."
    )
    pieces = [heading(words, message("What all campaigns brought together"), lead)]
    if totals:
        pieces.append(table_html(_totals_table(totals, words)))
    return joined([*pieces, points_html(words, _left_out(totals))])


def _left_out(totals: Sequence[PortfolioTotal]) -> Iterator[Message]:
    if not totals:
        yield message("No measured campaign has money gained or a cost equivalent: there is nothing to add.")
    for total in totals:
        yield from (overlap.reason for overlap in total.left_out)


def _totals_table(totals: Sequence[PortfolioTotal], words: Words) -> Table:
    return Table(
        words.say(message("Sums over campaigns; ends of intervals added to ends")),
        (
            Column(words.say(message("What is added"))),
            Column(words.say(message("Total")), numeric=True),
            Column(words.say(message("ROI together")), numeric=True),
        ),
        tuple(_total_row(total, words) for total in totals),
        records_known(words, *(Evidence.MEASURED if total.unit.is_money else Evidence.EQUIVALENT for total in totals)),
    )


def _total_row(total: PortfolioTotal, words: Words) -> tuple[Cell, ...]:
    is_money = total.unit.is_money
    kind = message("Money gained (measured)") if is_money else message("Cost equivalent of earned exposure, no return")
    counted = words.value(units_named(total.counted))
    summed = words.say(message("campaigns: {count}", count=len(total.campaigns)))
    name = Cell(
        words.say(kind), note=" · ".join(filter(None, (str(total.unit), counted, summed, _spent(total, words))))
    )
    if not total.campaigns:
        return cells(name, "–", "–")
    return cells(name, _amount(total, words), _percent(total.roi, words))


def _spent(total: PortfolioTotal, words: Words) -> str:
    """Write what the campaigns of a total cost; nothing for an equivalent."""
    if total.cost is None or not total.campaigns:
        return ""
    return words.say(message("cost: {cost}", cost=Money(total.cost, str(total.unit.currency))))


def _amount(total: PortfolioTotal, words: Words) -> Cell:
    make = Money if total.unit.is_money else MoneyEquivalent
    ends = (total.amount.value, total.amount.ci_lower, total.amount.ci_upper)
    value, low, high = (words.value(make(end, str(total.unit.currency))) for end in ends)
    return Cell(value, note=words.say(message("between {low} and {high}", low=low, high=high)))


def _percent(estimate: Estimate | None, words: Words) -> Cell:
    if estimate is None:
        return Cell("–")
    return Cell(words.percent(estimate.value, sign=True), note=percent_range(words, estimate))


def returns_html(records: Sequence[Mapping[str, Any]], words: Words) -> Html:
    """Show ROIs beside those drawn to their mean, or say in one line why they are not.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    words : Words
        Language.
    """
    found = compared_returns(records)
    lead = message(
        "A high ROI is part luck, a low one too. Beside each stands where it more likely lies: drawn to the mean of "
        "all campaigns that were measured in money, the more the less certain it is (empirical Bayes; modelled)."
    )
    pieces = [heading(words, message("ROI, campaign by campaign"), lead)]
    if found.reason is None:
        pieces.append(table_html(_returns_table(found.members, words)))
    reasons = [found.reason] if found.reason else []
    titles = _titles(records)
    reasons += [
        message(
            "«{first}» and «{second}» are left out: they ran on the same series in the same days.",
            first=titles[overlap.first],
            second=titles[overlap.second],
        )
        for overlap in found.left_out
    ]
    alone = None if len(pieces) > 1 else records_known(words)
    return joined([*pieces, points_html(words, reasons, known=alone)])


def _titles(records: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """Give the title of every campaign by its name."""
    return {str(record.get("campaign")): str(record.get("title") or record.get("campaign")) for record in records}


def _returns_table(members: Sequence[Compared], words: Words) -> Table:
    return Table(
        words.say(message("ROI as measured, and drawn to the mean")),
        (
            Column(words.say(message("Campaign"))),
            Column(words.say(message("ROI (measured)")), numeric=True),
            Column(words.say(message("Drawn to the mean (modelled)")), numeric=True),
        ),
        tuple(cells(one.title, _percent(one.raw, words), _percent(one.shrunk, words)) for one in members),
        records_known(words, Evidence.MEASURED, Evidence.MODELLED),
    )


def families_html(records: Sequence[Mapping[str, Any]], words: Words) -> Html:
    """Show effects beside those drawn to their like, and say where campaigns are too few.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    words : Words
        Language.
    """
    found = families(records)
    lead = message(
        "One campaign's effect holds luck as well. Beside it stands where it more likely lies: drawn to the mean of "
        "campaigns that measured the same, the more the less certain it is (empirical Bayes; modelled)."
    )
    pieces = [heading(words, message("Each campaign among its like"), lead)]
    drawn = [family for family in found if family.reason is None]
    leading = [family for family in drawn if family.leads]
    others = [family for family in drawn if not family.leads]
    pieces += [table_html(_family_table(family, words)) for family in leading]
    for family in others:
        summary = words.say(message("{name}: the main indicator of no campaign", name=family.label))
        pieces.append(table_html(_family_table(family, words), summary=summary, printed=False))
    reasons = [family.reason for family in found if family.reason]
    reasons = reasons or ([] if drawn else [message("No campaign has been measured yet.")])
    return joined([*pieces, points_html(words, reasons, known=None if drawn else records_known(words))])


def _family_table(family: Family, words: Words) -> Table:
    return Table(
        words.say(message("{name}: effects relative to the baseline, raw and drawn to their like", name=family.label)),
        (
            Column(words.say(message("Campaign"))),
            Column(words.say(message("Effect (measured)")), numeric=True),
            Column(words.say(message("Drawn to its like (modelled)")), numeric=True),
        ),
        tuple(cells(one.title, _percent(one.raw, words), _percent(one.shrunk, words)) for one in family.members),
        records_known(words, Evidence.MEASURED, Evidence.MODELLED),
    )
