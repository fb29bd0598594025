"""The record: everything that is known, as strict JSON that says the same in any language."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from small import BRIEF, brief, data_of, evaluation, indicator, series_of, unmeasurable
from smmeasure.brief import campaign_from
from smmeasure.core.evaluate import evaluate
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.export import SCHEMA
from smmeasure.core.phases import Phase
from smmeasure.core.plain import plain
from smmeasure.messages import Message, message
from smmeasure.show.words import Words, message_from
from smmeasure.units import Money, MoneyEquivalent, Rate, Unit

CASES = [
    pytest.param(evaluation, "2026-03-01", id="planned"),
    pytest.param(evaluation, "2026-03-05", id="running"),
    pytest.param(evaluation, "2026-03-20", id="measured"),
    pytest.param(unmeasurable, None, id="not measurable"),
]


def made(maker: object, day: str | None) -> Evaluation:
    """Make the evaluation of a case."""
    return maker(day) if day else maker()  # type: ignore[operator]


@pytest.mark.parametrize(("maker", "day"), CASES)
def test_a_record_is_strict_json(maker: object, day: str | None) -> None:
    """A record survives JSON without nan, infinity or anything that Python alone knows."""
    record = made(maker, day).to_dict()

    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_the_record_has_the_names_of_the_contract() -> None:
    """A record has a schema version and one object per indicator with the fields of an uplift."""
    record = evaluation().to_dict()
    pieces = record["indicators"]["pieces"]  # type: ignore[index]

    assert record["schema"] == SCHEMA
    assert list(record["indicators"]) == ["sessions", "pieces"]  # type: ignore[call-overload]
    assert {
        "observed",
        "baseline",
        "effect",
        "effect_ci_lower",
        "effect_ci_upper",
        "rel_effect",
        "rel_effect_ci_lower",
        "rel_effect_ci_upper",
        "pvalue",
        "verdict",
        "level",
        "method",
        "calibration",
        "daily",
        "reason",
    } <= set(pieces)


def test_an_unknown_number_is_null() -> None:
    """Where nothing could be measured the numbers are null and the reason says why."""
    pieces = unmeasurable().to_dict()["indicators"]["pieces"]  # type: ignore[index]

    assert (pieces["effect"], pieces["baseline"], pieces["pvalue"], pieces["daily"]) == (None, None, None, [])
    assert pieces["reason"]["message"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (float("nan"), None),
        (float("-inf"), None),
        (1 / 3, 0.3333333333),
        (True, True),
        (date(2026, 3, 9), "2026-03-09"),
        (pd.Timestamp("2026-03-09"), "2026-03-09"),
        (Phase.FOLLOWED_UP, "followed up"),
        (Unit.parse("EUR_eq"), "EUR_eq"),
        (Money(2.0, "EUR"), {"amount": 2.0, "currency": "EUR"}),
        (MoneyEquivalent(2.0, "EUR"), {"amount": 2.0, "unit": "EUR_eq"}),
        ((1, (2, 3)), [1, [2, 3]]),
        (pd.DataFrame({"a": [0.5, float("nan")]}), [{"a": 0.5}, {"a": None}]),
        (message("{a}", a=Rate(0.5)), {"message": "{a}", "values": {"a": {"fraction": 0.5, "signed": False}}}),
    ],
)
def test_a_value_is_written_plainly(value: object, written: object) -> None:
    """Every kind of value has one plain form; an equivalent has no currency that money could meet."""
    assert plain(value) == written


def messages(value: object) -> list[object]:
    """List every message of a record."""
    if isinstance(value, dict):
        own = [value] if "message" in value else []
        return own + [found for part in value.values() for found in messages(part)]
    return [found for part in value for found in messages(part)] if isinstance(value, list) else []


@pytest.mark.parametrize(("maker", "day"), CASES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_message_of_the_record_can_be_said(maker: object, day: str | None, language: str) -> None:
    """Every sentence of a record is a message again when it is read, with no field left open."""
    for record in messages(json.loads(json.dumps(made(maker, day).to_dict()))):
        read = message_from(record)
        assert isinstance(read, Message)
        assert "{" not in Words(language).say(read)


@pytest.mark.parametrize("text", ["2026-02-30", "2026-99-99", "{x}", "{0}", "{", "message"])
def test_a_users_text_survives_the_record(text: str) -> None:
    """A label that looks like a day or a template is said after the record as it was before."""
    named = message("«{name}»", name=text)

    assert Words("en").say(message_from(json.loads(json.dumps(plain(named))))) == f"“{text}”"


def test_a_sentence_says_the_same_after_the_record() -> None:
    """The calculation of the ROI, with its money, reads in French as it did before it was written."""
    calculation = evaluation().returns[0].calculation
    assert calculation is not None
    words = Words("fr")

    assert words.say(message_from(json.loads(json.dumps(plain(calculation))))) == words.say(calculation)


def test_the_record_holds_the_days_of_the_window_only() -> None:
    """The daily values of an indicator are those of the campaign's seven days."""
    days = evaluation().to_dict()["indicators"]["pieces"]["daily"]  # type: ignore[index]

    assert [day["date"] for day in days] == [f"2026-03-0{n}" for n in range(2, 9)]


def test_a_plan_holds_its_curve_as_numbers() -> None:
    """The power curve of a planned campaign is a list of points."""
    curve = evaluation("2026-03-01").to_dict()["indicators"]["pieces"]["plan"]["curve"]  # type: ignore[index]

    assert set(curve[0]) == {"rel_effect", "power"}
    assert all(0 <= point["power"] <= 1 for point in curve)


def test_the_record_holds_the_whole_brief() -> None:
    """The parameters of a record read as the brief that was evaluated."""
    small = evaluation()

    assert campaign_from(small.to_dict()["parameters"], "record") == small.campaign  # type: ignore[arg-type]


def test_an_equivalent_is_marked_in_the_record() -> None:
    """Earned value is recorded in EUR_eq, with the prices, their source and their date."""
    card = {"low": 0.004, "central": 0.006, "high": 0.009, "source": "our own ads", "date": "2026-01-01"}
    campaign = brief(
        as_of="2026-03-20",
        indicators={**BRIEF["indicators"], "views": indicator("views", rate_card=card)},
        objectives=None,
        roi=None,
        funnel=None,
    )
    short = {key: series_of(key).loc["2026-02-20":] for key in ("sessions", "pieces")}
    record: Any = evaluate(campaign, data_of(campaign, **short)).to_dict()["earned_media"]
    (earned,) = record["values"]["totals"][0]["parts"]

    assert {part: earned[part]["unit"] for part in ("low", "central", "high")} == dict.fromkeys(
        ("low", "central", "high"), "EUR_eq"
    )
    assert earned["price"]["central"] == {"amount": 0.006, "currency": "EUR"}
    assert earned["price"]["source"]["values"] == {"source": "our own ads", "day": "2026-01-01"}


def test_no_path_of_this_machine_is_in_the_record() -> None:
    """A record names files as the brief does, and holds no folder of the machine."""
    text = json.dumps(evaluation().to_dict())

    assert str(Path.home()) not in text
    assert str(Path.cwd()) not in text


def test_a_record_has_the_same_bytes_in_another_process() -> None:
    """Another process, with another seed of its hashes, writes the same record."""
    code = "import json, small; print(json.dumps(small.evaluation('2026-03-05').to_dict()))"
    environment = {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONHASHSEED": "7"}
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)  # noqa: S603 - our own code

    assert other.stdout.strip() == json.dumps(evaluation("2026-03-05").to_dict())
