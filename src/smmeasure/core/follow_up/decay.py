"""How fast an effect fades: an exponential decay of the daily effect, and the half-lives that fit.

Generalised least squares with the covariance of the baseline's errors, all days together (Aitken 1936;
Seber and Wild 2003, section 2.1.4). For each half-life the size of the effect has a closed form, so the
sum of squares is a curve over the half-life; the interval holds every half-life whose sum of squares lies
less than the squared quantile of Student's t, times the mean square of the residuals, above the smallest
(profile likelihood: ibid., section 5.4). How the days err together is learnt from the quiet period, how
much they err from the days themselves: the shape of the fading depends on their noise, which they show.
The degrees of freedom are those of as many independent days as tell the same about how the days differ: a level that
may be off on all of them alike makes no day less a witness of the others' noise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import linalg, stats

from smmeasure.core.arrays import Floats
from smmeasure.core.follow_up.results import Decay
from smmeasure.messages import Message, message

_NAN = float("nan")

_SHORTEST = 0.25
"""Shortest half-life tried, days: the effect falls to a sixteenth from one day to the next."""

_REACH = 20.0
"""Longest finite half-life tried, as a multiple of the days seen: over these it loses 3 %."""

_POINTS = 1200
"""Half-lives tried; neighbours differ by less than 1 % over a year."""

_LEAST_FACTOR = 0.1
"""An effect shrinks the noise of a day at most to this."""

_LEAST_DAYS = 7
"""A fading can't be told from fewer days: a turn of the week."""


@dataclass(frozen=True, slots=True)
class DailyEffects:
    """Daily effects after a window, with all that is known of their errors.

    Attributes
    ----------
    since : ndarray, shape (d,)
        Days since the end of the window, 1 on the first day after it.
    effect : ndarray, shape (d,)
        Observed minus baseline, unit of the series.
    size : ndarray, shape (d,)
        How large a steady effect would be on each day: the baseline where effects are factors, else 1.
    covariance : ndarray, shape (d, d)
        Covariance of the errors up to a factor, unit of the series squared.
    factor : bool
        Whether errors are factors, so that an effect swells the noise of its day.
    sign : float
        1 for an effect that raised the series, -1 for one that lowered it.
    """

    since: Floats
    effect: Floats
    size: Floats
    covariance: Floats
    factor: bool
    sign: float


@dataclass(frozen=True, slots=True)
class FittedDecay:
    """A half-life with the curve it belongs to.

    Attributes
    ----------
    decay : Decay
        What is said.
    curve : ndarray, shape (d,)
        Fitted effect of each day, unit of the series; nan where nothing is said.
    """

    decay: Decay
    curve: Floats


@dataclass(frozen=True, slots=True)
class _Profile:
    """Sums of squares explained, and sizes of the effect, for each half-life tried; the sum to explain."""

    explained: Floats
    first: Floats
    shapes: Floats
    total: float

    @property
    def best(self) -> int:
        """Position of the half-life that explains most."""
        return int(self.explained.argmax())

    @property
    def curve(self) -> Floats:
        """The effect of each day that explains most."""
        curve: Floats = self.first[self.best] * self.shapes[:, self.best]
        return curve


def no_decay(reason: Message, days: int = 0) -> Decay:
    """Say why no half-life can be told."""
    return Decay(_NAN, _NAN, _NAN, days, reason)


def fit_decay(effects: DailyEffects, level: float, *, carried: bool) -> FittedDecay:
    """Fit an exponential decay to the daily effects.

    Parameters
    ----------
    effects : DailyEffects
        Days after the window.
    level : float
        Confidence level of the interval, in (0, 1).
    carried : bool
        Whether the total after the window already shows an effect.
    """
    days = len(effects.effect)
    if days < _LEAST_DAYS:
        reason = message(
            "Only {days} days after the campaign were observed; a half-life needs at least {need}.",
            days=days,
            need=_LEAST_DAYS,
        )
        return FittedDecay(no_decay(reason, days), np.full(days, _NAN))
    half_lives = np.append(np.geomspace(_SHORTEST, _REACH * days, _POINTS), np.inf)
    profile = _profile(effects, effects.covariance, half_lives)
    if effects.factor:
        swollen = np.maximum(1.0 + profile.curve / effects.size, _LEAST_FACTOR)
        profile = _profile(effects, effects.covariance * np.outer(swollen, swollen), half_lives)
    return _said(profile, half_lives, effects, level, carried=carried)


def _profile(effects: DailyEffects, covariance: Floats, half_lives: Floats) -> _Profile:
    shapes = effects.size[:, None] * 2.0 ** (-(effects.since[:, None] - 1.0) / half_lives)
    root = linalg.cholesky(covariance, lower=True)
    white = linalg.solve_triangular(root, np.column_stack([effects.effect, shapes]), lower=True)
    along, squares = white[:, 0] @ white[:, 1:], (white[:, 1:] ** 2).sum(axis=0)
    # An effect of the other sign is no rest of the campaign's: it explains nothing.
    along = effects.sign * np.maximum(effects.sign * along, 0.0)
    return _Profile(along**2 / squares, along / squares, shapes, float(white[:, 0] @ white[:, 0]))


def _said(profile: _Profile, half_lives: Floats, effects: DailyEffects, level: float, *, carried: bool) -> FittedDecay:
    days = len(effects.effect)
    noise = (profile.total - float(profile.explained.max())) / (days - 2)
    degrees = min(_independent_days(effects), days - 2)
    # Size and half-life are two numbers more than without any effect.
    if not carried and profile.explained.max() <= 2.0 * noise * float(stats.f.ppf(level, 2, degrees)):
        return FittedDecay(no_decay(_no_carry_over(days), days), np.full(days, _NAN))
    allowed = noise * float(stats.t.ppf(0.5 + level / 2.0, degrees)) ** 2
    lower, upper = _ends(profile.explained, half_lives, allowed)
    if lower == 0.0 and np.isinf(upper):
        return FittedDecay(no_decay(_any_fits(days), days), np.full(days, _NAN))
    best = float(half_lives[profile.best])
    return FittedDecay(Decay(best, lower, upper, days, _statement(best, lower, upper)), profile.curve)


def _independent_days(effects: DailyEffects) -> float:
    """Count the days that the mean square of the errors about their level is worth (Satterthwaite 1946)."""
    relative = effects.covariance / np.outer(effects.size, effects.size)
    shared = relative.mean(axis=0)
    about = relative - shared - shared[:, None] + shared.mean()
    return float(np.trace(about) ** 2 / (about**2).sum())


def _ends(explained: Floats, half_lives: Floats, allowed: float) -> tuple[float, float]:
    """Give the shortest and the longest half-life that fit; 0 and infinity where the ends of the search fit."""
    fits = np.flatnonzero(explained >= explained.max() - allowed)
    first, last = int(fits[0]), int(fits[-1])
    return float(half_lives[first]) if first else 0.0, float(half_lives[last])


def _statement(half_life: float, lower: float, upper: float) -> Message:
    if np.isinf(upper):
        return message("The daily effect halves in more than {lower} days, if it fades at all.", lower=round(lower, 1))
    if lower == 0.0:
        return message("The daily effect halves in less than {upper} days.", upper=round(upper, 1))
    return message(
        "The daily effect halves every {half_life} days (between {lower} and {upper}).",
        half_life=round(half_life, 1),
        lower=round(lower, 1),
        upper=round(upper, 1),
    )


def _no_carry_over(days: int) -> Message:
    return message(
        "No half-life: the {days} days after the campaign show no effect that goes on from it.",
        days=days,
    )


def _any_fits(days: int) -> Message:
    return message(
        "No half-life: over the {days} days after the campaign, an effect that is gone at once fits as well as one "
        "that stays. A longer follow-up or a steadier indicator is needed.",
        days=days,
    )
