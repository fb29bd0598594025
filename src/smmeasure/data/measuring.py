"""From the exports of a source to the rows that its measure is read from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from smmeasure.brief.campaign import Source
from smmeasure.data.exports.canonical import CanonicalTable, ColumnKind
from smmeasure.data.exports.merging import merged
from smmeasure.data.exports.reading import Export
from smmeasure.data.filtering import meant
from smmeasure.data.measures import (
    COUNTED,
    DAYS,
    NET_SALES,
    column_of,
    kind_of,
    measures,
    tables_with,
    unit_of_measure,
)
from smmeasure.data.quote import clip, listed, nearest
from smmeasure.errors import DataError
from smmeasure.messages import Message, message
from smmeasure.series import FileFacts, SourceFacts
from smmeasure.units import Kind, Unit
from smmeasure.windows import Window, mask

_WHOLE = "(whole)"


@dataclass(frozen=True, slots=True)
class Measured:
    """The rows of a canonical table that a source measures.

    Attributes
    ----------
    table : str
        Name of the table.
    kind : ColumnKind
        Kind of the values.
    rows : pandas.DataFrame, shape (n, 3)
        First day ``start``, last day ``end`` and ``value`` of each row; null where nothing is known.
    periods : tuple of Window
        What the exports cover, one period for each.
    days_left_out : pandas.DatetimeIndex
        Days that have rows in the exports, but only such as the filter `where` leaves out.
    exports : tuple of Export
        The exports that were read.
    all_rows : int
        Rows of the table before the filter.
    doubts : tuple of Message
        What a reader should know.
    """

    table: str
    kind: ColumnKind
    rows: pd.DataFrame
    periods: tuple[Window, ...]
    days_left_out: pd.DatetimeIndex
    exports: tuple[Export, ...]
    all_rows: int
    doubts: tuple[Message, ...]


def check_measure(source: Source, place: str) -> None:
    """Refuse a measure or a table that there is not, before any file is opened.

    Raises
    ------
    DataError
        With the word that was probably meant.
    """
    measure = source.measure or ""
    known = tables_with(measure)
    if not known:
        raise _no_measure(f"{place}.measure", message("“{text}”", text=clip(measure)), measure, measures())
    if source.table is not None and source.table not in known:
        raise DataError.at(
            f"{place}.table",
            message("“{text}”", text=clip(source.table)),
            message("a table that has {measure}: {tables}", measure=measure, tables=listed(known)),
            message("Use one of these words, or leave the key out."),
        )


def _no_measure(place: str, found: Message, measure: str, known: Sequence[str]) -> DataError:
    near = nearest(measure, known)
    return DataError.at(
        place,
        found,
        message("one of {allowed}", allowed=listed(known, most=90)),
        message("Did you mean {near}?", near=near) if near else message("Use one of these words."),
    )


def measured(exports: Sequence[Export], source: Source, unit: Unit, place: str) -> Measured:
    """Find the table of a measure, merge its exports, and keep the rows that the source means.

    Parameters
    ----------
    exports : sequence of Export
        What was read of the source's files.
    source : Source
        What the brief says.
    unit : Unit
        Unit of the indicator or of the cost.
    place : str
        Key path of the source, for faults.

    Raises
    ------
    DataError
        Where the measure is in no file or in two tables, of another unit, or where platform, basis or
        breakdown are left open.
    """
    name, holding = _table_of(exports, source, place)
    holding, doubts = _parted_alike(holding, name, source, place)
    whole = merged(holding, name)
    _check_unit(whole.table, source, unit, place)
    found = meant(whole.table, source, place)
    rule, frame = DAYS[name], whole.table.frame
    rows = pd.DataFrame(
        {
            "start": frame.loc[found.values.index, rule.start].dt.normalize(),
            "end": frame.loc[found.values.index, rule.end].dt.normalize(),
            "value": found.values,
        }
    ).dropna(subset=["start"])
    return Measured(
        name,
        kind_of(name, source.measure or ""),
        rows.reset_index(drop=True),
        tuple(_periods(holding, name)),
        _days(frame.loc[found.left_out, rule.start]).difference(_days(rows["start"])),
        tuple(holding),
        len(frame),
        (*doubts, *whole.doubts),
    )


def _days(moments: pd.Series) -> pd.DatetimeIndex:
    return pd.DatetimeIndex(moments.dropna().dt.normalize().unique())


def _has(export: Export, name: str, measure: str) -> bool:
    """Whether a table of an export holds any value of a measure."""
    column = column_of(name, measure)
    return any(table.shape.name == name and bool(table.frame[column].notna().any()) for table in export.tables)


def _table_of(exports: Sequence[Export], source: Source, place: str) -> tuple[str, list[Export]]:
    """Find the one table that holds the measure, with its exports."""
    measure = source.measure or ""
    names = (source.table,) if source.table else tables_with(measure)
    holding = {name: [export for export in exports if _has(export, name, measure)] for name in names}
    there = [name for name in names if holding[name]]
    daily = [name for name in there if name in DAYS]
    if len(daily) > 1:
        raise DataError.at(
            f"{place}.measure",
            message("{measure} in the tables {tables}", measure=measure, tables=listed(daily)),
            message("one table"),
            message("Say with the key `table` which one is meant."),
        )
    if daily:
        return daily[0], holding[daily[0]]
    if there:
        raise _no_days(there[0], measure, holding[there[0]], place)
    held = sorted({word for export in exports for word in _words(export)})
    found = message("{measure} in no file of {file}", measure=measure, file=clip(source.file))
    raise _no_measure(f"{place}.measure", found, measure, held)


def _words(export: Export) -> Iterator[str]:
    """Give the measures that an export holds."""
    for table in export.tables:
        name = table.shape.name
        candidates = [*table.shape.kinds, *([COUNTED[name]] if name in COUNTED else [])]
        candidates += [NET_SALES] if name == "order" else []
        yield from (word for word in candidates if column_of(name, word) and _has(export, name, word))


def _no_days(table: str, measure: str, exports: Sequence[Export], place: str) -> DataError:
    cure = (
        message(
            "Take the platform's export by day in the place of the one by post, or count the posts of each day with "
            "`measure: posts`."
        )
        if table == "post_snapshot"
        else message("Take an export by day.")
    )
    return DataError.at(
        f"{place}.measure",
        message(
            "{measure} as it stood on the day of the export, in {files}",
            measure=measure,
            files=listed(export.file for export in exports),
        ),
        message("values of single days"),
        cure,
    )


def _parted_alike(
    exports: Sequence[Export], name: str, source: Source, place: str
) -> tuple[list[Export], tuple[Message, ...]]:
    """Keep the exports that are parted as the filter asks: visits by channel and by page are the same visits."""
    rule = DAYS[name]
    groups: dict[tuple[str, ...], list[Export]] = {}
    for export in exports:
        frame = export.table(name).frame
        groups.setdefault(tuple(one for one in rule.parted_by if frame[one].notna().any()), []).append(export)
    asked = {one for one in source.where if one in rule.parted_by}
    fitting = {parts: group for parts, group in groups.items() if asked.issubset(parts)}
    if len(groups) == 1 or not fitting:
        return list(exports), ()
    whole = [parts for parts in fitting if set(parts) == asked and _covers(fitting[parts], exports, name)]
    chosen = whole or list(fitting)
    if len(chosen) > 1:
        raise DataError.at(
            f"{place}.where",
            message(
                "{measure} parted in {count} ways: {ways}",
                measure=source.measure or "",
                count=len(chosen),
                ways=listed(" × ".join(parts) or _WHOLE for parts in chosen),
            ),
            message("one way"),
            message("Name the column that is meant with `where`, or only the files of one way with `file`."),
        )
    kept = fitting[chosen[0]]
    left = [export.file for export in exports if export not in kept]
    return kept, (message("left out, parted in another way: {files}", files=listed(left)),)


def _covers(some: Sequence[Export], exports: Sequence[Export], name: str) -> bool:
    """Whether some of the exports know every day that all of them know."""
    known = list(_periods(some, name))
    return all(mask(period.index(), known).all() for period in _periods(exports, name))


def _check_unit(table: CanonicalTable, source: Source, unit: Unit, place: str) -> None:
    there = unit_of_measure(table, source.measure or "")
    if there == unit:
        return
    if there.kind is unit.kind is Kind.MONEY and there.currency is None:
        raise DataError.at(
            f"{place}.currency",
            message("amounts without a currency in {file}", file=clip(source.file)),
            message("an amount in {currency}", currency=str(unit.currency)),
            message("Say with the key `currency` of the source what they are in."),
        )
    both_money = there.kind is unit.kind is Kind.MONEY
    raise DataError.at(
        f"{place}.measure",
        message("{measure}, whose unit is {unit}", measure=source.measure or "", unit=str(there)),
        message("the unit of the indicator, {unit}", unit=str(unit)),
        message("A brief has one currency: convert the column, or change the key `currency`.")
        if both_money
        else message("Change `measures` or `unit` of the indicator, or the measure of its source."),
    )


def _periods(exports: Sequence[Export], name: str) -> Iterator[Window]:
    """Give the first and the last day that each export knows."""
    rule = DAYS[name]
    for export in exports:
        frame = export.table(name).frame
        starts, ends = frame[rule.start].dropna(), frame[rule.end].fillna(frame[rule.start]).dropna()
        if len(starts):
            yield Window(starts.min().date(), ends.max().date())


def facts_of(measured: Measured, named: str) -> SourceFacts:
    """Tell every file that was read, with its fingerprint, and what is doubtful in it.

    Parameters
    ----------
    measured : Measured
        What was read.
    named : str
        What the brief calls the files.
    """
    files = {export.file: export.sha256 for export in measured.exports}
    prints = list(dict.fromkeys(files.values()))
    whole = prints[0] if len(prints) == 1 else hashlib.sha256("".join(prints).encode()).hexdigest()
    said = [
        message("{file}: {doubt}", file=clip(export.file), doubt=doubt)
        for export in measured.exports
        for doubt in export.doubts
    ]
    return SourceFacts(
        named,
        whole,
        measured.all_rows,
        len(measured.rows),
        (),
        ", ".join(dict.fromkeys(export.encoding for export in measured.exports)),
        tuple(FileFacts(*one) for one in files.items()) if list(files) != [named] else (),
        (*said, *measured.doubts),
    )
