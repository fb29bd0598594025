"""A series over days, with the campaign, the days that are kept out, and texts that touch neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from smmeasure.brief.campaign import Campaign
from smmeasure.messages import message
from smmeasure.show.figures.lettering import width
from smmeasure.show.figures.palette import INK, MUTED, SAND, SAND_EDGE
from smmeasure.show.figures.sheet import Box, Dash, Sheet
from smmeasure.show.words import Words
from smmeasure.windows import Window, day_after

STRIP = 24.0
"""Height kept free above a panel's data for the names of its spans, px."""

_FEW = 3
"""Up to so many spans of days kept out are named each; of more, the longest one stands for all."""

_EVE = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """The days of a panel and where they are on the sheet.

    Attributes
    ----------
    box : Box
        The panel.
    days : Window
        First and last day shown.
    """

    box: Box
    days: Window

    @cached_property
    def limits(self) -> tuple[float, float]:
        """Limits of the panel's x axis: day numbers, each day being one wide."""
        return self.days.start.toordinal() - 0.5, self.days.end.toordinal() + 0.5

    def left_of(self, day: date) -> float:
        """Left edge of a day, px."""
        return self.box.left + self.box.width * (day - self.days.start).days / self.days.days

    def box_of(self, span: Window) -> Box:
        """Box of a span of days over the whole height of the panel."""
        left = self.left_of(span.start)
        return Box(left, self.box.top, self.left_of(day_after(span.end)) - left, self.box.height)


def common(span: Window, limits: Window) -> Window | None:
    """Give the days that two spans share, or None."""
    shared = Window(max(span.start, limits.start), min(span.end, limits.end))
    return shared if shared.days > 0 else None


def kept_out(campaign: Campaign, limits: Window) -> list[Window]:
    """Days before the campaign that teach nothing, as separate spans within the limits, in order."""
    window = campaign.window.window()
    first_quiet, last_quiet = campaign.quiet_limits()
    spans = [part.window() for part in campaign.other_campaigns] + [part.window() for part in campaign.exclusions]
    if last_quiet:
        spans.append(Window(day_after(last_quiet), window.start - _EVE))
    if first_quiet:
        spans.append(Window(limits.start, first_quiet - _EVE))
    before = common(limits, Window(limits.start, window.start - _EVE))
    return joined(filter(None, (common(span, before) for span in spans))) if before else []


def joined(spans: Iterable[Window]) -> list[Window]:
    """Join spans that touch or overlap."""
    separate: list[Window] = []
    for span in sorted(spans):
        if separate and span.start <= day_after(separate[-1].end):
            separate[-1] = Window(separate[-1].start, max(separate[-1].end, span.end))
        else:
            separate.append(span)
    return separate


def draw_campaign(sheet: Sheet, calendar: Calendar, window: Window) -> None:
    """Colour the days of the campaign, and draw its first and last edge."""
    shown = common(window, calendar.days)
    if shown is None:
        return
    box = calendar.box_of(shown)
    sheet.bar(box, SAND)
    for x, day in ((box.left, window.start), (box.right, window.end)):
        if calendar.days.contains(day):
            sheet.stroke([(x, box.top), (x, box.bottom)], ink=SAND_EDGE, width=0.8, under=True)


def draw_spans(sheet: Sheet, calendar: Calendar, campaign: Campaign, words: Words) -> list[Window]:
    """Draw the campaign and the days kept out, and name them in the strip above the data.

    Returns
    -------
    list of Window
        The days kept out that are shown.
    """
    window, aside = campaign.window.window(), kept_out(campaign, calendar.days)
    for span in aside:
        box = calendar.box_of(span)
        sheet.hatch(Box(box.left, box.top + STRIP, box.width, box.height - STRIP))
    draw_campaign(sheet, calendar, window)
    shown = common(window, calendar.days)
    names = [(shown, words.say(message("campaign")), MUTED)] if shown else []
    named = aside if len(aside) <= _FEW else [max(aside, key=lambda span: span.days)]
    names += [(span, words.say(message("kept out")), MUTED) for span in reversed(named)]
    _name_spans(sheet, calendar, names)
    return aside


def _name_spans(sheet: Sheet, calendar: Calendar, names: Sequence[tuple[Window, str, str]]) -> None:
    """Write each name over its span where it doesn't touch another one."""
    size, taken = sheet.screen.small, list[tuple[float, float]]()
    for span, name, ink in names:
        box, room = calendar.box_of(span), width(name, size)
        middle = box.left + (box.width - room) / 2
        is_cramped = name == names[0][1] and room + 8 > box.width  # the edges of the campaign reach up here
        wanted = _beside(box, calendar.box, room) if is_cramped else middle
        left = min(max(wanted, calendar.box.left), calendar.box.right - room)
        left = _out_of_the_way(left, room, box, taken)
        if all(left > end + 8 or left + room < start - 8 for start, end in taken):
            sheet.write(left, calendar.box.top + 4 + size, name, ink=ink, size=size)
            taken.append((left, left + room))


def _beside(span: Box, panel: Box, room: float) -> float:
    """Left edge of a name that doesn't fit into its span: before it, or after it."""
    before = span.left - room - 6
    return before if before >= panel.left else span.right + 6


def _out_of_the_way(left: float, room: float, span: Box, taken: Sequence[tuple[float, float]]) -> float:
    """Move a name left of those already there, as long as it stays over its span."""
    for start, end in taken:
        moved = start - 12 - room
        if left < end + 8 and left + room > start - 8 and moved + room > span.left:
            left = moved
    return left


def numbers(index: pd.Index) -> NDArray[np.float64]:
    """Day numbers of an index, the x coordinates of a panel."""
    return np.array([day.toordinal() for day in pd.DatetimeIndex(index)], dtype=float)


def draw_line(panel: Axes, values: pd.Series, *, ink: str = INK, thick: float = 1.4, dash: Dash = "solid") -> None:
    """Draw a series; a day without neighbours, which no line would show, as a dot."""
    days, heights = numbers(values.index), values.to_numpy(dtype=float)
    panel.plot(days, heights, color=ink, linewidth=thick, linestyle=dash, solid_capstyle="round")
    known = np.concatenate([[False], np.isfinite(heights), [False]])
    alone = known[1:-1] & ~known[:-2] & ~known[2:]
    if alone.any():
        panel.plot(days[alone], heights[alone], color=ink, linestyle="none", marker="o", markersize=thick + 1)


def draw_band(panel: Axes, low: pd.Series, high: pd.Series, ink: str) -> None:
    """Fill the area between two series."""
    edges = low.to_numpy(dtype=float), high.to_numpy(dtype=float)
    panel.fill_between(numbers(low.index), *edges, color=ink, linewidth=0, zorder=1)


def last_known(values: pd.Series, days: int = 7) -> float:
    """Mean of the last days with a value: where the eye sees a line end."""
    known = values.dropna()
    return float(known.iloc[-days:].mean()) if len(known) else float("nan")


def spread(places: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move blocks of text apart.

    Parameters
    ----------
    places : sequence of float
        Wanted middle of each block, px.
    heights : sequence of float
        Height of each block, px.
    low, high : float
        Limits, px.

    Returns
    -------
    list of float
        Middles near the wanted ones, no two blocks touching, in the same order.
    """
    order = sorted(range(len(places)), key=lambda k: places[k])
    moved = list(places)
    edge = low
    for k in order:
        moved[k] = max(moved[k], edge + heights[k] / 2)
        edge = moved[k] + heights[k] / 2
    edge = high
    for k in reversed(order):
        moved[k] = min(moved[k], edge - heights[k] / 2)
        edge = moved[k] - heights[k] / 2
    return moved
