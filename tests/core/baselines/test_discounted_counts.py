"""Discounted counts agree with the negative binomial distribution, and follow a level that moves."""

import numpy as np
import pytest

from smmeasure.core.baselines.discounted_counts import are_small_counts, learn_counts

COUNTS = np.random.default_rng(4).poisson(6.0, size=140).astype(float)
AHEAD = np.append(COUNTS, np.full(14, np.nan))
USUAL = np.zeros(154, dtype=bool)
EVERY_DAY = np.ones((1, 14), dtype=bool)


def test_counts_with_a_steady_mean_are_expected_at_that_mean() -> None:
    """Fourteen days of six a day are about eighty-four."""
    expectation = learn_counts(AHEAD, USUAL, 7).expect(np.array([140]), EVERY_DAY)
    # The mean of 140 Poisson counts of mean 6 has a standard error of 0.2 a day; weekdays move it by as much again.
    assert expectation.paths.sum() == pytest.approx(84.0, abs=8.0)


def test_the_spread_of_a_steady_mean_is_that_of_poisson_counts_and_of_the_mean() -> None:
    """Var(total) = 84 (1 + 14 / 140) were the mean known to be steady; that it may wander adds to it."""
    learnt = learn_counts(AHEAD, USUAL, 7)
    total = learnt.expect(np.array([140]), EVERY_DAY)
    variance = (total.spread[0] * total.paths.sum()) ** 2
    # From no wandering at all to as much as independent counts can hide in 140 days.
    assert 0.7 * 92.4 < variance < 3.0 * 92.4


def test_the_spread_is_the_quadratic_form_of_the_covariance() -> None:
    """Days that do not count have no part in it."""
    learnt = learn_counts(AHEAD, USUAL, 7)
    scored = np.arange(14)[None] % 3 > 0
    expectation = learnt.expect(np.array([120]), scored)
    wanted = scored[0] @ learnt.covariance(120, 14) @ scored[0]
    spread = np.sqrt(wanted) / expectation.paths[0][scored[0]].sum()
    assert expectation.spread[0] == pytest.approx(spread, rel=1e-12)  # rounding only


def test_a_level_that_doubled_is_followed() -> None:
    """What lies far back is forgotten where the likelihood says so."""
    rng = np.random.default_rng(5)
    moved = np.concatenate([rng.poisson(5.0, 100), rng.poisson(10.0, 40), np.full(14, np.nan)]).astype(float)
    expectation = learn_counts(moved, USUAL, 7).expect(np.array([140]), EVERY_DAY)
    # Forty days of ten a day have a standard error of 7 in fourteen; an average of all days would say 90.
    assert expectation.paths.sum() == pytest.approx(140.0, abs=21.0)


def test_a_forecast_from_an_earlier_day_knows_only_the_days_before() -> None:
    """A placebo is told nothing of its own days."""
    whole = learn_counts(AHEAD, USUAL, 7)
    short = learn_counts(np.append(COUNTS[:100], np.full(14, np.nan)), USUAL[:114], 7)
    early, fresh = (one.expect(np.array([100]), EVERY_DAY) for one in (whole, short))
    # Outliers are told from the days around them, so that the last days may be drawn in otherwise: none is here.
    assert early.paths == pytest.approx(fresh.paths, rel=0.02)


@pytest.mark.parametrize("values", [[0.0, 250.0, 300.0], [3.0, 4.0, 5.0]], ids=["with a zero", "few"])
def test_small_counts_are_whole_numbers_that_are_few_or_sometimes_none(values: list[float]) -> None:
    """Missing days do not matter."""
    assert are_small_counts(np.array([*values, np.nan]))


@pytest.mark.parametrize("values", [[300.0, 250.0, 400.0], [0.5, 1.0, 2.0]], ids=["many", "no whole numbers"])
def test_other_values_are_no_small_counts(values: list[float]) -> None:
    """Large counts are told as well by their logarithm."""
    assert not are_small_counts(np.array([*values, np.nan]))
