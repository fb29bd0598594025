"""A series as it came: its whole history, its gaps and its zeros."""

from __future__ import annotations

from datetime import date
from functools import partial

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.messages import message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.labels import Name, write_above
from smmeasure.show.figures.palette import ALERT, INK, MUTED
from smmeasure.show.figures.scale import (
    Scale,
    draw_months,
    draw_scale,
    height_of,
    scale_for,
    tick_writer,
    unit_line,
)
from smmeasure.show.figures.sheet import Box, Screen, Sheet, figure_from
from smmeasure.show.figures.timeline import STRIP, Calendar, draw_line, draw_spans, joined
from smmeasure.show.words import Words
from smmeasure.windows import Window

_TALL = 92.0
"""Height of the panel, px."""

_RUG = 8.0
"""Height of the strip that marks missing days, px."""


def series_figure(result: IndicatorResult, campaign: Campaign, words: Words, id: str) -> Figure:  # noqa: A002
    """Draw the whole history of an indicator: a compact picture of its data.

    Parameters
    ----------
    result : IndicatorResult
        The indicator; a day without a value is marked below the line and never drawn as zero.
    campaign : Campaign
        The brief.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    values = result.series.values
    name = words.say(result.name)
    return figure_from(
        partial(_draw, result, campaign, words),
        id,
        words.say(message("All values of «{name}».", name=name)),
        " ".join(_sentences(result, values, words)),
    )


def _draw(result: IndicatorResult, campaign: Campaign, words: Words, screen: Screen) -> Sheet:
    values = result.series.values
    head = write_above(Sheet(screen, 100), 0, _names(result, words)) + 4
    sheet = Sheet(screen, head + _TALL + _RUG + screen.small + 12)
    write_above(sheet, 0, _names(result, words))
    if values.empty:
        return sheet
    scale = scale_for([0.0, *values], tick_writer(result.unit, words), ticks=3, headroom=STRIP / _TALL)
    left = scale.gutter(screen.small)
    box = Box(left, head, screen.width - left - 6, _TALL)
    calendar = Calendar(box, _days(values, campaign))
    draw_scale(sheet, box, scale)
    draw_spans(sheet, calendar, campaign, words)
    draw_line(sheet.panel(box, calendar.limits, (scale.low, scale.high)), values, thick=1.0)
    _mark_zeros(sheet, calendar, scale, values)
    _mark_missing(sheet, calendar, values)
    below = Box(box.left, box.top, box.width, box.height + _RUG)
    draw_months(sheet, below, calendar.days.start, calendar.days.end, words)
    return sheet


def _days(values: pd.Series, campaign: Campaign) -> Window:
    """Give all days with data, and the campaign if it is near them."""
    first, last = values.index[0].date(), values.index[-1].date()
    return Window(min(first, campaign.window.start), max(last, campaign.window.end))


def _names(result: IndicatorResult, words: Words) -> list[Name]:
    title = unit_line(words.say(result.name), result.noun, result.unit, words)
    names = [Name((title,), MUTED, sample="none")]
    quality = result.quality
    if quality.missing:
        text = words.say(message("{days} days without a value", days=quality.missing))
        names.append(Name((text,), INK, sample="mark"))
    if quality.zeros:
        names.append(Name((words.say(message("{days} days at zero", days=quality.zeros)),), INK, sample="ring"))
    return names


def _mark_zeros(sheet: Sheet, calendar: Calendar, scale: Scale, values: pd.Series) -> None:
    """Ring the first day of every run of zeros: more would be one stain."""
    for run in joined(_one(day.date()) for day in values.index[values == 0]):
        span = calendar.box_of(_one(run.start))
        sheet.ring(span.left + span.width / 2, height_of(calendar.box, scale, 0.0), 3.0, INK)


def _mark_missing(sheet: Sheet, calendar: Calendar, values: pd.Series) -> None:
    """Mark days without a value in a strip below the panel."""
    known = values.dropna()
    if known.empty:
        return
    inside = values.loc[known.index[0] : known.index[-1]]
    for span in joined(_one(day.date()) for day in inside.index[inside.isna()]):
        box = calendar.box_of(span)
        sheet.bar(Box(box.left, box.bottom + 1, max(box.width, 2.0), _RUG - 2), ALERT)


def _one(day: date) -> Window:
    return Window(day, day)


def _sentences(result: IndicatorResult, values: pd.Series, words: Words) -> list[str]:
    quality = result.quality
    if quality.first is None or quality.last is None:
        return [words.say(message("There is no value."))]
    shown = [
        message(
            "{days} days with a value from {first} to {last}.",
            days=quality.days,
            first=quality.first,
            last=quality.last,
        )
    ]
    if quality.missing:
        shown.append(
            message(
                "{days} days without a value are marked in red; the longest gap lasts {gap} days.",
                days=quality.missing,
                gap=quality.longest_gap,
            )
        )
    if quality.zeros:
        shown.append(message("{days} days are zero.", days=quality.zeros))
    unit, noun = result.unit, result.noun
    low, high = (words.quantity(float(end), unit, noun) for end in (values.min(), values.max()))
    shown.append(message("The lowest value is {low}, the highest {high}.", low=low, high=high))
    return [words.say(sentence) for sentence in shown]
