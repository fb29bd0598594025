"""The ledger on disk: nothing is lost, nothing is written twice."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from smmeasure.errors import RunError
from smmeasure.run.ledger import Ledger, keep, read_ledger


def record(
    campaign: str = "dresses", day: str = "2026-03-20", verdict: str = "rise", low: float = 0.1
) -> dict[str, Any]:
    """Give a record as small as the ledger needs it."""
    interval = {"rel_effect": low + 0.1, "rel_effect_ci_lower": low, "rel_effect_ci_upper": low + 0.2}
    indicators = {"pieces": {"name": "Pieces", "verdict": verdict, **interval}}
    return {"campaign": campaign, "as_of": day, "phase": "measured", "indicators": indicators}


def lines(reports: Path) -> list[str]:
    """Give the lines of the ledger."""
    return (reports / "ledger.jsonl").read_text(encoding="ascii").splitlines()


def test_the_same_evaluation_is_one_line_and_another_is_added(tmp_path: Path) -> None:
    """Same inputs leave the very bytes; other inputs and another date append, and what stood there stays."""
    keep(tmp_path, record(), "a")
    first = (tmp_path / "ledger.jsonl").read_bytes()
    keep(tmp_path, record(), "a")

    assert (tmp_path / "ledger.jsonl").read_bytes() == first

    keep(tmp_path, record(), "b")
    keep(tmp_path, record(day="2026-04-20"), "a")

    assert (tmp_path / "ledger.jsonl").read_bytes().startswith(first)
    assert [(one["as_of"], one["inputs"]) for one in map(json.loads, lines(tmp_path))] == [
        ("2026-03-20", "a"),
        ("2026-03-20", "b"),
        ("2026-04-20", "a"),
    ]


def test_a_flip_is_an_alert_with_both_dates(tmp_path: Path) -> None:
    """A later report that says otherwise is told at once."""
    keep(tmp_path, record(), "a")
    kept = keep(tmp_path, record(day="2026-04-20", verdict="no measurable change", low=-0.1), "b")

    (alert,) = kept.alerts
    assert str(alert) == (
        "«Pieces»: the report of 2026-03-20 said «rise» (between +10 % and +30 %); that of 2026-04-20 says "
        "«no measurable change» (between -10 % and +10 %)."
    )


def test_a_torn_last_line_costs_that_line_only(tmp_path: Path) -> None:
    """After a crash in the middle of a line the next one begins on its own, and the reader is told."""
    keep(tmp_path, record(), "a")
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(path.read_bytes() + path.read_bytes()[:40])

    kept = keep(tmp_path, record(day="2026-04-20"), "b")

    ledger = read_ledger(tmp_path)
    assert ([entry.inputs for entry in ledger.entries], ledger.unreadable) == (["a", "b"], 1)
    assert [str(alert) for alert in kept.alerts] == [
        "Lines of the ledger that can't be read, so that earlier verdicts may be missing here: 1."
    ]


def _keep_many(reports: Path, campaign: str) -> None:
    for number in range(20):
        keep(reports, record(campaign), str(number))


def test_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    """Three writers, two of them of the same campaign, leave each evaluation once and no torn line."""
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_keep_many, args=(tmp_path, name)) for name in ("a", "b", "b")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    ledger = read_ledger(tmp_path)
    assert sorted((one.campaign, int(one.inputs)) for one in ledger.entries) == [
        (name, number) for name in "ab" for number in range(20)
    ]
    assert ledger.unreadable == 0


def test_a_writer_that_is_killed_costs_no_line_that_stood(tmp_path: Path) -> None:
    """Whenever it dies, every finished line is read, the next one is kept, and nothing waits for the dead."""
    keep(tmp_path, record("first"), "a")
    writer = multiprocessing.get_context("fork").Process(target=_keep_many, args=(tmp_path, "dying"))
    writer.start()
    while len(lines(tmp_path)) < 3 and writer.is_alive():
        pass
    writer.kill()
    writer.join()
    keep(tmp_path, record("last"), "a")

    ledger = read_ledger(tmp_path)
    assert (ledger.entries[0].campaign, ledger.entries[-1].campaign) == ("first", "last")
    assert [int(one.inputs) for one in ledger.entries[1:-1]] == list(range(len(ledger.entries) - 2))
    assert ledger.unreadable <= 1


def test_what_is_no_evaluation_is_not_kept(tmp_path: Path) -> None:
    """The record of a notebook of one's own leaves no ledger."""
    keep(tmp_path, {"campaign": "a", "effect": 12.5}, "a")

    assert not (tmp_path / "ledger.jsonl").exists()
    assert read_ledger(tmp_path) == Ledger(())


def test_without_a_fingerprint_the_evaluation_is_its_own(tmp_path: Path) -> None:
    """The same numbers are one line, others are another."""
    same: Mapping[str, Any] = record()
    for one in (same, same, record(low=0.2)):
        keep(tmp_path, one, "")

    assert len(lines(tmp_path)) == 2


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_nothing_is_written_through_what_stands_in_its_place(tmp_path: Path, kind: str) -> None:
    """A link that leads elsewhere and a folder of that name are refused with a cure."""
    reports, elsewhere = tmp_path / "reports", tmp_path / "elsewhere"
    reports.mkdir()
    if kind == "link":
        (reports / "ledger.jsonl").symlink_to(elsewhere)
    else:
        (reports / "ledger.jsonl").mkdir()

    with pytest.raises(RunError) as raised:
        keep(reports, record(), "a")

    assert raised.value.faults[0].place == "ledger.jsonl"
    assert str(raised.value.faults[0].expected) == "a file in the reports folder that can be read and extended"
    assert not elsewhere.exists()
