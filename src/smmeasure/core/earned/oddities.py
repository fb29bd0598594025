"""What looks wrong in a table of ads although every cell can be read: columns mixed up, rows exported twice."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.ads import SPEND, UNITS, AdRows
from smmeasure.messages import Message, message
from smmeasure.units import Rate

_MOST_ALIKE = 0.1
"""Of single purchases fewer cost and bought the very same."""

_MOST_BROKEN = 0.5
"""Some exports share conversions among ads; most of what is counted is whole."""


def oddities(ads: AdRows) -> Iterator[Message]:
    """Say what is hardly what was meant.

    Parameters
    ----------
    ads : AdRows
        The ads of an indicator.
    """
    bought = ads.frame[(ads.frame[SPEND] > 0.0) & (ads.frame[UNITS] > 0.0)]
    if bought.empty:
        return
    broken = bought[UNITS] % 1.0 != 0.0
    if broken.mean() > _MOST_BROKEN:
        yield message(
            "What was bought is no whole number in most rows of {file}, such as {units}: are the columns of what was "
            "paid and of what it bought mixed up?",
            file=ads.file,
            units=f"{bought[UNITS][broken].iloc[0]:g}",
        )
    alike = float(bought.duplicated().mean())
    if alike > _MOST_ALIKE:
        yield message(
            "{share} of the rows of {file} are the same as another one to the cent: were they exported twice?",
            share=Rate(alike),
            file=ads.file,
        )
