"""What smmeasure must reach, and what it does: one line per bar, then the tables behind them.

On each placebo window the true effect is 0: an interval that leaves 0 out is a false alarm. The same window with its
last days multiplied measures the power. Seeds are fixed.

    python benchmarks/accuracy.py [--rows bank simulated recast published verdict identity time peers] [--data FOLDER]
        [--windows N] [--simulated N] [--panels N] [--results N] [--peers FILE.csv ...] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import bars
import ours
import pandas as pd
import peers
import recast
from cases import BANK_FILE, DEFAULT_DATA, Case, placebo_cases, simulated_cases, spread
from scoring import table

LONGEST = 365
"""Quiet days of the windows that are timed."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for.

    Attributes
    ----------
    data : pathlib.Path
        Folder with the placebo windows.
    windows : int or None
        So many of them, evenly spread; None for all.
    simulated, panels, results : int
        Series per cell, panels per scenario and lift, and random results whose verdicts are compared.
    peers : tuple of pathlib.Path
        Files that `peers.py` wrote.
    jobs : int
        Processes at once.
    """

    data: Path
    windows: int | None
    simulated: int
    panels: int
    results: int
    peers: tuple[Path, ...]
    jobs: int

    def bank(self) -> list[Case]:
        """Read the placebo windows; none where the file is absent."""
        if not (self.data / BANK_FILE).exists():
            print(f"No {BANK_FILE} in {self.data}: the real series are left out (option --data).")
            return []
        return spread(placebo_cases(self.data), self.windows)


def bank(options: Options) -> None:
    """Measure real series in which nothing happened: bars, then domains and halves."""
    cases = options.bank()
    if not cases:
        return
    rows = ours.ask_all(cases, options.jobs)
    print(bars.lay_out(bars.bank_bars(rows)))
    parts = [table(rows.assign(all="all"), "all"), table(rows, "group"), table(rows, "half")]
    print(f"\n{pd.concat(parts).round(3).to_string()}")


def simulated(options: Options) -> None:
    """Measure the fourteen cells of simulated series."""
    cases = simulated_cases(options.simulated)
    rows = ours.ask_all(cases, options.jobs)
    print(bars.lay_out(bars.simulated_bars(rows)))
    print(f"\n{table(rows, 'group').drop(columns=['seconds', 'slowest']).round(3).to_string()}")


def recast_study(options: Options) -> None:
    """Measure panels by the process of the Recast study."""
    print(bars.lay_out(bars.recast_bars(recast.measured(options.panels, jobs=options.jobs))))


def published(_: Options) -> None:
    """Run the tests that hold published numbers."""
    print(bars.lay_out(bars.tested_bars()))


def verdict(options: Options) -> None:
    """Compare verdicts with intervals and p-values of random results."""
    print(bars.lay_out(bars.verdict_bars(options.results, options.jobs)))


def same_bytes(_: Options) -> None:
    """Compare bytes across processes and hash seeds."""
    print(bars.lay_out(bars.identity_bars()))


def timing(options: Options) -> None:
    """Time single estimates."""
    cases = [case for case in options.bank() if case.quiet == LONGEST]
    if cases:
        print(bars.lay_out(bars.time_bars(cases)))


def side_by_side(options: Options) -> None:
    """Ask peers and smmeasure about the same windows: those that every row of a block has in common."""
    cases = options.bank()
    if not cases:
        return
    plain = pd.DataFrame(peers.ask_all(peers.PLAIN, cases, options.jobs))
    every = pd.concat([ours.ask_all(cases, options.jobs), plain])
    print(table(every, "tool").drop(columns="own rate %").round(3).to_string())
    for file in options.peers:
        other = pd.read_csv(file, dtype={"window": str})
        for tool, rows in other.groupby("tool", sort=False):
            shared = every[every["window"].isin(rows["window"])]
            known = rows[rows["window"].isin(every["window"])]
            if len(known):
                print(f"\n{table(pd.concat([known, shared]), 'tool').drop(columns='own rate %').round(3).to_string()}")
            else:
                print(f"\n{tool}: none of these windows in {file.name}")


ROWS: dict[str, Callable[[Options], None]] = {
    "bank": bank,
    "simulated": simulated,
    "recast": recast_study,
    "published": published,
    "verdict": verdict,
    "identity": same_bytes,
    "time": timing,
    "peers": side_by_side,
}
"""Parts that can be chosen, in the order printed."""


def read_options(arguments: Sequence[str] | None = None) -> tuple[list[str], Options]:
    """Read the command line: which parts, and how."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", nargs="+", choices=list(ROWS), default=list(ROWS), help="which parts")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help=f"folder with {BANK_FILE}")
    parser.add_argument("--windows", type=int, help="so many placebo windows, evenly spread; all where left out")
    parser.add_argument("--simulated", type=int, default=500, metavar="N", help="series of each of the fourteen cells")
    parser.add_argument("--panels", type=int, default=1000, metavar="N", help="Recast panels per scenario and lift")
    parser.add_argument("--results", type=int, default=10_000, metavar="N", help="random results for the verdicts")
    parser.add_argument("--peers", type=Path, nargs="+", default=(), metavar="FILE", help="what peers.py wrote")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = vars(parser.parse_args(arguments))
    names = chosen.pop("rows")
    return names, Options(**{**chosen, "peers": tuple(chosen["peers"])})


def main() -> None:
    """Print the parts that were asked for."""
    names, options = read_options()
    for name, part in ROWS.items():
        if name in names:
            print(f"\n{name}: {(part.__doc__ or '').splitlines()[0]}\n", flush=True)
            part(options)


if __name__ == "__main__":
    main()
