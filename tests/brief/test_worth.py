"""What a brief says of money: ranges in order, currencies with a rate, savings that can be worked out."""

from __future__ import annotations

from typing import Any

import pytest

from small import BRIEF, brief, indicator
from smmeasure.brief import check_method
from smmeasure.errors import BriefError

CONTACT = {"low": 5, "central": 6, "high": 8}
RATE = {"low": 0.05, "central": 0.1, "high": 0.2}
EXCHANGE = {"rate": 0.92, "source": "ECB", "date": "2026-03-02"}


def action(**cost: object) -> list[dict[str, object]]:
    """Write an action with one cost."""
    return [{"name": "Ads", "platform": "instagram", "medium": "paid", "costs": [{"category": "staff", **cost}]}]


def answers(**declared: object) -> dict[str, Any]:
    """Give the brief's indicators and one whose answers spare contacts."""
    return {**BRIEF["indicators"], "answers": indicator("other", label="Answers", deflection=declared)}


def pieces(**keys: object) -> dict[str, Any]:
    """Give the brief's indicators, its pieces with more keys."""
    return {**BRIEF["indicators"], "pieces": {**BRIEF["indicators"]["pieces"], **keys}}


FAULTS = [
    pytest.param(
        {"actions": action(amount=3, currency="USD")},
        "brief.yaml: actions[0].costs[0].currency: found «USD»; expected EUR, the currency of the brief. Give the rate "
        "beside it, e.g. exchange: {rate: 0.92, source: ECB, date: 2026-03-02}: two currencies are never added.",
        id="currency without a rate",
    ),
    pytest.param(
        {"actions": action(amount=3, exchange=EXCHANGE)},
        "brief.yaml: actions[0].costs[0].exchange: found a rate for an amount in the currency of the brief; expected "
        "another currency. Name the currency of the amount with the key `currency`, or remove the rate.",
        id="rate without a currency",
    ),
    pytest.param(
        {"indicators": pieces(value_low=60, value_high=70)},
        "brief.yaml: indicators.pieces.value_per_unit: found value_low 60, value_per_unit 50, value_high 70; expected "
        "value_low, value_per_unit, value_high in ascending order. Give all three, the lowest first; a range says how "
        "sure you are of the value.",
        id="value outside of its range",
    ),
    pytest.param(
        {"indicators": answers(**{**RATE, "high": 0.01}, contact=CONTACT)},
        "brief.yaml: indicators.answers.deflection: found low 0.05, central 0.1, high 0.01; expected low, central, "
        "high in ascending order. Give all three, the lowest first; a range says how sure you are of the value.",
        id="rate out of order",
    ),
    pytest.param(
        {"indicators": answers(**RATE, contact=CONTACT, programme=90, programme_low=100)},
        "brief.yaml: indicators.answers.deflection: found programme_low 100, programme 90; expected programme_low, "
        "programme, programme_high in ascending order. Give all three, the lowest first; a range says how sure you "
        "are of the value.",
        id="programme without its high end",
    ),
    pytest.param(
        {"indicators": pieces(expected_low=60, expected_high=70)},
        "brief.yaml: indicators.pieces.expected: found expected_low 60, expected_high 70; expected expected_low, "
        "expected, expected_high in ascending order. Give all three, the lowest first; a range says how sure you are "
        "of the value.",
        id="range of no expectation",
    ),
]


@pytest.mark.parametrize(("changes", "told"), FAULTS)
def test_faults(changes: dict[str, Any], told: str) -> None:
    """A fault names its place, what was found and the key that settles it."""
    with pytest.raises(BriefError) as caught:
        brief(**changes)

    assert str(caught.value) == told


FINDINGS = [
    pytest.param(
        {"actions": action(amount=0)},
        (50, "actions", "Every cost of the brief is 0: no campaign is free, and nothing can be divided by 0."),
        id="nothing was paid",
    ),
    pytest.param(
        {"indicators": answers(contact=CONTACT, programme=0)},
        (51, "indicators.answers.deflection", "«Answers» spares contacts by a rate that is not declared."),
        id="no rate",
    ),
    pytest.param(
        {"indicators": answers(**RATE, programme=0)},
        (52, "indicators.answers.deflection.contact", "«Answers» spares contacts whose cost is not given."),
        id="no cost of a contact",
    ),
    pytest.param(
        {
            "indicators": {**BRIEF["indicators"], "calls": indicator("support_contacts")},
            "objectives": [
                *BRIEF["objectives"],
                {**BRIEF["objectives"][0], "kind": "savings", "indicator": "calls", "target": {"less": 9}},
            ],
        },
        (
            53,
            "objectives[2].indicator",
            "The cost of one contact is not given: contacts avoided are counted, but nothing is saved.",
        ),
        id="savings without a cost",
    ),
    pytest.param(
        {"indicators": answers(**RATE, contact=CONTACT, programme=300)},
        (
            54,
            "indicators.answers.deflection.programme",
            "The cost of the programme is also a cost of «Ads»: it would be taken off twice.",
        ),
        id="programme paid twice",
    ),
    pytest.param(
        {"indicators": answers(**RATE, contact=CONTACT)},
        (
            55,
            "indicators.answers.deflection.programme",
            "«Answers»: what the programme costs is not given; the saving is shown before it is paid.",
        ),
        id="programme of an unknown cost",
    ),
]


@pytest.mark.parametrize(("changes", "told"), FINDINGS)
def test_findings(changes: dict[str, Any], told: tuple[int, str, str]) -> None:
    """Each rule says why, at the key that settles it."""
    assert [(one.rule, one.place, str(one.reason)) for one in check_method(brief(**changes))] == [told]


def test_a_complete_brief_has_no_finding() -> None:
    """A range, a rate and a programme of its own are as they should be."""
    whole = answers(**RATE, contact=CONTACT, programme=77)
    assert check_method(brief(indicators=whole, actions=action(amount=9, currency="USD", exchange=EXCHANGE))) == ()
