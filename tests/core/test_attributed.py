"""Attributed ROAS: by hand, and never without its gap to what was gained."""

from __future__ import annotations

from small import brief, data_of
from smmeasure.core.attributed import AttributedRoas, attributed_roas
from smmeasure.costs import Attributed, CostBasis, CostItem
from smmeasure.series import SourceFacts
from smmeasure.units import Money

FACTS = SourceFacts("ads.csv", "0" * 64, 9, 9, (), "utf-8")


def ads(spent: float, claimed: float | None) -> CostItem:
    """Buy ads that claim a revenue."""
    found = None if claimed is None else Attributed(Money(claimed, "EUR"), ("7-day click",), 0, FACTS)
    amount = Money(spent, "EUR")
    return CostItem("Ads", "media", amount, estimated=False, basis=CostBasis.EXPORT, attributed=found)


def test_attributed_roas_by_hand() -> None:
    """(3,000 + 1,500) EUR ÷ (1,000 + 500) EUR = 3.00; 4,500 − 2,700 gained = 1,800 EUR only the platform counts."""
    found = attributed_roas([ads(1000, 3000), ads(500, 1500)], Money(1500, "EUR"), Money(2700, "EUR"))

    assert isinstance(found, AttributedRoas)
    assert (found.roas, found.gap, found.settings) == (3.0, Money(1800, "EUR"), ("7-day click",))
    assert found.covers_all_media


def test_spend_without_a_claim_is_left_out() -> None:
    """Ads whose export names no value are no part of the ratio: 3,000 ÷ 1,000, not ÷ 1,500."""
    found = attributed_roas([ads(1000, 3000), ads(500, None)], Money(1500, "EUR"), None)

    assert isinstance(found, AttributedRoas)
    assert (found.roas, found.gap, found.covers_all_media) == (3.0, None, False)


def test_nothing_claimed_and_nothing_spent_have_a_reason() -> None:
    """No number is made of nothing, and nothing is divided by 0."""
    assert str(attributed_roas([ads(500, None)], Money(500, "EUR"), None)) == (
        "No ad export of this brief carries a conversion value."
    )
    assert str(attributed_roas([ads(0, 300)], Money(500, "EUR"), None)) == (
        "The ads with a conversion value cost nothing in these days: nothing can be divided by it."
    )


def test_the_small_brief_has_no_export() -> None:
    """Data of amounts that were stated carry no claim."""
    assert [item.attributed for item in data_of(brief()).costs] == [None, None]
