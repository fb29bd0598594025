"""What the ledger keeps of an evaluation, and which earlier verdicts no longer stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from small import HOSTILE, evaluation
from smmeasure.core.estimates import Estimate
from smmeasure.core.ledger import LedgerEntry, Said, flip_findings, flips, from_line, is_kept, ledger_entry, to_line
from smmeasure.core.phases import Phase
from smmeasure.core.results import Verdict

MEASURED, LATER = date(2026, 3, 20), date(2026, 4, 10)
UP, OPEN, DOWN = Estimate(0.3, 0.1, 0.5), Estimate(0.1, -0.1, 0.3), Estimate(-0.3, -0.5, -0.1)
VERDICTS = {UP: Verdict.RISE, OPEN: Verdict.NO_CHANGE, DOWN: Verdict.FALL, None: Verdict.NOT_MEASURABLE}


def entry(day: date, effect: Estimate | None, inputs: str = "a", roi: Estimate | None = None) -> LedgerEntry:
    """Give the entry of a campaign with one indicator."""
    said = Said("Pieces", VERDICTS[effect], effect)
    return LedgerEntry("red-dresses", day, Phase.MEASURED, inputs, {"pieces": said}, roi)


def sentences(now: LedgerEntry, *kept: LedgerEntry) -> list[str]:
    """Say the flips in plain English."""
    return [str(finding.reason) for finding in flip_findings(flips(now, kept))]


def record(day: str = "2026-03-20") -> Mapping[str, Any]:
    """Give the small campaign's record as it is read from its file."""
    found: Mapping[str, Any] = json.loads(json.dumps(evaluation(day).to_dict()))
    return found


def test_an_evaluation_comes_back_from_its_line() -> None:
    """Verdicts, intervals and ROI of the small campaign are read as they were written."""
    kept = ledger_entry(record(), "f" * 64)

    assert kept is not None
    assert kept.indicators["pieces"].verdict is Verdict.RISE
    assert kept.roi is not None
    assert from_line(to_line(kept)) == kept


def test_a_record_without_a_date_is_no_evaluation() -> None:
    """What a failed run leaves is not kept."""
    assert ledger_entry({"campaign": "a", "failure": "died"}, "a") is None


def test_a_line_is_one_line_of_ascii_whatever_a_name_holds() -> None:
    """Ends of lines and characters that turn the reading direction are escaped."""
    said = Said(f"{HOSTILE}\n\u2028\r\x85", Verdict.RISE, UP)
    odd = replace(entry(MEASURED, UP), campaign=f"a\n{HOSTILE}", indicators={"x\n": said})
    line = to_line(odd)

    assert line.isascii()
    assert len(line.splitlines()) == 1
    assert from_line(line) == odd


@pytest.mark.parametrize(
    "line",
    [
        *(
            "",
            "{",
            "[]",
            "null",
            "{}",
            to_line(entry(MEASURED, UP))[:-9],
            '{"indicators": []}',
            "[" * 9000,
            b"\xff\xfe",
        ),
        '{"campaign": "a", "as_of": 7, "phase": "measured", "inputs": "", "indicators": {}, "roi": null}',
        '{"campaign": "a", "as_of": "2026-03-20", "phase": "odd", "inputs": "", "indicators": {}, "roi": null}',
    ],
)
def test_what_is_no_entry_is_none(line: str | bytes) -> None:
    """Torn lines and lines of something else are no reason to fail."""
    assert from_line(line) is None


def test_the_same_inputs_on_the_same_date_are_kept_already() -> None:
    """Another date or other inputs make another line."""
    kept = [entry(MEASURED, UP)]

    assert is_kept(entry(MEASURED, UP), kept)
    assert not is_kept(entry(LATER, UP), kept)
    assert not is_kept(entry(MEASURED, UP, "b"), kept)


def test_a_flip_names_both_dates_and_both_intervals() -> None:
    """A rise of March that is no measurable change in April is told as one finding."""
    (found,) = flip_findings(flips(entry(LATER, OPEN), [entry(MEASURED, UP)]))

    assert (found.code, found.place) == ("SMM42", "indicators.pieces")
    assert str(found.reason) == (
        "«Pieces»: the report of 2026-03-20 said «rise» (between +10 % and +50 %); that of 2026-04-10 says "
        "«no measurable change» (between -10 % and +30 %)."
    )


@pytest.mark.parametrize("before", [UP, OPEN, DOWN, None])
@pytest.mark.parametrize("now", [UP, OPEN, DOWN, None])
def test_every_change_of_a_verdict_is_a_flip(before: Estimate | None, now: Estimate | None) -> None:
    """A change of sign, one lost, one won and one that can't be told any more are flips; the same verdict is none."""
    assert len(flips(entry(LATER, now), [entry(MEASURED, before)])) == int(before is not now)


def test_a_verdict_of_a_running_campaign_was_not_the_result() -> None:
    """What was said before the end of the window is not compared, nor is anything compared with it."""
    running = replace(entry(MEASURED, OPEN), phase=Phase.RUNNING)

    assert flips(entry(LATER, UP), [running]) == ()
    assert flips(replace(running, as_of=LATER), [entry(MEASURED, UP)]) == ()


def test_a_flip_is_told_until_nothing_differs_from_it() -> None:
    """A report made again, and one of other inputs with the same verdict, still tell the flip."""
    first, second = entry(MEASURED, UP), entry(LATER, OPEN)
    again = entry(LATER, OPEN, "b")

    assert sentences(second, first, second, again) == sentences(second, first)
    assert sentences(again, first, second) == sentences(second, first)


def test_the_latest_date_that_differs_is_named_in_any_order_of_lines() -> None:
    """Two processes may write in either order; of one date, the later line counts."""
    old, new, newer = entry(date(2026, 3, 10), DOWN), entry(MEASURED, UP), entry(MEASURED, DOWN, "b")

    assert sentences(entry(LATER, OPEN), old, new) == sentences(entry(LATER, OPEN), new, old)
    assert "2026-03-20 said «fall»" in sentences(entry(LATER, OPEN), old, new, newer)[0]


def test_other_campaigns_and_later_dates_are_not_earlier_verdicts() -> None:
    """A report made again for an earlier date is not held against what came after."""
    other = replace(entry(MEASURED, UP), campaign="blue-dresses")

    assert flips(entry(LATER, OPEN), [other]) == ()
    assert flips(entry(MEASURED, OPEN), [entry(LATER, UP)]) == ()


def test_an_roi_that_changes_sides_is_a_flip() -> None:
    """An ROI above 0 that may now be a loss is told beside the indicators."""
    before, now = entry(MEASURED, UP, roi=UP), entry(LATER, UP, roi=OPEN)

    (said,) = sentences(now, before)
    assert said == (
        "«ROI»: the report of 2026-03-20 said «gain» (between +10 % and +50 %); that of 2026-04-10 says "
        "«gain or loss, undecided» (between -10 % and +30 %)."
    )
