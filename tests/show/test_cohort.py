"""What a page says of customers: how many were won, what is still to come, and why something is not told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from small import evaluation, spoken
from smmeasure import show
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.loyalty.cohorts import estimate_cohorts
from smmeasure.core.loyalty.of_campaign import Customers
from smmeasure.messages import message
from smmeasure.show.sections.after import after
from smmeasure.show.words import Words
from won_customers import MARCH, QUIET, Row, bought, shop


def page(rows: list[Row], language: str = "en", as_of: str = "2026-04-10") -> str:
    """Give the text of what becomes of the customers won, 60 against usually 24 where the shop is the usual one."""
    found = estimate_cohorts(bought(rows), MARCH, quiet_start=QUIET)
    customers = Customers(None, message("No list."), found, None, ("orders.csv", "members.csv"))
    made: Evaluation = replace(spoken(evaluation(as_of), language), customers=customers)
    return text(after(made, Words(language)).markup)


def text(markup: str) -> str:
    """Take the tags away."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup)).replace("\u202f", " ").replace("\xa0", " ")


def test_the_customers_won_stand_beside_the_usual_ones() -> None:
    """Their number, money with its currency, the repeat rate in per cent, intervals, sources, and never the ROI."""
    said = page(shop(until=date(2026, 5, 1)))
    assert "60 customers won, more than the usual 24" in said
    assert "How many customers 60 24 3 windows +36 between +16.1 and +56 above the usual" in said
    assert "Revenue, 30 days €20 between €17.39 and €22.61" in said
    assert "Revenue, first day €10 €10 3 windows –" in said
    assert "Ordered again, 30 days 50% between 38% and 62%" in said
    assert "measured modelled Source: orders.csv · orders counted by customer, refunds taken off" in said
    assert "it is never added to the ROI" in said
    assert "bought later is not known" not in said


@pytest.mark.parametrize(
    ("language", "later"), [("en", "– not yet from 6 June 2026 on"), ("fr", "– pas encore à partir du 6 juin 2026")]
)
def test_a_day_still_to_come_is_told_once(language: str, later: str) -> None:
    """The first day that is not reached has its date, in money and in repeat rate; the days behind it are left out."""
    said = page(shop(until=date(2026, 5, 1)), language)
    assert said.count(later) == 2
    assert not re.search("180 days –|180 jours –", said)


def test_customers_are_told_before_the_campaign_is_followed_up() -> None:
    """Twelve days after the end their number is known already, and below it when the effect will be told."""
    said = page(shop(until=date(2026, 3, 20)), as_of="2026-03-20")
    assert "What is left of the effect is told from 7 April 2026 on" in said
    assert "60 customers won" in said


def test_what_is_not_known_says_why() -> None:
    """Orders that end before the campaign, and a shop of few customers, have a reason each."""
    early, few = page(shop(until=date(2026, 3, 3), again=0)), page(shop((9, 20, 24, 28), again=0))
    assert "can’t be counted The orders end on 3 March 2026, before the campaign’s last day, 8 March 2026." in early
    assert "Only 9 customers were won; from 50 on the mean has an honest interval." in few


def test_a_campaign_without_members_says_so() -> None:
    """The section on loyalty stands in the report with one line, and with what is doubtful in the files."""
    doubts = (message("{count} rows", count=3),)
    customers = Customers(None, message("No list."), None, None, ("orders.csv",), doubts)
    made = replace(evaluation(), customers=customers)
    assert text(show.loyalty(made).markup).strip() == "The loyalty of members isn’t measured No list. 3 rows"
    assert "The brief declares no orders with customer keys (loyalty)" in text(show.loyalty(evaluation()).markup)
