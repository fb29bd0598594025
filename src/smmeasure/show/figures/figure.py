"""What a figure is: two drawings of one thing, and the words that stand for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure, drawn twice and told in words.

    Attributes
    ----------
    wide : str
        SVG text from ``<svg`` on, drawn 912 px wide.
    narrow : str
        The same for a phone, drawn 340 px wide.
    alt : str
        What the figure shows, in one short sentence.
    description : str
        What there is to see in it, with its numbers.
    """

    wide: str
    narrow: str
    alt: str
    description: str
