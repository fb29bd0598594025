"""Which regression tells prices best, by ads that it has not seen; and how honest its intervals are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Bools, Floats, Ints
from smmeasure.core.earned.bought import Bought
from smmeasure.core.earned.regression import Fit, PriceForm, design_of, fit

FOLDS = 5
"""Parts that the ads are dealt into; each is predicted from the others."""


@dataclass(frozen=True, slots=True)
class TriedPrice:
    """A form of the price that was tried.

    Attributes
    ----------
    form : PriceForm
        Which.
    error : float
        Root mean square error of a unit's price on ads not seen, in money; infinite where it could not be fitted.
    chosen : bool
        Whether the price uses it.
    """

    form: PriceForm
    error: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """The form that tells prices best, fitted to all rows.

    Attributes
    ----------
    fit : Fit
        The regression.
    scores : ndarray, shape (n,)
        Errors on ads not seen, on the logarithm, over their own standard error; ascending.
    tried : tuple of TriedPrice
        Every form, best first.
    """

    fit: Fit
    scores: Floats
    tried: tuple[TriedPrice, ...]

    def reach(self, shares: Sequence[float] | Floats) -> Floats:
        """Give quantiles of the scores; the k-th of n stands for a share of ``k / (n + 1)`` (conformal)."""
        return np.asarray(np.quantile(self.scores, shares, method="weibull"))


@dataclass(frozen=True, slots=True)
class Tested:
    """What the whole way of learning a price is worth on ads it has not seen.

    Attributes
    ----------
    error, error_of_mean : float
        Root mean square error of a unit's price, predicted, and taken as the overall mean cost (all that was paid
        over all units bought, in the ads learnt from); in money.
    coverage : float
        Share of purchases whose price lies within its interval.
    """

    error: float
    error_of_mean: float
    coverage: float


def dealt(groups: Ints, rng: int) -> Ints:
    """Deal ads into folds, all rows of an ad into the same one; shape (n,).

    Parameters
    ----------
    groups : ndarray of int, shape (n,)
        Number of the ad.
    rng : int
        Seed of the deal.
    """
    ads, place = np.unique(groups, return_inverse=True)
    drawn = np.random.default_rng(rng)
    order = drawn.permutation(len(ads))
    return np.asarray(order % min(FOLDS, len(ads)), dtype=np.intp)[place]


def learn(known: Bought, features: Sequence[str], rng: int) -> Learnt:
    """Choose features, then the form with the smallest error on ads not seen, and fit it to all of them."""
    folds = dealt(known.groups, rng)
    used = _telling(known, features, folds)
    forms = tuple(PriceForm) if used else (PriceForm.MEAN,)
    found = {form: _unseen(known, form, used, folds) for form in forms}
    fits = {form: fitted for form in found if (fitted := fit(known, form, used)) is not None}
    errors = {form: _error(known, predicted) for form, (predicted, _) in found.items()}
    ordered = sorted(errors, key=lambda form: errors[form])
    best = next(form for form in ordered if form in fits)
    tried = tuple(TriedPrice(form, errors[form], form is best) for form in ordered)
    return Learnt(fits[best], np.sort(found[best][1]), tried)


def _telling(known: Bought, features: Sequence[str], folds: Ints) -> tuple[str, ...]:
    """Take the feature that lowers the error of the log-linear form most, and another, as long as one does."""
    taken: tuple[str, ...] = ()
    best = _error(known, _quick(known, taken, folds))
    while left := [name for name in features if name not in taken]:
        errors = {name: _error(known, _quick(known, (*taken, name), folds)) for name in left}
        name = min(left, key=lambda one: errors[one])
        if errors[name] >= best:
            break
        taken, best = (*taken, name), errors[name]
    return tuple(name for name in features if name in taken)


def _quick(known: Bought, features: Sequence[str], folds: Ints) -> Floats:
    """Predict every price from the other folds by the log-linear form, without its errors; shape (n,)."""
    matrix, logs = design_of(known, features).matrix(known.features), np.log(known.price)
    predicted, root = np.empty(len(logs)), np.sqrt(known.units)
    for fold in range(int(folds.max()) + 1):
        held: Bools = folds == fold
        seen = root[~held]
        coefficients = np.linalg.lstsq(matrix[~held] * seen[:, None], logs[~held] * seen)[0]
        smearing = np.average(np.exp(logs[~held] - matrix[~held] @ coefficients), weights=known.units[~held])
        predicted[held] = np.exp(matrix[held] @ coefficients) * smearing
    return predicted


def _unseen(known: Bought, form: PriceForm, features: Sequence[str], folds: Ints) -> tuple[Floats, Floats]:
    """Predict every price from the other folds: prices and scores, shape (n,) each."""
    predicted, scores = np.full(len(folds), np.nan), np.full(len(folds), np.nan)
    for fold in range(int(folds.max()) + 1):
        held: Bools = folds == fold
        fitted = fit(known.taken(~held), form, features)
        if fitted is not None:
            rows = known.taken(held)
            logs, scale = fitted.price_and_scale(rows.features)
            predicted[held] = np.exp(logs)
            scores[held] = (np.log(rows.price) - logs) / scale
    return predicted, scores


def _error(known: Bought, predicted: Floats) -> float:
    """Give the root mean square error of a unit's price, infinite where one could not be predicted."""
    error = float(np.sqrt(np.average((known.price - predicted) ** 2, weights=known.units)))
    return error if np.isfinite(error) else float("inf")


def tested(known: Bought, features: Sequence[str], level: float, rng: int) -> Tested:
    """Test the choice, the fit and its interval on ads that none of them has seen.

    Parameters
    ----------
    known : Bought
        All purchases.
    features : sequence of str
        As in `learn`.
    level : float
        Level of the intervals, in (0, 1).
    rng : int
        Seed of the folds, outer and inner.
    """
    folds = dealt(known.groups, rng)
    predicted, mean, inside = np.empty(len(folds)), np.empty(len(folds)), np.zeros(len(folds), dtype=bool)
    for fold in range(int(folds.max()) + 1):
        held: Bools = folds == fold
        rows, others = known.taken(held), known.taken(~held)
        learnt = learn(others, features, rng)
        logs, scale = learnt.fit.price_and_scale(rows.features)
        low, high = learnt.reach([0.5 - level / 2.0, 0.5 + level / 2.0])
        score = (np.log(rows.price) - logs) / scale
        predicted[held], mean[held] = np.exp(logs), others.overall
        inside[held] = (score >= low) & (score <= high)
    return Tested(_error(known, predicted), _error(known, mean), float(inside.mean()))
