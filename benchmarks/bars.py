"""What must be reached: one row per bar, with what was measured and whether that is enough."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import identity
import numpy as np
import ours
import pandas as pd
import recast
import verdicts
from cases import Case

ROOT = Path(__file__).resolve().parents[1]
INF = float("inf")

MANY = 60
"""Domains with so many windows have a bar of their own."""

RECAST_BARS: Mapping[str, tuple[float, float]] = {
    scenario.name: (scenario.widest, scenario.least_power) for scenario in recast.SCENARIOS
}
"""By scenario: the greatest half-width, per cent, and the least power at a lift of 7.5 %."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One thing that must be reached.

    Attributes
    ----------
    check : str
        What is checked.
    bar : str
        What must be reached.
    measured : str
        What was.
    met : bool
        Whether that is enough.
    """

    check: str
    bar: str
    measured: str
    met: bool


def within(  # noqa: PLR0913 - a figure, its limits and how it is written
    check: str, value: float, low: float, high: float, *, digits: int = 1, unit: str = ""
) -> Bar:
    """Compare a figure with its limits, both included; the figure itself, not its rounding."""
    ends = [f"{end:.{digits}f}{unit}" for end in (low, high) if np.isfinite(end)]
    bar = " to ".join(ends) if len(ends) > 1 else ("≤ " if np.isfinite(high) else "≥ ") + ends[0]
    return Bar(check, bar, f"{value:.{digits}f}{unit}", bool(low <= value <= high))


def bank_bars(rows: pd.DataFrame) -> Iterator[Bar]:
    """Bars of the placebo windows of real series."""
    seen = rows[rows["measurable"]]
    rejected, name = 100 * seen["rejected"], "real series"
    yield within(f"{name}, no effect: rejections at 5 %", rejected.mean(), -INF, 6.0, unit=" %")
    for group, windows in rows.groupby("group"):
        if len(windows) >= MANY:
            value = 100 * windows.loc[windows["measurable"], "rejected"].mean()
            yield within(f"  {group}, {len(windows)} windows", value, -INF, 8.0, unit=" %")
    yield within(f"{name}: not measurable", 100 * (1 - rows["measurable"].mean()), -INF, 5.0, unit=" %")
    yield within(f"{name}, no effect: coverage", 100 * seen["covered"].mean(), 94.0, 97.5, unit=" %")
    yield within(f"{name}, lift 30 %: coverage", 100 * seen["covered lifted"].mean(), 94.0, 97.5, unit=" %")
    yield within(f"{name}: mean relative interval score", seen["score"].mean(), -INF, 2.65, digits=3)
    yield within(f"{name}: median absolute error, relative", seen["error"].median(), -INF, 0.138, digits=3)
    yield within(f"{name}, lift 30 %: detected", 100 * rows["detected"].mean(), 33.0, INF, unit=" %")


def simulated_bars(rows: pd.DataFrame) -> Iterator[Bar]:
    """Bars of the fourteen cells of simulated series, in the order of their kinds."""
    for group, cell in rows.groupby("group", sort=False):
        highest = 10.0 if group == "random walk" else 7.0
        value = 100 * cell.loc[cell["measurable"], "rejected"].mean()
        yield within(f"simulated {group}, {len(cell)} series: rejections at 5 %", value, 2.0, highest, unit=" %")


def recast_bars(rows: pd.DataFrame) -> Iterator[Bar]:
    """Bars of the Recast scenarios, from the scores of `recast.score`."""
    for scenario, cell in rows.groupby("scenario"):
        widest, least = RECAST_BARS[str(scenario)]
        calm, lifted = (cell[cell["lift"] == lift] for lift in recast.LIFTS)
        name = f"Recast {scenario}, {len(calm)} panels"
        yield within(f"{name}: false alarms", calm["found"].mean(), 0.04, 0.06, digits=3)
        yield within("  coverage", lifted["covered"].mean(), 0.94, 0.96, digits=3)
        yield within("  bias, points", abs(lifted["error"].mean()), -INF, 0.5, digits=2)
        yield within("  half-width, %", lifted["half-width %"].median(), -INF, widest)
        yield within("  power at a lift of 7.5 %", lifted["found"].mean(), least, INF, digits=3)


def time_bars(cases: Sequence[Case]) -> Iterator[Bar]:
    """Bars of time: the longest quiet periods one after the other, and the closed forms."""
    times = ours.single_series_seconds(cases)
    least = int(times["placebos"].min())
    yield Bar(
        f"time, {len(times)} series with 365 quiet days, all candidates, placebos of each",
        "≥ 100",
        f"{least} or more",
        least >= 100,
    )
    yield within("  processor seconds of one estimate, median", times["seconds"].median(), -INF, 3.0, digits=2)
    for method, seconds in ours.closed_form_seconds().items():
        yield within(f"  closed form, panel by {method}, ms", 1000 * seconds, -INF, 50.0)


def identity_bars() -> Iterator[Bar]:
    """Compare the bytes that several processes make."""
    found = identity.fingerprints()
    seeds = f"PYTHONHASHSEED {', '.join(identity.SEEDS)}"
    text = f"{found[0][:12]}…" if len(set(found)) == 1 else " ".join(one[:6] for one in found)
    yield Bar(f"same input, same seed, other process, {seeds}", "identical bytes", text, len(set(found)) == 1)


PUBLISHED: Mapping[str, tuple[str, ...]] = {
    "published panels, every printed digit": (
        "tests/real/test_published_panels.py",
        "tests/real/test_published_inference.py",
        "tests/core/panel/test_trimmed_match.py",
    ),
    "randomised campaign, textbook intervals to 6 digits": ("tests/real/test_hillstrom.py",),
}
"""Bars that the tests hold, with what selects them."""


def tested_bars() -> Iterator[Bar]:
    """Bars that the tests hold: run them and say how they ended."""
    for check, chosen in PUBLISHED.items():
        command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *chosen]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
        last = (done.stdout.strip().splitlines() or ["no answer"])[-1]
        yield Bar(check, "tests pass", last, done.returncode == 0 and "skipped" not in last)


def verdict_bars(count: int, jobs: int) -> Iterator[Bar]:
    """Count the random results whose verdict contradicts their interval or p-value."""
    found = verdicts.contradictions(count, jobs)
    yield Bar(f"verdict against interval and p-value, {count} random results", "0", str(found), found == 0)


def lay_out(bars: Iterable[Bar]) -> str:
    """Write bars as a table of text."""
    rows = [("check", "bar", "measured", "")]
    rows += [(one.check, one.bar, one.measured, "pass" if one.met else "MISS") for one in bars]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)
