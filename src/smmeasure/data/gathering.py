"""Several things of a brief read one after the other, so that the faults of all are told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from smmeasure.errors import DataError, Fault

_Asked = TypeVar("_Asked")
_Read = TypeVar("_Read")


def read_each(asked: Iterable[tuple[str, _Asked]], read: Callable[[str, _Asked], _Read]) -> dict[str, _Read]:
    """Read what several indicators ask for.

    Parameters
    ----------
    asked : iterable of pair
        Keys of indicators, each with what its brief says.
    read : callable
        Takes a key and what it asks for.

    Returns
    -------
    dict
        What was read, by key.

    Raises
    ------
    DataError
        With the faults of all.
    """
    found: dict[str, _Read] = {}
    faults: list[Fault] = []
    for key, one in asked:
        try:
            found[key] = read(key, one)
        except DataError as error:
            faults += error.faults
    if faults:
        raise DataError(*faults)
    return found
