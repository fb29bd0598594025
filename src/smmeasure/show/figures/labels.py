"""Names written beside lines or above a panel, in place of a legend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from smmeasure.show.figures.lettering import fitted, width
from smmeasure.show.figures.palette import ALERT, BAND, INK, MUTED
from smmeasure.show.figures.sheet import Box, Dash, Sheet
from smmeasure.show.figures.timeline import spread

Sample = Literal["line", "band", "ring", "dot", "mark", "cross", "none"]
_SAMPLE_WIDTH: dict[Sample, float] = {
    "line": 25.0,
    "band": 25.0,
    "ring": 14.0,
    "dot": 14.0,
    "mark": 12.0,
    "cross": 14.0,
    "none": 0.0,
}
"""Room of what is drawn before a name, px."""

_LEADER = 18.0
"""Room between a panel and the names beside it, px."""


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a line.

    Attributes
    ----------
    text : tuple of str
        Lines of the name.
    ink : str
        Colour of the line, and of its name.
    dash : Dash
        How the line is drawn.
    note : tuple of str
        Lines below the name, smaller.
    sample : str
        What is drawn before the name where it stands above a panel: a piece of the line, of a band,
        a ring, a dot, a mark, a cross, or nothing.
    """

    text: tuple[str, ...]
    ink: str = INK
    dash: Dash = "solid"
    note: tuple[str, ...] = ()
    sample: Sample = "line"


def write_beside(sheet: Sheet, box: Box, names: Sequence[Name], ends: Sequence[float]) -> None:
    """Write names right of a panel, each tied to the end of its line.

    Parameters
    ----------
    sheet : Sheet
        Where.
    box : Box
        The panel.
    names : sequence of Name
        What to write.
    ends : sequence of float
        Where each line ends, px from the upper edge of the sheet.
    """
    heights = [_height(sheet, name) for name in names]
    middles = spread(ends, heights, box.top, box.bottom + 6)
    x = box.right + _LEADER + 4
    for name, end, middle, height in zip(names, ends, middles, heights, strict=True):
        first = middle - height / 2 + sheet.screen.text
        sheet.stroke([(box.right + 3, end), (x - 4, first - 0.35 * sheet.screen.text)], ink=name.ink, dash=name.dash)
        _write_block(sheet, x, first, name)


def _height(sheet: Sheet, name: Name) -> float:
    return len(name.text) * 1.3 * sheet.screen.text + len(name.note) * 1.35 * sheet.screen.small + 6


def _write_block(sheet: Sheet, x: float, y: float, name: Name) -> None:
    for line in name.text:
        sheet.write(x, y, line, ink=name.ink, bold=True)
        y += 1.3 * sheet.screen.text
    for line in name.note:
        sheet.write(x, y, line, ink=MUTED, size=sheet.screen.small)
        y += 1.35 * sheet.screen.small


def write_above(sheet: Sheet, top: float, names: Sequence[Name]) -> float:
    """Write names in rows from the left edge, each after a sample of what it names.

    Returns
    -------
    float
        Lower edge of the rows, px.
    """
    size, x, y = sheet.screen.small, 0.0, top
    for name in names:
        bold = name.sample == "line"
        text = fitted(" ".join(name.text), sheet.screen.width - _SAMPLE_WIDTH[name.sample], size, bold=bold)
        room = _SAMPLE_WIDTH[name.sample] + width(text, size, bold=bold)
        if x > 0 and x + room > sheet.screen.width:
            x, y = 0.0, y + 1.5 * size
        _draw_sample(sheet, x, y + 0.65 * size, name)
        sheet.write(x + _SAMPLE_WIDTH[name.sample], y + size, text, ink=name.ink, size=size, bold=bold)
        x += room + 16
    return y + 1.5 * size


def _draw_sample(sheet: Sheet, x: float, y: float, name: Name) -> None:
    match name.sample:
        case "line":
            sheet.stroke([(x, y), (x + 20, y)], ink=name.ink, width=1.8, dash=name.dash)
        case "band":
            sheet.bar(Box(x, y - 4.5, 20, 9), BAND)
        case "ring" | "dot":
            sheet.ring(x + 4.5, y, 3.5, INK, filled=name.sample == "dot")
        case "mark":
            sheet.bar(Box(x + 1, y - 3.5, 6, 7), ALERT)
        case "cross":
            draw_cross(sheet, x + 4.5, y)
        case "none":
            return


def draw_cross(sheet: Sheet, x: float, y: float, size: float = 3.5) -> None:
    """Cross out a place: something there is wrong."""
    sheet.stroke([(x - size, y - size), (x + size, y + size)], ink=ALERT, width=2.0)
    sheet.stroke([(x - size, y + size), (x + size, y - size)], ink=ALERT, width=2.0)
