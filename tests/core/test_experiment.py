"""Randomised campaigns: textbook numbers, intervals that keep their word, faults told at once."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq
from statsmodels.stats.proportion import confint_proportions_2indep

from smmeasure.core.experiment.balance import balance
from smmeasure.core.experiment.estimate import estimate_experiment
from smmeasure.core.experiment.intervals import Mean, Share, fieller, mover_ratio, newcombe, newcombe_pvalue, wilson
from smmeasure.core.experiment.outcome import ArmEffect
from smmeasure.core.experiment.several import holm
from smmeasure.core.results import Verdict
from smmeasure.errors import CallError

Z = float(stats.norm.ppf(0.975))


def arms(treated: int, control: int) -> pd.Series:
    """Label people: first those who got mail, then those who got none."""
    return pd.Series(["mail"] * treated + ["none"] * control)


def rates(did: int, treated: int, control_did: int, control: int, level: float = 0.95) -> ArmEffect:
    """Compare two rates."""
    values = [1] * did + [0] * (treated - did) + [1] * control_did + [0] * (control - control_did)
    (effect,) = estimate_experiment(pd.Series(values), arms(treated, control), control="none", level=level).arms
    return effect


def means(treated: list[float], control: list[float], known: pd.DataFrame | None = None) -> ArmEffect:
    """Compare two means."""
    outcome = pd.Series([*treated, *control], dtype=float)
    (effect,) = estimate_experiment(outcome, arms(len(treated), len(control)), known, control="none").arms
    return effect


@pytest.mark.parametrize(
    ("did", "people", "control_did", "control", "lower", "upper"),
    [
        pytest.param(56, 70, 48, 80, 0.0524, 0.3339, id="a"),
        pytest.param(9, 10, 3, 10, 0.1705, 0.8090, id="b"),
        pytest.param(6, 7, 2, 7, 0.0582, 0.8062, id="c"),
        pytest.param(5, 56, 0, 29, -0.0381, 0.1926, id="d"),
        pytest.param(0, 10, 0, 20, -0.1611, 0.2775, id="e"),
        pytest.param(0, 10, 0, 10, -0.2775, 0.2775, id="f"),
        pytest.param(10, 10, 0, 20, 0.6791, 1.0000, id="g"),
        pytest.param(10, 10, 0, 10, 0.6075, 1.0000, id="h"),
    ],
)
def test_newcombes_own_examples(  # noqa: PLR0913, PLR0917 - one row of a published table
    did: int, people: int, control_did: int, control: int, lower: float, upper: float
) -> None:
    """Method 10 gives the intervals of table II of Newcombe (1998), to its four digits."""
    interval = newcombe(Share(did, people), Share(control_did, control), Z)
    assert (round(interval.lower, 4), round(interval.upper, 4)) == (lower, upper)


def test_a_rate_is_reported_whole() -> None:
    """People, rates, difference, total, verdict and method of 56 in 70 against 48 in 80."""
    effect = rates(56, 70, 48, 80)
    said = effect.difference
    assert (effect.arm, effect.people, effect.control_people) == ("mail", 70, 80)
    assert (effect.mean, effect.control_mean) == pytest.approx((0.8, 0.6))
    assert (said.effect, said.effect_ci_lower, said.effect_ci_upper) == pytest.approx((0.2, 0.0524, 0.3339), abs=5e-5)
    assert said.rel_effect == pytest.approx(1 / 3)
    assert (said.total.value, said.total.ci_lower) == pytest.approx((14.0, 70 * said.effect_ci_lower))
    assert (said.verdict, said.method) == (Verdict.RISE, "Newcombe hybrid score, MOVER-R ratio")
    assert effect.adjusted is None


@pytest.mark.parametrize(
    "counts", [(56, 70, 48, 80), (3, 40, 9, 45), (1, 900, 7, 1100), (30, 30, 12, 25), (0, 20, 5, 20)]
)
def test_the_ends_of_the_ratio_of_rates_are_where_its_difference_ends(counts: tuple[int, int, int, int]) -> None:
    """At either end R, p1 - R p0 is as far from 0 as the two Wilson intervals allow: Donner and Zou's equation."""
    did, people, control_did, control = counts
    one, zero = Share(did, people), Share(control_did, control)
    ends, (l1, u1), (l0, u0) = (
        mover_ratio(one, zero, Z),
        *((part.lower, part.upper) for part in (wilson(one, Z), wilson(zero, Z))),
    )
    distance = [abs(one.rate - ratio * zero.rate) for ratio in (ends.lower, ends.upper)]
    assert distance == pytest.approx(
        [
            math.hypot(one.rate - l1, ends.lower * (u0 - zero.rate)),
            math.hypot(u1 - one.rate, ends.upper * (zero.rate - l0)),
        ]
    )


@pytest.mark.parametrize("counts", [(560, 700, 480, 800), (55, 400, 90, 450)])
def test_the_ratio_is_near_the_score_interval(counts: tuple[int, int, int, int]) -> None:
    """With some hundreds of people Koopman's interval, worked out by statsmodels, is the same to 2 % of the ratio."""
    did, people, control_did, control = counts
    ends = mover_ratio(Share(did, people), Share(control_did, control), Z)
    other = confint_proportions_2indep(*counts, compare="ratio", method="score", correction=False)
    assert (ends.lower, ends.upper) == pytest.approx(other, rel=0.02)


@given(st.integers(2, 300), st.integers(2, 300), st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 0.999))
@settings(max_examples=300, deadline=None)
def test_the_pvalue_of_rates_inverts_the_interval(
    people: int, control: int, share: float, control_share: float, level: float
) -> None:
    """The interval at a level of one minus the p-value just touches 0, and no other level does."""
    one, zero = Share(int(share * people), people), Share(int(control_share * control), control)
    pvalue = newcombe_pvalue(one, zero)
    interval = newcombe(one, zero, float(stats.norm.isf((1 - level) / 2)))
    outside = not interval.lower <= 0 <= interval.upper
    # Nearer than 1e-9 to the edge the two iterations may round to different sides.
    assert outside == (pvalue < 1 - level) or abs(pvalue - (1 - level)) < 1e-9


def test_a_mean_has_welchs_interval() -> None:
    """Two small groups of unequal spread: the numbers are those of scipy."""
    treated, control = [3.0, 5.0, 9.0, 11.0, 2.0], [2.0, 2.5, 3.0, 1.5, 2.2, 2.8, 3.1]
    said = means(treated, control).difference
    other = stats.ttest_ind(treated, control, equal_var=False)
    ends = other.confidence_interval(0.95)
    assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx((ends.low, ends.high), rel=1e-12)
    assert said.pvalue == pytest.approx(other.pvalue, rel=1e-12)
    assert (said.verdict, said.method) == (Verdict.NO_CHANGE, "Welch, Fieller ratio")


def test_means_by_hand() -> None:
    """Means 12 and 10 with variances 1/2 of three people each: t is 2, degrees of freedom are 4."""
    variance = 1.5  # 1.5 / 3 people is 1/2
    spread = math.sqrt(variance)
    said = means([12 - spread, 12.0, 12 + spread], [10 - spread, 10.0, 10 + spread]).difference
    half = 2.776445105  # t of 4 degrees of freedom at 97.5 %, times a standard error of 1
    assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx((2 - half, 2 + half))
    assert said.pvalue == pytest.approx(0.116117, abs=1e-6)
    # Fieller: t^2 is 7.7086, so (120 ± sqrt(120^2 - 140.1457 x 96.1457)) / 96.1457 = (120 ± 30.4238) / 96.1457, less 1.
    assert (said.rel_effect_ci_lower, said.rel_effect_ci_upper) == pytest.approx((-0.0683, 0.5645), abs=5e-5)


def test_the_ends_of_the_ratio_are_where_its_statistic_is_t() -> None:
    """At either end R of Fieller's interval |m1 - R m0| is t standard errors."""
    one, zero = Mean(12.0, 0.7, 30), Mean(9.0, 0.4, 50)
    ends = fieller(one, zero, 0.9, 60.0)
    both = (ends.lower, ends.upper)
    statistic = [abs(one.value - r * zero.value) / math.sqrt(one.variance + r**2 * zero.variance) for r in both]
    assert statistic == pytest.approx([stats.t.ppf(0.95, 60.0)] * 2)


def test_a_ratio_to_nothing_is_not_said() -> None:
    """Without a control rate or mean above 0 there is no relative lift, and the difference stands."""
    rate, mean = rates(5, 56, 0, 29).difference, means([1.0, 2.0, 4.0], [-1.0, 0.5, 0.2]).difference
    for said in (rate, mean):
        assert np.isnan([said.rel_effect, said.rel_effect_ci_lower, said.rel_effect_ci_upper]).all()
        assert np.isfinite([said.effect, said.effect_ci_lower, said.effect_ci_upper, said.pvalue]).all()


def people(
    seed: int, treated: int = 60, control: int = 60, lift: float = 0.0, slope: float = 2.0
) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
    """Simulate people whose past says much of what they do."""
    rng = np.random.default_rng(seed)
    known = pd.DataFrame(rng.normal(size=(treated + control, 2)), columns=["history", "visits"])
    arm = arms(treated, control)
    noise = rng.normal(size=len(arm)) * np.where(arm == "mail", 1.5, 1.0)
    return 10 + slope * known["history"] + known["visits"] + noise + lift * (arm == "mail"), arm, known


@pytest.mark.parametrize(("treated", "control"), [(60, 60), (15, 80)])
def test_cuped_is_a_weighted_regression(treated: int, control: int) -> None:
    """Effect and error are those of statsmodels' regression on arm and past, with HC3 errors."""
    outcome, arm, known = people(3, treated, control, lift=1.0)
    (effect,) = estimate_experiment(outcome, arm, known, control="none").arms
    table = sm.add_constant(known.assign(arm=(arm == "mail") * 1.0))
    weights = arm.map({"mail": 1 / (treated * (treated - 1)), "none": 1 / (control * (control - 1))})
    fit = sm.WLS(outcome, table, weights=weights).fit(cov_type="HC3")
    said = effect.adjusted
    assert said is not None
    assert said.effect == pytest.approx(fit.params["arm"], rel=1e-9)
    half = (said.effect_ci_upper - said.effect_ci_lower) / 2
    freedom = brentq(lambda df: stats.t.sf(said.effect / fit.bse["arm"], df) * 2 - said.pvalue, 2, 500)
    assert half == pytest.approx(fit.bse["arm"] * stats.t.ppf(0.975, freedom), rel=1e-6)
    assert min(treated, control) - 1 <= freedom <= treated + control - 2


def test_what_the_past_says_narrows_the_interval() -> None:
    """Three quarters of the variance go, and half of the width."""
    (effect,) = estimate_experiment(*people(3), control="none").arms
    plain, adjusted = effect.difference, effect.adjusted
    assert adjusted is not None
    # The past says 5 of 5 + (1 + 2.25) / 2 of the variance, 75 %; 120 people leave about 8 points of doubt.
    assert effect.variance_explained == pytest.approx(0.75, abs=0.1)
    narrowing = (adjusted.effect_ci_upper - adjusted.effect_ci_lower) / (plain.effect_ci_upper - plain.effect_ci_lower)
    assert narrowing == pytest.approx(math.sqrt(1 - effect.variance_explained), rel=0.1)  # HC3 charges 5 % or so


def test_adjustment_takes_no_notice_of_units() -> None:
    """Covariates in other units, even of very different size, give the same adjusted effect."""
    outcome, arm, known = people(3)
    other = pd.DataFrame({"history": 1e9 * known["history"] + 1e9, "visits": 1e-9 * known["visits"]})
    one, two = (estimate_experiment(outcome, arm, table, control="none").arms[0].adjusted for table in (known, other))
    assert one is not None
    assert two is not None
    # A shift as large as the spread leaves 15 of 16 digits.
    assert (two.effect, two.effect_ci_lower) == pytest.approx((one.effect, one.effect_ci_lower), rel=1e-9)


def test_intervals_of_means_keep_their_word() -> None:
    """Of 1,000 simulated campaigns of 12 and 24 people the true effect is in about 95 % of the intervals."""
    hits = {"difference": 0, "adjusted": 0}
    for seed in range(1000):
        (effect,) = estimate_experiment(*people(seed, 12, 24, lift=1.0), control="none").arms
        for name in hits:
            said = getattr(effect, name)
            hits[name] += said.effect_ci_lower <= 1.0 <= said.effect_ci_upper
    # The standard error of a rate of 95 % in 1,000 is 0.7 points, three of them are 21; HC3 is cautious by 1 point.
    assert hits == pytest.approx({"difference": 950, "adjusted": 960}, abs=21)


def test_intervals_of_rates_keep_their_word() -> None:
    """Over every outcome of 40 and 60 people, weighted by its probability, the interval covers 93 to 97 %."""
    counts = [(a, b) for a in range(41) for b in range(61)]
    ends = [newcombe(Share(a, 40), Share(b, 60), Z) for a, b in counts]
    for one, zero in ((0.3, 0.2), (0.5, 0.5), (0.1, 0.25)):
        chances = [stats.binom.pmf(np.arange(size + 1), size, rate) for size, rate in ((40, one), (60, zero))]
        covered = sum(
            chances[0][a] * chances[1][b]
            for (a, b), interval in zip(counts, ends, strict=True)
            if interval.lower <= one - zero <= interval.upper
        )
        # Counts are whole, so no interval of two small groups hits 95 % exactly; two points either way.
        assert 0.93 < covered < 0.97


@given(
    st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=40) | st.lists(st.floats(-1e6, 1e6), min_size=2),
    st.lists(st.sampled_from([0.0, 1.0]), min_size=2, max_size=40) | st.lists(st.floats(-1e6, 1e6), min_size=2),
    st.floats(0.5, 0.999),
)
@settings(max_examples=300, deadline=None)
def test_verdict_interval_and_pvalue_never_contradict(treated: list[float], control: list[float], level: float) -> None:
    """A rise is an interval above 0 and a p-value below one minus the level, and so on."""
    outcome = pd.Series([*treated, *control])
    (effect,) = estimate_experiment(outcome, arms(len(treated), len(control)), control="none", level=level).arms
    said = effect.difference
    if said.verdict is Verdict.NOT_MEASURABLE:
        assert said.reason is not None
        assert np.isnan([said.effect, said.pvalue, said.total.value]).all()
        return
    expected = Verdict.RISE if said.effect_ci_lower > 0 else Verdict.FALL if said.effect_ci_upper < 0 else None
    assert said.verdict is (expected or Verdict.NO_CHANGE)
    assert (said.pvalue < 1 - level) == (expected is not None)
    assert said.effect_ci_lower <= said.effect <= said.effect_ci_upper
    if np.isfinite(said.rel_effect_ci_lower):
        assert np.sign(said.rel_effect_ci_lower) == np.sign(said.effect_ci_lower)
        assert np.sign(said.rel_effect_ci_upper) == np.sign(said.effect_ci_upper)


def test_the_ratio_never_contradicts_the_difference() -> None:
    """Of every pair of rates of 24 and 31 people the ratio leaves out 1 exactly when the difference leaves out 0."""
    for did in range(25):
        for control_did in range(1, 32):
            one, zero = Share(did, 24), Share(control_did, 31)
            difference, ratio = newcombe(one, zero, Z), mover_ratio(one, zero, Z)
            assert (difference.lower > 0.0, difference.upper < 0.0) == (ratio.lower > 1.0, ratio.upper < 1.0)


def test_an_outcome_that_never_varies_is_not_measurable() -> None:
    """Where everybody spent the same, nothing says how far chance goes; covariates change nothing."""
    effect = means([0.0] * 5, [0.0] * 5, pd.DataFrame({"history": np.arange(10.0)}))
    assert effect.difference.verdict is Verdict.NOT_MEASURABLE
    assert str(effect.difference.reason) == (
        "Within each of the two arms everybody has the same value: nothing varies, so nothing says how far chance "
        "could move the means. Check the column, or wait until some people have done something."
    )
    assert (effect.mean, effect.adjusted) == (0.0, None)


def test_nobody_bought_is_an_honest_zero() -> None:
    """A yes-no outcome of nobody keeps the interval that the number of people allows."""
    (effect,) = estimate_experiment(pd.Series([False] * 20), arms(10, 10), control="none").arms
    said = effect.difference
    assert (said.effect, said.pvalue, said.verdict) == (0.0, 1.0, Verdict.NO_CHANGE)
    assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx((-0.2775, 0.2775), abs=5e-5)


def test_covariates_that_hold_the_outcome_are_told() -> None:
    """A covariate that says the outcome exactly was not known before the campaign."""
    outcome, arm, _ = people(1)
    (effect,) = estimate_experiment(outcome, arm, pd.DataFrame({"twice": 2 * outcome}), control="none").arms
    assert effect.adjusted is not None
    assert str(effect.adjusted.reason) == (
        "Once the covariates are taken into account nothing varies: they may hold the outcome, or have been measured "
        "after the campaign. Only what was known before the campaign may be a covariate."
    )


def test_arms_come_sorted_and_other_types_are_taken() -> None:
    """Arms as numbers or categories and outcomes with nullable types are read."""
    outcome = pd.Series([1, 0, 1, 3, 2, 5], dtype="Int64", name="orders")
    arm = pd.Series([2, 2, 0, 0, 1, 1], dtype="category")
    experiment = estimate_experiment(outcome, arm, control="0")
    assert [effect.arm for effect in experiment.arms] == ["1", "2"]
    assert (experiment.outcome, experiment.control, experiment.binary) == ("orders", "0", False)
    # Compared as text: nan, here of the ratio, is not equal to itself.
    assert repr(pickle.loads(pickle.dumps(experiment))) == repr(experiment)  # noqa: S301 - made here


@pytest.mark.parametrize(
    ("raw", "together"),
    [
        ([0.01, 0.04, 0.03], [0.03, 0.06, 0.06]),
        ([0.2, 0.9], [0.4, 0.9]),
        ([0.7, 0.8], [1.0, 1.0]),
        ([0.03], [0.03]),
        ([np.nan, 0.02, 0.03], [np.nan, 0.04, 0.04]),
    ],
)
def test_holms_correction(raw: list[float], together: list[float]) -> None:
    """The smallest counts for all, the next for one less; an arm that can't be measured is not counted."""
    assert holm(raw) == pytest.approx(together, nan_ok=True)


def test_several_arms_are_judged_together() -> None:
    """Each arm keeps its own p-value, and Holm's stands beside it."""
    rng = np.random.default_rng(2)
    arm = pd.Series(["a", "b", "c", "none"] * 50)
    outcome = pd.Series(rng.normal(size=200)) + (arm == "a") * 1.0
    found = estimate_experiment(outcome, arm, control="none").arms
    assert [one.difference.pvalue_holm for one in found] == pytest.approx(
        holm([one.difference.pvalue for one in found])
    )
    assert found[0].difference.pvalue_holm == pytest.approx(3.0 * found[0].difference.pvalue)


def test_arms_of_the_sizes_meant_are_fine() -> None:
    """With 60 and 40 people where three fifths were meant for mail nothing is said."""
    outcome, arm, _ = people(1, 60, 40)
    found = estimate_experiment(outcome, arm, control="none", shares={"mail": 3, "none": 2}).balance
    assert found is not None
    assert (found.arms, found.people, found.expected) == (("mail", "none"), (60, 40), (60.0, 40.0))
    assert (found.pvalue, found.mismatch) == (1.0, None)


def test_arms_of_other_sizes_than_meant_are_told() -> None:
    """821 of 1,600 where half was meant is chance; 8,480 and 7,520 is not."""
    assert balance({"a": 821, "b": 779}, {"a": 1, "b": 1}).mismatch is None
    told = balance({"a": 8480, "b": 7520}, {"a": 0.5, "b": 0.5})
    assert told.pvalue == pytest.approx(stats.chi2.sf(2 * 480**2 / 8000, 1))
    assert str(told.mismatch) == (
        "The arms don't have the sizes that were meant (p = 3.2e-14): people were lost or added after the draw, and "
        "those may differ. Find out where before the effect is believed."
    )


OUTCOME, ARM = pd.Series([1.0, 2.0, 3.0, 4.0, 5.0, 7.0]), arms(3, 3)


def refused(outcome: object = OUTCOME, arm: object = ARM, covariates: object = None, **options: object) -> list[str]:
    """Give the faults of a call, line by line."""
    with pytest.raises(CallError) as caught:
        estimate_experiment(outcome, arm, covariates, **{"control": "none", **options})  # type: ignore[arg-type]
    return str(caught.value).splitlines()


def test_every_fault_is_told_at_once() -> None:
    """Gaps, an unknown arm, small arms, another length and a level in per cent come in one error."""
    outcome, arm = pd.Series([1, np.nan, np.inf, 4]), pd.Series(["No mail", "No mail", None, "mail"])
    assert refused(outcome, arm, pd.DataFrame({"age": [1.0, 2.0]}), control="no mial", level=95) == [
        (
            "outcome: found missing values: 1; expected a number for each person. "
            "Write 0 for people who did nothing; nobody may be dropped for what he did after the draw."
        ),
        (
            "outcome: found infinite or immense values: 1; expected finite numbers. "
            "Look for a division by zero in the source, or count in a larger unit."
        ),
        (
            "arm: found people without an arm: 1; expected the arm that each person was drawn for. "
            "Look it up in the list of the draw, or leave out people who were not drawn."
        ),
        "control: found «no mial»; expected the name of an arm: No mail, mail. Did you mean «No mail»?",
        (
            "arm «No mail»: found people: 2; expected 3 or more. "
            "Leave the arm out, or join it with a like one if that was decided before the campaign."
        ),
        (
            "arm «mail»: found people: 1; expected 3 or more. "
            "Leave the arm out, or join it with a like one if that was decided before the campaign."
        ),
        (
            "covariates: found rows: 2; expected as many rows as in outcome: 4. "
            "Take both from one table, after every filter."
        ),
        "level: found 95; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.",
    ]


AGES = [20.0, 30.0, 25.0, 41.0, 33.0, 28.0]
USELESS = "expected covariates that differ between people, none the sum of others. Leave the column out."


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param(
            {"outcome": [1.0, 2.0]},
            "outcome: found a list; expected a pandas Series with one row per person. "
            "Take one column: table['column'].",
            id="list",
        ),
        pytest.param(
            {"outcome": pd.Series(list("abcdef"))},
            "outcome: found values of type str; expected numbers. "
            "Use pandas.to_numeric, or pandas.get_dummies for names of groups.",
            id="text",
        ),
        pytest.param(
            {"outcome": pd.Series([], dtype=float), "arm": pd.Series([], dtype=str)},
            "outcome: found no value; expected one row per person. Check the filter that led to these rows.",
            id="empty",
        ),
        pytest.param(
            {"arm": ARM.set_axis(range(1, 7))},
            "arm: found another index than that of outcome; expected the same people in the same order. "
            "Take both from one table, or use reindex_like(outcome).",
            id="other people",
        ),
        pytest.param(
            {"arm": pd.Series(["none"] * 6)},
            "arm: found a single arm, «none»; expected the control arm and at least one other. "
            "Without people held out there is no comparison: use estimate_uplift on the series instead.",
            id="single arm",
        ),
        pytest.param(
            {"control": "held out"},
            "control: found «held out»; expected the name of an arm: mail, none. Name the arm that was held out.",
            id="unknown arm",
        ),
        pytest.param(
            {"covariates": pd.Series(AGES)},
            "covariates: found a Series; expected a pandas DataFrame with one row per person. "
            "Use to_frame() on a Series.",
            id="covariates no table",
        ),
        pytest.param(
            {"covariates": pd.DataFrame({"age": [*AGES[:5], None]})},
            "covariates['age']: found missing values: 1; expected a number for each person. "
            "Fill the gaps with the mean and add a column that marks them, or leave the covariate out.",
            id="covariate with a gap",
        ),
        pytest.param(
            {"covariates": pd.DataFrame({"got mail": (ARM == "mail") * 1})},
            f"covariates['got mail']: found the same value for everybody in an arm; {USELESS}",
            id="covariate is the arm",
        ),
        pytest.param(
            {"shares": [0.5, 0.5]},
            "shares: found a list; expected what part of the people was meant for each arm, by its name. "
            "Write for instance `{'control': 0.5, 'mail': 0.5}`.",
            id="shares without names",
        ),
        pytest.param(
            {"shares": {"mail": 1.0}},
            "shares: found the arms «mail»; expected one share for each of «mail, none». "
            "Name every arm once, the control arm too.",
            id="a share is missing",
        ),
        pytest.param(
            {"shares": {"mail": 1.0, "none": 0.0}},
            "shares: found no positive number for «none»; expected positive numbers. "
            "Leave out an arm that nobody was drawn for, and its people.",
            id="a share of nothing",
        ),
        pytest.param(
            {"level": 1.0},
            "level: found 1; expected a number between 0 and 1, both left out. 0.95 stands for 95 %.",
            id="level",
        ),
    ],
)
def test_a_fault_is_told_with_its_cure(call: dict[str, object], said: str) -> None:
    """Each thing that a call can't hold has one line that says how to mend it."""
    assert refused(**call) == [said]  # type: ignore[arg-type]


def test_covariates_that_say_nothing_new_are_told() -> None:
    """A constant and a sum of other covariates are named."""
    outcome, arm, known = people(1, 10, 10)
    table = known.assign(one=1.0, both=known["history"] - 3 * known["visits"])
    assert refused(outcome, arm, table) == [
        f"covariates['one']: found the same value for everybody in an arm; {USELESS}",
        f"covariates['both']: found nothing that the covariates before it do not say; {USELESS}",
    ]
