"""Words for rates, leaks and ratios of two systems."""

from __future__ import annotations

import pytest

from smmeasure.core.estimates import Estimate
from smmeasure.core.funnel import RateKind
from smmeasure.show.conversion import QUESTIONS, rate_range, rate_text
from smmeasure.show.words import Words
from smmeasure.units import COUNT, Unit

EUR = Unit.parse("EUR") or COUNT
RATES = [
    (0.053, RateKind.SHARE, COUNT, "5.3%"),
    (1.3, RateKind.SHARE, COUNT, "× 1.30"),
    (0.82, RateKind.RATIO, COUNT, "82%"),
    (59.5, RateKind.AMOUNT, EUR, "€59.50 each"),
    (54.0, None, EUR, "€54 each"),
]


@pytest.mark.parametrize(("value", "kind", "unit", "said"), RATES)
def test_a_rate_is_said_by_its_kind(value: float, kind: RateKind | None, unit: Unit, said: str) -> None:
    """A share is in per cent, more than all a factor, an amount has its unit."""
    assert rate_text(value, kind, unit, Words("en")) == said


def test_a_range_is_said_as_its_rate() -> None:
    """Both ends of a factor are factors, also where one lies below 1."""
    assert rate_range(Estimate(1.1, 0.9, 1.3), RateKind.RATIO, COUNT, Words("en")) == "between × 0.90 and × 1.30"


def test_every_leak_asks_every_department() -> None:
    """Price, ergonomics, information, page structure and after-sales are asked about whatever step leaks."""
    assert [len({str(one) for one in asked}) for asked in QUESTIONS.values()] == [5, 5, 5]
