"""Totals that may not be totals: people reached on two days don't add up."""

from __future__ import annotations

from dataclasses import replace

from smmeasure.core.results import Uplift

_CUMULATIVE = ["cumulative", "cumulative_ci_lower", "cumulative_ci_upper"]


def per_day(uplift: Uplift) -> Uplift:
    """Turn the totals of an uplift into means per observed day of the window.

    For units whose daily values must not be summed (people, fractions). Relative effects, p-value
    and verdict stay; the cumulative columns of `daily`, which would be sums, become nan.
    """
    share = 1 / max(uplift.days, 1)
    return replace(
        uplift,
        observed=uplift.observed * share,
        baseline=uplift.baseline * share,
        effect=uplift.effect * share,
        effect_ci_lower=uplift.effect_ci_lower * share,
        effect_ci_upper=uplift.effect_ci_upper * share,
        daily=uplift.daily.assign(**dict.fromkeys(_CUMULATIVE, float("nan"))),
        draws=tuple(draw * share for draw in uplift.draws),
    )
