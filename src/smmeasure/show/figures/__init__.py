"""The figures of a report: each a pure function from results to two drawings and their words."""

from smmeasure.show.figures.effects import EffectRow, effects_figure
from smmeasure.show.figures.figure import Figure
from smmeasure.show.figures.funnel import funnel_figure
from smmeasure.show.figures.history import series_figure
from smmeasure.show.figures.power import power_figure
from smmeasure.show.figures.uplift import uplift_figure

__all__ = [
    "EffectRow",
    "Figure",
    "effects_figure",
    "funnel_figure",
    "power_figure",
    "series_figure",
    "uplift_figure",
]
