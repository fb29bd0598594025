"""Units: what may be added to what."""

from __future__ import annotations

import operator
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.errors import UnitError
from smmeasure.units import COUNT, FRACTION, PEOPLE, Count, Kind, Money, MoneyEquivalent, Rate, Unit

AMOUNTS = st.floats(-1e9, 1e9)
EURO, POUND, EQUIVALENT = Money(5, "EUR"), Money(5, "GBP"), MoneyEquivalent(5, "EUR")
OPERATIONS = [operator.add, operator.sub, operator.truediv, operator.lt]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("count", COUNT),
        ("people", PEOPLE),
        ("fraction", FRACTION),
        ("seconds", Unit(Kind.SECONDS)),
        ("points", Unit(Kind.POINTS)),
        ("EUR", Unit(Kind.MONEY, "EUR")),
        ("EUR_eq", Unit(Kind.MONEY_EQUIVALENT, "EUR")),
    ],
)
def test_a_unit_reads_back_what_it_writes(text: str, unit: Unit) -> None:
    """The name of a unit and the unit stand for each other."""
    assert Unit.parse(text) == unit
    assert str(unit) == text


@pytest.mark.parametrize(
    "text", ["", "eur", "EURO", "EU", "A1Z", "A-B", "ÄÖÜ", "EUR_eq_eq", "_eq", "EUR_EQ", "money", "Count", "EUR "]
)
def test_what_names_no_unit_is_none(text: str) -> None:
    """A text that is no unit gives none, so that the reader can complain of its place."""
    assert Unit.parse(text) is None


def test_only_what_adds_up_over_days_is_summable() -> None:
    """People reached, fractions and points of several days are never added."""
    assert {kind for kind in Kind if Unit(kind, "EUR").is_summable} == {
        Kind.COUNT,
        Kind.MONEY,
        Kind.MONEY_EQUIVALENT,
        Kind.SECONDS,
    }


def test_an_equivalent_is_no_money() -> None:
    """The unit EUR_eq is not money, so that it can't enter an ROI."""
    assert EURO.unit.is_money
    assert not EQUIVALENT.unit.is_money
    assert EURO != EQUIVALENT


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("other", [EQUIVALENT, POUND, 5, 5.0, Count(5), Rate(5)])
def test_money_meets_only_money_of_its_currency(operation: Callable[[object, object], object], other: object) -> None:
    """Money and anything else refuse to meet, from the left and, for amounts, from the right."""
    with pytest.raises(UnitError):
        operation(EURO, other)
    if isinstance(other, Money | MoneyEquivalent):
        with pytest.raises(UnitError):
            operation(other, EURO)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (EURO, EQUIVALENT, "addition: found EUR with EUR_eq"),
        (EQUIVALENT, EURO, "addition: found EUR_eq with EUR"),
        (EURO, POUND, "addition: found EUR with GBP"),
        (EURO, 5, "addition: found EUR with int"),
    ],
)
def test_a_refusal_names_both_units(left: Money, right: Money, message: str) -> None:
    """The error says which two units were to meet."""
    with pytest.raises(UnitError) as caught:
        left + right

    assert str(caught.value) == (
        f"{message}; expected two quantities of one unit. "
        "Convert one of them by a stated price first, or keep them apart."
    )


@pytest.mark.parametrize("pair", [(EURO, EURO), (EURO, EQUIVALENT), (EQUIVALENT, EURO)])
def test_money_times_money_is_nothing(pair: tuple[Money, Money]) -> None:
    """Two amounts are never multiplied."""
    with pytest.raises(UnitError):
        pair[0] * pair[1]


@given(AMOUNTS, AMOUNTS)
def test_money_adds_like_its_amounts(first: float, second: float) -> None:
    """Sum and difference of money are those of the amounts, in the same currency."""
    assert Money(first, "EUR") + Money(second, "EUR") == Money(first + second, "EUR")
    assert Money(first, "EUR") - Money(second, "EUR") == Money(first - second, "EUR")


@given(AMOUNTS, st.floats(-100, 100))
def test_an_equivalent_stays_an_equivalent(amount: float, factor: float) -> None:
    """Scaling, adding and negating an equivalent never makes money of it."""
    equivalent = MoneyEquivalent(amount, "EUR")

    assert {
        type(made) for made in (equivalent * factor, factor * equivalent, -equivalent, equivalent + equivalent)
    } == {MoneyEquivalent}


def test_money_over_money_is_a_pure_number() -> None:
    """300 EUR over 200 EUR is 1.5, without a unit."""
    assert Money(300, "EUR") / Money(200, "EUR") == 1.5


def test_amounts_are_written_with_their_unit() -> None:
    """An equivalent is marked in every text."""
    assert (str(Money(1234.5, "EUR")), str(MoneyEquivalent(1234.5, "EUR"))) == ("1,234.50 EUR", "1,234.50 EUR_eq")
    assert repr(MoneyEquivalent(1.0, "EUR")) == "MoneyEquivalent(1.0, 'EUR')"
