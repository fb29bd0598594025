"""What can't be measured is told, with what would have been needed."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.arguments import check
from smmeasure.core.planning import plan
from smmeasure.core.quiet import Quiet, quiet
from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift

DAYS = pd.date_range("2026-01-01", periods=120)
NOISE = pd.Series(100.0 + np.random.default_rng(7).normal(size=120), DAYS)
WEEKS = pd.Series(NOISE.to_numpy()[:40], pd.date_range("2026-01-04", periods=40, freq="7D"))


def gaps(days: pd.DatetimeIndex) -> pd.Series:
    """Leave out these days."""
    values = NOISE.copy()
    values[days] = np.nan
    return values


REASONS = {
    "the campaign begins on the fourth day": (
        (NOISE, "2026-01-04", "2026-01-23", {}),
        (
            "3 quiet days before the campaign; at least 56 are needed: twice the campaign's 20 days, and never fewer "
            "than 56. Data should begin on 2025-11-09 or earlier."
        ),
    ),
    "a long campaign": (
        (NOISE, "2026-03-12", "2026-04-20", {}),
        (
            "70 quiet days before the campaign; at least 80 are needed: twice the campaign's 40 days, and never fewer "
            "than 56. Data should begin on 2025-12-22 or earlier."
        ),
    ),
    "a campaign before the data": (
        (NOISE, "2025-06-01", "2025-06-10", {}),
        (
            "0 quiet days before the campaign; at least 56 are needed: twice the campaign's 10 days, and never fewer "
            "than 56. Data should begin on 2025-04-06 or earlier."
        ),
    ),
    "too many days excluded": (
        (NOISE, "2026-04-11", "2026-04-20", {"exclude": [("2026-01-01", "2026-03-01")]}),
        (
            "40 quiet days before the campaign; at least 56 are needed: twice the campaign's 10 days, and never fewer "
            "than 56. Data should begin on 2026-02-14 or earlier."
        ),
    ),
    "few weeks": (
        (WEEKS, "2026-03-01", "2026-03-21", {}),
        (
            "8 quiet weeks before the campaign; at least 24 are needed: twice the campaign's 3 weeks, and never fewer "
            "than 24. Data should begin on 2025-09-14 or earlier."
        ),
    ),
    "no week in the window": (
        (WEEKS, "2026-09-07", "2026-09-09", {}),
        "No week of the series is dated between 2026-09-07 and 2026-09-09. A window of whole weeks is needed.",
    ),
    "a campaign after the data": (
        (NOISE, "2026-06-01", "2026-06-10", {}),
        "The data end on 2026-04-30, before the campaign begins on 2026-06-01. A later export is needed.",
    ),
    "a campaign that runs on": (
        (NOISE, "2026-04-25", "2026-05-04", {}),
        "Only 6 of the campaign's 10 days were observed; at least 8 are needed.",
    ),
    "gaps in the window": (
        (gaps(DAYS[-8:-5]), "2026-04-21", "2026-04-30", {}),
        "Only 7 of the campaign's 10 days were observed; at least 8 are needed.",
    ),
    "a series of zeros": (
        (NOISE * 0.0, "2026-04-21", "2026-04-30", {}),
        (
            "The series never moves in the quiet period: it is 0 on all 110 days. A series that moves is needed; check "
            "the source and its filter."
        ),
    ),
}


@pytest.mark.parametrize(("call", "reason"), REASONS.values(), ids=REASONS.keys())
def test_the_reason_says_what_there_is_and_what_is_needed(
    call: tuple[pd.Series, str, str, dict[str, Any]], reason: str
) -> None:
    """No number is given where the data allow none."""
    y, start, end, options = call
    uplift = estimate_uplift(y, start, end, **options)
    assert (str(uplift.reason), uplift.verdict) == (reason, Verdict.NOT_MEASURABLE)
    assert np.isnan([uplift.baseline, uplift.effect, uplift.effect_ci_lower, uplift.rel_effect, uplift.pvalue]).all()
    assert uplift.draws == ()


def test_a_series_that_swings_by_orders_of_magnitude_is_not_measurable() -> None:
    """An interval of more than ten times the centre is no statement."""
    wild = pd.Series(np.exp(3.0 * np.cumsum(np.random.default_rng(1).normal(size=90))), DAYS[:90])
    uplift = estimate_uplift(wild, "2026-03-18", "2026-03-31")
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert uplift.reason is not None
    assert uplift.reason.template.startswith("The series swings too much")


def test_a_plan_gives_the_same_reason() -> None:
    """What can't be measured can't be planned either."""
    assert str(plan(NOISE.iloc[:30], 14).reason) == (
        "30 quiet days before the campaign; at least 56 are needed: twice the campaign's 14 days, and never fewer "
        "than 56. Data should begin on 2025-12-06 or earlier."
    )


def cut(y: pd.Series, start: str, end: str, **options: object) -> Quiet:
    """Prepare a series."""
    everything = {"controls": None, "events": None, "exclude": ()} | options
    return quiet(check(y, start, end, shares={}, **everything))


def test_a_gap_between_data_and_campaign_keeps_the_calendar() -> None:
    """Absent days become missing values, so that weekdays stay in place."""
    prepared = cut(NOISE.iloc[:100], "2026-04-20", "2026-04-22")
    assert (prepared.first, prepared.horizon, int(prepared.calm.sum())) == (109, 3, 100)


def test_excluded_days_are_not_calm() -> None:
    """Another campaign's days are kept out of learning, in place."""
    prepared = cut(NOISE, "2026-04-21", "2026-04-30", exclude=[("2026-02-01", "2026-02-10")])
    assert (len(prepared.values), int(prepared.calm.sum())) == (120, 100)


def test_an_event_that_never_happened_before_is_dropped() -> None:
    """Nothing can be learnt about it."""
    holiday = pd.DataFrame({"new": (DAYS == "2026-04-25") * 1.0, "old": (DAYS == "2026-01-25") * 1.0}, DAYS)
    assert cut(NOISE, "2026-04-21", "2026-04-30", events=holiday).events.shape == (120, 1)


def test_days_without_a_control_are_not_calm() -> None:
    """A control may have gaps in the quiet period."""
    control = pd.DataFrame({"other": NOISE.iloc[10:]})
    prepared = cut(NOISE, "2026-04-21", "2026-04-30", controls=control)
    assert prepared.index[0] == pd.Timestamp("2026-01-11")
