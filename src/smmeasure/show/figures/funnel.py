"""From exposure to revenue: totals, step rates, the step that leaks, and the border at the click."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from smmeasure.brief.nouns import noun_of
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.funnel import Funnel, FunnelStep
from smmeasure.messages import Message, message
from smmeasure.show.conversion import rate_text
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.lettering import fitted, width, wrapped
from smmeasure.show.figures.palette import ACCENT, ALERT, ALERT_SOFT, BAND, INK, MUTED, WASH
from smmeasure.show.figures.sheet import DOTTED, NARROW, Box, Screen, Sheet, figure_from
from smmeasure.show.quantities import Quantity, two_digits
from smmeasure.show.words import Words
from smmeasure.units import Unit

_BAR_SHARE = 0.62
"""Share of a column that its bar takes; the rest is the way to the next one."""

_LEAST = 0.02
"""Least size of a bar, as a share of the largest: a step with nothing must still be seen."""


@dataclass(frozen=True, slots=True)
class _Step:
    """One step as it is shown."""

    step: FunnelStep
    name: str
    total: str
    rate: str
    usual: str
    leak: str
    size: float
    is_after_border: bool

    @property
    def ink(self) -> str:
        """Colour of the bar: the community manager's steps, and the others."""
        return MUTED if self.is_after_border else ACCENT

    @property
    def rate_ink(self) -> str:
        """Colour of the rate."""
        return ALERT if self.step.leaks else INK


def funnel_figure(
    evaluation: Evaluation,
    words: Words,
    id: str,  # noqa: A002
    of_platform: Funnel | None = None,
) -> Figure:
    """Draw the funnel of a campaign that has begun, or of one of its platforms.

    Parameters
    ----------
    evaluation : Evaluation
        With a funnel; without one the figure says that there is none.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    of_platform : Funnel or None
        The funnel of a platform; None for the whole campaign's.
    """
    funnel = of_platform or evaluation.funnel or Funnel((), 0)
    steps = _steps(evaluation, funnel, words)
    alt, told = _alternative(steps, words), " ".join(_sentences(steps, funnel, words))
    return figure_from(partial(_draw, steps, funnel.border, words), id, alt, told)


def _steps(evaluation: Evaluation, funnel: Funnel, words: Words) -> list[_Step]:
    largest = max((_logarithm(step.total) for step in funnel.steps), default=0.0) or 1.0
    shown = []
    for number, step in enumerate(funnel.steps):
        result = evaluation.indicator(step.indicator)
        shown.append(
            _Step(
                step=step,
                name=words.say(result.name),
                total=_total(step, result.unit, words),
                rate=_rate(step, step.rate, result.unit, words),
                usual=_usual(step, result.unit, words),
                leak=_leak(step, result.unit, noun_of(evaluation.campaign.indicators[step.indicator]), words),
                size=max(_LEAST, _logarithm(step.total) / largest),
                is_after_border=number >= funnel.border,
            )
        )
    return shown


def _logarithm(total: float) -> float:
    return math.log10(1 + max(total, 0.0)) if math.isfinite(total) else 0.0


def _total(step: FunnelStep, unit: Unit, words: Words) -> str:
    """Write a total; what is not known is no zero."""
    if math.isnan(step.total):
        return words.say(message("not known"))
    return words.quantity(round(step.total), unit)


def _rate(step: FunnelStep, rate: Estimate | None, unit: Unit, words: Words) -> str:
    return rate_text(rate.value, step.kind, unit, words) if rate else ""


def _usual(step: FunnelStep, unit: Unit, words: Words) -> str:
    if step.usual is None:
        return ""
    return words.say(message("usually {rate}", rate=_rate(step, step.usual, unit, words)))


def _leak(step: FunnelStep, unit: Unit, noun: Message | str, words: Words) -> str:
    if not step.leaks:
        return ""
    return words.say(message("leak: {count}", count=Quantity(-two_digits(step.lost), unit, noun)))


def _draw(steps: Sequence[_Step], border: int, words: Words, screen: Screen) -> Sheet:
    if not steps:
        sheet = Sheet(screen, 40)
        sheet.write(0, 24, words.say(message("There is no funnel.")), ink=MUTED)
        return sheet
    return _draw_list(steps, border, words) if screen.is_narrow else _draw_columns(steps, border, words, screen)


def _border_names(words: Words) -> tuple[str, str]:
    return words.say(message("community management")), words.say(message("site, offer, price, service"))


# The wide figure: columns from left to right.

_RATES, _BARS, _NAMES = 66.0, 132.0, 62.0
"""Heights of the three bands of the wide figure, px."""


def _draw_columns(steps: Sequence[_Step], border: int, words: Words, screen: Screen) -> Sheet:
    has_border = 0 < border < len(steps)
    sheet = Sheet(screen, _RATES + _BARS + _NAMES + (24 if has_border else 0) + 22)
    column = screen.width / len(steps)
    for number, step in enumerate(steps):
        place = Box(number * column, _RATES, column, _BARS)
        _draw_bar(sheet, place, step)
        _write_total(sheet, place, step)
        if number:
            _draw_flow(sheet, place, steps[number - 1], step)
            _write_rate(sheet, place, step)
    if has_border:
        _draw_border(sheet, border * column, _RATES + _BARS + _NAMES, words)
    note = words.say(message("Height of the bars: logarithmic scale."))
    sheet.write(0, sheet.height - 5, note, ink=MUTED, size=screen.small)
    return sheet


def _bar_box(place: Box, step: _Step) -> Box:
    across, tall = place.width * _BAR_SHARE, place.height * step.size
    return Box(place.left + (place.width - across) / 2, place.top + (place.height - tall) / 2, across, tall)


def _draw_bar(sheet: Sheet, place: Box, step: _Step) -> None:
    sheet.bar(_bar_box(place, step), step.ink)


def _draw_flow(sheet: Sheet, place: Box, before: _Step, step: _Step) -> None:
    """Join two bars; the way into a leaking step is red."""
    left = _bar_box(Box(place.left - place.width, place.top, place.width, place.height), before)
    right = _bar_box(place, step)
    ink = ALERT_SOFT if step.step.leaks else WASH if step.is_after_border else BAND
    corners = [(left.right, left.top), (right.left, right.top), (right.left, right.bottom), (left.right, left.bottom)]
    sheet.fill(corners, ink)


def _write_total(sheet: Sheet, place: Box, step: _Step) -> None:
    middle, room, screen = place.left + place.width / 2, place.width - 8, sheet.screen
    total = fitted(step.total, room, 16, bold=True)
    sheet.write(middle, place.bottom + 24, total, size=16, bold=True, anchor="middle")
    for number, line in enumerate(wrapped(step.name, room, screen.small)):
        y = place.bottom + 41 + number * 1.25 * screen.small
        sheet.write(middle, y, line, ink=MUTED, size=screen.small, anchor="middle")


def _write_rate(sheet: Sheet, place: Box, step: _Step) -> None:
    """Write the rate between two bars, what is usual, and the leak."""
    screen, room = sheet.screen, place.width - 10
    sheet.write(
        place.left, 16, fitted(step.rate, room, 15, bold=True), ink=step.rate_ink, size=15, bold=True, anchor="middle"
    )
    lines = [(line, MUTED) for line in wrapped(step.usual, room, screen.small, lines=1)]
    lines += [(line, ALERT) for line in wrapped(step.leak, room, screen.small)] if step.leak else []
    for number, (line, ink) in enumerate(lines):
        y = 16 + (number + 1) * 1.3 * screen.small
        sheet.write(place.left, y, line, ink=ink, size=screen.small, anchor="middle")


def _draw_border(sheet: Sheet, x: float, y: float, words: Words) -> None:
    """Draw the border of responsibility, and who answers for each side."""
    before, after = _border_names(words)
    sheet.stroke([(x, _RATES - 2), (x, y + 20)], ink=INK, width=1.3, dash=DOTTED)
    size = sheet.screen.small
    left, right = fitted(f"← {before}", x - 12, size), fitted(f"{after} →", sheet.screen.width - x - 12, size)
    sheet.write(x - 10, y + 16, left, ink=ACCENT, size=size, anchor="end")
    sheet.write(x + 10, y + 16, right, size=size)


# The narrow figure: bars below one another.

_ROW, _BETWEEN, _EDGE = 44.0, 34.0, 46.0
"""Heights of a step, of the way to the next one, and of the border, px."""


def _draw_list(steps: Sequence[_Step], border: int, words: Words) -> Sheet:
    has_border = 0 < border < len(steps)
    ways = sum(_way_height(step) for step in steps[1:])
    sheet = Sheet(NARROW, len(steps) * _ROW + ways + (_EDGE if has_border else 0) + 26)
    y = 0.0
    for number, step in enumerate(steps):
        if has_border and number == border:
            _draw_border_across(sheet, y, words)
            y += _EDGE
        if number:
            _write_way(sheet, y, step)
            y += _way_height(step)
        _draw_row(sheet, y, step)
        y += _ROW
    note = words.say(message("Length of the bars: logarithmic scale."))
    sheet.write(0, sheet.height - 5, note, ink=MUTED, size=NARROW.small)
    return sheet


def _way_height(step: _Step) -> float:
    return _BETWEEN + (1.4 * NARROW.small if step.leak else 0)


def _draw_row(sheet: Sheet, top: float, step: _Step) -> None:
    y = top + 16
    room = NARROW.width - width(step.total, 14, bold=True) - 12
    sheet.write(0, y, fitted(step.name, room, NARROW.text))
    sheet.write(NARROW.width, y, step.total, size=14, bold=True, anchor="end")
    sheet.bar(Box(0, top + 24, NARROW.width * step.size, 14), step.ink)


def _write_way(sheet: Sheet, top: float, step: _Step) -> None:
    y = top + 20
    sheet.write(6, y, "↓", ink=step.rate_ink, size=NARROW.text)
    sheet.write(22, y, step.rate, ink=step.rate_ink, bold=True)
    after = 22 + width(step.rate, NARROW.text, bold=True) + 10
    sheet.write(after, y, fitted(step.usual, NARROW.width - after, NARROW.small), ink=MUTED, size=NARROW.small)
    if step.leak:
        y += 1.4 * NARROW.small
        sheet.write(22, y, fitted(step.leak, NARROW.width - 22, NARROW.small), ink=ALERT, size=NARROW.small)


def _draw_border_across(sheet: Sheet, top: float, words: Words) -> None:
    before, after = _border_names(words)
    y, size = top + _EDGE / 2 + 2, NARROW.small
    sheet.stroke([(0, y), (NARROW.width, y)], ink=INK, width=1.3, dash=DOTTED)
    sheet.write(NARROW.width, y - 7, f"↑ {before}", ink=ACCENT, size=size, anchor="end")
    sheet.write(NARROW.width, y + 5 + size, f"↓ {after}", size=size, anchor="end")


def _alternative(steps: Sequence[_Step], words: Words) -> str:
    if not steps:
        return words.say(message("There is no funnel."))
    first, last = steps[0], steps[-1]
    shape = message(
        "Funnel of the campaign: from {first} ({most}) to {last} ({least}).",
        first=first.name,
        most=first.total,
        last=last.name,
        least=last.total,
    )
    return words.say(shape)


def _sentences(steps: Sequence[_Step], funnel: Funnel, words: Words) -> list[str]:
    shown = [_step_sentence(step) for step in steps]
    if 0 < funnel.border < len(steps):
        shown.append(
            message(
                "The border lies after «{name}»: community management answers for what comes before it; site, "
                "offer, price and service for what comes after.",
                name=steps[funnel.border - 1].name,
            )
        )
    shown.append(message("The size of the bars follows a logarithmic scale."))
    return [words.say(sentence) for sentence in shown]


def _step_sentence(step: _Step) -> Message:
    parts = [part for part in (step.rate, step.usual, step.leak) if part]
    if not parts:
        return message("{name}: {total}.", name=step.name, total=step.total)
    return message("{name}: {total} ({parts}).", name=step.name, total=step.total, parts=", ".join(parts))
