"""The section on loyalty: numbers with units, what they may be called, nothing of a person."""

from __future__ import annotations

import hashlib
import html
import re

import pandas as pd
import pytest

from smmeasure import show
from smmeasure.core.loyalty.estimate import estimate_loyalty
from smmeasure.core.loyalty.results import Loyalty


def name(number: int) -> str:
    """Give the keyed hash of an invented customer."""
    return hashlib.blake2b(str(number).encode(), digest_size=16).hexdigest()


def found(pairs: int = 60, *, with_codes: bool = False) -> Loyalty:
    """Compare twins of whom 30 members and 15 others buy 40 euros again."""
    rows = [(name(who), "2025-06-01", 20.0, "") for who in range(2 * pairs)]
    rows += [(name(2 * pair), "2025-12-01", 40.0, "anna") for pair in range(30)]
    rows += [(name(2 * pair + 1), "2025-12-01", 40.0, "") for pair in range(15)]
    orders = pd.DataFrame(rows, columns=["customer", "ordered_at", "net_amount", "promo_code"])
    orders["ordered_at"] = pd.to_datetime(orders["ordered_at"])
    members = pd.Series(pd.Timestamp("2025-07-01"), [name(2 * pair) for pair in range(pairs)])
    codes = pd.Series({"anna": name(0)}) if with_codes else None
    return estimate_loyalty(orders, members, days=180, until="2026-01-31", referrals=codes)


def said(section: show.Html) -> str:
    """Give the text of a section in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", section.markup)).replace("\u202f", " ").split())


def test_the_section_says_association() -> None:
    """Differences carry their unit and their evidence, the balance stands below, and nothing is called an effect."""
    text = said(show.loyalty(found(with_codes=True), "en"))
    assert "Members buy more than comparable customers" in text
    assert "An association, not an effect" in text
    assert "+25 points" in text
    assert "€600" in text
    assert "How alike they were on the index day" in text
    assert "modelled" in text
    assert "Ambassadors among members: 1. Orders that they brought: 29, worth €1,160" in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nobody_can_be_found_in_the_section(language: str) -> None:
    """Neither hash nor code stands in the page."""
    assert not re.search(r"[0-9a-f]{32}|anna", show.loyalty(found(with_codes=True), language).markup)


def test_what_is_not_measurable_says_why() -> None:
    """With 40 pairs the reason stands in the place of the numbers; no nan is written."""
    text = said(show.loyalty(found(40), "fr"))
    assert "nan" not in text.replace("financi", "")
    assert "40" in text
    assert "Une association" in text
