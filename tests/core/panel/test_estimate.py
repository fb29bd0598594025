"""The uplift of a panel: true effects are found, parts add up, and verdict, interval and p-value agree."""

import hashlib
import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.results import Uplift, Verdict

START, END = "2026-03-16", "2026-03-29"
NAMED = ["tbr", "did", "synthetic_control", "augmented", "sdid"]
METHODS = ["auto", *NAMED]
SIMILAR = ["C", "D"]


def lifted(panel: pd.DataFrame, treated: list[str], factor: float) -> pd.DataFrame:
    """Multiply the campaign's days of the treated units."""
    raised = panel.copy()
    raised.loc[START:END, treated] *= factor
    return raised


def alike(panel: pd.DataFrame) -> pd.DataFrame:
    """Bring the units to one level, as methods need that compare levels."""
    return panel / panel.iloc[:70].mean() * 400.0


def agrees(uplift: Uplift) -> bool:
    """Whether verdict, interval and p-value say the same."""
    lower, upper = uplift.effect_ci_lower, uplift.effect_ci_upper
    said = Verdict.RISE if lower > 0.0 else Verdict.FALL if upper < 0.0 else Verdict.NO_CHANGE
    return (
        uplift.verdict is said
        and lower <= uplift.effect <= upper
        and (uplift.pvalue < 1.0 - uplift.level) == (said is not Verdict.NO_CHANGE)
    )


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(("factor", "verdict"), [(1.3, Verdict.RISE), (0.7, Verdict.FALL), (1.0, Verdict.NO_CHANGE)])
def test_a_large_effect_is_found_with_its_sign_and_size(
    panel: pd.DataFrame, method: str, factor: float, verdict: Verdict
) -> None:
    """Thirty per cent is far beyond the noise of fourteen days; nothing is nothing."""
    uplift = estimate_panel_uplift(lifted(alike(panel), SIMILAR, factor), SIMILAR, START, END, method=method)
    assert uplift.verdict is verdict
    # Two units with 5 % of noise against four over 14 days: a standard deviation of 1.2 %; 5 % is four of them.
    assert uplift.rel_effect == pytest.approx(factor - 1.0, abs=0.05)


@pytest.mark.parametrize("method", METHODS)
def test_parts_add_up(panel: pd.DataFrame, method: str) -> None:
    """Effect is observed minus baseline; days add up to totals; the last running interval is that of the total."""
    uplift = estimate_panel_uplift(lifted(panel, ["C"], 1.2), ["C"], START, END, method=method)
    window, last = uplift.daily.loc[START:], uplift.daily.iloc[-1]
    # Sums are equal up to rounding.
    assert window[["observed", "baseline", "effect"]].sum().to_list() == pytest.approx(
        [uplift.observed, uplift.baseline, uplift.effect]
    )
    assert uplift.observed - uplift.baseline == pytest.approx(uplift.effect)
    assert last["cumulative"] == pytest.approx(uplift.effect)
    assert last[["cumulative_ci_lower", "cumulative_ci_upper"]].to_list() == [
        uplift.effect_ci_lower,
        uplift.effect_ci_upper,
    ]
    assert (window["baseline_ci_lower"] <= window["baseline"]).all()
    assert (window["baseline_ci_upper"] >= window["baseline"]).all()


@pytest.mark.parametrize("method", METHODS)
def test_another_unit_of_measure_changes_nothing_else(panel: pd.DataFrame, method: str) -> None:
    """A panel in cents gives effects in cents, the same relative effect, p-value and verdict."""
    euros = estimate_panel_uplift(lifted(panel, ["C"], 1.2), ["C"], START, END, method=method)
    cents = estimate_panel_uplift(lifted(panel, ["C"], 1.2) * 100.0, ["C"], START, END, method=method)
    amounts = ("effect", "effect_ci_lower", "effect_ci_upper", "baseline")
    # Equal up to rounding: the weights are solved on scaled numbers.
    assert [getattr(cents, name) for name in amounts] == pytest.approx(
        [100.0 * getattr(euros, name) for name in amounts], rel=1e-6
    )
    assert (cents.verdict, cents.method) == (euros.verdict, euros.method)
    assert cents.pvalue == pytest.approx(euros.pvalue, rel=1e-6)


@pytest.mark.parametrize("method", METHODS)
def test_a_lower_level_gives_a_narrower_interval(panel: pd.DataFrame, method: str) -> None:
    """The level is honoured: 99, 95 and 80 % intervals lie in one another."""
    found = [estimate_panel_uplift(panel, ["C"], START, END, method=method, level=level) for level in (0.98, 0.95, 0.8)]
    widths = [uplift.effect_ci_upper - uplift.effect_ci_lower for uplift in found]
    assert widths[0] >= widths[1] >= widths[2] > 0.0
    assert [uplift.level for uplift in found] == [0.98, 0.95, 0.8]


@pytest.mark.parametrize("inference", ["auto", "moving_blocks", "placebo_units"])
@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=6, deadline=None)  # ten refits of each of a hundred tested effects
@given(
    seed=st.integers(0, 10_000),
    factor=st.floats(0.5, 2.0),
    level=st.sampled_from([0.8, 0.9, 0.95]),
    count=st.integers(2, 21),
    horizon=st.integers(1, 14),
)
def test_the_verdict_never_contradicts_the_interval(  # noqa: PLR0913, PLR0917 - one random panel
    method: str, inference: str, seed: int, factor: float, level: float, count: int, horizon: int
) -> None:
    """On any panel the verdict, the p-value and the interval agree, and the interval holds the estimate."""
    rng = np.random.default_rng(seed)
    walks = 100.0 * np.exp(np.cumsum(rng.normal(0.0, 0.02, (42, count)), axis=0))
    panel = pd.DataFrame(walks, pd.date_range("2026-01-05", periods=42), [f"u{unit}" for unit in range(count)])
    panel.iloc[-horizon:, 0] *= factor
    window = (panel.index[-horizon], panel.index[-1])
    uplift = estimate_panel_uplift(panel, ["u0"], *window, method=method, inference=inference, level=level)
    assert agrees(uplift) if uplift.verdict is not Verdict.NOT_MEASURABLE else uplift.reason is not None


def test_draws_follow_the_interval(panel: pd.DataFrame) -> None:
    """The draws ascend, their ends match the interval, and their middle is the estimate."""
    for method in METHODS:
        uplift = estimate_panel_uplift(lifted(panel, ["C"], 1.1), ["C"], START, END, method=method)
        draws = np.array(uplift.draws)
        width = uplift.effect_ci_upper - uplift.effect_ci_lower
        assert len(draws) == 999
        assert (np.diff(draws) >= 0.0).all()
        # A conformal curve has 84 steps: its 40 points on a side are a few per cent of the width apart.
        assert np.quantile(draws, [0.025, 0.5, 0.975]) == pytest.approx(
            [uplift.effect_ci_lower, uplift.effect, uplift.effect_ci_upper], abs=0.1 * width
        )


def test_units_that_share_everything_up_to_a_factor_are_compared_on_logarithms(panel: pd.DataFrame) -> None:
    """Of six regions of different size the ratio is steadier than the difference, and `auto` finds it."""
    uplift = estimate_panel_uplift(panel, ["F"], START, END)
    assert uplift.method == "log difference"
    assert uplift.calibration is not None
    assert (uplift.calibration.placebos, uplift.calibration.independent) == (8, 5.0)
    assert sorted(candidate.name for candidate in uplift.calibration.candidates) == [
        "augmented synthetic control",
        "difference in differences",
        "log difference",
        "synthetic control",
        "synthetic difference in differences",
        "time-based regression",
    ]


def test_units_with_trends_of_their_own_are_mixed() -> None:
    """Where the treated follow two of the controls and not the others, `auto` leaves the plain comparisons."""
    rng = np.random.default_rng(3)
    days = pd.date_range("2025-01-01", periods=140)
    steps = rng.normal(0.0, 4.0, (140, 6))
    panel = pd.DataFrame(500.0 + np.cumsum(steps, axis=0), days, list("ABCDEF"))
    panel["T"] = 0.6 * panel["A"] + 0.4 * panel["B"] + rng.normal(0.0, 1.0, 140)
    uplift = estimate_panel_uplift(panel, ["T"], days[126], days[-1])
    assert uplift.method in {
        "synthetic control",
        "augmented synthetic control",
        "synthetic difference in differences",
    }


def test_a_yearly_panel_is_compared_with_its_units() -> None:
    """With a window as long as the past, units are compared: the p-value is a rank among 21."""
    rng = np.random.default_rng(5)
    years = pd.date_range("1990-01-01", periods=20, freq="YS")
    panel = pd.DataFrame(rng.normal(100.0, 3.0, (20, 21)), years, [f"s{unit}" for unit in range(21)])
    panel.loc["2000":, "s0"] += 50.0
    uplift = estimate_panel_uplift(panel, ["s0"], "2000-01-01", "2009-12-31", method="did")
    assert uplift.verdict is Verdict.RISE
    assert uplift.pvalue == pytest.approx(1 / 21)


def test_an_inference_may_be_asked_for(panel: pd.DataFrame) -> None:
    """Blocks of time and placebo units judge the same total each in its own way; the p-value is a share of its own."""
    rng = np.random.default_rng(8)
    shops = pd.DataFrame(rng.normal(100.0, 3.0, (84, 21)), panel.index)
    shops.loc[START:END, 0] += 10.0
    found = {
        name: estimate_panel_uplift(shops, [0], START, END, method="did", inference=name)
        for name in ("moving_blocks", "placebo_units")
    }
    assert found["moving_blocks"].effect == found["placebo_units"].effect
    assert found["moving_blocks"].pvalue == pytest.approx(1 / 84)
    assert found["placebo_units"].pvalue == pytest.approx(1 / 21)


@pytest.mark.parametrize(
    ("inference", "start", "reason"),
    [
        (
            "placebo_units",
            START,
            (
                "Placebo units need one treated unit and 19 controls at a level of 0.95. "
                "The panel has 1 treated and 5 controls."
            ),
        ),
        (
            "moving_blocks",
            "2026-01-31",
            (
                "Moving blocks need 20 periods in all at a level of 0.95, and more quiet ones than the window has. "
                "The panel has 26 quiet periods and a window of 58."
            ),
        ),
    ],
)
def test_an_inference_that_a_panel_does_not_allow_is_told(
    panel: pd.DataFrame, inference: str, start: str, reason: str
) -> None:
    """What was asked for is not replaced by something else: the reason says what it would need."""
    uplift = estimate_panel_uplift(panel, ["C"], start, END, inference=inference)
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert str(uplift.reason) == reason


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (
            {"start": "2026-01-06", "end": "2026-01-08", "method": "tbr"},
            (
                "There are 1 quiet periods before the window, and this method needs 3. "
                "An earlier start of the data is needed."
            ),
        ),
        (
            {"start": START, "end": END, "method": "did", "level": 0.99},
            (
                "The panel has 70 quiet periods, a window of 14 and 5 controls: too few to judge an effect at a level "
                "of 0.99. Needed are 100 periods in all, most of them quiet, or one treated unit and 99 controls."
            ),
        ),
    ],
)
def test_too_little_to_judge(panel: pd.DataFrame, arguments: dict[str, Any], reason: str) -> None:
    """Too few periods and units: nothing is claimed, and the reason says what would be needed."""
    uplift = estimate_panel_uplift(panel, ["C"], **arguments)
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert str(uplift.reason) == reason
    assert np.isnan([uplift.baseline, uplift.effect, uplift.effect_ci_lower, uplift.rel_effect, uplift.pvalue]).all()
    assert uplift.observed == pytest.approx(panel.loc[arguments["start"] : arguments["end"], "C"].sum())
    assert uplift.draws == ()


def test_an_exact_panel_is_measured(panel: pd.DataFrame) -> None:
    """Units that are multiples of one another leave no error, and the effect is exact."""
    exact = pd.DataFrame({name: panel["A"] * factor for name, factor in zip("ABC", (1.0, 2.0, 3.0), strict=True)})
    exact.loc[START:END, "C"] += 10.0
    for method in ("tbr", "auto"):
        uplift = estimate_panel_uplift(exact, ["C"], START, END, method=method)
        assert uplift.verdict is Verdict.RISE
        # On logarithms a weak Sunday, where ten more are a larger share, counts like any other day.
        assert uplift.effect == pytest.approx(140.0, rel=2.5e-2)


def test_controls_that_stand_still_are_no_controls(panel: pd.DataFrame) -> None:
    """Constant controls make no method fail."""
    panel[["A", "B", "D", "E", "F"]] = 5.0
    for method in METHODS:
        assert isinstance(estimate_panel_uplift(panel, ["C"], START, END, method=method), Uplift)


@pytest.mark.parametrize("value", [0.0, 5.0])
def test_no_line_is_drawn_through_controls_that_stand_still(panel: pd.DataFrame, value: float) -> None:
    """Time-based regression has no slope to learn, and says that the controls tell nothing."""
    panel[["A", "B", "D", "E", "F"]] = value
    uplift = estimate_panel_uplift(panel, ["C"], START, END, method="tbr")
    assert uplift.verdict is Verdict.NOT_MEASURABLE
    assert str(uplift.reason) == (
        "The controls don't tell what the treated units would have done: no size of an effect could be ruled out. "
        "More quiet periods, or controls that move like the treated units, are needed."
    )


def test_the_same_input_gives_the_same_bytes(panel: pd.DataFrame) -> None:
    """Nothing is drawn at random, whatever the seed."""
    marks = {
        hashlib.sha256(pickle.dumps(estimate_panel_uplift(panel, ["C"], START, END, rng=rng).draws)).hexdigest()
        for rng in (0, 0, 1)
    }
    assert len(marks) == 1


def test_the_choice_looks_at_quiet_periods_only(panel: pd.DataFrame) -> None:
    """Whatever happens in the window, the method and what is said of its past are the same."""
    found = [estimate_panel_uplift(lifted(panel, ["C"], factor), ["C"], START, END) for factor in (1.0, 3.0)]
    assert found[0].method == found[1].method
    assert found[0].calibration == found[1].calibration


def test_the_treated_may_be_named_in_any_list(panel: pd.DataFrame) -> None:
    """A list, a Series, an Index and an array of names are the same."""
    lists = (["C", "D"], pd.Series(["C", "D"]), pd.Index(["C", "D"]), np.array(["C", "D"]))
    assert len({estimate_panel_uplift(panel, names, START, END).effect for names in lists}) == 1


def test_what_follows_the_window_is_left_aside(panel: pd.DataFrame) -> None:
    """Rows after the last day of the window change nothing."""
    whole = estimate_panel_uplift(panel, ["C"], "2026-03-09", "2026-03-15")
    cut = estimate_panel_uplift(panel.loc[:"2026-03-15"], ["C"], "2026-03-09", "2026-03-15")
    assert (whole.effect, whole.draws) == (cut.effect, cut.draws)


def test_a_named_method_tells_how_often_it_would_have_cried_wolf() -> None:
    """Time-based regression takes swings that last for independent noise; its past shows it."""
    rng = np.random.default_rng(11)
    swings = rng.normal(size=(120, 4))
    for day in range(1, 120):
        swings[day] += 0.9 * swings[day - 1]
    panel = pd.DataFrame(100.0 + swings, pd.date_range("2026-01-05", periods=120), list("ABCD"))
    calibration = estimate_panel_uplift(panel, ["A"], panel.index[106], panel.index[-1], method="tbr").calibration
    assert calibration is not None
    assert [candidate.name for candidate in calibration.candidates] == ["time-based regression"]
    assert calibration.placebos == 8
    assert calibration.false_alarm_rate >= 0.25
