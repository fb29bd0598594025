"""What a brief says of funnels by platform and of the conversion of one action."""

from __future__ import annotations

import pytest

from small import brief, parameters
from smmeasure.brief.funnels import funnel_steps, funnels
from smmeasure.errors import BriefError


def with_pair(of: str, to: str) -> list[object]:
    """Give the actions of the brief, the first one with a conversion."""
    first = parameters()["actions"][0]
    return [{**first, "conversion": {"of": of, "to": to}}]


def test_a_list_is_the_whole_campaigns() -> None:
    """A funnel given as a list is that of the campaign."""
    assert funnels(brief()) == {"campaign": ("sessions", "pieces")}
    assert funnels(brief(funnel=None)) == {}


def test_lists_by_platform_share_indicators() -> None:
    """Each platform has its steps, and an indicator of two of them is named once."""
    campaign = brief(funnel={"campaign": ["sessions", "pieces"], "instagram": ["sessions", "pieces"]})

    assert funnel_steps(campaign) == ("sessions", "pieces")


ORDER = "found “sessions”, which comes before the step above it; expected steps from exposure to revenue."
FAULTS = {
    "one step": ({"funnel": {"mail": ["sessions"]}}, "funnel.mail: found one step; expected two steps or more."),
    "order": ({"funnel": {"mail": ["pieces", "sessions"]}}, f"funnel.mail[1]: {ORDER}"),
    "unknown": (
        {"funnel": {"mail": ["visits", "pieces"]}},
        "funnel.mail[0]: found “visits”; expected an indicator of this brief: sessions, pieces.",
    ),
    "itself": (
        {"actions": with_pair("pieces", "pieces")},
        "actions[0].conversion.to: found “pieces” a second time; expected another indicator than of.",
    ),
    "backwards": ({"actions": with_pair("pieces", "sessions")}, f"actions[0].conversion.to: {ORDER}"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_steps_that_cannot_be_are_refused(case: str) -> None:
    """Each fault has the place of its platform or action."""
    changes, expected = FAULTS[case]
    with pytest.raises(BriefError) as error:
        brief(**changes)

    assert str(error.value).replace("«", "“").replace("»", "”").startswith(f"brief.yaml: {expected}")
