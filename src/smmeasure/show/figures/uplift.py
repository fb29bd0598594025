"""Observed against the baseline, the effect day by day, and the effect summed up."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.results import Uplift
from smmeasure.messages import Message, message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.labels import Name, write_above, write_beside
from smmeasure.show.figures.lettering import fitted, width, wrapped
from smmeasure.show.figures.palette import ACCENT, ALERT, BAND, MUTED
from smmeasure.show.figures.scale import (
    Scale,
    draw_days,
    draw_months,
    draw_scale,
    height_of,
    scale_for,
    tick_writer,
    unit_line,
)
from smmeasure.show.figures.sheet import DASHED, Box, Screen, Sheet, figure_from
from smmeasure.show.figures.story import Story, alternative, description, range_of, within
from smmeasure.show.figures.timeline import (
    STRIP,
    Calendar,
    draw_band,
    draw_campaign,
    draw_line,
    draw_spans,
    last_known,
    numbers,
)
from smmeasure.show.words import Words
from smmeasure.units import Rate
from smmeasure.windows import Window

_MARGIN = 158.0
"""Room right of the panels for names, px; none on a narrow screen."""

_AXIS = 27.0
"""Room below a panel for months or days, px."""


def uplift_figure(result: IndicatorResult, campaign: Campaign, words: Words, id: str) -> Figure:  # noqa: A002
    """Draw what was observed, what was expected without the campaign, and the difference.

    Parameters
    ----------
    result : IndicatorResult
        The indicator. Where its effect isn't measurable only the series is drawn; where its values
        don't add up over days the sum is left out.
    campaign : Campaign
        The brief.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    story = Story(result, campaign, words)
    return figure_from(partial(_draw, story), id, alternative(story), description(story))


def _draw(story: Story, screen: Screen) -> Sheet:
    head = _head_height(story, screen)
    height = head + (200.0 if screen.is_narrow else 264.0) + _AXIS
    rows = _boxes_below(story, screen, height)
    sheet = Sheet(screen, (rows[-1].bottom + _AXIS) if rows else height)
    _draw_levels(story, sheet, head, height - _AXIS)
    if story.uplift:
        _draw_effect(story, story.uplift, sheet, rows[0])
        if len(rows) > 1:
            _draw_cumulative(story, story.uplift, sheet, rows[1])
    return sheet


def _head_height(story: Story, screen: Screen) -> float:
    """Room above the first panel: its unit and, on a narrow screen, the names of the lines."""
    if not screen.is_narrow:
        return screen.small + 10
    sheet = Sheet(screen, 100)
    return write_above(sheet, screen.small + 8, _names(story, screen)) + 4


def _boxes_below(story: Story, screen: Screen, top: float) -> list[Box]:
    """Places of the panels of the effect: beside one another where there is room."""
    if story.uplift is None:
        return []
    top, tall = top + screen.small + 24, 104.0 if screen.is_narrow else 122.0
    if screen.is_narrow:
        boxes = [Box(0, top, screen.width - 6, tall)]
        second = Box(0, boxes[0].bottom + _AXIS + screen.small + 24, screen.width - 6, tall)
        return boxes if story.result.per_day else [boxes[0], second]
    if story.result.per_day:
        return [Box(0, top, screen.width - _MARGIN, tall)]
    return [Box(0, top, 372, tall), Box(396, top, screen.width - _MARGIN - 396, tall)]


def _names(story: Story, screen: Screen) -> list[Name]:
    """Names of the lines, and of the band."""
    observed = Name((story.say(message("observed")),))
    if story.uplift is None:
        return [observed]
    without, band = story.say(message("without the campaign")), story.say(_interval(story.uplift))
    if screen.is_narrow:
        return [observed, Name((without,), ACCENT, DASHED), Name((band,), MUTED, sample="band")]
    room = _MARGIN - 24
    text = tuple(wrapped(without, room, screen.text, bold=True))
    return [observed, Name(text, ACCENT, DASHED, tuple(wrapped(band, room, screen.small)))]


def _interval(uplift: Uplift) -> Message:
    return message("{level} interval", level=Rate(uplift.level))


def _draw_levels(story: Story, sheet: Sheet, top: float, bottom: float) -> None:
    """Draw the series, its baseline and the days that are kept out."""
    screen, days = sheet.screen, story.days(sheet.screen)
    observed, daily = within(story.observed, days), _daily(story, days)
    scale = scale_for(
        [*observed, *(daily[["baseline", "baseline_ci_lower", "baseline_ci_upper"]].to_numpy().ravel())],
        tick_writer(story.result.unit, story.words),
        ticks=5,
        headroom=STRIP / (bottom - top),
    )
    box = _panel_box(screen, scale, top, bottom)
    title = unit_line(story.say(story.result.name), story.result.noun, story.result.unit, story.words)
    _write_title(sheet, 0, screen.small, title, screen.width)
    draw_scale(sheet, box, scale)
    calendar = Calendar(box, days)
    draw_spans(sheet, calendar, story.campaign, story.words)
    draw_months(sheet, box, days.start, days.end, story.words)
    panel = sheet.panel(box, calendar.limits, (scale.low, scale.high))
    draw_band(panel, daily["baseline_ci_lower"], daily["baseline_ci_upper"], BAND)
    draw_line(panel, daily["baseline"], ink=ACCENT, thick=1.7, dash=DASHED)
    draw_line(panel, observed)
    names = _names(story, screen)
    if screen.is_narrow:
        write_above(sheet, screen.small + 8, names)
    else:
        ends = [_end(box, scale, values) for values in (observed, daily["baseline"])]
        write_beside(sheet, box, names, ends[: len(names)])


def _panel_box(screen: Screen, scale: Scale, top: float, bottom: float) -> Box:
    left = scale.gutter(screen.small)
    right = screen.width - (6 if screen.is_narrow else _MARGIN)
    return Box(left, top, right - left, bottom - top)


def _end(box: Box, scale: Scale, values: pd.Series) -> float:
    """Place where a line ends, px; the middle of the panel for an empty one."""
    value = last_known(values)
    return height_of(box, scale, value) if np.isfinite(value) else box.top + box.height / 2


_NOTHING = ["baseline", "baseline_ci_lower", "baseline_ci_upper"]


def _daily(story: Story, days: Window) -> pd.DataFrame:
    """Day by day values of the days shown; the interval of the baseline only in the campaign."""
    if story.uplift is None:
        return pd.DataFrame(columns=_NOTHING, index=pd.DatetimeIndex([]), dtype=float)
    daily = story.uplift.daily.loc[pd.Timestamp(days.start) : pd.Timestamp(days.end)].copy()
    daily.loc[: pd.Timestamp(story.window.start) - pd.Timedelta(days=1), _NOTHING[1:]] = np.nan
    return daily


def _write_title(sheet: Sheet, x: float, y: float, text: str, room: float) -> None:
    size = sheet.screen.small
    sheet.write(x, y, fitted(text, room, size), ink=MUTED, size=size)


def _draw_effect(story: Story, uplift: Uplift, sheet: Sheet, place: Box) -> None:
    """Draw a bar per day of the campaign, those against what was wanted in red."""
    daily = within(uplift.daily, story.window)
    scale = scale_for([0.0, *daily["effect"]], tick_writer(story.result.unit, story.words), ticks=4)
    calendar = _effect_panel(story, sheet, place, scale, message("effect per day"))
    panel = sheet.panel(calendar.box, calendar.limits, (scale.low, scale.high))
    effect = daily["effect"].to_numpy(dtype=float)
    wanted = effect >= 0 if story.result.rises else effect <= 0
    # One thick line per day: a collection is drawn several times faster than as many rectangles.
    panel.vlines(
        numbers(daily.index),
        0.0,
        np.nan_to_num(effect),
        colors=np.where(wanted, ACCENT, ALERT).tolist(),
        linewidth=0.78 * calendar.box.width / story.window.days,
    )
    if story.result.per_day and not sheet.screen.is_narrow:
        _write_result(story, uplift, sheet, calendar.box, height_of(calendar.box, scale, uplift.effect))


def _draw_cumulative(story: Story, uplift: Uplift, sheet: Sheet, place: Box) -> None:
    """Draw the running sum of the effect, with its interval and where it ends."""
    daily = within(uplift.daily, story.window)
    bounds = daily[["cumulative", "cumulative_ci_lower", "cumulative_ci_upper"]]
    scale = scale_for([0.0, *bounds.to_numpy().ravel()], tick_writer(story.result.unit, story.words), ticks=4)
    calendar = _effect_panel(story, sheet, place, scale, message("effect summed up"))
    panel = sheet.panel(calendar.box, calendar.limits, (scale.low, scale.high))
    draw_band(panel, daily["cumulative_ci_lower"], daily["cumulative_ci_upper"], BAND)
    draw_line(panel, daily["cumulative"], ink=ACCENT, thick=1.8)
    if not sheet.screen.is_narrow:
        _write_result(
            story, uplift, sheet, calendar.box, height_of(calendar.box, scale, last_known(daily["cumulative"], days=1))
        )


def _indented(place: Box, scale: Scale, screen: Screen) -> Box:
    gutter = scale.gutter(screen.small)
    return Box(place.left + gutter, place.top, place.width - gutter, place.height)


def _effect_panel(story: Story, sheet: Sheet, place: Box, scale: Scale, title: Message) -> Calendar:
    """Draw what surrounds the effect: title, scale, zero line, days."""
    box = _indented(place, scale, sheet.screen)
    calendar = Calendar(box, story.window)
    _write_title(sheet, place.left, box.top - 9, _titled(story, sheet.screen, title), place.width)
    draw_campaign(sheet, calendar, story.window)
    draw_scale(sheet, box, scale)
    zero = height_of(box, scale, 0.0)
    sheet.stroke([(box.left, zero), (box.right, zero)], ink=MUTED, under=True)
    draw_days(sheet, box, story.window.start, story.window.end, story.words)
    return calendar


def _titled(story: Story, screen: Screen, title: Message) -> str:
    """On a narrow screen the result has no room beside the panel: it goes into the title of the last one."""
    uplift = story.uplift
    last = message("effect per day") if story.result.per_day else message("effect summed up")
    if uplift is None or not screen.is_narrow or title != last:
        return story.say(title)
    shape = message(
        "{title}: {effect} ({low} to {high})",
        title=title,
        effect=story.amount(uplift.effect, sign=True),
        low=story.words.quantity(uplift.effect_ci_lower, story.result.unit),
        high=story.words.quantity(uplift.effect_ci_upper, story.result.unit),
    )
    return story.say(shape)


def _write_result(story: Story, uplift: Uplift, sheet: Sheet, box: Box, end: float) -> None:
    """Write the effect and its interval where its line ends."""
    room, screen = _MARGIN - 24, sheet.screen
    name = Name(
        _effect_lines(story, uplift, room, screen.text),
        ACCENT,
        note=tuple(wrapped(story.say(range_of(story, uplift)), room, screen.small)),
    )
    write_beside(sheet, box, [name], [end])


def _effect_lines(story: Story, uplift: Uplift, room: float, size: float) -> tuple[str, ...]:
    """Write the effect with what it counts; on two lines where one is too short."""
    whole = story.amount(uplift.effect, sign=True)
    if width(whole, size, bold=True) <= room or not story.result.noun:
        return tuple(wrapped(whole, room, size, bold=True))
    number = story.words.quantity(uplift.effect, story.result.unit, sign=True)
    noun = wrapped(story.result.noun, room, size, bold=True) if number != whole else []
    return (number, *noun)
