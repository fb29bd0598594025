"""Which units of a panel to treat: ranked by what they did not see, judged by what did not rank them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.panel.question import Panel
from smmeasure.core.plans.judging import first_periods, judge_set, periods_needed, quick_method, treating
from smmeasure.core.plans.panel import PanelPlan, plan_panel
from smmeasure.core.plans.sets import search
from smmeasure.core.results import Verdict
from smmeasure.errors import CallError

DAYS = 14


@cache
def panel(noisy: float = 0.3) -> pd.DataFrame:
    """Simulate 20 weeks of 5 units that share trend and weekdays; unit E has noise of its own."""
    days = pd.date_range("2025-09-01", periods=140)
    common = (1.0 + 0.001 * np.arange(140)) * np.array([1.0, 1.1, 1.05, 1.0, 0.95, 0.8, 0.7])[np.arange(140) % 7]
    noise = np.random.default_rng(5).normal(0.0, 1.0, (140, 5)) * np.array([0.05, 0.05, 0.05, 0.05, noisy])
    return pd.DataFrame(common[:, None] * [200.0, 300.0, 400.0, 500.0, 2000.0] * np.exp(noise), days, list("ABCDE"))


@cache
def planned() -> PanelPlan:
    """Plan two weeks on the panel; made once."""
    return plan_panel(panel(), DAYS)


def test_the_recommended_set_leaves_out_a_unit_that_nobody_can_follow() -> None:
    """The large noisy unit is worth little: what can be seen on it is far larger than on the others."""
    found = planned()

    assert found.measurable
    assert "E" not in found.units
    assert found.units == found.sets.iloc[0]["units"]
    alone = plan_panel(panel(), DAYS, treat=1).sets.set_index("units")["rel_mde"]
    # Noise of 30 % against 5 %: three times is far below six.
    assert alone["E",] > 3.0 * alone["C",]


def test_sets_are_ranked_by_what_took_no_part_in_the_judgement() -> None:
    """The order is that of the ranking campaigns; the effect that is told comes from later ones."""
    sets = planned().sets

    assert sets["ranked_by"].is_monotonic_increasing
    assert planned().rel_mde == sets.iloc[0]["rel_mde"] != sets.iloc[0]["ranked_by"]
    assert len(sets) == 5 + 10  # every unit and every pair; three of five would be more than half


def test_shares_are_of_the_whole_total() -> None:
    """All units together hold the whole total."""
    alone = plan_panel(panel(), DAYS, treat=1).sets

    assert alone["share"].sum() == pytest.approx(1.0)


def test_an_effect_of_the_recommended_size_is_found() -> None:
    """Half as much again as the smallest detectable effect, put into the last two weeks, is found."""
    past, units = panel().iloc[:-DAYS], list(planned().units)
    found = plan_panel(past, DAYS, treat=len(units), candidates=units)
    lifted = panel().copy()
    lifted.loc[lifted.index[-DAYS] :, list(found.units)] *= 1.0 + 1.5 * found.rel_mde

    uplift = estimate_panel_uplift(lifted, list(found.units), lifted.index[-DAYS], lifted.index[-1])
    assert uplift.verdict is Verdict.RISE


def test_only_candidates_are_treated() -> None:
    """Units that are no candidates are controls."""
    found = plan_panel(panel(), DAYS, candidates=["B", "E"])

    assert set(found.sets["units"]) == {("B",), ("E",), ("B", "E")}


def test_a_short_past_is_refused() -> None:
    """Pretend campaigns need twice the campaign before them."""
    found = plan_panel(panel().iloc[:40], DAYS)

    assert not found.measurable
    assert (found.units, len(found.sets)) == ((), 0)
    assert str(found.reason) == (
        "The panel has 40 periods; pretend campaigns of 14 need at least 45. An earlier start of the data or a shorter "
        "campaign is needed."
    )
    assert plan_panel(panel().iloc[:45], DAYS, treat=1).measurable


def test_units_that_are_empty_can_not_be_measured() -> None:
    """Where nothing was ever sold there is no share of it to find."""
    found = plan_panel(panel() * 0.0, DAYS, treat=1)

    assert not found.measurable
    assert str(found.reason) == (
        "On no set of units do the pretend campaigns of the past keep their word: the controls don't tell what the "
        "treated units would have done. Other units, more of them, or a longer past are needed."
    )


def test_the_unit_of_measure_and_the_order_of_columns_change_nothing() -> None:
    """In cents, or with the columns turned round, the same units are recommended."""
    cents = plan_panel(100.0 * panel(), DAYS)
    turned = plan_panel(panel()[list("EDCBA")], DAYS)

    assert cents.units == planned().units
    assert sorted(turned.units) == sorted(planned().units)
    # Equal up to rounding.
    assert (cents.rel_mde, turned.rel_mde) == pytest.approx((planned().rel_mde, planned().rel_mde), rel=1e-9)


def test_more_power_asks_for_a_larger_effect() -> None:
    """What is to be found more often must be larger."""
    sure, unsure = (plan_panel(panel(), DAYS, treat=1, power=power).sets.set_index("units") for power in (0.9, 0.5))

    assert (sure["rel_mde"] > unsure["rel_mde"].reindex(sure.index)).all()


def test_pretend_campaigns_look_at_nothing_that_follows() -> None:
    """What happens after a pretend campaign changes nothing of its judgement."""
    changed = panel().copy()
    changed.iloc[100:] *= 3.0
    made = [_base(table) for table in (panel(), changed)]
    rows = np.array([60, 86])
    judged = [judge_set(treating(one, (0,)), rows, DAYS, quick_method(one), (0.95, 0.8)) for one in made]

    assert judged[0] == judged[1]


def _base(table: pd.DataFrame) -> Panel:
    """Give the panel of a table, all of it past."""
    return check(table, ["A"], table.index[-1], table.index[-1], "auto", 0.95, ("auto",))


def test_pretend_campaigns_fill_the_past() -> None:
    """The first has twice its length before it, the last ends with the panel."""
    rows = first_periods(_base(panel()), DAYS)

    assert (rows[0], rows[-1], len(rows)) == (28, 126, 12)
    assert len(first_periods(_base(panel().iloc[: periods_needed(DAYS)]), DAYS)) == 4
    assert len(first_periods(_base(panel().iloc[: periods_needed(DAYS) - 1]), DAYS)) == 0


def test_few_sets_are_all_tried() -> None:
    """Every set of the sizes asked for, best first; what can't be judged is left out."""
    found = search([2, 0, 1], (1, 2), lambda units: float("nan") if units == (1,) else float(sum(units)))

    assert [units for units, _ in found] == [(0,), (0, 1), (0, 2), (2,), (1, 2)]


def test_many_sets_are_searched_by_growing_one() -> None:
    """From the best unit on, the unit that helps most is added."""
    wanted = {3, 17, 41}
    tried: list[tuple[int, ...]] = []

    def score(units: tuple[int, ...]) -> float:
        tried.append(units)
        return -float(len(wanted & set(units))) + 0.001 * sum(units)

    found = search(range(50), (3,), score)

    assert found[0][0] == (3, 17, 41)
    assert len(tried) == 50 + 49 + 48


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (
            {"days": 0},
            "days: found 0; expected a whole number of periods, 1 or more. Count the campaign's periods, both ",
        ),
        (
            {"treat": 5},
            "treat: found 5; expected a whole number of units from 1 to 4. At least one unit stays without ",
        ),
        (
            {"candidates": "A"},
            "candidates: found 'A'; expected a list of columns. Write ['unit'] also for a single one.",
        ),
        ({"candidates": ["Z"]}, "candidates: found 'Z'; expected a column of outcomes. Look at outcomes.columns."),
        ({"level": 95}, "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %."),
        ({"power": 0}, "power: found 0; expected a number between 0 and 1, both left out. 0.95 stands for 95 %."),
        ({"outcomes": panel()[["A"]]}, "outcomes: found 1 units; expected a treated unit and at least one other."),
        ({"outcomes": panel().iloc[:1]}, "outcomes: found fewer than two periods; expected one row per period, all "),
        ({"outcomes": [1, 2]}, "outcomes: found a list; expected a pandas DataFrame with one row per date"),
    ],
)
def test_an_argument_that_can_not_be_taken_is_refused(arguments: dict[str, object], fault: str) -> None:
    """Each fault is told by its argument, with the cure."""
    given = {"outcomes": panel(), "days": DAYS, **arguments}
    with pytest.raises(CallError) as caught:
        plan_panel(**given)  # type: ignore[arg-type]

    assert str(caught.value).startswith(fault)
    assert len(caught.value.faults) == 1


def test_all_faults_are_told_at_once() -> None:
    """Wrong days, units and level are three faults of one error."""
    with pytest.raises(CallError) as caught:
        plan_panel(panel(), 0, treat=9, level=2.0)

    assert sorted(fault.place for fault in caught.value.faults) == ["days", "level", "treat"]
