"""What holds for every figure, in both languages and for any text of a user."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from xml.etree import ElementTree as ET

import matplotlib as mpl
import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.results import Plan, Verdict
from smmeasure.messages import message
from smmeasure.show.figures import (
    EffectRow,
    Figure,
    effects_figure,
    funnel_figure,
    power_figure,
    series_figure,
    uplift_figure,
)
from smmeasure.show.figures.lettering import width
from smmeasure.show.figures.palette import VARIABLES
from smmeasure.show.words import Words
from smmeasure.units import FRACTION, PEOPLE, Unit

MakeResult = Callable[..., IndicatorResult]
MakeEvaluation = Callable[..., Evaluation]

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('x')</script> & $\\frac{1}{2}$ \"]]> \x07 🎉 " + "Ventes en ligne et en magasin " * 8
ROWS = (
    EffectRow(message("Pieces sold"), Estimate(0.18, 0.11, 0.24), Verdict.RISE),
    EffectRow("Support contacts, by telephone, by mail and on social media", Estimate(0.09, 0.02, 0.16), Verdict.RISE),
    EffectRow("Mentions", Estimate(0.3, -1.2, 4.5), Verdict.NO_CHANGE),
    EffectRow("Brand searches", None, Verdict.NOT_MEASURABLE),
)
LEAST_FONT = {"wide": 12.0, "narrow": 10.0}
WIDTHS = {"wide": 912.0, "narrow": 340.0}
KINDS = (
    "uplift",
    "uplift of people",
    "uplift of a share",
    "uplift unknown",
    "series",
    "funnel",
    "short funnel",
    "no funnel",
    "effects",
    "power",
    "no power",
    "hostile uplift",
    "hostile series",
    "hostile funnel",
    "hostile effects",
)


_DRAWN: dict[tuple[str, str], Figure] = {}


@pytest.fixture(params=KINDS)
def figure(  # noqa: PLR0913, PLR0917 - what the figures are made of
    request: pytest.FixtureRequest,
    words: Words,
    campaign: Campaign,
    make_result: MakeResult,
    make_evaluation: MakeEvaluation,
    plan: Plan,
) -> Figure:
    """Draw one figure after the other, each once for all tests."""
    if (drawn := _DRAWN.get((request.param, words.language))) is not None:
        return drawn
    hostile = make_result(HOSTILE, noun=HOSTILE, scale=1e6)
    draw: dict[str, Callable[[], Figure]] = {
        "uplift": lambda: uplift_figure(make_result(), campaign, words, "f"),
        "uplift of people": lambda: uplift_figure(make_result(noun=None, unit=PEOPLE), campaign, words, "f"),
        "uplift of a share": lambda: uplift_figure(make_result(unit=FRACTION, scale=0.01), campaign, words, "f"),
        "uplift unknown": lambda: uplift_figure(make_result(measurable=False), campaign, words, "f"),
        "series": lambda: series_figure(make_result(unit=Unit.parse("EUR")), campaign, words, "f"),
        "funnel": lambda: funnel_figure(make_evaluation(), words, "f"),
        "short funnel": lambda: funnel_figure(make_evaluation(("Views", "Clicks"), (0.0, 0.0), 2), words, "f"),
        "no funnel": lambda: funnel_figure(make_evaluation((), (), 0), words, "f"),
        "effects": lambda: effects_figure(ROWS, words, "f"),
        "power": lambda: power_figure(plan, words, "f"),
        "no power": lambda: power_figure(_unmeasurable(plan), words, "f"),
        "hostile uplift": lambda: uplift_figure(hostile, campaign, words, "f"),
        "hostile series": lambda: series_figure(hostile, campaign, words, "f"),
        "hostile funnel": lambda: funnel_figure(make_evaluation([HOSTILE] * 9, [1e12, *[7e9] * 8], 1), words, "f"),
        "hostile effects": lambda: effects_figure([EffectRow(HOSTILE, ROWS[0].estimate, Verdict.RISE)], words, "f"),
    }
    return _DRAWN.setdefault((request.param, words.language), draw[request.param]())


def _unmeasurable(plan: Plan) -> Plan:
    return Plan(plan.days, 0.95, 0.8, 1.0, float("nan"), float("nan"), plan.curve, measurable=False)


def _drawings(figure: Figure) -> list[tuple[str, ET.Element]]:
    return [("wide", ET.fromstring(figure.wide)), ("narrow", ET.fromstring(figure.narrow))]  # noqa: S314


@dataclass(frozen=True)
class Line:
    """A text of a drawing and the room it takes, px."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    def touches(self, other: Line) -> bool:
        """Whether two texts overlap by more than a pixel, the error of their measured widths."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 1 and down > 1


def _lines(drawing: ET.Element) -> Iterator[Line]:
    for element in drawing.iter(f"{SVG}text"):
        style = element.attrib["style"]
        size = float(re.search(r"font-size:([\d.]+)px", style)[1])
        room = width(element.text, size, bold="font-weight:700" in style)
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        before = {"middle": room / 2, "end": room}.get((re.search(r"text-anchor:(\w+)", style) or [0, ""])[1], 0.0)
        # A line of text reaches 0.75 em above and 0.2 em below its baseline.
        yield Line(element.text, x - before, x - before + room, y - 0.75 * size, y + 0.2 * size, size)


def test_says_what_it_is_to_those_who_cannot_see_it(figure: Figure) -> None:
    """A drawing is an image with a name and a description, the figure's own."""
    for name, drawing in _drawings(figure):
        title, description = drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")
        assert drawing.attrib["role"] == "img"
        assert drawing.attrib["aria-labelledby"] == title.attrib["id"] == f"f-{name}-title"
        assert drawing.attrib["aria-describedby"] == description.attrib["id"] == f"f-{name}-desc"
        assert (title.text, description.text) == (figure.alt, figure.description)
        assert figure.alt


def test_scales_with_its_page(figure: Figure) -> None:
    """A drawing has a view box of its screen's width and no size of its own."""
    for name, drawing in _drawings(figure):
        assert float(drawing.attrib["viewBox"].split()[2]) == pytest.approx(WIDTHS[name])
        assert not {"width", "height"} & set(drawing.attrib)


def test_keeps_its_texts_readable_inside_and_apart(figure: Figure) -> None:
    """No text is too small, leaves the drawing, or lies on another one."""
    for name, drawing in _drawings(figure):
        lines = list(_lines(drawing))
        height = float(drawing.attrib["viewBox"].split()[3])
        assert [line for line in lines if line.size < LEAST_FONT[name]] == []
        # One pixel: half of what the rounding of a centred width may move.
        assert [line for line in lines if line.left < -1 or line.right > WIDTHS[name] + 1] == []
        assert [line for line in lines if line.top < -1 or line.bottom > height + 1] == []
        assert [pair for pair in itertools.combinations(lines, 2) if pair[0].touches(pair[1])] == []


def test_loads_and_runs_nothing(figure: Figure) -> None:
    """A drawing names no address but its namespace, and holds neither style sheet nor script."""
    for svg in (figure.wide, figure.narrow):
        assert re.findall(r"https?://[^\"' ]+", svg) == ["http://www.w3.org/2000/svg"]
        tags = {element.tag.removeprefix(SVG) for element in ET.fromstring(svg).iter()}  # noqa: S314
        assert tags <= {"svg", "title", "desc", "defs", "clipPath", "g", "path", "rect", "use", "text"}


def test_shares_no_id_with_another_figure(figure: Figure) -> None:
    """Every id begins with the figure's own and its screen, and every reference finds one."""
    for name, drawing in _drawings(figure):
        ids = [element.attrib["id"] for element in drawing.iter() if "id" in element.attrib]
        svg = ET.tostring(drawing, encoding="unicode")
        assert len(ids) == len(set(ids))
        assert all(one.startswith(f"f-{name}-") for one in ids)
        assert set(re.findall(r"url\(#([^)]+)\)", svg) + re.findall(r'href="#([^"]+)"', svg)) <= set(ids)


def test_takes_its_colours_and_fonts_from_the_page(figure: Figure) -> None:
    """Every colour is a variable of the stylesheet with the light colour behind it, and no text has a font."""
    for svg in (figure.wide, figure.narrow):
        body = svg[svg.index("</desc>") :]
        assert re.sub(r"var\(--smm-[a-z-]+,#[0-9a-f]{6}\)", "", body).count("fill:#") == 0
        assert re.findall(r"(?<!,)#[0-9a-f]{6}\b(?!-)", re.sub(r'(url\(|href=")#[^)"]+', "", body)) == []
        assert "font-family" not in body


def test_writes_the_same_bytes_whatever_was_set(
    words: Words, campaign: Campaign, make_result: MakeResult, make_evaluation: MakeEvaluation
) -> None:
    """A user's settings of matplotlib neither change a figure nor are they changed."""
    result, evaluation = make_result(), make_evaluation()
    first = [uplift_figure(result, campaign, words, "a"), funnel_figure(evaluation, words, "b")]
    with mpl.rc_context({"font.size": 30, "lines.linewidth": 9, "figure.dpi": 300, "path.simplify": False}):
        before = dict(mpl.rcParams)
        second = [uplift_figure(result, campaign, words, "a"), funnel_figure(evaluation, words, "b")]
        assert dict(mpl.rcParams) == before
    assert first == second


def test_every_colour_has_its_variable_in_the_stylesheet() -> None:
    """The stylesheet gives each variable of the figures a light and a dark colour."""
    sheet = (files("smmeasure") / "templates" / "style.css").read_text(encoding="utf-8")
    assert [name for name in VARIABLES.values() if f"{name}:light-dark(" not in sheet] == []
