"""What several sections share: headings, figures, intervals as text."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from smmeasure.brief.nouns import noun_of
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.known import Known
from smmeasure.show.labels import VERDICTS
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.tables import Cell
from smmeasure.show.words import Words
from smmeasure.units import Kind

_VERDICT_STYLE: dict[Verdict, str] = {
    Verdict.RISE: "verdict smm-verdict-rise",
    Verdict.FALL: "verdict smm-verdict-fall",
    Verdict.NO_CHANGE: "verdict smm-verdict-none",
    Verdict.NOT_MEASURABLE: "verdict smm-verdict-unknown",
}


def words_of(evaluation: Evaluation) -> Words:
    """Give the words of the brief's language."""
    return Words(evaluation.campaign.language)


def heading(words: Words, title: Message, lead: Message | None = None) -> Html:
    """Give a heading that says the finding, and below it what is measured."""
    return render("heading.html.j2", title=words.say(title), lead=words.say(lead) if lead else "")


def figure_html(figure: Figure, caption: str = "", *, known: Known | None = None) -> Html:
    """Lay out a figure in its wide and its narrow version, with how its numbers are known."""
    return render(
        "figure.html.j2",
        alt=figure.alt,
        wide=Markup(figure.wide),  # noqa: S704 - drawn by the package; texts are escaped there
        narrow=Markup(figure.narrow),  # noqa: S704
        caption=caption,
        known=known,
    )


def points_html(words: Words, points: Iterable[Message | str], *, known: Known | None = None) -> Html:
    """Give a list of sentences; nothing where there are none.

    Parameters
    ----------
    words : Words
        Language.
    points : iterable of Message or str
        The sentences.
    known : Known or None
        How the numbers in them are known; None where what stands above the list says it.
    """
    said = [words.say(point) for point in points]
    return render("list.html.j2", points=said, known=known) if said else Html("")


def unit_said(evaluation: Evaluation, result: IndicatorResult, words: Words) -> str:
    """Say what an indicator's bare numbers count; nothing where they carry their unit themselves."""
    kind = result.unit.kind
    if kind is Kind.COUNT:
        return words.value(noun_of(evaluation.campaign.indicators[result.key]))
    return words.say(_KINDS[kind]) if kind in _KINDS else ""


_KINDS: dict[Kind, Message] = {
    Kind.PEOPLE: message("people"),
    Kind.SECONDS: message("seconds"),
    Kind.POINTS: message("points"),
}


def verdict_cell(words: Words, verdict: Verdict, *, rises: bool) -> Cell:
    """Give a verdict as a cell, marked where it goes the wrong way.

    Parameters
    ----------
    words : Words
        Language.
    verdict : Verdict
        The verdict.
    rises : bool
        Whether more is better.
    """
    wrong = verdict is (Verdict.FALL if rises else Verdict.RISE)
    return Cell(words.say(VERDICTS[verdict]), _VERDICT_STYLE[verdict] + (" smm-verdict-against" if wrong else ""))


def reason_cell(words: Words, reason: Message | None) -> Cell:
    """Give the reason why a number is missing as a cell."""
    return Cell(words.say(reason) if reason else "–", "reason")


def percent_range(words: Words, estimate: Estimate, *, sign: bool = True) -> str:
    """Write the interval of a fraction in per cent."""
    low, high = (words.percent(end, sign=sign) for end in (estimate.ci_lower, estimate.ci_upper))
    return words.say(message("between {low} and {high}", low=low, high=high))


def effect_range(words: Words, result: IndicatorResult) -> str:
    """Write the interval of an indicator's effect."""
    if result.uplift is None:
        return ""
    ends = (result.uplift.effect_ci_lower, result.uplift.effect_ci_upper)
    low, high = (of_effect(result, end).bare().signed() for end in ends)
    return words.say(message("between {low} and {high}", low=low, high=high))


def effect_value(words: Words, result: IndicatorResult) -> str:
    """Write an indicator's effect with its noun."""
    if result.uplift is None:
        return "–"
    value = words.value(of_effect(result, result.uplift.effect).signed())
    return words.say(message("{value} per day", value=value)) if result.per_day else value
