"""Several campaigns in one series: each with its part, and how the parts err together."""

import hashlib
import pickle
from functools import cache

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.campaigns.estimate import estimate_campaigns
from smmeasure.core.campaigns.results import CampaignShares
from smmeasure.core.results import Verdict
from smmeasure.core.uplift import estimate_uplift
from smmeasure.windows import Window

WEEKLY = np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])
INDEX = pd.date_range("2025-01-06", periods=300)
Days = tuple[int, int]


def calm(seed: int = 4, noise: float = 0.05, length: int = 300) -> pd.Series:
    """Simulate a positive series with a weekly pattern and independent noise."""
    draws = np.random.default_rng(seed).normal(size=length)
    return pd.Series(1000.0 * WEEKLY[np.arange(length) % 7] * np.exp(noise * draws), INDEX[:length])


def window(days: Days) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Give first and last day, both included, of positions in the series."""
    return INDEX[days[0]], INDEX[days[1] - 1]


def put_in(*campaigns: tuple[Days, float], y: pd.Series | None = None) -> pd.Series:
    """Let each campaign add its share of the quiet series on its days."""
    quiet = calm() if y is None else y
    factor = np.ones(len(quiet))
    for (first, last), lift in campaigns:
        factor[first:last] += lift
    return quiet * factor


SPRING, SUMMER = (200, 220), (210, 230)
Y = put_in((SPRING, 0.3), (SUMMER, 0.5))
TRUTH = {"spring": 0.3 * calm()[200:220].sum(), "summer": 0.5 * calm()[210:230].sum()}


@cache
def measured() -> CampaignShares:
    """Measure two campaigns of which half the days are shared."""
    return estimate_campaigns(Y, {"spring": window(SPRING), "summer": Window(*[d.date() for d in window(SUMMER)])})


def test_two_campaigns_that_share_half_their_days_keep_their_effects() -> None:
    """Both intervals hold what was put in, and the shares follow."""
    whole = sum(TRUTH.values())
    for name, true in TRUTH.items():
        part = measured().part(name)
        assert part.names == (name,)
        assert part.total.verdict is Verdict.RISE
        assert part.total.effect_ci_lower < true < part.total.effect_ci_upper
        assert part.share_ci_lower < true / whole < part.share_ci_upper
        # Noise of 5 % a day leaves 20 days a standard error near 2 % of their baseline; three of them.
        assert part.total.rel_effect == pytest.approx({"spring": 0.3, "summer": 0.5}[name], abs=0.06)


def test_parts_and_shares_add_up_to_the_whole() -> None:
    """Nothing is lost in the division."""
    found = measured()
    assert sum(part.total.effect for part in found.parts) == pytest.approx(found.joint.effect, rel=1e-9)
    assert sum(part.share for part in found.parts) == pytest.approx(1.0, rel=1e-9)
    half = (found.joint.effect_ci_upper - found.joint.effect_ci_lower) / 2.0
    one = found.parts[0].total
    variance = ((one.effect_ci_upper - one.effect_ci_lower) / 2.0) ** 2 / found.covariance.iloc[0, 0]
    assert half**2 / found.covariance.to_numpy().sum() == pytest.approx(variance, rel=1e-9)
    assert found.joint.days == 30


def test_the_covariance_is_labelled_symmetrical_and_positive() -> None:
    """Estimates of overlapping campaigns err against each other, and a sentence says so."""
    found = measured()
    assert list(found.covariance.index) == list(found.covariance.columns) == ["spring", "summer"]
    assert np.linalg.eigvalsh(found.covariance)[0] > 0.0
    assert (found.covariance == found.covariance.T).all(axis=None)
    assert np.diag(found.correlation) == pytest.approx([1.0, 1.0])
    assert found.correlation.iloc[0, 1] < -0.3
    assert [str(note) for note in found.notes] == [
        (
            "«spring» and «summer» share 10 days: what is credited to one is taken from the other (correlation "
            f"{found.correlation.iloc[0, 1]:.2g}). Their sum is known better than each of them."
        )
    ]


def test_campaigns_without_overlap_nor_quiet_days_around_them_agree_with_a_single_window() -> None:
    """Back to back at the end of the data, their joint effect is the uplift of one window."""
    y = put_in(((200, 210), 0.3), ((210, 230), 0.5))[:230]
    found = estimate_campaigns(y, {"a": window((200, 210)), "b": window((210, 230))})
    uplift = estimate_uplift(y, *window((200, 230)))
    assert found.joint.baseline == pytest.approx(uplift.baseline, rel=1e-9)
    assert found.joint.effect == pytest.approx(uplift.effect, rel=1e-9)
    # One interval is symmetrical, the other on factors: they differ by half the relative spread, 2 % here.
    width, theirs = (one.effect_ci_upper - one.effect_ci_lower for one in (found.joint, uplift))
    assert width == pytest.approx(theirs, rel=0.02)


def wandering() -> pd.Series:
    """Simulate a series whose level drifts away during the first campaign."""
    steps = np.cumsum(np.random.default_rng(12).normal(0.0, 0.02, size=300))
    return calm(noise=0.03) * np.exp(steps)


def test_quiet_days_between_and_after_correct_the_baseline() -> None:
    """The level that they show narrows the interval of the second campaign."""
    y = put_in(((200, 214), 0.3), ((250, 264), 0.5), y=wandering())
    campaigns = {"a": window((200, 214)), "b": window((250, 264))}
    with_quiet = estimate_campaigns(y, campaigns)
    without = estimate_campaigns(y, campaigns, exclude=[window((214, 250)), window((264, 300))])
    widths = [
        one.part("b").total.effect_ci_upper - one.part("b").total.effect_ci_lower for one in (with_quiet, without)
    ]
    assert widths[0] < 0.7 * widths[1]
    true = 0.5 * wandering()[250:264].sum()
    assert with_quiet.part("b").total.effect_ci_lower < true < with_quiet.part("b").total.effect_ci_upper


def test_one_wild_quiet_day_between_campaigns_changes_little() -> None:
    """A single outlier is drawn in to its neighbours."""
    y = put_in(((200, 214), 0.3), ((250, 264), 0.5))
    wild = y.copy()
    wild.iloc[230] *= 20.0
    one, other = (estimate_campaigns(s, {"a": window((200, 214)), "b": window((250, 264))}) for s in (y, wild))
    # Drawn in to four standard deviations, one day of sixty moves the level by less than half its interval.
    half = (one.joint.effect_ci_upper - one.joint.effect_ci_lower) / 2.0
    assert other.joint.effect == pytest.approx(one.joint.effect, abs=half / 2.0)


def test_campaigns_on_the_same_days_are_told_as_their_sum() -> None:
    """No share is made up; the reason stands with the part."""
    found = estimate_campaigns(Y, {"ads": window((200, 230)), "posts": window((200, 230))})
    part = found.part("posts")
    assert part.names == ("ads", "posts")
    assert part.label == "ads + posts"
    assert part.total.effect == pytest.approx(found.joint.effect, rel=1e-9)
    assert str(part.reason) == (
        "«ads, posts» ran on days that no data can tell apart: only the sum of their effects is given, and no share "
        "of each. Days on which one of them runs alone are needed."
    )


def test_without_a_joint_effect_there_are_no_shares() -> None:
    """A share of what could be nothing means nothing."""
    found = estimate_campaigns(calm(), {"spring": window(SPRING), "summer": window(SUMMER)})
    assert found.joint.verdict is Verdict.NO_CHANGE
    assert [np.isnan(part.share) for part in found.parts] == [True, True]


def test_campaigns_a_season_apart_hardly_err_together() -> None:
    """Independent noise and a level that is well known leave nothing to say."""
    y = put_in(((200, 214), 0.3), ((280, 294), 0.5))
    found = estimate_campaigns(y, {"a": window((200, 214)), "b": window((280, 294))})
    assert abs(found.correlation.iloc[0, 1]) < 0.3
    assert found.notes == ()


def test_a_control_that_a_campaign_touched_is_refused() -> None:
    """It would take the campaign for the market; the estimate is that without it."""
    touched = pd.DataFrame({"market": put_in((SUMMER, 0.5), y=calm(seed=9))})
    windows = {"spring": window(SPRING), "summer": window(SUMMER)}
    found = estimate_campaigns(Y, windows, controls=touched)
    assert found.joint == measured().joint
    assert str(found.notes[-1]).startswith("«market» is not used as a control. ")


@pytest.mark.parametrize("order", [("spring", "summer"), ("summer", "spring")])
def test_the_order_of_the_campaigns_is_kept_and_changes_no_number(order: tuple[str, str]) -> None:
    """Parts come as they were asked for."""
    windows = {"spring": window(SPRING), "summer": window(SUMMER)}
    found = estimate_campaigns(Y, {name: windows[name] for name in order})
    assert tuple(part.label for part in found.parts) == order
    # The same equations in another order: rounding only.
    assert found.part("spring").total.effect == pytest.approx(measured().part("spring").total.effect, rel=1e-9)


def test_too_short_a_quiet_period_is_told_with_what_is_needed() -> None:
    """Campaigns with less than a week between them count as one stretch."""
    found = estimate_campaigns(Y[150:], {"spring": window(SPRING), "summer": window((226, 240))})
    assert [part.total.verdict for part in found.parts] == [Verdict.NOT_MEASURABLE] * 2
    assert found.covariance.isna().all(axis=None)
    assert str(found.reason) == (
        "50 quiet days before the first campaign; at least 80 are needed: twice the 40 days of the longest stretch of "
        "campaigns, and never fewer than 56. Data should begin on 2025-05-06 or earlier."
    )


def test_a_campaign_that_was_hardly_observed_is_told_by_name() -> None:
    """One part that can't be known leaves no division to tell."""
    found = estimate_campaigns(Y[:215], {"spring": window(SPRING), "summer": window(SUMMER)})
    assert str(found.reason) == "Only 15 of the 20 days of «spring» were observed; at least 16 are needed."
    # The 15 days are all that the data hold of both campaigns.
    assert found.joint.observed == pytest.approx(Y[200:215].sum())


def test_the_same_input_gives_the_same_bytes() -> None:
    """Nothing is drawn at random."""
    windows = {"spring": window(SPRING), "summer": window(SUMMER)}
    twice = [estimate_campaigns(Y, windows) for _ in range(2)]
    assert len({hashlib.sha256(pickle.dumps(found)).hexdigest() for found in twice}) == 1
