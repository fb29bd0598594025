"""What data files are, as plain values for other programs."""

from __future__ import annotations

from smmeasure.data.archive import PassedOver
from smmeasure.data.exports.matching import Kept
from smmeasure.run.looking import FileLook, PartLook, Period, ReportLook

Record = dict[str, object]


def file_record(look: FileLook) -> Record:
    """Give what was seen of a file as values that JSON has; sentences in English."""
    return {
        "file": look.path.as_posix(),
        "parts": [_part(part) for part in look.parts],
        "not_read": list(map(str, look.faults)),
        "passed_over": list(map(_passed_over, look.passed_over)),
    }


def _passed_over(other: PassedOver) -> Record:
    return {"file": other.name, "reason": str(other.reason)}


def _part(look: PartLook) -> Record:
    part, guess = look.part, look.guess
    record: Record = {
        "part": part.content.file,
        "encoding": part.content.encoding,
        "bytes": part.size,
        "bytes_seen": part.seen,
        "reports": [_report(report) for report in look.reports],
        "not_read": list(map(str, look.faults)),
    }
    if guess is not None:
        record["table"] = {
            "columns": list(guess.columns),
            "rows_seen": guess.rows,
            "rows": guess.rows if part.is_whole else part.rows,
            "separator": guess.delimiter,
            "decimal": guess.decimal,
            "day_column": None if guess.day is None else guess.day.name,
            "date_format": None if guess.day is None else guess.day.date_format,
            "numeric": list(guess.numbers),
            "doubts": list(map(str, guess.doubts)),
            **_period(look.period),
        }
    return record


def _report(look: ReportLook) -> Record:
    match, export = look.match, look.export
    personal = [name for name in match.dropped if match.dictionary.is_personal(name)]
    return {
        "platform": match.report.platform,
        "report": match.report.report,
        "locale": match.report.locale,
        "separator": match.delimiter,
        "kept": [_kept(kept) for kept in match.kept],
        "dropped": [name for name in match.dropped if name not in personal],
        "personal": personal,
        "rows_seen": None if export is None else export.rows,
        "tables": {} if export is None else {table.shape.name: len(table.frame) for table in export.tables},
        "decimal": None if export is None else export.decimal,
        "day_first": None if export is None else export.day_first,
        "to_settle": list(map(str, look.faults)),
        "doubts": list(map(str, look.doubts)),
        **_period(look.period),
    }


def _kept(kept: Kept) -> Record:
    column = kept.column
    return {"header": kept.header, "column": column.column, "basis": column.basis, "kind": column.kind.value}


def _period(period: Period | None) -> Record:
    first, last = (None, None) if period is None else (period.first.isoformat(), period.last.isoformat())
    return {"first_day": first, "last_day": last}
