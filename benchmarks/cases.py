"""Series without a campaign, and where one is pretended: real ones from a file, and simulated ones.

Imports nothing of smmeasure and little of pandas: a peer's own environment, however old, reads the same windows.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

DEFAULT_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
BANK_FILE = "placebo_windows.parquet"
REAL_LIFT, SIMULATED_LIFT = 0.30, 0.05
QUIET, DAYS = 90, 105
"""Days before the window, and of a whole simulated series."""


@dataclass(frozen=True)
class Case:
    """A series without a campaign, and where one is pretended.

    Attributes
    ----------
    name : str
        What the case is called in files.
    group, half : str
        Domain or kind, and the half of the sources that it belongs to.
    y : pandas.Series
        The series; ends with the window.
    start : pandas.Timestamp
        First day of the window.
    lift : float
        Effect that is put in for the power.
    controls, events : pandas.DataFrame or None
        What is known beside the series.
    """

    name: str
    group: str
    half: str
    y: pd.Series
    start: pd.Timestamp
    lift: float = REAL_LIFT
    controls: pd.DataFrame | None = None
    events: pd.DataFrame | None = None

    @property
    def quiet(self) -> int:
        """Days before the window."""
        return int((self.y.index < self.start).sum())

    def lifted(self) -> Case:
        """Give the same case with the effect put in."""
        y = self.y.copy()
        y[self.start :] *= 1.0 + self.lift
        return replace(self, y=y)

    @property
    def observed(self) -> float:
        """Total over the window."""
        return float(self.y[self.start :].sum())


def placebo_cases(data: Path) -> list[Case]:
    """Read the placebo windows; sources are split into two halves of alike domains."""
    long = pd.read_parquet(data / BANK_FILE)
    windows = long.groupby("window", sort=True)
    halves = split(windows[["domain", "source"]].first())
    return [
        Case(
            name=str(window),
            group=rows["domain"].iloc[0],
            half=halves[rows["source"].iloc[0]],
            y=rows.sort_values("date").set_index("date")["value"],
            start=rows["start"].iloc[0],
        )
        for window, rows in windows
    ]


def split(windows: pd.DataFrame) -> dict[str, str]:
    """Deal the sources out, domain by domain, the largest first, to the half that has fewer windows."""
    sizes = windows.groupby(["domain", "source"]).size().rename("size").reset_index()
    sizes = sizes.sort_values(["domain", "size", "source"], ascending=[True, False, True])
    halves: dict[str, str] = {}
    load = {(domain, half): 0 for domain in sizes["domain"].unique() for half in "AB"}
    total = {"A": 0, "B": 0}
    for domain, source, size in sizes.itertuples(index=False):
        if source not in halves:
            half = min("AB", key=lambda name, domain=domain: (load[domain, name], total[name]))
            halves[source] = half
            load[domain, half] += size
            total[half] += size
    return halves


def spread(cases: Sequence[Case], count: int | None) -> list[Case]:
    """Take so many cases, evenly over the list; all of them where no number is given."""
    if count is None or count >= len(cases):
        return list(cases)
    return [cases[place] for place in np.linspace(0, len(cases) - 1, count).round().astype(int)]


def simulated_cases(count: int, *, kinds: Sequence[str] | None = None) -> list[Case]:
    """Simulate so many series of each kind, without and with a control.

    Parameters
    ----------
    count : int
        Series of each of the fourteen cells; the first ones are the same whatever their number, and whatever the kinds.
    kinds : sequence of str, optional
        Names of `KINDS`; all where left out.
    """
    return [
        simulated_case(kind, number, controlled=controlled)
        for kind in kinds or KINDS
        for controlled in (False, True)
        for number in range(count)
    ]


def simulated_case(kind: str, number: int, *, controlled: bool) -> Case:
    """Simulate one series: 90 + 15 days, y = 1000 (1 + .05 (noise + weekly pattern)).

    With a control, the series is what it shares with the control and half a unit of noise of its own; the control has
    as much noise of its own, and half the level.
    """
    name = f"{kind}, control" if controlled else kind
    rng = np.random.default_rng([zlib.crc32(name.encode()), number])
    shared, events = KINDS[kind](rng)
    days = pd.date_range("2024-01-01", periods=DAYS)
    weekly = 3.0 * np.array([0.0, 0.5, 0.3, 0.2, 0.0, -0.6, -0.4])[np.arange(DAYS) % 7]
    own, other = (0.5 * rng.normal(size=DAYS) for _ in range(2))
    noise = shared + own if controlled else shared + (rng.normal(size=DAYS) if kind in SMOOTH else 0.0)
    control = pd.DataFrame({"control": 500.0 * (1.0 + 0.05 * (shared + other + weekly))}, days)
    return Case(
        name=f"{name} {number}",
        group=name,
        half="",
        y=pd.Series(1000.0 * (1.0 + 0.05 * (noise + weekly)), days),
        start=days[QUIET],
        lift=SIMULATED_LIFT,
        controls=control if controlled else None,
        events=None if events is None else pd.DataFrame({"holiday": events}, days),
    )


Draw = tuple[np.ndarray, np.ndarray | None]
"""What series and control share, in units of the noise, and the days of known events."""


def autoregression(rng: np.random.Generator, persistence: float) -> np.ndarray:
    """Draw a first-order autoregression with unit variance."""
    values = rng.normal(size=DAYS)
    for day in range(1, DAYS):
        values[day] = persistence * values[day - 1] + np.sqrt(1 - persistence**2) * values[day]
    return values


def random_walk(rng: np.random.Generator) -> Draw:
    """Draw a random walk with steps of .3."""
    return np.cumsum(0.3 * rng.normal(size=DAYS)), None


def trend(_: np.random.Generator) -> Draw:
    """Give a trend of .06 a day."""
    return 0.06 * np.arange(DAYS), None


def level_shift(rng: np.random.Generator) -> Draw:
    """Shift the level by 2 from a random day between the 31st and the 76th on."""
    return 2.0 * (np.arange(DAYS) >= rng.integers(30, 76)), None


def holiday_weeks(rng: np.random.Generator) -> Draw:
    """Draw three known weeks of 3 more, the last one in the window."""
    holiday = np.zeros(DAYS)
    for first in (rng.integers(7, 35), rng.integers(42, 76), rng.integers(QUIET, DAYS - 6)):
        holiday[first : first + 7] = 1.0
    return 3.0 * holiday, holiday


KINDS: dict[str, Callable[[np.random.Generator], Draw]] = {
    "iid": lambda rng: (autoregression(rng, 0.0), None),
    "AR .5": lambda rng: (autoregression(rng, 0.5), None),
    "AR .8": lambda rng: (autoregression(rng, 0.8), None),
    "random walk": random_walk,
    "trend": trend,
    "level shift": level_shift,
    "holiday weeks": holiday_weeks,
}
"""What moves each kind of series."""

SMOOTH = frozenset({"random walk", "trend", "level shift", "holiday weeks"})
"""Kinds that get a unit of independent noise where no control is there: what they share has none."""
