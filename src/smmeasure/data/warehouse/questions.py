"""What a campaign asks of a table: one value per day of one indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import available_timezones

from smmeasure.data.quote import clip, nearest
from smmeasure.errors import DataError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import Kind, Unit


class Aggregation(StrEnum):
    """How the rows of a day become one value."""

    SUM = "sum"
    ROWS = "rows"
    DISTINCT = "distinct"
    ONE = "one"


class Ticks(StrEnum):
    """What a column of numbers counts since 1970 in UTC."""

    SECONDS = "seconds"
    MILLISECONDS = "milliseconds"
    MICROSECONDS = "microseconds"

    @property
    def per_second(self) -> int:
        """Ticks in a second."""
        return {Ticks.SECONDS: 1, Ticks.MILLISECONDS: 1000, Ticks.MICROSECONDS: 1_000_000}[self]


@dataclass(frozen=True, slots=True)
class DayColumn:
    """The column that says on which day a row counts.

    Attributes
    ----------
    name : str
        Its name.
    timezone : str or None
        Zone whose days count, as Europe/Paris, where the column holds moments in UTC; None where it holds days.
    ticks : Ticks or None
        What its numbers count, where its moments are numbers.
    """

    name: str
    timezone: str | None = None
    ticks: Ticks | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One indicator of one campaign, asked of a table.

    Attributes
    ----------
    campaign, indicator : str
        Names of the campaign and of the indicator; of a brief's source its key path.
    table : str
        Name of the table in the warehouse.
    day : DayColumn
        Column of the day.
    unit : Unit
        Unit of the values.
    value : str or None
        Column of the value; None counts rows.
    where : tuple of tuple of str
        Columns and the text that each of them has in the rows that count, exactly as it stands there.
    aggregation : Aggregation
        How the rows of a day become one value; `ONE` refuses a day with two.
    absent_is_zero : bool
        Whether a day without rows, between the first and the last day of the table, is zero; otherwise it is
        unknown, and the days go from the first to the last row that counts.
    """

    campaign: str
    indicator: str
    table: str
    day: DayColumn
    unit: Unit
    value: str | None = None
    where: tuple[tuple[str, str], ...] = ()
    aggregation: Aggregation = Aggregation.ROWS
    absent_is_zero: bool = True

    @property
    def place(self) -> str:
        """Name the question for a fault."""
        return f"{clip(self.campaign)}: {clip(self.indicator)}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns of the table that the question names."""
        named = (self.day.name, *(() if self.value is None else (self.value,)), *(name for name, _ in self.where))
        return tuple(dict.fromkeys(named))

    @property
    def filters(self) -> tuple[str, ...]:
        """Columns of the filter, sorted."""
        return tuple(sorted(name for name, _ in self.where))

    @property
    def texts(self) -> tuple[str, ...]:
        """Texts of the filter, in the order of `filters`."""
        return tuple(text for _, text in sorted(self.where))


def check_questions(questions: tuple[Question, ...]) -> None:
    """Refuse questions that no table could answer rightly.

    Raises
    ------
    DataError
        With every fault of all questions: people or shares added up, a time zone that doesn't exist.
    """
    faults = [fault for question in questions for fault in _faults(question)]
    if faults:
        raise DataError(*faults)


def _faults(question: Question) -> Iterator[Fault]:
    if question.aggregation is Aggregation.SUM and not question.unit.is_summable:
        yield Fault(
            question.place,
            message("values in {unit}, added up over the rows of a day", unit=str(question.unit)),
            message("counts, money or seconds, which may be added up"),
            _instead(question.unit),
        )
    if question.aggregation is not Aggregation.ROWS and question.value is None:
        yield Fault(
            question.place,
            message("no column of the value"),
            message("a column to read"),
            message("Name it, or count rows."),
        )
    zone = question.day.timezone
    if zone is not None and zone not in available_timezones():
        near = nearest(zone, sorted(available_timezones()))
        yield Fault(
            question.place,
            message("the time zone “{name}”", name=clip(zone)),
            message("a name of the time zone database, as Europe/Paris"),
            message("Did you mean {near}?", near=near) if near else message("Look the name up, and correct it."),
        )


def _instead(unit: Unit) -> Message:
    if unit.kind is Kind.PEOPLE:
        return message("Count the different values of a column of visitors or customers instead.")
    return message("Read a table of one row per day instead.")
