"""The sections of a report: every one in every phase and language, and none trips over a user's text."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

from small import HOSTILE, brief, data_of, evaluation, hostile, indicator, series_of, spoken, unmeasurable
from smmeasure import show
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import message
from smmeasure.series import FileFacts
from smmeasure.show.page import Html
from smmeasure.show.sections.parts import words_of
from smmeasure.show.sections.summary import cards

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "wbr"}
"""Elements of HTML that have no end."""

LONE = {"objectives": None, "roi": None, "funnel": None}


def method(made: Evaluation) -> Html:
    """Give the section of the method with a version."""
    return show.method(made, {"smmeasure": "0.1.0"})


SECTIONS: dict[str, Callable[[Evaluation], Html]] = {
    "summary": show.summary,
    "brief": show.brief,
    "data": show.data,
    "effects": show.effects,
    "funnel": show.funnel,
    "returns": show.returns,
    "loyalty": show.loyalty,
    "next_steps": show.next_steps,
    "method": method,
}

DAYS = {"planned": "2026-03-01", "running": "2026-03-05", "measured": "2026-03-20", "followed up": "2026-04-10"}
CASES: dict[str, Callable[[], Evaluation]] = {
    **{phase: partial(evaluation, day) for phase, day in DAYS.items()},
    **{f"{phase}, hostile": partial(hostile, day) for phase, day in DAYS.items()},
    "not measurable": unmeasurable,
}


class Page(HTMLParser):
    """Read markup: unclosed elements, texts, identifiers, addresses, attributes that run code."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.faults: list[str] = []
        self.names: Counter[str] = Counter()
        self.elements: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that has to end."""
        self.handle_startendtag(tag, attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element with its identifier, its addresses and what it would run."""
        self.elements[tag] += 1
        for name, value in attrs:
            self.faults += [f"{tag} {name}"] if name.startswith("on") else []
            self.names.update([value or ""] if name == "id" else [])
            self.addresses += [value or ""] if name in {"href", "src", "xlink:href"} else []

    def handle_endtag(self, tag: str) -> None:
        """Note an end that fits no beginning."""
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Note a text."""
        self.text += data


@cache
def page(case: str, language: str) -> Page:
    """Read the page of a case, made once."""
    return page_of(spoken(CASES[case](), language))


def page_of(made: Evaluation) -> Page:
    """Read all sections of an evaluation, one below the other."""
    return Page("".join(section(made).markup for section in SECTIONS.values()))


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("case", CASES)
def test_every_section_is_whole_in_every_phase(case: str, language: str) -> None:
    """In each phase and language the markup is well formed, runs nothing and loads nothing."""
    made = page(case, language)

    assert (made.faults, made.open) == ([], [])
    assert not {"script", "iframe", "object", "embed", "link", "style", "img", "form"} & set(made.elements)
    assert [address for address in made.addresses if not address.startswith("#")] == []
    assert [name for name, count in made.names.items() if count > 1] == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("case", [*DAYS, "not measurable"])
def test_no_section_leaves_something_unsaid(case: str, language: str) -> None:
    """No text of a page holds an open field, None, nan or the name of a Python type."""
    unsaid = r"[{}]|\bNone\b|\bnan\b|\binf\b|Message\(|mappingproxy|np\.float"

    assert re.findall(unsaid, page(case, language).text) == []


@pytest.mark.parametrize(
    "section", ["summary", "brief", "data", "effects", "funnel", "returns", "next_steps", "method"]
)
@pytest.mark.parametrize("day", DAYS.values())
def test_a_users_text_stays_a_text(section: str, day: str) -> None:
    """Whatever signs a user writes, they are shown as they are, and are never markup or template."""
    markup = SECTIONS[section](hostile(day)).markup
    text = Page(markup).text.replace("*\u2060*", "**")

    assert "<script" not in markup
    assert HOSTILE in text or "alert" not in text


@pytest.mark.parametrize("day", DAYS.values())
def test_a_users_stars_are_no_bold(day: str) -> None:
    """Two stars in a label or noun are shown, and don't shift what a sentence sets in bold."""
    plain, starred = (named(evaluation(day), name) for name in ("Robes rouges", "Robes ** rouges"))
    bold = [re.findall(r"<b>(.*?)</b>", show.summary(made).markup) for made in (plain, starred)]

    assert bold[0]
    assert [one.replace(" *\u2060*", "") for one in bold[1]] == bold[0]


def named(made: Evaluation, name: str) -> Evaluation:
    """Give an evaluation whose indicators have another name and noun."""
    return replace(made, indicators=tuple(replace(one, name=name, noun=name) for one in made.indicators))


@pytest.mark.parametrize("case", ["planned", "measured", "not measurable"])
def test_showing_changes_nothing(case: str) -> None:
    """An evaluation is the same after it was shown as before, its tables of days too."""
    made = CASES[case]()
    record = deepcopy(made.to_dict())
    daily = [result.uplift.daily.copy() for result in made.measured if result.uplift]
    values = [result.series.values.copy() for result in made.indicators]
    page_of(made)

    assert made.to_dict() == record
    for before, result in zip(daily, made.measured, strict=True):
        assert result.uplift is not None
        pd.testing.assert_frame_equal(result.uplift.daily, before)
    for series, result in zip(values, made.indicators, strict=True):
        pd.testing.assert_series_equal(result.series.values, series)


def digest(made: Evaluation) -> str:
    """Give a fingerprint of all sections."""
    return hashlib.sha256("".join(section(made).markup for section in SECTIONS.values()).encode()).hexdigest()


def test_the_same_evaluation_gives_the_same_bytes() -> None:
    """Shown twice, and in another process with another seed of its hashes, the bytes are the same."""
    code = "import test_sections, small; print(test_sections.digest(small.evaluation('2026-03-05')))"
    folders = f"{Path(__file__).parents[1]}:{Path(__file__).parent}"
    other = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": folders, "PYTHONHASHSEED": "11"},
    )

    assert digest(evaluation("2026-03-05")) == digest(evaluation("2026-03-05")) == other.stdout.strip()


def test_a_window_without_values_is_shown_day_by_day() -> None:
    """Where the window has no value, the table of days holds its seven days and not the quiet period."""
    campaign = brief(as_of="2026-03-20", indicators={"pieces": indicator("units_sold")}, **LONE)
    values = series_of("pieces")
    values.loc["2026-03-02":] = float("nan")
    made = evaluate(campaign, data_of(campaign, pieces=values))
    markup = show.effects(made).markup

    assert page_of(made).faults == []
    assert markup.count('<th scope="row">') == 1 + 7


def test_indicators_that_are_only_controls_leave_a_whole_page() -> None:
    """Where nothing is measured every section still says so."""
    keys = {"a": indicator("views", controls=["b"]), "b": indicator("views", controls=["a"])}
    campaign = brief(as_of="2026-03-20", indicators=keys, **LONE)
    made = evaluate(campaign, data_of(campaign))

    assert page_of(made).faults == []
    assert "nothing could be measured" in Page(show.summary(made).markup).text


def test_data_that_begin_after_the_report_leave_a_whole_page() -> None:
    """A report that is dated before the data is shown without values."""
    campaign = brief(as_of="2025-09-01")

    assert page_of(evaluate(campaign, data_of(campaign))).faults == []


def test_every_return_stands_under_its_own_name() -> None:
    """The section of returns has a row for each of the five, each a number or its reason."""
    text = Page(show.returns(evaluation()).markup).text

    assert all(
        name in text
        for name in (
            "ROI, return on investment",
            "ROA, return on expectations",
            "ROA, return on attention",
            "ROE, against the engagement expected",
            "ROE, engagement per €",
        )
    )
    assert "No indicator of attention is in the brief" in text


def test_no_return_is_shown_before_the_campaign_is_over() -> None:
    """Before the end the section of returns has no percentage but the level of the intervals."""
    for day in ("2026-03-01", "2026-03-05"):
        text = Page(show.returns(evaluation(day)).markup).text

        assert set(re.findall(r"\d+%", text)) <= {"95%"}
        assert "No ROI, and why" in text


def test_the_files_of_the_method_are_all_there() -> None:
    """The provenance lists every file once, with its fingerprint, and the versions."""
    text = Page(method(evaluation()).markup).text

    assert text.count("x.csvSHA-256") == 1
    assert "SHA-256 0000000000000000…" in text
    assert "smmeasure0.1.0" in text


def test_every_file_of_a_folder_and_every_doubt_is_shown() -> None:
    """Where a source names several files the provenance lists each of them, and what is doubtful, once."""
    campaign = brief()
    data = data_of(campaign)
    files = (FileFacts("meta/a.csv", "1" * 64), FileFacts("meta/b.csv", "2" * 64))
    doubt = message("left out, parted in another way: {files}", files=HOSTILE)
    series = {
        key: replace(one, facts=replace(one.facts, file="meta", parts=files, doubts=(doubt,)))
        for key, one in data.series.items()
    }
    page = method(evaluate(campaign, replace(data, series=series))).markup
    text = Page(page).text

    assert [text.count(word) for word in ("meta/a.csv", "meta/b.csv", "left out, parted in another way")] == [1, 1, 1]
    assert HOSTILE not in page


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The last day, 7 March 2026, holds 1 where about 315 are usual."),
        ("fr", "Le dernier jour, le 7 mars 2026, contient 1 alors qu’environ 315 sont habituels."),
    ],
)
def test_what_stands_out_in_the_data_is_shown(language: str, told: str) -> None:
    """A partial last day heads the section on the data, with what was done about it."""
    campaign = brief(as_of="2026-03-07", language=language)
    sessions = series_of("sessions").copy()
    sessions.loc["2026-03-07"] = 1.0
    made = evaluate(campaign, data_of(campaign, sessions=sessions))

    assert page_of(made).faults == []
    assert told in Page(show.data(made).markup).text


def test_before_the_campaign_one_line_stands_for_every_return() -> None:
    """A planned campaign has no table of returns, and no column of shares reached."""
    planned, measured = (evaluation(DAYS[phase]) for phase in ("planned", "measured"))
    reason = "The campaign has not begun: there is no result before the match is played."

    told = Page(show.returns(planned).markup).text
    assert f"Neither a return nor payback, attributed ROAS or savings: {reason}" in told
    assert "ROA, return on attention" not in told
    assert f"The targets; no ROO yet: {reason}" in Page(show.brief(planned).markup).text
    assert "ROA, return on attention" in Page(show.returns(measured).markup).text


def test_before_the_campaign_the_cards_keep_room_for_cost_and_roi() -> None:
    """Two objectives at most take a card; the others are in the table of targets."""
    kind = {"kind": "traffic", "deadline": "2026-03-08", "department": "Communication"}
    wanted = [{**kind, "indicator": key, "target": {"more": 10}} for key in ("visits", "clicks", "views")]
    keys = {
        key: indicator(measures)
        for key, measures in (("visits", "sessions"), ("clicks", "link_clicks"), ("views", "views"))
    }
    keys["pieces"] = indicator("units_sold", value_per_unit=50, margin=0.6)
    campaign = brief(as_of="2026-03-01", objectives=wanted, indicators=keys, funnel=None)
    made = evaluate(campaign, data_of(campaign, **{key: series_of(key) for key in keys}))

    labels = [card.label for card in cards(made, words_of(made))]
    assert labels == ["Visible from: Sessions", "Visible from: Link clicks", "Total cost", "ROI"]
