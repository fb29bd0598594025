"""The figure of all effects where nothing could be measured."""

from __future__ import annotations

from smmeasure.core.results import Verdict
from smmeasure.show.figures import EffectRow, effects_figure
from smmeasure.show.words import Words


def test_a_figure_without_any_estimate_is_drawn() -> None:
    """Where no effect is measurable the rows stand on an axis around zero."""
    figure = effects_figure([EffectRow("Reach", None, Verdict.NOT_MEASURABLE)], Words("en"), "effects")

    assert "not measurable" in figure.wide
