"""Earned exposure: valued as a cost equivalent, never as money."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BRIEF, brief, data_of, indicator, uplift
from smmeasure.brief.campaign import RateCard
from smmeasure.core.earned import earned_value
from smmeasure.core.evaluate import evaluate
from smmeasure.errors import UnitError
from smmeasure.units import Money, MoneyEquivalent

PRICES = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "our own ads", "date": "2026-01-01"}
CARD = RateCard.model_validate(PRICES)


def equivalents(*amounts: float) -> tuple[MoneyEquivalent, ...]:
    """Give amounts in equivalent euros."""
    return tuple(MoneyEquivalent(pytest.approx(amount), "EUR") for amount in amounts)


def test_exposure_times_price() -> None:
    """10,000 views (8,000 to 12,000) at 0.006 EUR (0.004 to 0.009) are 60 EUR_eq (8,000 × 0.004 = 32 to 108)."""
    value = earned_value("views", uplift(10_000, 8_000, 12_000, baseline=50_000), CARD, "EUR")

    assert (value.low, value.central, value.high) == equivalents(32, 60, 108)


def test_exposure_that_was_lost_is_worth_nothing() -> None:
    """An effect of −500 (−900 to 100) is worth 0 EUR_eq, at most 100 × 0.009 = 0.90."""
    value = earned_value("views", uplift(-500, -900, 100), CARD, "EUR")

    assert (value.low, value.central, value.high) == equivalents(0, 0, 0.9)


@given(st.floats(-1e6, 1e6), st.floats(0, 1e5), st.floats(0, 1e5))
def test_the_range_contains_the_value_and_is_never_money(effect: float, below: float, above: float) -> None:
    """Low, central and high are in order, not negative, and refuse to be added to money."""
    value = earned_value("views", uplift(effect, effect - below, effect + above), CARD, "EUR")

    assert 0 <= value.low.amount <= value.central.amount <= value.high.amount
    with pytest.raises(UnitError):
        Money(1, "EUR") + value.central


def test_an_evaluation_keeps_earned_value_out_of_its_money() -> None:
    """A rate card adds an equivalent to the evaluation and changes neither cost nor gains nor ROI."""
    views = {**BRIEF["indicators"], "views": indicator("views", rate_card=PRICES)}
    plain = brief(as_of="2026-03-20", indicators={**BRIEF["indicators"], "views": indicator("views")})
    priced = brief(as_of="2026-03-20", indicators=views)
    without, with_card = (evaluate(campaign, data_of(campaign)) for campaign in (plain, priced))

    assert [earned.indicator for earned in with_card.earned] == ["views"]
    assert without.earned == ()
    assert (with_card.total_cost, with_card.gains, with_card.returns) == (
        without.total_cost,
        without.gains,
        without.returns,
    )
