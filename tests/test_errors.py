"""Errors: all faults at once, each with place, finding, expectation and cure."""

from __future__ import annotations

import pickle

import pytest

from smmeasure.errors import (
    BriefError,
    CallError,
    DataError,
    Fault,
    RunError,
    SmmeasureError,
    UnitError,
    unit_error,
)
from smmeasure.messages import message

FAULT = Fault("a.yaml: window", message("nothing"), message("two days"), message("Add the key."))
OTHER = Fault("a.yaml: {title}", message("«{value}»", value="{x}"), message("a text"), message("Put it in quotes."))


def test_an_error_lists_its_faults_in_order() -> None:
    """The text of an error is one line per fault."""
    assert str(BriefError(FAULT, OTHER)) == (
        "a.yaml: window: found nothing; expected two days. Add the key.\n"
        "a.yaml: {title}: found «{x}»; expected a text. Put it in quotes."
    )


@pytest.mark.parametrize("kind", [BriefError, DataError, CallError, UnitError, RunError])
def test_an_error_travels_between_processes(kind: type[SmmeasureError]) -> None:
    """Every kind of error survives pickling with kind, faults and text."""
    came = pickle.loads(pickle.dumps(kind(FAULT, OTHER)))  # noqa: S301 - made here

    assert (type(came), came.faults, str(came)) == (kind, (FAULT, OTHER), str(kind(FAULT, OTHER)))


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (BriefError, ValueError),
        (DataError, ValueError),
        (CallError, ValueError),
        (UnitError, TypeError),
        (RunError, RuntimeError),
    ],
)
def test_an_error_is_also_the_error_that_python_knows(kind: type[SmmeasureError], builtin: type[Exception]) -> None:
    """Code that knows nothing of smmeasure can catch its errors by Python's own kinds."""
    assert issubclass(kind, builtin)


def test_units_that_must_not_meet_are_named() -> None:
    """The error of an impossible sum names both units and the way out."""
    assert str(unit_error("addition", "EUR", "EUR_eq")) == (
        "addition: found EUR with EUR_eq; expected two quantities of one unit. "
        "Convert one of them by a stated price first, or keep them apart."
    )
