"""The days of a panel are looked at before it is measured."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from smmeasure import NoteKind
from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.results import Verdict

START, LAST = "2026-03-16", pd.Timestamp("2026-03-29")
TREATED = ["C", "D"]


def unfinished(panel: pd.DataFrame) -> pd.DataFrame:
    """Export the panel in the middle of its last day."""
    early = panel.copy()
    early.loc[LAST] *= 0.3
    return early


def test_a_panel_without_a_defect_has_no_note(panel: pd.DataFrame) -> None:
    """Nothing is told where nothing is wrong."""
    assert estimate_panel_uplift(panel, TREATED, START, LAST, method="did").notes == ()


def test_a_partial_last_day_is_left_out_in_all_units(panel: pd.DataFrame) -> None:
    """The total is that of the days before, the reader is told, and the day stands in the table without a value."""
    early = estimate_panel_uplift(unfinished(panel), TREATED, START, LAST, method="did")
    whole = estimate_panel_uplift(panel, TREATED, START, LAST - pd.Timedelta(days=1), method="did")

    (note,) = early.notes
    assert (note.kind, note.first, note.handled) == (NoteKind.PARTIAL_DAY, LAST.date(), True)
    assert (early.effect, early.pvalue, early.days) == (whole.effect, whole.pvalue, 13)
    assert early.daily.index[-1] == LAST
    assert np.isnan(early.daily.loc[LAST, "observed"])
    assert early.daily.loc[LAST, "cumulative"] == early.daily["cumulative"].iloc[-2]
    pd.testing.assert_frame_equal(early.daily.iloc[:-1], whole.daily, check_freq=False)


def test_a_day_after_the_window_is_nobodys_business(panel: pd.DataFrame) -> None:
    """Where data go on, the last day of the window is over."""
    found = estimate_panel_uplift(unfinished(panel), TREATED, START, LAST - pd.Timedelta(days=1), method="did")
    assert found.notes == ()
    assert found.days == 13


def test_a_campaign_of_one_partial_day_is_not_measurable(panel: pd.DataFrame) -> None:
    """Nothing of the campaign is left, and the reason says so with its numbers."""
    found = estimate_panel_uplift(unfinished(panel), TREATED, LAST, LAST, method="did")
    (note,) = found.notes
    assert (found.verdict, found.days) == (Verdict.NOT_MEASURABLE, 0)
    assert str(found.reason) == f"No whole day of the campaign is left. {note.reason}"
    assert found.daily.index[-1] == LAST


@pytest.mark.parametrize("method", ["did", "auto"])
def test_zeros_in_place_of_values_are_told_and_kept(panel: pd.DataFrame, method: str) -> None:
    """They may be the truth: only the reader can tell."""
    silent = panel.copy()
    silent.loc["2026-02-10":"2026-02-14", TREATED] = 0.0
    found = estimate_panel_uplift(silent, TREATED, START, LAST, method=method)
    (note,) = found.notes
    assert (note.kind, note.days, note.handled) == (NoteKind.ZEROS, 5, False)
    assert (found.daily.loc["2026-02-10":"2026-02-14", "observed"] == 0.0).all()


def test_weeks_are_taken_as_they_are(panel: pd.DataFrame) -> None:
    """A panel of weeks has no day to look at."""
    weeks = unfinished(panel).resample("W").sum()
    assert estimate_panel_uplift(weeks, TREATED, weeks.index[-2], weeks.index[-1], method="did").notes == ()
