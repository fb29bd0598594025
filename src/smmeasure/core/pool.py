"""The candidates on one series, and the pool of those that erred least on its placebos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.baselines.candidate import Expectation, Material, Member, learn_candidate
from smmeasure.core.baselines.discounted_counts import are_small_counts, learn_counts
from smmeasure.core.baselines.recent_weekday_level import RECENT_WEEKDAY_LEVEL
from smmeasure.core.baselines.regression import REGRESSION, REGRESSION_WITH_TREND
from smmeasure.core.baselines.seasonal_arima import AIRLINE
from smmeasure.core.baselines.specification import Specification
from smmeasure.core.baselines.transformation import transformations
from smmeasure.core.baselines.unobserved_components import UNOBSERVED_COMPONENTS
from smmeasure.core.baselines.weekday_mean import WEEKDAY_MEAN
from smmeasure.core.placebos import Placebos
from smmeasure.core.quiet import Quiet
from smmeasure.core.results import Candidate

SPECIFICATIONS = (
    WEEKDAY_MEAN,
    RECENT_WEEKDAY_LEVEL,
    REGRESSION,
    REGRESSION_WITH_TREND,
    UNOBSERVED_COMPONENTS,
    AIRLINE,
)
"""Every candidate with a state-space form, from the simplest to the most able."""

_PREFERENCE = 8.0
"""How sharply the pool prefers the smaller error: weights are error to this power, inverted."""

_SPREAD_PREFERENCE = 4.0
"""The same for the spread, where a wrong choice costs more than a blunt one."""

_LEAST_WEIGHT = 0.05
"""Candidates with less weight have no part in the expected values."""

_LEAST_SPREAD = 0.001
"""Candidates with less weight have no part in the spread."""


def learn_candidates(quiet: Quiet) -> tuple[Member, ...]:
    """Let every candidate learn the quiet period on every scale that the values allow."""
    days = int(quiet.calm.sum())
    learnt: tuple[Member, ...] = tuple(
        learn_candidate(material, specification, transformation, name)
        for transformation in transformations(quiet.learnable)
        for specification in SPECIFICATIONS
        if days >= specification.least_days
        for name, material in _variants(specification, quiet)
    )
    if not are_small_counts(quiet.learnable):
        return learnt
    return (*learnt, learn_counts(quiet.learnable, quiet.eventful, quiet.period))


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
    members : tuple of Member, length k
        Candidates in the pool, heaviest first.
    weights : ndarray, shape (k,)
        Their weights in the expected values; they add up to 1.
    spread_weights : ndarray, shape (k,)
        Their weights in the spread; 0 for rigid candidates.
    candidates : tuple of Candidate
        Every candidate tried, best first.
    """

    members: tuple[Member, ...]
    weights: Floats
    spread_weights: Floats
    candidates: tuple[Candidate, ...]

    @property
    def method(self) -> str:
        """Names of the candidates that make the expected values, heaviest first, each once."""
        names = (member.name for member, weight in zip(self.members, self.weights, strict=True) if weight > 0.0)
        return " + ".join(dict.fromkeys(names))

    def expect(self, origins: Ints, scored: Bools) -> Expectation:
        """Expect the days after each origin; see `Member.expect`.

        Spreads are averaged like expectations, since the errors of candidates move together; what
        the candidates differ by adds its variance, as in model averaging (Hoeting et al. 1999,
        Statistical Science 14, section 1).
        """
        expectations = [member.expect(origins, scored) for member in self.members]
        paths = np.stack([expectation.paths for expectation in expectations])
        spreads = np.stack([expectation.spread for expectation in expectations])
        apart = self._apart((paths * scored).sum(axis=2), scored.sum(axis=1))
        return Expectation(
            np.tensordot(self.weights, paths, axes=1), np.hypot(self.spread_weights @ spreads, np.sqrt(apart))
        )

    def _apart(self, totals: Floats, days: Ints) -> Floats:
        """Variance between the totals that the believed candidates expect, relative to the total; shape (m,)."""
        believed = self.spread_weights > 0.0
        totals, weights = totals[believed], self.spread_weights[believed]
        positive = (totals > 0.0).all(axis=0)
        typical = max(member.typical for member in self.members) * days
        told = np.where(positive, np.log(np.where(positive, totals, 1.0)), totals / typical)
        variance: Floats = weights @ (told - weights @ told) ** 2
        return variance

    def covariance(self, origin: int, horizon: int) -> Floats:
        """Covariance of the errors of the days after an origin, unit of the series squared, shape (h, h)."""
        believed = np.flatnonzero(self.spread_weights > 0.0)
        weights, members = self.spread_weights[believed], [self.members[place] for place in believed]
        everyday = np.ones((1, horizon), dtype=bool)
        paths = np.stack([member.expect(np.array([origin]), everyday).paths[0] for member in members])
        apart = paths - weights @ paths
        within = np.stack([member.covariance(origin, horizon) for member in members])
        covariance: Floats = np.tensordot(weights, within, axes=1) + np.einsum("k,ki,kj->ij", weights, apart, apart)
        return covariance

    def fitted(self) -> Floats:
        """Forecast each day from the day before; nan at the beginning."""
        fitted: Floats = self.weights @ np.stack([member.fitted() for member in self.members])
        return fitted


def choose(tried: tuple[Member, ...], placebos: Placebos) -> Pool:
    """Weigh the candidates by their errors on the placebos.

    Parameters
    ----------
    tried : tuple of Member
        Every candidate.
    placebos : Placebos
        Pretend campaigns.
    """
    scores = np.array([score(candidate, placebos) for candidate in tried])
    believed = np.where([candidate.adaptive for candidate in tried], scores, np.inf)
    weights = _weights(scores, _PREFERENCE, _LEAST_WEIGHT)
    spread_weights = _weights(believed, _SPREAD_PREFERENCE, _LEAST_SPREAD)
    order = np.argsort(-weights, kind="stable")
    kept = order[(weights + spread_weights)[order] > 0.0]
    candidates = tuple(
        Candidate(tried[place].name, tried[place].log, float(scores[place]), bool(weights[place] > 0.0))
        for place in np.argsort(scores, kind="stable")
    )
    return Pool(tuple(tried[place] for place in kept), weights[kept], spread_weights[kept], candidates)


def _weights(scores: Floats, preference: float, least: float) -> Floats:
    """Turn errors into weights that add up to 1; smaller ones become 0."""
    weights = (scores.min() / scores) ** preference if scores.min() > 0.0 else np.where(scores == 0.0, 1.0, 0.0)
    weights = np.where(weights < least * weights.sum(), 0.0, weights)
    normal: Floats = weights / weights.sum()
    return normal


def score(candidate: Member, placebos: Placebos) -> float:
    """Mean absolute error of the placebo totals, relative to the mean total."""
    paths = candidate.expect(placebos.origins, placebos.scored).paths
    errors = placebos.totals - (paths * placebos.scored).sum(axis=1)
    size = float(np.abs(placebos.totals).mean()) or candidate.typical * float(placebos.days.mean())
    return float(np.abs(errors).mean()) / size
