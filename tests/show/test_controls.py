"""The table of the controls: which were used, what hangs on each, why the others were not."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from functools import cache

import pytest

from small import BRIEF, brief, data_of, indicator, series_of, spoken, with_uplift
from smmeasure import show
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.results import ControlCheck
from smmeasure.messages import message

USED = ControlCheck(
    "blue",
    used=True,
    rel_change=0.02,
    rel_change_ci_lower=-0.05,
    rel_change_ci_upper=0.1,
    pvalue=0.4,
    change_level=0.975,
    rel_effect_without=0.4,
    rel_effect_shift=0.05,
    reliability=0.8,
    rel_bias=0.012,
)
REFUSED = replace(USED, used=False, relative_to_others=True, rel_bias=float("nan"), reason=message("It moved."))


@cache
def controlled() -> Evaluation:
    """Evaluate the small campaign, its pieces with a control; made once per process."""
    keys = {"blue": indicator("units_sold", label="Blue"), "pieces": {**BRIEF["indicators"]["pieces"]}}
    keys["pieces"]["controls"] = ["blue"]
    campaign = brief(as_of="2026-03-20", indicators={**BRIEF["indicators"], **keys})
    return evaluate(campaign, data_of(campaign, blue=series_of("other")))


def shown(check: ControlCheck, language: str = "en") -> list[str]:
    """Show a check in the section of the method, as the texts of its row."""
    made = controlled()
    uplift = made.indicator("pieces").uplift
    assert uplift is not None
    changed = with_uplift(made, "pieces", replace(uplift, controls=(check,)))
    return texts(spoken(changed, language))


def texts(made: Evaluation) -> list[str]:
    """Give the texts of the first row that names the control."""
    markup = show.method(made, {}).markup
    row = next(row for row in re.findall(r"<tr>(.*?)</tr>", markup, re.DOTALL) if ">Blue<" in row)
    return [html.unescape(text) for text in re.findall(r">([^<>]+)<", row)]


@pytest.mark.parametrize(
    ("check", "language", "row"),
    [
        (
            USED,
            "en",
            [
                *("used", "+2.0%", "between −5.0% and +10% at 97.5%", "+40%", "with it: +45%"),
                *("80%", "possible bias of the effect: +1.2 points"),
            ],
        ),
        (
            replace(USED, corrected=True),
            "en",
            [
                *("used", "+2.0%", "between −5.0% and +10% at 97.5%", "+40%", "with it: +45%"),
                *("80%", "effect corrected by −1.2 points for what its noise hides"),
            ],
        ),
        (
            REFUSED,
            "fr",
            [
                *("refusée", "+2,0 %", "par rapport aux autres séries témoins, entre −5,0 % et +10 % au niveau 97,5 %"),
                *("+40 %", "avec elle : +45 %", "80 %", "It moved."),
            ],
        ),
        (ControlCheck("blue", used=True), "en", ["used", "–", "–", "–"]),
    ],
)
def test_a_control_is_shown_with_what_hangs_on_it(check: ControlCheck, language: str, row: list[str]) -> None:
    """Verdict, own change, effect without it, signal, and the reason where it was refused."""
    plain = [text.replace("\u00a0", " ") for text in shown(check, language)]
    assert plain[1:] == ["Blue", *row]
