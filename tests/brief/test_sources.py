"""Where a brief says its values are: columns named by hand, or a measure of recognised exports."""

from __future__ import annotations

import pytest

from small import BRIEF, brief
from smmeasure.errors import BriefError


def reading(**source: object) -> str:
    """Give the error of a brief whose indicator reads this source."""
    views = {"measures": "views", "source": {"file": "x.csv", **source}}
    with pytest.raises(BriefError) as caught:
        brief(indicators={**BRIEF["indicators"], "views": views})
    return str(caught.value)


def test_a_measure_needs_no_columns() -> None:
    """Of an export that is recognised the brief names the measure, and what the files leave open."""
    source = {"file": "meta/*.csv", "measure": "views", "platform": "instagram", "basis": "organic"}
    settled = {
        "table": "account_day",
        "locale": "fr",
        "currency": "EUR",
        "as_of": "2026-05-01",
        "first_day": "2026-03-01",
    }
    views = {"measures": "views", "source": source | settled}

    read = brief(indicators={**BRIEF["indicators"], "views": views}).indicators["views"].source

    assert (read.measure, read.platform, read.basis, read.date, read.decimal) == (
        "views",
        "instagram",
        "organic",
        None,
        None,
    )


CURE = (
    "Write `measure` for a platform's export as it was downloaded, or `date` and `value` to name the columns of any "
    "other file."
)


@pytest.mark.parametrize(
    ("source", "found"),
    [({}, "neither a date nor a measure"), ({"date": "Day", "measure": "views"}, "a date and a measure")],
)
def test_a_source_has_a_date_or_a_measure(source: dict[str, object], found: str) -> None:
    """Both or neither is refused, with what each is for."""
    assert reading(**source) == (
        f"brief.yaml: indicators.views.source: found {found}; expected exactly one of date and measure. {CURE}"
    )


@pytest.mark.parametrize("key", ["platform", "basis", "table", "locale", "currency", "as_of", "first_day", "last_day"])
def test_what_settles_an_export_goes_with_a_measure(key: str) -> None:
    """Beside columns named by hand these keys would be ignored, so they are refused."""
    value = {
        "basis": "paid",
        "currency": "EUR",
        "as_of": "2026-03-01",
        "first_day": "2026-03-01",
        "last_day": "2026-03-01",
    }.get(key, "fr")

    assert reading(date="Day", **{key: value}) == (
        f"brief.yaml: indicators.views.source.{key}: found a key that means nothing beside date; expected a key that "
        "goes with date. Remove it, or write measure in the place of date."
    )


@pytest.mark.parametrize(("key", "value"), [("value", "Views"), ("rows", "events")])
def test_named_columns_go_with_a_date(key: str, value: str) -> None:
    """Beside a measure these keys would be ignored, so they are refused."""
    assert reading(measure="views", **{key: value}) == (
        f"brief.yaml: indicators.views.source.{key}: found a key that means nothing beside measure; expected a key "
        "that goes with measure. Remove it, or write date in the place of measure."
    )
