"""The scoreboard: every objective with what was reached, by family, category, department and term.

Shares of different things are never averaged here: that half of the sessions and twice the pieces
were reached makes no mean that anybody could act on. What is counted over a department or a term is how many
of its targets were reached, missed, or can't be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smmeasure.brief.campaign import Horizon
from smmeasure.brief.findings import Finding, Severity
from smmeasure.core.objectives import AT_BASELINE, BEHIND_THE_BASELINE, Category, Family, ObjectiveResult, Standing
from smmeasure.messages import message

TARGET_RULE = 20
TARGET_CURE = message("Set a total beyond the baseline, or state the target by more, less or percent.")

_MET = frozenset({Standing.REACHED, Standing.PROBABLY_REACHED})
_UNJUDGED = frozenset({Standing.UNDECIDED, Standing.UNKNOWN, Standing.NOT_YET})


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One objective on the scoreboard.

    Attributes
    ----------
    number : int
        Its place in the brief, from 0.
    family : Family
        Social or financial.
    category : Category
        Its category among the four.
    standing : Standing
        What the interval allows to say.
    """

    number: int
    family: Family
    category: Category
    standing: Standing


@dataclass(frozen=True, slots=True)
class DepartmentScore:
    """The objectives that one department answers for.

    Attributes
    ----------
    department : str or None
        Its name in the brief; None for objectives that nobody answers for.
    objectives : int
        How many it has.
    met : int
        How many of them are reached or probably reached.
    unknown : int
        How many have no ROO, one whose interval holds both nothing and the target, or days left to reach it.
    """

    department: str | None
    objectives: int
    met: int
    unknown: int


@dataclass(frozen=True, slots=True)
class HorizonScore:
    """The objectives of one term.

    Attributes
    ----------
    horizon : Horizon or None
        Short, medium or long; None for objectives without a term and without a deadline.
    objectives, met, unknown : int
        As of a `DepartmentScore`.
    """

    horizon: Horizon | None
    objectives: int
    met: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Scoreboard:
    """Every objective of a campaign, grouped.

    Attributes
    ----------
    lines : tuple of ScoreLine
        Social before financial, by category, then in the order of the brief.
    departments : tuple of DepartmentScore
        In the order of the brief.
    horizons : tuple of HorizonScore
        Short before medium before long, those without a term last.
    """

    lines: tuple[ScoreLine, ...]
    departments: tuple[DepartmentScore, ...]
    horizons: tuple[HorizonScore, ...] = ()

    @property
    def met(self) -> int:
        """How many objectives are reached or probably reached."""
        return sum(score.met for score in self.departments)

    @property
    def unknown(self) -> int:
        """How many objectives can't be judged."""
        return sum(score.unknown for score in self.departments)


def scoreboard(objectives: Sequence[ObjectiveResult]) -> Scoreboard:
    """Group objectives.

    Parameters
    ----------
    objectives : sequence of ObjectiveResult
        In the order of the brief; none gives an empty scoreboard.
    """
    lines = [ScoreLine(number, one.family, one.category, one.standing) for number, one in enumerate(objectives)]
    order = list(Category)
    departments = dict.fromkeys(one.department for one in objectives)
    return Scoreboard(
        tuple(sorted(lines, key=lambda line: order.index(line.category))),
        tuple(DepartmentScore(name, *_counts([o for o in objectives if o.department == name])) for name in departments),
        tuple(
            HorizonScore(term, *_counts([o for o in objectives if o.horizon == term]))
            for term in (*Horizon, None)
            if any(one.horizon == term for one in objectives)
        ),
    )


def _counts(objectives: Sequence[ObjectiveResult]) -> tuple[int, int, int]:
    """Count objectives: all, those that are met, those that can't be judged."""
    standings = [one.standing for one in objectives]
    met = sum(standing in _MET for standing in standings)
    return len(standings), met, sum(standing in _UNJUDGED for standing in standings)


def target_findings(objectives: Sequence[ObjectiveResult]) -> tuple[Finding, ...]:
    """Object to targets that doing nothing would have reached."""
    return tuple(
        Finding(
            TARGET_RULE,
            Severity.WARNING if one.reason == AT_BASELINE else Severity.ERROR,
            f"objectives[{number}].target",
            one.reason,
            TARGET_CURE,
        )
        for number, one in enumerate(objectives)
        if one.reason in BEHIND_THE_BASELINE
    )
