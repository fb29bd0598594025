"""What stands beside the returns: the way to the ROI, what platforms claim, what is only assumed."""

from __future__ import annotations

from dataclasses import dataclass

from smmeasure.core.attributed import AttributedRoas
from smmeasure.core.deflection import AssumedSaving
from smmeasure.core.waterfall import Waterfall
from smmeasure.messages import Message


@dataclass(frozen=True, slots=True)
class Worth:
    """What stands beside the returns.

    Attributes
    ----------
    waterfall : Waterfall or None
        From observed revenue to net gain; None without an ROI, whose own reason says why.
    attributed : AttributedRoas or None
        Attributed ROAS; None where the reason below says why.
    attributed_reason : Message or None
        Why there is no attributed ROAS.
    savings : tuple of AssumedSaving
        What declared rates of deflection would have saved, one per indicator that declares one.
    """

    waterfall: Waterfall | None
    attributed: AttributedRoas | None
    attributed_reason: Message | None
    savings: tuple[AssumedSaving, ...]
