"""Campaigns side by side: raw effects beside those drawn to their like, and verdicts judged together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smmeasure.brief.catalogue import CATALOGUE
from smmeasure.core.discoveries import Discoveries, discoveries
from smmeasure.core.estimates import Estimate
from smmeasure.core.phases import Phase
from smmeasure.core.results import Verdict
from smmeasure.core.shrinkage import LEAST_PEERS, can_shrink, shrink_relative
from smmeasure.messages import Message, message

_JUDGED = {Verdict.RISE, Verdict.FALL, Verdict.NO_CHANGE}
_OWN = "other"
"""Entry of the catalogue that holds whatever it has no name for: two of them have nothing in common."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of one measured campaign.

    Attributes
    ----------
    campaign, title : str
        The campaign's name and its title.
    is_main : bool
        Whether the campaign is led by this indicator.
    raw : Estimate
        Measured effect as a fraction of the baseline.
    level : float
        Level of its interval, in (0, 1).
    shrunk : Estimate or None
        The same drawn to the campaigns that measured the like; None where they are too few.
    """

    campaign: str
    title: str
    is_main: bool
    raw: Estimate
    level: float
    shrunk: Estimate | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """Campaigns that measured the same kind of indicator.

    Attributes
    ----------
    label : Message
        The kind, as the catalogue names it.
    members : tuple of Compared
        One per campaign, in the order of the records.
    reason : Message or None
        Why nothing is drawn together; None where it is.
    """

    label: Message
    members: tuple[Compared, ...]
    reason: Message | None = None

    @property
    def leads(self) -> bool:
        """Whether any campaign is led by this kind."""
        return any(member.is_main for member in self.members)


def families(records: Sequence[Mapping[str, Any]]) -> tuple[Family, ...]:
    """Put measured campaigns beside those that measured the same kind of indicator.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.

    Returns
    -------
    tuple of Family
        Kinds that a campaign is led by, and those that `LEAST_PEERS` campaigns or more measured, in the
        order of the catalogue.
    """
    found: dict[tuple[str, str], dict[str, Compared]] = {}
    for record in records:
        for kind, one in _measured(record):
            found.setdefault(kind, {}).setdefault(one.campaign, one)
    order = list(CATALOGUE)
    kinds = sorted(found, key=lambda kind: (order.index(kind[0]), kind[1]))
    made = (_family(kind[0], tuple(found[kind].values())) for kind in kinds)
    return tuple(one for one in made if one.leads or not one.reason)


def _measured(record: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Compared]]:
    """Give the kinds of what a campaign measured, the indicator that leads it first."""
    if not record.get("phase") or not Phase(record["phase"]).has_result:
        return
    main = record.get("main_indicator")
    briefed: Mapping[str, Any] = (record.get("parameters") or {}).get("indicators") or {}
    indicators: Mapping[str, Mapping[str, Any]] = record.get("indicators") or {}
    for key, one in sorted(indicators.items(), key=lambda item: item[0] != main):
        measures = str((briefed.get(key) or {}).get("measures"))
        raw = _relative(one)
        if measures in CATALOGUE and measures != _OWN and raw is not None and can_shrink(raw):
            title = str(record.get("title") or record.get("campaign"))
            level = float(one.get("level") or 0.95)
            yield (measures, str(one.get("unit"))), Compared(str(record["campaign"]), title, key == main, raw, level)


def _relative(one: Mapping[str, Any]) -> Estimate | None:
    ends = [one.get(name) for name in ("rel_effect", "rel_effect_ci_lower", "rel_effect_ci_upper")]
    if one.get("verdict") not in _JUDGED or None in ends:
        return None
    return Estimate(*(float(end) for end in ends if end is not None))


def _family(measures: str, members: tuple[Compared, ...]) -> Family:
    label = CATALOGUE[measures].label
    if len(members) < LEAST_PEERS:
        reason = message(
            "«{name}»: measured campaigns: {count}. Three are needed to draw their effects together.",
            name=label,
            count=len(members),
        )
        return Family(label, members, reason)
    drawn = shrink_relative([one.raw for one in members], [one.level for one in members])
    return Family(
        label,
        tuple(
            Compared(one.campaign, one.title, one.is_main, one.raw, one.level, shrunk)
            for one, shrunk in zip(members, drawn, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Together:
    """The verdicts on the main indicators, judged together.

    Attributes
    ----------
    tested : int
        Campaigns with a verdict that a p-value stands behind.
    called : int
        Of those, verdicts of a rise or a fall.
    standing : tuple of str
        Names of the campaigns whose rise or fall stands.
    fallen : tuple of str
        Names of those whose rise or fall does not.
    found : Discoveries
        Adjusted p-values, in the order of the records.
    """

    tested: int
    called: int
    standing: tuple[str, ...]
    fallen: tuple[str, ...]
    found: Discoveries


def judged_together(records: Sequence[Mapping[str, Any]]) -> Together:
    """Judge the main indicators of all measured campaigns together.

    Parameters
    ----------
    records : sequence of mapping
        Contents of the ``result.json`` files.
    """
    mains = [(record, _main(record)) for record in records if _main(record) is not None]
    tests = [(record, one) for record, one in mains if one and one.get("pvalue") is not None]
    # The strictest level of all: where they differ, no verdict stands that its own report would not give.
    rate = min((1.0 - float(one.get("level") or 0.95) for _, one in tests), default=0.05)
    found = discoveries([float(one["pvalue"]) for _, one in tests], rate)
    called = [
        (str(record["campaign"]), stands)
        for (record, one), stands in zip(tests, found.stand, strict=True)
        if one["verdict"] != Verdict.NO_CHANGE
    ]
    return Together(
        len(tests),
        len(called),
        tuple(name for name, stands in called if stands),
        tuple(name for name, stands in called if not stands),
        found,
    )


def _main(record: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Give the main indicator of a campaign that has a result and a verdict on it."""
    if not record.get("phase") or not Phase(record["phase"]).has_result:
        return None
    one: Mapping[str, Any] = (record.get("indicators") or {}).get(str(record.get("main_indicator"))) or {}
    return one if one.get("verdict") in _JUDGED else None
