"""What is said of several campaigns: one frozen value per idea."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from smmeasure.core.effects import TotalEffect
from smmeasure.core.gaps.note import DataNote
from smmeasure.core.results import Calibration
from smmeasure.messages import Message


@dataclass(frozen=True, slots=True)
class CampaignPart:
    """The part of a joint effect that belongs to one campaign, or to several that can't be told apart.

    Attributes
    ----------
    names : tuple of str
        The campaign; several where they ran on the same days.
    total : TotalEffect
        Its effect over its own days. `baseline` is the total of those days without any campaign;
        `observed` is that baseline plus the effect, as if the other campaigns had not run.
    share : float
        Part of the joint effect, a fraction; nan where the joint effect could be nothing.
    share_ci_lower, share_ci_upper : float
        Interval of `share` (Fieller 1954); a share may lie below 0 or above 1.
    reason : Message or None
        Why campaigns can't be told apart, or nothing is measurable; else None.
    """

    names: tuple[str, ...]
    total: TotalEffect
    share: float
    share_ci_lower: float
    share_ci_upper: float
    reason: Message | None = None

    @property
    def label(self) -> str:
        """Name of the part in tables."""
        return " + ".join(self.names)


@dataclass(frozen=True, slots=True)
class CampaignShares:
    """Several campaigns in one series, each with its part of the joint effect.

    Attributes
    ----------
    parts : tuple of CampaignPart
        In the order of the campaigns; their effects add up to the joint effect.
    joint : TotalEffect
        Observed minus baseline over all days with a campaign.
    covariance : pandas.DataFrame, shape (parts, parts)
        Covariance of the estimated effects, unit of the series squared; nan where not measurable.
        With Student's t it is the scale matrix.
    correlation : pandas.DataFrame, shape (parts, parts)
        The same as correlations.
    notes : tuple of Message
        What the correlations mean, one sentence for each pair that is far from independent, and which
        controls moved with the campaigns and are not used.
    data_notes : tuple of DataNote
        What was seen wrong with the days of the series.
    level : float
        Confidence level of all intervals, in (0, 1).
    method : str
        Name of the baseline; empty where not measurable.
    calibration : Calibration or None
        What placebos as long as the longest stretch of campaigns showed.
    reason : Message or None
        Why nothing is measurable, with what would be needed; else None.
    """

    parts: tuple[CampaignPart, ...]
    joint: TotalEffect
    covariance: pd.DataFrame
    correlation: pd.DataFrame
    notes: tuple[Message, ...]
    data_notes: tuple[DataNote, ...]
    level: float
    method: str
    calibration: Calibration | None
    reason: Message | None = None

    def part(self, name: str) -> CampaignPart:
        """Give the part that a campaign belongs to."""
        return next(part for part in self.parts if name in part.names)
