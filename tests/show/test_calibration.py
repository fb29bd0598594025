"""The page of pretend campaigns: its sentences follow its counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from small import HOSTILE
from smmeasure.core.placebo_test import Placebo, PlaceboTest, Trial, sum_up
from smmeasure.core.results import Verdict
from smmeasure.show.figures.placebos import Tried, placebos_figure
from smmeasure.show.sections.calibration import Origin, calibration_page, headline, rates_table
from smmeasure.show.words import Words

FIRST = date(2025, 3, 1)
ORIGIN = Origin("h.csv", "ab" * 32, {"smmeasure": "1"})


def placebo(number: int, verdict: Verdict) -> Placebo:
    """Make the pretend campaign of a week in which 100 were observed and the method said this."""
    low, high = {Verdict.RISE: (5.0, 25.0), Verdict.NO_CHANGE: (-12.0, 8.0)}.get(verdict, (np.nan, np.nan))
    start = FIRST + timedelta(days=7 * number)
    middle = 0.5 * (low + high)
    untouched = Trial(0.0, 100.0, middle, low, high, verdict, low <= 0.0 <= high)
    found = Verdict.RISE if verdict is not Verdict.NOT_MEASURABLE else verdict
    lifted = Trial(30.0, 130.0, middle + 30.0, low + 30.0, high + 30.0, found, low <= 0.0 <= high)
    return Placebo(start, start + timedelta(days=6), 56 + 7 * number, untouched, lifted, 0.2, 0.05)


def counted(alarms: int, calm: int, unmeasured: int = 0) -> PlaceboTest:
    """Make a test with so many false alarms, calm answers and refusals."""
    verdicts = [Verdict.RISE] * alarms + [Verdict.NO_CHANGE] * calm + [Verdict.NOT_MEASURABLE] * unmeasured
    return sum_up([placebo(number, verdict) for number, verdict in enumerate(verdicts)], 7, 0.3, 0.95)


def tried(test: PlaceboTest, name: str = "visits") -> Tried:
    """Give a series for the test."""
    days = pd.date_range("2025-01-01", periods=70 + 7 * len(test.placebos))
    return Tried(name, pd.Series(np.linspace(10.0, 20.0, len(days)), days), test)


@pytest.mark.parametrize(
    ("alarms", "english", "french"),
    [
        (0, "the tool never cried wolf", "l’outil n’a jamais crié au loup"),
        (1, "the tool cried wolf once", "l’outil a crié au loup une fois"),
        (3, "the tool cried wolf 3 times", "l’outil a crié au loup 3 fois"),
    ],
)
def test_the_headline_counts_over_all_series(alarms: int, english: str, french: str) -> None:
    """Two series of six pretend campaigns are twelve."""
    said = headline([counted(alarms, 6 - alarms), counted(0, 6)])

    assert Words("en").say(said) == f"In 12 pretend campaigns in your own past, {english}"
    assert Words("fr").say(said) == f"Sur 12 campagnes fictives dans votre propre passé, {french}"


def test_nothing_measurable_is_said_first() -> None:
    """A page of refusals claims no rate."""
    page = calibration_page([tried(counted(0, 0, 4))], ORIGIN, Words("en")).markup

    assert "None of the pretend campaigns in your own past could be measured" in page
    assert "promises" not in page


@pytest.mark.parametrize(("alarms", "words"), [(1, "that fits"), (5, "more often than promised")])
def test_the_promise_is_doubted_only_where_chance_can_not_explain_it(alarms: int, words: str) -> None:
    """One alarm in twelve may be chance at 5 %, five may not."""
    page = calibration_page([tried(counted(alarms, 12 - alarms))], ORIGIN, Words("en")).markup

    assert f"<b>{words}</b>" in page


def test_false_alarms_are_named_with_their_days() -> None:
    """A reader can compare them with a calendar, in the figure's words and in the text."""
    one = tried(counted(1, 5))
    page = calibration_page([one], ORIGIN, Words("en")).markup

    assert "False alarms: 1–7 March 2025." in page
    assert placebos_figure(one, Words("en"), "p").description == (
        "Where nothing was done, 1 of 6 intervals leave out 0. False alarm: 1–7 March 2025. With +30% put in, 6 of 6 "
        "are found."
    )


def test_rates_stand_one_below_the_other() -> None:
    """Each rate is a row with its interval, each series a column."""
    table = rates_table([tried(counted(1, 11)), tried(counted(0, 12), "sales")], Words("en"))

    assert [column.title for column in table.columns] == ["Series", "visits", "sales"]
    assert [(row[0].text, row[1].text, row[1].note) for row in table.rows[:2]] == [
        ("False alarms", "1 of 12", "between 0% and 38%"),
        ("Truth inside, nothing done", "11 of 12", "between 62% and 100%"),
    ]


def test_a_missed_truth_is_marked_by_more_than_colour() -> None:
    """A false alarm has a cross of its own beside its colour: two strokes more in each panel."""
    calm, alarm = (placebos_figure(tried(test), Words("en"), "p") for test in (counted(0, 6), counted(1, 5)))

    assert alarm.wide.count("<path") > calm.wide.count("<path")


def test_refusals_and_empty_days_are_drawn_as_dashes() -> None:
    """Where nothing is measurable or nothing was observed, no interval is drawn and nothing fails."""
    test = counted(0, 3, 1)
    first = test.placebos[0]
    empty = replace(first, untouched=replace(first.untouched, observed=0.0))
    page = calibration_page([tried(replace(test, placebos=(empty, *test.placebos[1:])))], ORIGIN, Words("en")).markup

    assert page.count("–</text>") == 8  # two in each of two panels, for both screens


def test_a_column_name_can_not_become_markup() -> None:
    """What stands in a user's header is text."""
    page = calibration_page([tried(counted(1, 5), HOSTILE)], ORIGIN, Words("en")).markup

    assert "<script" not in page
