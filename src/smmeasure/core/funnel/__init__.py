"""The funnel: rates of its steps against their own past, what leaks and what that cost, and single activities."""

from smmeasure.core.funnel.activities import ActivityConversion
from smmeasure.core.funnel.kinds import RateKind
from smmeasure.core.funnel.leaks import build_funnel
from smmeasure.core.funnel.rates import rate_interval, usual_rate
from smmeasure.core.funnel.steps import Funnel, FunnelStep, Leak, MarginLost, SourceRatio

__all__ = [
    "ActivityConversion",
    "Funnel",
    "FunnelStep",
    "Leak",
    "MarginLost",
    "RateKind",
    "SourceRatio",
    "build_funnel",
    "rate_interval",
    "usual_rate",
]
