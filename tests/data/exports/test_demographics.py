"""Distributions of followers, in per cent or as fractions."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from smmeasure.data.exports.reading import Export

ReadText = Callable[..., Export]
Refusal = Callable[..., str]


def rows(export: Export) -> list[tuple[object, ...]]:
    """Give the rows of an audience without empty cells, shares in per mille."""
    frame = export.table("audience").frame[["platform", "dimension", "segment", "gender", "share"]]
    frame = frame.assign(share=(frame["share"] * 1000).round(6))
    return [tuple(cell for cell in row if not pd.isna(cell)) for row in frame.itertuples(index=False)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Gender,Distribution\nMale,73.7\nFemale,26.3\n",
            [("tiktok", "gender", "male", 737), ("tiktok", "gender", "female", 263)],
            id="per cent",
        ),
        pytest.param(
            "Top territories,Distribution\nFR,0.601\nOthers,0.399\n",
            [("tiktok", "country", "FR", 601), ("tiktok", "country", "Others", 399)],
            id="fractions",
        ),
        pytest.param(
            "Gender,Distribution\nFemale,51%\nMale,49%\n",
            [("tiktok", "gender", "female", 510), ("tiktok", "gender", "male", 490)],
            id="per cent signs",
        ),
    ],
)
def test_the_sum_tells_per_cents_from_fractions(
    read_text: ReadText, text: str, expected: list[tuple[object, ...]]
) -> None:
    """Shares that add up to 100 are per cents, those that add up to 1 are not."""
    assert rows(read_text(text)) == expected


def test_a_distribution_with_another_sum_is_refused(refusal: Refusal) -> None:
    """Without all its rows nothing tells whether 0.6 is a share or six per mille."""
    assert refusal("Top Territories,Distribution\nFR,0.6\nBE,0.1\n") == (
        "x.csv:2 [Distribution]: found shares that add up to 0.7; expected shares that add up to 1 or to 100. "
        "Take the original export with all its rows: nothing else tells per cents from fractions."
    )


def test_a_distribution_without_rows_is_empty(read_text: ReadText) -> None:
    """A header alone is an audience of nobody known."""
    assert rows(read_text("Gender,Distribution\n")) == []
