"""ROE against the engagement expected: all of it as counted, and what lies beyond the baseline with its interval.

``counted / expected`` flatters a campaign whose engagement would mostly have come anyway. Beside it stands
``(counted - baseline) / (expected - baseline)``, which is 0 where nothing changed and 1 where the expected
total was met.
"""

from __future__ import annotations

import math

from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.results import Uplift
from smmeasure.core.returns import Beyond, Return, ReturnName
from smmeasure.messages import Message, message


def roe_expected(uplift: Uplift, expected: Estimate) -> Return:
    """Return against the engagement expected: achieved over expected.

    Parameters
    ----------
    uplift : Uplift
        Effect on the engagement, totals over the window; `observed` is finite.
    expected : Estimate
        Total expected over the window when it was planned, above 0, with its range; no width where it was given as
        one number. What was achieved is counted, so that the interval of the share is that of the expectation.
    """
    observed = uplift.observed
    share = Estimate(observed / expected.value, observed / expected.ci_upper, observed / expected.ci_lower)
    return Return(
        ReturnName.ROE_EXPECTED,
        share,
        Evidence.MEASURED,
        message("{observed} counted ÷ {expected} expected", observed=round(observed), expected=round(expected.value)),
        beyond=_beyond(uplift, expected),
    )


def _beyond(uplift: Uplift, expected: Estimate) -> Beyond:
    """Give the share gained of what was expected beyond the baseline, or say why there is none."""
    lowest, highest = uplift.observed - uplift.effect_ci_upper, uplift.observed - uplift.effect_ci_lower
    if not math.isfinite(highest - lowest):
        return Beyond(reason=message("The effect could not be measured."))
    if expected.ci_lower <= highest:
        return Beyond(reason=_NOT_BEYOND)
    # On either side of the expectation the share is monotone in the baseline, and in the expectation: the
    # widest that both ranges allow lies at their ends.
    ends = [
        (uplift.observed - baseline) / (wanted - baseline)
        for baseline in (lowest, highest)
        for wanted in (expected.ci_lower, expected.ci_upper)
    ]
    wanted = expected.value - uplift.baseline
    return Beyond(
        Estimate(uplift.effect / wanted, min(ends), max(ends)),
        message(
            "{gained} gained ÷ {wanted} expected beyond the baseline",
            gained=round(uplift.effect),
            wanted=round(wanted),
        ),
    )


_NOT_BEYOND: Message = message("What was expected lies within what would have come without the campaign.")
