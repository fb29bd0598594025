"""Whether and when the money came back, as the report says it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from small import BRIEF, brief, data_of, evaluation, spoken
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.payback import Payback
from smmeasure.show.sections.money_back import money_back
from smmeasure.show.words import Words


def rows(made: Evaluation) -> list[list[str]]:
    """Read the rows of the table, its title first."""
    (table,) = money_back(made, Words(made.campaign.language))
    caption = re.findall(r"<caption>(.*?)(?:<span|</caption>)", table.markup)
    found = re.findall(r"<tr>(.*?)</tr>", table.markup, re.DOTALL)
    return [caption, *([re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in found)]


def paid_back(day: int | None, earliest: int | None, latest: int | None) -> Evaluation:
    """Give the small campaign, paid back on some days of March."""
    days = [None if number is None else date(2026, 3, number) for number in (day, earliest, latest)]
    return replace(evaluation(), payback=Payback(*days))


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((5, 4, 7), ["Paid back from", "5 March 2026", "between 4 March 2026 and 7 March 2026"]),
        (
            (5, 4, None),
            ["Paid back from", "5 March 2026", "4 March 2026 at the earliest, perhaps not within the window"],
        ),
        (
            (None, 7, None),
            ["Paid back from", "not within the window", "7 March 2026 at the earliest, perhaps not within the window"],
        ),
        ((None, None, None), ["Paid back from", "–", "not within the window, which ends on 8 March 2026"]),
    ],
    ids=["surely", "probably", "perhaps", "no"],
)
def test_payback(days: tuple[int | None, int | None, int | None], told: list[str]) -> None:
    """The day is told with its interval; where it is not reached, the words say so."""
    assert rows(paid_back(*days))[-1] == told


def test_chances_and_breakeven() -> None:
    """1,200 EUR at 30 EUR a piece are 40 pieces; the chances of ROI and iROAS stand side by side."""
    title, head, earned, revenue, pays, _ = rows(evaluation())

    assert title == ["Gain against total cost"]
    assert head == ["Did the money come back?", "Value", "Interval"]
    assert (earned[0], earned[2]) == ("Chances that it earned money", "ROI above 0")
    assert (revenue[0], revenue[2]) == ("Chances that revenue exceeds the media cost", "iROAS above 1")
    assert (pays[1].startswith("+40"), pays[2]) == (True, "cost and value of one unit are certain")


def test_a_cost_with_a_range_says_so() -> None:
    """The title names both uncertainties, and the break-even has an interval."""
    action = {"name": "Ads", "platform": "instagram", "medium": "paid"}
    campaign = brief(
        as_of="2026-03-20",
        actions=[{**action, "costs": [{"category": "media", "amount": 1200, "low": 900, "high": 1500}]}],
    )
    table = rows(evaluate(campaign, data_of(campaign)))

    assert table[0] == ["Gain against total cost; both are uncertain, independently of each other"]
    assert table[-2][2] == "between +30 and +50, from the range of the cost"


def test_a_value_with_a_range_says_so() -> None:
    """1,200 EUR at 50 EUR × 60 %: 40 pieces; at 40 EUR 50 pieces, at 60 EUR 33."""
    sold = {**BRIEF["indicators"]["pieces"], "value_low": 40, "value_high": 60}
    campaign = brief(as_of="2026-03-20", indicators={**BRIEF["indicators"], "pieces": sold})
    table = rows(evaluate(campaign, data_of(campaign)))

    assert table[-2][2] == "between +33 and +50, from the range of the value of one unit"


def test_several_gains_have_no_single_breakeven() -> None:
    """Where two indicators bring money, a line says that no single effect decides."""
    made = replace(evaluation(), gains=evaluation().gains * 2, breakeven=None)

    assert rows(made)[-2] == [
        "Effect that pays for the campaign",
        "–",
        "no single one: several indicators bring money",
    ]


def test_in_french() -> None:
    """The table speaks the language of the brief."""
    table = rows(spoken(evaluation(), "fr"))

    assert table[0] == ["Le gain face au coût total"]
    assert table[-1][0] == "Remboursée à partir du"


def test_without_an_roi_there_is_nothing_to_pay_back() -> None:
    """A campaign that is not over, or not judged by an ROI, shows no table."""
    assert money_back(evaluation("2026-03-05"), Words("en")) == ()
    assert evaluation("2026-03-05").payback is None
