"""The panel estimators on the panels of the literature: every digit in print."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.panel import moving_blocks, synthetic_control, time_based_regression
from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.panel.question import Panel
from smmeasure.core.ratios import crossed, interval
from smmeasure.core.results import Verdict
from smmeasure.core.returns import gain_of, iroas
from smmeasure.core.spending import certain
from smmeasure.units import Money

PANELS = Path(__file__).parents[3] / "shared" / "data" / "panels"
COST = 50_000.0

pytestmark = pytest.mark.skipif(
    not PANELS.is_dir(), reason="the published panels are not here: ../shared/data/panels, beside the repository"
)


@pytest.fixture(scope="module")
def sales() -> tuple[pd.DataFrame, list[int]]:
    """Read the geo experiment: sales by day and geo (an absent row is no sale), and the treated geos."""
    rows = pd.read_csv(PANELS / "salesandcost.csv", parse_dates=["date"])
    wide = rows.pivot_table(index="date", columns="geo", values="sales", aggfunc="sum").fillna(0.0)
    groups = pd.read_csv(PANELS / "geoassignment.csv").set_index("geo")["geo.group"]
    return wide, [geo for geo in wide if groups[geo] == 2]


@pytest.fixture(scope="module")
def smoking() -> pd.DataFrame:
    """Read cigarette sales by year and state."""
    wide = pd.read_csv(PANELS / "prop99_california.csv", index_col="Year")
    wide.index = pd.to_datetime(wide.index.astype(str) + "-01-01")
    return wide


@pytest.fixture(scope="module")
def fertility() -> Panel:
    """Read the log birth rates of Chernozhukov, Wüthrich and Zhu; the first column is treated in the last 6 years."""
    wide = pd.read_csv(PANELS / "logfemrate.txt", sep="\t")
    wide.index = pd.date_range("1985-01-01", periods=len(wide), freq="YS")
    return check(wide, ["V1"], wide.index[19], wide.index[-1], "synthetic_control", 0.95, ("synthetic_control",))


def question(sales: tuple[pd.DataFrame, list[int]]) -> Panel:
    return check(*sales, "2015-02-16", "2015-03-15", "tbr", 0.95, ("tbr",))


def test_time_based_regression_line(sales: tuple[pd.DataFrame, list[int]]) -> None:
    """Intercept and slope are those of GeoexperimentsResearch, and so is the standard error of the total."""
    panel = question(sales)
    intercept, slope = time_based_regression.coefficients(panel)
    (error,) = time_based_regression.standard_errors(panel, np.ones((1, 28)))
    # The source prints as many digits.
    assert intercept == pytest.approx(-421.72941, abs=5e-6)
    assert slope == pytest.approx(0.9997001, abs=5e-8)
    assert error == pytest.approx(4_625.514, abs=5e-4)


def test_time_based_regression_total(sales: tuple[pd.DataFrame, list[int]]) -> None:
    """Incremental sales, sales per unit of cost, its 95 % interval and the lift agree with print."""
    uplift = estimate_panel_uplift(*sales, "2015-02-16", "2015-03-15", method="tbr")
    assert uplift.effect == pytest.approx(147_337.122, abs=5e-4)
    assert uplift.effect / COST == pytest.approx(2.946742, abs=5e-7)
    assert uplift.effect_ci_lower / COST == pytest.approx(2.759772, abs=5e-7)
    assert uplift.effect_ci_upper / COST == pytest.approx(3.133713, abs=5e-7)
    # The source simulates the lift; the closed form is 3e-5 away.
    assert uplift.rel_effect == pytest.approx(0.173998, abs=1e-4)
    assert (uplift.verdict, uplift.days) == (Verdict.RISE, 28)


def test_time_based_regression_return_on_ad_spend(sales: tuple[pd.DataFrame, list[int]]) -> None:
    """For a fixed cost the draws of effect and cost give the published iROAS and its 95 % interval."""
    uplift = estimate_panel_uplift(*sales, "2015-02-16", "2015-03-15", method="tbr")
    revenue = gain_of("sales", uplift, Money(1.0, "USD"), 1.0, saves=False)
    fixed = certain(Money(COST, "USD"))
    result = iroas([revenue], fixed)
    # The source prints as many digits; draw 25 and 975 of 999 are the very quantiles of 95 %.
    assert result.estimate is not None
    assert result.estimate.value == pytest.approx(2.946742, abs=5e-7)
    drawn = interval(crossed(revenue.draws, fixed), 0.95)
    assert drawn == pytest.approx((2.759772, 3.133713), abs=5e-7)
    assert drawn == pytest.approx((result.estimate.ci_lower, result.estimate.ci_upper))
    assert result.probability == 1.0


def test_time_based_regression_draws(sales: tuple[pd.DataFrame, list[int]]) -> None:
    """The draws give the published probability that a unit of cost brings more than three of sales."""
    draws = np.array(estimate_panel_uplift(*sales, "2015-02-16", "2015-03-15", method="tbr").draws)
    # One draw in 999 is 0.001.
    assert np.mean(draws / COST > 3.0) == pytest.approx(0.284, abs=1e-3)


def test_time_based_regression_one_sided_bound(sales: tuple[pd.DataFrame, list[int]]) -> None:
    """The lower end of the 80 % interval is the published one-sided bound at 90 %; the relative one agrees."""
    uplift = estimate_panel_uplift(*sales, "2015-02-16", "2015-03-15", method="tbr", level=0.8)
    assert uplift.effect_ci_lower / COST == pytest.approx(2.826194, abs=5e-7)
    assert (uplift.effect - uplift.effect_ci_lower) / COST == pytest.approx(0.120548, abs=5e-7)
    # The source simulates this bound; the closed form is 2e-5 away.
    assert uplift.rel_effect_ci_lower == pytest.approx(0.165686, abs=1e-4)


def test_time_based_regression_days(sales: tuple[pd.DataFrame, list[int]]) -> None:
    """The first fitted day and the first day of the test, with 80 % intervals, agree with print."""
    daily = estimate_panel_uplift(*sales, "2015-02-16", "2015-03-15", method="tbr", level=0.8).daily
    day = daily.loc["2015-02-16"]
    assert daily["baseline"].iloc[0] == pytest.approx(29_255.578300, abs=5e-7)
    bounds = [34_302.509792, 35_918.874095]
    assert day["baseline"] == pytest.approx(35_110.691943, abs=1e-6)
    assert day[["baseline_ci_lower", "baseline_ci_upper"]].to_list() == pytest.approx(bounds, abs=1e-6)
    assert day["effect"] == pytest.approx(5_558.818057, abs=1e-6)
    assert day["effect"] - (bounds[1] - day["baseline"]) == pytest.approx(4_750.635905, abs=2e-6)


@pytest.mark.parametrize(
    ("method", "effect", "tolerance"),
    [
        # Half a unit of the last printed digit; the last one solves its weights by steps in its source.
        ("did", -27.349111, 5e-7),
        ("synthetic_control", -19.51363, 5e-6),
        ("sdid", -15.603829, 2e-3),
    ],
)
def test_smoking_in_california(smoking: pd.DataFrame, method: str, effect: float, tolerance: float) -> None:
    """The mean effect of 1989 to 2000 of each method is the published one; the total is twelve times it."""
    uplift = estimate_panel_uplift(smoking, ["California"], "1989-01-01", "2000-12-31", method=method)
    assert uplift.effect / uplift.days == pytest.approx(effect, abs=tolerance)


def test_weights_of_synthetic_california(smoking: pd.DataFrame) -> None:
    """Sum of squares before 1989, weights and the gap of the last year are the published ones."""
    panel = check(smoking, ["California"], "1989-01-01", "2000-12-31", "did", 0.95, ("did",))
    weights = pd.Series(synthetic_control.weights(panel), smoking.columns[panel.controls])
    gaps = panel.total - synthetic_control.path(panel)
    assert weights.nlargest(6).round(4).to_dict() == {
        "Utah": 0.3939,
        "Montana": 0.2318,
        "Nevada": 0.2049,
        "Connecticut": 0.1091,
        "New Hampshire": 0.0454,
        "Colorado": 0.0148,
    }
    # Half a unit of the last printed digit.
    assert (gaps[:19] ** 2).sum() == pytest.approx(52.1296, abs=5e-5)
    assert gaps[-1] == pytest.approx(-26.59664, abs=5e-6)


def test_augmented_california_lies_between(smoking: pd.DataFrame) -> None:
    """The ridge takes a part of what synthetic control leaves over, and follows the quiet years more closely."""
    uplift = estimate_panel_uplift(smoking, ["California"], "1989-01-01", "2000-12-31", method="augmented")
    quiet = (uplift.daily["observed"] - uplift.daily["baseline"]).iloc[:19]
    assert -27.349111 < uplift.effect / uplift.days < 0.0
    assert (quiet**2).sum() < 52.1296


def test_conformal_p_values_of_birth_rates(fertility: Panel) -> None:
    """Moving blocks give 1 in 25; permutations 0.0228 in print, within three standard errors of 5,000 draws."""
    quiet = fertility.without(0.0)
    residuals = quiet.total - synthetic_control.path(quiet)
    every = moving_blocks.total_of_absolutes
    shuffled = moving_blocks.permutation_pvalue(residuals, 6, np.random.default_rng(0), statistic=every)
    assert moving_blocks.block_pvalue(residuals, 6, every) == 1 / 25
    assert shuffled == pytest.approx(0.0228, abs=3.0 * np.sqrt(0.0228 / 5000))


def test_the_total_of_birth_rates_is_another_claim(fertility: Panel) -> None:
    """Some year differs, but the total of the six years doesn't stand out: each claim has its own statistic."""
    assert moving_blocks.null_pvalue(fertility, synthetic_control.path, 0.0) == 7 / 25
