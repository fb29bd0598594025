"""The frame of every benchmark that asks how often intervals hold their truth: options, processes, rows, table.

Import it before numpy: it gives each process one thread, because the matrices are small and processes share the cores.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from typing import TypeVar

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import pandas as pd

Task, Found = TypeVar("Task"), TypeVar("Found")

BAR = (0.93, 0.97)
"""An interval at 95 % should hold its truth for this share of the seeds."""

NO_BAR = "no bar: "
"""Begins the name of a row that is printed for comparison."""


@dataclass(frozen=True, slots=True)
class Row:
    """One interval beside its truth.

    Attributes
    ----------
    world : str
        What was simulated.
    value : str
        What the interval is of.
    held : float
        Whether it holds the truth; a share where one interval is compared with many truths; nan where nothing is told.
    width, error : float
        Its width, and how far the best estimate is off, in the unit of the value.
    """

    world: str
    value: str
    held: float
    width: float = float("nan")
    error: float = float("nan")


def row(world: str, value: str, interval: tuple[float, float, float], truth: float | np.ndarray) -> Row:
    """Compare low, best estimate and high with the truth, or with each of several."""
    low, central, high = interval
    truths = np.atleast_1d(truth)
    inside = (low <= truths) & (truths <= high)
    return Row(world, value, float(inside.mean()), high - low, float(np.abs(central - truths).mean()))


def told(rows: Iterable[Row]) -> pd.DataFrame:
    """Sum up rows by world and value; coverage is among the seeds for which an interval was told."""
    table = pd.DataFrame([asdict(one) for one in rows])
    found = table.groupby(["world", "value"], sort=False)
    seen = found["held"].count()
    share = found["held"].mean()
    summed = pd.DataFrame(
        {
            "seeds": found.size(),
            "told %": 100 * seen / found.size(),
            "coverage %": 100 * share,
            "± %": 100 * np.sqrt(share * (1 - share) / seen),
            "width": found["width"].median(),
            "error": found["error"].median(),
            "93-97 %": np.where(share.between(*BAR), "pass", "MISS"),
        }
    )
    summed.loc[summed.index.get_level_values("value").str.startswith(NO_BAR), "93-97 %"] = ""
    return summed


def options(description: str, *, seeds: int = 500, choices: Sequence[str] = ()) -> argparse.Namespace:
    """Read `--seeds`, `--jobs` and, where there is a choice, `--worlds`.

    Parameters
    ----------
    description : str
        What the benchmark prints.
    seeds : int
        Seeds where none are asked for.
    choices : sequence of str
        Worlds to choose from.
    """
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=seeds)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    if choices:
        parser.add_argument("--worlds", nargs="+", choices=choices, default=list(choices), metavar="WORLD")
    return parser.parse_args()


def collect(one: Callable[[Task], Sequence[Found]], tasks: Iterable[Task], jobs: int) -> list[Found]:
    """Ask for every task in so many processes, and join what they give."""
    with ProcessPoolExecutor(jobs) as processes:
        return [found for some in processes.map(one, tasks, chunksize=10) for found in some]


def show(table: pd.DataFrame) -> None:
    """Print a table."""
    print(table.round({"told %": 1, "coverage %": 1, "± %": 1, "width": 3, "error": 3}).to_string(), flush=True)
