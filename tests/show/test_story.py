"""The story of an evaluation: sentences that never say more than the numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small import BRIEF, evaluation, not_measured, spoken, unmeasurable, uplift, with_uplift
from smmeasure.brief import Finding, Severity
from smmeasure.brief.catalogue import Stage
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.funnel import Funnel, FunnelStep
from smmeasure.core.objectives import objective_result
from smmeasure.core.returns import Return, ReturnName
from smmeasure.messages import Message, message
from smmeasure.show import story
from smmeasure.show.words import Words
from smmeasure.units import Rate

EN = Words("en")


def changed(low: float, value: float, high: float) -> Evaluation:
    """Give the measured campaign with another effect on pieces, whose target is 100 more."""
    effect = uplift(value, low, high)
    made = with_uplift(evaluation(), "pieces", effect)
    first = objective_result(made.campaign.objectives[0], effect, None)
    return replace(made, objectives=(first, *made.objectives[1:]))


def roi(low: float, value: float, high: float, probability: float = 0.5) -> Evaluation:
    """Give the measured campaign with another ROI."""
    made = Return(ReturnName.ROI, Estimate(value, low, high), Evidence.MEASURED, None, probability)
    return replace(evaluation(), returns=(made, *evaluation().returns[1:]))


def said(messages: Iterable[Message]) -> list[str]:
    """Say messages in English."""
    return [EN.say(one) for one in messages]


HEADLINES = [
    pytest.param(changed, (110, 150, 190), "the target was exceeded", id="whole interval above the target"),
    pytest.param(changed, (90, 150, 190), "a measurable effect, the target probably reached", id="probably reached"),
    pytest.param(changed, (50, 90, 130), "a measurable effect, perhaps below the target", id="perhaps below"),
    pytest.param(changed, (50, 70, 90), "a measurable effect, below the target", id="below the target"),
    pytest.param(changed, (-20, 90, 190), "no measurable change", id="zero is possible"),
    pytest.param(changed, (-90, -70, -20), "a change for the worse", id="fewer sold"),
]


@pytest.mark.parametrize(("maker", "numbers", "line"), HEADLINES)
def test_the_headline_follows_verdict_and_target(
    maker: Callable[..., Evaluation], numbers: tuple[float, ...], line: str
) -> None:
    """The first line says what the interval and the target allow, in this order."""
    assert str(story.headline(maker(*numbers))) == line


@pytest.mark.parametrize(
    ("day", "line"),
    [("2026-03-01", "not begun yet: what it could show"), ("2026-03-05", "under way, no result yet")],
)
def test_the_headline_follows_the_phase(day: str, line: str) -> None:
    """Before the end there is no result, whatever the numbers say so far."""
    assert str(story.headline(evaluation(day))) == line


def test_what_can_not_be_measured_is_said() -> None:
    """Where the data say nothing, the headline and the answer say so, with the reason."""
    assert str(story.headline(unmeasurable())) == "the data can't tell its effect"
    assert said(story.answer(unmeasurable()))[0].startswith("On “Pieces sold”, nothing can be said: ")


@given(st.floats(-1e4, 1e4), st.floats(0, 1e4), st.floats(0, 1e4))
def test_a_headline_never_contradicts_its_interval(value: float, below: float, above: float) -> None:
    """An effect is only claimed where the interval leaves out zero, and a success only where it is a rise."""
    made = changed(value - below, value, value + above)
    line = str(story.headline(made))

    if value - below <= 0 <= value + above:
        assert line == "no measurable change"
    else:
        assert (line == "a change for the worse") is (value < 0)
        assert line != "no measurable change"


def test_the_answer_names_size_and_range() -> None:
    """A rise of 150 pieces between 90 and 190 is said with its noun and without signs."""
    made = changed(90, 150, 190)
    named = replace(made, indicators=tuple(replace(one, noun="pieces") for one in made.indicators))

    assert said(story.answer(named))[0] == (
        "“Pieces sold”: about **150\u00a0pieces more** than there would have been without the campaign, between 90 and "
        "190."
    )


def test_a_fall_is_told_from_small_to_large() -> None:
    """A fall between 20 and 90 names the smaller end first."""
    assert said(story.answer(changed(-90, -70, -20)))[0] == (
        "“Pieces sold”: about **70 fewer** than there would have been without the campaign, between 20 and 90."
    )


def test_no_change_is_told_with_both_ends() -> None:
    """Where zero is possible the range is said, and no middle."""
    assert said(story.answer(changed(-20, 90, 190)))[0] == (
        "On “Pieces sold”, **nothing measurable**: the change lies between −20 and +190, and zero is possible."
    )


def test_a_running_campaign_is_told_so_far() -> None:
    """Before the end the effect is that so far, and the missing ROI has its reason."""
    first, last = said(story.answer(evaluation("2026-03-05")))

    assert first.startswith("So far, “Pieces sold”: about **")
    assert last == "No ROI: The campaign is running until 8 March 2026: returns are computed once it is over."


ROI_SENTENCES = [
    pytest.param(
        lambda: roi(0.1, 0.5, 0.9),
        "Every €1 spent brought back about €1.50: **the ROI is +50%**, between +10% and +90%.",
        id="certainly earned",
    ),
    pytest.param(
        lambda: roi(-0.9, -0.5, -0.1),
        "Every €1 spent brought back about €0.50: **the ROI is −50%**, between −90% and −10%.",
        id="certainly lost",
    ),
    pytest.param(
        lambda: roi(-0.4, 0.5, 1.4, 0.87),
        "Every €1 spent brought back about €1.50: **the ROI is +50%**, but anything between −40% and +140% is "
        "possible; the chances that it earned money are 87 in 100.",
        id="uncertain",
    ),
]


@pytest.mark.parametrize(("made", "sentence"), ROI_SENTENCES)
def test_the_roi_is_told_by_the_euro(made: Callable[[], Evaluation], sentence: str) -> None:
    """An ROI is said as what one euro brought back; where its sign is open, so are the chances."""
    assert said(story.answer(made()))[-1] == sentence


@pytest.mark.parametrize(
    ("probability", "chances"), [(0.0, 1), (0.004, 1), (0.5, 50), (0.999, 99), (1.0, 99), (None, 1)]
)
def test_chances_are_never_quite_certain(probability: float | None, chances: int) -> None:
    """Chances are told from 1 to 99 in a hundred."""
    assert story.chances(Return(ReturnName.ROI, None, Evidence.MEASURED, probability=probability)) == chances


def test_a_campaign_that_asked_for_no_roi_is_not_told_of_it() -> None:
    """Without roi in the brief the answer says nothing of an ROI."""
    campaign = evaluation().campaign.model_copy(update={"roi": ()})
    none = Return(ReturnName.ROI, None, Evidence.MEASURED, reason=message("x"))
    made = replace(evaluation(), campaign=campaign, returns=(none, *evaluation().returns[1:]))

    assert len(story.answer(made)) == 1


def test_errors_of_the_method_come_first_among_the_caveats() -> None:
    """What to know begins with the errors, and holds four points at most."""
    findings = [
        Finding(n, severity, "x", message("{n}", n=n), message("y"))
        for n, severity in enumerate(
            [Severity.ERROR, Severity.WARNING, Severity.WARNING, Severity.ADVICE, Severity.WARNING]
        )
    ]
    made = replace(evaluation(), findings=tuple(findings))

    assert said(story.to_know(made)) == ["0", "1", "2", "4"]


def test_an_estimated_cost_and_days_kept_out_are_told() -> None:
    """Costs that are guesses and days that were kept out are named with their size."""
    costs = tuple(replace(item, estimated=True) for item in evaluation().costs)
    made = replace(evaluation(), costs=costs, kept_out_days=12, findings=())

    assert said(story.to_know(made))[-2:] == [
        "12 days of other campaigns, sales or breaks were kept out of the comparison.",
        "€1,200 of the cost is an estimate.",
    ]


def test_an_indicator_that_did_not_move_is_told() -> None:
    """A second indicator without a measurable change, or that can't be measured, is named."""
    still = with_uplift(evaluation(), "sessions", uplift(1, -5, 7))
    unknown = with_uplift(evaluation(), "sessions", not_measured())

    assert "“Sessions from social media” did not move measurably." in said(story.to_know(still))
    assert "The effect on “Sessions from social media” can’t be measured." in said(story.to_know(unknown))


def leaking(stage: Stage) -> Evaluation:
    """Give the measured campaign with a leak at its second step."""
    rate, usual = Estimate(0.02, 0.01, 0.03), Estimate(0.05, 0.04, 0.06)
    steps = (
        FunnelStep("sessions", Stage.VISIT, 1000.0, None, None, leaks=False, lost=0.0),
        FunnelStep("pieces", stage, 20.0, rate, usual, leaks=True, lost=30.4),
    )
    return replace(evaluation(), funnel=Funnel(steps, 0))


def test_a_leak_names_step_loss_and_whom_to_ask() -> None:
    """The first thing to do is to ask about the step that leaks."""
    assert said(story.next_steps(leaking(Stage.REVENUE)))[0] == (
        "The step to “Pieces sold” leaks: 2.0% come this far against 5.0% usually, about 30 lost; "
        "ask about price, page, basket, payment, delivery and after-sales."
    )


NEXT = [
    pytest.param(
        lambda: roi(0.1, 0.5, 0.9), "It earned more than it cost: it can be repeated, and measured again.", id="earned"
    ),
    pytest.param(
        lambda: roi(-0.9, -0.5, -0.1),
        "It cost more than it brought: change the offer or the cost before repeating it.",
        id="lost",
    ),
    pytest.param(
        lambda: roi(-0.4, 0.5, 1.4),
        "Nothing proves yet that it earned or lost money: decide on the range, not on the middle.",
        id="open",
    ),
    pytest.param(
        lambda: evaluation("2026-03-05"),
        "Wait for 8 March 2026: stopping at a good day would flatter the result.",
        id="running",
    ),
    pytest.param(
        unmeasurable,
        "Gather the quiet days that are missing before the next one, or choose another indicator.",
        id="not measurable",
    ),
    pytest.param(
        lambda: changed(-20, 90, 190),
        "Before the next one, plan its length and strength so that an effect could be seen.",
        id="no change",
    ),
    pytest.param(
        lambda: evaluation("2026-03-01"),
        "Keep other commercial communication out of the days from 2 March 2026 to 8 March 2026, or declare it.",
        id="planned",
    ),
]


@pytest.mark.parametrize(("made", "step"), NEXT)
def test_there_is_something_to_do(made: Callable[[], Evaluation], step: str) -> None:
    """Every outcome comes with what to do now, four points at most."""
    steps = said(story.next_steps(made()))

    assert step in steps
    assert 1 <= len(steps) <= 4


def test_a_plan_says_what_could_be_seen_and_whether_the_target_could() -> None:
    """Before the campaign the answer is the smallest visible change, and the target against it."""
    start, smallest, target = said(story.answer(evaluation("2026-03-01")))

    assert start == (
        "The campaign begins on 2 March 2026: there is nothing to measure yet, and no return is shown before it has "
        "run."
    )
    assert smallest.startswith("On “Pieces sold”, 7 days will show a change from **")
    assert target in {
        "The target of 100 is large enough to be seen.",
        "The target of 100 is **too small to be seen** in these days.",
    }


def with_plan(**changes: object) -> Evaluation:
    """Give the planned campaign with another plan for its first objective, too weak for its target of 100."""
    made = evaluation("2026-03-01")
    assert made.main.plan is not None
    plan = replace(
        made.main.plan, **{"mde": 200.0, "rel_mde": 0.7, "days_needed": None, "days_reason": None, **changes}
    )
    results = tuple(replace(one, plan=plan) if one.key == made.main.key else one for one in made.indicators)
    return replace(made, indicators=results)


@pytest.mark.parametrize(
    ("changes", "sentence", "step"),
    [
        (
            {"days_needed": 12},
            "A campaign of the same daily strength would have to run **12 days**.",
            "Change the length of the campaign, aim higher, or choose an indicator with less noise.",
        ),
        (
            {"days_needed": 3},
            "At the same daily strength it would be seen over **3 days**: over more, this series wanders further.",
            "Change the length of the campaign, aim higher, or choose an indicator with less noise.",
        ),
        (
            {"days_reason": message("No length is enough.")},
            "No length is enough.",
            "Aim higher, or choose an indicator with less noise: no other length would show it.",
        ),
    ],
    ids=["longer", "shorter", "never"],
)
def test_a_target_too_small_to_be_seen_is_told_with_the_days_it_needs(
    changes: dict[str, object], sentence: str, step: str
) -> None:
    """The answer ends with the target; how long the campaign must run is to know before deciding."""
    made = with_plan(**changes)

    assert said(story.answer(made))[2:] == ["The target of 100 is **too small to be seen** in these days."]
    assert sentence in said(story.to_know(made))
    assert said(story.next_steps(made))[0] == step


@pytest.mark.parametrize(
    ("target", "wanted"),
    [({"more": 100}, 100.0), ({"less": 100}, -100.0), ({"percent": 50}, 150.0), ({"total": 350}, 50.0), (None, None)],
)
def test_the_planned_effect_is_what_the_target_asks_for(target: dict[str, float] | None, wanted: float | None) -> None:
    """Over a usual total of 300, 50 % more are 150 and a total of 350 is 50 more."""
    made = evaluation("2026-03-01")
    plan = made.main.plan
    assert plan is not None
    goal = type(made.campaign.objectives[0]).model_validate({**BRIEF["objectives"][0], "target": target})
    campaign = made.campaign.model_copy(update={"objectives": (goal,)})

    assert story.planned_effect(replace(made, campaign=campaign), made.main, replace(plan, baseline=300.0)) == wanted


@pytest.mark.parametrize("maker", [unmeasurable, lambda: evaluation("2026-03-01"), evaluation])
def test_no_sentence_leaves_a_field_open(maker: Callable[[], Evaluation]) -> None:
    """In both languages every sentence is whole: no braces, no None, no nan."""
    made = maker()
    for language in ("fr", "en"):
        words, told = Words(language), spoken(made, language)
        for one in (story.headline(told), *story.answer(told), *story.to_know(told), *story.next_steps(told)):
            assert re.findall(r"[{}]|\bNone\b|\bnan\b", words.say(one)) == []


def test_a_rate_is_told_as_it_is() -> None:
    """The false-alarm rate of the method stands among what to know."""
    calibration = evaluation().main.uplift
    assert calibration is not None
    assert calibration.calibration is not None
    rate = EN.value(Rate(calibration.calibration.false_alarm_rate))

    assert any(rate in one and "cried wolf" in one for one in said(story.to_know(evaluation())))
