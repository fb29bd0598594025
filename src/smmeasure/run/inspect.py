"""What data files are, told to an analyst: a paragraph for each report, and a line for all."""

from __future__ import annotations

import json
import re
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
import yaml
from babel import Locale

from smmeasure.data.archive import PassedOver, size_text
from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.matching import Kept
from smmeasure.data.exports.web import OTHER_TABLES
from smmeasure.data.files import files_in
from smmeasure.data.guessing import Guess
from smmeasure.data.kinds import has_data
from smmeasure.data.quote import clip, normal
from smmeasure.errors import Fault
from smmeasure.messages import Message, message
from smmeasure.run.inspect_record import file_record
from smmeasure.run.looking import FileLook, PartLook, Period, ReportLook, look_at, rows_text, share_text

_INDENT = 4
_ID = re.compile(r"(?:\b|_)id$", re.IGNORECASE)
_LONGEST = 60
"""Names of columns that are listed at most."""

_NOT_READ, _NEVER_READ = message("not read"), message("never read")
_SEPARATORS = {
    ",": message("comma"),
    ";": message("semicolon"),
    "\t": message("tab"),
    "|": message("vertical bar"),
}
_CONTAINERS = {"xlsx": ".xlsx", "xls": ".xls", "ods": ".ods", "xml": "XML (.xls)", "parquet": "Parquet"}


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a paragraph: its label, what is said, and how it looks."""

    label: Message
    text: str
    color: str | None = None


def inspect_files(
    paths: Iterable[Path],
    write: Callable[[str], object],
    *,
    say: Callable[[Message], str] = str,
    language: str = "en",
    width: int | None = None,
) -> bool:
    """Write what files are, a paragraph for each report.

    Parameters
    ----------
    paths : iterable of pathlib.Path
        Files and folders of files.
    write : callable
        Takes one line at a time.
    say : callable
        Says a message in the language of the session.
    language : str
        That language.
    width : int or None
        Signs of a line; None where lines are not broken.

    Returns
    -------
    bool
        Whether every file could be read.
    """
    voice = _Voice(say, language, width)
    looks: list[FileLook] = []
    for look in look_at_all(paths):
        looks.append(look)
        for line in voice.file(look):
            write(line)
    if len(looks) > 1:
        write(_summary(looks, say))
    return can_all_be_read(looks)


def record_files(paths: Iterable[Path], write: Callable[[str], object]) -> bool:
    """Write what files are as JSON: a list with an object for each file.

    Returns
    -------
    bool
        Whether every file could be read.
    """
    looks = list(look_at_all(paths))
    write(json.dumps(list(map(file_record, looks)), ensure_ascii=False, indent=2))
    return can_all_be_read(looks)


def terminal_width() -> int | None:
    """Give the width of the terminal; None where what is written goes elsewhere, and lines are not broken."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def can_all_be_read(looks: Iterable[FileLook]) -> bool:
    """Whether no file, and no part of one, is damaged or of a kind that is not read."""
    return not any(look.faults or any(part.faults for part in look.parts) for look in looks)


def look_at_all(paths: Iterable[Path]) -> Iterator[FileLook]:
    """Look at files one after the other; those that hold no data by their names are passed over."""
    for path in expand(paths):
        yield look_at(path) if has_data(path.name) else FileLook(path, passed_over=(_no_data(path),))


def expand(paths: Iterable[Path]) -> Iterator[Path]:
    """Give the files of folders in their place, sorted."""
    for path in paths:
        if path.is_dir():
            yield from (path / name for name in files_in(path))
        else:
            yield path


def _no_data(path: Path) -> PassedOver:
    return PassedOver(path.name, message("no data file, by its name"))


@dataclass(frozen=True, slots=True)
class _Voice:
    """How files are told: the language, and the width of a line."""

    say: Callable[[Message], str]
    language: str
    width: int | None

    def file(self, look: FileLook) -> Iterator[str]:
        """Tell a whole file."""
        if look.passed_over and not look.parts and not look.faults:
            for other in look.passed_over:
                yield f"{look.path}: {self.say(other.reason)}"
            return
        yield typer.style(str(look.path), bold=True)
        for part in look.parts:
            yield from self._part(look, part)
        for fault in look.faults:
            yield from self._wrapped(f"  {self.say(_NOT_READ)}: ", self._fault(fault), "red")
        for other in look.passed_over:
            yield f"  {clip(_inner_name(look, other.name))}: {self.say(other.reason)}"

    def _part(self, look: FileLook, part: PartLook) -> Iterator[str]:
        inner = _inner_name(look, part.part.content.file)
        prefix = f"  {inner} · " if inner else "  "
        for fault in part.faults:
            yield from self._wrapped(f"{prefix}{self.say(_NOT_READ)}: ", self._fault(fault), "red")
        if part.guess is not None:
            yield f"{prefix}{self._headline_of_guess(part, part.guess)}"
            yield from self._lines(self._guess_lines(part, part.guess))
        for report in part.reports:
            yield f"{prefix}{self._headline(part, report)}"
            yield from self._lines(self._report_lines(part, report))

    def _headline(self, part: PartLook, look: ReportLook) -> str:
        report = look.match.report
        spoken = Locale.parse(report.locale).get_language_name(self.language) or report.locale
        name = typer.style(f"{report.platform} · {report.report}", fg="green" if look.export else "yellow", bold=True)
        count = look.export.rows if look.export is not None else len([row for row in look.match.rows if row.filled])
        return f"{name} ({spoken}): {self.say(rows_text(part.part, count))}{self._days(look.period)}"

    def _headline_of_guess(self, part: PartLook, guess: Guess) -> str:
        name = typer.style(self.say(message("a table that no dictionary knows")), fg="cyan", bold=True)
        return f"{name}: {self.say(rows_text(part.part, guess.rows))}{self._days(part.period)}"

    def _days(self, period: Period | None) -> str:
        if period is None:
            return ""
        if period.first == period.last:
            return self.say(message(", {day}", day=period.first))
        return self.say(message(", {first} to {last}", first=period.first, last=period.last))

    def _report_lines(self, part: PartLook, look: ReportLook) -> Iterator[_Line]:
        match, export = look.match, look.export
        yield _Line(message("kept"), ", ".join(map(_kept, match.kept)))
        personal = [name for name in match.dropped if match.dictionary.is_personal(name)]
        other = [name for name in match.dropped if not match.dictionary.is_personal(name)]
        if other:
            yield _Line(message("dropped"), _names(other))
        if personal:
            yield _Line(message("personal"), f"{_names(personal)} ({self.say(_NEVER_READ)})")
        if export is not None:
            tables = [f"{table.shape.name} ({len(table.frame)})" for table in export.tables]
            yield _Line(message("tables"), ", ".join(tables))
        decimal, day_first = (None, None) if export is None else (export.decimal, export.day_first)
        yield _Line(message("format"), self._form(part, match.delimiter, decimal, day_first))
        for fault in look.faults:
            yield _Line(message("to settle"), self._fault(fault), "yellow")
        for doubt in look.doubts:
            yield _Line(message("doubtful"), self.say(doubt), "yellow")
        yield from self._share(part)
        if not any(doubt.template == OTHER_TABLES for doubt in look.doubts):
            for row in match.unknown:
                names = [str(cell) for cell in row.cells if cell]
                yield _Line(message("not known"), self.say(_other_table(row.line, names)), "yellow")

    def _guess_lines(self, part: PartLook, guess: Guess) -> Iterator[_Line]:
        yield _Line(message("columns"), _names([name for name in guess.columns if name]))
        if guess.numbers:
            yield _Line(message("numeric"), _names(guess.numbers))
        yield _Line(message("format"), self._form(part, guess.delimiter, guess.decimal, None))
        for doubt in guess.doubts:
            yield _Line(message("doubtful"), self.say(doubt), "yellow")
        yield from self._share(part)
        if guess.day is None:
            yield _Line(message("in a brief"), self.say(message("no column of days was found: a source needs one")))
        else:
            yield _Line(message("in a brief"), _source(part, guess))

    def _share(self, part: PartLook) -> Iterator[_Line]:
        if not part.part.is_whole:
            yield _Line(message("doubtful"), self.say(share_text(part.part)), "yellow")

    def _form(self, part: PartLook, delimiter: str | None, decimal: str | None, day_first: bool | None) -> str:  # noqa: FBT001
        """Tell how a file is written."""
        encoding = part.part.content.encoding
        said = [_CONTAINERS.get(encoding, encoding.upper())]
        if delimiter is not None:
            said.append(self.say(_SEPARATORS[delimiter]))
        if decimal is not None:
            said.append(self.say(message("decimal sign “{sign}”", sign=decimal)))
        if day_first is not None:
            said.append(self.say(message("day/month/year") if day_first else message("month/day/year")))
        return ", ".join([*said, self.say(size_text(part.part.size))])

    def _fault(self, fault: Fault) -> str:
        parts = {"found": fault.found, "expected": fault.expected, "cure": fault.cure}
        return self.say(message("{place}: found {found}; expected {expected}. {cure}", place=fault.place, **parts))

    def _lines(self, lines: Iterable[_Line]) -> Iterator[str]:
        told = list(lines)
        longest = max(len(self.say(line.label)) for line in told)
        for line in told:
            label = self.say(line.label).ljust(longest)
            yield from self._wrapped(f"{' ' * _INDENT}{label}  ", line.text, line.color)

    def _wrapped(self, start: str, text: str, color: str | None) -> Iterator[str]:
        """Break a text under its beginning, and colour it line by line."""
        room = None if self.width is None else max(self.width - len(start), 20)
        parts = [text] if room is None else textwrap.wrap(text, room, break_on_hyphens=False) or [""]
        for number, part in enumerate(parts):
            yield (" " * len(start) if number else start) + (typer.style(part, fg=color) if color else part)


def _inner_name(look: FileLook, file: str) -> str:
    """Give the name of a part without that of its file."""
    return file[len(look.path.name) + 1 :] if file.startswith(f"{look.path.name}/") else ""


def _kept(kept: Kept) -> str:
    column = kept.column
    notes = [] if column.basis == "total" else [column.basis]
    notes += ["hash"] if column.kind is ColumnKind.HASH else []
    header, noted = clip(kept.header), f" ({', '.join(notes)})" if notes else ""
    is_same = not notes and normal(header).replace(" ", "_") == column.column
    return header if is_same else f"{header} → {column.column}{noted}"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(map(clip, names[:_LONGEST]))
    return shown if len(names) <= _LONGEST else f"{shown}, … ({len(names)})"


def _other_table(line: int, names: Sequence[str]) -> Message:
    return message("another table, at line {line}: {columns}", line=line, columns=_names(names))


def _source(part: PartLook, guess: Guess) -> str:
    """Write the source of a brief that reads the table."""
    file, _, sheet = part.part.content.file, "", ""
    source: dict[str, str] = {"file": file}
    if part.part.content.encoding in _CONTAINERS and "/" in file and not file.lower().endswith(_WORKBOOKS):
        source["file"], _, sheet = file.rpartition("/")
        source["sheet"] = sheet
    if guess.day is not None:
        source["date"] = guess.day.name
        values = [name for name in guess.numbers if not _ID.search(name)]
        source |= {"value": values[0]} if values else {"rows": "events"}
        source |= {"date_format": guess.day.date_format} if guess.day.date_format else {}
        source |= {"decimal": guess.decimal} if guess.decimal == "," else {}
    return (
        "source: "
        + yaml.safe_dump(source, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10_000).strip()
    )


_WORKBOOKS = (".xlsx", ".xls", ".ods", ".csv", ".parquet", ".zip")


def _summary(looks: Sequence[FileLook], say: Callable[[Message], str]) -> str:
    parts = [part for look in looks for part in look.parts]
    exports = [report for part in parts for report in part.reports]
    counts = [
        message("files: {count}", count=len(looks)),
        message("reports recognised: {count}", count=len(exports)),
        message("of them to settle: {count}", count=sum(report.export is None for report in exports)),
        message("other tables: {count}", count=sum(part.guess is not None for part in parts)),
        message("not read: {count}", count=sum(len(look.faults) for look in looks) + sum(len(p.faults) for p in parts)),
        message("passed over: {count}", count=sum(len(look.passed_over) for look in looks)),
    ]
    kept = [count for count in counts if count.values["count"]]
    return typer.style(", ".join(map(say, kept)), bold=True)
