"""Whether as many people came into each arm as were meant to: where not, something went wrong with the draw.

Fabijan et al. (2019), *Diagnosing sample ratio mismatch in online controlled experiments*, KDD 2019, section 2:
Pearson's chi-square test of the counts against the expected shares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

from smmeasure.brief.faults import quoted
from smmeasure.errors import Fault
from smmeasure.messages import Message, message

_ALARM = 0.001
"""P-value below which the draw is doubted: Kohavi, Tang and Xu (2020), *Trustworthy online controlled experiments*."""


@dataclass(frozen=True, slots=True)
class Balance:
    """People in each arm against the shares that were meant.

    Attributes
    ----------
    arms : tuple of str
        Names, sorted; the control arm among them.
    people : tuple of int
        People in each arm.
    expected : tuple of float
        People that were to be expected in each arm.
    pvalue : float
        Of the shares that were meant.
    mismatch : Message or None
        What to do where the p-value is below 0.001; else None.
    """

    arms: tuple[str, ...]
    people: tuple[int, ...]
    expected: tuple[float, ...]
    pvalue: float
    mismatch: Message | None


def balance(sizes: Mapping[str, int], shares: Mapping[str, float]) -> Balance:
    """Compare the people of each arm with the shares that were meant.

    Parameters
    ----------
    sizes : mapping of str to int
        People by arm.
    shares : mapping of str to float
        Positive, one for each arm; only their ratios count.
    """
    arms = tuple(sorted(sizes))
    people = np.array([sizes[arm] for arm in arms], dtype=float)
    meant = np.array([shares[arm] for arm in arms], dtype=float)
    expected = meant / meant.sum() * people.sum()
    pvalue = float(stats.chisquare(people, expected).pvalue)
    return Balance(
        arms=arms,
        people=tuple(sizes[arm] for arm in arms),
        expected=tuple(expected.tolist()),
        pvalue=pvalue,
        mismatch=_mismatch(pvalue) if pvalue < _ALARM else None,
    )


def _mismatch(pvalue: float) -> Message:
    return message(
        "The arms don't have the sizes that were meant (p = {pvalue}): people were lost or added after the draw, and "
        "those may differ. Find out where before the effect is believed.",
        pvalue=float(f"{pvalue:.1e}"),
    )


def share_of_arm_faults(arms: tuple[str, ...], shares: object) -> Iterator[Fault]:
    """Look for what expected shares of arms can't be."""
    if not isinstance(shares, Mapping):
        yield Fault(
            "shares",
            message("a {type}", type=type(shares).__name__),
            message("what part of the people was meant for each arm, by its name"),
            message("Write for instance `{{'control': 0.5, 'mail': 0.5}}`."),
        )
        return
    named = {str(name) for name in shares}
    if named != set(arms):
        yield Fault(
            "shares",
            message("the arms «{names}»", names=quoted(", ".join(sorted(named)))),
            message("one share for each of «{arms}»", arms=quoted(", ".join(arms))),
            message("Name every arm once, the control arm too."),
        )
    wrong = [name for name, share in shares.items() if not _positive(share)]
    if wrong:
        yield Fault(
            "shares",
            message("no positive number for «{names}»", names=quoted(", ".join(map(str, wrong)))),
            message("positive numbers"),
            message("Leave out an arm that nobody was drawn for, and its people."),
        )


def _positive(share: object) -> bool:
    return isinstance(share, int | float) and not isinstance(share, bool) and bool(np.isfinite(share)) and share > 0
