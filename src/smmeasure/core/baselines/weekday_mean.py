"""Weekday means over the whole quiet period."""

from __future__ import annotations

from smmeasure.core.baselines.specification import Dynamics, Specification

WEEKDAY_MEAN = Specification("weekday mean", "dconstant", (Dynamics(),))
"""A constant level and weekday pattern with independent noise: the mean of each weekday."""
