"""Half-lives: recovered where the days tell them, refused where they don't."""

from dataclasses import replace

import numpy as np
import pytest

from smmeasure.core.follow_up.decay import DailyEffects, fit_decay

DAYS = 40
SINCE = np.arange(1.0, DAYS + 1.0)
PERSISTENT = 0.6 ** np.abs(SINCE[:, None] - SINCE)


def effects(
    half_life: float, first: float = 60.0, seed: int | None = None, sign: float = 1.0, level: float = 10.0
) -> DailyEffects:
    """Give daily effects that fade, with noise of a known covariance, of which `level` is shared; no seed, no noise."""
    covariance, noise = 100.0 * PERSISTENT + level, np.zeros(DAYS)
    if seed is not None:
        noise = np.linalg.cholesky(covariance) @ np.random.default_rng(seed).normal(size=DAYS)
    faded = sign * first * 0.5 ** ((SINCE - 1.0) / half_life)
    return DailyEffects(SINCE, faded + noise, np.ones(DAYS), covariance, factor=False, sign=sign)


@pytest.mark.parametrize("half_life", [1.5, 6.0, 20.0])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_fading_without_noise_gives_its_half_life(half_life: float, sign: float) -> None:
    """Six days stay six days, for what was raised and for what was lowered."""
    fitted = fit_decay(effects(half_life, sign=sign), 0.95, carried=True)
    # Neighbouring half-lives that are tried differ by 0.7 %.
    assert fitted.decay.half_life == pytest.approx(half_life, rel=0.007)
    # On the grid's nearest half-life the curve is nearly the truth: 0.4 % of 60 at most.
    assert fitted.curve == pytest.approx(effects(half_life, sign=sign).effect, abs=0.3)


def test_intervals_hold_the_half_life_as_often_as_they_say() -> None:
    """Nineteen times of twenty, with days that err together."""
    decays = [fit_decay(effects(6.0, seed=seed), 0.95, carried=True).decay for seed in range(400)]
    inside = [one.half_life_ci_lower <= 6.0 <= one.half_life_ci_upper for one in decays]
    assert all(one.known for one in decays)
    # 400 draws have a standard error of 1.1 %; three of them.
    assert np.mean(inside) == pytest.approx(0.95, abs=0.033)


def test_a_level_that_may_be_far_off_leaves_a_clear_fading_told() -> None:
    """A doubt that all days share, three times their noise, takes none of them off the count of days."""
    decays = [fit_decay(effects(6.0, 90.0, seed, level=900.0), 0.95, carried=False).decay for seed in range(200)]
    inside = [one.half_life_ci_lower <= 6.0 <= one.half_life_ci_upper for one in decays]
    assert all(one.known for one in decays)
    # 200 draws have a standard error of 1.5 %; three of them.
    assert np.mean(inside) == pytest.approx(0.95, abs=0.046)


def test_a_narrower_level_gives_a_narrower_interval() -> None:
    """An interval of 80 % lies inside that of 95 %."""
    wide, narrow = (fit_decay(effects(6.0, seed=3), level, carried=True).decay for level in (0.95, 0.8))
    assert wide.half_life_ci_lower < narrow.half_life_ci_lower < narrow.half_life_ci_upper < wide.half_life_ci_upper
    assert str(wide.statement) == "The daily effect halves every 2.9 days (between 1.1 and 7.8)."


def test_an_effect_that_stays_has_a_half_life_longer_than_so_many_days() -> None:
    """No number is made up where no fading is seen."""
    decay = fit_decay(effects(np.inf, seed=2), 0.95, carried=True).decay
    assert decay.half_life_ci_upper == np.inf
    assert str(decay.statement) == "The daily effect halves in more than 85 days, if it fades at all."


def test_an_effect_that_is_gone_after_a_day_has_a_half_life_shorter_than_so_many_days() -> None:
    """The lower end is open where even the shortest half-life fits."""
    decay = fit_decay(effects(0.05, first=90.0, seed=1), 0.95, carried=True).decay
    assert decay.half_life_ci_lower == 0.0
    assert str(decay.statement) == "The daily effect halves in less than 0.5 days."


def test_noise_alone_has_no_half_life() -> None:
    """Where the days show no effect, there is nothing that could fade."""
    decay = fit_decay(effects(6.0, first=0.0, seed=6), 0.95, carried=False).decay
    assert not decay.known
    assert np.isnan([decay.half_life, decay.half_life_ci_lower, decay.half_life_ci_upper]).all()
    assert str(decay.statement) == ("No half-life: the 40 days after the campaign show no effect that goes on from it.")


def test_noise_alone_is_seldom_given_a_half_life() -> None:
    """The test of a carry-over cries wolf as rarely as it says, or more rarely."""
    decays = [fit_decay(effects(6.0, first=0.0, seed=seed), 0.95, carried=False).decay for seed in range(400)]
    # At most 5 %, with three standard errors of 400 draws.
    assert np.mean([one.known for one in decays]) <= 0.083


def test_a_weak_carry_over_leaves_the_half_life_open() -> None:
    """A total that shows an effect need not show how it fades."""
    decay = fit_decay(effects(6.0, first=8.0, seed=9), 0.95, carried=True).decay
    assert not decay.known
    assert str(decay.statement) == (
        "No half-life: over the 40 days after the campaign, an effect that is gone at once fits as well as one that "
        "stays. A longer follow-up or a steadier indicator is needed."
    )


def test_an_effect_the_other_way_explains_nothing() -> None:
    """A dip after a rise is no rest of the rise."""
    decay = fit_decay(replace(effects(6.0, seed=1), sign=-1.0), 0.95, carried=False).decay
    assert not decay.known


def test_a_few_days_are_too_few() -> None:
    """Six days are less than a week."""
    whole = effects(2.0)
    few = replace(
        whole, since=SINCE[:6], effect=whole.effect[:6], size=whole.size[:6], covariance=whole.covariance[:6, :6]
    )
    assert str(fit_decay(few, 0.95, carried=True).decay.statement) == (
        "Only 6 days after the campaign were observed; a half-life needs at least 7."
    )
