"""What a file leaves open is refused with its line and column, and one word of the user settles it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from smmeasure.data.exports.dictionary import platforms
from smmeasure.errors import CallError

HEADER = "Ad name,Day,Amount spent ({currency}),Impressions"


def ads(*rows: str, currency: str = "EUR", more: str = "") -> str:
    """Write a small export of ads."""
    return "\n".join([HEADER.format(currency=currency) + more, *rows]) + "\n"


def test_a_day_that_may_be_in_two_months_is_refused(refusal: Callable, read_text: Callable) -> None:
    """03/04/2026 without any day above 12 needs the user's word."""
    text = ads("Film,03/04/2026,1.5,10", "Film,04/04/2026,1.5,10")
    said = read_text(text, date_format="%d/%m/%Y").table("ad_day").frame

    assert refusal(text) == (
        "x.csv:2 [Day]: found “03/04/2026”, and no day above 12 in the file; "
        "expected days whose order of day and month the file proves. "
        'Say which number is the month with `date_format`: "%d/%m/%Y" is day/month/year, '
        '"%m/%d/%Y" is month/day/year.'
    )
    assert said["date_start"].astype(str).tolist() == ["2026-04-03", "2026-04-04"]


def test_days_in_two_orders_are_refused(refusal: Callable) -> None:
    """One file has one order of day and month."""
    assert refusal(ads("Film,13/04/2026,1.5,10", "Film,04/14/2026,1.5,10")).startswith(
        "x.csv:2 [Day]: found day/month at x.csv:2 [Day] and month/day at x.csv:3 [Day];"
    )


def test_a_lone_decimal_comma_is_refused(refusal: Callable, read_text: Callable) -> None:
    """12,34 without a number that proves the decimal sign needs the user's word."""
    text = ads('Film,2026-04-03,"12,34",10')

    assert refusal(text) == (
        "x.csv:2 [Amount spent (EUR)]: found “12,34”, and no number in the file that proves the decimal sign; "
        "expected a number like 1 020,50 or 1,020.50 or 12.5. "
        'Say which sign parts decimals with `decimal`: "," or ".".'
    )
    assert read_text(text, decimal=",").table("ad_day").total("spend") == 12.34


def test_an_amount_that_may_be_a_thousand_is_refused(refusal: Callable, read_text: Callable) -> None:
    """1,234 may be one and a bit or a thousand; a count of 1,234 is a thousand and proves the sign."""
    assert refusal(ads('Film,2026-04-03,"1,234",10')).startswith("x.csv:2 [Amount spent (EUR)]: found “1,234”, and no")
    assert read_text(ads('Film,2026-04-03,"1,234","1,234"')).table("ad_day").total("spend") == 1234.0


def test_two_decimal_signs_are_refused(refusal: Callable) -> None:
    """One file has one decimal sign."""
    assert refusal(ads('Film,2026-04-03,"1.234,50",10', "Film,2026-04-04,12.34,10")) == (
        "x.csv:2 [Amount spent (EUR)]: found the decimal sign “,” here and “.” at x.csv:3 [Amount spent (EUR)]; "
        "expected one decimal sign in a file. "
        'Say which sign parts decimals with `decimal`: "," or ".".'
    )


def test_two_currencies_are_refused(refusal: Callable) -> None:
    """Amounts of two currencies are never brought together."""
    by_header = ads("Film,2026-04-03,1.5,10,3", more=",CPC (all) (USD)")
    by_row = ads("Film,2026-04-03,1.5,10,EUR", "Film,2026-04-03,1.5,10,CHF", more=",Currency")

    assert refusal(by_header) == (
        "x.csv:1 [CPC (all) (USD)]: found amounts in EUR and in USD; expected one currency. "
        "Export each currency into a file of its own, and read it with its own `currency`."
    )
    assert refusal(by_row).startswith("x.csv:3 [Currency]: found amounts in EUR and in CHF;")
    assert refusal(ads("Film,2026-04-03,1.5,10"), currency="USD").startswith(
        "x.csv:1 [Amount spent (EUR)]: found amounts"
    )


def test_amounts_without_a_currency_are_refused(refusal: Callable, read_text: Callable) -> None:
    """An amount without a currency is no money until the user says which."""
    text = ads("Film,2026-04-03,1.5,10").replace(" (EUR)", "")

    assert refusal(text) == (
        "x.csv:1 [Amount spent]: found amounts without a currency; "
        "expected an ISO 4217 code in the header or in a column of currencies. "
        "Say with `currency` what the amounts are in, as `EUR`."
    )
    assert read_text(text, currency="EUR").table("ad_day").currency == "EUR"


def test_headers_of_two_languages_are_refused(refusal: Callable, read_text: Callable) -> None:
    """A file that mixes languages needs the user's word; then the other language's columns are left out."""
    text = ads("Film,2026-04-03,1.5,10,7", more=",Clics (tous)")

    assert refusal(text) == (
        "x.csv:1 [Clics (tous)]: found a header in fr among headers in en; expected headers of one language. "
        "Export the file again in one language, or say with `locale` which language counts: "
        "columns named in another one are then left out."
    )
    assert read_text(text, locale="en").match.dropped == ("Clics (tous)",)


def test_all_that_is_open_is_said_at_once(refusal: Callable) -> None:
    """Day, decimal sign and currency are one answer, not three."""
    text = ads('Film,03/04/2026,"12,34",10').replace(" (EUR)", "")

    assert [line.split(":")[1] for line in refusal(text).splitlines()] == [
        "2 [Day]",
        "2 [Amount spent]",
        "1 [Amount spent]",
    ]


def test_a_cell_that_moved_its_row_is_refused(refusal: Callable) -> None:
    """An unquoted 1,234 makes a row longer than its header; its numbers would be of other columns."""
    assert refusal(ads("Film,2026-04-03,1,234.50,10")) == (
        "x.csv:2: found 5 cells under a header of 4; expected rows as wide as the header. "
        "Look for a separator inside a cell without quotation marks, or export the file again."
    )


def test_cells_that_are_no_numbers_are_refused(refusal: Callable) -> None:
    """A text or half a click is never a zero."""
    assert refusal(ads("Film,2026-04-03,abc,10.5")) == (
        "x.csv:2 [Amount spent (EUR)]: found “abc” (2); expected numbers (EUR) with the decimal sign “.”. "
        "Take the original export, or say with `decimal` which sign parts decimals.\n"
        "x.csv:2 [Impressions]: found “10.5” (2); expected whole numbers. "
        "Take the original export, or say with `decimal` which sign parts decimals."
    )


def test_a_row_without_a_day_is_refused(refusal: Callable) -> None:
    """Spend of no day can't enter any window."""
    assert refusal(ads("Film,,1.5,10")) == (
        "x.csv:2 [Day]: found a row without a day; expected a day or a period in every row. "
        "Take the original export, or remove the row."
    )


def test_a_count_beyond_exact_numbers_is_refused(refusal: Callable) -> None:
    """A count that a float can't hold is damaged."""
    assert refusal(ads("Film,2026-04-03,1.5,1e20")).startswith(
        "x.csv:2 [Impressions]: found “1e20” (2); expected whole"
    )


def test_a_year_first_format_leaves_other_days_open(refusal: Callable) -> None:
    """`%Y-%m-%d` says nothing of 03/04/2026."""
    assert refusal(ads("Film,03/04/2026,1.5,10"), date_format="%Y-%m-%d").startswith(
        "x.csv:2 [Day]: found “03/04/2026”"
    )


def test_a_word_that_means_nothing_is_refused(read_text: Callable) -> None:
    """Decimal sign and network are of a few known words."""
    with pytest.raises(CallError) as caught:
        read_text(ads("Film,2026-04-03,1.5,10"), decimal=";")

    assert str(caught.value) == "decimal: found “;”; expected one of . ,. Use one of these words."


def test_a_file_that_nobody_knows_is_refused(refusal: Callable) -> None:
    """An unknown header is no export, and the brief can name its columns."""
    assert refusal("day,visits\n2026-04-03,5\n") == (
        "x.csv: found headers that no dictionary knows; "
        f"expected an export of one of: {', '.join(platforms())}. "
        "Name its columns in a brief instead, with the keys `date` and `value` of a source."
    )


def test_a_column_that_decides_may_not_stand_twice(refusal: Callable) -> None:
    """Two days in one row: neither is taken."""
    assert refusal("Ad name,Day,Amount spent (EUR),Impressions,Day\nA,2026-03-01,1.5,10,2026-03-02\n") == (
        "x.csv:1 [Day]: found twice, with different values: Day; "
        "expected a column that the report can't do without, once. "
        "Take the original export, or remove the column that is wrong."
    )


def test_lines_that_end_early_are_told(read_text: Callable) -> None:
    """What a cut line doesn't say is unknown, and the line is named."""
    export = read_text("Ad name,Day,Amount spent (EUR),Impressions\nA,2026-03-01,1.5,10\nB,2026-03-02,2.5\n")

    assert export.table("ad_day").frame["impressions"].isna().tolist() == [False, True]
    assert [str(doubt) for doubt in export.doubts] == [
        "lines that end before the header does, unknown from there on: 3"
    ]


def test_a_column_of_amounts_in_each_currency_is_two_currencies(refusal: Callable) -> None:
    """Spend in euros beside spend in dollars is no column that stands twice by mistake."""
    assert refusal("Ad name,Day,Amount spent (EUR),Amount spent (USD),Impressions\nA,2026-03-01,1,2,10\n") == (
        "x.csv:1 [Amount spent (USD)]: found amounts in EUR and in USD; expected one currency. "
        "Export each currency into a file of its own, and read it with its own `currency`."
    )
