"""A joint effect divided: sums that hold, intervals that keep their word, and what nobody can tell."""

import numpy as np
import pytest

from smmeasure.core.arrays import Bools, Floats
from smmeasure.core.campaigns.apportioning import Apportioned, apportion
from smmeasure.core.campaigns.baseline import Counterfactual


def running(*spans: tuple[int, int]) -> Bools:
    """Mark the days of each campaign, over the days with any."""
    last = max(end for _, end in spans)
    return np.array([[start <= day < end for day in range(last)] for start, end in spans])


def errors(days: int) -> Floats:
    """Give days that err together: noise that returns, and a level that is not known exactly."""
    order = np.arange(days)
    return 25.0 * (0.5 ** np.abs(order[:, None] - order) + 0.1)


def divide(on: Bools, effect: Floats) -> Apportioned:
    """Divide daily effects over a baseline of 100 a day."""
    days = on.shape[1]
    return apportion(Counterfactual(effect, np.full(days, 100.0), errors(days), factor=False), on)


HALF = running((0, 20), (10, 30))


def test_known_effects_are_divided_as_they_were_put_in() -> None:
    """Without noise, 30 a day and 50 a day come back although half the days are shared."""
    found = divide(HALF, 30.0 * HALF[0] + 50.0 * HALF[1])
    # Linear algebra on exact numbers: rounding only.
    assert found.effects == pytest.approx([600.0, 1000.0], rel=1e-9)


def test_the_parts_add_up_to_the_whole_whatever_was_observed() -> None:
    """The whole is measured, only its division is modelled."""
    effect = np.random.default_rng(1).normal(20.0, 30.0, size=30)
    found = divide(HALF, effect)
    assert found.effects.sum() == pytest.approx(effect.sum(), rel=1e-9)
    assert found.covariance.sum() == pytest.approx(errors(30).sum(), rel=1e-9)


def test_campaigns_that_do_not_overlap_keep_the_sum_of_their_days() -> None:
    """No shape is assumed where a campaign runs alone."""
    on, effect = running((0, 10), (10, 30)), np.random.default_rng(2).normal(size=30)
    found = divide(on, effect)
    assert found.effects == pytest.approx([effect[:10].sum(), effect[10:].sum()], rel=1e-9)
    assert found.covariance[0, 1] == pytest.approx(errors(30)[:10, 10:].sum(), rel=1e-9)


def test_the_covariance_is_symmetrical_and_positive() -> None:
    """It is the covariance of something."""
    covariance = divide(HALF, np.ones(30)).covariance
    assert (covariance == covariance.T).all()
    assert np.linalg.eigvalsh(covariance)[0] > 0.0


def test_the_spread_is_the_one_that_estimates_show() -> None:
    """Over many draws of the errors, estimates scatter as the covariance says."""
    root, rng = np.linalg.cholesky(errors(30)), np.random.default_rng(5)
    estimates = np.array([divide(HALF, root @ rng.normal(size=30)).effects for _ in range(1000)])
    claimed = divide(HALF, np.zeros(30)).covariance
    # Variances of 1000 draws have a standard error of 4.5 %; three of them, also for the covariance.
    assert np.cov(estimates.T) == pytest.approx(claimed, rel=0.14)


def test_noise_that_is_swollen_by_effects_shows_in_the_spread() -> None:
    """Effects in per cent of a noisy day err more where few own days tell two campaigns apart."""
    on, level, rng = running((0, 20), (2, 20)), np.full(20, 100.0), np.random.default_rng(6)
    root, lifts = np.linalg.cholesky(errors(20)), np.array([0.3, 0.5])
    misses, claimed = [], []
    for _ in range(1000):
        calm = level + root @ rng.normal(size=20)
        truth = lifts * (on @ calm)
        found = apportion(Counterfactual(calm * (1.0 + lifts @ on) - level, level, errors(20), factor=True), on)
        misses.append(found.effects - truth)
        claimed.append(found.covariance)
    # Variances of 1000 draws have a standard error of 4.5 %; three of them, also for the covariance.
    assert np.cov(np.array(misses).T) == pytest.approx(np.mean(claimed, axis=0), rel=0.14)


def test_more_overlap_means_wider_intervals_and_a_more_negative_correlation() -> None:
    """What is credited to one is taken from the other."""
    spreads, correlations = [], []
    for start in (12, 6, 2):
        covariance = divide(running((0, 20), (start, 20 + start)), np.zeros(20 + start)).covariance
        spreads.append(covariance[0, 0] ** 0.5)
        correlations.append(covariance[0, 1] / (covariance[0, 0] * covariance[1, 1]) ** 0.5)
    assert spreads == sorted(spreads)
    assert correlations == sorted(correlations, reverse=True)
    assert correlations[-1] < -0.6


def test_campaigns_on_the_same_days_are_one_part() -> None:
    """Only their sum can be told; a third campaign keeps its own."""
    on = running((0, 20), (10, 30), (0, 20))
    found = divide(on, 30.0 * on[0] + 50.0 * on[1])
    assert found.groups == ((0, 2), (1,))
    assert found.effects == pytest.approx([600.0, 1000.0], rel=1e-9)


def test_a_campaign_that_two_others_cover_is_one_part_with_them() -> None:
    """Three windows on two kinds of days: the data have one equation too few."""
    on = running((0, 20), (0, 10), (10, 20), (15, 30))
    found = divide(on[:3, :20], np.full(20, 7.0))
    assert found.groups == ((0, 1, 2),)
    assert found.effects == pytest.approx([140.0], rel=1e-9)


def test_two_pairs_on_the_same_days_are_two_parts() -> None:
    """Pairs that overlap each other are not thrown together."""
    found = divide(HALF[[0, 1, 0, 1]], 30.0 * HALF[0] + 50.0 * HALF[1])
    assert found.groups == ((0, 2), (1, 3))
    assert found.effects == pytest.approx([600.0, 1000.0], rel=1e-9)
