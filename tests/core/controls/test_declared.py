"""Controls that a brief declares: what becomes of each, in the result, the findings and the record."""

from __future__ import annotations

import pandas as pd

from small import BRIEF, brief, data_of, indicator, series_of
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation


def evaluated(**raised: float) -> Evaluation:
    """Evaluate the small campaign, its pieces with a control per name; each is multiplied in the window."""
    keys = {**BRIEF["indicators"], **{name: indicator("units_sold", label=name.capitalize()) for name in raised}}
    keys["pieces"] = {**keys["pieces"], "controls": ["sessions", *raised]}
    campaign = brief(as_of="2026-03-20", indicators=keys)
    series: dict[str, pd.Series] = {}
    for name, factor in raised.items():
        series[name] = series_of(name)
        series[name].loc["2026-03-02":"2026-03-08"] *= factor / 1.5
    return evaluate(campaign, data_of(campaign, **series))


def test_every_declared_control_has_its_line() -> None:
    """A control that a rule refuses stands beside those that the data were asked about, in the brief's order."""
    result = evaluated(blue=1.0).indicator("pieces")
    assert result.uplift is not None
    assert [(check.name, check.used, str(check.reason)) for check in result.uplift.controls] == [
        ("sessions", False, "The campaign is to move it, so that it can't tell what happens without it."),
        ("blue", True, "None"),
    ]


def test_a_control_that_moved_is_a_finding_with_its_evidence() -> None:
    """The reader learns which control was refused, why, and what to do."""
    made = evaluated(blue=1.5)
    (found,) = [finding for finding in made.findings if finding.code == "SMM40"]
    assert found.place == "indicators.pieces.controls"
    assert str(found.reason).startswith("«Pieces sold» is measured without the control «Blue». Against its own past: +")
    assert str(found.cure) == "Find out what touched it, and name controls that the campaign can't have touched."


def test_the_record_holds_every_control() -> None:
    """The line of a control is in result.json with the names of its fields."""
    record = evaluated(blue=1.0).to_dict()["indicators"]["pieces"]["controls"]  # type: ignore[index]
    assert [check["name"] for check in record] == ["sessions", "blue"]
    assert record[0]["rel_change"] is None
    assert set(record[1]) == {
        "name",
        "used",
        "rel_change",
        "rel_change_ci_lower",
        "rel_change_ci_upper",
        "pvalue",
        "change_level",
        "relative_to_others",
        "rel_effect_without",
        "rel_effect_shift",
        "reliability",
        "rel_bias",
        "corrected",
        "reason",
    }
