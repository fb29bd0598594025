"""Parts of a report that a brief gives nothing for say why in one line."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from small import evaluation, spoken
from smmeasure import show

SAID = {
    "funnel": "No funnel by platform: the brief names none in funnel. No conversion rate of a single action: no action "
    "of the brief names who came and who converted.",
    "returns": "No savings by a declared rate: no indicator of the brief has a deflection.",
    "method": "No control series: the brief names none, so that only the past says what would have been.",
}


def said(section: str, day: str = "2026-03-20", language: str = "en") -> str:
    """Give what a section of the small campaign says."""
    made = spoken(evaluation(day), language)
    page = show.method(made, {}) if section == "method" else getattr(show, section)(made)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.markup))


@pytest.mark.parametrize("section", SAID)
def test_a_part_without_data_says_why(section: str) -> None:
    """Platforms, single actions, assumed savings and controls are named although the brief has none."""
    assert SAID[section] in said(section)


def test_the_lines_are_french_too() -> None:
    """A French report says them in French."""
    assert "Pas de série témoin" in said("method", language="fr")


def test_without_an_roi_the_payback_is_not_left_out_silently() -> None:
    """Where no ROI is computed, payback and break-even are named; without media, attributed ROAS is."""
    made = replace(evaluation("2026-03-05"), costs=())
    page = re.sub(r"<[^>]+>", " ", show.returns(made).markup)

    assert "Payback day and break-even are told with an ROI only." in page
    assert "No attributed ROAS: no cost of the brief is media." in page


def test_a_campaign_that_has_not_begun_has_one_reason_only() -> None:
    """Before the first day the funnel has one line, not three."""
    assert said("funnel", "2026-03-01").strip() == "No funnel to draw The campaign has not begun."
