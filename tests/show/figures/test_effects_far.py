"""One effect far from all others doesn't flatten them: it becomes an arrow, its number stays."""

from __future__ import annotations

import re

import pytest

from smmeasure.core.estimates import Estimate
from smmeasure.core.results import Verdict
from smmeasure.show.figures import EffectRow, effects_figure
from smmeasure.show.words import Words


def row(value: float, half: float, verdict: Verdict = Verdict.RISE) -> EffectRow:
    """Make a line."""
    return EffectRow(f"Effect {value}", Estimate(value, value - half, value + half), verdict)


def ticks(*rows: EffectRow) -> float:
    """Give the farthest per cent that the axis names."""
    drawing = effects_figure(rows, Words("en"), "effects").wide
    named = re.findall(r"[>]([−+]?[\d,]+)%<", drawing)
    return max(abs(float(text.replace("−", "-").replace(",", ""))) for text in named)


@pytest.mark.parametrize(
    ("far", "farthest"),
    [(row(16.0, 1.0), 40.0), (row(-0.95, 0.01, Verdict.FALL), 100.0), (row(0.5, 0.1), 60.0)],
    ids=["sixteenfold", "nearly all gone", "among the others"],
)
def test_the_scale_is_that_of_the_others(far: EffectRow, farthest: float) -> None:
    """Beside −17 % and +20 %, the axis ends near these however far one effect lies, unless it lies among them."""
    shown = ticks(row(-0.17, 0.08, Verdict.FALL), row(0.2, 0.1), far)

    assert shown <= farthest


def test_the_arrow_has_its_number_beside_it() -> None:
    """What is cut is still said, in the picture and to those who can't see it."""
    figure = effects_figure([row(-0.17, 0.08, Verdict.FALL), row(0.2, 0.1), row(16.0, 1.0)], Words("en"), "effects")

    assert "+1,600%" in figure.wide
    assert "+1,600%" in figure.description


def test_two_lines_keep_their_own_scale() -> None:
    """Of two effects none is the odd one out."""
    assert ticks(row(0.2, 0.1), row(16.0, 1.0)) >= 1000.0
