"""The MineThatData e-mail challenge as orders: the randomised comparison recovers the published differences."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smmeasure.core.experiment.estimate import estimate_experiment
from smmeasure.core.loyalty.estimate import estimate_loyalty
from smmeasure.core.loyalty.results import Loyalty
from smmeasure.core.results import Verdict

FILE = Path(__file__).parents[3] / "shared" / "data" / "cases" / "hillstrom" / "hillstrom.csv.gz"
SENT = pd.Timestamp("2008-03-20")

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the real data are not here: ../shared/data/cases/hillstrom, beside the repository"
)


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    """Read the customers, each under an invented hash."""
    table = pd.read_csv(FILE)
    return table.set_index(pd.Index([f"{row:032x}" for row in range(len(table))]))


def compared(customers: pd.DataFrame, arm: str) -> Loyalty:
    """Write the past year's purchases and those of the two weeks after the e-mail as orders, and compare."""
    before = pd.DataFrame({"customer": customers.index, "net_amount": customers["history"]})
    before["ordered_at"] = (SENT - pd.to_timedelta(customers["recency"] * 30, "D")).to_numpy()
    buyers = customers[customers["conversion"] == 1]
    after = pd.DataFrame({"customer": buyers.index, "net_amount": buyers["spend"], "ordered_at": SENT})
    after["ordered_at"] += pd.Timedelta(days=3)
    arms = {name: pd.Series(SENT, group.index) for name, group in customers.groupby("segment")}
    return estimate_loyalty(
        pd.concat([before, after], ignore_index=True),
        arms[arm],
        others=arms["No E-Mail"],
        comparison="randomised",
        days=14,
        until="2008-04-03",
        currency="USD",
    )


@pytest.mark.parametrize(("arm", "rate", "money"), [("Mens E-Mail", 0.0068, 0.7698), ("Womens E-Mail", 0.0031, 0.4244)])
def test_published_differences_are_recovered(customers: pd.DataFrame, arm: str, rate: float, money: float) -> None:
    """The men's e-mail brought 0.68 points of buyers and 77 cents a customer, the women's 0.31 points and 42 cents."""
    found = compared(customers, arm)
    assert found.outcome("repeat_rate").difference.effect == pytest.approx(rate, abs=5e-5)  # as published: 4 digits
    assert found.outcome("revenue").difference.effect == pytest.approx(money, abs=5e-5)
    assert found.outcome("revenue").difference.verdict is Verdict.RISE
    assert str(found.outcome("revenue").unit) == "USD"
    # Chance drew the arms: with 21,000 people in each, means differ by a few hundredths of their deviation at most.
    assert max(abs(row.smd_after) for row in found.balance if row.smd_after == row.smd_after) < 0.03


def test_the_interval_is_that_of_the_experiment(customers: pd.DataFrame) -> None:
    """Repeat rate and revenue have the very numbers of `estimate_experiment`."""
    found = compared(customers, "Mens E-Mail")
    for outcome, column in (("repeat_rate", "conversion"), ("revenue", "spend")):
        arms = estimate_experiment(customers[column], customers["segment"], control="No E-Mail").arms
        said, other = found.outcome(outcome).difference, arms[0].difference
        # Sums of money are rounded to millionths on the way.
        assert said.effect == pytest.approx(other.effect, rel=1e-6)
        assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx(
            (other.effect_ci_lower, other.effect_ci_upper), rel=1e-5
        )
