"""Targets that can't be held against a baseline: another unit, the wrong way, and their terms."""

from __future__ import annotations

from datetime import date

import pytest

from small import brief, indicator
from smmeasure.brief.campaign import Horizon, Objective
from smmeasure.brief.catalogue import CATALOGUE
from smmeasure.brief.checks import check_method
from smmeasure.brief.rates import RATES
from smmeasure.core.objectives import horizon_of
from smmeasure.errors import BriefError


def objective(measures: str = "social_sessions", kind: str = "traffic", **target: object) -> dict[str, object]:
    """Write a brief's keys with one objective."""
    return {
        "indicators": {"it": indicator(measures)},
        "objectives": [{"kind": kind, "indicator": "it", "target": target, "deadline": "2026-03-08"}],
        "roi": None,
        "funnel": None,
    }


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        pytest.param(
            objective(more=100, unit="EUR"),
            "brief.yaml: objectives[0].target.unit: found «EUR»; expected count, the unit of the indicator. State the "
            "target in the unit of its indicator, or judge the objective by another indicator.",
            id="another unit",
        ),
        pytest.param(
            objective("revenue", "revenue growth", more=100, unit="EUR_eq"),
            "brief.yaml: objectives[0].target.unit: found «EUR_eq»; expected EUR, the unit of the indicator. State the "
            "target in the unit of its indicator, or judge the objective by another indicator.",
            id="an equivalent is no money",
        ),
        pytest.param(
            objective(percent=10, unit="count"),
            "brief.yaml: objectives[0].target.unit: found «count» beside a percentage; expected no unit: a percentage "
            "of the baseline has none. Remove it, or state the target by more, less or total.",
            id="unit of a percentage",
        ),
        pytest.param(
            objective("net_sentiment", "image", more=5),
            "brief.yaml: objectives[0].target.more: found 5 for a share; expected a fraction from 0 to 1. Write 5 "
            "points as 0.05.",
            id="points for a share",
        ),
    ],
)
def test_a_target_in_another_unit_is_refused(keys: dict[str, object], told: str) -> None:
    """The unit of a target, where it is given, is that of its indicator."""
    with pytest.raises(BriefError) as caught:
        brief(**keys)

    assert str(caught.value) == told


def test_the_unit_of_the_indicator_may_be_repeated() -> None:
    """A target in the indicator's own unit passes."""
    campaign = brief(**objective("revenue", "revenue growth", more=100, unit="EUR"))

    assert [finding for finding in check_method(campaign) if finding.rule == 19] == []


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        pytest.param(
            objective(less=5),
            "The target goes the wrong way: of «Sessions from social media», more is better.",
            id="less",
        ),
        pytest.param(
            objective(percent=-5),
            "The target goes the wrong way: of «Sessions from social media», more is better.",
            id="percent",
        ),
        pytest.param(
            objective("support_contacts", "savings", more=5),
            "The target goes the wrong way: of «Support contacts», less is better.",
            id="more contacts",
        ),
    ],
)
def test_a_target_that_goes_the_wrong_way_is_an_error(keys: dict[str, object], told: str) -> None:
    """Fewer sessions or more support contacts are nobody's objective."""
    (found,) = [finding for finding in check_method(brief(**keys)) if finding.rule == 19]

    assert (found.severity.value, found.place, str(found.reason)) == ("error", "objectives[0].target", told)


@pytest.mark.parametrize("target", [{"more": 5}, {"total": 5}, {"percent": 0}, {"percent": 5}])
def test_no_direction_is_imposed_where_none_is_known(target: dict[str, object]) -> None:
    """A rise of sessions, a total, no change, and any change of a series of unknown kind pass."""
    for measures in ("social_sessions", "other"):
        found = check_method(brief(**objective(measures, **target)))

        assert [finding for finding in found if finding.rule == 19] == []


@pytest.mark.parametrize(
    ("keys", "term"),
    [
        ({}, None),
        ({"deadline": "2026-03-01"}, Horizon.SHORT),
        ({"deadline": "2026-04-07"}, Horizon.SHORT),
        ({"deadline": "2026-04-08"}, Horizon.MEDIUM),
        ({"deadline": "2026-09-04"}, Horizon.MEDIUM),
        ({"deadline": "2026-09-05"}, Horizon.LONG),
        ({"deadline": "2026-09-05", "horizon": "short"}, Horizon.SHORT),
        ({"horizon": "long"}, Horizon.LONG),
    ],
)
def test_the_term_follows_from_the_deadline(keys: dict[str, str], term: Horizon | None) -> None:
    """From 8 March on, 30 days end on 7 April and 180 days on 4 September; the brief's own word wins."""
    made = Objective.model_validate({"kind": "traffic", "indicator": "it", **keys})

    assert horizon_of(made, date(2026, 3, 8)) == term


def test_every_rate_is_made_of_the_catalogue_and_names_its_denominator() -> None:
    """What stands above and below the line is an indicator of the catalogue, and an id says what is below."""
    for name, entry in RATES.items():
        base = entry.denominators[-1].removesuffix("_daily").replace("posts", "post")

        assert set(entry.measures) <= set(CATALOGUE)
        assert name.endswith(base)
