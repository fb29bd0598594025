"""Ratios of units on logarithms: the treated to a mix of the controls, and each control to the mix of the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from smmeasure.core.arrays import Floats
from smmeasure.core.panel.question import Panel

_FEWEST_OTHERS = 2
"""Controls without which none can be compared with another."""


@dataclass(frozen=True, slots=True)
class Ratios:
    """The treated total and the controls on logarithms.

    Attributes
    ----------
    mix : ndarray of float, shape (periods,)
        Weighted mean of the controls' logarithms.
    treated : ndarray of float, shape (periods,)
        Logarithm of the treated total minus `mix`.
    others : ndarray of float, shape (quiet periods, controls)
        Logarithm of each control minus the mix of the other ones; no column where there is a single control.
    """

    mix: Floats
    treated: Floats
    others: Floats


def ratios(panel: Panel, design: Floats) -> Ratios:
    """Compare on logarithms.

    Parameters
    ----------
    panel : Panel
        With positive outcomes.
    design : ndarray of float, shape (quiet periods, terms)
        What is fitted to each ratio before its noise is judged.

    Returns
    -------
    Ratios
    """
    logs, quiet = np.log(panel.donors), len(design)
    weights = _weights(logs[:quiet], design)
    mix = logs @ weights
    treated = np.log(panel.total) - mix
    if len(weights) < _FEWEST_OTHERS:
        return Ratios(mix, treated, np.empty((quiet, 0)))
    # Without one control the weights of the others are raised until they add up to one again.
    return Ratios(mix, treated, (logs[:quiet] - mix[:quiet, None]) / (1.0 - weights))


def residuals(values: Floats, design: Floats) -> Floats:
    """Take out of columns what least squares fits to them."""
    found, *_ = np.linalg.lstsq(design, values, rcond=None)
    return np.asarray(values - design @ found)


def _weights(logs: Floats, design: Floats) -> Floats:
    """Weigh controls by the inverse variance of their ratio to the plain mean of the others.

    That variance holds a share of the others' noise, which draws the weights towards each other.
    """
    count = logs.shape[1]
    if count <= _FEWEST_OTHERS:
        return np.full(count, 1.0 / count)
    apart = (logs - logs.mean(axis=1, keepdims=True)) * count / (count - 1.0)
    noise = (residuals(apart, design) ** 2).mean(axis=0)
    if not noise.any():
        return np.full(count, 1.0 / count)
    # A control that lies between the others by accident shall not count for more than all of them.
    precise = 1.0 / np.maximum(noise, noise.mean() / count)
    return np.asarray(precise / precise.sum())
