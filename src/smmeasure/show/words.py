"""Sentences, numbers, dates and currencies in the reader's language.

Templates come from the gettext catalogues in ``templates/locale``, formats from the locale data of
Babel, and the spaces, quotation marks and minus signs from the typography of the language.
"""

from __future__ import annotations

import gettext
import io
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from smmeasure.errors import CallError, SmmeasureError
from smmeasure.messages import Message, message
from smmeasure.show.quantities import Quantity
from smmeasure.units import Money, MoneyEquivalent, Rate, Unit

LANGUAGES = ("fr", "en")
"""Languages that reports are written in."""

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_NO_BREAK, _NARROW = "\u00a0", "\u202f"
_FRENCH_BEFORE = re.compile(r" +(?=[:;?!%€])| *(?=»)")
_FRENCH_AFTER = re.compile(r"(?<=«) *")
_FRENCH_NUMBER = re.compile(r"(?<=\d) (?=\d{3}\b)")
_ISO_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_WHOLE_FROM = 20
"""From this size on a number is shown without decimals."""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """Load a catalogue; English is the language of the templates themselves."""
    source = files("smmeasure") / "templates" / "locale" / f"{language}.po"
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Words:
    """One language's way of saying things.

    Attributes
    ----------
    language : str
        ``fr`` or ``en``.
    """

    language: str

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise CallError.at(
                "language",
                message("«{language}»", language=self.language),
                message("one of {allowed}", allowed=", ".join(LANGUAGES)),
                message("Choose one of the languages that reports are written in."),
            )

    @property
    def locale(self) -> str:
        """Locale of numbers, dates and currencies."""
        return _LOCALES[self.language]

    def say(self, text: Message | str) -> str:
        """Say a message; a text that is no message comes from the user and is left as it is."""
        if not isinstance(text, Message):
            return str(text)
        template = _catalogue(self.language).gettext(text.template)
        return self.typeset(template.format(**{name: self.value(value) for name, value in text.values.items()}))

    def error(self, error: SmmeasureError) -> tuple[str, ...]:
        """Say every fault of an error, one sentence each."""
        shape = message("{place}: found {found}; expected {expected}. {cure}")
        return tuple(
            self.say(
                Message(shape.template, {"place": f.place, "found": f.found, "expected": f.expected, "cure": f.cure})
            )
            for f in error.faults
        )

    def value(self, value: object) -> str:
        """Write one value of a message by its type."""
        if isinstance(value, Message):
            return self.say(value)
        if isinstance(value, date):
            return self.day(value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return self.number(value)
        return self._typed(value)

    def _typed(self, value: object) -> str:
        """Write a value that carries its unit; anything else is the user's own text."""
        if isinstance(value, Money | MoneyEquivalent):
            return self.money(value)
        if isinstance(value, Rate):
            return self.percent(value.fraction, sign=value.signed)
        if isinstance(value, Quantity):
            return self.quantity(value.amount, value.unit, value.noun, sign=value.sign)
        return str(value)

    def typeset(self, text: str) -> str:
        """Apply the typography of the language: no-break spaces and guillemets, or curly quotes."""
        text = text.replace(" -", " −") if re.search(r" -\d", text) else text
        if self.language != "fr":
            return text.replace("«", "“").replace("»", "”")
        return _FRENCH_AFTER.sub(_NO_BREAK, _FRENCH_BEFORE.sub(_NO_BREAK, _FRENCH_NUMBER.sub(_NARROW, text)))

    def number(self, value: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Write a number; without `digits`, as many decimals as its size deserves."""
        if not math.isfinite(value):
            return "–"
        places = _places(value) if digits is None else digits
        rounded = round(value, places) + 0.0
        shape = "#,##0" + ("." + "0" * places if places else "")
        text = format_decimal(abs(rounded), format=shape, locale=self.locale)
        return _signed(rounded, text, sign=sign)

    def percent(self, fraction: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Write a fraction in per cent."""
        if not math.isfinite(fraction):
            return "–"
        places = (1 if abs(fraction) < 0.1 else 0) if digits is None else digits  # noqa: PLR2004 - 10 %
        rounded = round(fraction, places + 2) + 0.0
        pattern = "#,##0" + ("." + "0" * places if places else "") + (" %" if self.language == "fr" else "%")
        text = format_percent(abs(rounded), format=pattern, locale=self.locale)
        return _signed(rounded, self.typeset(text), sign=sign)

    def money(self, amount: Money | MoneyEquivalent, *, sign: bool = False) -> str:
        """Write an amount in its currency; an equivalent is marked as such."""
        cents = 0 < abs(amount.amount) < _WHOLE_FROM and round(amount.amount) != amount.amount
        value = round(amount.amount, 2 if cents else 0) + 0.0
        spaced = "¤ " if self.currency(amount.currency).isalpha() else "¤"
        shape = "#,##0.00" if cents else "#,##0"
        pattern = f"{shape} ¤" if self.language == "fr" else spaced + shape
        text = format_currency(abs(value), amount.currency, format=pattern, locale=self.locale, currency_digits=False)
        shown = _signed(value, self.typeset(text), sign=sign)
        return self.say(message("{amount} eq.", amount=shown)) if isinstance(amount, MoneyEquivalent) else shown

    def currency(self, code: str) -> str:
        """Give the sign of a currency."""
        return get_currency_symbol(code, locale=self.locale)

    def quantity(self, value: float, unit: Unit, noun: str | None = None, *, sign: bool = False) -> str:
        """Write a value with its unit, or with the noun of what is counted."""
        if unit.is_money and unit.currency:
            return self.money(Money(value, unit.currency), sign=sign)
        if unit.kind.value == "fraction":
            return self.percent(value, 1, sign=sign)
        number = self.number(value, sign=sign)
        return f"{number}{_NO_BREAK}{noun}" if noun else number

    def day(self, day: date) -> str:
        """Write a day in full: 10 March 2026."""
        return str(format_date(day, "d MMMM y", locale=self.locale))

    def short_day(self, day: date) -> str:
        """Write a day without its year: 10 March."""
        return str(format_date(day, "d MMMM", locale=self.locale))

    def month(self, day: date) -> str:
        """Write the month of a day."""
        return str(format_date(day, "LLLL", locale=self.locale))

    def span(self, first: date, last: date) -> str:
        """Write two days as a span, naming year and month once where they are the same."""
        if first.year != last.year:
            return f"{self.day(first)} – {self.day(last)}"
        start = format_date(first, "d" if first.month == last.month else "d MMMM", locale=self.locale)
        return f"{start} – {self.day(last)}"


def _places(value: float) -> int:
    if abs(value) >= _WHOLE_FROM or round(value) == value:
        return 0
    return 1 if abs(value) >= 1 else 2


def _signed(value: float, text: str, *, sign: bool) -> str:
    if value < 0:
        return f"−{text}"
    return f"+{text}" if sign and value > 0 else text


def message_from(record: object) -> Message | str:
    """Read a message back from a record (see `core.export`)."""
    if isinstance(record, Mapping) and "message" in record:
        values = record.get("values")
        items = values.items() if isinstance(values, Mapping) else ()
        return Message(str(record["message"]), {str(name): _value_from(value) for name, value in items})
    return str(record)


def _value_from(value: object) -> object:
    """Give back a message, an amount of money or a plain value."""
    if isinstance(value, Mapping) and "message" in value:
        return message_from(value)
    if isinstance(value, Mapping) and {"amount", "currency"} <= set(value):
        return Money(float(str(value["amount"])), str(value["currency"]))
    if isinstance(value, Mapping) and "fraction" in value:
        return Rate(float(str(value["fraction"])))
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        return date.fromisoformat(value)
    return value
