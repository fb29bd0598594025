"""Trimmed match: the toy numbers of its authors' library, and what it refuses."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from smmeasure.core.panel.trimmed_match import trimmed_match
from smmeasure.errors import CallError

RESPONSES, SPENDS = [1.0, 10.0, 3.0, 8.0], [1.0, 5.0, 2.0, 5.0]


def test_five_pairs() -> None:
    """One pair at each end is trimmed; the 80 % interval is the published one."""
    found = trimmed_match([*RESPONSES, 5.0], [*SPENDS, 3.0], level=0.8)
    assert (found.iroas, found.trimmed) == (pytest.approx(1.6), (0, 1))
    assert (round(found.ci_lower, 2), round(found.ci_upper, 2)) == (1.52, 1.66)


def test_four_pairs_untrimmed() -> None:
    """Without trimming the return is the ratio of the sums."""
    found = trimmed_match(RESPONSES, SPENDS, trim_rate=0.0)
    assert found.iroas == pytest.approx(22 / 13)
    assert [round(value, 3) for value in (found.standard_error, found.ci_lower, found.ci_upper)] == [0.138, 1.25, 1.905]


@pytest.mark.parametrize("trim_rate", [0.2, None])
def test_four_pairs_trimmed(trim_rate: float | None) -> None:
    """Trimming a fifth, or as much as the standard error asks for, leaves two pairs."""
    found = trimmed_match(RESPONSES, SPENDS, trim_rate=trim_rate)
    assert (found.iroas, found.trimmed) == (pytest.approx(11 / 7), (0, 1))
    assert [round(value, 3) for value in (found.standard_error, found.ci_lower, found.ci_upper)] == [
        0.041,
        -29.374,
        1.619,
    ]


@pytest.mark.parametrize(("spends", "iroas"), [([1.0] * 5, 3.0), ([1.0, 2.0, 3.0, 4.0, 5.0], 1.0)])
def test_ties(spends: list[float], iroas: float) -> None:
    """Equal spends, and responses in proportion to spends, have their plain return."""
    assert trimmed_match([1.0, 2.0, 3.0, 4.0, 5.0], spends).iroas == pytest.approx(iroas)


@pytest.mark.parametrize(
    ("responses", "spends", "told"),
    [
        (
            RESPONSES,
            [1e-14] * 4,
            (
                "spends: found differences that are all about zero; expected at least one pair whose spend differs. "
                "Without spend there is no return on it: measure the response alone."
            ),
        ),
        (
            [1.0, 2.0],
            [1.0, -1.0],
            (
                "spends: found differences that cancel out; expected more spend on one side than on the other. "
                "Without spend there is no return on it: measure the response alone."
            ),
        ),
        (
            [1.0, np.nan],
            [1.0, 1.0],
            (
                "responses, spends: found values that are missing or infinite; expected finite numbers. "
                "Leave those pairs out."
            ),
        ),
        (
            [1.0],
            [1.0, 2.0],
            (
                "responses, spends: found 1 and 2 values; expected one of each for two pairs or more. "
                "Give treated minus control of each pair, in the same order."
            ),
        ),
    ],
)
def test_what_is_refused(responses: list[float], spends: list[float], told: str) -> None:
    """No spend, no return; the message says what to do."""
    with pytest.raises(CallError) as caught:
        trimmed_match(responses, spends)
    assert str(caught.value) == told


@given(seed=st.integers(0, 10_000), pairs=st.integers(2, 12), factor=st.floats(0.1, 10.0))
def test_the_interval_holds_the_return_and_follows_its_scale(seed: int, pairs: int, factor: float) -> None:
    """Responses in another currency give a return in that currency."""
    rng = np.random.default_rng(seed)
    spends = rng.uniform(1.0, 5.0, pairs)
    responses = 2.0 * spends + rng.normal(size=pairs)
    found, scaled = trimmed_match(responses, spends), trimmed_match(factor * responses, spends)
    assert found.ci_lower <= found.iroas <= found.ci_upper
    # Equal up to rounding.
    assert scaled.iroas == pytest.approx(factor * found.iroas, rel=1e-6)
    assert scaled.trimmed == found.trimmed
