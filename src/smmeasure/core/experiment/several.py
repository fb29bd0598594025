"""P-values of several arms together: Holm (1979), *A simple sequentially rejective multiple test procedure*."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from smmeasure.core.experiment.outcome import ArmEffect, Difference


def holm(pvalues: Sequence[float]) -> tuple[float, ...]:
    """Adjust p-values so that all of them together err as seldom as one.

    The smallest is multiplied by their number, the next by one less, and so on; none falls below one before it.

    Parameters
    ----------
    pvalues : sequence of float
        One for each arm; nan where there is none, which is not counted.

    Returns
    -------
    tuple of float
        In the same order; nan stays nan.
    """
    raw = np.asarray(pvalues, dtype=float)
    order = np.argsort(raw, kind="stable")[: int(np.isfinite(raw).sum())]
    found = np.full(len(raw), np.nan)
    steps = raw[order] * np.arange(len(order), 0, -1)
    found[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return tuple(found.tolist())


def together(arms: Sequence[ArmEffect]) -> tuple[ArmEffect, ...]:
    """Write Holm's p-values beside those of each arm: the plain comparisons are one family, the adjusted another."""
    plain = holm([arm.difference.pvalue for arm in arms])
    adjusted = holm([arm.adjusted.pvalue if arm.adjusted else np.nan for arm in arms])
    return tuple(
        replace(
            arm,
            difference=replace(arm.difference, pvalue_holm=one),
            adjusted=_beside(arm.adjusted, other),
        )
        for arm, one, other in zip(arms, plain, adjusted, strict=True)
    )


def _beside(said: Difference | None, pvalue: float) -> Difference | None:
    return None if said is None else replace(said, pvalue_holm=pvalue)
