"""The check of the method: every rule with a brief that breaks it and one that doesn't."""

from __future__ import annotations

from typing import Any

import pytest

from small import BRIEF, brief, indicator, parameters
from smmeasure.brief import Finding, Severity, check_method
from smmeasure.brief.checks import moved_indicators, roi_refusal

OBJECTIVES: list[dict[str, Any]] = BRIEF["objectives"]
ACTION: dict[str, Any] = BRIEF["actions"][0]
INDICATORS: dict[str, dict[str, Any]] = BRIEF["indicators"]


def with_indicators(**indicators: dict[str, object]) -> dict[str, object]:
    """Give the brief's indicators and some more."""
    return {**INDICATORS, **indicators}


def objective(**changes: object) -> list[dict[str, object]]:
    """Give the brief's main objective with some keys changed; None takes a key away."""
    keys = {**OBJECTIVES[0], **changes}
    return [{key: value for key, value in keys.items() if value is not None}]


NOT_FITTING = "«Likes» does not measure the objective «traffic»: it can move while the objective does not."
NOT_MADE_TO_EARN = "An ROI is asked of a campaign that has no financial objective: it was not made to earn or save."
NOT_MONEY = (
    "«Interactions» is not measured in EUR: an ROI is money gained over money spent, and this indicator is not money."
)
NO_TARGET = "The objective has no target: nobody can say afterwards whether it was reached."
INSIDE = "«Winter» ran inside the quiet period; its days are kept out of the baseline."
TOGETHER = "«Mothers' day» runs in the same days: the effect is of both together."
FLATTERING = "Only likes or followers judge this campaign: they flatter without saying what happened next."
NO_OBJECTIVE = "The brief has no objective: effects can be measured, success can't be judged."
NO_COST = "An ROI is asked and no cost is given: there is nothing to divide by."
NO_MARGIN = "The margin is not given: turnover is no gain, goods have to be bought or made."
SHORT = "The quiet period of 10 days is shorter than twice the window of 7 days: no pretend campaign fits into it."
NO_STAFF = "No staff hours are counted: the total cost is too low and every return too high."
TWICE = "«Pieces sold» and «Orders» may count the same sales twice."
MOVED = "«Sessions from social media» is to be moved by the campaign and can't tell what happens without it."
OUTSIDE = "«Late ads» runs on days outside the campaign's window: its effect there is not counted."

QUIET = {"start": "2025-10-01", "end": "2026-02-20"}
LATE = {**ACTION, "name": "Late ads", "window": {"start": "2026-03-07", "end": "2026-03-09"}}
WINTER = [{"name": "Winter", "start": "2025-12-01", "end": "2025-12-24"}]
MOTHERS_DAY = [{"name": "Mothers' day", "start": "2026-03-08", "end": "2026-03-20"}]
SEVEN = {f"other_{n}": indicator("other") for n in range(7)}
CONTROLLED = {**INDICATORS["pieces"], "controls": ["sessions"]}

BROKEN = [
    pytest.param(
        {
            "indicators": with_indicators(likes=indicator("likes")),
            "objectives": [*objective(), {**OBJECTIVES[1], "indicator": "likes"}],
        },
        (1, "error", "objectives[1].indicator", NOT_FITTING),
        id="traffic measured by likes",
    ),
    pytest.param(
        {
            "indicators": with_indicators(views=indicator("views")),
            "objectives": objective(kind="visibility", indicator="views"),
        },
        (2, "error", "roi", NOT_MADE_TO_EARN),
        id="ROI of a visibility campaign",
    ),
    pytest.param(
        {"indicators": with_indicators(interactions=indicator("interactions")), "roi": ["pieces", "interactions"]},
        (3, "error", "roi[1]", NOT_MONEY),
        id="ROI of interactions",
    ),
    pytest.param(
        {"objectives": objective(target=None)}, (4, "warning", "objectives[0].target", NO_TARGET), id="target"
    ),
    pytest.param(
        {"quiet_period": QUIET, "other_campaigns": WINTER},
        (5, "advice", "other_campaigns[0]", INSIDE),
        id="other campaign in the quiet period",
    ),
    pytest.param(
        {"other_campaigns": MOTHERS_DAY},
        (6, "warning", "other_campaigns[0]", TOGETHER),
        id="other campaign in the window",
    ),
    pytest.param(
        {
            "indicators": {"follows": indicator("followers_net")},
            "objectives": objective(kind="awareness", indicator="follows"),
            "roi": None,
            "funnel": None,
        },
        (7, "warning", "objectives", FLATTERING),
        id="vanity alone",
    ),
    pytest.param(
        {"indicators": with_indicators(**SEVEN)},
        (8, "warning", "indicators", "9 indicators are more than a manager can read."),
        id="too many indicators",
    ),
    pytest.param({"objectives": None, "roi": None}, (9, "warning", "objectives", NO_OBJECTIVE), id="no objective"),
    pytest.param({"actions": None}, (10, "error", "actions", NO_COST), id="no cost"),
    pytest.param(
        {"indicators": with_indicators(pieces=indicator("units_sold", value_per_unit=50))},
        (11, "error", "indicators.pieces.margin", NO_MARGIN),
        id="no margin",
    ),
    pytest.param(
        {"quiet_period": {"start": "2026-02-01", "end": "2026-02-10"}},
        (12, "warning", "quiet_period", SHORT),
        id="short quiet period",
    ),
    pytest.param(
        {"objectives": objective(deadline=None)},
        (13, "advice", "objectives[0].deadline", "The objective has no deadline."),
        id="no deadline",
    ),
    pytest.param(
        {"actions": [{**ACTION, "costs": [{"category": "media", "amount": 900}]}]},
        (14, "warning", "actions", NO_STAFF),
        id="no staff hours",
    ),
    pytest.param(
        {
            "indicators": with_indicators(orders=indicator("orders", value_per_unit=70, margin=0.5)),
            "roi": ["pieces", "orders"],
        },
        (15, "warning", "roi", TWICE),
        id="sales counted twice",
    ),
    pytest.param(
        {"indicators": with_indicators(pieces=CONTROLLED)},
        (16, "error", "indicators.pieces.controls", MOVED),
        id="control that the campaign moves",
    ),
    pytest.param({"actions": [LATE]}, (17, "warning", "actions[0].window", OUTSIDE), id="action outside the window"),
    pytest.param(
        {"indicators": with_indicators(pieces=indicator("other", value_per_unit=59, margin=0.6))},
        (18, "warning", "roi[0]", "The catalogue does not know «Other series»: is its value money at all?"),
        id="value of an unknown kind of thing",
    ),
]


def told(finding: Finding) -> tuple[int, str, str, str]:
    """Give what a finding says, without the cure."""
    return finding.rule, finding.severity.value, finding.place, str(finding.reason)


@pytest.mark.parametrize(("changes", "expected"), BROKEN)
def test_a_broken_rule_is_the_only_finding(changes: dict[str, object], expected: tuple[int, str, str, str]) -> None:
    """A brief that breaks one rule gets one finding, with its number, weight, place and whole reason."""
    assert [told(finding) for finding in check_method(brief(**changes))] == [expected]


def test_every_rule_has_a_brief_that_breaks_it() -> None:
    """The rows above cover the rules 1 to 18, each once."""
    assert [row.values[1][0] for row in BROKEN] == list(range(1, 19))


def test_an_honest_brief_has_no_finding() -> None:
    """The small brief breaks no rule."""
    assert check_method(brief()) == ()


KEPT = [
    pytest.param({"quiet_period": QUIET, "other_campaigns": MOTHERS_DAY}, {6}, id="only the window is shared"),
    pytest.param({"other_campaigns": WINTER}, set(), id="nothing is declared quiet"),
    pytest.param(
        {"other_campaigns": [{"name": "Next", "start": "2026-03-09", "end": "2026-03-20"}]}, set(), id="the day after"
    ),
    pytest.param({"quiet_period": {"start": "2026-02-07", "end": "2026-02-20"}}, set(), id="exactly twice the window"),
    pytest.param({"indicators": with_indicators(**dict(list(SEVEN.items())[:5]))}, set(), id="seven indicators"),
    pytest.param({"actions": None, "roi": None}, set(), id="no cost and no ROI"),
    pytest.param(
        {"actions": [{**ACTION, "window": {"start": "2026-03-02", "end": "2026-03-08"}}]}, set(), id="action fits"
    ),
    pytest.param(
        {
            "indicators": with_indicators(
                blue=indicator("units_sold"), pieces={**INDICATORS["pieces"], "controls": ["blue"]}
            )
        },
        set(),
        id="control that stays untouched",
    ),
    pytest.param(
        {
            "indicators": {"contacts": indicator("support_contacts", value_per_unit=4)},
            "objectives": objective(kind="savings", indicator="contacts", target={"less": 50}),
            "roi": ["contacts"],
            "funnel": None,
        },
        set(),
        id="savings need no margin",
    ),
]


@pytest.mark.parametrize(("changes", "rules"), KEPT)
def test_a_kept_rule_says_nothing(changes: dict[str, object], rules: set[int]) -> None:
    """A brief on the right side of a rule's border has no finding of it."""
    assert {finding.rule for finding in check_method(brief(**changes))} == rules


def test_errors_come_first_then_by_rule() -> None:
    """Findings are sorted by weight, and within a weight by the number of the rule."""
    found = check_method(
        brief(objectives=objective(target=None, deadline=None), actions=None, other_campaigns=MOTHERS_DAY)
    )

    assert [(finding.severity, finding.code) for finding in found] == [
        (Severity.ERROR, "SMM10"),
        (Severity.WARNING, "SMM04"),
        (Severity.WARNING, "SMM06"),
        (Severity.ADVICE, "SMM13"),
    ]


REFUSED = [
    pytest.param(indicator("units_sold", value_per_unit=50, margin=0.6), None, id="pieces of a known price"),
    pytest.param(indicator("revenue"), None, id="net sales"),
    pytest.param(indicator("support_contacts", value_per_unit=4), None, id="contacts of a known cost"),
    pytest.param(indicator("support_contacts", unit="EUR"), None, id="cost of contacts"),
    pytest.param(
        indicator("units_sold"), "«Pieces sold» counts things whose value in EUR is not given.", id="pieces of no price"
    ),
    pytest.param(indicator("interactions"), NOT_MONEY, id="interactions"),
    pytest.param(indicator("interactions", value_per_unit=0.3), NOT_MONEY, id="interactions at an invented price"),
    pytest.param(
        indicator("interactions", unit="EUR"),
        "«Interactions» is money, but not money that a campaign earns or saves.",
        id="interactions called money",
    ),
    pytest.param(
        indicator("ad_spend"), "«Ad spend» is money, but not money that a campaign earns or saves.", id="money spent"
    ),
    pytest.param(
        indicator("revenue", unit="EUR_eq", value_per_unit=1, margin=1),
        "«Net sales» is what something would have cost, not money: nobody earned or saved it.",
        id="equivalent called revenue",
    ),
    pytest.param(
        indicator("new_customers", unit="people", value_per_unit=9, margin=1),
        "«New customers» is not measured in EUR: an ROI is money gained over money spent, and this indicator is not "
        "money.",
        id="people, whose days don't add up",
    ),
]


@pytest.mark.parametrize(("written", "reason"), REFUSED)
def test_only_money_earned_or_saved_enters_an_roi(written: dict[str, object], reason: str | None) -> None:
    """An indicator that is no money, or money nobody gained, is refused with the reason."""
    refusal = roi_refusal(brief(indicators=with_indicators(asked=written)), "asked")

    assert (refusal if refusal is None else str(refusal)) == reason


def test_the_campaign_moves_what_judges_it_and_its_funnel() -> None:
    """Objectives, ROI and funnel name what the campaign is to move."""
    assert moved_indicators(brief()) == {"sessions", "pieces"}
    assert moved_indicators(brief(funnel=None, objectives=objective())) == {"pieces"}


def test_findings_are_the_same_twice() -> None:
    """The check of one brief gives one answer."""
    keys = parameters(objectives=objective(target=None))

    assert check_method(brief(**keys)) == check_method(brief(**keys))
