"""What a candidate baseline is made of: a structural time-series model and the dynamics it may have."""

from __future__ import annotations

from dataclasses import dataclass

SEASONAL_ARIMA = "seasonal arima"
"""Level and weekday pattern are differenced away instead of modelled."""


@dataclass(frozen=True, slots=True)
class Dynamics:
    """How fast the parts of a series move, as variances relative to one another.

    Attributes
    ----------
    irregular : float
        Variance of the day's own noise.
    level : float
        Variance of the daily step of the level.
    autoregressive : float
        Variance of the daily shock of the part that returns to the level.
    persistence : float
        Share of that part that is left a day later, in [0, 1).
    moving_average, seasonal_moving_average : float
        Share of a surprise that is forgotten the next day and the next week, in [0, 1); of a seasonal ARIMA only.
    """

    irregular: float = 1.0
    level: float = 0.0
    autoregressive: float = 0.0
    persistence: float = 0.0
    moving_average: float = 0.0
    seasonal_moving_average: float = 0.0


@dataclass(frozen=True, slots=True)
class Specification:
    """One candidate: its name, its level and the dynamics among which the data decide.

    Attributes
    ----------
    name : str
        Name as shown in the calibration.
    level : str
        Trend term of `statsmodels.tsa.statespace.structural.UnobservedComponents`, or `SEASONAL_ARIMA`.
    grid : tuple of Dynamics
        Dynamics, equally likely beforehand.
    regressors : bool
        Whether events enter the model; a candidate with regressors can also take controls.
    adaptive : bool
        Whether its dynamics range from independent noise to long memory, so that its spread can be
        believed; rigid candidates take part in the centre only.
    least_days : int
        Quiet days below which the candidate is not tried.
    """

    name: str
    level: str
    grid: tuple[Dynamics, ...]
    regressors: bool = False
    adaptive: bool = False
    least_days: int = 0


def returning(persistence: float, irregular: float, level: float = 0.0) -> Dynamics:
    """Describe noise that returns to the level; its returning part has variance 1 in the long run."""
    return Dynamics(irregular, level, 1.0 - persistence**2, persistence)
