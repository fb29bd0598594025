"""The exports that a source of a brief names, recognised and read, each file once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from smmeasure.brief.campaign import Source
from smmeasure.data.exports.dictionary import platforms
from smmeasure.data.exports.matching import Match, recognise
from smmeasure.data.exports.reading import Export, read_match
from smmeasure.data.exports.told import Declared
from smmeasure.data.files import Content, read_parts
from smmeasure.data.folder import NamedFile, is_several, named_files
from smmeasure.data.measures import DAYS, tables_with
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.errors import DataError, Fault
from smmeasure.messages import message

_NETWORKS = {"meta": frozenset({"facebook", "instagram"}), "youtube": frozenset({"youtube"})}
"""Platforms that a report may belong to without naming it."""


_Key = tuple[str, int, str | None]
"""Part of a file, its number in the file, and the language that the brief declares."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a file and what it was recognised as."""

    content: Content
    match: Match
    number: int


class Exports:
    """The data folder as exports, each part of a file recognised and read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[Content, ...]] = {}
        self._parts: dict[tuple[str, str | None], tuple[_Part, ...]] = {}
        self._exports: dict[tuple[_Key, Declared], Export] = {}

    def of(self, source: Source, place: str) -> tuple[Export, ...]:
        """Read the exports of a source that may hold its measure.

        Of a folder or a pattern, files that are no known export are passed over, and so are reports
        without the measure.

        Parameters
        ----------
        source : Source
            A source with a `measure`.
        place : str
            Key path of the source, for faults.

        Raises
        ------
        DataError
            With every fault of the files; where no file is a known export.
        """
        found: list[_Part] = []
        faults: list[Fault] = []
        named = named_files(self._folder, source.file)
        for file in named:
            try:
                self._check_member(file)
                found += [part for part in self._recognised(file.file, source.locale) if file.holds(part.content.file)]
            except DataError as error:
                faults += error.faults
        if not found and not faults:
            raise _unknown(place, source, named, several=is_several(self._folder, source.file))
        exports: list[Export] = []
        for part in _relevant(found, source):
            try:
                exports.append(self._export(part, source))
            except DataError as error:
                faults += error.faults
        if faults:
            raise DataError(*faults)
        return tuple(exports)

    def _recognised(self, file: str, locale: str | None) -> tuple[_Part, ...]:
        if (file, locale) not in self._parts:
            contents = self._contents(file)
            found = [(content, match) for content in contents for match in recognise(content, locale)]
            self._parts[file, locale] = tuple(_Part(*one, number) for number, one in enumerate(found))
        return self._parts[file, locale]

    def _check_member(self, file: NamedFile) -> None:
        """Refuse a member that an archive doesn't hold."""
        members = [content.file for content in self._contents(file.file)]
        if not any(map(file.holds, members)):
            near = nearest(file.part or "", members)
            raise DataError.at(
                clip(file.part),
                message("no such file in the archive, which holds {names}", names=listed(members)),
                message("a file of the archive"),
                message("Did you mean {near}? Correct the key `file` in the brief.", near=near)
                if near
                else message("Correct the key `file` in the brief."),
            )

    def _contents(self, file: str) -> tuple[Content, ...]:
        if file not in self._files:
            self._files[file] = read_parts(self._folder, file)
        return self._files[file]

    def _export(self, part: _Part, source: Source) -> Export:
        """Read a part; rows that name no network get the source's one unless others have it already."""
        unnamed = self._read(part, source, _declared(source))
        possible = _NETWORKS.get(part.match.report.platform, frozenset())
        if source.platform not in possible or source.platform in _platforms(unnamed):
            return unnamed
        return self._read(part, source, replace(_declared(source), platform=source.platform))

    def _read(self, part: _Part, source: Source, declared: Declared) -> Export:
        asked = ((part.content.file, part.number, source.locale), declared)
        if asked not in self._exports:
            self._exports[asked] = read_match(part.content, part.match, declared)
        return self._exports[asked]


def _platforms(export: Export) -> set[str]:
    return {name for table in export.tables if "platform" in table.frame for name in table.frame["platform"].dropna()}


def _declared(source: Source) -> Declared:
    return Declared(
        date_format=source.date_format,
        decimal=source.decimal,
        currency=source.currency,
        as_of=source.as_of,
        first_day=source.first_day,
        last_day=source.last_day,
    )


def _relevant(parts: Sequence[_Part], source: Source) -> list[_Part]:
    """Give the parts whose tables may hold the measure; those of days before those that no series is made of."""
    wanted = {source.table} if source.table else set(tables_with(source.measure or ""))
    daily = [part for part in parts if wanted.intersection(part.match.dictionary.tables, DAYS)]
    return daily or [part for part in parts if wanted.intersection(part.match.dictionary.tables)]


def _unknown(place: str, source: Source, named: Sequence[NamedFile], *, several: bool) -> DataError:
    files = listed(file.part or file.file for file in named)
    return DataError.at(
        f"{place}.file",
        message("{files}, whose headers no dictionary knows", files=files)
        if several
        else message("headers that no dictionary knows in {file}", file=clip(source.file)),
        message("an export of one of: {platforms}", platforms=listed(platforms(), most=40)),
        message("Name the columns instead of the measure, with the keys `date` and `value`."),
    )
