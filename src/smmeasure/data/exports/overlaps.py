"""Where exports meet: what can't be added up is a fault, what contradicts itself is a doubt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import pandas as pd

from smmeasure.data.exports.canonical import ColumnKind, Shape
from smmeasure.data.quote import clip, listed
from smmeasure.errors import Fault
from smmeasure.messages import Message, message

IDENTITY = ("platform", "account", "account_name")
"""Columns that say whose values a row holds."""

REVISION_DAYS = 3
"""Days before an export that a platform still revises: GA4 patches its events for so long, X its last days."""

REVISION_SHARE = 0.05
"""A change of more than this share is no revision: platforms take back spam and late events of a few per cent."""

_FEW = 3.0
"""A change of so few units is none on a small account, whatever its share."""

_FEW_BY_KIND = {ColumnKind.RATE: 0.005}
_METRICS = frozenset(
    {
        ColumnKind.COUNT,
        ColumnKind.PEOPLE,
        ColumnKind.NUMBER,
        ColumnKind.MONEY,
        ColumnKind.RATE,
        ColumnKind.SECONDS,
        ColumnKind.POINTS,
    }
)
_DAYS = ("day", "date_start")
_PERIOD = ("date_start", "date_end")


@dataclass(frozen=True, slots=True)
class Stack:
    """The rows of several exports under one another, the earliest export first.

    Attributes
    ----------
    shape : Shape
        Their table.
    frame : pandas.DataFrame, shape (n, columns of the shape)
        The rows.
    keys : tuple of str
        Columns that tell rows of several exports apart.
    code : pandas.Series, shape (n,)
        Number of the grain; rows of one number are one row.
    part : pandas.Series, shape (n,)
        Number of the export.
    files : tuple of str
        Names of the exports.
    days : tuple of datetime.date
        Days of the exports.
    """

    shape: Shape
    frame: pd.DataFrame
    keys: tuple[str, ...]
    code: pd.Series[int]
    part: pd.Series[int]
    files: tuple[str, ...]
    days: tuple[date, ...]

    @property
    def metrics(self) -> tuple[str, ...]:
        """Columns that hold values, not names or days, and are filled somewhere."""
        return tuple(
            name
            for name, kind in self.shape.kinds.items()
            if kind in _METRICS and name not in self.shape.grain and self.frame[name].notna().any()
        )

    @property
    def day(self) -> str | None:
        """The column of the day; None where rows are of no day."""
        return next((name for name in _DAYS if name in self.shape.grain), None)


def repeated_rows(stack: Stack) -> int:
    """Count the rows of later exports that repeat an earlier one in every cell."""
    if len(stack.files) < 2:  # noqa: PLR2004 - one export repeats nothing
        return 0
    cells = stack.frame.assign(_code=stack.code)
    return int(cells.duplicated().sum())


def faults_of(stack: Stack) -> list[Fault]:
    """Find what keeps exports from being added up."""
    if len(stack.files) < 2:  # noqa: PLR2004 - one export contradicts nothing
        return []
    return [*_nameless(stack), *_periods(stack), *_breakdowns(stack), *_scales(stack)]


def doubts_of(stack: Stack) -> tuple[Message, ...]:
    """Find what a reader of the merged table should know."""
    if len(stack.files) < 2:  # noqa: PLR2004 - one export contradicts nothing
        return ()
    return (*_apart(stack), *_snapshots(stack), *_disagreements(stack))


def _nameless(stack: Stack) -> Iterator[Fault]:
    """Refuse values of a day that one export gives to a network or account and another one to nobody."""
    if stack.day is None:
        return
    for column in IDENTITY:
        if column not in stack.frame:
            continue
        is_nameless = stack.frame[column].isna()
        for metric in stack.metrics:
            has = stack.frame[metric].notna()
            days = stack.frame.loc[has & ~is_nameless, stack.day]
            both = has & is_nameless & stack.frame[stack.day].isin(days)
            if both.any():
                row = _first(both)
                yield Fault(
                    clip(stack.files[stack.part[row]]),
                    message(
                        "{metric} on {day} without {column}, which other exports name",
                        metric=metric,
                        day=pd.Timestamp(stack.frame[stack.day].iloc[row]).date(),
                        column=column,
                    ),
                    message("exports that all name their {column}, or none", column=column),
                    message("Read this export with its own `platform`, or merge it apart."),
                )
                break


def _apart(stack: Stack) -> Iterator[Message]:
    for column in IDENTITY:
        if column in stack.frame and stack.frame[column].isna().any() and stack.frame[column].notna().any():
            nameless = stack.part[stack.frame[column].isna()].unique()
            yield message(
                "without {column}, so kept apart from the others: {files}",
                column=column,
                files=listed(stack.files[number] for number in nameless),
            )


def _snapshots(stack: Stack) -> Iterator[Message]:
    if "as_of_date" not in stack.frame:
        return
    is_shared = stack.part.groupby(stack.code).transform("nunique") > 1
    numbers = sorted(set(stack.part[stack.frame["as_of_date"].isna() & is_shared]))
    if numbers:
        yield message(
            "values since publication of unknown days; the last of these exports counts: {files}",
            files=listed(stack.files[number] for number in numbers),
        )


def _periods(stack: Stack) -> Iterator[Fault]:
    """Refuse a month and one of its weeks: their amounts would count twice."""
    if not set(_PERIOD) <= set(stack.frame):
        return
    others = [name for name in stack.keys if name not in _PERIOD]
    rows = stack.frame[[*others, *_PERIOD]].assign(part=stack.part)
    rows["date_end"] = rows["date_end"].fillna(rows["date_start"])
    rows = rows.drop_duplicates([*others, *_PERIOD]).sort_values([*others, *_PERIOD], kind="stable")
    group = rows.groupby(others, dropna=False, sort=False).ngroup()
    before = rows.groupby(group)["date_end"].cummax().groupby(group).shift()
    from_other = rows["part"] != rows["part"].groupby(group).shift()
    overlaps = (rows["date_start"] <= before) & from_other
    if overlaps.any():
        place = int(overlaps.to_numpy().argmax())
        row, other = rows.iloc[place], rows.iloc[place - 1]
        yield Fault(
            clip(stack.files[row["part"]]),
            message(
                "{start} to {end}, which overlaps a period of {file}",
                start=row["date_start"].date(),
                end=row["date_end"].date(),
                file=clip(stack.files[other["part"]]),
            ),
            message("periods that are the same or apart"),
            message("Leave one of the two exports out: the days that both hold would count twice."),
        )


@dataclass(frozen=True, slots=True)
class _Extent:
    """What an export of periods is about: by what it is parted, its filled metrics, its platforms and its days."""

    part: int
    names: frozenset[str]
    metrics: frozenset[str]
    platforms: frozenset[str]
    first: pd.Timestamp
    last: pd.Timestamp

    def counts_twice(self, other: _Extent) -> bool:
        """Whether the same amounts may stand in both, once parted further than the other time."""
        return (
            self.names != other.names
            and bool(self.metrics & other.metrics and self.platforms & other.platforms)
            and self.first <= other.last
            and other.first <= self.last
        )


def _breakdowns(stack: Stack) -> Iterator[Fault]:
    """Refuse ads by age beside the same ads as a whole, visits by channel beside visits by page."""
    if not set(_PERIOD) <= set(stack.frame):
        return
    names = [name for name in stack.shape.grain if name not in {*_PERIOD, *IDENTITY}]
    filled = stack.frame[names].notna().groupby(stack.part).any()
    if len(filled.drop_duplicates()) < 2:  # noqa: PLR2004 - all parted alike
        return
    extents = [_extent(stack, int(part), rows, names) for part, rows in stack.frame.groupby(stack.part)]
    for one, other in combinations(extents, 2):
        if one.counts_twice(other):
            finer, coarser = (other, one) if other.names - one.names else (one, other)
            yield Fault(
                clip(stack.files[finer.part]),
                message(
                    "rows parted by {names}, and rows of the same days in {file} that are not",
                    names=listed(sorted(finer.names - coarser.names)),
                    file=clip(stack.files[coarser.part]),
                ),
                message("exports of the same days parted alike"),
                message("Merge exports of one breakdown only: the same amounts would count twice."),
            )
            return


def _extent(stack: Stack, part: int, rows: pd.DataFrame, names: Sequence[str]) -> _Extent:
    first, last = rows["date_start"], rows["date_end"].fillna(rows["date_start"])
    platforms = frozenset(rows["platform"].dropna() if "platform" in rows else ())
    return _Extent(part, _filled(rows, names), _filled(rows, stack.metrics), platforms, first.min(), last.max())


def _filled(frame: pd.DataFrame, names: Iterable[str]) -> frozenset[str]:
    return frozenset(name for name in names if frame[name].notna().any())


def _scales(stack: Stack) -> Iterator[Fault]:
    """Refuse an index of several files: each is scaled to its own highest period."""
    if stack.shape.name != "search_interest":
        return
    terms = [stack.frame[name] for name in ("term", "region")]
    parts = stack.part.groupby(terms, dropna=False).transform("nunique")
    alike = stack.part.groupby([stack.code, stack.frame["interest"]], dropna=False).transform("nunique")
    if (alike < parts).any():
        row = _first(alike < parts)
        yield Fault(
            clip(stack.files[stack.part[row]]),
            message("“{term}”, which another export holds on another scale", term=clip(stack.frame.loc[row, "term"])),
            message("one export per term"),
            message("Ask for the whole period in one export: each file is scaled to its own highest value."),
        )


def _first(rows: pd.Series[bool]) -> int:
    """Give the number of the first row that is meant."""
    return int(rows.to_numpy().argmax())


def _disagreements(stack: Stack) -> Iterator[Message]:
    """Report the days on which exports differ by more than platforms revise."""
    if stack.day is None:
        return
    made = pd.Series(pd.to_datetime(list(stack.days)))
    for metric in stack.metrics:
        found = _changed(stack, metric, made)
        if len(found):
            worst = found.iloc[int(found["change"].to_numpy().argmax())]
            yield message(
                "{metric} differs between exports (days: {count}), most on {day}: {before} in {file}, "
                "{after} in {other}; later counts",
                metric=metric,
                count=int(found[stack.day].nunique()),
                day=worst[stack.day].date(),
                before=float(worst["before"]),
                file=clip(stack.files[int(worst["earlier"])]),
                after=float(worst["after"]),
                other=clip(stack.files[int(worst["part"])]),
            )


def _changed(stack: Stack, metric: str, made: pd.Series[pd.Timestamp]) -> pd.DataFrame:
    """Give the cells of a metric that a later export changes beyond revision size."""
    known = stack.frame[metric].notna()
    rows = pd.DataFrame(
        {
            stack.day: stack.frame.loc[known, stack.day],
            "after": stack.frame.loc[known, metric].astype("float64"),
            "part": stack.part[known],
        }
    )
    same = rows.groupby(stack.code[known])
    rows["before"], rows["earlier"] = same["after"].shift(), same["part"].shift()
    rows = rows[rows["before"].notna() & (rows["earlier"] != rows["part"])]
    rows["change"] = (rows["after"] - rows["before"]).abs()
    few = _FEW_BY_KIND.get(stack.shape.kinds[metric], _FEW)
    large = rows["change"] > (rows[["after", "before"]].abs().max(axis=1) * REVISION_SHARE).clip(lower=few)
    is_old = rows[stack.day] <= rows["earlier"].map(made) - timedelta(days=REVISION_DAYS)
    return rows[large & is_old]
