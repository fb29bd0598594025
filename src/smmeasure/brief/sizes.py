"""Numbers of a size that no campaign has: a slip of the keyboard would drown every other number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smmeasure.brief.campaign import Campaign
from smmeasure.errors import Fault
from smmeasure.messages import message

SMALLEST, LARGEST = 1e-9, 1e12
"""Limits of a number in a brief, whatever its sign; 0 is judged where it stands."""


def size_faults(campaign: Campaign) -> Iterator[Fault]:
    """List the numbers of a brief that are too large or too small to be meant.

    Parameters
    ----------
    campaign : Campaign
        A brief whose parts are each well formed.
    """
    for place, value in _numbers(campaign.model_dump(), ""):
        if value and not SMALLEST <= abs(value) <= LARGEST:
            yield Fault(
                place,
                message("{number}", number=f"{value:g}"),
                message(
                    "0, or a number from {smallest} to {largest}", smallest=f"{SMALLEST:.9f}", largest=f"{LARGEST:.0f}"
                ),
                message("Correct the number, or state it in another unit."),
            )


def _numbers(value: object, place: str) -> Iterator[tuple[str, float]]:
    """Give every number of a brief with its key path."""
    if isinstance(value, float):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _numbers(part, f"{place}.{key}" if place else str(key))
    elif isinstance(value, list | tuple):
        for number, part in enumerate(value):
            yield from _numbers(part, f"{place}[{number}]")
