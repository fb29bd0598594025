"""Messages: sentences with named values, said when they are shown."""

from __future__ import annotations

import pickle
from datetime import date, datetime

import pytest

from smmeasure.messages import Message, message
from smmeasure.units import PEOPLE, Count, Money, Rate


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(date(2026, 3, 9), "2026-03-09", id="day"),
        pytest.param(datetime(2026, 3, 9, 10), "2026-03-09", id="time"),  # noqa: DTZ001 - days have no zone
        pytest.param(1234567.891, "1.23457e+06", id="six digits"),
        pytest.param(0.5, "0.5", id="fraction"),
        pytest.param(12, "12", id="count"),
        pytest.param("robes", "robes", id="text"),
        pytest.param(Money(12.5, "EUR"), "12.50 EUR", id="money"),
        pytest.param(Rate(0.125), "12.5 %", id="rate"),
        pytest.param(Rate(0.125, signed=True), "+12.5 %", id="signed rate"),
        pytest.param(Count(12.5, PEOPLE), "12.5 people", id="people"),
        pytest.param(message("inner {a}", a=1), "inner 1", id="message"),
    ],
)
def test_a_value_is_said_plainly(value: object, said: str) -> None:
    """In plain English a value is short and free of locale."""
    assert str(message("{value}", value=value)) == said


@pytest.mark.parametrize(
    "text", ["{x}", "{{7*7}}", "{0}", "{", "}", "%s %(a)s", "{value.__class__}", "**", "«»", r"\1"]
)
def test_a_users_text_is_never_a_template(text: str) -> None:
    """What a user wrote stands in a sentence as it is, whatever signs it holds."""
    inner = message("«{name}»", name=text)

    assert str(message("{inner}: {value}", inner=inner, value=text)) == f"«{text}»: {text}"


def test_a_message_travels_between_processes() -> None:
    """A message survives pickling with the messages inside it."""
    sent = message("{a} of {b}", a=message("{day}", day=date(2026, 3, 9)), b=2)

    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301 - made here


def test_values_of_a_message_can_not_be_changed() -> None:
    """The values of a message are frozen with it."""
    with pytest.raises(TypeError):
        message("{a}", a=1).values["a"] = 2  # type: ignore[index]


def test_messages_of_the_same_words_are_equal() -> None:
    """Two messages are equal where template and values are."""
    assert message("{a}", a=1) == Message("{a}", {"a": 1})
    assert message("{a}", a=1) != message("{a}", a=2)


def test_a_value_may_be_called_template() -> None:
    """The template itself has no name that a value could take."""
    assert str(message("{template}", template="x")) == "x"
