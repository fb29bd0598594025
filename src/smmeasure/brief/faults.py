"""From pydantic's list of errors to faults that a person can act on."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from pydantic import ValidationError

from smmeasure.brief.campaign import CARD_FILE, PRICES, Campaign
from smmeasure.brief.fields import FIRST_YEAR, LAST_YEAR
from smmeasure.brief.steps import PLATFORMS, STEPS
from smmeasure.errors import Fault
from smmeasure.messages import Message, message

_LONGEST_QUOTE = 60

Details = Mapping[str, Any]
"""One entry of pydantic's error list."""


def faults_of(error: ValidationError, name: str, given: Mapping[str, object]) -> tuple[Fault, ...]:
    """Describe every error of a validation, in the order in which the brief is read.

    Parameters
    ----------
    error : pydantic.ValidationError
        What pydantic found.
    name : str
        Name of the file, for the places.
    given : mapping
        The brief as it was written; a key that is missing comes after those that are there.
    """
    named: list[Details] = [{**details, "loc": _place(details["loc"])} for details in error.errors(include_url=False)]
    errors = sorted(named, key=lambda details: _position(given, details["loc"]))
    return tuple(_fault(details, name) for details in errors)


def _place(location: Sequence[str | int]) -> tuple[str | int, ...]:
    """Leave out the names of the ways of stating prices and funnels, which no brief holds."""
    return tuple(part for part in location if part not in {PRICES, CARD_FILE, STEPS, PLATFORMS})


def _position(given: object, location: Sequence[str | int]) -> tuple[int, ...]:
    """Give the place of a location in reading order, block by block."""
    node, position = given, []
    for part in location:
        keys = list(node) if isinstance(node, Mapping) else []
        position.append(keys.index(part) if part in keys else part if isinstance(part, int) else len(keys))
        node = node.get(part) if isinstance(node, Mapping) else _item(node, part)
    return tuple(position)


def _item(node: object, part: str | int) -> object:
    return node[part] if isinstance(node, Sequence) and isinstance(part, int) and part < len(node) else None


def unknown_key(place: str, key: str, allowed: Sequence[str]) -> Fault:
    """Describe a key that doesn't exist, with the key that was probably meant."""
    return Fault(
        f"{place}: {quoted(key)}",
        message("a key that does not exist"),
        message("one of {allowed}", allowed=", ".join(allowed)),
        suggestion(key, allowed) or message("Remove it, or correct its name."),
    )


def unknown_name(place: str, name: str, allowed: Sequence[str], kind: Message) -> Fault:
    """Describe a name that refers to nothing, with the one that was probably meant."""
    return Fault(
        place,
        message("«{name}»", name=quoted(name)),
        message("{kind}: {allowed}", kind=kind, allowed=", ".join(allowed)),
        suggestion(name, allowed) or message("Correct the name, or add what it names."),
    )


def suggestion(word: str, known: Iterable[str]) -> Message | None:
    """Give the likely meaning of a misspelt word, if any is near."""
    close = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return message("Did you mean «{word}»?", word=close[0]) if close else None


def quoted(value: object) -> str:
    """Write a value of the brief for a message: on one line, visible and not too long."""
    text = " ".join(str(value).split())
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in text[: _LONGEST_QUOTE + 1])
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"


def key_path(location: Sequence[str | int]) -> str:
    """Write pydantic's location as a key path: ``objectives[0].target``."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in location if part != "[key]"]
    return "".join(parts).removeprefix(".")


def _fault(details: Details, name: str) -> Fault:
    location = details["loc"]
    place = f"{name}: {key_path(location)}"
    if details["type"] == "extra_forbidden":
        return unknown_key(_parent(name, location), str(location[-1]), _keys_at(location[:-1]))
    if details["type"] == "missing":
        return Fault(place, message("nothing"), _meaning(location), message("Add the key."))
    value = location[-2] if location[-1] == "[key]" else details["input"]
    expected, cure = _EXPECTED.get(details["type"], _other)(details)
    return Fault(place, _found(value), expected, cure)


def _found(value: object) -> Message:
    """Say what stands in the brief; a block may be endless and is only named."""
    if value in (None, {}, []) or (isinstance(value, str) and not value.strip()):
        return message("nothing")
    if isinstance(value, Mapping):
        return message("a block of keys")
    if isinstance(value, list | tuple):
        return message("a list")
    text = str(value).lower() if isinstance(value, bool) else quoted(value)
    return message("«{value}»", value=text)


def _parent(name: str, location: Sequence[str | int]) -> str:
    path = key_path(location[:-1])
    return f"{name}: {path}" if path else name


def _other(details: Details) -> tuple[Message, Message]:
    return message("{expected}", expected=details["msg"]), message("Correct the value.")


def _number(_: Details) -> tuple[Message, Message]:
    return message("a number"), message("Write digits, a point for decimals, no unit and no quotes.")


def _bound(sign: Message) -> Callable[[Details], tuple[Message, Message]]:
    def describe(details: Details) -> tuple[Message, Message]:
        """Name the limit that was passed."""
        limit = next(iter(details["ctx"].values()))
        return message("a number {sign} {limit}", sign=sign, limit=limit), message("Correct the value.")

    return describe


def _text(_: Details) -> tuple[Message, Message]:
    return message("a text"), message("Put the value in quotes if it looks like a number.")


def _choice(details: Details) -> tuple[Message, Message]:
    allowed = str(details["ctx"]["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
    cure = suggestion(str(details["input"]), allowed)
    return message("one of {allowed}", allowed=", ".join(allowed)), cure or message("Use one of these words.")


def _day(_: Details) -> tuple[Message, Message]:
    return message("a day written as YYYY-MM-DD"), message("Write for instance 2026-04-03: no other order is guessed.")


def _day_range(_: Details) -> tuple[Message, Message]:
    return (
        message("a day from {first} to {last}", first=date(FIRST_YEAR, 1, 1), last=date(LAST_YEAR, 12, 31)),
        message("Correct the year."),
    )


def _short_name(details: Details) -> tuple[Message, Message]:
    if "_" in details["ctx"]["pattern"]:
        return (
            message("lower-case letters, digits and underscores, a letter first"),
            message("Write for instance red_dresses; label holds the name that is shown."),
        )
    return (
        message("at most 64 lower-case letters, digits and hyphens, no hyphen at the ends"),
        message("Write for instance red-dresses; title holds the name that is shown."),
    )


def _device(_: Details) -> tuple[Message, Message]:
    return message("a name that can be a folder on every system"), message("Windows keeps it for a device: add a word.")


def _too_long(details: Details) -> tuple[Message, Message]:
    return message("a text of at most {most} characters", most=details["ctx"]["max_length"]), message("Shorten it.")


def _unseen(_: Details) -> tuple[Message, Message]:
    return message("a text without invisible control characters"), message("Type the text again instead of pasting it.")


def _truth(_: Details) -> tuple[Message, Message]:
    return message("true or false"), message("Write true or false, without quotes.")


def _too_few(details: Details) -> tuple[Message, Message]:
    return message("at least {count} entry", count=details["ctx"]["min_length"]), message("Add one.")


def _text_key(_: Details) -> tuple[Message, Message]:
    return message("a key that is a text"), message("Put the key in quotes; a decimal has a point and no comma.")


def _block(_: Details) -> tuple[Message, Message]:
    return message("a block of keys"), message("Write «key: value» lines, indented below this key.")


def _list(_: Details) -> tuple[Message, Message]:
    return message("a list"), message("Begin each item with a hyphen, or write [a, b].")


def _known(expected: Message) -> Callable[[Details], tuple[Message, Message]]:
    return lambda _: (expected, message("Correct the value, in quotes if it is a word."))


_EXPECTED: Mapping[str, Callable[[Details], tuple[Message, Message]]] = {
    "bool_parsing": _truth,
    "bool_type": _truth,
    "float_parsing": _number,
    "float_type": _number,
    "finite_number": _number,
    "greater_than": _bound(message("above")),
    "greater_than_equal": _bound(message("not below")),
    "less_than": _bound(message("below")),
    "less_than_equal": _bound(message("not above")),
    "string_type": _text,
    "string_too_short": _text,
    "string_too_long": _too_long,
    "string_unicode": _unseen,
    "unseen": _unseen,
    "invalid_key": _text_key,
    "too_short": _too_few,
    "device": _device,
    "day_range": _day_range,
    "enum": _choice,
    "literal_error": _choice,
    "day": _day,
    "string_pattern_mismatch": _short_name,
    "model_type": _block,
    "model_attributes_type": _block,
    "dict_type": _block,
    "tuple_type": _list,
    "unit": _known(message("count, people, fraction, seconds, points or a currency such as EUR")),
    "currency": _known(message("an ISO 4217 code such as EUR")),
    "country": _known(message("an ISO 3166 country code such as FR")),
}


@cache
def _schema() -> Mapping[str, Any]:
    return Campaign.model_json_schema()


def _schema_at(location: Sequence[str | int]) -> Mapping[str, Any]:
    """Walk the JSON Schema of a brief down to a location."""
    schema = _schema()
    node: Mapping[str, Any] = schema
    for part in location:
        step = node.get("items", {}) if isinstance(part, int) else node.get("properties", {}).get(part)
        node = _resolved(schema, step if step is not None else _mapping_values(node))
    return node


def _mapping_values(node: Mapping[str, Any]) -> Mapping[str, Any]:
    patterns = list(node.get("patternProperties", {}).values())
    return patterns[0] if patterns else node.get("additionalProperties") or {}


def _resolved(schema: Mapping[str, Any], node: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references and the non-null side of an optional field, keeping its description."""
    options = [option for option in node.get("anyOf", ()) if option.get("type") != "null"]
    inner = options[0] if options else node
    if "$ref" in inner:
        inner = schema["$defs"][inner["$ref"].rsplit("/", 1)[-1]]
    if "oneOf" in inner:
        ways = [_resolved(schema, way) for way in inner["oneOf"]]
        inner = {"properties": {name: one for way in ways for name, one in way["properties"].items()}}
    return {**inner, **({"description": node["description"]} if "description" in node else {})}


def _keys_at(location: Sequence[str | int]) -> list[str]:
    return list(_schema_at(location).get("properties", {}))


def _meaning(location: Sequence[str | int]) -> Message:
    return message("{meaning}", meaning=_schema_at(location).get("description", "a value").rstrip("."))
