"""Pieces of a page: every value escaped, nothing loaded from elsewhere."""

from __future__ import annotations

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from small import HOSTILE
from smmeasure.show.page import RECORD_TYPE, Html, Record, bold, page_style, render, stylesheet


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("about **5 more**, between", "about <b>5 more</b>, between"),
        ("**a** and **b**", "<b>a</b> and <b>b</b>"),
        ("<i>**a<b>**", "&lt;i&gt;<b>a&lt;b&gt;</b>"),
        ("no ** pair", "no ** pair"),
        ("****", "****"),
        ("a & b \"c\" 'd'", "a &amp; b &#34;c&#34; &#39;d&#39;"),
    ],
)
def test_a_sentence_is_escaped_before_it_is_set_in_bold(text: str, markup: str) -> None:
    """Signs of HTML are written out, and only pairs of ** become bold."""
    assert bold(text) == markup


def test_a_template_escapes_its_values() -> None:
    """What a template is filled with can't become markup."""
    markup = render("heading.html.j2", title=HOSTILE, lead=HOSTILE).markup

    assert "<script" not in markup
    assert markup.count("&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}{x}{0}") == 2


def test_a_forgotten_value_is_no_empty_place() -> None:
    """A template that isn't given a value it names fails instead of showing nothing."""
    with pytest.raises(UndefinedError):
        render("heading.html.j2", lead="")


def test_only_the_packages_templates_are_filled() -> None:
    """A template outside the package's folder doesn't exist."""
    with pytest.raises(TemplateNotFound):
        render("../report/index.html.j2")


def test_a_piece_shows_as_html_with_its_alternative_text() -> None:
    """A notebook shows markup; the alternative text goes with the metadata and stands where HTML can't be shown."""
    data, metadata = Html("<p>a</p>", "A line.")._repr_mimebundle_()

    assert data == {"text/html": "<p>a</p>", "text/plain": "A line."}
    assert metadata == {"text/html": {"alt": "A line."}}
    assert Html("<p>a</p>")._repr_mimebundle_() == ({"text/html": "<p>a</p>", "text/plain": "smmeasure"}, {})


def test_a_record_travels_under_a_type_of_its_own() -> None:
    """A record shows one line to a person and carries its values for the batch."""
    values = {"campaign": "red-dresses", "schema": 1}

    assert Record(values)._repr_mimebundle_() == {RECORD_TYPE: values, "text/plain": "record of red-dresses"}


def test_the_style_loads_nothing() -> None:
    """The stylesheet names no address, no import and no font file, and can't end its own element."""
    style = stylesheet()

    assert not [word for word in ("http", "@import", "@font-face", "url(", "</") if word in style]
    assert page_style().markup == f"<style>{style}</style>"
