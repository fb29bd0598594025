"""Header dictionaries: package data that say which column of which report is what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

import yaml
from babel.numbers import list_currencies

from smmeasure.data.exports.canonical import ColumnKind
from smmeasure.data.exports.own_headers import own_dictionaries
from smmeasure.data.quote import normal

_CURRENCY = re.compile(r"\(\s*([A-Z]{3})\s*\)\s*$")
_CURRENCY_FIELD = "({currency})"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""As safe either way; the one in C is there in most installations, and ten times as fast."""

_FIELD = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column of a report.

    Attributes
    ----------
    column : str
        Its canonical name.
    kind : ColumnKind
        What its cells are.
    headers : mapping of str to tuple of str
        Header names by language; ``({currency})`` stands for any ISO 4217 code in brackets, another
        word in braces for any text.
    basis : str
        ``total``, ``organic`` or ``paid``.
    platform : str or None
        Network of this column where the report has several.
    percent : bool
        Whether a rate is written in per cent, with or without the sign.
    scale : float
        What a number that is no count is multiplied by: 3600 where a column of seconds is written in hours.
    missing : tuple of str
        Texts that say that nothing is known, beside the usual ones.
    dimension : str or None
        What a column of segments parts an account by: ``country``, ``age``.
    """

    column: str
    kind: ColumnKind
    headers: Mapping[str, tuple[str, ...]] = field(hash=False)
    basis: str = "total"
    platform: str | None = None
    percent: bool = False
    scale: float = 1.0
    missing: tuple[str, ...] = ()
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Dictionary:
    """The columns of one report of one platform.

    Attributes
    ----------
    platform, report : str
        Which report it is.
    layout : str
        ``rows``: one table under one header; ``sections``: such tables under one another, parted by blank lines;
        ``blocks``: titled tables of days under one another; ``pairs``: a key and its value on each line;
        ``titles``: tables of any form under titles that are known.
    reader : str
        Which of our readers makes its tables.
    tables : tuple of str
        Canonical tables that it is read into.
    origin : str
        Where the header names come from.
    required : tuple of tuple of str
        Columns that decide that a file is this report; of each tuple one must be there.
    labels : tuple of str
        Columns that name a row; a first or last row without any of them holds totals.
    totals : tuple of str
        First cells that say that a row holds totals; with a colon, as ``Total:``, their beginnings.
    closed : bool
        Whether a table with any other column is another report: its own headers are everyday words.
    above : tuple of str
        Beginnings of lines, one of which must stand above the header; empty where the header is enough.
    personal : frozenset of str
        Headers, in the form of `quote.normal`, of columns about persons: never read.
    columns : tuple of Column
        All its columns.
    exact, plain, free : mapping of str to mapping of str to Column
        The columns by header and language; in `plain` headers are without case, apostrophes and spaces, `free` has
        those with words in braces.
    """

    platform: str
    report: str
    layout: str
    reader: str
    tables: tuple[str, ...]
    origin: str
    required: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    totals: tuple[str, ...]
    closed: bool
    above: tuple[str, ...]
    personal: frozenset[str]
    columns: tuple[Column, ...]

    exact: Mapping[str, Mapping[str, Column]] = field(hash=False)
    plain: Mapping[str, Mapping[str, Column]] = field(hash=False)
    free: Mapping[str, Mapping[str, Column]] = field(hash=False)

    @property
    def names_persons(self) -> bool:
        """Whether the report has columns about persons."""
        return bool(self.personal) or any(column.kind is ColumnKind.HASH for column in self.columns)

    def is_personal(self, header: str) -> bool:
        """Whether a column is about persons, so that it is never read."""
        return normal(header) in self.personal

    def find(self, header: str) -> Mapping[str, Column]:
        """Find by language the column that a header names; empty where it names none.

        The exact name comes first, then the name without regard to case, apostrophes and spaces.
        """
        exact, plain = _forms(header)
        return self.exact.get(exact) or self.plain.get(plain) or self._alike(header)

    def _alike(self, header: str) -> Mapping[str, Column]:
        return next((columns for name, columns in self.free.items() if header_parts(name, header)), {})


def header_parts(name: str, header: str) -> Mapping[str, str]:
    """Give the texts that a header has for the words in braces of a name; empty where it is another header."""
    parts = _pattern(name).fullmatch(header.strip()) if "{" in name and _CURRENCY_FIELD not in name else None
    return parts.groupdict() if parts else {}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_FIELD.sub(r"(?P<\1>.+)", re.escape(name)))


def currency_in(header: str) -> str | None:
    """Give the currency that a header names at its end, as in ``Amount spent (EUR)``."""
    named = _CURRENCY.search(header)
    return named[1] if named and named[1] in _currencies() else None


def without_currency(header: str) -> str:
    """Put a placeholder for the currency that a header names."""
    return _CURRENCY.sub(_CURRENCY_FIELD, header) if currency_in(header) else header


@lru_cache(maxsize=1 << 14)
def _forms(header: str) -> tuple[str, str]:
    """Give a header as it is and in its normal form, its currency taken out; every dictionary asks for them."""
    name = without_currency(header.strip())
    return name, normal(name)


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


@cache
def dictionaries() -> tuple[Dictionary, ...]:
    """Read all header dictionaries, in the order of their file names; those of our own columns come last."""
    shipped = (yaml.load(text, Loader=_LOADER) for text in _texts())  # noqa: S506 - a safe one
    return tuple(map(_dictionary, chain(shipped, own_dictionaries())))


@cache
def is_about_persons(header: str) -> bool:
    """Whether a column of this name is about persons in any report that is known, so that no cell of it is told."""
    return normal(header) in _personal_headers()


@cache
def _personal_headers() -> frozenset[str]:
    hashed = (
        normal(name)
        for dictionary in dictionaries()
        for column in dictionary.columns
        if column.kind is ColumnKind.HASH
        for names in column.headers.values()
        for name in names
    )
    return frozenset(hashed).union(*(dictionary.personal for dictionary in dictionaries()))


def platforms() -> tuple[str, ...]:
    """Give the platforms whose exports are known, sorted."""
    return tuple(sorted({dictionary.platform for dictionary in dictionaries()}))


def _texts() -> Iterator[str]:
    folder = files("smmeasure.data.exports") / "dictionaries"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield entry.read_text(encoding="utf-8")


def _dictionary(raw: dict[str, Any]) -> Dictionary:
    columns = tuple(map(_column, raw["columns"]))
    return Dictionary(
        platform=raw["platform"],
        report=raw["report"],
        layout=raw["layout"],
        reader=raw["reader"],
        tables=tuple(raw["tables"]),
        origin=raw["origin"],
        required=tuple((one,) if isinstance(one, str) else tuple(one) for one in raw["required"]),
        labels=tuple(raw.get("labels", ())),
        totals=tuple(raw.get("totals", ())),
        above=tuple(raw.get("above", ())),
        closed=raw.get("closed", False),
        personal=frozenset(map(normal, raw.get("personal", ()))),
        columns=columns,
        exact=(exact := _index(columns, str)),
        plain=_index(columns, normal),
        free={name: known for name, known in exact.items() if "{" in name.replace(_CURRENCY_FIELD, "")},
    )


def _index(columns: Sequence[Column], form: Callable[[str], str]) -> Mapping[str, Mapping[str, Column]]:
    found: dict[str, dict[str, Column]] = {}
    for column in columns:
        for language, names in column.headers.items():
            for name in names:
                found.setdefault(form(name), {})[language] = column
    return found


def _column(raw: dict[str, Any]) -> Column:
    headers = {language: tuple(names) for language, names in raw["headers"].items()}
    other = {key: value for key, value in raw.items() if key not in {"kind", "headers", "missing"}}
    return Column(kind=ColumnKind(raw["kind"]), headers=headers, missing=tuple(raw.get("missing", ())), **other)
