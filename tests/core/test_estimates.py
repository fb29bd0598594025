"""Numbers with intervals: scaling, adding, averaging."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.estimates import Estimate, added, averaged

NUMBERS = st.floats(-1e6, 1e6)


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Draw a number inside its interval."""
    low, value, high = sorted(draw(st.tuples(NUMBERS, NUMBERS, NUMBERS)))
    return Estimate(value, low, high)


def holds(estimate: Estimate) -> bool:
    """Tell whether an interval contains its number."""
    return estimate.ci_lower <= estimate.value <= estimate.ci_upper


@given(estimates(), NUMBERS)
def test_an_interval_keeps_its_number(estimate: Estimate, factor: float) -> None:
    """Scaling, also by a negative number, and shifting leave the number inside its interval."""
    assert holds(estimate.scaled(factor))
    assert holds(estimate.shifted(factor))


@given(st.lists(estimates(), min_size=1, max_size=5))
def test_sums_and_means_contain_their_number(parts: list[Estimate]) -> None:
    """The interval of a sum or mean contains it."""
    assert holds(added(parts))
    assert holds(averaged(parts))


def test_ends_are_added_to_ends() -> None:
    """10 (8 to 13) and 20 (15 to 22) are 30 (23 to 35); their mean is 15 (11.5 to 17.5)."""
    parts = [Estimate(10, 8, 13), Estimate(20, 15, 22)]

    assert added(parts) == Estimate(30, 23, 35)
    assert averaged(parts) == Estimate(15, 11.5, 17.5)


def test_a_negative_factor_swaps_the_ends() -> None:
    """A fall of 10 (8 to 13) saves what a rise would cost."""
    assert Estimate(-10, -13, -8).scaled(-2) == Estimate(20, 16, 26)
