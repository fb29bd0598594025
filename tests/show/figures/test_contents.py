"""What single figures show."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation, IndicatorResult
from smmeasure.core.results import Plan, Verdict
from smmeasure.messages import message
from smmeasure.show.figures import EffectRow, effects_figure, funnel_figure, power_figure, series_figure, uplift_figure
from smmeasure.show.figures.timeline import joined, kept_out, spread
from smmeasure.show.words import Words
from smmeasure.units import COUNT, FRACTION, Unit
from smmeasure.windows import Window

MakeResult = Callable[..., IndicatorResult]
MakeEvaluation = Callable[..., Evaluation]
ENGLISH = Words("en")


def _texts(svg: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", svg)


def test_the_effect_is_written_where_its_line_ends(campaign: Campaign, make_result: MakeResult) -> None:
    """The total effect and its interval stand in the wide drawing, and in a title of the narrow one."""
    figure = uplift_figure(make_result(), campaign, ENGLISH, "f")
    shown = {"+211\u00a0robes", "between 131 and 291", "observed", "95% interval", "kept out"}
    assert shown <= set(_texts(figure.wide))
    assert "effect summed up: +211\u00a0robes (131 to 291)" in _texts(figure.narrow)
    assert "Observed 1,412\u00a0robes against 1,201 expected: +211, between 131 and 291." in figure.description


def test_what_does_not_add_up_is_not_summed(campaign: Campaign, make_result: MakeResult) -> None:
    """An indicator of shares has no sum of effects, only effects per day."""
    figure = uplift_figure(make_result(unit=FRACTION, scale=0.01), campaign, ENGLISH, "f")
    assert "effect summed up" not in _texts(figure.wide)
    assert "effect per day" in _texts(figure.wide)


def test_no_baseline_is_drawn_where_nothing_can_be_measured(campaign: Campaign, make_result: MakeResult) -> None:
    """Without a measurable effect the figure shows the series and the campaign, and says so."""
    figure = uplift_figure(make_result(measurable=False), campaign, ENGLISH, "f")
    assert "--smm-accent" not in figure.wide
    assert {"observed", "campaign"} <= set(_texts(figure.wide))
    assert figure.alt == "“Pieces sold” day by day; an effect could not be measured."


def test_red_is_for_days_against_what_was_wanted(campaign: Campaign, make_result: MakeResult) -> None:
    """Days that fall are red where more is better, and days that rise where less is better."""
    up, down = (uplift_figure(make_result(rises=rises), campaign, ENGLISH, "f").wide for rises in (True, False))
    assert up.count("--smm-alert,") < down.count("--smm-alert,")


def test_an_empty_series_is_a_figure_too(campaign: Campaign, make_result: MakeResult) -> None:
    """A series without any value is drawn as an empty picture that says so."""
    result = make_result()
    nothing = replace(result.series, values=pd.Series(dtype=float, index=pd.DatetimeIndex([])))
    quality = replace(result.quality, first=None, last=None, days=0, missing=0, zeros=0)
    figure = series_figure(replace(result, series=nothing, quality=quality), campaign, ENGLISH, "f")
    assert figure.description == "There is no value."


def test_gaps_and_zeros_are_counted_beside_their_marks(campaign: Campaign, make_result: MakeResult) -> None:
    """Missing days and zeros have each their mark and their number."""
    texts = _texts(series_figure(make_result(), campaign, ENGLISH, "f").wide)
    assert {"8 days without a value", "3 days at zero"} <= set(texts)


def test_the_funnel_names_its_leak_and_its_border(make_evaluation: MakeEvaluation) -> None:
    """A leaking step says what it loses against its usual rate; the border says who answers for what."""
    figure = funnel_figure(make_evaluation(), ENGLISH, "f")
    wide = _texts(figure.wide)
    assert {"30%", "usually 43%", "leak: −110\N{NO-BREAK SPACE}orders"} <= set(wide)
    assert {"← community management", "site, offer, price, service →"} <= set(wide)
    assert "Height of the bars: logarithmic scale." in wide
    assert "Orders: 286 (30%, usually 43%, leak: −110\N{NO-BREAK SPACE}orders)." in figure.description


def test_amounts_are_not_a_share_of_orders(make_evaluation: MakeEvaluation) -> None:
    """A step in money after a step that counts is an amount each, not a percentage."""
    evaluation = make_evaluation(("Orders", "Net sales"), (100.0, 5400.0), 0)
    orders, sales = evaluation.indicators
    paid = replace(evaluation, indicators=(replace(orders, unit=COUNT), replace(sales, unit=Unit.parse("EUR"))))
    assert "€54 each" in _texts(funnel_figure(paid, ENGLISH, "f").wide)


def test_a_funnel_on_one_side_of_the_border_has_none(make_evaluation: MakeEvaluation) -> None:
    """Where every step lies before the click no border is drawn."""
    figure = funnel_figure(make_evaluation(("Views", "Clicks"), (900.0, 30.0), 2), ENGLISH, "f")
    assert [text for text in _texts(figure.wide) if "community" in text] == []


def test_an_interval_beyond_the_scale_is_told_in_full() -> None:
    """One undecided interval doesn't squeeze the others: it is cut in the drawing and written whole."""
    rows = [
        EffectRow(message("Pieces sold"), Estimate(0.18, 0.11, 0.24), Verdict.RISE),
        EffectRow("Mentions", Estimate(0.3, -1.2, 4.5), Verdict.NO_CHANGE),
        EffectRow("Searches", None, Verdict.NOT_MEASURABLE),
    ]
    figure = effects_figure(rows, ENGLISH, "f")
    assert "+40%" in _texts(figure.wide)
    assert figure.description == (
        "Pieces sold: +18%, between 11% and 24%. Mentions: +30%, between −120% and 450%. Searches: not measurable."
    )


def test_a_plan_says_its_smallest_effect(plan: Plan) -> None:
    """The smallest detectable effect is marked with its probability; an unmeasurable plan gives its reason."""
    assert {"smallest detectable effect: +14%", "found 80% of the time"} <= set(
        _texts(power_figure(plan, ENGLISH, "f").wide)
    )
    unknown = replace(plan, measurable=False, reason=message("Too few quiet days."))
    assert _texts(power_figure(unknown, ENGLISH, "f").wide) == ["Too few quiet days."]


def test_days_kept_out_are_joined_and_end_before_the_campaign(campaign: Campaign) -> None:
    """Other campaigns, exclusions and the days after a declared quiet period are joined spans before the window."""
    declared = campaign.model_copy(
        update={"quiet_period": campaign.window.model_copy(update={"start": date(2025, 1, 1), "end": date(2025, 3, 1)})}
    )
    shown = Window(date(2024, 12, 30), date(2025, 4, 6))
    assert kept_out(declared, shown) == [
        Window(date(2024, 12, 30), date(2024, 12, 31)),
        Window(date(2025, 1, 8), date(2025, 2, 4)),
        Window(date(2025, 2, 20), date(2025, 2, 22)),
        Window(date(2025, 3, 2), date(2025, 3, 9)),
    ]


def test_touching_spans_are_joined() -> None:
    """Spans that follow one another without a day between are one span."""
    first, second = Window(date(2025, 1, 1), date(2025, 1, 3)), Window(date(2025, 1, 4), date(2025, 1, 5))
    assert joined([second, first]) == [Window(date(2025, 1, 1), date(2025, 1, 5))]


def test_blocks_of_text_are_moved_apart() -> None:
    """Blocks that want the same place end up one below the other, inside the limits."""
    assert spread([50.0, 50.0], [20.0, 20.0], 0.0, 70.0) == [40.0, 60.0]
