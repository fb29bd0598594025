"""How the text of a brief becomes plain values, and what is refused on the way."""

from __future__ import annotations

import pytest

from small import TEXT
from smmeasure.brief import parse_yaml
from smmeasure.errors import BriefError

START = "Start from the commented brief that «smmeasure new DIR» writes."
LINES = "a brief: lines of the form «key: value»"
YAML = "expected YAML that can be read. Look at the line and the one above it: indentation, quotes, a missing colon."
TAG = "expected a plain value. Remove the tag; put the value in quotes if it begins with an exclamation mark."
BRACKETS = (
    "found brackets where a key is expected; expected a mapping: lines of the form «key: value». "
    "Put a text that begins with brackets or braces in quotes."
)
DEEP = (
    "found more than 20 blocks within each other; expected the keys of a brief. "
    "Look for brackets that are never closed, or put the text in quotes."
)

REFUSED = [
    pytest.param("", f"b.yaml: found an empty file; expected {LINES}. {START}", id="empty file"),
    pytest.param("# only a remark\n", f"b.yaml: found an empty file; expected {LINES}. {START}", id="only a comment"),
    pytest.param("- a\n- b\n", f"b.yaml: found a list at the top level; expected {LINES}. {START}", id="list"),
    pytest.param("red dresses", f"b.yaml: found a single value at the top level; expected {LINES}. {START}", id="word"),
    pytest.param(
        "1: a\n", f"b.yaml: found keys at the top level that are no text; expected {LINES}. {START}", id="number as key"
    ),
    pytest.param(
        "title: a\nbrand: b\ntitle: c\n",
        "b.yaml, line 3: found the key «title» a second time; expected each key once. Keep one of the two.",
        id="key twice",
    ),
    pytest.param(
        "window: {start: 2026-03-02, start: 2026-03-03}",
        "b.yaml, line 1: found the key «start» a second time; expected each key once. Keep one of the two.",
        id="key twice inside",
    ),
    pytest.param(
        "a: 1\n\tb: 2\n", rf"b.yaml, line 2: found character '\t' that cannot start any token; {YAML}", id="tab"
    ),
    pytest.param("title: Red: new\n", f"b.yaml, line 1: found mapping values are not allowed here; {YAML}", id="colon"),
    pytest.param("title: 'Red\n", f"b.yaml, line 2: found unexpected end of stream; {YAML}", id="open quote"),
    pytest.param("a: 1\n---\nb: 2\n", f"b.yaml, line 2: found another document; {YAML}", id="two documents"),
    pytest.param("a: *b\n", f"b.yaml, line 1: found undefined alias 'b'; {YAML}", id="alias of nothing"),
    pytest.param("a: 1\nb: \0\n", f"b.yaml, line 2: found characters that YAML does not allow; {YAML}", id="NUL"),
    pytest.param("title: {{7*7}}\n", f"b.yaml, line 1: {BRACKETS}", id="template braces"),
    pytest.param("? [a]\n: b\n", f"b.yaml, line 1: {BRACKETS}", id="list as key"),
    pytest.param("a: !!int b\n", f"b.yaml, line 1: found the tag «!!int»; {TAG}", id="tag of a type"),
    pytest.param("a: !red b\n", f"b.yaml, line 1: found the tag «!red»; {TAG}", id="own tag"),
    pytest.param(
        "a: !!python/object/apply:os.system [ls]\n",
        f"b.yaml, line 1: found the tag «!!python/object/apply:os.system»; {TAG}",
        id="tag that runs code",
    ),
    pytest.param("a: " + "[" * 5000, f"b.yaml, line 1: {DEEP}", id="endless nesting"),
    pytest.param("a: " + "{b: " * 30 + "1" + "}" * 30, f"b.yaml, line 1: {DEEP}", id="deep nesting"),
    pytest.param(
        "title: x\n" * 600_000,
        "b.yaml: found 5400000 characters; expected a brief of at most 200000 characters. "
        "Look whether this is a data file; data stay in the data folder.",
        id="5 MB",
    ),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_is_no_brief_is_refused_with_its_line(text: str, message: str) -> None:
    """A text that is no brief is refused with place, finding, expectation and cure."""
    with pytest.raises(BriefError) as caught:
        parse_yaml(text, "b.yaml")

    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("NO", "NO", id="Norway"),
        pytest.param("yes", "yes", id="yes"),
        pytest.param("2026-03-04", "2026-03-04", id="day"),
        pytest.param("1:30", "1:30", id="base sixty"),
        pytest.param("010", "010", id="base eight"),
        pytest.param("0x1F", "0x1F", id="base sixteen"),
        pytest.param("1_000", "1_000", id="underscore"),
        pytest.param(".inf", ".inf", id="infinity"),
        pytest.param("9" * 5000, "9" * 5000, id="endless number"),
        pytest.param("=", "=", id="equals"),
        pytest.param("2024", 2024, id="number"),
        pytest.param("-0.5", -0.5, id="decimal"),
        pytest.param("1.5e3", 1500.0, id="exponent"),
        pytest.param("true", True, id="true"),
        pytest.param("~", None, id="nothing"),
        pytest.param("[a, 1]", ["a", 1], id="list"),
    ],
)
def test_values_are_read_as_people_mean_them(written: str, read: object) -> None:
    """Only decimal numbers, true, false and null are no text."""
    assert parse_yaml(f"a: {written}\n", "b.yaml") == {"a": read}


def test_an_anchor_repeats_a_block() -> None:
    """A block that is named once can be used again."""
    text = "a: &source {file: x.csv}\nb: *source\n"

    assert parse_yaml(text, "b.yaml") == {"a": {"file": "x.csv"}, "b": {"file": "x.csv"}}


def test_a_merge_is_no_part_of_a_brief() -> None:
    """The sign << is a key like any other, so that merged blocks can't multiply without end."""
    assert parse_yaml("a: &a {b: 1}\nc:\n  <<: *a\n", "b.yaml")["c"] == {"<<": {"b": 1}}


def test_a_byte_order_mark_is_no_content() -> None:
    """A file that begins with a byte order mark reads like any other."""
    assert parse_yaml("\ufeff" + TEXT, "b.yaml") == parse_yaml(TEXT, "b.yaml")
