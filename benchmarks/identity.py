"""The same input gives the same bytes: in other processes, and whatever the seed of Python's hashes.

    python benchmarks/identity.py

prints the fingerprint of a fixed set of results; `fingerprints` runs it in processes of their own.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from cases import KINDS, simulated_cases
from recast import SCENARIOS, simulate

from smmeasure.core.panel.estimate import estimate_panel_uplift
from smmeasure.core.plain import plain
from smmeasure.core.planning import plan
from smmeasure.core.uplift import estimate_uplift

SEEDS = ("0", "1", "2026")
"""Values of PYTHONHASHSEED that are tried."""


def fingerprints(seeds: Sequence[str] = SEEDS) -> list[str]:
    """Work the results out in one process per seed, and give their fingerprints."""
    command = [sys.executable, str(Path(__file__).resolve())]
    runs = (
        subprocess.run(  # noqa: S603 - our own command
            command, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        )
        for seed in seeds
    )
    return [run.stdout.strip() for run in runs]


def results() -> Iterator[object]:
    """Estimate, plan and compare: one result of each kind of series, and one of a panel."""
    for case in simulated_cases(1, kinds=list(KINDS)):
        uplift = estimate_uplift(case.y, case.start, case.y.index[-1], controls=case.controls, events=case.events)
        yield from (uplift, uplift.draws, uplift.daily)
    yield plan(case.y, 15)
    panel, treated = simulate(SCENARIOS[0], np.random.default_rng(0))
    panel_uplift = estimate_panel_uplift(panel, [treated], panel.index[-15], panel.index[-1])
    yield from (panel_uplift, panel_uplift.daily)


def main() -> None:
    """Print the fingerprint of all results."""
    text = json.dumps([plain(result) for result in results()])
    print(hashlib.sha256(text.encode()).hexdigest())


if __name__ == "__main__":
    main()
