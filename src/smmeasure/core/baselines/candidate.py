"""A candidate baseline in the series' own unit: what it expects of any window, and how far it may err."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.baselines.learning import Forecast, Learnt, learn
from smmeasure.core.baselines.robust import clipped
from smmeasure.core.baselines.specification import Specification
from smmeasure.core.baselines.transformation import Transformation

_SMEAR = 0.5
"""Share of the retransformation correction that is applied; see benchmarks/ACCURACY.md."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a candidate expects of windows after several origins.

    Attributes
    ----------
    paths : ndarray, shape (m, horizon)
        Expected daily values, in the unit of the series.
    spread : ndarray, shape (m,)
        Standard deviation of the total over the days asked for, relative to the total.
    """

    paths: Floats
    spread: Floats


class Member(Protocol):
    """What a pool asks of a candidate that has learnt a series."""

    @property
    def name(self) -> str:
        """Name of the candidate."""

    @property
    def log(self) -> bool:
        """Whether it was learnt on the logarithm of the series."""

    @property
    def ready(self) -> int:
        """First day from which it can forecast."""

    @property
    def adaptive(self) -> bool:
        """Whether its spread can be believed."""

    @property
    def typical(self) -> float:
        """Mean size of a quiet day, unit of the series."""

    def expect(self, origins: Ints, scored: Bools) -> Expectation:
        """Expect the days after each origin."""

    def covariance(self, origin: int, horizon: int) -> Floats:
        """Covariance of the errors of the days after an origin, unit of the series squared."""

    def fitted(self) -> Floats:
        """Forecast each day from the day before; nan at the beginning."""


@dataclass(frozen=True, slots=True)
class LearntCandidate:
    """A candidate that has learnt a series on one scale.

    Attributes
    ----------
    name : str
        Name of the candidate.
    transformation : Transformation
        Scale it was learnt on.
    learnt : Learnt
        The model on that scale.
    smear : ndarray, shape (n + 1,)
        Factor from the median to the mean, from the days before each day; 1 without logarithm.
    typical : float
        Mean size of a quiet day, unit of the series.
    nonnegative : bool
        Whether the series never went below 0, so that no expectation may.
    """

    name: str
    transformation: Transformation
    learnt: Learnt
    smear: Floats
    typical: float
    nonnegative: bool

    @property
    def log(self) -> bool:
        """Whether it was learnt on the logarithm of the series."""
        return self.transformation.log

    @property
    def ready(self) -> int:
        """First day from which it can forecast."""
        return self.learnt.ready

    @property
    def adaptive(self) -> bool:
        """Whether its spread can be believed; see `Specification`."""
        return self.learnt.specification.adaptive

    def fitted(self) -> Floats:
        """Forecast each day from the day before, in the unit of the series; nan at the beginning."""
        return self._natural(self.learnt.fitted(), self.smear[:-1])

    def expect(self, origins: Ints, scored: Bools) -> Expectation:
        """Expect the days after each origin.

        Parameters
        ----------
        origins : ndarray of int, shape (m,)
            Days known at each origin.
        scored : ndarray of bool, shape (m, horizon)
            Days that enter the total.
        """
        forecast = self.learnt.forecast(origins, scored.shape[1])
        paths = self._natural(forecast.path, self.smear[origins][:, None])
        return Expectation(paths, self._spread(forecast, scored))

    def covariance(self, origin: int, horizon: int) -> Floats:
        """Covariance of the errors of the days after an origin, in the unit of the series squared.

        On logarithms by the delta method, each day with its expected size.
        """
        origins = np.array([origin])
        forecast = self.learnt.forecast(origins, horizon)
        path = self._natural(forecast.path, self.smear[origins][:, None])[0]
        sizes = self.transformation.deviation * (path if self.transformation.log else np.ones(horizon))
        covariance: Floats = forecast.covariance() * np.outer(sizes, sizes)
        return covariance

    def _spread(self, forecast: Forecast, scored: Bools) -> Floats:
        """Relative spread of the total; on logarithms by the delta method, each day with its share."""
        deviation = self.transformation.deviation
        if self.transformation.log:
            sizes = np.exp(forecast.path * deviation) * scored
            shares = deviation * sizes / sizes.sum(axis=1, keepdims=True)
        else:
            shares = deviation * scored / scored.sum(axis=1, keepdims=True) / self.typical
        spread: Floats = np.sqrt(forecast.variance(shares))
        return spread

    def _natural(self, learnt: Floats, smear: Floats) -> Floats:
        offset = self.transformation.offset
        values = (self.transformation.back(learnt) + offset) * smear - offset
        return np.maximum(values, 0.0) if self.nonnegative else values


@dataclass(frozen=True, slots=True)
class Material:
    """What a candidate may learn from.

    Attributes
    ----------
    values : ndarray, shape (n,)
        Series in its own unit; nan where it must not be learnt from.
    regressors : ndarray, shape (n, p)
        Known regressors of every day; p may be 0.
    spared : ndarray of bool, shape (n,)
        Days that are no outliers however far out: a regressor explains them.
    period : int or None
        Days of the weekly pattern; None for a weekly series.
    """

    values: Floats
    regressors: Floats
    spared: Bools
    period: int | None


def learn_candidate(
    material: Material, specification: Specification, transformation: Transformation, name: str
) -> LearntCandidate:
    """Let a candidate learn a series on one scale; `name` is the name to show."""
    values, period = material.values, material.period
    scaled = transformation.forward(values)
    cleaned = np.where(material.spared, scaled, clipped(scaled, period))
    learnt = learn(cleaned, specification, material.regressors, period)
    return LearntCandidate(
        name,
        transformation,
        learnt,
        _smear(cleaned, learnt.fitted(), transformation),
        float(np.nanmean(np.abs(values))),
        bool(np.nanmin(values) >= 0.0),
    )


def _smear(cleaned: Floats, fitted: Floats, transformation: Transformation) -> Floats:
    """Ratio of what came to what was expected before each day (Duan 1983, as a ratio of sums)."""
    if not transformation.log:
        return np.ones(len(cleaned) + 1)
    known = ~np.isnan(cleaned) & ~np.isnan(fitted)
    came = np.where(known, np.exp(cleaned * transformation.deviation), 0.0)
    expected = np.where(known, np.exp(fitted * transformation.deviation), 0.0)
    sums = np.cumsum(came), np.cumsum(expected)
    ratio = np.divide(*sums, out=np.ones(len(cleaned)), where=sums[1] > 0.0)
    smear: Floats = np.concatenate([[1.0], ratio]) ** _SMEAR
    return smear
