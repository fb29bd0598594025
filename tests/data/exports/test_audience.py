"""Who follows an account: titled blocks in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd

from smmeasure.data.exports.reading import Export

ReadText = Callable[..., Export]
Refusal = Callable[..., str]

AGES = '"Age & gender"\n"","{}","{}"\n"18-24","25","15"\n"25-34","40","20"\n'
CITIES = '"Top cities"\n"Lyon, France","Paris, France"\n"12.5","8"\n'
COUNTRIES = '"Top countries"\n"France"\n"91.2"\n'


def rows(export: Export) -> list[tuple[object, ...]]:
    """Give the rows of an audience without empty cells."""
    frame = export.table("audience").frame[["platform", "dimension", "segment", "gender", "share", "members"]]
    return [tuple(cell for cell in row if not pd.isna(cell)) for row in frame.itertuples(index=False)]


def test_blocks_are_read_in_any_order(read_text: ReadText) -> None:
    """Ages under men and women, or women and men, towns and countries: shares of the followers on a declared day."""
    text = "sep=,\n" + "\n".join([CITIES, AGES.format("Men", "Women"), COUNTRIES])
    export = read_text(text, encoding="utf-16", platform="instagram", as_of=date(2026, 6, 21))

    assert rows(export) == [
        ("instagram", "city", "Lyon, France", 0.125),
        ("instagram", "city", "Paris, France", 0.08),
        ("instagram", "age", "18-24", "male", 0.25),
        ("instagram", "age", "18-24", "female", 0.15),
        ("instagram", "age", "25-34", "male", 0.4),
        ("instagram", "age", "25-34", "female", 0.2),
        ("instagram", "country", "France", 0.912),
    ]
    assert (export.match.report.report, export.rows, export.doubts) == ("audience", 7, ())
    assert set(export.table("audience").frame["as_of_date"].astype(str)) == {"2026-06-21"}


def test_an_audience_of_no_network_and_no_day_is_doubtful(read_text: ReadText) -> None:
    """The titles of today name neither; what settles it is named."""
    export = read_text(f"sep=,\n{AGES.format('Women', 'Men')}")

    assert rows(export)[0] == ("age", "18-24", "female", 0.25)
    assert [str(doubt) for doubt in export.doubts] == [
        "“Age & gender” names no network: say it with `platform`",
        "an audience of one day, and the file doesn't say of which: say it with `as_of`",
    ]


def test_older_blocks_name_networks_and_a_re_save_parts_towns(read_text: ReadText) -> None:
    """Tabs in the place of commas part the names of towns; per cent signs and the number of followers are read."""
    text = (
        "sep=\t\t\t\nFacebook followers\t\t\t\nFB_PAGE\tFOLLOW\tUNIQUE_USERS\t\n512\t\t\t\n\t\t\t\n"
        "Instagram followers by gender and age\t\t\t\nAge\tWomen\tMen\t\n18-24\t60%\t39.9%\t\n\t\t\t\n"
        "Facebook followers by top cities\t\t\t\nTop cities\tValue\t\t\n"
        "Lyon\t Rhône\t France\t8.7%\nParis\t France\t2%\t\n"
    )

    assert rows(read_text(text, encoding="utf-16")) == [
        ("facebook", "all", 512),
        ("instagram", "age", "18-24", "female", 0.6),
        ("instagram", "age", "18-24", "male", 0.399),
        ("facebook", "city", "Lyon, Rhône, France", 0.087),
        ("facebook", "city", "Paris, France", 0.02),
    ]


def test_a_lost_decimal_sign_is_refused(refusal: Refusal) -> None:
    """Shares of more than everybody are no shares."""
    assert refusal("sep=,\n" + CITIES.replace("12.5", "125")) == (
        "x.csv:4 [Top cities]: found shares that add up to 133 %; expected at most 100 %. "
        "Take the original export: a decimal sign was lost on the way."
    )


def test_names_and_shares_that_do_not_pair_are_refused(refusal: Refusal) -> None:
    """A file that was cut, or whose towns were parted at their commas, is no pair of lines."""
    assert refusal("sep=,\n" + CITIES.replace(',"8"', "")) == (
        "x.csv:3 [Top cities]: found 2 names over 1 shares; expected a line of names and under it a line of as many "
        "shares. Take the original export: it was cut, or saved again with other separators."
    )


def test_two_blocks_of_one_title_are_refused(refusal: Refusal) -> None:
    """A second block may be of another network: nobody can tell."""
    assert refusal(f"sep=,\n{COUNTRIES}\n{COUNTRIES}") == (
        "x.csv:8 [Top countries]: found “Top countries” a second time; expected each block once. Keep one of the two "
        "blocks; if they are of two networks, read each with its own `platform`."
    )


def test_a_share_that_is_no_number_is_refused(refusal: Refusal) -> None:
    """The cell is named, not read as zero."""
    assert refusal("sep=,\n" + CITIES.replace("12.5", "many")).startswith("x.csv:4 [Top cities]: found “many” (4)")
