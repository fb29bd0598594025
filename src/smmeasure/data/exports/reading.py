"""The door for platform exports: one file as it was downloaded, into canonical tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from smmeasure.data.exports.canonical import CanonicalTable
from smmeasure.data.exports.dictionary import platforms
from smmeasure.data.exports.matching import Match, recognise
from smmeasure.data.exports.readers import reader
from smmeasure.data.exports.told import Declared, Read
from smmeasure.data.files import Content, read_parts
from smmeasure.data.privacy import checked_key
from smmeasure.data.quote import clip, listed
from smmeasure.errors import CallError, DataError, Fault
from smmeasure.messages import Message, message

_NETWORKS = ("facebook", "instagram", "linkedin", "tiktok", "x", "youtube")
_SIGNS = (".", ",")

UNKNOWN = message("headers that no dictionary knows")
"""What a file holds that can't be recognised."""


@dataclass(frozen=True, slots=True)
class Export:
    """An export that was read.

    Attributes
    ----------
    file : str
        Its name; of a part of it ``file/part``.
    sha256 : str
        Fingerprint of its bytes.
    encoding : str
        Encoding or container.
    match : Match
        What it is, and which of its columns are known; without its rows, which hold what the tables leave out.
    tables : tuple of CanonicalTable
        Its rows in canonical columns.
    rows : int
        Rows of data that were read.
    left_out : tuple of int
        Lines that hold totals or name nothing.
    decimal : str or None
        Decimal sign of its numbers; None where the layout needs none.
    day_first : bool or None
        Whether days stand before months; None where no day is written so.
    doubts : tuple of Message
        What a reader should know before he trusts the values.
    as_of : datetime.date or None
        Day of the export where the user says it.
    """

    file: str
    sha256: str
    encoding: str
    match: Match
    tables: tuple[CanonicalTable, ...]
    rows: int
    left_out: tuple[int, ...]
    decimal: str | None
    day_first: bool | None
    doubts: tuple[Message, ...]
    as_of: date | None = None

    @property
    def title(self) -> str:
        """Name the report for a reader."""
        return f"{self.match.report.platform} {self.match.report.report} ({self.file})"

    def table(self, name: str) -> CanonicalTable:
        """Give one of its tables by name.

        Raises
        ------
        KeyError
            The export has no such table.
        """
        return {table.shape.name: table for table in self.tables}[name]


def read_export(  # noqa: PLR0913 - what a user may say of a file
    file: Path | str,
    *,
    locale: str | None = None,
    platform: str | None = None,
    date_format: str | None = None,
    decimal: str | None = None,
    currency: str | None = None,
    as_of: date | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    key: bytes | None = None,
) -> Export:
    """Read a platform's export as it was downloaded.

    The file is recognised by its headers. What it leaves open is refused, never guessed; each error
    names the argument that settles it.

    Parameters
    ----------
    file : path
        The file.
    locale : str or None
        Language of the headers, where they are of two.
    platform : str or None
        Network of a series that names none: ``facebook`` ``instagram`` ``linkedin`` ``tiktok`` ``x`` ``youtube``.
    date_format : str or None
        How days are written, in the signs of `datetime.strptime`; needed for 03/04/2026.
    decimal : str or None
        Decimal sign, ``.`` or ``,``; needed where no number proves it.
    currency : str or None
        ISO 4217 code of the amounts, where the file names none.
    as_of : datetime.date or None
        Day of the export: the values of posts since they were published stood so on this day.
    first_day, last_day : datetime.date or None
        First and last day of a table that has no days and names no period; `first_day` alone settles days
        that are counted from it.
    key : bytes or None
        Secret by which customers and authors are hashed, at least 16 bytes: `load_key` gives that of a workspace.
        Without one nothing is known of them.

    Returns
    -------
    Export
        Its canonical tables, and what was left out or is doubtful.

    Raises
    ------
    CallError
        Where `platform` or `decimal` is no known word, `last_day` is before `first_day`, or `key` is no secret.
    DataError
        With every fault of the file: not recognised, of several reports, ambiguous, or cells that
        can't be read.
    """
    exports = read_exports(
        file,
        locale=locale,
        platform=platform,
        date_format=date_format,
        decimal=decimal,
        currency=currency,
        as_of=as_of,
        first_day=first_day,
        last_day=last_day,
        key=key,
    )
    if len(exports) > 1:
        raise DataError.at(
            clip(Path(file).name),
            message("{count} reports: {names}", count=len(exports), names=listed(one.title for one in exports)),
            message("one report"),
            message("Read them with `read_exports`."),
        )
    return exports[0]


def read_exports(  # noqa: PLR0913 - what a user may say of a file
    file: Path | str,
    *,
    locale: str | None = None,
    platform: str | None = None,
    date_format: str | None = None,
    decimal: str | None = None,
    currency: str | None = None,
    as_of: date | None = None,
    first_day: date | None = None,
    last_day: date | None = None,
    key: bytes | None = None,
) -> tuple[Export, ...]:
    """Read every report that a file holds: the sheets of a workbook, the tables of one page.

    The parameters are those of `read_export`.

    Returns
    -------
    tuple of Export
        At least one; parts that no dictionary knows are not among them.

    Raises
    ------
    CallError
        Where `platform` or `decimal` is no known word.
    DataError
        With every fault of the file.
    """
    _check_said(platform, decimal)
    _check_period(first_day, last_day)
    path = Path(file)
    declared = Declared(platform, date_format, decimal, currency, as_of, first_day, last_day, checked_key(key))
    exports: list[Export] = []
    faults: list[Fault] = []
    for content in read_parts(path.parent, path.name):
        _read_part(content, locale, declared, exports, faults)
    if faults:
        raise DataError(*faults)
    if not exports:
        raise DataError.at(
            clip(path.name),
            UNKNOWN,
            message("an export of one of: {platforms}", platforms=listed(platforms(), most=40)),
            message("Name its columns in a brief instead, with the keys `date` and `value` of a source."),
        )
    return tuple(exports)


def _read_part(
    content: Content, locale: str | None, declared: Declared, exports: list[Export], faults: list[Fault]
) -> None:
    """Read each report of a part; a report with faults doesn't hide those of the next one."""
    try:
        matches = recognise(content, locale)
    except DataError as error:
        faults += error.faults
        return
    for match in matches:
        try:
            exports.append(read_match(content, match, declared))
        except DataError as error:
            faults += error.faults


def _check_said(platform: str | None, decimal: str | None) -> None:
    """Refuse words that mean nothing here."""
    for name, said, known in (("platform", platform, _NETWORKS), ("decimal", decimal, _SIGNS)):
        if said is not None and said not in known:
            raise CallError.at(
                name,
                message("“{text}”", text=clip(said)),
                message("one of {allowed}", allowed=" ".join(known)),
                message("Use one of these words."),
            )


def _check_period(first_day: date | None, last_day: date | None) -> None:
    """Refuse a period that ends before it begins."""
    if first_day is not None and last_day is not None and last_day < first_day:
        raise CallError.at(
            "last_day",
            message("{last}, before {first}", last=last_day, first=first_day),
            message("a day that is not before `first_day`"),
            message("Correct one of the two days."),
        )


def read_match(content: Content, match: Match, declared: Declared) -> Export:
    """Read a file that was recognised.

    Raises
    ------
    DataError
        With every fault of the file.
    """
    read: Read = reader(match.dictionary.reader)(content, match, declared)
    return Export(
        content.file,
        content.sha256,
        content.encoding,
        replace(match, rows=(), preamble=(), unknown=()),
        read.tables,
        read.rows,
        read.left_out,
        read.decimal,
        read.day_first,
        _damage(match) + read.doubts,
        declared.as_of,
    )


def _damage(match: Match) -> tuple[Message, ...]:
    """Say what a re-save has done to a file that is read all the same."""
    if not match.was_wrapped:
        return ()
    return (message("each line stood in quotation marks as a whole: they were taken off"),)
