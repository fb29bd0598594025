"""What is kept of a pass of the filter is what statsmodels' own results hold."""

from __future__ import annotations

import numpy as np
import pytest

from smmeasure.core.baselines.filtering import filter_each
from smmeasure.core.baselines.models import model_of, parameters_of
from smmeasure.core.baselines.specification import SEASONAL_ARIMA, Dynamics, Specification, returning

DAYS = 80
VALUES = np.random.default_rng(8).normal(size=DAYS)
VALUES[[0, 9, 10, 41]] = np.nan
VALUES[66:] = np.nan
EVENTS = np.zeros((DAYS, 1))
EVENTS[[20, 55, 70], 0] = 1.0

MODELS = {
    "a level": (Specification("level", "llevel", (Dynamics(level=0.1),)), EVENTS[:, :0]),
    "noise that returns, with an event": (Specification("ar", "llevel", (returning(0.5, 0.4, 0.1),)), EVENTS),
    "a seasonal ARIMA": (
        Specification("arima", SEASONAL_ARIMA, (Dynamics(moving_average=0.5, seasonal_moving_average=0.6),)),
        EVENTS[:, :0],
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_a_pass_is_that_of_statsmodels(name: str) -> None:
    """States, covariances and one-step forecasts are the library's, on days without a value, too."""
    specification, events = MODELS[name]
    (run,) = filter_each(VALUES, specification, events, 7)
    model = model_of(VALUES, specification, events, 7)
    model.update(parameters_of(model.param_names, specification.grid[0]))
    own = model.ssm.filter()

    assert run.ready == own.nobs_diffuse
    assert np.array_equal(run.states, own.predicted_state.T)
    # Covariances are symmetric up to rounding, and kept transposed; forecasts are added up in another order.
    assert run.covariances == pytest.approx(np.moveaxis(own.predicted_state_cov, 2, 0), abs=1e-12)
    assert run.fitted[run.ready :] == pytest.approx(own.forecasts[0, run.ready :], abs=1e-12)
    assert np.isnan(run.fitted[: run.ready]).all()
