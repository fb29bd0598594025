"""How numbers are known and where they come from, as tables, figures and lists say it below their titles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import Message, message
from smmeasure.show.labels import EVIDENCE
from smmeasure.show.words import Words

BRIEF = message("the brief")
"""Source of what a brief states: amounts, targets, prices."""


@dataclass(frozen=True, slots=True)
class Known:
    """How numbers are known, and where they come from.

    Attributes
    ----------
    labels : tuple of str
        Kinds of evidence, at least one.
    origin : str
        Files and method, or what else the numbers come from; never empty.
    """

    labels: tuple[str, ...]
    origin: str

    def __post_init__(self) -> None:
        if not self.labels or not self.origin:
            raise ValueError("numbers are shown with at least one kind of evidence and with their origin")


def known(
    words: Words, *evidence: Evidence, sources: Iterable[str | Message] = (), how: Message | None = None
) -> Known:
    """Say how numbers are known and where they come from.

    Parameters
    ----------
    words : Words
        Language.
    *evidence : Evidence
        Kinds of evidence, in the order shown; a repeated one is said once.
    sources : iterable of str or Message
        Files as the brief names them, or `BRIEF`; repeated ones are said once, empty ones not at all.
    how : Message or None
        How the numbers were made of them, in a few words.
    """
    labels = tuple(dict.fromkeys(words.say(EVIDENCE[one]) for one in evidence))
    files = ", ".join(dict.fromkeys(words.value(one) for one in sources if one))
    if not files:
        return Known(labels, words.say(how) if how else "")
    if how is None:
        return Known(labels, words.say(message("Source: {files}", files=files)))
    return Known(labels, words.say(message("Source: {files} · {how}", files=files, how=how)))


def known_of(
    evaluation: Evaluation,
    words: Words,
    *evidence: Evidence,
    keys: Iterable[str] | None = None,
    how: Message | None = None,
) -> Known:
    """Say how numbers made of indicators are known, with the files of these indicators.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    words : Words
        Language.
    *evidence : Evidence
        Kinds of evidence.
    keys : iterable of str or None
        Indicators, as the brief names them; None for all that were measured, of which there is one at least.
    how : Message or None
        How the numbers were made of them.
    """
    chosen = [result.key for result in evaluation.measured or evaluation.indicators] if keys is None else keys
    return known(words, *evidence, sources=indicator_files(evaluation, chosen), how=how)


def indicator_files(evaluation: Evaluation, keys: Iterable[str]) -> tuple[str, ...]:
    """List the files of indicators, each once, in the order of their keys."""
    return tuple(dict.fromkeys(evaluation.indicator(key).series.facts.file for key in keys))


def cost_sources(evaluation: Evaluation) -> tuple[str | Message, ...]:
    """List where the costs come from: exports, and the brief where it states an amount."""
    exports = dict.fromkeys(item.facts.file for item in evaluation.costs if item.facts)
    stated = any(item.facts is None for item in evaluation.costs) or not evaluation.costs
    return (*exports, *([BRIEF] if stated else []))


def cost_known(evaluation: Evaluation, words: Words, how: Message | None = None) -> Known:
    """Say how the costs are known, and where they come from; a guess or a range is an assumption.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    words : Words
        Language.
    how : Message or None
        What else there is to say of the numbers.
    """
    guesses = [bool(item.estimated or item.low) for item in evaluation.costs] or [False]
    kinds = ((False, Evidence.MEASURED), (True, Evidence.ASSUMED))
    evidence = (kind for guess, kind in kinds if guess in guesses)
    return known(words, *evidence, sources=cost_sources(evaluation), how=how)


def gain_known(evaluation: Evaluation, words: Words, *more: Evidence) -> Known:
    """Say where money gained and spent come from.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    words : Words
        Language.
    *more : Evidence
        Kinds of evidence beside what was measured.
    """
    files = indicator_files(evaluation, evaluation.campaign.roi)
    how = message("effects × what one unit brings, against the costs")
    return known(words, Evidence.MEASURED, *more, sources=(*files, *cost_sources(evaluation)), how=how)
