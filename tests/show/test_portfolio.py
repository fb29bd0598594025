"""The portfolio page: every campaign on it, and only what may be summed is summed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache

import pytest

from small import HOSTILE, evaluation, hostile, unmeasurable
from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import message
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
    assert markup.split("</table>")[0].count("<tr>") == 7


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


def plain(markup: str) -> str:
    """Take the tags away."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_sums_say_what_is_in_them_and_what_is_not() -> None:
    """Two campaigns on the same series and days are not added, and the page says so."""
    twin = record(evaluation(), campaign="twin", title="The twin")
    alone, both = (plain(portfolio(records, "en").markup) for records in ([twin], [record(evaluation()), twin]))

    assert "Money gained (measured) EUR · campaigns: 1 · cost: €1,200 €" in alone
    assert "Money gained (measured) EUR · campaigns: 0 – –" in both
    assert "so that neither is in the total." in both
    assert "People reached, rates and counts of different things are never added." in both


def test_verdicts_are_judged_together_and_drawn_to_their_like() -> None:
    """Three campaigns make a comparison; with fewer a line says why there is none."""
    three = [record(evaluation(), campaign=name, title=f"<b>{name}</b>") for name in ("one", "two", "three")]
    said, alone = (plain(portfolio(records, "en").markup) for records in (three, three[:1]))

    assert "Of 3 campaigns tested, 3 show a rise or a fall; judged together, 3 would still be called so" in said
    assert "Drawn to its like (modelled)" in said
    assert "Measured campaigns with a verdict: 1. Two are needed to judge them together." in alone
    assert "measured campaigns: 1. Three are needed to draw their effects together." in alone
    assert "<b>one" not in portfolio(three, "en").markup


def test_a_verdict_that_changed_is_told_in_the_readers_language() -> None:
    """The finding of the ledger is said on the page, its texts escaped."""
    said = message("«{name}» moved on {day}.", name=HOSTILE, day="2026-03-20")
    flips = [{"reason": {"message": said.template, "values": dict(said.values)}}]
    markup = portfolio([record(evaluation(), flips=flips)], "en").markup

    assert "Verdicts that changed" in markup
    assert "<script" not in markup
    assert "Verdicts that changed" not in portfolio([record(evaluation())], "en").markup


def test_rois_are_drawn_to_their_mean_where_they_may_be() -> None:
    """Three campaigns on series of their own have a table; twins on one series are named instead."""
    alone = [
        record(evaluation(), campaign=name, title=f"<b>{name}</b>", brand=name) for name in ("one", "two", "three")
    ]
    drawn, twins = (
        plain(portfolio(records, "en").markup)
        for records in (alone, [record(evaluation()), record(evaluation(), campaign="twin", title="The twin")])
    )

    assert "Drawn to the mean (modelled)" in drawn
    assert "“Red dresses” and “The twin” are left out: they ran on the same series in the same days." in twins
    assert "Three are needed to draw ROIs together." in twins
