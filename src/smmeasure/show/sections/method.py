"""How the numbers were obtained, folded: method, calibration, files and versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.results import Calibration
from smmeasure.messages import Message, message
from smmeasure.show.known import known_of
from smmeasure.show.labels import RETURNS, method_label
from smmeasure.show.page import Html, render
from smmeasure.show.sections.absent import absent_controls
from smmeasure.show.sections.controls import control_paragraphs, controls
from smmeasure.show.sections.parts import heading, words_of
from smmeasure.show.sections.returns import meaning
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Rate


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what it stands for.

    Attributes
    ----------
    label, text : str
        The two sides.
    """

    label: str
    text: str


def method(evaluation: Evaluation, versions: Mapping[str, str]) -> Html:
    """Show how the numbers were obtained and from what.

    Parameters
    ----------
    evaluation : Evaluation
        What the report shows.
    versions : mapping of str to str
        Packages that the numbers depend on, with their versions.
    """
    words = words_of(evaluation)
    return joined(
        [
            heading(words, message("Method and provenance")),
            _how(evaluation, words),
            table_html(
                _calibration_table(evaluation, words),
                summary=words.say(message("How far the method errs on these series")),
            ),
            controls(evaluation),
            _names(evaluation, words),
            _provenance(evaluation, versions, words),
        ]
    )


def _how(evaluation: Evaluation, words: Words) -> Html:
    paragraphs = [
        message(
            "An effect is what was observed minus the baseline: what the series would have done without the campaign, "
            "learnt from days without commercial communication."
        ),
        message(
            "Several baselines are tried on pretend campaigns of the same length in the quiet period; those that err "
            "least are used, and the interval is widened until it fits those errors."
        ),
        message(
            "An interval at {level} holds the true effect {level} of the time. The verdict follows from it: where it "
            "contains zero, no change is claimed.",
            level=Rate(evaluation.campaign.level),
        ),
        message(
            "A series with too few quiet days, or too many gaps, is called not measurable instead of being guessed."
        ),
        *control_paragraphs(evaluation),
        *absent_controls(evaluation),
    ]
    said = [words.say(paragraph) for paragraph in paragraphs]
    return render(
        "facts.html.j2", summary=words.say(message("How these numbers were obtained")), paragraphs=said, facts=[]
    )


def _calibration_table(evaluation: Evaluation, words: Words) -> Table:
    titles = (message("Pretend campaigns"), message("False alarms"), message("Median error"))
    units = (words.say(message("number")), "", "")
    return Table(
        words.say(message("Pretend campaigns in the quiet period, where the true effect is zero")),
        (
            Column(words.say(message("Indicator"))),
            Column(words.say(message("Baseline used"))),
            *(Column(words.say(title), numeric=True, unit=unit) for title, unit in zip(titles, units, strict=True)),
        ),
        tuple(
            _calibration_row(result, result.uplift.calibration, words)
            for result in evaluation.measured
            if result.uplift and result.uplift.calibration
        ),
        known_of(
            evaluation,
            words,
            Evidence.MEASURED,
            how=message("pretend campaigns; false alarms as a share of them, errors as a share of the days' total"),
        ),
    )


def _calibration_row(result: IndicatorResult, calibration: Calibration, words: Words) -> tuple[Cell, ...]:
    used = [words.say(method_label(c.name)) for c in calibration.candidates if c.chosen]
    return cells(
        words.say(result.name),
        ", ".join(dict.fromkeys(used)) or "–",
        words.number(calibration.placebos),
        words.percent(calibration.false_alarm_rate),
        words.percent(calibration.median_error),
    )


def _names(evaluation: Evaluation, words: Words) -> Html:
    currency = evaluation.campaign.currency
    sign = {"currency": words.currency(currency)}
    facts = [
        Fact(words.say(Message(label.template, sign)), meaning(name, words, currency))
        for name, label in RETURNS.items()
    ]
    return render("facts.html.j2", summary=words.say(message("What the returns mean")), paragraphs=[], facts=facts)


def _provenance(evaluation: Evaluation, versions: Mapping[str, str], words: Words) -> Html:
    sources = [result.series.facts for result in evaluation.indicators]
    sources += [item.facts for item in evaluation.costs if item.facts]
    files = {one.file: one.sha256 for facts in sources for one in facts.files}
    files |= {one.file: one.sha256 for one in (evaluation.customers.facts if evaluation.customers else ())}
    doubts = list(dict.fromkeys(words.say(doubt) for facts in sources for doubt in facts.doubts))
    facts = [
        Fact(words.say(message("Report as of")), words.day(evaluation.as_of)),
        *(Fact(file, f"SHA-256 {digest[:16]}…") for file, digest in sorted(files.items())),
        *(Fact(package, version) for package, version in sorted(versions.items())),
    ]
    return render("facts.html.j2", summary=words.say(message("Files and versions")), paragraphs=doubts, facts=facts)
