"""Parts of the report, each by one call in a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable

import nbformat
import pytest

from small import evaluation
from smmeasure import show
from smmeasure.core.evaluation import Evaluation
from smmeasure.show import Html
from support import ROOT

PARTS = (show.scoreboard, show.worth, show.rates, show.earned_media, show.after)


def sentences(piece: Html) -> list[str]:
    """Give the headings and sentences of a piece, without figures, whose parts are numbered by page."""
    text = re.sub(r"<svg.*?</svg>", "", piece.markup, flags=re.DOTALL)
    return [line.strip() for line in re.split(r"<[^>]+>", text) if line.strip()]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_a_part_says_what_the_report_says(part: Callable[[Evaluation], Html]) -> None:
    """Every sentence of a part stands in the report's own sections: nothing is told otherwise in a notebook."""
    made = evaluation()
    page = {line for whole in (show.effects, show.returns, show.summary, show.brief) for line in sentences(whole(made))}
    told = sentences(part(made))

    assert told
    assert [line for line in told if line not in page] == []


def test_the_notebook_names_parts_and_numbers_that_there_are() -> None:
    """What the campaign notebook tells to try can be called, and read from an evaluation."""
    cells = nbformat.read(ROOT / "notebooks" / "campaign.ipynb", as_version=4).cells
    text = "\n".join(cell.source for cell in cells)
    made = evaluation()

    assert {part.__name__ for part in PARTS} <= set(re.findall(r"smm\.show\.(\w+)\(", text))
    for name in re.findall(r"smm\.show\.(\w+)\(", text):
        assert name in show.__all__
    for name in re.findall(r"`evaluation\.(\w+)", text):
        assert hasattr(made, name), name
