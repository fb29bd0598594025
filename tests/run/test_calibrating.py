"""`smmeasure calibrate` on a file as a user has it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from smmeasure.core.calibrating import PretendWindow
from smmeasure.data.history import Wanted
from smmeasure.errors import RunError, SmmeasureError
from smmeasure.run.calibrating import Request, _measured, calibrate_and_tell
from support import smmeasure

pytestmark = pytest.mark.xdist_group("calibrating")
"""One process, so that the calibration that most tests look at is made once."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with three months of two noisy series in which nothing was done."""
    folder = tmp_path_factory.mktemp("history")
    rng = np.random.default_rng(11)
    days = pd.date_range("2025-01-01", periods=98).strftime("%Y-%m-%d")
    visits, sales = (rng.normal(level, level / 20, 98).round(1) for level in (400.0, 90.0))
    pd.DataFrame({"day": days, "visits": visits, "sales": sales}).to_csv(folder / "h.csv", index=False)
    return folder


def called(folder: Path, output: str, seed: str) -> subprocess.CompletedProcess[str]:
    """Calibrate the file in French, with a seed of Python's hashes."""
    arguments = ["calibrate", "h.csv", "--days", "14", "--language", "fr", "--output", output, "--jobs", "1"]
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "smmeasure", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed, "COLUMNS": "100"},
    )


@pytest.fixture(scope="module")
def done(folder: Path) -> subprocess.CompletedProcess[str]:
    """Calibrate once for all tests."""
    return called(folder, "out", "1")


def test_the_terminal_shows_headline_table_and_page(done: subprocess.CompletedProcess[str]) -> None:
    """One sentence, a row per rate, and where the page is; nothing is written to the log."""
    assert (done.returncode, done.stderr) == (0, "")
    assert re.match(r"Sur 6 campagnes fictives dans votre propre passé, l’outil .*\.\n", done.stdout)
    plain = done.stdout.replace("\u00a0", " ")
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in plain.splitlines() if "│" in line]
    assert [row[0] for row in rows if row[0]] == [
        "Fausses alertes",
        "Vérité contenue, rien n’étant fait",
        "Vérité contenue, avec +30 %",
        "+30 % trouvés",
        "Non mesurables",
        "Erreur médiane",
        "Score d’intervalle",
    ]
    assert done.stdout.endswith(f"out{os.sep}calibration.html\n")


def test_page_and_record_tell_the_same(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    """The record holds every pretend campaign; its counts stand on the page."""
    assert done.returncode == 0
    record = json.loads((folder / "out" / "calibration.json").read_bytes())
    page = (folder / "out" / "calibration.html").read_text(encoding="utf-8")

    assert [one["name"] for one in record["series"]] == ["visits", "sales"]
    assert (record["schema"], record["days"], record["level"], record["lift"]) == (1, 14, 0.95, 0.3)
    assert record["series"][0]["placebos"][-1]["end"] == "2025-04-08"
    for one in record["series"]:
        assert one["false_alarms"]["trials"] == len(one["placebos"]) == 3
        assert f"« {one['name']} » : fausses alertes {one['false_alarms']['count']} sur 3" in page.replace(
            "\u00a0", " "
        )


def test_the_same_file_gives_the_same_bytes(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    """Neither process nor hash seed leaves a trace in page or record."""
    again = called(folder, "again", "2")

    assert again.stdout.splitlines()[:-1] == done.stdout.splitlines()[:-1]
    for name in ("calibration.html", "calibration.json"):
        assert (folder / "again" / name).read_bytes() == (folder / "out" / name).read_bytes()


def test_the_page_holds_all_it_needs(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    """The page loads nothing and names no folder of the machine."""
    assert done.returncode == 0
    page = (folder / "out" / "calibration.html").read_text(encoding="utf-8")

    assert not re.search(r"<script|@import|(?:src|href)=\"(?!#)", page)
    assert str(folder) not in page
    assert '<html lang="fr">' in page


def test_a_file_that_is_not_there_is_one_line_and_code_2(tmp_path: Path) -> None:
    """No traceback for a path that leads nowhere."""
    done = smmeasure("calibrate", "nothere.csv", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "nothere.csv: found no such file; expected a CSV, TSV or XLSX file. Check the spelling of the path.\n"
    )


def refused(file: Path, **changed: object) -> tuple[str, ...]:
    """Ask for what can't be taken, and give the faults, one a line as the terminal shows them."""
    request = Request(file, Wanted(), 14, None, level=0.95, language="en", output=file.parent / "refused", jobs=1)
    with pytest.raises(SmmeasureError) as caught:
        calibrate_and_tell(replace(request, **changed))
    assert not request.output.exists()
    return tuple(str(caught.value).splitlines())


def test_a_history_too_short_is_told_for_every_column(folder: Path) -> None:
    """Each column says what it has and what it would need; nothing is written."""
    said = (
        "found 98 days with a value; expected at least 140: 56 before the first pretend campaign, and 3 campaigns of "
        "28 days side by side. Export a longer history, or ask for shorter campaigns."
    )
    assert refused(folder / "h.csv", days=28) == (f"h.csv [visits]: {said}", f"h.csv [sales]: {said}")


def test_an_option_out_of_range_is_told_once(folder: Path) -> None:
    """Faults of the call name the options, once for all columns."""
    assert [line.split(":")[0] for line in refused(folder / "h.csv", history=20, level=2.0)] == ["--level", "--history"]


def test_days_read_two_ways_are_a_fault_of_the_file(tmp_path: Path) -> None:
    """The message of the reader reaches the terminal as it is."""
    (tmp_path / "h.csv").write_text("day,visits\n03/04/2026,5\n", encoding="utf-8")

    (line,) = refused(tmp_path / "h.csv")

    assert line.startswith("h.csv:2 [day]: found “03/04/2026”; expected a day as YYYY-MM-DD.")


def test_an_error_of_our_own_is_told_as_such(tmp_path: Path) -> None:
    """What no check foresaw names the pretend campaign, and what to do; the other processes end."""
    window = PretendWindow(pd.Series(range(80), pd.date_range("2025-01-01", periods=80), dtype="float64"), 60)
    request = Request(tmp_path, Wanted(), 20, None, level=2.0, language="en", output=tmp_path, jobs=2)

    with pytest.raises(RunError) as caught:
        _measured([window, window], request, "title")

    assert str(caught.value).startswith("2025-03-02: found an error of our own: Traceback")
    assert str(caught.value).endswith(
        "Free some memory, or run fewer processes at once with `--jobs`; if it happens again, report it."
    )
