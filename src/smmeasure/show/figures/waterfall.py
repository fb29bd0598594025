"""From the revenue observed to the net gain: bars that hang where the bar before them ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from smmeasure.brief.campaign import CostCategory
from smmeasure.core.waterfall import StepKind, Waterfall, WaterfallStep
from smmeasure.messages import Message, message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.lettering import fitted, width
from smmeasure.show.figures.palette import ACCENT, ALERT, BAND, INK, KEPT, LINE, MUTED
from smmeasure.show.figures.sheet import Box, Screen, Sheet, figure_from
from smmeasure.show.labels import COSTS
from smmeasure.show.words import Words
from smmeasure.units import Money, Rate

STEPS: dict[StepKind, Message] = {
    StepKind.OBSERVED_REVENUE: message("Revenue observed"),
    StepKind.BASELINE_REVENUE: message("Revenue of the baseline"),
    StepKind.INCREMENTAL_REVENUE: message("Revenue gained"),
    StepKind.GOODS: message("Cost of the goods"),
    StepKind.INCREMENTAL_MARGIN: message("Margin gained"),
    StepKind.VERIFIED_SAVINGS: message("Verified savings"),
    StepKind.NET_GAIN: message("Net gain"),
}

_TAKEN = KEPT
"""Colour of what is taken off before the campaign pays anything: it would have been sold, or bought, anyway."""


@dataclass(frozen=True, slots=True)
class _Bar:
    """One step as it is drawn, in amounts of the running sum."""

    name: str
    amount: str
    low: float
    high: float
    end: float
    ink: str
    is_total: bool


def step_name(step: WaterfallStep, words: Words) -> str:
    """Name a step: a cost by its category."""
    if step.kind is StepKind.COST and step.category is not None:
        return words.say(message("Cost: {category}", category=COSTS[CostCategory(step.category)]))
    return words.say(STEPS[step.kind])


def step_amount(amount: Money, step: WaterfallStep, words: Words) -> str:
    """Write an amount; a change with its sign."""
    shown = words.money(amount)
    return shown if step.kind.is_total or amount.amount <= 0 else f"+{shown}"


def waterfall_figure(found: Waterfall, words: Words, id: str) -> Figure:  # noqa: A002
    """Draw the way from the revenue observed to the net gain.

    Parameters
    ----------
    found : Waterfall
        The steps.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    bars = _bars(found, words)
    return figure_from(partial(_draw, bars), id, _alternative(found, words), _sentences(found, words))


def _bars(found: Waterfall, words: Words) -> tuple[_Bar, ...]:
    shown = []
    for step in found.steps:
        end = step.running.amount
        start = 0.0 if step.kind.is_total else end - step.amount.amount
        amount = step_amount(step.amount, step, words)
        name = step_name(step, words)
        shown.append(_Bar(name, amount, min(start, end), max(start, end), end, _ink(step), step.kind.is_total))
    return tuple(shown)


def _ink(step: WaterfallStep) -> str:
    if step.kind is StepKind.NET_GAIN:
        return ACCENT if step.amount.amount >= 0 else ALERT
    if step.kind is StepKind.COST:
        return ALERT
    if step.kind is StepKind.VERIFIED_SAVINGS:
        return ACCENT
    return BAND if step.kind.is_total else _TAKEN


_ROW, _BAR = 30.0, 16.0
_NARROW_ROW, _NARROW_BAR = 42.0, 12.0
"""Heights of a row and of its bar, px, on a wide and on a narrow sheet."""

_NAMES, _AMOUNTS = 236.0, 104.0
"""Room for the names and for the amounts of a wide sheet, px."""


def _draw(bars: Sequence[_Bar], screen: Screen) -> Sheet:
    row = _NARROW_ROW if screen.is_narrow else _ROW
    sheet = Sheet(screen, len(bars) * row + 6)
    across = (0.0, screen.width) if screen.is_narrow else (_NAMES, screen.width - _AMOUNTS)
    places = [_place(bar, bars, number * row, across, screen) for number, bar in enumerate(bars)]
    if any(bar.low < 0 for bar in bars):
        zero = _across(0.0, bars, across)
        sheet.stroke([(zero, 0), (zero, sheet.height)], ink=LINE, under=True)
    for number, (bar, place) in enumerate(zip(bars, places, strict=True)):
        sheet.bar(place, bar.ink)
        # On a phone the names stand between the bars: a line would cross them.
        if number + 1 < len(bars) and not screen.is_narrow:
            below = places[number + 1].top
            at = _across(bar.end, bars, across)
            sheet.stroke([(at, place.bottom), (at, below)], ink=MUTED, width=0.8)
        _write(sheet, bar, number * row)
    return sheet


def _across(amount: float, bars: Sequence[_Bar], across: tuple[float, float]) -> float:
    """Place of an amount, px: from the lowest amount or 0 to the highest."""
    least, most = min(0.0, *(bar.low for bar in bars)), max(0.0, *(bar.high for bar in bars))
    left, right = across
    return left + (amount - least) / ((most - least) or 1.0) * (right - left)


def _place(bar: _Bar, bars: Sequence[_Bar], top: float, across: tuple[float, float], screen: Screen) -> Box:
    left, right = _across(bar.low, bars, across), _across(bar.high, bars, across)
    start, tall = (top + 22, _NARROW_BAR) if screen.is_narrow else (top + 7, _BAR)
    return Box(left, start, max(right - left, 1.5), tall)


def _write(sheet: Sheet, bar: _Bar, top: float) -> None:
    screen = sheet.screen
    y = top + (16 if screen.is_narrow else 20)
    room = screen.width - width(bar.amount, screen.text, bold=True) - 12 if screen.is_narrow else _NAMES - 16
    name = fitted(bar.name, room, screen.text, bold=bar.is_total)
    ink = INK if bar.is_total else MUTED
    sheet.write(0, y, name, ink=ink, bold=bar.is_total)
    sheet.write(screen.width, y, bar.amount, ink=ink, bold=bar.is_total, anchor="end")


def _alternative(found: Waterfall, words: Words) -> str:
    first, last = found.steps[0], found.net_gain
    shape = message(
        "From {first} ({start}) to {last} ({end}): ROI {roi}.",
        first=step_name(first, words),
        start=step_amount(first.amount, first, words),
        last=step_name(last, words),
        end=words.money(last.amount),
        roi=Rate(found.roi.value, signed=True),
    )
    return words.say(shape)


def _sentences(found: Waterfall, words: Words) -> str:
    return " ".join(
        words.say(
            message("{name}: {amount}.", name=step_name(step, words), amount=step_amount(step.amount, step, words))
        )
        for step in found.steps
    )
