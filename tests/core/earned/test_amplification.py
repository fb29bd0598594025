"""How far others carried a campaign: ratios by hand, the day of overtaking, and comparisons with an event."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import not_measured, uplift
from smmeasure.brief.campaign import Medium
from smmeasure.core.earned.amplification import (
    Ratio,
    Reference,
    counted_so_far,
    earned_over_bought,
    gained_so_far,
    overtaking,
    times_reference,
    together,
    virality,
)
from smmeasure.core.earned.volume import Volume, counted, gained
from smmeasure.core.estimates import Estimate
from smmeasure.core.results import Uplift
from smmeasure.errors import CallError
from smmeasure.units import COUNT, PEOPLE, Count

EVENT = Reference("the opening ceremony", Count(1_000))


def earned(effect: float, low: float, high: float, per: str = "impressions") -> Volume:
    """Gain earned exposure."""
    return gained("views", Medium.EARNED, per, uplift(effect, low, high))


def bought(number: float, medium: Medium = Medium.PAID) -> Volume:
    """Count paid exposure."""
    return counted("ads", medium, "impressions", number, 0.95)


def reason(ratio: Ratio) -> str:
    """Give the reason why there is no ratio."""
    assert ratio.estimate is None
    return str(ratio.reason)


def test_earned_over_paid_and_owned() -> None:
    """10,000 earned (8,000 to 12,000) ÷ (3,000 paid + 1,000 owned) = 2.5 (2 to 3)."""
    ratio = earned_over_bought(earned(10_000, 8_000, 12_000), [bought(3_000), bought(1_000, Medium.OWNED)])

    assert ratio.estimate == Estimate(2.5, 2.0, 3.0)
    assert str(ratio.calculation) == "10000 impressions earned ÷ 4000 paid and owned"


@given(st.floats(-1e5, 1e5), st.floats(0, 1e4), st.floats(100, 1e5), st.floats(0, 50))
def test_a_ratio_lies_in_its_interval(effect: float, half: float, other: float, width: float) -> None:
    """Where owned exposure is itself estimated, the interval holds the value and is finite."""
    owned = gained("owned", Medium.OWNED, "impressions", uplift(other, other - width, other + width))
    estimate = earned_over_bought(earned(effect, effect - half, effect + half), [owned, bought(10)]).estimate

    assert estimate is not None
    assert estimate.ci_lower <= estimate.value <= estimate.ci_upper
    assert np.isfinite([estimate.ci_lower, estimate.ci_upper]).all()


def test_an_uncertain_divisor_widens_the_interval() -> None:
    """10,000 ÷ 4,000 = 2.5, at most 12,000 ÷ 3,000 = 4 and at least 8,000 ÷ 5,000 = 1.6."""
    owned = gained("owned", Medium.OWNED, "impressions", uplift(4_000, 3_000, 5_000))
    estimate = earned_over_bought(earned(10_000, 8_000, 12_000), [owned]).estimate

    assert estimate is not None
    assert 1.6 < estimate.ci_lower < 2.0
    assert 3.0 < estimate.ci_upper < 4.0


def test_nothing_to_divide_by() -> None:
    """No paid exposure, none counted, one that may be none, other units and an unknown are each a reason."""
    lost = gained("owned", Medium.OWNED, "impressions", uplift(100, -50, 250))
    gift = earned(10_000, 8_000, 12_000)
    unknown = gained("views", Medium.EARNED, "impressions", not_measured())

    assert reason(earned_over_bought(gift, [])) == "No paid or owned exposure is given: nothing to divide by."
    for other in (bought(0), lost):
        assert reason(earned_over_bought(gift, [other])) == (
            "Paid and owned exposure can't be told from none: nothing to divide by."
        )
    assert reason(earned_over_bought(earned(1, 0, 2, "clicks"), [bought(10)])) == (
        "Earned, paid and owned exposure are counted in several units: clicks, impressions."
    )
    assert reason(earned_over_bought(unknown, [bought(10)])) == "Too few quiet days."


def test_virality_over_impressions() -> None:
    """12 shares ÷ 1,200 impressions = 1 %; residuals −1, 1, 0, 0, 0 give √(5/4 × 2) ÷ 1,200 = 0.13 % of error."""
    ratio = virality([1, 3, 2, 2, 4], [200, 200, 200, 200, 400], COUNT)

    assert ratio.estimate is not None
    assert ratio.estimate.value == pytest.approx(0.01)
    error = np.sqrt(5 / 4 * 2) / 1200
    # Student's t of 4 degrees at 97.5 %.
    assert ratio.estimate.ci_upper == pytest.approx(0.01 * np.exp(2.7764 * error / 0.01), rel=1e-4)
    assert str(ratio.calculation) == "12 shares ÷ 1200 impressions"


def test_virality_over_reach_adds_no_people() -> None:
    """Rates of 1 %, 2 %, 3 %, 4 % and 5 % have a mean of 3 %, whatever the reach of each post."""
    ratio = virality([1, 20, 3, 40, 5], [100, 1000, 100, 1000, 100], PEOPLE)

    assert ratio.estimate is not None
    assert ratio.estimate.value == pytest.approx(0.03)
    assert str(ratio.calculation) == "mean share of the people reached, 5 posts"


def test_virality_without_a_share() -> None:
    """No share on 1,000 impressions: 0, and at most −ln(0.05) ÷ 1,000 = 0.3 %."""
    assert virality([0] * 5, [200] * 5, COUNT).estimate == Estimate(0.0, 0.0, pytest.approx(0.0029957, rel=1e-4))


def test_virality_of_few_posts() -> None:
    """Posts nobody saw, and posts with gaps, don't count; four posts are too few."""
    ratio = virality([1, 2, 3, 4, 5, np.nan], [100, 100, 100, 100, 0, 100], COUNT)

    assert reason(ratio) == "Only 4 posts have shares and were seen; a virality rate needs at least 5."


def test_virality_of_what_is_no_count() -> None:
    """A missing post and a negative number are told at once."""
    with pytest.raises(CallError) as error:
        virality([1, -2], [100], COUNT)

    assert str(error.value) == (
        "seen: found 1 posts; expected 2, as many as shares. Give both for every post, nan where one is missing.\n"
        "shares: found a negative or infinite number; expected counts from 0 up. Mark what is missing by nan."
    )


DAYS = pd.date_range("2026-03-02", periods=4)


def growing(*effects: float) -> Uplift:
    """Earn so many impressions on each day, give or take half of what was earned so far."""
    so_far = pd.Series(effects, DAYS, dtype=float).cumsum()
    ends = {"cumulative_ci_lower": so_far * 0.5, "cumulative_ci_upper": so_far * 1.5}
    return uplift(so_far.iloc[-1], 0, 1, daily=pd.DataFrame({"cumulative": so_far, **ends}))


def paid(*counts: float) -> pd.DataFrame:
    """Count so many impressions on each day."""
    return counted_so_far(pd.Series(counts, DAYS), DAYS)


def test_the_day_of_overtaking() -> None:
    """Earned so far 100, 300, 600, 1000 against 200, 400, 500, 500: ahead from the third day, surely by none."""
    found = overtaking([growing(100, 200, 300, 400)], [paid(200, 200, 100, 0)])

    # 1.5 × 300 = 450 is above 400 on the second day; half of 1000 is not above 500.
    assert (found.earliest, found.day, found.latest) == (date(2026, 3, 3), date(2026, 3, 4), None)


def test_the_day_of_overtaking_what_is_itself_uncertain() -> None:
    """Owned so far 60, 120, 180, 240, half or half more; earned 100, 300, 600, 1000, half or half more.

    The best estimates: ahead from the first day. At the earliest, 150 against 30, too; at the latest, half of what was
    earned, 50, 150, 300, 500, against 90, 180, 270, 360: from the third day.
    """
    found = overtaking([growing(100, 200, 300, 400)], [gained_so_far(growing(60, 60, 60, 60))])

    assert (found.earliest, found.day, found.latest) == (date(2026, 3, 2), date(2026, 3, 2), date(2026, 3, 4))


def test_several_volumes_are_overtaken_together() -> None:
    """Paid 100 and owned 150 on each day are 250, 500, 750, 1000 so far: 100, 300, 600, 1000 never pass them."""
    both = [paid(100, 100, 100, 100), paid(150, 150, 150, 150)]

    assert overtaking([growing(100, 200, 300, 400)], both).day is None
    assert overtaking([growing(100, 200, 300, 401)], both).day == date(2026, 3, 5)


def test_several_earned_volumes_are_added() -> None:
    """6,000 (5,000 to 7,000) and 4,000 (3,000 to 5,000) are 10,000 (8,000 to 12,000): 2.5 times 4,000 (2 to 3)."""
    both = together([earned(6_000, 5_000, 7_000), earned(4_000, 3_000, 5_000)])

    assert both.estimate == Estimate(10_000, 8_000, 12_000)
    assert earned_over_bought(both, [bought(4_000)]).estimate == Estimate(2.5, 2.0, 3.0)
    assert (both.draws[0], both.draws[-1]) == pytest.approx((8_000, 12_000))
    unknown = gained("views", Medium.EARNED, "impressions", not_measured())
    assert str(together([both, unknown]).reason) == "Too few quiet days."


def test_several_earned_volumes_overtake_together() -> None:
    """50, 150, 300, 500 from each of two networks are 100, 300, 600, 1000: ahead of 200, 400, 500, 500 on day three."""
    half = growing(50, 100, 150, 200)

    assert overtaking([half, half], [paid(200, 200, 100, 0)]).day == date(2026, 3, 4)
    assert overtaking([half], [paid(200, 200, 100, 0)]).day is None


def test_overtaking_needs_every_day() -> None:
    """A day without a count is no day without exposure: from it on nobody knows how much there was."""
    found = overtaking([growing(100, 200, 300, 400)], [paid(200, np.nan, 100, 0)])

    assert (found.earliest, found.day, found.latest) == (None, None, None)
    assert str(found.reason) == "Paid and owned exposure is missing on 3 of 4 days."


def test_overtaking_of_what_was_not_measured() -> None:
    """Without a measured effect there is no day, and the reason is the effect's."""
    assert str(overtaking([not_measured()], [paid(1, 1, 1, 1)]).reason) == "Too few quiet days."


def test_times_an_event() -> None:
    """16,000 connections (14,000 to 18,000) are 16 times an event of 1,000 (14 to 18)."""
    ratio = times_reference(earned(16_000, 14_000, 18_000, "connections"), COUNT, EVENT)

    assert ratio.estimate == Estimate(16.0, 14.0, 18.0)
    assert str(ratio.calculation) == "16000 connections: 16 times «the opening ceremony»"


def test_people_are_no_connections() -> None:
    """People reached are not compared with connections counted."""
    told = times_reference(earned(10, 5, 15), PEOPLE, EVENT)

    assert reason(told) == "«the opening ceremony» is counted in count, the volume in people."


@pytest.mark.parametrize("size", [0.0, -5.0, float("inf"), float("nan")])
def test_an_event_without_a_size(size: float) -> None:
    """An event of no, a negative or an endless size is refused."""
    with pytest.raises(CallError):
        times_reference(earned(10, 5, 15), COUNT, Reference("nothing", Count(size)))


def test_an_unknown_volume_is_not_compared() -> None:
    """A volume without a number gives its reason."""
    unknown = gained("views", Medium.EARNED, "impressions", not_measured())

    assert reason(times_reference(unknown, COUNT, EVENT)) == "Too few quiet days."
