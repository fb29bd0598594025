"""The scale a series is learnt on: logarithms where growth is by factors, else the values themselves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Floats

_OFFSET_SHARE = 0.2
"""Part of the median positive value that is added before taking logarithms of a series with zeros."""


@dataclass(frozen=True, slots=True)
class Transformation:
    """How values are turned into what a candidate learns, and back.

    Attributes
    ----------
    log : bool
        Whether the logarithm is taken.
    offset : float
        What is added before; 0 for a positive series, in the series' unit.
    centre, deviation : float
        Mean and standard deviation on that scale; what is learnt has mean 0 and variance 1.
    """

    log: bool
    offset: float
    centre: float
    deviation: float

    @classmethod
    def of(cls, values: Floats, *, log: bool) -> Transformation:
        """Fit to a series with at least two different values; nan is ignored."""
        offset = _offset(values) if log else 0.0
        scaled = np.log(values + offset) if log else values
        return cls(log, offset, float(np.nanmean(scaled)), float(np.nanstd(scaled)))

    def forward(self, values: Floats) -> Floats:
        """Turn values into what is learnt."""
        scaled = np.log(values + self.offset) if self.log else values
        return (scaled - self.centre) / self.deviation

    def back(self, learnt: Floats) -> Floats:
        """Turn what was learnt into values."""
        scaled = learnt * self.deviation + self.centre
        return np.exp(scaled) - self.offset if self.log else scaled


def _offset(values: Floats) -> float:
    if np.nanmin(values) > 0.0:
        return 0.0
    return _OFFSET_SHARE * float(np.nanmedian(values[values > 0.0]))


def transformations(values: Floats) -> tuple[Transformation, ...]:
    """Give the scales on which a series may be learnt: never logarithms of negative values."""
    levels = Transformation.of(values, log=False)
    if np.nanmin(values) < 0.0:
        return (levels,)
    return (Transformation.of(values, log=True), levels)
