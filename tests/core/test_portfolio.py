"""Many campaigns side by side: what may be summed and what may not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from small import evaluation, unmeasurable
from smmeasure.core.estimates import Estimate
from smmeasure.core.phases import Phase
from smmeasure.core.portfolio import PortfolioRow, portfolio_rows, total_costs
from smmeasure.core.results import Verdict
from smmeasure.units import Money

FAILED = {"schema": 1, "campaign": "broken", "title": "Broken", "failure": "The kernel died."}


def record(day: str = "2026-03-20", **changes: object) -> Mapping[str, Any]:
    """Give the record of the small campaign as it is read from its file."""
    return {**json.loads(json.dumps(evaluation(day).to_dict())), **changes}


def row(values: Mapping[str, Any]) -> PortfolioRow:
    """Read one record."""
    (found,) = portfolio_rows([values])
    return found


def test_a_measured_campaign() -> None:
    """A row holds effect, verdict, ROI and ROO of the main objective as the evaluation has them."""
    found, small = row(record()), evaluation()
    uplift, roo = small.main.uplift, small.objectives[0].roo
    assert uplift is not None
    assert roo is not None
    assert found.effect is not None
    assert found.roo is not None

    assert (found.phase, found.verdict, found.objective) == (Phase.MEASURED, Verdict.RISE, "revenue growth")
    assert found.effect.value == pytest.approx(uplift.effect, rel=1e-9)  # the record keeps ten digits
    assert found.roo.value == pytest.approx(roo.value, rel=1e-9)
    assert (found.link, found.cost) == ("red-dresses/report.html", Money(1200, "EUR"))


def test_a_planned_campaign_has_no_result() -> None:
    """Before a campaign begins its row has neither effect nor ROI, and the reason for it."""
    found = row(record("2026-03-01"))

    assert (found.phase, found.effect, found.verdict, found.roi, found.roo) == (Phase.PLANNED, None, None, None, None)
    assert found.roi_reason["message"].startswith("The campaign has not begun")  # type: ignore[index]


def test_a_campaign_that_can_not_be_measured() -> None:
    """Where nothing can be said the row has a verdict and no number."""
    found = row(json.loads(json.dumps(unmeasurable().to_dict())))

    assert (found.verdict, found.effect, found.relative, found.roi) == (Verdict.NOT_MEASURABLE, None, None, None)


def test_a_failed_campaign_keeps_its_row() -> None:
    """A campaign whose report failed has its title, its failure and nothing else."""
    found = row(FAILED)

    assert (found.title, found.failure, found.phase, found.cost) == ("Broken", "The kernel died.", None, None)


def test_failed_campaigns_come_first_then_the_newest() -> None:
    """Rows are sorted by failure, then by first day, newest first."""
    old = record(campaign="old", window={"start": "2025-01-01", "end": "2025-01-07"})
    new = record(campaign="new", window={"start": "2026-06-01", "end": "2026-06-07"})

    assert [found.campaign for found in portfolio_rows([old, FAILED, new])] == ["broken", "new", "old"]


def test_costs_are_summed_per_currency_once_begun() -> None:
    """Two campaigns in euros add up, one in pounds stays apart, a planned one is not spent yet."""
    pounds = record(total_cost={"amount": 70.0, "currency": "GBP"})
    rows = portfolio_rows([record(), record("2026-03-05"), pounds, record("2026-03-01"), FAILED])

    assert total_costs(rows) == (Money(2400, "EUR"), Money(70, "GBP"))


def test_no_campaign_costs_nothing() -> None:
    """An empty portfolio has no row and no cost."""
    assert portfolio_rows([]) == ()
    assert total_costs([]) == ()


def test_a_half_known_interval_is_none() -> None:
    """An interval with an end missing is not shown as one."""
    whole = {"value": 0.5, "ci_lower": 0.1, "ci_upper": 0.9}
    returns = {"roi": {"estimate": whole}}

    assert row(record(returns=returns)).roi == Estimate(0.5, 0.1, 0.9)
    assert row(record(returns={"roi": {"estimate": {**whole, "ci_lower": None}}})).roi is None
