"""The state-space models of statsmodels that the candidates are made of."""

from __future__ import annotations

import numpy as np
from statsmodels.tsa.statespace.mlemodel import MLEModel
from statsmodels.tsa.statespace.sarimax import SARIMAX
from statsmodels.tsa.statespace.structural import UnobservedComponents

from smmeasure.core.arrays import Floats
from smmeasure.core.baselines.specification import SEASONAL_ARIMA, Dynamics, Specification

_REGRESSOR_VARIANCE = 100.0
"""Prior variance of a regressor's coefficient, relative to the daily noise: ten noise units."""


def model_of(values: Floats, specification: Specification, regressors: Floats, period: int | None) -> MLEModel:
    """Build the model of a candidate, its levels and weekdays exactly diffuse.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Standardised series, nan where it must not be learnt from.
    specification : Specification
        The candidate.
    regressors : ndarray, shape (n, p)
        Known regressors of every day; p may be 0.
    period : int or None
        Days of the weekly pattern; None for a weekly series.
    """
    known = regressors if regressors.shape[1] else None
    is_arima = specification.level == SEASONAL_ARIMA
    model = _arima(values, known, period) if is_arima else _structural(values, specification, known, period)
    count = regressors.shape[1]
    if count:
        # A diffuse coefficient would keep the whole model diffuse until its event first occurs.
        places = (model.k_states - count, model.k_states)
        model.ssm.initialization.unset(places)
        model.ssm.initialization.set(
            places, "known", constant=np.zeros(count), stationary_cov=_REGRESSOR_VARIANCE * np.eye(count)
        )
    return model


def _structural(
    values: Floats, specification: Specification, regressors: Floats | None, period: int | None
) -> UnobservedComponents:
    return UnobservedComponents(
        values,
        specification.level,
        seasonal=period,
        stochastic_seasonal=False,
        autoregressive=1 if any(point.autoregressive for point in specification.grid) else None,
        exog=regressors,
        mle_regression=False,
        use_exact_diffuse=True,
    )


def _arima(values: Floats, regressors: Floats | None, period: int | None) -> SARIMAX:
    return SARIMAX(
        values,
        exog=regressors,
        order=(0, 1, 1),
        seasonal_order=(0, 1, 1, period) if period else (0, 0, 0, 0),
        mle_regression=regressors is None,
        use_exact_diffuse=True,
    )


def parameters_of(names: list[str], dynamics: Dynamics) -> Floats:
    """Give the parameters of a model for one choice of dynamics, in the order of their names."""
    by_name = {
        "sigma2.irregular": dynamics.irregular,
        "sigma2.level": dynamics.level,
        "sigma2.ar": dynamics.autoregressive,
        "ar.L1": dynamics.persistence,
        "ma.L1": -dynamics.moving_average,
        "ma.S": -dynamics.seasonal_moving_average,
        "sigma2": 1.0,
    }
    return np.array([by_name["ma.S" if name.startswith("ma.S") else name] for name in names])
