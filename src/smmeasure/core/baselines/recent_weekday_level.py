"""The recent level with the weekday pattern."""

from __future__ import annotations

from smmeasure.core.baselines.specification import Dynamics, Specification

_MEMORY = 14.0
"""Mean age in days of what the level remembers: two turns of the week."""

RECENT_WEEKDAY_LEVEL = Specification(
    "recent weekday level", "llevel", (Dynamics(level=1.0 / (_MEMORY * (_MEMORY + 1.0))),)
)
"""Exponential smoothing as a local level model: a gain k needs the level variance k^2 / (1 - k)."""
