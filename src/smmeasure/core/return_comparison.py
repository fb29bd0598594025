"""ROIs of measured campaigns side by side: each as measured, and drawn to their mean.

One campaign's ROI holds the luck of its effect. Where three campaigns or more were measured in money on series
of their own, their ROIs tell how far true ones scatter (`smmeasure.core.shrinkage`), and each is drawn to the mean by
the share of its variance that is noise. They are drawn as they are, not as logarithms of gain over cost: those would
leave out every campaign whose gain may lie below 0, and so flatter the mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from smmeasure.core.comparison import Compared
from smmeasure.core.estimates import Estimate
from smmeasure.core.phases import Phase
from smmeasure.core.portfolio_totals import Overlap, money_overlaps
from smmeasure.core.shrinkage import LEAST_PEERS, shrink_measured
from smmeasure.messages import Message, message


@dataclass(frozen=True, slots=True)
class ComparedReturns:
    """ROIs of measured campaigns.

    Attributes
    ----------
    members : tuple of Compared
        One per campaign that may be compared, in the order of the records; ROIs as fractions.
    reason : Message or None
        Why nothing is drawn together; None where it is.
    left_out : tuple of Overlap
        Campaigns whose effects hold some of each other's: their ROIs don't err independently.
    """

    members: tuple[Compared, ...]
    reason: Message | None
    left_out: tuple[Overlap, ...]


def compared_returns(records: Sequence[Mapping[str, Any]]) -> ComparedReturns:
    """Put the ROIs of measured campaigns beside each other.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    """
    left_out = money_overlaps(records)
    doubled = {name for overlap in left_out for name in (overlap.first, overlap.second)}
    members = tuple(one for one in _measured(records) if one.campaign not in doubled)
    if len(members) < LEAST_PEERS:
        reason = message(
            "Measured campaigns with an ROI of their own: {count}. Three are needed to draw ROIs together.",
            count=len(members),
        )
        return ComparedReturns(members, reason, left_out)
    drawn = shrink_measured([one.raw for one in members], [one.level for one in members])
    shrunk = tuple(replace(one, shrunk=estimate) for one, estimate in zip(members, drawn, strict=True))
    return ComparedReturns(shrunk, None, left_out)


def _measured(records: Sequence[Mapping[str, Any]]) -> Iterator[Compared]:
    """Give the ROIs of campaigns that are over, with an interval that has a width."""
    for record in records:
        if not record.get("phase") or not Phase(record["phase"]).has_result:
            continue
        found = ((record.get("returns") or {}).get("roi") or {}).get("estimate") or {}
        ends = [found.get(name) for name in ("value", "ci_lower", "ci_upper")]
        if None in ends:
            continue
        roi = Estimate(*(float(end) for end in ends if end is not None))
        if roi.ci_upper > roi.ci_lower:
            name = str(record["campaign"])
            level = float((record.get("parameters") or {}).get("level") or 0.95)
            yield Compared(name, str(record.get("title") or name), is_main=True, raw=roi, level=level)
