"""Beside the returns: the waterfall, what the platform claims, and savings that are only assumed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from small import BRIEF, HOSTILE, brief, data_of, evaluation, indicator, spoken
from smmeasure.core.attributed import AttributedRoas
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.worth import Worth
from smmeasure.show.figures.waterfall import waterfall_figure
from smmeasure.show.sections.worth import attributed_html, gap_sentence, savings_html, waterfall_html, worth_html
from smmeasure.show.words import Words
from smmeasure.units import Money


def text(markup: str) -> str:
    """Read the text of a page, without its marks."""
    return " ".join(re.sub(r"<[^>]*>", " ", markup).split())


def claiming(revenue: float, gained: float | None) -> AttributedRoas:
    """Claim a revenue on 900 EUR of ads."""
    spend, incremental = Money(900, "EUR"), None if gained is None else Money(gained, "EUR")
    return AttributedRoas(revenue / 900, Money(revenue, "EUR"), spend, incremental, ("7-day click",), 0, spend)


def claimed(made: Evaluation, found: AttributedRoas) -> Evaluation:
    """Give an evaluation whose ads claim a revenue."""
    return replace(made, worth=replace(made.worth or Worth(None, None, None, ()), attributed=found))


def test_the_figure_tells_every_step_in_words() -> None:
    """Who can't see the bars reads their amounts, on both screens."""
    worth = evaluation().worth
    assert worth is not None
    assert worth.waterfall is not None
    figure = waterfall_figure(worth.waterfall, Words("en"), "waterfall")

    assert figure.alt.startswith("From Revenue observed (€21,400) to Net gain")
    assert "Cost: media: −€900. Cost: staff: −€300." in figure.description
    assert all(drawing.startswith("<svg") and 'role="img"' in drawing for drawing in (figure.wide, figure.narrow))


def test_without_an_roi_one_line_says_why() -> None:
    """A campaign under way shows no bars, and its reason."""
    (line,) = waterfall_html(evaluation("2026-03-05"), Words("en"))

    assert text(line.markup).startswith("The way from revenue to ROI is not drawn. ")


@pytest.mark.parametrize(
    ("language", "label"), [("en", "attributed by the platform"), ("fr", "attribué par la plateforme")]
)
def test_attributed_roas_stands_beside_iroas(language: str, label: str) -> None:
    """It is labelled as the platform's own, with its setting and the gap in one sentence."""
    made = claimed(spoken(evaluation(), language), claiming(9000, 7317))
    shown = text("".join(piece.markup for piece in attributed_html(made, Words(language))))

    assert f"{label} (7-day click)" in shown
    assert "iROAS" in shown


def test_the_gap_is_explained_either_way() -> None:
    """More claimed than gained, less, and nothing to compare with: three sentences."""
    told = [str(gap_sentence(claiming(*amounts))) for amounts in ((9000, 7000), (5000, 7000), (9000, None))]

    assert told[0].endswith("it also counts sales that would have come without its ads.")
    assert told[1].endswith("it does not see sales that its ads brought elsewhere, or that other actions brought.")
    assert told[2].endswith("it is no return of the campaign.")


def test_a_claim_within_the_interval_proves_nothing() -> None:
    """9,000 claimed and 5,000 to 9,500 gained: the gap to the best estimate may be chance."""
    low, high = Money(5000, "EUR"), Money(9500, "EUR")
    found = replace(claiming(9000, 7000), incremental_low=low, incremental_high=high)

    assert str(gap_sentence(found)) == (
        "In the same days and the same currency the platform claims 9,000.00 EUR; between 5,000.00 EUR and 9,500.00 "
        "EUR was gained over the baseline: the claim lies within, so that it can't be told whether it is too high."
    )
    assert not replace(found, incremental_high=Money(8999, "EUR")).is_within


def test_assumed_savings_say_that_they_are_assumed() -> None:
    """The label, the calculation and its source stand beside the number."""
    rate = {"low": 0.05, "central": 0.1, "high": 0.2, "source": HOSTILE, "date": "2026-01-15"}
    declared = {**rate, "contact": {"low": 5, "central": 6, "high": 8}, "programme": 100}
    answers = indicator("other", label=HOSTILE, deflection=declared)
    campaign = brief(as_of="2026-03-20", indicators={**BRIEF["indicators"], "answers": answers})
    (table,) = savings_html(evaluate(campaign, data_of(campaign)), Words("en"))

    assert "<script>" not in table.markup
    assert "assumed · " in text(table.markup)
    assert "15 January 2026" in text(table.markup)


def test_no_report_shows_nan_or_infinity() -> None:
    """Nothing that can't be worked out is shown as a number."""
    for day in ("2026-03-01", "2026-03-05", "2026-03-20"):
        made = evaluation(day)
        shown = text(worth_html(made, Words("en")).markup)
        assert re.findall(r"\b(?:nan|inf)\b", shown) == []
