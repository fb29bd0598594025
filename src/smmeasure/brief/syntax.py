"""From the text of a brief to plain values: YAML without its surprises.

A brief is written by people who have never heard of YAML's types. So days stay text, ``no`` is a
word and not a boolean, numbers are decimal, and what a brief never needs is refused by name: a key
twice, tags, blocks within blocks without end.
"""

from __future__ import annotations

import re

import yaml

from smmeasure.errors import BriefError, Fault
from smmeasure.messages import Message, message

MOST_CHARACTERS = 200_000
"""Longest brief that is read; the longest honest one is a few pages."""

DEEPEST = 20
"""Blocks within blocks; the deepest key of a brief lies in the sixth."""


class _RefusedError(yaml.YAMLError):
    """Something that YAML allows and a brief does not."""

    def __init__(self, mark: object, found: Message, expected: Message, cure: Message) -> None:
        super().__init__()
        self.problem_mark = mark
        self.parts = (found, expected, cure)


class _Loader(yaml.SafeLoader):
    """YAML as a person reads it: text, decimal numbers, true, false and null."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and shape that PyYAML reads
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    _depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node, refusing a tag and a nesting that no brief has."""
        event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
        if tag := getattr(event, "tag", None):
            raise _RefusedError(
                event.start_mark,
                message("the tag «{tag}»", tag=tag.replace("tag:yaml.org,2002:", "!!")),
                message("a plain value"),
                message("Remove the tag; put the value in quotes if it begins with an exclamation mark."),
            )
        if self._depth > DEEPEST:
            raise _RefusedError(
                event.start_mark,
                message("more than {count} blocks within each other", count=DEEPEST),
                message("the keys of a brief"),
                message("Look for brackets that are never closed, or put the text in quotes."),
            )
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:  # noqa: FBT001, FBT002 - PyYAML's signature
        """Build a mapping, refusing a key that is given twice or is no word."""
        seen: set[object] = set()
        for key_node, _ in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _RefusedError(
                    key_node.start_mark,
                    message("brackets where a key is expected"),
                    message("a mapping: lines of the form «key: value»"),
                    message("Put a text that begins with brackets or braces in quotes."),
                )
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise _RefusedError(
                    key_node.start_mark,
                    message("the key «{key}» a second time", key=key),
                    message("each key once"),
                    message("Keep one of the two."),
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_BOOLEAN = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_WHOLE = re.compile(r"^[-+]?(?:0|[1-9][0-9]{0,17})$")
_DECIMAL = re.compile(r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$")
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOLEAN, list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", _WHOLE, list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", _DECIMAL, list("-+.0123456789"))


def parse_yaml(text: str, name: str) -> dict[str, object]:
    """Read the top-level mapping of a brief without interpreting it.

    Parameters
    ----------
    text : str
        Content of the file.
    name : str
        Name of the file, for messages.

    Returns
    -------
    dict of str to object
        The notebook's parameters: text, numbers, booleans, lists and mappings only.

    Raises
    ------
    BriefError
        Where the text is too long, is no YAML, is empty, or is no mapping of names.
    """
    if len(text) > MOST_CHARACTERS:
        raise BriefError.at(
            name,
            message("{count} characters", count=len(text)),
            message("a brief of at most {most} characters", most=MOST_CHARACTERS),
            message("Look whether this is a data file; data stay in the data folder."),
        )
    try:
        parsed = yaml.load(text, Loader=_Loader)  # noqa: S506 - derived from SafeLoader
    except yaml.YAMLError as fault:
        raise BriefError(_syntax_fault(text, name, fault)) from None
    if not isinstance(parsed, dict) or not all(isinstance(key, str) for key in parsed):
        raise BriefError.at(
            name,
            _kind(parsed),
            message("a brief: lines of the form «key: value»"),
            message("Start from the commented brief that «smmeasure new DIR» writes."),
        )
    return parsed


def _kind(parsed: object) -> Message:
    if parsed is None:
        return message("an empty file")
    if isinstance(parsed, list):
        return message("a list at the top level")
    if isinstance(parsed, dict):
        return message("keys at the top level that are no text")
    return message("a single value at the top level")


def _syntax_fault(text: str, name: str, fault: yaml.YAMLError) -> Fault:
    if isinstance(fault, _RefusedError):
        return Fault(_place(text, name, fault), *fault.parts)
    problem = getattr(fault, "problem", None) or "characters that YAML does not allow"
    return Fault(
        _place(text, name, fault),
        message("{problem}", problem=problem.removeprefix("but ").removeprefix("found ").replace("\t", r"\t")),
        message("YAML that can be read"),
        message("Look at the line and the one above it: indentation, quotes, a missing colon."),
    )


def _place(text: str, name: str, fault: yaml.YAMLError) -> str:
    mark = getattr(fault, "problem_mark", None)
    position = getattr(fault, "position", None)
    if mark is None and position is None:
        return name
    line = text.count("\n", 0, position) if mark is None else mark.line
    return f"{name}, line {line + 1}"
