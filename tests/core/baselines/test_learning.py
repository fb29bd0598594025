"""Candidates agree with formulas and with statsmodels' own forecasts."""

import numpy as np
import pytest
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from smmeasure.core.baselines.learning import learn
from smmeasure.core.baselines.specification import SEASONAL_ARIMA, Dynamics, Specification
from smmeasure.core.baselines.weekday_mean import WEEKDAY_MEAN

VALUES = np.random.default_rng(3).normal(size=70)
AHEAD = np.append(VALUES, np.full(14, np.nan))
NOTHING = np.empty((84, 0))


def test_weekday_means_are_the_means_of_each_weekday() -> None:
    """The simplest candidate is the textbook's."""
    path = learn(AHEAD, WEEKDAY_MEAN, NOTHING, 7).forecast(np.array([70]), 14).path[0]
    means = VALUES.reshape(10, 7).mean(axis=0)
    # Rounding of the Kalman recursions, measured at 1e-15.
    assert path == pytest.approx(np.tile(means, 2), abs=1e-10)


def test_the_spread_of_a_total_of_weekday_means_is_that_of_least_squares() -> None:
    """Var(total) = s^2 (h + h^2 / n) with whole weeks and n - 7 degrees of freedom."""
    forecast = learn(AHEAD, WEEKDAY_MEAN, NOTHING, 7).forecast(np.array([70]), 14)
    weeks = VALUES.reshape(10, 7)
    scale = ((weeks - weeks.mean(axis=0)) ** 2).sum() / 63.0
    # The exact diffuse start leaves no approximation but rounding.
    assert forecast.variance(np.ones((1, 14)))[0] == pytest.approx(scale * (14 + 14**2 / 70), rel=1e-8)


def test_a_forecast_from_an_earlier_day_knows_only_the_days_before() -> None:
    """A placebo is told nothing of its own days."""
    learnt = learn(AHEAD, WEEKDAY_MEAN, NOTHING, 7)
    short = learn(np.append(VALUES[:49], np.full(14, np.nan)), WEEKDAY_MEAN, NOTHING[:63], 7)
    early, fresh = learnt.forecast(np.array([49]), 14), short.forecast(np.array([49]), 14)
    # The same recursions on the same numbers.
    assert early.path == pytest.approx(fresh.path, abs=1e-12)
    assert early.variance(np.ones((1, 14))) == pytest.approx(fresh.variance(np.ones((1, 14))), rel=1e-12)


@pytest.mark.parametrize("gaps", [[], [5, 20, 21, 22, 50]], ids=["complete", "with gaps"])
def test_forecasts_and_spreads_are_those_of_statsmodels(gaps: list[int]) -> None:
    """One choice of dynamics is one unobserved components model; its scale aside, all is equal."""
    known = VALUES.copy()
    known[gaps] = np.nan
    dynamics = Dynamics(0.5, 0.01, 0.36, 0.8)
    learnt = learn(np.append(known, np.full(14, np.nan)), Specification("one", "llevel", (dynamics,)), NOTHING, 7)
    forecast = learnt.forecast(np.array([70]), 14)
    model = UnobservedComponents(
        known, "llevel", seasonal=7, stochastic_seasonal=False, autoregressive=1, use_exact_diffuse=True
    )
    theirs = model.smooth([0.5, 0.01, 0.36, 0.8]).get_forecast(14)
    scale = learnt.filtered[0].scale[70]
    single = [forecast.variance(np.eye(14)[[day]])[0] for day in range(14)]
    # Two runs of one filter: rounding only.
    assert forecast.path[0] == pytest.approx(theirs.predicted_mean, abs=1e-10)
    assert single == pytest.approx(scale * theirs.var_pred_mean, rel=1e-8)


def test_a_seasonal_arima_forecasts_as_that_of_statsmodels() -> None:
    """One choice of moving averages is one SARIMAX model; its scale aside, all is equal."""
    dynamics = Dynamics(irregular=0.0, moving_average=0.5, seasonal_moving_average=0.85)
    learnt = learn(AHEAD, Specification("one", SEASONAL_ARIMA, (dynamics,)), NOTHING, 7)
    forecast = learnt.forecast(np.array([70]), 14)
    model = SARIMAX(VALUES, order=(0, 1, 1), seasonal_order=(0, 1, 1, 7), use_exact_diffuse=True)
    theirs = model.smooth([-0.5, -0.85, 1.0]).get_forecast(14)
    single = [forecast.variance(np.eye(14)[[day]])[0] for day in range(14)]
    # Two runs of one filter: rounding only.
    assert forecast.path[0] == pytest.approx(theirs.predicted_mean, abs=1e-8)
    assert single == pytest.approx(learnt.filtered[0].scale[70] * theirs.var_pred_mean, rel=1e-8)


def test_the_spread_of_a_total_is_that_of_many_simulated_paths() -> None:
    """Shocks carry on through level and returning noise, so days of a total err together."""
    dynamics = Dynamics(0.5, 0.05, 0.36, 0.8)
    learnt = learn(AHEAD, Specification("one", "llevel", (dynamics,)), NOTHING, 7)
    claimed = learnt.forecast(np.array([70]), 14).variance(np.ones((1, 14)))[0] / learnt.filtered[0].scale[70]
    model = UnobservedComponents(
        VALUES, "llevel", seasonal=7, stochastic_seasonal=False, autoregressive=1, use_exact_diffuse=True
    )
    fitted = model.smooth([0.5, 0.05, 0.36, 0.8])
    paths = fitted.simulate(14, anchor="end", repetitions=4000, rng=5)
    # The variance of 4000 draws has a standard error of 2.2 %; 8 % is beyond three of them.
    assert np.asarray(paths).reshape(14, -1).sum(axis=0).var() == pytest.approx(claimed, rel=0.08)


def test_a_regressor_is_learnt_and_carried_into_the_window() -> None:
    """A holiday that lifted past days lifts the same day of the window."""
    holiday = np.zeros((84, 1))
    holiday[[10, 31, 52, 75], 0] = 1.0
    values = AHEAD + 8.0 * holiday[:, 0]
    specification = Specification("one", "dconstant", (Dynamics(0.5, 0.0, 0.75, 0.5),), regressors=True)
    path = learn(values, specification, holiday, 7).forecast(np.array([70]), 14).path[0]
    plain = learn(AHEAD, specification, np.zeros((84, 1)), 7).forecast(np.array([70]), 14).path[0]
    # Three holidays with noise of 1: the standard error of their effect is 0.6.
    assert path[5] - plain[5] == pytest.approx(8.0, abs=1.8)


def test_the_covariance_of_the_days_gives_the_spread_of_every_weighted_sum() -> None:
    """Variance within each choice of dynamics and between them, with a regressor, whatever the weights."""
    holiday = np.zeros((84, 1))
    holiday[[10, 31, 52, 75], 0] = 1.0
    grid = (Dynamics(), Dynamics(0.5, 0.05, 0.36, 0.8), Dynamics(1.0, 0.3))
    learnt = learn(AHEAD + 3.0 * holiday[:, 0], Specification("three", "llevel", grid, regressors=True), holiday, 7)
    forecast = learnt.forecast(np.array([70]), 14)
    covariance = forecast.covariance()
    for weights in np.random.default_rng(8).normal(size=(5, 14)):
        # The same sums in another order: rounding only.
        assert weights @ covariance @ weights == pytest.approx(forecast.variance(weights[None])[0], rel=1e-9)
    assert covariance == pytest.approx(covariance.T, abs=1e-12)
