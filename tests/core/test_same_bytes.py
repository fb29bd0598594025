"""The same input gives the same bytes in every process, whatever its hashes and its threads."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.plain import plain
from smmeasure.core.planning import plan
from smmeasure.core.uplift import estimate_uplift

DAYS = pd.date_range("2026-01-05", periods=80)
WINDOW = "2026-03-18", "2026-03-25"


def results() -> list[object]:
    """Estimate a series with controls and events, a panel, and a plan; each is small."""
    noise = np.random.default_rng(5).normal(size=(80, 6))
    shared = 0.2 * noise[:, 0]
    table = pd.DataFrame(100.0 * np.exp(shared[:, None] + 0.1 * noise), DAYS, list("ABCDEF"))
    holidays = pd.DataFrame({"holiday": (DAYS.day % 20 == 1) * 1.0, "sale": (DAYS.day > 25) * 1.0}, DAYS)
    uplift = estimate_uplift(table["A"], *WINDOW, controls=table[["E", "B"]], events=holidays)
    panel = estimate_panel_uplift(table, ["A", "C"], *WINDOW)
    return [uplift, uplift.daily, uplift.draws, panel, panel.daily, panel.draws, plan(table["D"], 7)]


def digest() -> str:
    """Give the fingerprint of the results as JSON."""
    return hashlib.sha256(json.dumps([plain(one) for one in results()], allow_nan=False).encode()).hexdigest()


def elsewhere(seed: str, threads: str) -> str:
    """Give the fingerprint that another process comes to."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    there = {**os.environ, **dict.fromkeys(names, threads), "PYTHONHASHSEED": seed}
    code = "import test_same_bytes; print(test_same_bytes.digest())"
    done = subprocess.run(  # noqa: S603 - our own code
        [sys.executable, "-c", code],
        env={**there, "PYTHONPATH": str(Path(__file__).parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_results_are_the_same_in_every_process() -> None:
    """Two processes with other hashes, one of them with two threads, come to the same bytes."""
    first, second = elsewhere("1", "1"), elsewhere("4242", "2")
    assert len(first) == len(hashlib.sha256().hexdigest())
    assert first == second
