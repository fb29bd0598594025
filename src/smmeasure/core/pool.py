"""The candidates on one series, and the pool of those that erred least on its placebos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.baselines.candidate import Expectation, LearntCandidate, learn_candidate
from smmeasure.core.baselines.recent_weekday_level import RECENT_WEEKDAY_LEVEL
from smmeasure.core.baselines.regression import REGRESSION, REGRESSION_WITH_TREND
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
"""Candidates with less weight are left out of the pool."""

_PRIORS = {"unobserved components": 1.0}
"""How much more weight some candidates had beforehand; 1 for the others."""


def learn_candidates(quiet: Quiet) -> tuple[LearntCandidate, ...]:
    """Let every candidate learn the quiet period on every scale that the values allow."""
    values = quiet.learnable
    return tuple(
        learn_candidate(values, specification, transformation, regressors, quiet.period, name)
        for transformation in transformations(values)
        for specification in SPECIFICATIONS
        for name, regressors in _variants(specification.name, quiet, regressors=specification.regressors)
    )


def _variants(name: str, quiet: Quiet, *, regressors: bool) -> Iterator[tuple[str, Floats]]:
    """Give each candidate with the regressors that it can use; controls only beside a version without."""
    if not regressors:
        yield name, np.empty((len(quiet.values), 0))
        return
    yield name, quiet.events
    if quiet.controls.shape[1]:
        yield f"{name} with controls", np.hstack([quiet.events, quiet.controls])


@dataclass(frozen=True, slots=True)
class Pool:
    """A weighted mean of candidates.

    Attributes
    ----------
    members : tuple of LearntCandidate
        Candidates in the pool, heaviest first.
    weights : ndarray
        Their weights; they add up to 1.
    candidates : tuple of Candidate
        Every candidate tried, best first.
    """

    members: tuple[LearntCandidate, ...]
    weights: Floats
    candidates: tuple[Candidate, ...]

    @property
    def method(self) -> str:
        """Names of the members, heaviest first, each once."""
        return " + ".join(dict.fromkeys(member.name for member in self.members))

    def expect(self, origins: Ints, scored: Bools) -> Expectation:
        """Expect the days after each origin; see `LearntCandidate.expect`."""
        return pooled([member.expect(origins, scored) for member in self.members], self.weights)

    def fitted(self) -> Floats:
        """Forecast each day from the day before; nan at the beginning."""
        fitted: Floats = self.weights @ np.stack([member.fitted() for member in self.members])
        return fitted


def pooled(expectations: list[Expectation], weights: Floats) -> Expectation:
    """Average expectations; spreads are averaged too, because the errors of candidates move together."""
    paths = np.tensordot(weights, np.stack([expectation.paths for expectation in expectations]), axes=1)
    spread = weights @ np.stack([expectation.spread for expectation in expectations])
    return Expectation(paths, spread)


def choose(
    tried: tuple[LearntCandidate, ...], expectations: list[Expectation], placebos: Placebos
) -> tuple[Pool, Expectation]:
    """Weigh the candidates by their errors on the placebos.

    Parameters
    ----------
    tried : tuple of LearntCandidate
        Every candidate.
    expectations : list of Expectation
        What each expects of the placebos, in the same order.
    placebos : Placebos
        Pretend campaigns.

    Returns
    -------
    tuple of Pool, Expectation
        The pool, and what it expects of the placebos.
    """
    scores = np.array([score(expectation, placebos) for expectation in expectations])
    priors = np.array([_PRIORS.get(candidate.name, 1.0) for candidate in tried])
    weights = priors * (scores.min() / scores) ** _PREFERENCE if scores.min() > 0.0 else (scores == 0.0).astype(float)
    weights /= weights.sum()
    weights[weights < min(_LEAST_WEIGHT, weights.max())] = 0.0
    weights /= weights.sum()
    order = np.argsort(-weights, kind="stable")
    kept = order[weights[order] > 0.0]
    candidates = tuple(
        Candidate(tried[place].name, tried[place].transformation.log, float(scores[place]), bool(weights[place] > 0.0))
        for place in np.argsort(scores, kind="stable")
    )
    pool = Pool(tuple(tried[place] for place in kept), weights[kept], candidates)
    return pool, pooled([expectations[place] for place in kept], weights[kept])


def score(expectation: Expectation, placebos: Placebos) -> float:
    """Mean absolute error of the placebo totals, relative to the mean total."""
    expected = (expectation.paths * placebos.scored).sum(axis=1)
    return float(np.abs(placebos.totals - expected).mean() / np.abs(placebos.totals).mean())
