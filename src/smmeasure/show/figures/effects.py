"""What moved: the relative effect of every indicator with its interval, on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from smmeasure.core.estimates import Estimate
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.lettering import fitted, width, wrapped
from smmeasure.show.figures.palette import ACCENT, ALERT, INK, LINE, MUTED
from smmeasure.show.figures.scale import Scale, scale_for
from smmeasure.show.figures.sheet import Box, Screen, Sheet, figure_from
from smmeasure.show.words import Words

_FAR = 1.5
"""Ends of undecided intervals beyond so many times the largest effect are cut, with an arrow."""

_OUTLIER, _ROOM = 4.0, 1.25
"""An effect so many times as far as every other one is an arrow at the edge, which lies this far beyond the others."""

_FEWEST = 3
"""Of fewer effects none is the odd one out."""

_ARROW = 22.0
"""Length of such an arrow, px."""

_FINE = 0.05
"""Intervals narrower than this, as a fraction, are written with a decimal of a per cent."""


@dataclass(frozen=True, slots=True)
class EffectRow:
    """One line of the figure.

    Attributes
    ----------
    label : str or Message
        Indicator or campaign.
    estimate : Estimate or None
        Relative effect, as a fraction; None where it isn't measurable.
    verdict : Verdict
        What the interval allows to say.
    rises : bool
        Whether more is better: a change the other way is red.
    """

    label: str | Message
    estimate: Estimate | None
    verdict: Verdict
    rises: bool = True

    @property
    def ink(self) -> str:
        """Colour of the estimate: ink of doubt, of what was wanted, or of what was not."""
        if self.verdict not in {Verdict.RISE, Verdict.FALL}:
            return MUTED
        return ACCENT if (self.verdict is Verdict.RISE) == self.rises else ALERT


def effects_figure(rows: Sequence[EffectRow], words: Words, id: str) -> Figure:  # noqa: A002
    """Draw relative effects with their intervals, one line each, around zero.

    Parameters
    ----------
    rows : sequence of EffectRow
        In the order shown.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    alt = words.say(message("Relative effects with their intervals, {count} lines.", count=len(rows)))
    told = (words.say(message("{name}: {effect}.", name=row.label, effect=_said(row, words))) for row in rows)
    return figure_from(partial(_draw, tuple(rows), words), id, alt, " ".join(told))


def _said(row: EffectRow, words: Words) -> str:
    if row.estimate is None:
        return words.say(message("not measurable"))
    digits = _digits(row.estimate)
    low, high = (words.percent(end, digits) for end in (row.estimate.ci_lower, row.estimate.ci_upper))
    return words.say(message("{effect}, between {low} and {high}", effect=_short(row, words), low=low, high=high))


def _short(row: EffectRow, words: Words) -> str:
    """Write the effect without its interval."""
    if row.estimate is None:
        return words.say(message("not measurable"))
    return words.percent(row.estimate.value, _digits(row.estimate), sign=True)


def _digits(estimate: Estimate) -> int:
    return int(estimate.ci_upper - estimate.ci_lower < _FINE)


def _draw(rows: tuple[EffectRow, ...], words: Words, screen: Screen) -> Sheet:
    scale = _scale(rows, words)
    tall = 46.0 if screen.is_narrow else 40.0
    top = screen.small + 14
    sheet = Sheet(screen, top + tall * len(rows) + 6)
    area = _area(rows, words, screen, Box(0, top, screen.width, tall * len(rows)))
    _draw_axis(sheet, area, scale)
    for number, row in enumerate(rows):
        place = Box(0, top + number * tall, screen.width, tall)
        _write_row(sheet, place, area, row, words)
        y = place.top + (place.height - 13 if screen.is_narrow else place.height / 2)
        if screen.is_narrow:
            zero = _across(area, scale, 0.0)
            sheet.stroke([(zero, y - 9), (zero, y + 9)], under=True)
        _draw_estimate(sheet, area, scale, y, row)
    return sheet


def _scale(rows: Sequence[EffectRow], words: Words) -> Scale:
    """Choose the scale, here a horizontal one."""
    ends = [end for row in rows if row.estimate for end in (row.estimate.ci_lower, row.estimate.ci_upper)]
    far = _farthest(rows)
    ends = [max(-far, min(far, end)) for end in ends]
    span = ends or [-far, far]  # nothing measured: an axis around zero
    return scale_for([0.0, *span], lambda value, digits: words.percent(value, max(0, digits - 2), sign=True), ticks=5)


def _farthest(rows: Sequence[EffectRow]) -> float:
    """How far the scale goes: every effect but a single one far from all others, whole where it differs from 0."""
    reaches = sorted(_reach(row.estimate, decided=row.ink != MUTED) for row in rows if row.estimate)
    *others, last = [0.05, *reaches]
    second = max(others, default=last)
    return _ROOM * second if len(reaches) >= _FEWEST and last > _OUTLIER * second else max(second, last)


def _reach(estimate: Estimate, *, decided: bool) -> float:
    """How far from 0 one line goes."""
    ends = max(abs(estimate.ci_lower), abs(estimate.ci_upper)) if decided else 0.0
    return max(_FAR * abs(estimate.value), ends)


def _area(rows: Sequence[EffectRow], words: Words, screen: Screen, whole: Box) -> Box:
    """Place of the estimates: between the labels and the numbers, or below them on a narrow screen."""
    if screen.is_narrow:
        return Box(10, whole.top, screen.width - 20, whole.height)
    labels = max((width(words.say(row.label), screen.text) for row in rows), default=0.0)
    numbers = max((width(_said(row, words), screen.small) for row in rows), default=0.0)
    left, right = min(labels, 250.0) + 24, min(numbers, 300.0) + 24
    return Box(left, whole.top, screen.width - left - right, whole.height)


def _across(area: Box, scale: Scale, value: float) -> float:
    return area.left + area.width * (value - scale.low) / (scale.high - scale.low)


def _draw_axis(sheet: Sheet, area: Box, scale: Scale) -> None:
    size, end = sheet.screen.small, -math.inf
    for tick, label in zip(scale.ticks, scale.labels, strict=True):
        x = _across(area, scale, tick)
        if not sheet.screen.is_narrow:
            sheet.stroke([(x, area.top - 4), (x, area.bottom)], ink=MUTED if tick == 0 else LINE, under=True)
        half = width(label, size) / 2
        place = min(max(x, half), sheet.screen.width - half)
        if place - half > end + 8:
            sheet.write(place, area.top - 10, label, ink=INK if tick == 0 else MUTED, size=size, anchor="middle")
            end = place + half


def _write_row(sheet: Sheet, place: Box, area: Box, row: EffectRow, words: Words) -> None:
    screen, label = sheet.screen, words.say(row.label)
    sheet.stroke([(place.left, place.bottom), (place.right, place.bottom)], ink=LINE, under=True)
    if screen.is_narrow:
        _write_narrow_row(sheet, place, row, words)
        return
    middle = place.top + place.height / 2
    lines = wrapped(label, area.left - 20, screen.text)
    first = middle + 0.36 * screen.text - 0.62 * screen.text * (len(lines) - 1)
    for number, line in enumerate(lines):
        sheet.write(0, first + number * 1.24 * screen.text, line)
    text = fitted(_said(row, words), screen.width - area.right - 18, screen.small)
    sheet.write(area.right + 20, middle + 0.36 * screen.small, text, ink=row.ink, size=screen.small)


def _write_narrow_row(sheet: Sheet, place: Box, row: EffectRow, words: Words) -> None:
    screen, effect = sheet.screen, _short(row, words)
    y = place.top + 6 + screen.text
    room = screen.width - width(effect, screen.text, bold=True) - 14
    text = fitted(words.say(row.label), room, screen.text)
    sheet.write(0, y, text)
    sheet.write(screen.width, y, effect, ink=row.ink, bold=row.estimate is not None, anchor="end")


def _draw_estimate(sheet: Sheet, area: Box, scale: Scale, y: float, row: EffectRow) -> None:
    """Draw an interval and its estimate; an end outside the scale becomes an arrow."""
    estimate = row.estimate
    if estimate is None:
        return
    low, high = (max(scale.low, min(scale.high, end)) for end in (estimate.ci_lower, estimate.ci_upper))
    left, right = _across(area, scale, low), _across(area, scale, high)
    is_beyond = left == right and not scale.low <= estimate.value <= scale.high
    if is_beyond:
        left, right = (left - _ARROW, right) if estimate.value > 0 else (left, right + _ARROW)
    sheet.stroke([(left, y), (right, y)], ink=row.ink, width=2.2)
    cuts = ((left, low > estimate.ci_lower, 5.0), (right, high < estimate.ci_upper, -5.0))
    for x, cut, way in [one for one in cuts if one[1] or not is_beyond]:
        tip = [(x + way, y - 4.5), (x, y), (x + way, y + 4.5)] if cut else [(x, y - 4.5), (x, y + 4.5)]
        sheet.stroke(tip, ink=row.ink, width=1.6)
    if scale.low <= estimate.value <= scale.high:
        sheet.ring(_across(area, scale, estimate.value), y, 4.5, row.ink, filled=row.ink != MUTED)
