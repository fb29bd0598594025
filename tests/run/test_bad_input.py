"""Bad input of a brief and its data, as a user meets it: one clear line each, in both languages."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from bad_input import LINES
from provenance import unlabelled
from small import spoken
from smmeasure import show
from smmeasure.core.evaluate import evaluate
from smmeasure.run.briefs import Overrides, read_entries
from smmeasure.run.check import check_briefs
from smmeasure.run.loading import load
from smmeasure.show.portfolio import portfolio

Keys = dict[str, Any]
Change = Callable[[Keys], object]
Days = dict[date, list[str]]
Edit = Callable[[Days], object]

FIRST, START, END = date(2025, 11, 1), date(2026, 3, 2), date(2026, 3, 15)
WEEK = (0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 0.8)
SPAN = {"start": "2026-03-02", "end": "2026-03-15"}


def _source(column: str) -> Keys:
    return {"file": "shop.csv", "date": "day", "value": column}


GOOD: Keys = {
    "campaign": "spring",
    "title": "Spring",
    "brand": "A brand",
    "language": "en",
    "currency": "EUR",
    "goal": "Sell more.",
    "window": SPAN,
    "as_of": "2026-03-20",
    "data": "data",
    "indicators": {
        "clicks": {"measures": "link_clicks", "source": _source("clicks")},
        "sessions": {"measures": "social_sessions", "source": _source("sessions")},
        "pieces": {"measures": "units_sold", "value_per_unit": 50, "margin": 0.6, "source": _source("pieces")},
    },
    "objectives": [
        {"kind": "revenue growth", "indicator": "pieces", "target": {"more": 100}, "deadline": "2026-03-15"},
        {"kind": "traffic", "indicator": "sessions", "target": {"percent": 20}, "deadline": "2026-03-15"},
    ],
    "actions": [
        {
            "name": "Ads",
            "platform": "instagram",
            "medium": "paid",
            "costs": [{"category": "media", "amount": 900}, {"category": "staff", "hours": 8, "rate": 40}],
        }
    ],
    "roi": ["pieces"],
    "funnel": ["clicks", "sessions", "pieces"],
}
"""A brief that no rule objects to."""


def good_days() -> Days:
    """Give clicks, sessions and pieces of every day; the campaign lifts its days by half."""
    days: Days = {}
    for number in range((END - FIRST).days + 6):
        day = FIRST + timedelta(days=number)
        size = WEEK[day.weekday()] * (1.0 + 0.07 * math.sin(number * number)) * (1.5 if START <= day <= END else 1.0)
        days[day] = [str(round(level * size)) for level in (400, 300, 40)]
    return days


def write(folder: Path, change: Change, edit: Edit, language: str) -> Path:
    """Write the brief and its data, both changed."""
    keys, days = {**deepcopy(GOOD), "language": language}, good_days()
    change(keys)
    edit(days)
    (folder / "data").mkdir()
    (folder / "params").mkdir()
    rows = [",".join([day.isoformat(), *values]) for day, values in days.items()]
    (folder / "data" / "shop.csv").write_text("\n".join(["day,clicks,sessions,pieces", *rows, ""]), encoding="utf-8")
    path = folder / "params" / "spring.yaml"
    path.write_text(yaml.safe_dump(keys, sort_keys=False), encoding="utf-8")
    return path


def told(folder: Path, change: Change, edit: Edit, language: str) -> list[str]:
    """Give what the check says of a brief, without its name and numbers of lines."""
    lines: list[str] = []
    check_briefs([write(folder, change, edit, language)], Overrides(), lines.append)
    return [line.strip().partition(". ")[2] if line.strip()[0].isdigit() else line.strip() for line in lines[1:]]


def _nothing(_: object) -> None:
    """Change nothing."""


def _costs(*costs: Keys) -> Change:
    return lambda keys: keys["actions"][0].update(costs=list(costs))


def _pieces(**changes: object) -> Change:
    return lambda keys: keys["indicators"]["pieces"].update(changes)


def _target(**target: object) -> Change:
    return lambda keys: keys["objectives"][0].update(target=target)


def _card(**card: object) -> Change:
    prices = {"low": 0.004, "central": 0.005, "high": 0.006, "source": "agency", **card}
    return lambda keys: keys["indicators"]["clicks"].update(rate_card=prices, medium="earned")


def _each(column: int, value: str, *, since: date = FIRST, until: date = END) -> Edit:
    def edit(days: Days) -> None:
        for day in days:
            if since <= day <= until:
                days[day][column] = value

    return edit


def _times(column: int, factor: float) -> Edit:
    def edit(days: Days) -> None:
        for values in days.values():
            values[column] = str(round(factor * int(values[column])))

    return edit


CLICKS, SESSIONS, PIECES = range(3)
_MEDIA = {"category": "media", "amount": 900}
_HOURS = {"category": "staff", "hours": 8, "rate": 40}

CASES: dict[str, tuple[Change, Edit]] = {
    "nothing wrong": (_nothing, _nothing),
    "zero cost": (_costs({**_MEDIA, "amount": 0}, {**_HOURS, "hours": 0}), _nothing),
    "missing cost": (_costs(), _nothing),
    "other currency, no rate": (_costs({**_MEDIA, "currency": "USD"}, _HOURS), _nothing),
    "exchange rate out of date": (
        _costs({**_MEDIA, "currency": "USD", "exchange": {"rate": 0.9, "source": "ECB", "date": "2023-03-01"}}, _HOURS),
        _nothing,
    ),
    "price without date": (_card(), _nothing),
    "rate card out of date": (_card(date="2024-03-01"), _nothing),
    "target below baseline": (_target(total=50), _nothing),
    "target in another unit": (_target(more=100, unit="EUR"), _nothing),
    "target of no change": (_target(percent=0), _nothing),
    "less of what should rise": (_target(less=10), _nothing),
    "funnel step grows": (_pieces(measures="orders"), _times(PIECES, 12)),
    "clicks below sessions": (_nothing, _times(CLICKS, 0.5)),
    "refunds": (_nothing, _each(PIECES, "-30", since=date(2026, 3, 5), until=date(2026, 3, 6))),
    "empty month": (_nothing, _each(PIECES, "", since=date(2025, 12, 1), until=date(2025, 12, 31))),
    "empty campaign": (_nothing, _each(PIECES, "", since=START, until=date(2026, 3, 12))),
    "all zero": (_nothing, _each(PIECES, "0", until=date(2026, 3, 20))),
    "one quiet day": (_nothing, _each(PIECES, "", until=date(2026, 2, 28))),
    "a slip of the keyboard": (_nothing, _each(PIECES, "999999999", since=END)),
    "numbers run together": (_nothing, _each(PIECES, "1e300", since=END)),
    "immense price": (_pieces(value_per_unit=1e300), _nothing),
    "tiny cost": (_costs({**_MEDIA, "amount": 1e-300}, _HOURS), _nothing),
    "negative price": (_pieces(value_per_unit=-5), _nothing),
    "margin of nothing": (_pieces(margin=0), _nothing),
    "margin above the price": (_pieces(margin=1.2), _nothing),
    "campaign that ends before it begins": (lambda keys: keys["window"].update(end="2026-02-15"), _nothing),
}
"""What is changed in the brief, and in its days."""


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_told_with_place_reason_and_cure(case: str, language: str, tmp_path: Path) -> None:
    """A check names the place, what is wrong and what to do, whole, in the language of the brief."""
    assert "\n".join(told(tmp_path, *CASES[case], language)) == LINES[case][language]


_MISSING = re.compile(r"\b(nan|inf|None|Infinity|Traceback)\b|∞")

RUNS: dict[str, tuple[str, ...]] = {
    "nothing can be said": (
        "missing cost",
        "all zero",
        "target of no change",
        "rate card out of date",
        "clicks below sessions",
    ),
    "numbers against one another": (
        "margin of nothing",
        "funnel step grows",
        "refunds",
        "a slip of the keyboard",
        "target below baseline",
    ),
}
"""Cases that one report meets together."""


@pytest.mark.parametrize("cases", RUNS.values(), ids=RUNS)
def test_no_report_on_bad_input_has_a_number_that_is_none(cases: tuple[str, ...], tmp_path: Path) -> None:
    """Page, record and portfolio hold no nan, no infinity and no None, and every number says where it is from."""

    def change(keys: Keys) -> None:
        for case in cases:
            CASES[case][0](keys)

    def edit(days: Days) -> None:
        for case in cases:
            CASES[case][1](days)

    (entry,) = read_entries([write(tmp_path, change, edit, "en")], tmp_path, Overrides())
    assert entry.campaign
    made = evaluate(entry.campaign, load(entry.campaign, tmp_path))
    record = json.dumps(made.to_dict(), allow_nan=False)
    for language in ("en", "fr"):
        said = spoken(made, language)
        sections = (show.summary, show.brief, show.data, show.effects, show.funnel, show.returns, show.next_steps)
        page = "".join(section(said).markup for section in sections) + show.method(said, {"smmeasure": "1"}).markup
        words = re.sub(r"<[^>]+>", " ", page + portfolio([json.loads(record)], language).markup)

        assert _MISSING.findall(words) == []
        assert unlabelled(page, language) == []


def test_a_missing_cost_is_not_zero(tmp_path: Path) -> None:
    """Where the brief gives no cost, page, portfolio and record say so and write no amount."""
    (entry,) = read_entries([write(tmp_path, *CASES["missing cost"], "en")], tmp_path, Overrides())
    assert entry.campaign
    made = evaluate(entry.campaign, load(entry.campaign, tmp_path))
    record = json.loads(json.dumps(made.to_dict()))
    pages = (show.summary(made), show.brief(made), show.returns(made), portfolio([record], "en"))

    assert record["total_cost"] is None
    assert [page.markup for page in pages if "€0" in page.markup] == []
    assert "What the campaign cost is not known: the brief gives no cost." in show.returns(made).markup
