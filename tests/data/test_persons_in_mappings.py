"""Files that a brief maps by hand may hold persons too: what is said of them quotes nobody."""

from __future__ import annotations

from collections.abc import Callable

HEADER = "Day,Views,Billing Name,Email\n"


def test_the_texts_of_a_column_about_persons_are_not_listed(fault_of: Callable) -> None:
    """A filter that keeps nothing names the texts of other columns, not the customers."""
    said = fault_of(HEADER + "2026-03-01,5,Ann Example,ann@example.org\n", where={"Billing Name": "Ben"})

    assert said == (
        "indicators.x.source.where.Billing Name: found “Ben” in no row of file.csv; "
        "expected a text that the column holds. Write the text as it stands in the file."
    )


def test_beside_persons_a_cell_is_told_by_its_form(fault_of: Callable) -> None:
    """A name that has moved into the column of values is not repeated."""
    said = fault_of(HEADER + "2026-03-01,Ann Example,5,ann@example.org\n")

    assert said.startswith("file.csv:2 [Views]: found “xxx xxxxxxx” (2); expected numbers")


def test_elsewhere_what_leads_to_a_person_is_masked(fault_of: Callable) -> None:
    """In any file an e-mail address, a handle or a phone number is not repeated; other words are."""
    assert "found “late” (2);" in fault_of("Day,Views\n2026-03-01,late\n")
    assert "found “‹e-mail› @… ‹phone›” (2);" in fault_of("Day,Views\n2026-03-01,a@example.org @ann 06 12 34 56 78\n")
