"""The scoreboard: how much of every target was reached, as a bar to the target with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from smmeasure.core.estimates import Estimate
from smmeasure.core.objectives import Standing
from smmeasure.messages import message
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.lettering import fitted, width, wrapped
from smmeasure.show.figures.palette import ACCENT, ALERT, BAND, INK, LINE, MUTED, WASH
from smmeasure.show.figures.sheet import Box, Screen, Sheet, figure_from
from smmeasure.show.words import Words

_LEAST, _MOST = -0.5, 2.0
"""Shares beyond these are cut, with an arrow: what matters is on which side of the target they lie."""

_INKS: dict[Standing, str] = {
    Standing.REACHED: ACCENT,
    Standing.PROBABLY_REACHED: ACCENT,
    Standing.PERHAPS_MISSED: MUTED,
    Standing.MISSED: ALERT,
    Standing.NOT_YET: MUTED,
    Standing.UNDECIDED: MUTED,
    Standing.UNKNOWN: MUTED,
}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One line of the figure.

    Attributes
    ----------
    group : str
        Family and category; written above the first row of each.
    label : str
        Objective.
    standing : Standing
        What the interval allows to say.
    told : str
        The same in words, or why there is no number.
    roo : Estimate or None
        Share of the target that was reached; None where there is a reason instead.
    """

    group: str
    label: str
    standing: Standing
    told: str
    roo: Estimate | None


def scoreboard_figure(rows: Sequence[ScoreRow], words: Words, id: str) -> Figure:  # noqa: A002
    """Draw what was reached of every target, grouped, towards one line that is the target.

    Parameters
    ----------
    rows : sequence of ScoreRow
        In the order shown, rows of one group together; at least one.
    words : Words
        The reader's language.
    id : str
        Id of the figure in its page.
    """
    alt = words.say(message("Share of each target that was reached, {count} objectives.", count=len(rows)))
    told = (words.say(message("{name}: {effect}.", name=row.label, effect=_said(row, words))) for row in rows)
    return figure_from(partial(_draw, tuple(rows), words), id, alt, " ".join(told))


def _said(row: ScoreRow, words: Words) -> str:
    if row.roo is None:
        return row.told
    low, high = (words.percent(end, 0) for end in (row.roo.ci_lower, row.roo.ci_upper))
    shown = message(
        "{share}, between {low} and {high}: {standing}",
        share=words.percent(row.roo.value, 0),
        low=low,
        high=high,
        standing=row.told,
    )
    return words.say(shown)


@dataclass(frozen=True, slots=True)
class _Axis:
    """The horizontal scale: shares of the target."""

    area: Box
    low: float
    high: float

    def at(self, share: float) -> float:
        """Place of a share, px; beyond the scale it is its end."""
        inside = max(self.low, min(self.high, share))
        return self.area.left + self.area.width * (inside - self.low) / (self.high - self.low)


def _draw(rows: tuple[ScoreRow, ...], words: Words, screen: Screen) -> Sheet:
    groups = len({row.group for row in rows})
    tall, title = (58.0 if screen.is_narrow else 40.0), screen.small + 18
    top = screen.small + 14
    sheet = Sheet(screen, top + tall * len(rows) + title * groups + 6)
    axis = _axis(rows, words, screen, Box(0, top, screen.width, sheet.height - top - 6))
    y, group = top, None
    for row in rows:
        if row.group != group:
            group, y = row.group, y + title
            sheet.write(0, y - 6, fitted(group, screen.width, screen.small, bold=True), size=screen.small, bold=True)
            sheet.stroke([(0, y), (screen.width, y)], ink=LINE, under=True)
        _draw_row(sheet, Box(0, y, screen.width, tall), axis, row, words)
        y += tall
    _draw_target(sheet, axis, words)
    return sheet


def _axis(rows: Sequence[ScoreRow], words: Words, screen: Screen, whole: Box) -> _Axis:
    ends = [end for row in rows if row.roo for end in (row.roo.ci_lower, row.roo.ci_upper)]
    low = max(_LEAST, min([0.0, *ends]))
    high = min(_MOST, max([1.15, *(1.05 * end for end in ends)]))
    if screen.is_narrow:
        return _Axis(Box(8, whole.top, screen.width - 16, whole.height), low, high)
    labels = max(width(row.label, screen.text) for row in rows)
    numbers = max(width(_said(row, words), screen.small) for row in rows)
    left, right = min(labels, 250.0) + 24, min(numbers, 330.0) + 24
    return _Axis(Box(left, whole.top, screen.width - left - right, whole.height), low, high)


def _draw_target(sheet: Sheet, axis: _Axis, words: Words) -> None:
    """Mark nothing reached and all of it, through all rows."""
    size = sheet.screen.small
    for share, text, ink in ((0.0, words.percent(0.0), MUTED), (1.0, words.say(message("target")), INK)):
        x = axis.at(share)
        if not sheet.screen.is_narrow:
            sheet.stroke([(x, axis.area.top - 4), (x, axis.area.bottom)], ink=ink, width=1.4 if share else 1.0)
        half = width(text, size) / 2
        place = min(max(x, half), sheet.screen.width - half)
        sheet.write(place, axis.area.top - 10, text, ink=ink, size=size, bold=bool(share), anchor="middle")


def _draw_row(sheet: Sheet, place: Box, axis: _Axis, row: ScoreRow, words: Words) -> None:
    screen = sheet.screen
    sheet.stroke([(0, place.bottom), (screen.width, place.bottom)], ink=LINE, under=True)
    if screen.is_narrow:
        sheet.write(0, place.top + 5 + screen.text, fitted(row.label, screen.width, screen.text))
        said = fitted(_said(row, words), screen.width, screen.small)
        sheet.write(0, place.bottom - 8, said, ink=_INKS[row.standing], size=screen.small)
        y = place.top + 29
        _draw_bar(sheet, axis, y, row)
        for share, ink in ((0.0, MUTED), (1.0, INK)):
            sheet.stroke([(axis.at(share), y - 9), (axis.at(share), y + 9)], ink=ink, width=1.4 if share else 1.0)
        return
    middle = place.top + place.height / 2
    lines = wrapped(row.label, axis.area.left - 24, screen.text)
    first = middle + 0.36 * screen.text - 0.62 * screen.text * (len(lines) - 1)
    for number, line in enumerate(lines):
        sheet.write(0, first + number * 1.24 * screen.text, line)
    left = axis.area.right + 20
    texts = wrapped(_said(row, words), screen.width - left, screen.small)
    first = middle + 0.36 * screen.small - 0.62 * screen.small * (len(texts) - 1)
    for number, line in enumerate(texts):
        sheet.write(left, first + number * 1.24 * screen.small, line, ink=_INKS[row.standing], size=screen.small)
    _draw_bar(sheet, axis, middle, row)


def _draw_bar(sheet: Sheet, axis: _Axis, y: float, row: ScoreRow) -> None:
    """Draw the way to the target, what was gone of it, and the interval; a cut end becomes an arrow."""
    half, ink = 6.0, _INKS[row.standing]
    zero, whole = axis.at(0.0), axis.at(1.0)
    if row.roo is None:
        sheet.stroke([(zero, y), (whole, y)], ink=WASH, width=2, dash=(0.0, (3.0, 3.0)), under=True)
        return
    sheet.bar(Box(zero, y - half, whole - zero, 2 * half), WASH)
    end = axis.at(row.roo.value)
    sheet.bar(Box(min(zero, end), y - half, abs(end - zero), 2 * half), BAND)
    for share, way in ((row.roo.ci_lower, 5.0), (row.roo.ci_upper, -5.0)):
        x = axis.at(share)
        cut = not axis.low <= share <= axis.high
        tip = [(x + way, y - 4.5), (x, y), (x + way, y + 4.5)] if cut else [(x, y - 4.5), (x, y + 4.5)]
        sheet.stroke(tip, ink=ink, width=1.6)
    sheet.stroke([(axis.at(row.roo.ci_lower), y), (axis.at(row.roo.ci_upper), y)], ink=ink, width=2.2)
    sheet.ring(end, y, 4.5, ink, filled=row.standing in {Standing.REACHED, Standing.MISSED})
