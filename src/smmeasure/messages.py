"""Sentences that know their language only when they are shown.

Every text that can reach a reader (a finding, a reason, an error) is a `Message`: an English
template and the values it names. `str()` says it in English with plain values; `show.words`
says it in the reader's language with the numbers, dates and currencies of that language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

Value = object
"""What a message may name: text, number, date, quantity or another message."""

_NO_VALUES: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with named values.

    Attributes
    ----------
    template : str
        English text with ``{name}`` fields; also the key of the translation.
    values : Mapping[str, object]
        What the fields stand for.
    """

    template: str
    values: Mapping[str, Value] = field(default_factory=lambda: _NO_VALUES)

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy can't be pickled, and messages travel between the processes of a batch.
        return _restore, (self.template, dict(self.values))

    def __str__(self) -> str:
        return self.template.format(**{name: plain(value) for name, value in self.values.items()})


def message(template: str, /, **values: Value) -> Message:
    """Build a `Message`; the translation catalogue is extracted from calls of this function."""
    return Message(template, MappingProxyType(values))


def _restore(template: str, values: dict[str, Value]) -> Message:
    """Rebuild a message that came from another process."""
    return Message(template, MappingProxyType(values))


def plain(value: Value) -> str:
    """Write one value in plain English: ISO dates, at most six significant digits."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)
