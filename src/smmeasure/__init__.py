"""Measure what a social-media campaign really did."""

__version__ = "0.1.0"
