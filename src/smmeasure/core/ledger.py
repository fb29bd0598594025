"""What was said of every campaign, and when: entries of the ledger, and verdicts that no longer stand.

Nothing here touches a disk: `smmeasure.run.ledger` reads and writes the lines.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from smmeasure.brief.findings import Finding, Severity
from smmeasure.core.estimates import Estimate
from smmeasure.core.phases import Phase
from smmeasure.core.results import Verdict
from smmeasure.messages import Message, message
from smmeasure.units import Rate

LEDGER = 1
"""Version of a line's shape."""

FLIP_RULE = 42
"""Number of the finding that an earlier verdict no longer stands."""

ROI = "roi"
"""Stands for the ROI among the indicators of a flip; a brief's keys can't be mistaken for it (see `Flip`)."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one indicator.

    Attributes
    ----------
    name : object
        Name of the indicator, as recorded: a text, or a template with its values.
    verdict : Verdict
        The verdict.
    rel_effect : Estimate or None
        Effect as a fraction of the baseline; None where it could not be told.
    """

    name: object
    verdict: Verdict
    rel_effect: Estimate | None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One evaluation of one campaign.

    Attributes
    ----------
    campaign : str
        Short name.
    as_of : datetime.date
        Date of the report.
    phase : Phase
        Where the campaign stood.
    inputs : str
        Fingerprint of all that the evaluation depends on, hexadecimal.
    indicators : mapping of str to Said
        What was said, by key in the brief; controls and unmeasured ones are left out.
    roi : Estimate or None
        ROI as a fraction; None where there was none.
    """

    campaign: str
    as_of: date
    phase: Phase
    inputs: str
    indicators: Mapping[str, Said]
    roi: Estimate | None


@dataclass(frozen=True, slots=True)
class Flip:
    """An earlier verdict that no longer stands.

    Attributes
    ----------
    place : str
        ``indicators.<key>`` or ``returns.roi``.
    name : object
        What it is about, as recorded.
    before_on, later_on : datetime.date
        Dates of the two reports.
    before, later : Verdict
        The two verdicts; of the ROI, ``rise`` where it was above 0, ``fall`` where below, else
        ``no measurable change``.
    before_estimate, later_estimate : Estimate or None
        The two intervals, as fractions; None where nothing could be told.
    """

    place: str
    name: object
    before_on: date
    later_on: date
    before: Verdict
    later: Verdict
    before_estimate: Estimate | None
    later_estimate: Estimate | None


def ledger_entry(record: Mapping[str, Any], inputs: str) -> LedgerEntry | None:
    """Take from a record what the ledger keeps.

    Parameters
    ----------
    record : mapping
        Content of a ``result.json``.
    inputs : str
        Fingerprint of all that it depends on.

    Returns
    -------
    LedgerEntry or None
        None for a record without a date or a phase: there is no evaluation to keep.
    """
    if not record.get("as_of") or not record.get("phase"):
        return None
    indicators: Mapping[str, Mapping[str, Any]] = record.get("indicators") or {}
    roi = ((record.get("returns") or {}).get("roi") or {}).get("estimate")
    return LedgerEntry(
        campaign=str(record.get("campaign")),
        as_of=date.fromisoformat(str(record["as_of"])),
        phase=Phase(record["phase"]),
        inputs=inputs,
        indicators={
            key: Said(one.get("name"), Verdict(one["verdict"]), _interval(one))
            for key, one in indicators.items()
            if one.get("verdict")
        },
        roi=_estimate(roi),
    )


def _interval(one: Mapping[str, Any]) -> Estimate | None:
    names = ("value", "ci_lower", "ci_upper")
    ends = (one.get("rel_effect"), one.get("rel_effect_ci_lower"), one.get("rel_effect_ci_upper"))
    return _estimate(dict(zip(names, ends, strict=True)))


def _estimate(one: Mapping[str, Any] | None) -> Estimate | None:
    ends = [(one or {}).get(name) for name in ("value", "ci_lower", "ci_upper")]
    numbers = [float(end) if end is not None else math.nan for end in ends]
    return Estimate(*numbers) if all(map(math.isfinite, numbers)) else None


def to_line(entry: LedgerEntry) -> str:
    """Write an entry as one line of JSON in ASCII, without its end; the same entry gives the same text."""
    content = {
        "ledger": LEDGER,
        "campaign": entry.campaign,
        "as_of": entry.as_of.isoformat(),
        "phase": entry.phase.value,
        "inputs": entry.inputs,
        "indicators": {key: _plain_said(said) for key, said in entry.indicators.items()},
        "roi": _plain(entry.roi),
    }
    return json.dumps(content, sort_keys=True, allow_nan=False, separators=(",", ":"))


def _plain_said(said: Said) -> Mapping[str, object]:
    return {"name": said.name, "verdict": said.verdict.value, "rel_effect": _plain(said.rel_effect)}


def _plain(estimate: Estimate | None) -> Mapping[str, float] | None:
    if estimate is None:
        return None
    return {"value": estimate.value, "ci_lower": estimate.ci_lower, "ci_upper": estimate.ci_upper}


def from_line(line: str | bytes) -> LedgerEntry | None:
    """Read one line; None where it is no entry: torn, or written by something else."""
    try:
        content = json.loads(line)
        indicators = {
            key: Said(one["name"], Verdict(one["verdict"]), _estimate(one["rel_effect"]))
            for key, one in content["indicators"].items()
        }
        return LedgerEntry(
            str(content["campaign"]),
            date.fromisoformat(content["as_of"]),
            Phase(content["phase"]),
            str(content["inputs"]),
            indicators,
            _estimate(content["roi"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def is_kept(entry: LedgerEntry, kept: Iterable[LedgerEntry]) -> bool:
    """Say whether this campaign was evaluated on this date from the very same inputs."""
    key = entry.campaign, entry.as_of, entry.inputs
    return any(key == (one.campaign, one.as_of, one.inputs) for one in kept)


def flips(entry: LedgerEntry, kept: Sequence[LedgerEntry]) -> tuple[Flip, ...]:
    """Find the verdicts that were different in an earlier evaluation.

    Parameters
    ----------
    entry : LedgerEntry
        The evaluation that is now.
    kept : sequence of LedgerEntry
        The ledger in its own order. Where `entry` stands in it, only what stands before it counts, so
        that a report made again says the same.

    Returns
    -------
    tuple of Flip
        Each verdict against the latest earlier one that differs from it, by the date of the report.
        Verdicts of a campaign that was still running are none: they were not the result.
    """
    if not entry.phase.has_result:
        return ()
    earlier = _earlier(entry, kept)
    found = [_flip(entry, key, said, earlier) for key, said in entry.indicators.items()]
    return tuple(one for one in (*found, _roi_flip(entry, earlier)) if one is not None)


def _earlier(entry: LedgerEntry, kept: Sequence[LedgerEntry]) -> list[LedgerEntry]:
    """Give the earlier evaluations of a campaign that have a result, latest first."""
    before: list[LedgerEntry] = []
    for one in kept:
        if is_kept(entry, [one]):
            break
        if one.campaign == entry.campaign and one.phase.has_result and one.as_of <= entry.as_of:
            before.append(one)
    # Sorting is stable: of one date, the line written last comes first.
    return sorted(before, key=lambda one: one.as_of)[::-1]


def _flip(entry: LedgerEntry, key: str, now: Said, earlier: Iterable[LedgerEntry]) -> Flip | None:
    for one in earlier:
        before = one.indicators.get(key)
        if before is not None and before.verdict is not now.verdict:
            verdicts, estimates = (before.verdict, now.verdict), (before.rel_effect, now.rel_effect)
            return Flip(f"indicators.{key}", now.name, one.as_of, entry.as_of, *verdicts, *estimates)
    return None


def _roi_flip(entry: LedgerEntry, earlier: Iterable[LedgerEntry]) -> Flip | None:
    if entry.roi is None:
        return None
    now = _side(entry.roi)
    for one in earlier:
        if one.roi is not None and _side(one.roi) is not now:
            name = {"message": "ROI", "values": {}}
            return Flip("returns.roi", name, one.as_of, entry.as_of, _side(one.roi), now, one.roi, entry.roi)
    return None


def _side(roi: Estimate) -> Verdict:
    if roi.ci_lower > 0.0:
        return Verdict.RISE
    return Verdict.FALL if roi.ci_upper < 0.0 else Verdict.NO_CHANGE


_VERDICTS: dict[Verdict, Message] = {
    Verdict.RISE: message("rise"),
    Verdict.FALL: message("fall"),
    Verdict.NO_CHANGE: message("no measurable change"),
    Verdict.NOT_MEASURABLE: message("not measurable"),
}

_SIDES: dict[Verdict, Message] = {
    Verdict.RISE: message("gain"),
    Verdict.FALL: message("loss"),
    Verdict.NO_CHANGE: message("gain or loss, undecided"),
}


def flip_findings(found: Iterable[Flip]) -> Iterator[Finding]:
    """Say each verdict that no longer stands as a finding, with both dates and both intervals.

    Parameters
    ----------
    found : iterable of Flip
        As `flips` gives them.
    """
    for flip in found:
        labels = _SIDES if flip.place == f"returns.{ROI}" else _VERDICTS
        yield Finding(
            FLIP_RULE,
            Severity.WARNING,
            flip.place,
            message(
                "«{name}»: the report of {before_on} said «{before}» ({earlier}); that of {now_on} says «{now}» "
                "({later}).",
                name=_name(flip.name),
                before_on=flip.before_on,
                before=labels[flip.before],
                earlier=_range(flip.before_estimate),
                now_on=flip.later_on,
                now=labels[flip.later],
                later=_range(flip.later_estimate),
            ),
            message("Find out what changed since: the data, the brief or the tool. Tell those who read the first one."),
        )


def _name(recorded: object) -> str | Message:
    """Give a recorded name back as what it was."""
    if isinstance(recorded, Mapping) and isinstance(recorded.get("message"), str):
        return Message(recorded["message"], dict(recorded.get("values") or {}))
    return str(recorded)


def _range(estimate: Estimate | None) -> Message:
    if estimate is None:
        return message("no interval")
    low, high = (Rate(end, signed=True) for end in (estimate.ci_lower, estimate.ci_upper))
    return message("between {low} and {high}", low=low, high=high)
