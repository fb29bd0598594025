"""What the parts of a brief say together: the order of the funnel and what adds up in it."""

from __future__ import annotations

import pytest

from small import BRIEF, brief, indicator
from smmeasure.errors import BriefError

INDICATORS = {**BRIEF["indicators"], "views": indicator("views"), "reach": indicator("reach_daily")}
ORDER = "Put the steps in order: exposure, attention, engagement, click, visit, conversion, revenue."


def test_a_funnel_goes_from_exposure_to_revenue() -> None:
    """Steps that run backwards are refused: the border at the click would part the wrong ones."""
    with pytest.raises(BriefError) as caught:
        brief(indicators=INDICATORS, funnel=["sessions", "views", "pieces"])

    assert str(caught.value) == (
        "brief.yaml: funnel[1]: found «views», which comes before the step above it; expected steps from exposure to "
        f"revenue. {ORDER}"
    )


def test_people_are_no_step_of_a_funnel() -> None:
    """People reached on several days are never added up, so that they can't be a step."""
    with pytest.raises(BriefError) as caught:
        brief(indicators=INDICATORS, funnel=["reach", "sessions"])

    assert str(caught.value) == (
        "brief.yaml: funnel[0]: found «reach», whose days don't add up; expected an indicator that is counted over the "
        "window. Take views for people reached, sessions for visitors: nobody is counted twice."
    )


def test_steps_of_one_stage_may_follow_each_other() -> None:
    """Two steps of the same stage are in order."""
    baskets = {**INDICATORS, "baskets": indicator("baskets"), "orders": indicator("orders")}

    assert brief(indicators=baskets, funnel=["sessions", "baskets", "orders", "pieces"]).funnel[1:3] == (
        "baskets",
        "orders",
    )


def test_faults_inside_a_list_name_their_number() -> None:
    """A fault in an item of a list is told with the item's number."""
    with pytest.raises(BriefError) as caught:
        brief(other_campaigns=[{"name": "A", "start": "2025-01-01", "end": "2025-01-02"}] * 2, roi=["pieces", "x"])

    assert [fault.place for fault in caught.value.faults] == ["brief.yaml: roi[1]"]


def test_an_indicator_has_a_few_controls() -> None:
    """A brief with more controls than an estimate takes is refused before anything is run."""
    many = {f"region_{number}": indicator("sessions") for number in range(21)}
    market = {**BRIEF["indicators"]["pieces"], "controls": list(many)}

    with pytest.raises(BriefError) as caught:
        brief(indicators={**BRIEF["indicators"], **many, "pieces": market})

    assert str(caught.value) == (
        "brief.yaml: indicators.pieces.controls: found 21 controls; expected at most 20. Add up or average them into a "
        "few series: each is checked by an estimate of its own, and a mean of many carries what they share with less "
        "noise than any of them."
    )


def costing(**cost: object) -> list[dict[str, object]]:
    """Write an action with one cost."""
    return [{"name": "Ads", "platform": "instagram", "medium": "paid", "costs": [{"category": "media", **cost}]}]


def test_a_cost_may_have_a_range() -> None:
    """An amount between two ends is read."""
    cost = brief(actions=costing(amount=1200, low=1000, high=1500)).actions[0].costs[0]

    assert (cost.low, cost.amount, cost.high) == (1000, 1200, 1500)


@pytest.mark.parametrize(
    ("cost", "found"),
    [
        ({"amount": 1200, "low": 1000}, "low 1000, amount 1200"),
        ({"amount": 1200, "high": 1500}, "amount 1200, high 1500"),
        ({"amount": 900, "low": 1000, "high": 1500}, "low 1000, amount 900, high 1500"),
        ({"hours": 10, "rate": 30, "low": 200, "high": 400}, "low 200, high 400"),
    ],
    ids=["one end", "the other end", "amount outside", "hours"],
)
def test_a_range_has_two_ends_around_its_amount(cost: dict[str, object], found: str) -> None:
    """A range with one end, in disorder or around nothing is refused."""
    with pytest.raises(BriefError) as caught:
        brief(actions=costing(**cost))

    assert str(caught.value) == (
        f"brief.yaml: actions[0].costs[0]: found {found}; expected low, amount and high in ascending order. "
        "Give both ends of the range beside the amount, or neither."
    )
