"""What is said of a report whose headers are known from public programs only."""

from __future__ import annotations

from smmeasure.messages import message

UNPROVED = message(
    "its form is known from public programs, and no real file was at hand: compare the sums with the tool"
)
"""Stands among the doubts of such a report; its dictionary says under `origin` what is not verified."""
