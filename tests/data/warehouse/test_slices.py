from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from ibis.backends.duckdb import Backend

from smmeasure.data.warehouse.answers import Answer, answer
from smmeasure.data.warehouse.questions import DayColumn, Question
from smmeasure.data.warehouse.slices import fingerprint_of, read_slice, slice_bytes
from smmeasure.errors import DataError
from smmeasure.units import COUNT
from smmeasure.windows import Window

VISITS = Question("a", "visits", "events", DayColumn("day"), COUNT)


def test_a_slice_gives_back_what_was_answered(database: Backend) -> None:
    """Values, calendar, rows and the question's fingerprint survive; the order of the answers doesn't matter."""
    gaps = pd.Series([1.0, math.nan, 3.0], Window(date(2026, 3, 1), date(2026, 3, 3)).index())
    answers = [*answer(database, [VISITS]), Answer(replace(VISITS, indicator="gaps"), gaps, 2)]
    found = read_slice(slice_bytes(answers), "days.parquet")

    assert slice_bytes(answers) == slice_bytes(answers[::-1])
    pd.testing.assert_series_equal(found["visits"].values, answers[0].values, check_exact=True)
    pd.testing.assert_series_equal(found["gaps"].values, gaps, check_exact=True)
    assert [(one.rows, one.asked) for one in found.values()] == [
        (2, fingerprint_of(answers[1].question)),
        (72, fingerprint_of(VISITS)),
    ]


def test_another_question_has_another_fingerprint() -> None:
    """A slice that answers an older brief is known."""
    assert fingerprint_of(VISITS) != fingerprint_of(replace(VISITS, where=(("campaign", "spring"),)))


@pytest.mark.parametrize("raw", [b"", b"PAR1", b"day,value\n"])
def test_other_bytes_are_no_slice(raw: bytes) -> None:
    """A damaged file is told, not read as nothing."""
    with pytest.raises(DataError) as caught:
        read_slice(raw, "campaign=a/days.parquet")

    assert str(caught.value) == (
        "campaign=a/days.parquet: found a file that holds no campaign's days; expected a slice of the warehouse. "
        "Remove the file: it is made again."
    )
