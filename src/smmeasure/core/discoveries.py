"""Many campaigns judged at once: how many verdicts stand when false ones among them are kept rare.

Benjamini and Hochberg 1995 (doi:10.1111/j.2517-6161.1995.tb02031.x), as statsmodels works it out. It holds for
independent tests and for tests that err the same way (Benjamini and Yekutieli 2001, doi:10.1214/aos/1013699998).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from statsmodels.stats.multitest import multipletests


@dataclass(frozen=True, slots=True)
class Discoveries:
    """Which effects stand when all are judged together.

    Attributes
    ----------
    rate : float
        Share of false ones that is accepted, on average, among those that stand; a fraction.
    pvalues : tuple of float
        Adjusted p-values, in the order given.
    stand : tuple of bool
        Whether each one stands.
    """

    rate: float
    pvalues: tuple[float, ...]
    stand: tuple[bool, ...]


def discoveries(pvalues: Sequence[float], rate: float = 0.05) -> Discoveries:
    """Judge effects together.

    Parameters
    ----------
    pvalues : sequence of float
        One per campaign, those without an effect too: leaving them out would flatter the others.
    rate : float
        Share of false ones accepted among those that stand, in (0, 1).
    """
    if len(pvalues) == 0:
        return Discoveries(rate, (), ())
    stand, adjusted, *_ = multipletests(list(pvalues), alpha=rate, method="fdr_bh")
    return Discoveries(rate, tuple(map(float, adjusted)), tuple(map(bool, stand)))
