"""The MineThatData e-mail challenge: 64,000 customers, two e-mails, a third held out by chance."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from smmeasure.core.experiment.estimate import estimate_experiment
from smmeasure.core.experiment.outcome import ArmEffect
from smmeasure.core.results import Verdict

FILE = Path(__file__).parents[3] / "shared" / "data" / "cases" / "hillstrom" / "hillstrom.csv.gz"
CONTROL = "No E-Mail"
ARMS = ["Mens E-Mail", "Womens E-Mail"]

pytestmark = pytest.mark.skipif(
    not FILE.is_file(), reason="the real data are not here: ../shared/data/cases/hillstrom, beside the repository"
)

SIX_DIGITS = 1e-6


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    """Read the customers."""
    return pd.read_csv(FILE)


def measured(customers: pd.DataFrame, outcome: str, arm: str, *covariates: str) -> ArmEffect:
    """Compare one arm with the customers who got no e-mail."""
    known = customers[list(covariates)] if covariates else None
    experiment = estimate_experiment(customers[outcome], customers["segment"], known, control=CONTROL)
    return {effect.arm: effect for effect in experiment.arms}[arm]


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("outcome", ["visit", "conversion"])
def test_rates_are_the_textbooks(customers: pd.DataFrame, outcome: str, arm: str) -> None:
    """Visits and conversions have Newcombe's interval, and Donner and Zou's for the ratio."""
    effect = measured(customers, outcome, arm)
    count = customers.groupby("segment")[outcome].agg(["sum", "size"])
    counts = (*count.loc[arm], *count.loc[CONTROL])
    ends = confint_proportions_2indep(*counts, method="newcomb")
    score = confint_proportions_2indep(*counts, compare="ratio", method="score", correction=False)
    ratio = donner_zou(*counts)
    said = effect.difference

    assert (effect.people, effect.control_people) == (counts[1], counts[3])
    assert said.effect == pytest.approx(counts[0] / counts[1] - counts[2] / counts[3], rel=SIX_DIGITS)
    assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx(ends, rel=SIX_DIGITS)
    assert said.rel_effect == pytest.approx(counts[0] / counts[1] / (counts[2] / counts[3]) - 1, rel=SIX_DIGITS)
    assert (said.rel_effect_ci_lower + 1, said.rel_effect_ci_upper + 1) == pytest.approx(ratio, rel=SIX_DIGITS)
    # Koopman's score interval of the ratio is another textbook's; here it is less than half a per cent away.
    assert ratio == pytest.approx(score, rel=5e-3)
    assert said.verdict is Verdict.RISE


def donner_zou(did: int, people: int, control_did: int, control: int) -> tuple[float, float]:
    """Work out equation 9 of Donner and Zou (2012) as it is printed, on Wilson intervals of statsmodels."""
    one, zero = did / people, control_did / control
    (l1, u1), (l0, u0) = (proportion_confint(*c, method="wilson") for c in ((did, people), (control_did, control)))
    lower = one * zero - math.sqrt((one * zero) ** 2 - l1 * u0 * (2 * one - l1) * (2 * zero - u0))
    upper = one * zero + math.sqrt((one * zero) ** 2 - u1 * l0 * (2 * one - u1) * (2 * zero - l0))
    return lower / (u0 * (2 * zero - u0)), upper / (l0 * (2 * zero - l0))


def test_the_two_mails_are_judged_together_and_the_draw_was_even(customers: pd.DataFrame) -> None:
    """Holm's p-values leave the verdicts; the three arms have a third of the customers each."""
    even = dict.fromkeys([*ARMS, CONTROL], 1.0)
    found = estimate_experiment(customers["spend"], customers["segment"], control=CONTROL, shares=even)
    assert max(arm.difference.pvalue_holm for arm in found.arms) < 0.01
    assert found.balance is not None
    assert (found.balance.people, found.balance.mismatch) == ((21307, 21306, 21387), None)


@pytest.mark.parametrize("arm", ARMS)
def test_spend_is_the_textbooks(customers: pd.DataFrame, arm: str) -> None:
    """Spend has Welch's interval and p-value, worked out by scipy."""
    said = measured(customers, "spend", arm).difference
    spend = customers.set_index("segment")["spend"]
    other = stats.ttest_ind(spend[arm], spend[CONTROL], equal_var=False)
    ends = other.confidence_interval(0.95)

    assert said.effect == pytest.approx(spend[arm].mean() - spend[CONTROL].mean(), rel=SIX_DIGITS)
    assert said.rel_effect == pytest.approx(spend[arm].mean() / spend[CONTROL].mean() - 1, rel=SIX_DIGITS)
    assert (said.effect_ci_lower, said.effect_ci_upper) == pytest.approx((ends.low, ends.high), rel=SIX_DIGITS)
    assert said.pvalue == pytest.approx(other.pvalue, rel=SIX_DIGITS)
    assert said.verdict is Verdict.RISE


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize("known", [("history",), ("recency", "history")], ids="-".join)
def test_cuped_narrows_the_interval_of_spend(customers: pd.DataFrame, arm: str, known: tuple[str, ...]) -> None:
    """What customers bought before says a little of what they spend: the interval is narrower, the verdict the same."""
    effect = measured(customers, "spend", arm, *known)
    plain, adjusted = effect.difference, effect.adjusted

    assert adjusted is not None
    assert adjusted.effect_ci_upper - adjusted.effect_ci_lower < plain.effect_ci_upper - plain.effect_ci_lower
    # Arms that were drawn by chance are alike in their past: adjusting moves the effect by less than 1 %.
    assert adjusted.effect == pytest.approx(plain.effect, rel=0.01)
    assert adjusted.verdict is Verdict.RISE


def test_the_effects_have_the_known_size(customers: pd.DataFrame) -> None:
    """The men's e-mail brought 7.66 points of visits and 77 cents a customer, the women's 4.52 points and 42 cents."""
    effects = {(outcome, arm): measured(customers, outcome, arm) for outcome in ("visit", "spend") for arm in ARMS}
    assert [round(effect.difference.effect, 4) for effect in effects.values()] == [0.0766, 0.0452, 0.7698, 0.4244]
    assert [round(effect.difference.total.value) for effect in effects.values()] == [1632, 967, 16403, 9077]
