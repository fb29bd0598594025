"""A sheet to draw on, measured in CSS pixels from its upper left corner.

Texts and single strokes are placed on the sheet itself; lines over time go on a panel, which has
the coordinates of its data. No state of matplotlib outlives a drawing.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure as Drawing
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon
from matplotlib.path import Path

from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.lettering import FONT, any_script, clean
from smmeasure.show.figures.palette import INK, KEPT, MUTED, PAPER
from smmeasure.show.figures.svg import Label, finished

DASHED = (0.0, (4.0, 2.0))
DOTTED = (0.0, (2.0, 2.5))
Dash = tuple[float, tuple[float, ...]] | Literal["solid"]
Anchor = Literal["start", "middle", "end"]
_ALIGNMENT = {"start": "left", "middle": "center", "end": "right"}
_PIXELS_PER_INCH = 72
_HATCH = 10.0
"""Distance of the lines of a hatching along an edge, px."""

_BOTTOM, _UNDER, _ABOVE = -2.0, -1.0, 2.0
"""Layers: areas, the lines of a scale, then the panels (0), then strokes."""
_OWN_SETTINGS = {
    "figure.dpi": _PIXELS_PER_INCH,
    "font.family": FONT,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "text.usetex": False,
}
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}


@dataclass(frozen=True, slots=True)
class Screen:
    """What a figure is drawn for.

    Attributes
    ----------
    name : str
        ``wide`` or ``narrow``.
    width : float
        Width of the drawing, px.
    text, small : float
        Font sizes of labels and of what stands around them, px.
    """

    name: str
    width: float
    text: float
    small: float

    @property
    def is_narrow(self) -> bool:
        """Whether there is no room beside the drawing."""
        return self.name == "narrow"


WIDE = Screen("wide", 912.0, 13.0, 12.0)
NARROW = Screen("narrow", 340.0, 11.5, 10.5)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet, px from the upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Right edge, px."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Lower edge, px."""
        return self.top + self.height

    @property
    def corners(self) -> tuple[tuple[float, float], ...]:
        """The four corners, px."""
        return (self.left, self.top), (self.right, self.top), (self.right, self.bottom), (self.left, self.bottom)


class Sheet:
    """An empty drawing of a given height."""

    def __init__(self, screen: Screen, height: float) -> None:
        self.screen = screen
        self.height = height
        self._drawing = Drawing(figsize=(screen.width / _PIXELS_PER_INCH, height / _PIXELS_PER_INCH))
        self._drawing.patch.set_visible(False)
        self._canvas = FigureCanvasSVG(self._drawing)

    def panel(self, box: Box, x: tuple[float, float], y: tuple[float, float]) -> Axes:
        """Give a bare panel in a box with the limits of its data."""
        width, height = self.screen.width, self.height
        bottom = 1 - box.bottom / height
        panel = self._drawing.add_axes((box.left / width, bottom, box.width / width, box.height / height))
        panel.set_axis_off()
        panel.set_xlim(x)
        panel.set_ylim(y)
        return panel

    def at(self, panel: Axes, x: float, y: float) -> tuple[float, float]:
        """Place on the sheet of a point of a panel, px."""
        across, up = panel.transData.transform((x, y))
        return float(across), self.height - float(up)

    def write(  # noqa: PLR0913 - how a text looks
        self,
        x: float,
        y: float,
        text: str,
        *,
        ink: str = INK,
        size: float | None = None,
        bold: bool = False,
        anchor: Anchor = "start",
    ) -> None:
        """Write a line of text with its baseline at `y` (px)."""
        self._drawing.text(
            x / self.screen.width,
            1 - y / self.height,
            clean(text),
            color=ink,
            fontsize=size or self.screen.text,
            fontweight="bold" if bold else "normal",
            ha=_ALIGNMENT[anchor],
            va="baseline",
        )

    def stroke(
        self,
        points: Sequence[tuple[float, float]],
        *,
        ink: str = MUTED,
        width: float = 1.0,
        dash: Dash = "solid",
        under: bool = False,
    ) -> None:
        """Draw a line through points (px), above the panels or under them."""
        across = [x / self.screen.width for x, _ in points]
        up = [1 - y / self.height for _, y in points]
        line = Line2D(across, up, color=ink, linewidth=width, linestyle=dash, zorder=_UNDER if under else _ABOVE)
        line.set_solid_capstyle("butt")
        self._drawing.add_artist(line)

    def fill(self, points: Sequence[tuple[float, float]], ink: str) -> None:
        """Fill the polygon through points (px), under the panels."""
        self._add_area(points, ink)

    def bar(self, box: Box, ink: str) -> None:
        """Fill a rectangle, under the panels."""
        self._add_area(box.corners, ink)

    def hatch(self, box: Box) -> None:
        """Hatch a rectangle, under the panels: days that are kept out.

        The lines are drawn one by one: printers turn an SVG pattern into large images.
        """
        ends = [end for start in np.arange(_HATCH / 2, box.width + box.height, _HATCH) for end in _slant(box, start)]
        corners = [(x / self.screen.width, 1 - y / self.height) for x, y in ends]
        lines = Path(corners, [Path.MOVETO, Path.LINETO] * (len(corners) // 2))
        self._drawing.add_artist(PathPatch(lines, facecolor="none", edgecolor=KEPT, linewidth=0.7, zorder=_BOTTOM))

    def ring(self, x: float, y: float, radius: float, ink: str, *, filled: bool = False) -> None:
        """Draw a dot, or a ring that shows the paper inside."""
        across, up = x / self.screen.width, 1 - y / self.height
        mark = Line2D([across], [up], linestyle="none", marker="o", markersize=2 * radius, zorder=_ABOVE)
        mark.set(markerfacecolor=ink if filled else PAPER, markeredgecolor=ink, markeredgewidth=1.5)
        self._drawing.add_artist(mark)

    def _add_area(self, points: Sequence[tuple[float, float]], ink: str) -> None:
        corners = [(x / self.screen.width, 1 - y / self.height) for x, y in points]
        self._drawing.add_artist(Polygon(corners, facecolor=ink, edgecolor="none", linewidth=0, zorder=_BOTTOM))

    def svg(self) -> str:
        """Write the drawing as matplotlib does."""
        buffer = io.StringIO()
        self._drawing.savefig(buffer, format="svg", metadata=_NO_METADATA)
        return buffer.getvalue()


def _slant(box: Box, start: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Give the ends of a line at 45 degrees inside a box, `start` px along its lower and right edge."""
    low = (box.left + min(start, box.width), box.bottom - max(0.0, start - box.width))
    high = (box.left + max(0.0, start - box.height), box.bottom - min(start, box.height))
    return low, high


Draw = Callable[[Screen], Sheet]


def figure_from(draw: Draw, identity: str, alt: str, description: str) -> Figure:
    """Draw a figure for both screens.

    Parameters
    ----------
    draw : callable
        Draws the figure for a screen.
    identity : str
        Id of the figure in its page.
    alt, description : str
        What stands for it in words.
    """
    wide, narrow = (_drawn(draw, screen, identity, alt, description) for screen in (WIDE, NARROW))
    return Figure(wide=wide, narrow=narrow, alt=clean(alt), description=clean(description))


def _drawn(draw: Draw, screen: Screen, identity: str, alt: str, description: str) -> str:
    name = f"{identity}-{screen.name}"
    with any_script(), mpl.rc_context(_settings(name)):
        drawing = draw(screen).svg()
    return finished(drawing, Label(name, alt, description))


def _settings(name: str) -> dict[Any, Any]:
    """Give matplotlib's own settings and ours: neither a user's file nor a notebook changes a figure."""
    defaults = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith("backend")}
    return {**defaults, **_OWN_SETTINGS, "svg.hashsalt": name}
