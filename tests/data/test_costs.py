from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smmeasure.brief.campaign import Campaign
from smmeasure.costs import CostBasis
from smmeasure.data.reader import load_costs
from smmeasure.errors import DataError
from smmeasure.units import Money

SPEND = {"category": "media", "source": {"file": "ads.csv", "date": "Day", "value": "Spend (EUR)", "rows": "events"}}


def test_amounts_and_hours_need_no_file(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """Staff hours times their rate are an amount; a guess stays a guess."""
    costs = (
        {"category": "production", "amount": 900, "estimated": True},
        {"category": "staff", "hours": 38, "rate": 35, "note": "two of us"},
    )
    production, staff = load_costs(make_campaign(costs=costs), tmp_path)
    assert (production.amount, production.basis, production.estimated) == (Money(900.0, "EUR"), CostBasis.AMOUNT, True)
    assert (staff.amount, staff.basis, staff.hours, staff.note) == (
        Money(1330.0, "EUR"),
        CostBasis.HOURS,
        38,
        "two of us",
    )


def test_a_range_is_kept(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """The ends of an amount go with it; an amount without ends is certain."""
    costs = ({"category": "production", "amount": 900, "low": 800, "high": 1100}, {"category": "tools", "amount": 50})
    ranged, sure = load_costs(make_campaign(costs=costs), tmp_path)
    assert (ranged.low, ranged.high) == (Money(800.0, "EUR"), Money(1100.0, "EUR"))
    assert (sure.low, sure.high) == (None, None)


def test_spend_is_summed_over_the_window(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """Only the days of the action count, and days that the export doesn't cover are reported."""
    (tmp_path / "ads.csv").write_text("Day,Spend (EUR)\n2026-03-02,1\n2026-03-03,10.5\n2026-03-03,2\n2026-03-04,4\n")
    (media,) = load_costs(make_campaign(costs=(SPEND,)), tmp_path)
    assert (media.amount, media.basis, media.days_missing) == (Money(16.5, "EUR"), CostBasis.EXPORT, 1)
    assert media.facts is not None
    assert media.facts.rows == 4


@pytest.mark.parametrize(
    ("as_of", "spent"),
    [("2026-03-01", 0.0), ("2026-03-03", 12.5), ("2026-03-04", 16.5), (None, 16.5)],
    ids=["before", "during", "on a later day", "not given"],
)
def test_spend_after_the_date_of_the_report_is_not_known(
    tmp_path: Path, make_campaign: Callable[..., Campaign], as_of: str | None, spent: float
) -> None:
    """A running campaign has cost what was spent up to the date of its report."""
    (tmp_path / "ads.csv").write_text("Day,Spend (EUR)\n2026-03-02,1\n2026-03-03,12.5\n2026-03-04,4\n")
    (media,) = load_costs(
        make_campaign(costs=(SPEND,)).model_copy(update={"as_of": as_of and date.fromisoformat(as_of)}), tmp_path
    )

    assert media.amount == Money(spent, "EUR")


def test_negative_spend_is_refused(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """A cost is never below zero."""
    (tmp_path / "ads.csv").write_text("Day,Spend (EUR)\n2026-03-03,-10.5\n")
    with pytest.raises(DataError) as caught:
        load_costs(make_campaign(costs=(SPEND,)), tmp_path)
    assert str(caught.value) == (
        "actions[0].costs[0].source.value: found negative spend on 2026-03-03; expected amounts of 0 or more. "
        "Leave refunds out of the export, or give the cost as `amount`."
    )


def test_spend_in_another_currency_is_refused(tmp_path: Path, make_campaign: Callable[..., Campaign]) -> None:
    """Two currencies are never added."""
    (tmp_path / "ads.csv").write_text("Day,Spend (EUR)\n2026-03-03,10.5\n")
    with pytest.raises(DataError) as caught:
        load_costs(make_campaign(costs=(SPEND,), currency="UAH"), tmp_path)
    assert str(caught.value) == (
        "actions[0].costs[0].source.value: found the column “Spend (EUR)” of ads.csv; expected an amount in UAH. "
        "A brief has one currency: convert the column, or change the key `currency`."
    )
