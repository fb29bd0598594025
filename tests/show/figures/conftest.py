"""Small hand-made results: what a campaign's figures are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from smmeasure.brief.campaign import Campaign
from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate
from smmeasure.core.evaluation import Evaluation, IndicatorResult, Name
from smmeasure.core.funnel import Funnel, FunnelStep
from smmeasure.core.phases import Phase
from smmeasure.core.quality import quality_of
from smmeasure.core.results import Plan, Uplift, Verdict
from smmeasure.messages import message
from smmeasure.series import IndicatorSeries, SourceFacts
from smmeasure.show.words import Words
from smmeasure.units import COUNT, Money, Unit
from smmeasure.windows import Window

START, END = date(2025, 3, 10), date(2025, 4, 6)
FACTS = SourceFacts("shop.csv", "0" * 64, 400, 400, (), "utf-8")

MakeResult = Callable[..., IndicatorResult]


@pytest.fixture(params=["fr", "en"])
def words(request: pytest.FixtureRequest) -> Words:
    """Both languages, one after the other."""
    return Words(request.param)


@pytest.fixture
def campaign() -> Campaign:
    """Make a campaign of four weeks with another campaign and a stock-out before it."""
    return Campaign.model_validate(
        {
            "campaign": "red-dresses",
            "title": "Red dresses",
            "brand": "Maison Alba",
            "language": "fr",
            "currency": "EUR",
            "goal": "Sell more red dresses.",
            "window": {"start": START, "end": END},
            "data": "data",
            "indicators": {
                "pieces": {"measures": "units_sold", "source": {"file": "shop.csv", "date": "day", "value": "n"}}
            },
            "exclusions": [{"start": "2025-02-20", "end": "2025-02-22", "reason": "stock-out"}],
            "other_campaigns": [{"name": "Winter sales", "start": "2025-01-08", "end": "2025-02-04"}],
        }
    )


@pytest.fixture
def make_result() -> MakeResult:
    """Give the function that makes the result of one indicator."""
    return result_of


def result_of(  # noqa: PLR0913 - what tests vary
    name: Name = message("Pieces sold"),  # noqa: B008 - a frozen value
    *,
    noun: str | None = "robes",
    unit: Unit = COUNT,
    scale: float = 1.0,
    measurable: bool = True,
    rises: bool = True,
    first: date = date(2024, 1, 1),
) -> IndicatorResult:
    """Make the result of one indicator with a weekly pattern, a gap, zeros and an effect."""
    values, baseline = _series(first, scale)
    facts = IndicatorSeries("pieces", values, unit, FACTS)
    per_day = not unit.is_summable
    return IndicatorResult(
        key="pieces",
        name=name,
        noun=noun,
        unit=unit,
        stage=Stage.REVENUE,
        rises=rises,
        is_control=False,
        per_day=per_day,
        series=facts,
        quality=quality_of(facts, Window(START, END)),
        uplift=_uplift(values, baseline, per_day=per_day) if measurable else _unmeasured(values),
        plan=None,
    )


def _series(first: date, scale: float) -> tuple[pd.Series, pd.Series]:
    days = pd.date_range(first, END + timedelta(days=14), freq="D")
    rng, t = np.random.default_rng(4), np.arange(len(days))
    week = np.array([-4, -5, -3, 0, 4, 9, -1])[days.day_of_week]
    baseline = pd.Series(38 + 5 * np.sin(t / 58) + week, index=days)
    since = t - int((days < pd.Timestamp(START)).sum())
    lift = np.where(since >= 0, 14 * np.exp(-(((since - 7) / 13) ** 2)), 0.0)
    values = (baseline + lift + rng.normal(0, 2.6, len(days))).round()
    if len(values) > 300:
        values.iloc[100:106] = np.nan
        values.iloc[[108, 210]] = np.nan
        values.iloc[[230, 231, 232]] = 0.0
    values.loc["2025-02-20":"2025-02-22"] = 2.0
    return values * scale, baseline * scale


def _uplift(values: pd.Series, baseline: pd.Series, *, per_day: bool) -> Uplift:
    quiet_and_window = slice(None, pd.Timestamp(END))
    observed, expected = values.loc[quiet_and_window], baseline.loc[quiet_and_window]
    spread = 0.13 * expected
    effect = (observed - expected).where(observed.index >= pd.Timestamp(START))
    total = effect.cumsum() * (np.nan if per_day else 1.0)
    width = 0.06 * expected.mean() * np.sqrt(np.maximum(1, np.arange(len(total)) - len(total) + 29.0)) * 4
    daily = pd.DataFrame(
        {
            "observed": observed,
            "baseline": expected,
            "baseline_ci_lower": expected - spread,
            "baseline_ci_upper": expected + spread,
            "effect": effect,
            "cumulative": total,
            "cumulative_ci_lower": total - width,
            "cumulative_ci_upper": total + width,
        }
    )
    share = 1 / 28 if per_day else 1.0
    gain, quiet = float(effect.sum()) * share, float(expected.iloc[-28:].sum()) * share
    return Uplift(
        observed=gain + quiet,
        baseline=quiet,
        effect=gain,
        effect_ci_lower=0.62 * gain,
        effect_ci_upper=1.38 * gain,
        rel_effect=gain / quiet,
        rel_effect_ci_lower=0.62 * gain / quiet,
        rel_effect_ci_upper=1.38 * gain / quiet,
        pvalue=0.001,
        verdict=Verdict.RISE,
        level=0.95,
        days=28,
        daily=daily,
        method="weekday mean",
        calibration=None,
    )


def _unmeasured(values: pd.Series) -> Uplift:
    nan = float("nan")
    return Uplift(
        observed=float(values.loc["2025-03-10":"2025-04-06"].sum()),
        baseline=nan,
        effect=nan,
        effect_ci_lower=nan,
        effect_ci_upper=nan,
        rel_effect=nan,
        rel_effect_ci_lower=nan,
        rel_effect_ci_upper=nan,
        pvalue=nan,
        verdict=Verdict.NOT_MEASURABLE,
        level=0.95,
        days=28,
        daily=pd.DataFrame(),
        method="",
        calibration=None,
        reason=message("Too few quiet days."),
    )


MakeEvaluation = Callable[..., Evaluation]


@pytest.fixture
def make_evaluation(campaign: Campaign) -> MakeEvaluation:
    """Give the function that makes an evaluation with a funnel."""

    def make(names: Sequence[Name] = STEPS, totals: Sequence[float] = TOTALS, border: int = 3) -> Evaluation:
        return evaluation_of(campaign, names, totals, border)

    return make


STEPS = ("Views", "Interactions", "Link clicks", "Sessions from social media", "Baskets", "Orders")
TOTALS = (412_000.0, 18_300.0, 11_900.0, 10_100.0, 940.0, 286.0)


def evaluation_of(campaign: Campaign, names: Sequence[Name], totals: Sequence[float], border: int) -> Evaluation:
    """Make an evaluation that holds nothing but a funnel, whose last step leaks."""
    steps = []
    for number, total in enumerate(totals):
        before = totals[number - 1] if number else 0.0
        rate = Estimate(total / before, 0.9 * total / before, 1.1 * total / before) if before else None
        leaks = number > 0 and number == len(totals) - 1
        usual = rate.scaled(1.4 if leaks else 1.02) if rate else None
        lost = 0.4 * total if leaks else 0.0
        steps.append(FunnelStep(f"step_{number}", Stage.CLICK, total, rate, usual, leaks=leaks, lost=lost))
    indicators = tuple(replace(result_of(name, noun=None), key=f"step_{k}") for k, name in enumerate(names))
    counted = next(iter(campaign.indicators.values())).model_copy(update={"noun": "orders"})
    return Evaluation(
        campaign=campaign.model_copy(update={"indicators": {one.key: counted for one in indicators}}),
        as_of=END + timedelta(days=14),
        phase=Phase.MEASURED,
        observed_window=Window(START, END),
        quiet_days=400,
        kept_out_days=31,
        findings=(),
        indicators=indicators,
        objectives=(),
        costs=(),
        total_cost=Money(0.0, "EUR"),
        gains=(),
        returns=(),
        funnel=Funnel(tuple(steps), border) if steps else None,
        earned=(),
    )


@pytest.fixture
def plan() -> Plan:
    """Make a plan that sees effects of 14 % four times in five."""
    effects = np.linspace(0, 0.6, 121)
    power = norm.cdf(effects / 0.05 - 1.96) + norm.cdf(-effects / 0.05 - 1.96)
    curve = pd.DataFrame({"rel_effect": effects, "power": power})
    return Plan(28, 0.95, 0.8, 1200.0, 168.0, 0.14, curve, measurable=True)
