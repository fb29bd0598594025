"""Savings by a declared rate: by hand, as a range, and never in the ROI."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BRIEF, brief, data_of, indicator, uplift
from smmeasure.brief.savings import Deflection
from smmeasure.core.deflection import assumed_saving
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluate import evaluate
from smmeasure.core.returns import ReturnName, gain_of
from smmeasure.core.spending import certain, money_range
from smmeasure.core.value_range import with_value_range
from smmeasure.units import Money

CONTACT = {"low": 5, "central": 6, "high": 8}
DECLARED = {"low": 0.05, "central": 0.1, "high": 0.2, "contact": CONTACT, "recontacts": 0.25, "programme": 100}
ANSWERS = pd.Series([400.0, 600.0, float("nan")], pd.date_range("2026-03-02", periods=3))


def declared(**changes: object) -> Deflection:
    """Declare a rate with some keys changed; None takes a key away."""
    return Deflection.model_validate(
        {key: value for key, value in {**DECLARED, **changes}.items() if value is not None}
    )


def test_a_saving_by_hand() -> None:
    """1,000 answers × 10 % × (1 − 25 %) × 6 EUR = 450 EUR less 100 = 350; low 187.50 − 100, high 1,200 − 100 EUR."""
    saving = assumed_saving("answers", ANSWERS, declared(), "EUR")

    assert (saving.answers, saving.contacts) == (1000, 75)
    assert saving.gross == Money(450.0, "EUR")
    assert (saving.low, saving.central, saving.high) == (Money(87.5, "EUR"), Money(350.0, "EUR"), Money(1100.0, "EUR"))
    assert saving.evidence is Evidence.ASSUMED


def test_a_programme_with_a_range_by_hand() -> None:
    """Programme 80 to 150 EUR: 450 − 100 = 350; low 187.50 − 150 = 37.50, high 1,200 − 80 = 1,120 EUR."""
    saving = assumed_saving("answers", ANSWERS, declared(programme_low=80, programme_high=150), "EUR")

    assert (saving.low, saving.central, saving.high) == (Money(37.5, "EUR"), Money(350.0, "EUR"), Money(1120.0, "EUR"))
    assert (saving.gross_low, saving.gross_high) == (Money(187.5, "EUR"), Money(1200.0, "EUR"))
    assert (saving.programme_low, saving.programme_high) == (Money(80.0, "EUR"), Money(150.0, "EUR"))


@pytest.mark.parametrize(
    ("changes", "days", "reason"),
    [
        (
            {"low": None, "central": None, "high": None},
            ANSWERS,
            "No rate of deflection is declared: nobody knows how many answers spared a contact.",
        ),
        ({"contact": None}, ANSWERS, "No cost of one contact is given: contacts spared are no money."),
        ({}, ANSWERS * float("nan"), "No value is known in the campaign's days."),
    ],
    ids=["no rate", "no cost", "no value"],
)
def test_what_can_not_be_worked_out_says_why(changes: dict[str, object], days: pd.Series, reason: str) -> None:
    """A missing rate, cost or series gives no number, and never a zero."""
    saving = assumed_saving("answers", days, declared(**changes), "EUR")

    assert (saving.central, str(saving.reason)) == (None, reason)


@given(st.floats(0, 1e6), st.floats(0, 1), st.floats(0, 1))
def test_the_range_contains_the_estimate(answers: float, one: float, other: float) -> None:
    """Low, central and high are in order whatever the rate."""
    low, high = sorted((one, other))
    rate = {"low": low, "central": (low + high) / 2, "high": high}
    saving = assumed_saving("answers", pd.Series([answers]), declared(**rate), "EUR")

    assert saving.low is not None
    assert saving.central is not None
    assert saving.high is not None
    assert saving.low.amount <= saving.central.amount <= saving.high.amount


def test_an_assumed_saving_never_enters_the_roi() -> None:
    """A brief with a declared rate has the ROI that it has without."""
    answers = indicator("other", label="Answers", deflection=DECLARED)
    campaigns = [
        brief(as_of="2026-03-20"),
        brief(as_of="2026-03-20", indicators={**BRIEF["indicators"], "answers": answers}),
    ]
    without, made = (evaluate(campaign, data_of(campaign)) for campaign in campaigns)

    assert made.return_named(ReturnName.ROI) == without.return_named(ReturnName.ROI)
    assert made.gains == without.gains
    assert made.worth is not None
    assert [saving.indicator for saving in made.worth.savings] == ["answers"]


def test_a_range_of_the_cost_of_a_contact_widens_a_saving() -> None:
    """200 contacts × 4.50 EUR stay 900 EUR; with 4 to 5 EUR the interval is wider than 630 to 1,170 EUR alone."""
    gain = gain_of("calls", uplift(-200, -260, -140), Money(4.5, "EUR"), 1.0, saves=True)
    value = money_range(Money(2.5, "EUR"), Money(4.5, "EUR"), Money(8.0, "EUR"), 0.95)
    ranged = with_value_range(gain, value, 0.95)

    assert ranged.central == gain.central
    assert ranged.low.amount < gain.low.amount < gain.high.amount < ranged.high.amount
    assert len(ranged.draws) == len(gain.draws)
    assert with_value_range(gain, certain(Money(4.5, "EUR")), 0.95) is gain


@given(st.floats(-1e4, 1e4), st.floats(0, 1e3), st.floats(0.2, 1), st.floats(1, 5))
def test_a_saving_with_a_range_contains_its_estimate(effect: float, width: float, low: float, high: float) -> None:
    """Whatever the effect, also where contacts rose."""
    gain = gain_of("calls", uplift(effect, effect - width, effect + width), Money(5, "EUR"), 1.0, saves=True)
    ranged = with_value_range(
        gain, money_range(Money(5 * low, "EUR"), Money(5, "EUR"), Money(5 * high, "EUR"), 0.95), 0.95
    )

    assert ranged.low.amount <= ranged.central.amount <= ranged.high.amount
