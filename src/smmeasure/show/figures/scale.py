"""Scales: round numbers on the left, months or days below."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matplotlib.ticker import MaxNLocator

from smmeasure.messages import message
from smmeasure.show.figures.lettering import width
from smmeasure.show.figures.palette import LINE, MUTED
from smmeasure.show.figures.sheet import Box, Screen, Sheet
from smmeasure.show.words import Words
from smmeasure.units import Kind, Unit

WriteTick = Callable[[float, int], str]
"""Writes a tick: the value and the decimals that the step between ticks needs."""

_NEAR_ZERO = 0.4
"""A scale whose lowest value is below this share of the highest one starts at 0."""

_APART = 14.0
"""Least distance between two texts of a scale, px."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A vertical scale.

    Attributes
    ----------
    low, high : float
        Limits, in the unit of the values.
    ticks : tuple of float
        Round numbers within the limits.
    labels : tuple of str
        The same, written.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    labels: tuple[str, ...]

    def gutter(self, size: float) -> float:
        """Room that the labels need on the left, px."""
        return max((width(label, size) for label in self.labels), default=0.0) + 9


def scale_for(values: Sequence[float], write: WriteTick, *, ticks: int = 4, headroom: float = 0.0) -> Scale:
    """Choose a scale.

    Parameters
    ----------
    values : sequence of float
        What must be seen; nan are passed over.
    write : callable
        Writes a tick.
    ticks : int
        About so many round numbers.
    headroom : float
        Share of the height that is kept free above the highest value, for texts.
    """
    low, high = _limits([value for value in values if math.isfinite(value)])
    places = MaxNLocator(ticks, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    step = float(places[1] - places[0])
    top = low + (high - low) / (1 - headroom)
    inside = tuple(float(place) for place in places if low - 1e-9 * step <= place <= high + 1e-9 * step)
    digits = _digits(step)
    return Scale(low, top, inside, tuple(write(place, digits) for place in inside))


def _limits(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values, default=0.0), max(values, default=1.0)
    if 0 < low < _NEAR_ZERO * high:
        low = 0.0
    if high < 0 and high > _NEAR_ZERO * low:
        high = 0.0
    if low == high == 0:
        return 0.0, 1.0
    spare = 0.05 * (high - low) or 0.1 * abs(high) or 1.0
    return (low if low == 0 else low - spare), (high if high == 0 else high + spare)


def _digits(step: float) -> int:
    """Decimals that tell two ticks apart."""
    digits = max(0, -math.floor(math.log10(step)))
    return digits if math.isclose(round(step, digits), step) else digits + 1


def tick_writer(unit: Unit, words: Words) -> WriteTick:
    """Write ticks of a unit: fractions in per cent, everything else as numbers."""
    if unit.kind is Kind.FRACTION:
        return lambda value, digits: words.percent(value, max(0, digits - 2))
    return words.number


def unit_line(name: str, noun: str | None, unit: Unit, words: Words) -> str:
    """Say what a vertical scale counts."""
    if unit.currency:
        return words.say(message("{currency} per day", currency=words.currency(unit.currency)))
    if noun:
        return words.say(message("{noun} per day", noun=noun))
    return words.say(message("{name}, per day", name=name)) if unit.is_summable else name


def draw_scale(sheet: Sheet, box: Box, scale: Scale) -> None:
    """Draw the lines of a scale and write its numbers left of the box."""
    for tick, label in zip(scale.ticks, scale.labels, strict=True):
        y = height_of(box, scale, tick)
        sheet.stroke([(box.left, y), (box.right, y)], ink=LINE, under=True)
        sheet.write(
            box.left - 7, y + 0.36 * sheet.screen.small, label, ink=MUTED, size=sheet.screen.small, anchor="end"
        )


def height_of(box: Box, scale: Scale, value: float) -> float:
    """Place of a value on the sheet, px from its upper edge."""
    return box.bottom - box.height * (value - scale.low) / (scale.high - scale.low)


def months_between(first: date, last: date) -> list[date]:
    """Give the first days of months in a span of days."""
    start = first.replace(day=1)
    months = [date(start.year + k // 12, k % 12 + 1, 1) for k in range(start.month - 1, start.month + 12 * 200)]
    return [month for month in months if first <= month <= last]


def draw_months(sheet: Sheet, box: Box, first: date, last: date, words: Words) -> None:
    """Write months under a box, as many as there is room for; January as its year."""
    size, days = sheet.screen.small, (last - first).days + 1
    names = {month: _month_name(month, words) for month in months_between(first, last)}
    widest = max((width(name, size) for name in names.values()), default=0.0)
    step = _month_step(widest + _APART, box.width / days)
    for month, name in names.items():
        x = box.left + box.width * ((month - first).days + 0.5) / days
        sheet.stroke([(x, box.bottom), (x, box.bottom + 4)], ink=MUTED)
        half = width(name, size) / 2
        if (month.month - 1) % step == 0 and x - half >= 0 and x + half <= sheet.screen.width:
            sheet.write(x, box.bottom + 6 + size, name, ink=MUTED, size=size, anchor="middle")


def _month_name(month: date, words: Words) -> str:
    return str(month.year) if month.month == 1 else words.month(month)


def _month_step(room: float, pixels_per_day: float) -> int:
    """Months from one name to the next; a divisor of twelve, so that January is always named."""
    return next((step for step in (1, 2, 3, 4, 6) if step * 28 * pixels_per_day >= room), 12)


def draw_days(sheet: Sheet, box: Box, first: date, last: date, words: Words) -> None:
    """Write days under a box, whole weeks from the first one on, as many as there is room for."""
    size, days = sheet.screen.small, (last - first).days + 1
    widest = max(width(words.short_day(first + timedelta(days=k)), size) for k in range(min(days, 31)))
    step = _day_step(widest + _APART, box.width / days)
    for offset in range(0, days, step):
        day = first + timedelta(days=offset)
        x = box.left + box.width * (offset + 0.5) / days
        sheet.stroke([(x, box.bottom), (x, box.bottom + 4)], ink=MUTED)
        half = width(words.short_day(day), size) / 2
        if x + half <= sheet.screen.width:
            place = max(x, half)
            sheet.write(place, box.bottom + 6 + size, words.short_day(day), ink=MUTED, size=size, anchor="middle")


def _day_step(room: float, pixels_per_day: float) -> int:
    return next((step for step in (1, 2, 7, 14, 28, 56) if step * pixels_per_day >= room), 112)


def gutter_of(screen: Screen, *scales: Scale) -> float:
    """Room left of panels that stand above one another, px."""
    return max(scale.gutter(screen.small) for scale in scales)
