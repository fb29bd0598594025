"""What a series lacks: gaps, zeros, repeated days, an early end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.brief.checks import Finding, Severity
from smmeasure.core.gaps.note import DataNote, NoteKind
from smmeasure.messages import message
from smmeasure.series import IndicatorSeries
from smmeasure.windows import Window

GAP_RULE, DUPLICATE_RULE, EARLY_END_RULE, CONTROL_RULE = 31, 32, 33, 34

NOTE_RULES = {
    NoteKind.PARTIAL_DAY: 35,
    NoteKind.ZEROS: 36,
    NoteKind.REPEATS: 37,
    NoteKind.BREAK: 38,
    NoteKind.SHIFT: 39,
}
"""One rule for each defect that can be seen in the days of a series."""


@dataclass(frozen=True, slots=True)
class Quality:
    """The state of one series on the date of the report.

    Attributes
    ----------
    first, last : datetime.date or None
        First and last day with a value; None for a series without any.
    days : int
        Days with a value.
    missing : int
        Days without a value between the first and the last one.
    missing_in_window : int
        Days without a value inside the campaign's window, up to the date of the report.
    longest_gap : int
        Longest run of days without a value between the first and the last one.
    zeros : int
        Days whose value is 0.
    duplicates : int
        Days that stood more than once in the file with the same value.
    """

    first: date | None
    last: date | None
    days: int
    missing: int
    missing_in_window: int
    longest_gap: int
    zeros: int
    duplicates: int


def quality_of(series: IndicatorSeries, window: Window | None) -> Quality:
    """Describe a series.

    Parameters
    ----------
    series : IndicatorSeries
        Daily values; nan where missing.
    window : Window or None
        The campaign's days that should have been observed by the date of the report; None before
        the campaign has begun.
    """
    values = series.values
    seen = values.dropna()
    inside = values.reindex(window.index()) if window else values.iloc[:0]
    covered = values.loc[seen.index[0] : seen.index[-1]] if len(seen) else seen
    return Quality(
        first=seen.index[0].date() if len(seen) else None,
        last=seen.index[-1].date() if len(seen) else None,
        days=len(seen),
        missing=int(covered.isna().sum()),
        missing_in_window=int(inside.isna().sum()),
        longest_gap=_longest_run(covered.isna()),
        zeros=int((seen == 0).sum()),
        duplicates=sum(pd.Timestamp(day) in values.index for day in series.facts.duplicate_days),
    )


def _longest_run(flags: pd.Series) -> int:
    """Length of the longest run of True."""
    runs = (~flags).cumsum()[flags]
    return int(runs.value_counts().max()) if len(runs) else 0


def quality_findings(key: str, name: object, quality: Quality, window: Window | None) -> Iterator[Finding]:
    """Turn what a series lacks into findings.

    Parameters
    ----------
    key : str
        Indicator in the brief.
    name : str or Message
        Its name for a reader.
    quality : Quality
        State of the series.
    window : Window or None
        The campaign's days up to the date of the report; None before it has begun.
    """
    place = f"indicators.{key}"
    if window and quality.last and quality.last < window.end:
        yield Finding(
            EARLY_END_RULE,
            Severity.WARNING,
            place,
            message("«{name}» ends on {last}, before {end}.", name=name, last=quality.last, end=window.end),
            message("Export the missing days, or set as_of to the last day of the data."),
        )
    elif quality.missing_in_window:
        yield Finding(
            GAP_RULE,
            Severity.WARNING,
            place,
            message(
                "«{name}» has no value on {missing} days of the campaign: they are left out, never counted as zero.",
                name=name,
                missing=quality.missing_in_window,
            ),
            message("Export the missing days again; write zeros only where zero is known."),
        )
    if quality.duplicates:
        yield Finding(
            DUPLICATE_RULE,
            Severity.ADVICE,
            place,
            message(
                "«{name}» has {count} days twice in its file, with the same value; they are counted once.",
                name=name,
                count=quality.duplicates,
            ),
            message("Remove the repeated rows from the export."),
        )


def note_finding(key: str, name: object, note: DataNote) -> Finding:
    """Turn what was seen in the days of a series into a finding.

    Parameters
    ----------
    key : str
        Indicator in the brief.
    name : str or Message
        Its name for a reader.
    note : DataNote
        What was seen.
    """
    reason = message("«{name}»: {seen}", name=name, seen=note.reason)
    return Finding(NOTE_RULES[note.kind], Severity.WARNING, f"indicators.{key}", reason, note.cure)


def control_finding(key: str, name: object, control: object, missing: int) -> Finding:
    """Say that a control with holes was left out.

    Parameters
    ----------
    key : str
        Indicator in the brief.
    name, control : str or Message
        Names of the indicator and of its control for a reader.
    missing : int
        Days of the campaign on which the control has no value.
    """
    return Finding(
        CONTROL_RULE,
        Severity.WARNING,
        f"indicators.{key}.controls",
        message(
            "«{control}» has no value on {missing} days of the campaign: «{name}» is measured without this control.",
            control=control,
            missing=missing,
            name=name,
        ),
        message("Export the missing days of the control again."),
    )
