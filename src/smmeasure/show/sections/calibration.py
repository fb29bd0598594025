"""How the method does on a user's own past: one page that a manager understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smmeasure.core.estimates import Evidence
from smmeasure.core.placebo_test import CAP, CONFIDENCE, Frequency, Placebo, PlaceboTest, frequency
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.figures.placebos import Tried, placebos_figure
from smmeasure.show.known import Known, known
from smmeasure.show.labels import VERDICTS
from smmeasure.show.page import Html, render
from smmeasure.show.sections.method import Fact
from smmeasure.show.sections.parts import figure_html, heading
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Rate

_FINEST = 0.99
"""Levels beyond this are told with a decimal of a per cent."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the series come from.

    Attributes
    ----------
    file : str
        Name of the file.
    sha256 : str
        Fingerprint of its bytes.
    versions : mapping of str to str
        Packages that the numbers depend on, with their versions.
    """

    file: str
    sha256: str
    versions: Mapping[str, str]


def calibration_page(tried: Sequence[Tried], origin: Origin, words: Words) -> Html:
    """Lay out the whole page: the answer, a picture and a heading per series, the table, the words.

    Parameters
    ----------
    tried : sequence of Tried
        One per series, in the file's order; all with the same campaigns' length, lift and level.
    origin : Origin
        Where they come from.
    words : Words
        The reader's language.
    """
    pieces = [_head(tried, origin, words)]
    for number, one in enumerate(tried):
        pieces += [
            _heading(one, words),
            figure_html(placebos_figure(one, words, f"placebos-{number}"), known=placebos_known(words)),
        ]
        pieces.append(table_html(_every_placebo(one, words), summary=words.say(message("Every pretend campaign"))))
    pieces += [heading(words, message("The same in numbers")), table_html(rates_table(tried, words))]
    pieces += [heading(words, message("What the words mean")), _glossary(tried[0].test, words)]
    return joined([*pieces, _provenance(origin, words)])


def headline(tests: Sequence[PlaceboTest]) -> Message:
    """Say over all series how often the method cried wolf.

    Parameters
    ----------
    tests : sequence of PlaceboTest
        One per series.
    """
    total = _together([test.false_alarms for test in tests])
    values = {"count": total.trials, "alarms": total.count}
    if not total.trials:
        return message("None of the pretend campaigns in your own past could be measured")
    if not total.count:
        return message("In {count} pretend campaigns in your own past, the tool never cried wolf", **values)
    if total.count == 1:
        return message("In {count} pretend campaigns in your own past, the tool cried wolf once", **values)
    return message("In {count} pretend campaigns in your own past, the tool cried wolf {alarms} times", **values)


def _together(parts: Sequence[Frequency]) -> Frequency:
    count, trials = sum(part.count for part in parts), sum(part.trials for part in parts)
    return frequency([True] * count + [False] * (trials - count))


def _head(tried: Sequence[Tried], origin: Origin, words: Words) -> Html:
    tests = [one.test for one in tried]
    placebos = [placebo for test in tests for placebo in test.placebos]
    span = words.span(min(p.start for p in placebos), max(p.end for p in placebos))
    return render(
        "calibration.html.j2",
        eyebrow=[origin.file, ", ".join(one.name for one in tried), span],
        title=words.say(headline(tests)),
        answer=[words.say(sentence) for sentence in _answer(tests, words)],
    )


def _answer(tests: Sequence[PlaceboTest], words: Words) -> list[Message]:
    first = tests[0]
    alarms, power = _together([test.false_alarms for test in tests]), _together([test.power for test in tests])
    unmeasured = sum(test.not_measurable.count for test in tests)
    said = [_judgement(alarms, first.level, words)] if alarms.trials else []
    said.append(
        message(
            "A change of {lift}, put into the same days, was found in **{found} of {count}**.",
            lift=Rate(first.lift, signed=True),
            found=power.count,
            count=power.trials,
        )
    )
    if unmeasured:
        said.append(message("Of {count} more it says that they can't be measured.", count=unmeasured))
    return said


def _judgement(alarms: Frequency, level: float, words: Words) -> Message:
    """Set the false alarms against what the level promises, as far as so few campaigns can tell."""
    values = {
        "allowed": words.percent(round(1.0 - level, 6), 0 if level <= _FINEST else 1),
        "low": words.percent(alarms.rate_ci_lower, 0),
        "high": words.percent(alarms.rate_ci_upper, 0),
    }
    if alarms.rate_ci_lower > 1.0 - level:
        return message(
            "It promises to do so in about {allowed} of cases; here it does so **more often than promised**: as far as "
            "so many campaigns can tell, in {low} to {high} of cases. Doubt what it says of this history.",
            **values,
        )
    return message(
        "It promises to do so in about {allowed} of cases, and **that fits**: as far as so many campaigns can tell, "
        "it does so in {low} to {high} of cases.",
        **values,
    )


def _heading(one: Tried, words: Words) -> Html:
    test = one.test
    lead = _lead(one)
    title = message(
        "«{name}»: false alarms {alarms} of {count}",
        name=one.name,
        alarms=test.false_alarms.count,
        count=test.false_alarms.trials,
    )
    spans = [words.span(placebo.start, placebo.end) for placebo in test.placebos if placebo.false_alarm]
    alarms = words.say(message("False alarms: {spans}.", spans="; ".join(spans))) if spans else ""
    text = " ".join(filter(None, (words.say(lead), alarms)))
    return render("heading.html.j2", title=words.say(title), lead=text)


def _lead(one: Tried) -> Message:
    """Say how long the pretend campaigns are and what each was measured from."""
    histories = [placebo.history * one.step for placebo in one.test.placebos]
    values = {"count": len(histories), "days": one.test.days * one.step}
    if min(histories) == max(histories):
        return message(
            "{count} pretend campaigns of {days} days side by side, each measured from the {before} days before it.",
            **values,
            before=histories[0],
        )
    return message(
        "{count} pretend campaigns of {days} days side by side, each measured from the {least} to {longest} days "
        "before it.",
        **values,
        least=min(histories),
        longest=max(histories),
    )


RATES: tuple[Message, ...] = (
    message("False alarms"),
    message("Truth inside, nothing done"),
    message("Truth inside, with {lift}"),
    message("{lift} found"),
    message("Not measurable"),
    message("Median error"),
    message("Interval score"),
)
"""Titles of the table of rates, after the series; ``{lift}`` is the effect put in."""


def titles(test: PlaceboTest, words: Words) -> tuple[str, ...]:
    """Say the titles of the table of rates, from the series on."""
    lift = {"lift": words.percent(test.lift, sign=True)}
    return (words.say(message("Series")), *(words.say(Message(title.template, lift)) for title in RATES))


def rates_table(tried: Sequence[Tried], words: Words) -> Table:
    """Give the rates of every series, each with its interval; one column per series, which fits a phone.

    Parameters
    ----------
    tried : sequence of Tried
        One per series.
    words : Words
        The reader's language.
    """
    first, *others = titles(tried[0].test, words)
    columns = [rate_cells(one.test, words) for one in tried]
    caption = message(
        "Pretend campaigns of {days} days; below each rate its interval at {level}",
        days=tried[0].test.days * tried[0].step,
        level=words.percent(CONFIDENCE, 0),
    )
    return Table(
        words.say(caption),
        (Column(first), *(Column(one.name, numeric=True) for one in tried)),
        tuple(cells(title, *row) for title, *row in zip(others, *columns, strict=True)),
        placebos_known(words),
    )


def placebos_known(words: Words) -> Known:
    """Say where the numbers on pretend campaigns come from."""
    return known(words, Evidence.MEASURED, how=message("pretend campaigns in the past of the file named below"))


def rate_cells(test: PlaceboTest, words: Words) -> tuple[Cell, ...]:
    """Give the cells of one series in the table of rates, after its name."""
    rates = (test.false_alarms, test.coverage, test.coverage_lifted, test.power, test.not_measurable)
    return (
        *(_rate_cell(rate, words) for rate in rates),
        Cell(words.percent(test.median_error)),
        Cell(words.number(test.score, 2)),
    )


def _rate_cell(rate: Frequency, words: Words) -> Cell:
    if not rate.trials:
        return Cell("–")
    low, high = (words.percent(end, 0) for end in (rate.rate_ci_lower, rate.rate_ci_upper))
    text = words.say(message("{count} of {trials}", count=rate.count, trials=rate.trials))
    return Cell(text, note=words.say(message("between {low} and {high}", low=low, high=high)))


def _every_placebo(one: Tried, words: Words) -> Table:
    lift = words.percent(one.test.lift, sign=True)
    columns = (
        Column(words.say(message("Pretend campaign"))),
        Column(words.say(message("Days before it")), numeric=True),
        Column(words.say(message("Effect claimed, nothing done")), numeric=True),
        Column(words.say(message("Verdict"))),
        Column(words.say(message("Effect claimed, with {lift}", lift=lift)), numeric=True),
        Column(words.say(message("Verdict"))),
    )
    caption = words.say(message("Effects relative to what the days would have held without one"))
    rows = tuple(_placebo_row(placebo, one.step, words) for placebo in one.test.placebos)
    return Table(caption, columns, rows, placebos_known(words))


def _placebo_row(placebo: Placebo, step: int, words: Words) -> tuple[Cell, ...]:
    total = placebo.untouched.observed
    row: list[str | Cell] = [words.span(placebo.start, placebo.end), words.number(placebo.history * step)]
    for trial in (placebo.untouched, placebo.lifted):
        if trial.verdict is Verdict.NOT_MEASURABLE or not total > 0.0:
            claimed = Cell("–")
        else:
            value, low, high = (
                words.percent(end / total, sign=True)
                for end in (trial.effect, trial.effect_ci_lower, trial.effect_ci_upper)
            )
            claimed = Cell(value, note=words.say(message("between {low} and {high}", low=low, high=high)))
        measured = trial.verdict is not Verdict.NOT_MEASURABLE
        missed = words.say(message("misses the truth")) if measured and not trial.covered else ""
        row += [claimed, Cell(words.say(VERDICTS[trial.verdict]), note=missed)]
    return cells(*row)


def _glossary(test: PlaceboTest, words: Words) -> Html:
    values = {"lift": Rate(test.lift, signed=True), "level": Rate(test.level), "cap": CAP}
    facts = [Fact(words.say(label), words.say(Message(text.template, values))) for label, text in _MEANINGS]
    return render("glossary.html.j2", facts=facts)


_MEANINGS = (
    (
        message("Pretend campaign"),
        message(
            "Days of your past that are measured as if they had been a campaign. The tool learns from the days "
            "before, and has to say what the pretend campaign changed. The right answer is: nothing."
        ),
    ),
    (
        message("False alarm"),
        message("The tool claims a change where nothing had been done: it cried wolf."),
    ),
    (
        message("Truth inside"),
        message(
            "How often the interval holds the true effect. At {level} it should be about {level}.",
        ),
    ),
    (
        message("Found"),
        message(
            "{lift} was put into the same days, and the tool said so. What it does not find may be there all the "
            "same: a longer campaign or a steadier indicator helps.",
        ),
    ),
    (
        message("Not measurable"),
        message("The tool refuses to answer, because the past is too short, has too many gaps or swings too much."),
    ),
    (
        message("Median error"),
        message("Half of the estimates are nearer to the truth than this, as a share of the days' total."),
    ),
    (
        message("Interval score"),
        message(
            "Width of the interval plus a fine for missing the truth, as a share of the days' total, at most {cap} "
            "each; the smaller, the better. It compares methods on the same history.",
        ),
    ),
    (
        message("Limits"),
        message(
            "Real campaigns, sales and stock-outs in this past count as if nothing had been done: a false alarm on "
            "their days may be a true one. Compare the dates with your calendar."
        ),
    ),
)
"""What the words of the page mean."""


def _provenance(origin: Origin, words: Words) -> Html:
    facts = [Fact(origin.file, f"SHA-256 {origin.sha256[:16]}…")]
    facts += [Fact(package, version) for package, version in sorted(origin.versions.items())]
    return render("facts.html.j2", summary=words.say(message("Files and versions")), paragraphs=[], facts=facts)
