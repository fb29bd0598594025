"""Regressions of a price on its features: log-linear with smearing, and Gamma with a log link.

A log-linear regression predicts the logarithm; the mean price is recovered by the mean of the
exponentiated residuals (smearing: Duan 1983). Coefficients and smearing factor have one covariance,
robust against ads whose rows err together (CR2: Bell and McCaffrey 2002), because each draws on the other's
residuals. Levels are coded as deviations from the mean of the levels, so that a level never bought in
the rows learnt from stands for their mean. Each purchase counts by its units: without features, both
regressions give all that was paid over all units bought.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
import statsmodels.api as sm
from statsmodels.tools.sm_exceptions import ConvergenceWarning, PerfectSeparationWarning

from smmeasure.core.arrays import Floats, Ints
from smmeasure.core.earned.bought import Bought

_LEAST_SPREAD = 1e-9
"""Prices that are all the same still have a scale to divide by."""

_LEAST_ERROR = 1e-6
"""On the logarithm: prices that are all told as well as this have no errors to learn from."""

_LEAST_KEPT = 1e-3
"""A group that a level belongs to alone leaves no residual: it keeps this share, and its error is known badly."""

_ROWS_PER_COLUMN = 5
"""So many rows for each number that is learnt."""

_MOST_STEPS = 200
"""Of the Gamma regression; it converges in fewer than 20 where it does."""


class PriceForm(StrEnum):
    """How the price of a unit depends on its features."""

    MEAN = "mean of all ads"
    LOG_LINEAR = "log-linear regression"
    GAMMA = "Gamma regression"


@dataclass(frozen=True, slots=True)
class Design:
    """How levels become numbers.

    Attributes
    ----------
    levels : tuple of (str, tuple of str)
        Features that enter with the levels of each; the last level of each is minus all the others.
    """

    levels: tuple[tuple[str, tuple[str, ...]], ...]

    def matrix(self, features: pd.DataFrame) -> Floats:
        """Lay out features as numbers, shape (rows, 1 + sum of levels - 1); an unknown level is the mean."""
        parts = [np.ones((len(features), 1))]
        for name, levels in self.levels:
            codes = pd.Index(levels).get_indexer(pd.Index(features[name]))
            contrasts = np.vstack([np.eye(len(levels) - 1), np.full(len(levels) - 1, -1.0), np.zeros(len(levels) - 1)])
            parts.append(contrasts[codes])
        return np.hstack(parts)


def design_of(known: Bought, features: Sequence[str]) -> Design:
    """Take features in their order as long as there are rows enough for their levels."""
    levels: list[tuple[str, tuple[str, ...]]] = []
    columns = 1
    for name in features:
        found = tuple(sorted(set(known.features[name])))
        if len(found) > 1 and _ROWS_PER_COLUMN * (columns + len(found) - 1) <= len(known.price):
            levels.append((name, found))
            columns += len(found) - 1
    return Design(tuple(levels))


@dataclass(frozen=True, slots=True)
class Fit:
    """A regression that was fitted.

    Attributes
    ----------
    form : PriceForm
        Which.
    design : Design
        Its features.
    coefficients : ndarray, shape (p + 1,)
        On the logarithm of the price; the last is that of the smearing factor, 0 for Gamma.
    covariance : ndarray, shape (p + 1, p + 1)
        Of the coefficients, robust against what ads have in common.
    spread : float
        Standard deviation of single prices about their mean, on the logarithm.
    levers : ndarray, shape (n, p + 1)
        By how much each purchase moves each coefficient.
    groups : ndarray of int, shape (n,)
        What errs together.
    """

    form: PriceForm
    design: Design
    coefficients: Floats
    covariance: Floats
    spread: float
    levers: Floats
    groups: Ints

    def matrix(self, features: pd.DataFrame) -> Floats:
        """Lay out features, with a column for the smearing factor."""
        numbers = self.design.matrix(features)
        return np.hstack([numbers, np.ones((len(numbers), 1))])

    def log_price(self, features: pd.DataFrame) -> Floats:
        """Predict the logarithm of the mean price, shape (rows,)."""
        predicted: Floats = self.matrix(features) @ self.coefficients
        return predicted

    def scale(self, features: pd.DataFrame) -> Floats:
        """Give the standard error of one more price, on the logarithm: coefficients and residual, shape (rows,)."""
        return self.price_and_scale(features)[1]

    def price_and_scale(self, features: pd.DataFrame) -> tuple[Floats, Floats]:
        """Give the logarithm of the mean price and the standard error of one more, shape (rows,) each."""
        numbers = self.matrix(features)
        variance: Floats = ((numbers @ self.covariance) * numbers).sum(axis=1)
        return np.asarray(numbers @ self.coefficients), np.asarray(np.sqrt(self.spread**2 + variance))

    def degrees(self, direction: Floats) -> float:
        """Give the degrees of freedom of Student's t for a sum of coefficients (Satterthwaite 1946)."""
        weights = np.bincount(self.groups, weights=(self.levers @ direction) ** 2)
        return float(weights.sum() ** 2 / (weights**2).sum())


def fit(known: Bought, form: PriceForm, features: Sequence[str]) -> Fit | None:
    """Fit a regression.

    Parameters
    ----------
    known : Bought
        At least two ads.
    form : PriceForm
        Which; the mean takes no features.
    features : sequence of str
        In the order of their importance to the caller.

    Returns
    -------
    Fit or None
        None where the Gamma regression finds no end.
    """
    design = design_of(known, () if form is PriceForm.MEAN else features)
    return _gamma(known, design) if form is PriceForm.GAMMA else _log_linear(known, form, design)


def _log_linear(known: Bought, form: PriceForm, design: Design) -> Fit:
    matrix, lift = _apart(design.matrix(known.features))
    weights = known.units / known.units.mean()
    fitted = sm.WLS(np.log(known.price), matrix, weights=weights).fit()
    residuals = np.log(known.price) - matrix @ np.asarray(fitted.params)
    smearing = np.exp(residuals)
    factor = float((weights * smearing).mean())
    told = _Influence(matrix, weights, np.asarray(fitted.normalized_cov_params), known.groups)
    # The smearing factor falls as the coefficients take up what it held.
    held = (matrix * (weights * smearing)[:, None]).mean(axis=0) / factor
    return Fit(
        form,
        design,
        lift @ np.append(np.asarray(fitted.params), np.log(factor)),
        lift @ told.covariance(residuals, smearing / factor - 1.0, held) @ lift.T,
        max(float(residuals.std()), _LEAST_SPREAD),
        told.levers(held) @ lift.T,
        known.groups,
    )


@dataclass(frozen=True, slots=True)
class _Influence:
    """What purchases weigh in coefficients: columns, weights, inverse of the normal matrix, groups."""

    matrix: Floats
    weights: Floats
    inverse: Floats
    groups: Ints

    def covariance(self, residuals: Floats, excess: Floats, held: Floats) -> Floats:
        """Add the influences of each group, and the squares of the groups.

        Parameters
        ----------
        residuals : ndarray, shape (n,)
            Of the regression.
        excess : ndarray, shape (n,)
            By how much each exponentiated residual exceeds the smearing factor, relative to it.
        held : ndarray, shape (p,)
            How the factor falls with each coefficient.
        """
        residuals, excess = self._unshrunk(np.column_stack([residuals, excess])).T
        on_coefficients = (self.matrix * (self.weights * residuals)[:, None]) @ self.inverse.T
        on_factor = self.weights * excess / len(residuals) - on_coefficients @ held
        influence = np.column_stack([on_coefficients, on_factor])
        names, places = np.unique(self.groups, return_inverse=True)
        sums = np.zeros((len(names), influence.shape[1]))
        np.add.at(sums, places, influence)
        return np.asarray(sums.T @ sums)

    def levers(self, held: Floats) -> Floats:
        """Give by how much each purchase moves each coefficient and the factor, shape (n, p + 1)."""
        on_coefficients = (self.matrix * self.weights[:, None]) @ self.inverse.T
        on_factor = self.weights / len(self.weights) - on_coefficients @ held
        return np.column_stack([on_coefficients, on_factor])

    def _unshrunk(self, residuals: Floats) -> Floats:
        """Undo what a regression takes off residuals by coming near its own rows, group by group; shape (n, 2).

        The residuals of a group are multiplied by the inverse square root of one minus its part of the hat matrix.
        """
        root = np.sqrt(self.weights)
        axes = np.linalg.qr(self.matrix * root[:, None])[0]
        unshrunk = residuals * root[:, None]
        alone = np.bincount(self.groups)[self.groups] == 1
        kept = np.maximum(1.0 - (axes[alone] ** 2).sum(axis=1), _LEAST_KEPT)
        unshrunk[alone] /= np.sqrt(kept)[:, None]
        for group in np.unique(self.groups[~alone]):
            rows = np.flatnonzero(self.groups == group)
            left, sizes, _ = np.linalg.svd(axes[rows], full_matrices=False)
            kept = np.maximum(1.0 - sizes**2, _LEAST_KEPT)
            unshrunk[rows] += left @ ((1.0 / np.sqrt(kept) - 1.0)[:, None] * (left.T @ unshrunk[rows]))
        return unshrunk / root[:, None]


def _apart(matrix: Floats) -> tuple[Floats, Floats]:
    """Turn columns, some of which may go together (one campaign per platform), into as many that don't.

    Returns the columns to learn from, and the matrix that turns what is learnt, with a smearing factor at the end,
    back: what goes together then shares its part of the price.
    """
    _, sizes, axes = np.linalg.svd(matrix, full_matrices=False)
    rank = int((sizes > sizes[0] * len(matrix) * np.finfo(float).eps).sum())
    basis = np.eye(matrix.shape[1]) if rank == matrix.shape[1] else axes[:rank].T
    lift = np.zeros((matrix.shape[1] + 1, basis.shape[1] + 1))
    lift[:-1, :-1], lift[-1, -1] = basis, 1.0
    return matrix @ basis, lift


def _gamma(known: Bought, design: Design) -> Fit | None:
    matrix, lift = _apart(design.matrix(known.features))
    middle = float(np.exp(np.log(known.price).mean()))
    weights = known.units / known.units.mean()
    family = sm.families.Gamma(sm.families.links.Log())
    model = sm.GLM(known.price / middle, matrix, family=family, var_weights=weights)
    logs = np.log(known.price / middle)
    start = np.linalg.lstsq(matrix, logs)[0]
    if np.abs(logs - matrix @ start).max() < _LEAST_ERROR:
        # Prices that the features tell exactly: the log-linear form has them already.
        return None
    try:
        with warnings.catch_warnings(), np.errstate(over="raise", divide="raise", invalid="raise"):
            # A fit that finds no end is left out: the reader has nothing to mend.
            warnings.simplefilter("ignore", ConvergenceWarning)
            warnings.simplefilter("ignore", PerfectSeparationWarning)
            fitted = model.fit(start_params=start, maxiter=_MOST_STEPS)
    except FloatingPointError:
        # One price out of all proportion throws the steps out of bounds; the other forms are left.
        return None
    if not fitted.converged or not np.isfinite(fitted.params).all():
        return None
    ratio = known.price / middle / np.asarray(fitted.fittedvalues)
    told = _Influence(matrix, weights, np.linalg.inv(matrix.T @ (matrix * weights[:, None])), known.groups)
    nothing = np.zeros(matrix.shape[1])
    coefficients = lift @ np.append(np.asarray(fitted.params), 0.0)
    coefficients[0] += np.log(middle)
    bare = lift.copy()
    bare[-1, -1] = 0.0
    return Fit(
        PriceForm.GAMMA,
        design,
        coefficients,
        bare @ told.covariance(ratio - 1.0, np.zeros(len(ratio)), nothing) @ bare.T,
        max(float(np.log(ratio).std()), _LEAST_SPREAD),
        told.levers(nothing) @ bare.T,
        known.groups,
    )
