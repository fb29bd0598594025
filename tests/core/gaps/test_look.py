"""What is wrong with the days of a series is told with its numbers, and nothing else is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.arguments import check
from smmeasure.core.gaps.look import look
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.core.planning import plan
from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift

WEEK = np.array([1.0, 1.2, 1.3, 1.1, 0.9, 0.6, 0.5])
DAYS = pd.date_range("2026-01-05", periods=150)
START, END = DAYS[136], DAYS[149]


def series(seed: int = 0, noise: float = 0.05) -> pd.Series:
    """Simulate 150 days with a weekly pattern: 136 quiet ones and a window of two weeks."""
    draws = np.random.default_rng(seed).normal(size=150)
    return pd.Series(np.round(1000.0 * WEEK[np.arange(150) % 7] * np.exp(noise * draws)), DAYS)


def notes(y: pd.Series, **changed: object) -> tuple[DataNote, ...]:
    """Look at a series as `estimate_uplift` does."""
    given = {"controls": None, "events": None, "exclude": (), "shares": {}} | changed
    return look(check(y, START, END, **given))[1]


def kinds(y: pd.Series, **changed: object) -> list[tuple[NoteKind, date]]:
    """Say what is seen, and from which day on."""
    return [(note.kind, note.first) for note in notes(y, **changed)]


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_told_of_a_series_without_defects(seed: int) -> None:
    """Noise of five to thirty per cent a day, gaps, and one quiet day at half of the usual are no defect."""
    y = series(seed, noise=0.05 + 0.0125 * seed)
    y.iloc[[30, 31, 60]] = np.nan
    y.iloc[80] *= 0.5
    assert notes(y) == ()


def test_a_partial_last_day_is_left_out_and_told() -> None:
    """A Sunday's twentieth, of a series that moves by five per cent, is no day."""
    y = series()
    y.iloc[-1] = 25.0
    cut = y.copy()
    cut.iloc[-1] = np.nan
    uplift, without = estimate_uplift(y, START, END), estimate_uplift(cut, START, END)
    (note,) = uplift.notes
    assert (note.kind, note.first, note.days, note.found, note.handled) == (
        NoteKind.PARTIAL_DAY,
        date(2026, 6, 3),
        1,
        25.0,
        True,
    )
    # The usual Wednesday is 1300; the median of fourteen days with 5 % of noise errs by less than 5 %.
    assert note.usual == pytest.approx(1300.0, rel=0.05)
    assert str(note.cure) == (
        "It looks as if it had been exported before it was over: it is left out. Export it again."
    )
    assert (uplift.days, uplift.effect) == (without.days, without.effect) == (13, without.effect)


def test_the_reason_names_day_value_and_what_is_usual() -> None:
    """A reader sees why a day was left out."""
    y = series(noise=0.0)
    y.iloc[-1] = 25.0
    (note,) = notes(y)
    assert str(note.reason) == "The last day, 2026-06-03, holds 25 where about 1300 are usual."


def test_a_plan_leaves_a_partial_last_day_out() -> None:
    """The quiet period of a plan ends with the last day of the data."""
    y = series()
    y.iloc[-1] = 25.0
    cut = y.copy()
    cut.iloc[-1] = np.nan
    planned = plan(y, 14)
    assert [note.kind for note in planned.notes] == [NoteKind.PARTIAL_DAY]
    assert planned.mde == plan(cut, 14).mde


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda y: y.where(y.index < START, y * 0.1), id="a fall that lasts"),
        pytest.param(lambda y: y.where(y.index < DAYS[148], y * 0.1), id="two days"),
        pytest.param(lambda y: y.where(y.index != DAYS[100], y * 0.1), id="a day of the quiet period"),
        pytest.param(lambda y: pd.concat([y, pd.Series([9.0], [DAYS[-1] + pd.Timedelta(days=1)])]), id="after the end"),
    ],
)
def test_only_a_single_last_day_is_called_partial(change: object) -> None:
    """What lasts, what lies before the end, and what comes after the window are left alone."""
    assert notes(change(series())) == ()  # type: ignore[operator]


def test_a_holiday_at_the_end_is_no_partial_day() -> None:
    """A declared event explains a low day."""
    y = series()
    y.iloc[-1] = 25.0
    events = pd.DataFrame({"holiday": (DAYS == END) * 1.0}, DAYS)
    assert notes(y, events=events) == ()


def test_a_partial_last_week_is_left_out() -> None:
    """A weekly export made on a Tuesday."""
    weeks = pd.date_range("2025-01-05", periods=60, freq="7D")
    y = pd.Series(1000.0 + 50.0 * np.random.default_rng(4).normal(size=60), weeks)
    y.iloc[-1] = 300.0
    uplift = estimate_uplift(y, weeks[54], weeks[59])
    assert [(note.kind, note.handled) for note in uplift.notes] == [(NoteKind.PARTIAL_DAY, True)]
    assert uplift.days == 5


def test_a_run_of_zeros_is_told_and_kept() -> None:
    """Five zeros in a series that is never 0 may be missing data; they stay what they are."""
    y = series()
    y.iloc[140:145] = 0.0
    (note,) = estimate_uplift(y, START, END).notes
    assert (note.kind, note.days, note.found, note.handled) == (NoteKind.ZEROS, 5, 0.0, False)
    assert str(note.reason) == "From 2026-05-25 to 2026-05-29 every value is 0: 5 in a row, where 0 is rare."
    assert estimate_uplift(y, START, END).observed == y[START:].sum()


def test_zeros_that_are_usual_are_not_told() -> None:
    """Small counts, and a shop that closes on Sundays, hold zeros of their own."""
    counts = pd.Series(np.random.default_rng(1).poisson(1.5, size=150), DAYS)
    closed = series().where(DAYS.day_of_week != 6, 0.0)
    assert (notes(counts), notes(closed)) == ((), ())


def test_one_value_repeated_is_told() -> None:
    """A source that repeats its last value looks like a very steady week."""
    y = series()
    y.iloc[70:78] = y.iloc[69]
    (note,) = notes(y)
    assert (note.kind, note.days) == (NoteKind.REPEATS, 9)
    assert str(note.reason) == f"From 2026-03-15 to 2026-03-23 every value is {y.iloc[69]:.6g}: 9 in a row."


@pytest.mark.parametrize("factor", [0.4, 2.0, 10.0])
def test_a_change_of_level_overnight_is_told(factor: float) -> None:
    """Another definition of the metric doubles it from one day to the next, for good."""
    y = series()
    y.iloc[60:] *= factor
    (note,) = notes(y)
    assert (note.kind, note.first, note.handled) == (NoteKind.BREAK, date(2026, 3, 6), False)
    # Medians of fourteen days with a noise of 5 %.
    assert note.found / note.usual == pytest.approx(factor, rel=0.1)
    assert str(note.cure) == (
        "If the way of counting changed, exclude the days before 2026-03-06. They were kept: the interval is wider "
        "for it."
    )


def test_a_declared_change_of_level_is_not_told() -> None:
    """Excluded days, an exclusion at the change, and an event that begins there explain it."""
    y = series()
    y.iloc[60:] *= 2.0
    events = pd.DataFrame({"new tag": 1.0 * (np.arange(150) >= 60)}, DAYS)
    assert notes(y, exclude=[(DAYS[0], DAYS[59])]) == ()
    assert notes(y, exclude=[(DAYS[58], DAYS[61])]) == ()
    assert notes(y, events=events) == ()


def test_what_passes_is_no_break() -> None:
    """A week of news that fades, a trend, and the campaign itself are no change of the metric."""
    fading = series() * (1.0 + 5.0 * np.exp(-np.abs(np.arange(150) - 60) / 4.0))
    trend = series() * np.exp(np.arange(150) / 100.0)
    campaign = series().where(DAYS < START, series() * 3.0)
    assert (notes(fading), notes(trend), notes(campaign)) == ((), (), ())


@pytest.mark.parametrize(("shift", "word"), [(1, "later"), (-1, "earlier")])
def test_a_weekly_pattern_that_moves_by_a_day_is_told(shift: int, word: str) -> None:
    """From the day on which dates are turned in another time zone, Mondays look like Sundays or Tuesdays."""
    y = series()
    y.iloc[70:] = np.roll(y.iloc[70:].to_numpy(), shift)
    (note,) = notes(y)
    assert (note.kind, note.found) == (NoteKind.SHIFT, float(shift))
    # A single day says little: the change is placed within half a week.
    assert abs((note.first - date(2026, 3, 16)).days) <= 3
    assert f"comes a day {word} than before" in str(note.reason)


def test_several_defects_are_told_in_the_order_of_the_days() -> None:
    """Each has its own sentence."""
    y = series()
    y.iloc[:50] *= 3.0
    y.iloc[100:106] = 0.0
    y.iloc[-1] = 10.0
    assert kinds(y) == [
        (NoteKind.BREAK, date(2026, 2, 24)),
        (NoteKind.ZEROS, date(2026, 4, 15)),
        (NoteKind.PARTIAL_DAY, date(2026, 6, 3)),
    ]


def test_a_series_with_negative_days_has_no_level_to_compare() -> None:
    """Only stretches are told where no logarithm can be taken."""
    y = series() - 1000.0
    y.iloc[-1] = -5000.0
    y.iloc[100:110] = 0.0
    assert kinds(y) == [(NoteKind.ZEROS, date(2026, 4, 15))]


def test_what_can_be_told_is_told_even_where_nothing_can_be_measured() -> None:
    """A short series still has a partial last day."""
    y = series().iloc[-40:]
    y.iloc[-1] = 10.0
    uplift = estimate_uplift(y, START, END)
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert [note.kind for note in uplift.notes] == [NoteKind.PARTIAL_DAY]


@pytest.mark.parametrize("length", [1, 2, 7, 8, 28, 29, 30, 57])
def test_a_series_of_any_length_can_be_looked_at(length: int) -> None:
    """Too few days say nothing, and break nothing."""
    y = series().iloc[-length:]
    assert notes(y) == ()
    assert notes(y * 0.0) == ()
    assert notes(y.where(y.index == DAYS[-1])) == ()
