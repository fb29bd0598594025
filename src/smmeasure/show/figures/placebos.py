"""Pretend campaigns in a series' own past: what the method said of each, against the truth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from smmeasure.core.placebo_test import Placebo, PlaceboTest, Trial
from smmeasure.core.results import Verdict
from smmeasure.messages import message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.labels import Name, draw_cross, write_above
from smmeasure.show.figures.lettering import fitted
from smmeasure.show.figures.palette import ALERT, ALERT_SOFT, BAND, INK, LINE, MUTED, WASH
from smmeasure.show.figures.scale import Scale, draw_months, draw_scale, height_of, scale_for
from smmeasure.show.figures.sheet import DOTTED, Box, Screen, Sheet, figure_from
from smmeasure.show.figures.timeline import Calendar, draw_line
from smmeasure.show.words import Words
from smmeasure.windows import Window

_FAR = 3.0
"""Ends of intervals beyond so many times the usual reach are cut, with an arrow."""

_SERIES, _ANSWERS = 64.0, 150.0
"""Heights of the panel of the series and of those of the answers, px."""

_GAP = 16.0
"""Room between a panel and the title below it, px."""

_COLUMN = 0.66
"""Share of a campaign's width that its interval takes."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A series with the pretend campaigns that were measured in it.

    Attributes
    ----------
    name : str
        Name of the series, as the user's file has it.
    values : pandas.Series of float
        The series.
    test : PlaceboTest
        What came out.
    step : int
        Days from one value to the next: 1, or 7 for a weekly series.
    """

    name: str
    values: pd.Series
    test: PlaceboTest
    step: int = 1


def placebos_figure(tried: Tried, words: Words, id: str) -> Figure:  # noqa: A002
    """Draw each pretend campaign's interval around its truth, in time, without and with an effect put in.

    Parameters
    ----------
    tried : Tried
        The series and its pretend campaigns.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    alt = words.say(
        message(
            "Intervals of {count} pretend campaigns in «{name}» around the true effect.",
            count=len(tried.test.placebos),
            name=tried.name,
        )
    )
    return figure_from(partial(_draw, tried, words), id, alt, " ".join(_sentences(tried.test, words)))


def _sentences(test: PlaceboTest, words: Words) -> Iterable[str]:
    yield words.say(
        message(
            "Where nothing was done, {alarms} of {count} intervals leave out 0.",
            alarms=test.false_alarms.count,
            count=test.false_alarms.trials,
        )
    )
    for placebo in test.placebos:
        if placebo.false_alarm:
            yield words.say(message("False alarm: {span}.", span=words.span(placebo.start, placebo.end)))
    yield words.say(
        message(
            "With {lift} put in, {found} of {count} are found.",
            lift=words.percent(test.lift, sign=True),
            found=test.power.count,
            count=test.power.trials,
        )
    )


@dataclass(frozen=True, slots=True)
class _Panel:
    """One panel of answers: its trials, their truth, and the title above it."""

    title: str
    truth: float
    trials: tuple[Trial, ...]
    totals: tuple[float, ...]


def _draw(tried: Tried, words: Words, screen: Screen) -> Sheet:
    test, size = tried.test, screen.small
    panels = _panels(test, words)
    scale = _scale(panels, words)
    head = write_above(Sheet(screen, 100), 0, _legend(words)) + 10
    title = 2.1 * size
    tall = head + title + _SERIES + sum(title + _GAP + _ANSWERS for _ in panels) + 2.8 * size
    sheet = Sheet(screen, tall)
    write_above(sheet, 0, _legend(words))
    left = max(scale.gutter(size), 34.0)
    box = Box(left, head + title, screen.width - left - 6, _SERIES)
    days = Window(tried.values.index[0].date(), tried.values.index[-1].date())
    _draw_series(sheet, Calendar(box, days), tried, (head + size, words))
    for panel in panels:
        top = box.bottom + title + _GAP
        sheet.write(0, top - 0.6 * size, fitted(panel.title, screen.width, screen.text, bold=True), bold=True)
        box = Box(left, top, box.width, _ANSWERS)
        _draw_answers(sheet, Calendar(box, days), scale, panel, test.placebos)
    draw_months(sheet, box, days.start, days.end, words)
    return sheet


def _legend(words: Words) -> list[Name]:
    return [
        Name((words.say(message("interval of the estimate")),), INK, sample="band"),
        Name((words.say(message("claims no change")),), INK, sample="ring"),
        Name((words.say(message("claims a change")),), INK, sample="dot"),
        Name((words.say(message("misses the truth")),), ALERT, sample="cross"),
    ]


def _panels(test: PlaceboTest, words: Words) -> tuple[_Panel, _Panel]:
    lift = words.percent(test.lift, sign=True)
    totals = tuple(placebo.untouched.observed for placebo in test.placebos)
    return (
        _Panel(
            words.say(message("Nothing was done: the truth is {zero}", zero=words.percent(0.0))),
            0.0,
            tuple(placebo.untouched for placebo in test.placebos),
            totals,
        ),
        _Panel(
            words.say(message("With {lift} put in: the truth is {lift}", lift=lift)),
            test.lift,
            tuple(placebo.lifted for placebo in test.placebos),
            totals,
        ),
    )


def _scale(panels: Sequence[_Panel], words: Words) -> Scale:
    """Choose one scale for both panels: every truth, and each interval as far as it is not extreme."""
    ends = np.array([end for panel in panels for ends in _relative(panel) for end in ends[1:]])
    known = np.abs(ends[np.isfinite(ends)])
    truths = [panel.truth for panel in panels]
    reach = _FAR * float(np.median(known)) if len(known) else 1.0
    kept = [max(-reach, min(reach, float(end))) for end in ends if math.isfinite(end)]
    write = words.percent
    return scale_for([0.0, *truths, *kept], lambda value, digits: write(value, max(0, digits - 2), sign=True), ticks=5)


def _relative(panel: _Panel) -> list[tuple[float, float, float]]:
    """Give effect and interval of each trial, relative to what the days would have held without the effect."""
    return [
        (trial.effect / total, trial.effect_ci_lower / total, trial.effect_ci_upper / total)
        if total > 0.0
        else (math.nan, math.nan, math.nan)
        for trial, total in zip(panel.trials, panel.totals, strict=True)
    ]


def _draw_series(sheet: Sheet, calendar: Calendar, tried: Tried, title: tuple[float, Words]) -> None:
    """Draw the series small, the days of false alarms shaded."""
    y, words = title
    text = words.say(message("«{name}», as it was", name=tried.name))
    sheet.write(0, y, fitted(text, sheet.screen.width, sheet.screen.text, bold=True), bold=True)
    values = tried.values
    scale = scale_for([*values.dropna()], words.number, ticks=2)
    for placebo in tried.test.placebos:
        if placebo.false_alarm:
            sheet.bar(calendar.box_of(Window(placebo.start, placebo.end)), ALERT_SOFT)
    sheet.stroke([(calendar.box.left, calendar.box.bottom), (calendar.box.right, calendar.box.bottom)], ink=LINE)
    draw_line(sheet.panel(calendar.box, calendar.limits, (scale.low, scale.high)), values, thick=0.8)


def _draw_answers(sheet: Sheet, calendar: Calendar, scale: Scale, panel: _Panel, placebos: Sequence[Placebo]) -> None:
    box = calendar.box
    draw_scale(sheet, box, scale)
    for value, dash in {0.0: DOTTED, panel.truth: "solid"}.items():
        y = height_of(box, scale, value)
        sheet.stroke([(box.left, y), (box.right, y)], ink=INK, width=1.2, dash=dash, under=True)  # type: ignore[arg-type]
    for placebo, trial, ends in zip(placebos, panel.trials, _relative(panel), strict=True):
        span = calendar.box_of(Window(placebo.start, placebo.end))
        if trial.verdict is Verdict.NOT_MEASURABLE or not math.isfinite(ends[0]):
            y = height_of(box, scale, panel.truth) - 5
            sheet.write(span.left + span.width / 2, y, "–", ink=MUTED, anchor="middle")
        else:
            _draw_interval(sheet, box, scale, span, (trial, ends))


def _draw_interval(
    sheet: Sheet, panel: Box, scale: Scale, span: Box, answer: tuple[Trial, tuple[float, float, float]]
) -> None:
    trial, (effect, low, high) = answer
    claimed = trial.verdict in {Verdict.RISE, Verdict.FALL}
    wide = max(min(_COLUMN * span.width, 20.0), 2.4)
    middle = span.left + span.width / 2
    top, bottom = (height_of(panel, scale, min(max(end, scale.low), scale.high)) for end in (high, low))
    ink = INK if trial.covered else ALERT
    fill = (BAND if claimed else WASH) if trial.covered else ALERT_SOFT
    sheet.bar(Box(middle - wide / 2, top, wide, max(bottom - top, 1.0)), fill)
    for y, cut, way in ((top, high > scale.high, 4.0), (bottom, low < scale.low, -4.0)):
        if cut:
            sheet.stroke([(middle - 3.5, y + way), (middle, y), (middle + 3.5, y + way)], ink=ink, width=1.4)
    y = height_of(panel, scale, min(max(effect, scale.low), scale.high))
    sheet.ring(middle, y, min(3.2, max(2.0, span.width / 5)), ink, filled=claimed)
    if not trial.covered:
        above = top - 8 if top - 8 > panel.top - 4 else bottom + 8
        draw_cross(sheet, middle, above, 3.2)
