"""How long a user waits: importing, asking for help, publishing the demo, publishing it again unchanged.

Prints one row per case: seconds of the wall clock, the best of the repeats, and the bar.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a user waits for.

    Attributes
    ----------
    name : str
        What it is.
    command : tuple of str
        Arguments of the interpreter.
    bar : float
        Seconds that it may take.
    repeats : int
        Times it is tried; the best counts.
    """

    name: str
    command: tuple[str, ...]
    bar: float
    repeats: int


def cases(reports: Path, jobs: int) -> Sequence[Case]:
    """Give what is measured."""
    run = ("-m", "smmeasure", "run", str(ROOT / "params"), "--jobs", str(jobs), "--reports", str(reports))
    return (
        Case("import smmeasure", ("-c", "import smmeasure"), 0.2, 5),
        Case("smmeasure --help", ("-m", "smmeasure", "--help"), 0.5, 5),
        Case(f"five demos, {jobs} jobs", run, 60.0, 1),
        Case("the same again, nothing changed", run, 10.0, 1),
    )


def seconds(case: Case) -> float:
    """Give the best time of a case."""
    return min(_once(case.command) for _ in range(case.repeats))


def _once(command: Sequence[str]) -> float:
    start = perf_counter()
    subprocess.run([sys.executable, *command], check=True, capture_output=True)  # noqa: S603 - our own command
    return perf_counter() - start


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2)
    jobs = parser.parse_args().jobs
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'':34}{'seconds':>9}{'bar':>7}")
        for case in cases(Path(folder) / "reports", jobs):
            print(f"{case.name:34}{seconds(case):9.2f}{case.bar:7.1f}")


if __name__ == "__main__":
    main()
