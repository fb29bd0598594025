"""A call about several campaigns is checked before anything is computed."""

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.campaigns.estimate import estimate_campaigns
from smmeasure.errors import CallError

Y = pd.Series(100.0 + np.random.default_rng(7).normal(size=120), pd.date_range("2026-01-01", periods=120))
MARCH, APRIL = ("2026-03-10", "2026-03-20"), ("2026-04-10", "2026-04-20")

FAULTS = {
    "no campaign": (
        {},
        "campaigns: found campaigns: 0; expected two or more. For a single campaign use estimate_uplift.",
    ),
    "a single campaign": (
        {"march": MARCH},
        "campaigns: found campaigns: 1; expected two or more. For a single campaign use estimate_uplift.",
    ),
    "a list": (
        [MARCH, APRIL],
        (
            "campaigns: found a list; expected a mapping from the name of each campaign to its first and last day. "
            "Write {'spring': ('2026-03-01', '2026-03-14'), …}."
        ),
    ),
    "a window that runs backwards": (
        {"march": MARCH, "april": APRIL[::-1]},
        (
            "campaigns['april']: found 2026-04-20 to 2026-04-10; expected an end on or after the start. Swap the two "
            "days."
        ),
    ),
    "a campaign after the data": (
        {"march": MARCH, "june": ("2026-06-01", "2026-06-10")},
        (
            "campaigns['june']: found 2026-06-01 to 2026-06-10, and data that end on 2026-04-30; expected a campaign "
            "within the data. Get a later export, or leave the campaign out."
        ),
    ),
    "the same name twice": (
        {"March": MARCH, "march ": APRIL},
        (
            "campaigns: found the name 'march ' a second time, spaces and capitals aside; expected another name for "
            "each campaign. Add the month or the place to the name."
        ),
    ),
    "a number as name": (
        {"march": MARCH, 4: APRIL},
        "campaigns: found the name 4; expected a text that names the campaign. Name it as it should stand in tables.",
    ),
    "a single day": (
        {"march": MARCH, "april": "2026-04-10"},
        "campaigns['april']: found '2026-04-10'; expected a Window or a pair of days. Write (first day, last day).",
    ),
    "no day": (
        {"march": MARCH, "april": ("2026-04-10", None)},
        "campaigns['april']: found None; expected a day without a time zone. Write it as '2026-03-31'.",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_call_is_refused_in_one_sentence(name: str) -> None:
    """Place, finding, expectation and cure."""
    campaigns, expected = FAULTS[name]
    with pytest.raises(CallError) as caught:
        estimate_campaigns(Y, campaigns)
    assert str(caught.value) == expected


def test_every_fault_of_a_call_is_told_at_once() -> None:
    """One campaign, a percentage as level and a column that ends too early."""
    controls = pd.DataFrame({"market": Y[:100]})
    with pytest.raises(CallError) as caught:
        estimate_campaigns(Y, {"march": MARCH}, controls=controls, level=95.0, exclude=["sale"])
    assert str(caught.value) == (
        "campaigns: found campaigns: 1; expected two or more. For a single campaign use estimate_uplift.\n"
        "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.\n"
        "exclude[0]: found 'sale'; expected a Window or a pair of days. Write (first day, last day)."
    )


def test_controls_must_be_known_from_the_first_campaign_to_the_last() -> None:
    """A control without a value in a campaign can't tell what the day would have been."""
    controls = pd.DataFrame({"market": Y[:105]})
    with pytest.raises(CallError) as caught:
        estimate_campaigns(Y, {"march": MARCH, "april": APRIL}, controls=controls)
    assert str(caught.value) == (
        "controls['market']: found 5 days without a value, the first on 2026-04-16; expected a value on every day that "
        "is needed. Fill the gaps from the source, or leave the column out."
    )
