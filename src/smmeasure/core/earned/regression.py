"""Regressions of a price on its features: log-linear with smearing, and Gamma with a log link.

A log-linear regression predicts the logarithm; the mean price is recovered by the mean of the
exponentiated residuals (smearing: Duan 1983). Coefficients and smearing factor have one covariance,
robust against ads whose rows err together (CR1: Liang and Zeger 1986), because each draws on the other's
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
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from smmeasure.core.arrays import Floats
from smmeasure.core.earned.bought import Bought

_LEAST_SPREAD = 1e-9
"""Prices that are all the same still have a scale to divide by."""

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
    degrees : float
        Degrees of freedom of Student's t: ads minus one, as many as if all were of the same size.
    """

    form: PriceForm
    design: Design
    coefficients: Floats
    covariance: Floats
    spread: float
    degrees: float

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
        numbers = self.matrix(features)
        variance: Floats = np.einsum("ij,jk,ik->i", numbers, self.covariance, numbers)
        return np.asarray(np.sqrt(self.spread**2 + variance))


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
    # The smearing factor falls as the coefficients take up what it held: its influence has both parts.
    on_coefficients = (matrix * (weights * residuals)[:, None]) @ np.asarray(fitted.normalized_cov_params).T
    held = (matrix * (weights * smearing)[:, None]).mean(axis=0) / factor
    on_factor = weights * (smearing / factor - 1.0) / len(residuals) - on_coefficients @ held
    return Fit(
        form,
        design,
        lift @ np.append(np.asarray(fitted.params), np.log(factor)),
        lift @ _clustered(np.column_stack([on_coefficients, on_factor]), known) @ lift.T,
        max(float(residuals.std()), _LEAST_SPREAD),
        known.even_ads - 1.0,
    )


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


def _clustered(influence: Floats, known: Bought) -> Floats:
    """Add the influences of each ad, and the squares of the ads (CR1)."""
    _, groups = np.unique(known.groups, return_inverse=True)
    ads, rows, columns = int(groups.max()) + 1, len(groups), influence.shape[1] - 1
    sums = np.zeros((ads, influence.shape[1]))
    np.add.at(sums, groups, influence)
    small = ads / (ads - 1) * (rows - 1) / max(rows - columns, 1)
    return np.asarray(small * sums.T @ sums)


def _gamma(known: Bought, design: Design) -> Fit | None:
    matrix, lift = _apart(design.matrix(known.features))
    middle = float(np.exp(np.log(known.price).mean()))
    weights = known.units / known.units.mean()
    family = sm.families.Gamma(sm.families.links.Log())
    model = sm.GLM(known.price / middle, matrix, family=family, var_weights=weights)
    with warnings.catch_warnings():
        # A fit that finds no end is left out below; the reader has nothing to mend.
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = model.fit(start_params=np.linalg.lstsq(matrix, np.log(known.price / middle))[0], maxiter=_MOST_STEPS)
    if not fitted.converged or not np.isfinite(fitted.params).all():
        return None
    ratio = known.price / middle / np.asarray(fitted.fittedvalues)
    inverse = np.linalg.inv(matrix.T @ (matrix * weights[:, None]))
    on_coefficients = (matrix * (weights * (ratio - 1.0))[:, None]) @ inverse
    coefficients = lift @ np.append(np.asarray(fitted.params), 0.0)
    coefficients[0] += np.log(middle)
    return Fit(
        PriceForm.GAMMA,
        design,
        coefficients,
        lift @ _clustered(np.column_stack([on_coefficients, np.zeros(len(ratio))]), known) @ lift.T,
        max(float(np.log(ratio).std()), _LEAST_SPREAD),
        known.even_ads - 1.0,
    )
