"""What a database refuses, told as a fault: never a traceback, never an address with its password."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ibis.common.exceptions import IbisError

from smmeasure.errors import DataError
from smmeasure.messages import message

_ERRORS = {
    "duckdb": "Error",
    "psycopg": "Error",
    "snowflake.connector": "Error",
    "google.api_core.exceptions": "GoogleAPIError",
}
_LONGEST = 200
_PASSWORD = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]*(@)|(\bpassword\s*=\s*)('[^']*'|\S+)", re.IGNORECASE)


def masked(text: str) -> str:
    """Hide the passwords of a text: in addresses (``//user:…@host``) and in ``password=…``."""
    return _PASSWORD.sub(lambda found: f"{found[1] or found[3]}***{found[2] or ''}", text)


@contextmanager
def told_as_fault(place: str, hidden: Sequence[str] = ()) -> Iterator[None]:
    """Tell what a database refuses as a fault of the data.

    Parameters
    ----------
    place : str
        What was asked, for the fault.
    hidden : sequence of str
        Texts that must not be seen in it.

    Raises
    ------
    DataError
        In the place of whatever the library of a database raises.
    """
    try:
        yield
    except _database_errors() as error:
        first = next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
        for secret in filter(None, hidden):
            first = first.replace(secret, "***")
        raise DataError.at(
            place,
            message("refused by the database: {reason}", reason=" ".join(masked(first).split())[:_LONGEST]),
            message("a table and columns that it can read"),
            message("Look at the names and the types of the columns."),
        ) from None


def _database_errors() -> tuple[type[Exception], ...]:
    """Give the errors of those libraries that are loaded."""
    loaded = (getattr(sys.modules.get(module), name, None) for module, name in _ERRORS.items())
    return (IbisError, OSError, *(error for error in loaded if error is not None))
