from __future__ import annotations

from collections import Counter

import pytest

from smmeasure.data.exports.dictionary import Dictionary, currency_in, dictionaries
from smmeasure.data.exports.shapes import SHAPES

HELPERS = {
    *("nth_day", "nth_week", "week", "calendar_month", "source_medium"),
    *("covers", "day", "month", "value"),
    *("age", "city", "country", "page", "distribution", "hashtags"),
    *("delivery", "hour_of_day", "invited"),
    *("price", "line_discount", "sales"),
    *("address", "time", "indexed", "opening_text", "title_snippet", "content_snippet"),
    *("author_country", "article_country", "network_likes", "network_shares", "network_comments"),
}
"""Columns that a reader needs and no table has."""


def name(dictionary: Dictionary) -> str:
    """Name a dictionary for a test."""
    return f"{dictionary.platform} {dictionary.report}"


@pytest.mark.parametrize("dictionary", dictionaries(), ids=name)
def test_each_column_of_a_dictionary_is_in_its_tables(dictionary: Dictionary) -> None:
    """A dictionary's columns have the names and the kinds of its canonical tables, and it says where they come from."""
    kinds = {name: kind for table in dictionary.tables for name, kind in SHAPES[table].kinds.items()}
    known = [column for column in dictionary.columns if column.column not in HELPERS]

    assert dictionary.origin
    assert {column.column: column.kind for column in known} == {column.column: kinds[column.column] for column in known}


@pytest.mark.parametrize("dictionary", dictionaries(), ids=name)
def test_a_header_means_one_column_in_one_language(dictionary: Dictionary) -> None:
    """No header stands twice in one language of a dictionary, and what decides on the report is in it."""
    headers = Counter(
        (language, header)
        for column in dictionary.columns
        for language, names in column.headers.items()
        for header in names
    )
    columns = {column.column for column in dictionary.columns}

    assert [header for header, count in headers.items() if count > 1] == []
    assert {one for alternatives in dictionary.required for one in alternatives} | set(dictionary.labels) <= columns


def test_the_exact_header_comes_before_its_normal_form() -> None:
    """Case, apostrophes and spaces are forgiven, a part of a header is not."""
    (ads,) = [dictionary for dictionary in dictionaries() if dictionary.platform == "meta_ads"]

    assert ads.find("Amount spent (EUR)")["en"].column == "spend"
    assert ads.find("nom de l’ensemble  de publicités")["fr"].column == "ad_group_name"
    assert ads.find("LINK CLICKS")["en"].column == "link_clicks"
    assert ads.find("Link") == {}
    assert ads.find("Cost per result") == {}


def test_only_a_currency_in_brackets_is_a_currency() -> None:
    """A code is read where it is one of ISO 4217, at the end of the header."""
    assert currency_in("Amount spent (EUR)") == "EUR"
    assert currency_in("Click through rate (CTR)") is None
    assert currency_in("EUR") is None
