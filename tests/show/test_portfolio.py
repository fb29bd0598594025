"""The portfolio page: every campaign on it, and only what may be summed is summed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

import pytest

from small import HOSTILE, evaluation, hostile, unmeasurable
from smmeasure.core.evaluation import Evaluation
from smmeasure.show import portfolio

FAILED = {"schema": 1, "campaign": "broken", "title": "Broken", "failure": HOSTILE}


def record(made: Evaluation, **changes: object) -> Mapping[str, object]:
    """Give a record as it is read from its file."""
    return {**json.loads(json.dumps(made.to_dict())), **changes}


@cache
def everything() -> list[Mapping[str, object]]:
    """Give a record of every kind."""
    return [
        record(evaluation()),
        record(evaluation("2026-03-01"), campaign="planned"),
        record(evaluation("2026-03-05"), campaign="running"),
        record(unmeasurable(), campaign="unknown"),
        record(hostile("2026-03-20"), campaign="hostile"),
        FAILED,
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_campaign_has_its_row(language: str) -> None:
    """Failed, planned, running, unmeasurable and measured campaigns are all linked, in either language."""
    markup = portfolio(everything(), language).markup

    assert markup.count("/report.html") == 6
    assert markup.count("<tr>") == 7


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_from_a_record_becomes_markup(language: str) -> None:
    """Titles, brands, labels and failures are escaped."""
    markup = portfolio(everything(), language).markup

    assert "<script" not in markup
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}{x}" in markup
    assert "None" not in markup


def test_the_head_counts_and_sums_what_may_be_summed() -> None:
    """Three of six campaigns are measured, one of which says nothing; costs of those begun are added up."""
    markup = portfolio(everything(), "en").markup

    assert "Measured: 3 of 6; <b>with a measurable effect for the better: 2</b>." in markup
    assert "Spent so far: €4,800." in markup
    assert "<b>Not reported: 1.</b>" in markup


def test_an_empty_portfolio_is_a_page() -> None:
    """Without any campaign the page says so."""
    assert "Measured: 0 of 0" in portfolio([], "en").markup


def test_a_portfolio_has_the_same_bytes_twice() -> None:
    """The same records give the same page."""
    assert portfolio(everything(), "fr") == portfolio(everything(), "fr")
