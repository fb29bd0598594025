"""Campaigns side by side: who is like whom, and which verdicts stand together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from scipy import stats

from small import evaluation
from smmeasure.core.comparison import families, judged_together
from smmeasure.core.discoveries import discoveries


def record(campaign: str, pvalue: float | None = None, **main: object) -> Mapping[str, Any]:
    """Give the small campaign's record under another name, its main indicator changed."""
    found: dict[str, Any] = json.loads(json.dumps(evaluation().to_dict()))
    found["indicators"]["pieces"].update(main, **({} if pvalue is None else {"pvalue": pvalue}))
    return {**found, "campaign": campaign, "title": campaign.upper()}


def test_benjamini_and_hochberg_by_hand() -> None:
    """Of p = 0.01, 0.02, 0.03, 0.04 and 0.5 four stand at 5 %: 0.04 ≤ 4/5 · 0.05; of 0.01, 0.04, 0.04, 0.5 one does.

    In the second row the bounds are 0.0125, 0.025, 0.0375 and 0.05: only 0.01 lies below its own.
    """
    assert discoveries([0.01, 0.02, 0.03, 0.04, 0.5]).stand == (True, True, True, True, False)
    assert discoveries([0.04, 0.01, 0.5, 0.04]).stand == (False, True, False, False)
    assert discoveries([0.04, 0.01, 0.5, 0.04]).pvalues == pytest.approx([0.16 / 3, 0.04, 0.5, 0.16 / 3])
    assert discoveries([]).stand == ()


def test_false_discoveries_stay_rare() -> None:
    """With 6 real effects among 20, false ones among those called are 10 % one by one and at most 5 % together."""
    rng = np.random.default_rng(2)
    alone, together = [], []
    for _ in range(300):
        score = rng.standard_normal(20) + np.repeat([3.0, 0.0], [6, 14])
        pvalues = 2.0 * stats.norm.sf(np.abs(score))
        called, stands = pvalues < 0.05, np.array(discoveries(pvalues.tolist()).stand)
        alone.append(called[6:].sum() / max(called.sum(), 1))
        together.append(stands[6:].sum() / max(stands.sum(), 1))

    assert np.mean(together) < 0.05  # the bound is 0.05 · 14/20 = 0.035
    assert np.mean(alone) > 0.08


def test_a_weak_rise_among_quiet_campaigns_does_not_stand() -> None:
    """Of four campaigns one with p = 0.001 stands and one with p = 0.04 doesn't: 0.04 > 2/4 · 0.05."""
    quiet = {"verdict": "no measurable change"}
    records = [record("a", 0.001), record("b", 0.04), record("c", 0.3, **quiet), record("d", 0.6, **quiet)]
    found = judged_together(records)

    assert (found.tested, found.called, found.standing, found.fallen) == (4, 2, ("a",), ("b",))


def test_campaigns_without_a_verdict_are_not_tested() -> None:
    """Planned, failed and unmeasurable campaigns have no p-value."""
    failed = {"campaign": "f", "failure": "died"}
    unmeasurable = record("u", verdict="not measurable", pvalue=None)
    planned = {**record("p"), "phase": "planned"}

    assert judged_together([failed, unmeasurable, planned]).tested == 0


def test_three_campaigns_of_a_kind_are_drawn_together() -> None:
    """Raw numbers stay; the one that is higher is drawn down, those that are lower are drawn up."""
    low = {"rel_effect": 0.2, "rel_effect_ci_lower": 0.0, "rel_effect_ci_upper": 0.44}
    high = {"rel_effect": 0.8, "rel_effect_ci_lower": 0.5, "rel_effect_ci_upper": 1.16}
    found = families([record("a", **low), record("b", **low), record("c", **high)])
    (pieces,) = [one for one in found if one.leads]
    first, _, last = pieces.members

    assert [str(one.label) for one in found] == ["Sessions from social media", "Pieces sold"]
    assert (first.raw.value, last.raw.value) == (0.2, 0.8)
    assert first.shrunk is not None
    assert last.shrunk is not None
    assert 0.2 < first.shrunk.value < last.shrunk.value < 0.8


def test_two_campaigns_are_too_few_and_it_is_said() -> None:
    """Below three a reason stands in the place of numbers, for the kinds that lead a campaign."""
    (found,) = families([record("a"), record("b")])

    assert str(found.reason) == (
        "«Pieces sold»: measured campaigns: 2. Three are needed to draw their effects together."
    )
    assert all(one.shrunk is None for one in found.members)


def test_series_without_a_name_in_the_catalogue_are_not_alike() -> None:
    """Three indicators of the kind «other» have nothing in common."""
    records = []
    for name in "abc":
        one = json.loads(json.dumps(record(name)))
        one["parameters"]["indicators"]["pieces"]["measures"] = "other"
        one["parameters"]["indicators"]["sessions"]["measures"] = "other"
        records.append(one)

    assert families(records) == ()
