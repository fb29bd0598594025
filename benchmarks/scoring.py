"""What a tool says of a case, and how well that keeps its word. Imports nothing of smmeasure."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from cases import Case

PENALTY = 40.0
"""2 / (1 - level), as in the interval score of Gneiting and Raftery (2007), equation 43."""

CAP = 20.0


@dataclass(frozen=True)
class Answer:
    """A tool's estimate of the total effect with its 95 % interval; nan where it makes no statement."""

    effect: float
    lower: float
    upper: float

    @property
    def measurable(self) -> bool:
        """Whether there is a statement."""
        return math.isfinite(self.lower) and math.isfinite(self.upper)

    def covers(self, effect: float) -> bool:
        """Whether the interval holds an effect."""
        return self.lower <= effect <= self.upper


def score(case: Case, untouched: Answer, lifted: Answer, rest: Mapping[str, object]) -> dict[str, object]:
    """Score what a tool said of a case without and with its lift.

    Parameters
    ----------
    case : Case
        The case without a lift.
    untouched, lifted : Answer
        The tool's estimates.
    rest : mapping
        Further columns of the row: seconds, the rate of false alarms that the tool states of itself.
    """
    observed = abs(case.observed)
    miss = max(untouched.lower, -untouched.upper, 0.0)
    points = untouched.upper - untouched.lower + PENALTY * miss
    return {
        "window": case.name,
        "group": case.group,
        "half": case.half,
        "measurable": untouched.measurable,
        "rejected": untouched.measurable and not untouched.covers(0.0),
        "covered": untouched.covers(0.0),
        "covered lifted": lifted.covers(case.lift * case.observed),
        "score": min(points / observed, CAP) if observed else CAP,
        "error": abs(untouched.effect) / observed if observed else math.nan,
        "detected": lifted.lower > 0.0,
        **rest,
    }


def table(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Sum up scores by a column; rates run over the measurable cases, power over all."""
    measured = rows[rows["measurable"]]
    seen, every = measured.groupby(by, sort=True), rows.groupby(by, sort=True)
    columns = {
        "windows": every.size(),
        "rejected %": 100 * seen["rejected"].mean(),
        "coverage %": 100 * seen["covered"].mean(),
        "with lift %": 100 * seen["covered lifted"].mean(),
        "score": seen["score"].mean(),
        "error": seen["error"].median(),
        "power %": 100 * every["detected"].mean(),
        "not meas. %": 100 * (1 - every["measurable"].mean()),
    }
    if "own rate" in rows:
        columns["own rate %"] = 100 * seen["own rate"].mean()
    if "seconds" in rows:
        columns |= {"seconds": every["seconds"].median(), "slowest": every["seconds"].max()}
    return pd.DataFrame(columns)
