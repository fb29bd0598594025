"""The candidates on one series, and the pool of those that erred least on its placebos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.baselines.candidate import Expectation, LearntCandidate, Material, learn_candidate
from smmeasure.core.baselines.recent_weekday_level import RECENT_WEEKDAY_LEVEL
from smmeasure.core.baselines.regression import REGRESSION, REGRESSION_WITH_TREND
from smmeasure.core.baselines.specification import Specification
from smmeasure.core.baselines.transformation import transformations
from smmeasure.core.baselines.unobserved_components import UNOBSERVED_COMPONENTS
from smmeasure.core.baselines.weekday_mean import WEEKDAY_MEAN
from smmeasure.core.placebos import Placebos
from smmeasure.core.quiet import Quiet
from smmeasure.core.results import Candidate

SPECIFICATIONS = (WEEKDAY_MEAN, RECENT_WEEKDAY_LEVEL, REGRESSION, REGRESSION_WITH_TREND, UNOBSERVED_COMPONENTS)
"""Every candidate, from the simplest to the most able."""

_PREFERENCE = 8.0
"""How sharply the pool prefers the smaller error: weights are error to this power, inverted."""

_LEAST_WEIGHT = 0.05
"""Candidates with less weight have no part in the expected values."""

_LEAST_SPREAD = 0.001
"""Candidates with less weight have no part in the spread."""


def learn_candidates(quiet: Quiet) -> tuple[LearntCandidate, ...]:
    """Let every candidate learn the quiet period on every scale that the values allow."""
    return tuple(
        learn_candidate(material, specification, transformation, name)
        for transformation in transformations(quiet.learnable)
        for specification in SPECIFICATIONS
        for name, material in _variants(specification, quiet)
    )


def _variants(specification: Specification, quiet: Quiet) -> Iterator[tuple[str, Material]]:
    """Give each candidate the regressors that it can use; controls only beside a version without."""
    values, name = quiet.learnable, specification.name
    if not specification.regressors:
        none = np.zeros(len(values), dtype=bool)
        yield name, Material(values, np.empty((len(values), 0)), none, quiet.period)
        return
    yield name, Material(values, quiet.events, quiet.eventful, quiet.period)
    if quiet.controls.shape[1]:
        both = np.hstack([quiet.events, quiet.controls])
        yield f"{name} with controls", Material(values, both, quiet.eventful, quiet.period)


@dataclass(frozen=True, slots=True)
class Pool:
    """A weighted mean of candidates.

    Attributes
    ----------
    members : tuple of LearntCandidate, length k
        Candidates in the pool, heaviest first.
    weights : ndarray, shape (k,)
        Their weights in the expected values; they add up to 1.
    spread_weights : ndarray, shape (k,)
        Their weights in the spread; 0 for rigid candidates.
    candidates : tuple of Candidate
        Every candidate tried, best first.
    """

    members: tuple[LearntCandidate, ...]
    weights: Floats
    spread_weights: Floats
    candidates: tuple[Candidate, ...]

    @property
    def method(self) -> str:
        """Names of the candidates that make the expected values, heaviest first, each once."""
        names = (member.name for member, weight in zip(self.members, self.weights, strict=True) if weight > 0.0)
        return " + ".join(dict.fromkeys(names))

    def expect(self, origins: Ints, scored: Bools) -> Expectation:
        """Expect the days after each origin; see `LearntCandidate.expect`.

        Spreads are averaged like expectations: the errors of candidates move together.
        """
        expectations = [member.expect(origins, scored) for member in self.members]
        paths = np.stack([expectation.paths for expectation in expectations])
        spreads = np.stack([expectation.spread for expectation in expectations])
        return Expectation(np.tensordot(self.weights, paths, axes=1), self.spread_weights @ spreads)

    def covariance(self, origin: int, horizon: int) -> Floats:
        """Covariance of the errors of the days after an origin, unit of the series squared, shape (h, h)."""
        parts = [
            weight * member.covariance(origin, horizon)
            for member, weight in zip(self.members, self.spread_weights, strict=True)
            if weight > 0.0
        ]
        covariance: Floats = np.sum(parts, axis=0)
        return covariance

    def fitted(self) -> Floats:
        """Forecast each day from the day before; nan at the beginning."""
        fitted: Floats = self.weights @ np.stack([member.fitted() for member in self.members])
        return fitted


def choose(tried: tuple[LearntCandidate, ...], placebos: Placebos) -> Pool:
    """Weigh the candidates by their errors on the placebos.

    Parameters
    ----------
    tried : tuple of LearntCandidate
        Every candidate.
    placebos : Placebos
        Pretend campaigns.
    """
    scores = np.array([score(candidate, placebos) for candidate in tried])
    weights = _weights(scores, _LEAST_WEIGHT)
    spread_weights = _weights(np.where([candidate.adaptive for candidate in tried], scores, np.inf), _LEAST_SPREAD)
    order = np.argsort(-weights, kind="stable")
    kept = order[(weights + spread_weights)[order] > 0.0]
    candidates = tuple(
        Candidate(tried[place].name, tried[place].transformation.log, float(scores[place]), bool(weights[place] > 0.0))
        for place in np.argsort(scores, kind="stable")
    )
    return Pool(tuple(tried[place] for place in kept), weights[kept], spread_weights[kept], candidates)


def _weights(scores: Floats, least: float) -> Floats:
    """Turn errors into weights that add up to 1; smaller ones become 0."""
    weights = (scores.min() / scores) ** _PREFERENCE if scores.min() > 0.0 else np.where(scores == 0.0, 1.0, 0.0)
    weights = np.where(weights < least * weights.sum(), 0.0, weights)
    normal: Floats = weights / weights.sum()
    return normal


def score(candidate: LearntCandidate, placebos: Placebos) -> float:
    """Mean absolute error of the placebo totals, relative to the mean total."""
    paths = candidate.expect(placebos.origins, placebos.scored).paths
    errors = placebos.totals - (paths * placebos.scored).sum(axis=1)
    size = float(np.abs(placebos.totals).mean()) or candidate.typical * float(placebos.days.mean())
    return float(np.abs(errors).mean()) / size
