"""The scoreboard and the rates as the report says them, in both languages."""

from __future__ import annotations

import re
from functools import cache

import pytest

from small import BRIEF, HOSTILE, brief, data_of, evaluation, hostile, indicator, spoken, unmeasurable
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.objectives import Standing
from smmeasure.show.figures.scoreboard import ScoreRow, scoreboard_figure
from smmeasure.show.sections.rates import rates
from smmeasure.show.sections.scoreboard import scoreboard
from smmeasure.show.words import Words


def told(markup: str) -> str:
    """Read the text of a piece, without its drawings."""
    text = re.sub(r"<svg.*?</svg>", " ", markup, flags=re.DOTALL)
    return " ".join(re.sub(r"<.*?>", " ", text).replace("\u00a0", " ").split())


def board(made: Evaluation) -> str:
    """Read the scoreboard of an evaluation."""
    return told(scoreboard(made, Words(made.campaign.language)).markup)


@cache
def engaged(as_of: str = "2026-03-20") -> Evaluation:
    """Evaluate a campaign with interactions over reach and views, two departments and one loose objective."""
    objectives = [
        {**BRIEF["objectives"][0], "department": "Shop"},
        {**BRIEF["objectives"][1], "department": "Web", "deadline": "2026-12-31"},
        {"kind": "traffic", "indicator": "sessions", "department": "Web"},
        {"kind": "traffic", "indicator": "sessions", "target": {"total": 5}},
    ]
    kinds = {"views": "views", "reach": "reach_daily", "interactions": "interactions"}
    indicators = {**BRIEF["indicators"], **{key: indicator(measure) for key, measure in kinds.items()}}
    campaign = brief(as_of=as_of, objectives=objectives, indicators=indicators)
    return evaluate(campaign, data_of(campaign))


def test_the_title_counts_and_departments_follow() -> None:
    """Targets are counted over the campaign and per department; what can't be judged is said."""
    text = board(engaged())

    assert text.startswith("Targets: 2 of 4 reached or probably reached")
    assert "Shop : 1 of 1 reached or probably reached." in text
    assert "Web : 1 of 2 reached or probably reached; not all can be judged." in text
    assert "no department : none of its 1 targets can be judged." in text


def test_terms_reasons_and_targets_stand_in_the_table() -> None:
    """A deadline is passed or not, with its term; a reason stands where there is no ROO."""
    text = board(engaged())

    assert "8 March 2026 passed · short term" in text
    assert "31 December 2026 not passed yet · long term" in text
    assert "The objective has no target." in text
    assert "5 in all The target is lower than the series would have been without the campaign." in text


def test_social_objectives_stand_first() -> None:
    """The drawing has the social group above the financial one."""
    markup = scoreboard(engaged(), Words("en")).markup

    assert markup.index("Social objectives") < markup.index("Financial objectives")


def test_a_campaign_without_objectives_says_so() -> None:
    """One line stands in the place of the scoreboard."""
    campaign = brief(as_of="2026-03-20", objectives=None, roi=None)
    text = board(evaluate(campaign, data_of(campaign)))

    assert text == (
        "No objective, no ROO The brief sets no objective: there is no target to hold the campaign against."
    )


@pytest.mark.parametrize("as_of", ["2026-02-20", "2026-03-05"], ids=["planned", "running"])
def test_before_the_end_nothing_is_drawn(as_of: str) -> None:
    """Until the campaign is over the targets are told, and no bar is drawn."""
    made = evaluation(as_of)

    assert board(made).startswith("What is to be reached")
    assert "<svg" not in scoreboard(made, Words("en")).markup


def test_where_nothing_can_be_judged_the_title_says_so() -> None:
    """Six days of data judge no target."""
    assert board(unmeasurable()).startswith("No target can be judged, and why")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_texts_of_the_user_stay_text(language: str) -> None:
    """Neither a department nor a label becomes markup."""
    made = spoken(hostile("2026-03-20"), language)
    pieces = scoreboard(made, Words(language)).markup + rates(made, Words(language)).markup

    assert HOSTILE.startswith("<script>")
    assert "<script" not in pieces


def test_far_ends_are_cut_with_an_arrow_and_told_in_full() -> None:
    """A share of 900% lies outside of the drawing; its words keep the number."""
    row = ScoreRow("Social", "Views", Standing.REACHED, "target reached", Estimate(9.0, 5.0, 12.0))
    figure = scoreboard_figure([row], Words("en"), "f")

    assert figure.description == "Views: 900%, between 500% and 1,200%: target reached."
    assert "1,200%" in figure.wide


def test_rates_name_their_denominator_and_their_source() -> None:
    """A rate carries its unit, its interval, the usual one, its evidence and its file."""
    text = told(rates(engaged(), Words("en")).markup)

    assert "Engagement rate by reach share" in text
    assert "measured · Interactions ÷ People reached x.csv" in text
    assert "as usual" in text
    assert "People reached are never added up, so that nobody is counted twice." in text
    assert "Cost per engagement €" in text
    assert "Cost per unit of attention: No indicator of attention is in the brief" in text
    assert "More rates need indicators that this brief doesn’t have: Impressions, Followers, Likes, Posts" in text


def test_where_no_rate_applies_one_line_says_why() -> None:
    """Sessions and pieces make no rate of engagement; before the campaign nothing does."""
    assert told(rates(evaluation(), Words("en")).markup) == (
        "Rates and costs per unit No rate can be computed: rates need interactions, likes, comments or shares, and "
        "what they are divided by: reach, impressions, views, followers or posts."
    )
    assert told(rates(engaged("2026-02-20"), Words("en")).markup) == (
        "Rates and costs per unit The campaign has not begun: there is no result before the match is played."
    )


def test_in_french() -> None:
    """The same pieces in French."""
    made = spoken(engaged(), "fr")

    assert board(made).startswith("Cibles : 2 sur 4 atteintes ou probablement atteintes")
    assert "Taux d’engagement par portée part" in told(rates(made, Words("fr")).markup)
