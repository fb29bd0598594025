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
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from numbers import Real

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from smmeasure.errors import CallError, SmmeasureError
from smmeasure.messages import Message, message
from smmeasure.show.quantities import Quantity
from smmeasure.units import Exact, Money, MoneyEquivalent, Rate, Unit

LANGUAGES = ("fr", "en")
"""Languages that reports are written in."""

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_NO_BREAK, _NARROW = "\u00a0", "\u202f"
_JOINED = "\N{WORD JOINER}"
_TYPOGRAPHY: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "fr": (
        (re.compile(r"(?<=\d) (?=\d{3}\b)"), _NARROW),
        (re.compile(r"[ \u00a0]+(?=[:;?!%€])"), _NO_BREAK),
        (re.compile(r"«[ \u00a0]*"), f"«{_NO_BREAK}"),
        (re.compile(r"[ \u00a0]*»"), f"{_NO_BREAK}»"),
    ),
    "en": (
        (re.compile("«"), "“"),
        (re.compile("»"), "”"),
        # Between letters or after a plural's s it is an apostrophe; elsewhere it quotes code.
        (re.compile(r"(?<=[A-Za-z])'(?=[A-Za-z])|(?<=s)'(?= )"), "’"),
    ),
}
"""What is replaced in a sentence, in this order; doing it twice changes nothing."""

_ISO_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TOO_LONG, _LARGEST = 1e15, 1e305
"""From here on a number is written by its power of ten; and the largest fraction that is still told in per cent."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_WHOLE_FROM = 20
"""From this size on a number is shown without decimals."""

_CENTS_BELOW = 100
"""An amount of money below this size is shown with its cents."""

_MOST_PLACES = 4
"""A number is never shown with more decimals than this."""


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


def unmarked(text: str) -> str:
    """Keep two stars in a user's text from being the mark of bold: a word joiner, which nobody sees, parts them."""
    return text.replace("**", "*\u2060*")


def typeset(text: str, language: str) -> str:
    """Apply the typography of a language: no-break spaces and guillemets, or curly quotes.

    Examples
    --------
    >>> typeset("«Clicks»: can't be measured", "en")
    '“Clicks”: can’t be measured'
    """
    for pattern, replacement in _TYPOGRAPHY[language]:
        text = pattern.sub(replacement, text)
    return text


@cache
def _template(text: str, language: str) -> str:
    """Translate and typeset a template; what its fields stand for is left as it is."""
    return typeset(_catalogue(language).gettext(text), language)


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
        template = _template(text.template, self.language)
        return template.format(**{name: self.value(value) for name, value in text.values.items()})

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
        if isinstance(value, Real) and not isinstance(value, bool):
            return self.number(float(value))
        return self._typed(value)

    def _typed(self, value: object) -> str:
        """Write a value that carries its unit; anything else is the user's own text."""
        if isinstance(value, Money | MoneyEquivalent):
            return self.money(value)
        if isinstance(value, Rate):
            return self.percent(value.fraction, sign=value.signed)
        if isinstance(value, Exact):
            return str(format_decimal(value.number, format="#,##0.##########", locale=self.locale))
        if isinstance(value, Quantity):
            return self.quantity(value.amount, value.unit, value.noun, sign=value.sign)
        return unmarked(str(value))

    def number(self, value: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Write a number; without `digits`, as many decimals as its size deserves."""
        if not math.isfinite(value):
            return "–"
        places = min(_places(value), _MOST_PLACES) if digits is None else digits
        if abs(value) >= _TOO_LONG:
            return _signed(value, self._powers(abs(value)), sign=sign)
        rounded = round(value, places) + 0.0
        shape = _shape(places if rounded or digits is not None else 0)
        text = format_decimal(abs(rounded), format=shape, locale=self.locale)
        return _signed(rounded, text, sign=sign)

    def _powers(self, value: float) -> str:
        """Write a number that is too long to be read by its power of ten."""
        exponent = math.floor(math.log10(value))
        tens = str(exponent).translate(_RAISED)
        return f"{self.number(value / 10.0**exponent, 1)}{_NO_BREAK}×{_NO_BREAK}10{tens}"

    def percent(self, fraction: float, digits: int | None = None, *, sign: bool = False) -> str:
        """Write a fraction in per cent."""
        if not math.isfinite(fraction):
            return "–"
        places = int(0 < round(abs(fraction), 3) < 0.1) if digits is None else digits  # noqa: PLR2004 - 10 %
        rounded = round(fraction, places + 2) + 0.0
        if abs(fraction) >= _TOO_LONG / 100:
            mark = f"{_NO_BREAK}%" if self.language == "fr" else "%"
            return self.number(100 * min(max(fraction, -_LARGEST), _LARGEST), sign=sign) + mark
        pattern = _shape(places) + (f"{_NO_BREAK}%" if self.language == "fr" else "%")
        text = format_percent(abs(rounded), format=pattern, locale=self.locale)
        return _signed(rounded, text, sign=sign)

    def money(self, amount: Money | MoneyEquivalent, *, sign: bool = False) -> str:
        """Write an amount in its currency; an equivalent is marked as such."""
        if not math.isfinite(amount.amount):
            return "–"
        cents = 2 if abs(amount.amount) < _CENTS_BELOW and round(amount.amount, 2) % 1 else 0
        value = round(amount.amount, cents) + 0.0
        if abs(value) >= _TOO_LONG:
            return f"{self.number(value, sign=sign)}{_NO_BREAK}{amount.unit}"
        spaced = f"¤{_NO_BREAK}" if self.currency(amount.currency).isalpha() else "¤"
        pattern = f"{_shape(cents)}{_NO_BREAK}¤" if self.language == "fr" else spaced + _shape(cents)
        text = format_currency(abs(value), amount.currency, format=pattern, locale=self.locale, currency_digits=False)
        shown = _signed(value, text, sign=sign)
        if isinstance(amount, MoneyEquivalent):
            return self.say(message("{amount} eq.", amount=shown)).replace(" ", _NO_BREAK)
        return shown

    def currency(self, code: str) -> str:
        """Give the sign of a currency."""
        return get_currency_symbol(code, locale=self.locale)

    def quantity(self, value: float, unit: Unit, noun: str | Message | None = None, *, sign: bool = False) -> str:
        """Write a value with its unit, or with the noun of what is counted."""
        if unit.currency:
            amount = Money if unit.is_money else MoneyEquivalent
            return self.money(amount(value, unit.currency), sign=sign)
        if unit.kind.value == "fraction":
            return self.percent(value, 1, sign=sign)
        number = self.number(value, sign=sign)
        return f"{number}{_NO_BREAK}{unmarked(self.say(noun))}" if noun else number

    def day(self, day: date) -> str:
        """Write a day in full: 10 March 2026."""
        return self._dated(day, "d MMMM y")

    def short_day(self, day: date) -> str:
        """Write a day without its year: 10 March."""
        return self._dated(day, "d MMMM")

    def _dated(self, day: date, pattern: str) -> str:
        """Write a date that begins with its day; the first of a month is an ordinal in French."""
        text = str(format_date(day, pattern, locale=self.locale))
        return text.replace("1", "1er", 1) if self.language == "fr" and day.day == 1 else text

    def month(self, day: date) -> str:
        """Write the month of a day."""
        return str(format_date(day, "LLLL", locale=self.locale))

    def span(self, first: date, last: date) -> str:
        """Write two days as a span, naming year and month once where they are the same."""
        if first == last:
            return self.day(first)
        if (first.year, first.month) == (last.year, last.month):
            return f"{self._dated(first, 'd')}–{self.day(last)}"
        start = self.short_day(first) if first.year == last.year else self.day(first)
        return f"{start}{_NO_BREAK}– {self.day(last)}"


def _places(value: float) -> int:
    """Decimals that leave two digits to tell; none for a whole number."""
    size = abs(value)
    if size >= _WHOLE_FROM or round(size) == size:
        return 0
    return 1 if size >= 1 else 1 - min(-1, math.floor(math.log10(size)))


def _shape(places: int) -> str:
    """Give the pattern of a number with so many decimals."""
    return "#,##0" + ("." + "0" * places if places else "")


def _signed(value: float, text: str, *, sign: bool) -> str:
    if value < 0:
        return f"−{text}"
    if not sign or value == 0:
        return text
    # A line may break between a plus and the sign of a currency, unless they are joined.
    return f"+{text}" if text[0].isdigit() else f"+{_JOINED}{text}"


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
        return Rate(float(str(value["fraction"])), signed=bool(value.get("signed")))
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    return value
