"""Which units of a panel to treat, so that the campaign can be measured."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from smmeasure.core.argument_faults import share_faults
from smmeasure.core.arrays import Ints
from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.choice import choose
from smmeasure.core.panel.question import Panel
from smmeasure.core.plans.judging import Judged, first_periods, judge_set, periods_needed, quick_method, treating
from smmeasure.core.plans.sets import Units, search
from smmeasure.errors import CallError, Fault
from smmeasure.messages import Message, message
from smmeasure.units import Rate

_SHOWN = 20
"""Sets in the table."""

_FINALISTS = 3
"""Sets that are judged by the method that the estimate itself would choose."""

_MOST_ALARMS = 0.34
"""Share of false alarms beyond which a set is not recommended: at 5 %, 3 of 6 pretend campaigns are no accident."""

_NAN = float("nan")

_COLUMNS = ("units", "share", "rel_mde", "ranked_by", "false_alarms", "method")


@dataclass(frozen=True, slots=True)
class PanelPlan:
    """Which units to treat, and what could then be found.

    Attributes
    ----------
    days : int
        Length of the campaign in periods of the panel.
    level : float
        Confidence level of the future interval.
    power : float
        Probability of detection asked for.
    sets : pandas.DataFrame, columns ``units, share, rel_mde, ranked_by, false_alarms, method``
        Sets of units, best first: columns of the panel, their share of the whole total, the minimum
        detectable effect relative to their total on pretend campaigns that took no part in the ranking, the
        same on those that ranked them, the share of false alarms, and the method that measured.
    units : tuple
        Set that is recommended; empty where nothing can be measured.
    rel_mde : float
        Its minimum detectable effect, as a fraction.
    share : float
        Its share of the whole total, as a fraction.
    false_alarms : float
        Share of its pretend campaigns with an effect where there was none.
    measurable : bool
        Whether the panel's past allows any statement.
    reason : Message or None
        Why this set, or why nothing can be measured.
    """

    days: int
    level: float
    power: float
    sets: pd.DataFrame
    units: tuple[Hashable, ...]
    rel_mde: float
    share: float
    false_alarms: float
    measurable: bool
    reason: Message | None


@dataclass(frozen=True, slots=True)
class _Question:
    """A checked call: the panel, which columns may be treated, how many, and the pretend campaigns."""

    panel: Panel
    names: tuple[Hashable, ...]
    candidates: tuple[int, ...]
    sizes: tuple[int, ...]
    days: int
    shares: tuple[float, float]

    def judge(self, units: Units, rows: Ints) -> Judged:
        """Judge one set of treated units on the pretend campaigns of the given rows."""
        panel = treating(self.panel, units)
        return judge_set(panel, rows, self.days, quick_method(panel), self.shares)


def plan_panel(  # noqa: PLR0913 - the contract of a public function
    outcomes: pd.DataFrame,
    days: int,
    *,
    treat: int | None = None,
    candidates: Sequence[Hashable] | None = None,
    level: float = 0.95,
    power: float = 0.8,
) -> PanelPlan:
    """Tell which units of a panel to treat, and which effect on them could be found.

    Sets of units are ranked by pretend campaigns in the first part of the panel's past, each measured
    without a look at what follows, and judged by later ones that took no part in the ranking: the best of
    many sets always looks better than it is on what it was chosen by.

    Parameters
    ----------
    outcomes : pandas.DataFrame of float, shape (periods, units)
        One indicator in every unit, dates at any regular distance, no value missing; all of it is quiet period.
    days : int
        Length of the campaign in periods of the panel.
    treat : int, optional
        How many units are treated; any number up to half of the units if left out.
    candidates : sequence, optional
        Columns that may be treated; all if left out. The others only serve as controls.
    level : float
        Confidence level of the future interval, in (0, 1).
    power : float
        Probability of detection asked for, in (0, 1).

    Returns
    -------
    PanelPlan
        Sets with their minimum detectable effect, and the one that is recommended.

    Raises
    ------
    CallError
        If an argument can't be taken; the error lists every fault.
    """
    question = _checked(outcomes, days, treat, candidates, level, power)
    rows = first_periods(question.panel, days)
    if not len(rows):
        return _nothing(question, _too_short(question))
    half = len(rows) // 2
    ranked = search(question.candidates, question.sizes, lambda units: question.judge(units, rows[:half]).rel_mde)
    if not ranked:
        return _nothing(question, _unmeasured())
    return _recommended(question, _table(question, ranked[:_SHOWN], rows[half:]), len(ranked))


def _table(question: _Question, ranked: Sequence[tuple[Units, float]], rows: Ints) -> pd.DataFrame:
    """Judge the best sets on the pretend campaigns that didn't rank them."""
    whole, sums = float(question.panel.values.sum()), question.panel.values.sum(axis=0)
    lines = []
    for position, (units, score) in enumerate(ranked):
        panel = treating(question.panel, units)
        method = quick_method(panel)
        if position < _FINALISTS:
            last = replace(panel, first=len(panel.values) - question.days)
            method = choose(last, question.shares[0]).method
        judged = judge_set(panel, rows, question.days, method, question.shares)
        names = tuple(question.names[unit] for unit in units)
        share = float(sums[list(units)].sum()) / whole if whole > 0.0 else _NAN
        lines.append((names, share, judged.rel_mde, score, judged.false_alarms, method.name))
    return pd.DataFrame(lines, columns=list(_COLUMNS))


def _recommended(question: _Question, sets: pd.DataFrame, count: int) -> PanelPlan:
    """Take the first set that is known to be measurable without crying wolf."""
    sound = sets.head(_FINALISTS)
    sound = sound[sound["rel_mde"].notna() & (sound["false_alarms"] <= _MOST_ALARMS)]
    if not len(sound):
        return replace(_nothing(question, _unmeasured()), sets=sets)
    best = sound.iloc[0]
    mde, share = float(best["rel_mde"]), float(best["share"])
    reason = message(
        "Of {count} sets this one had the smallest detectable effect on the pretend campaigns that ranked them; on "
        "later ones, kept back, it is {mde}. It holds {share} of the total.",
        count=count,
        mde=Rate(mde),
        share=Rate(share),
    )
    alarms = float(best["false_alarms"])
    return replace(
        _nothing(question, reason),
        sets=sets,
        units=tuple(best["units"]),
        rel_mde=mde,
        share=share,
        false_alarms=alarms,
        measurable=True,
    )


def _nothing(question: _Question, reason: Message) -> PanelPlan:
    level, power = question.shares
    empty = pd.DataFrame({column: [] for column in _COLUMNS})
    return PanelPlan(question.days, level, power, empty, (), _NAN, _NAN, _NAN, measurable=False, reason=reason)


def _too_short(question: _Question) -> Message:
    return message(
        "The panel has {periods} periods; pretend campaigns of {days} need at least {need}. An earlier start of the "
        "data or a shorter campaign is needed.",
        periods=len(question.panel.values),
        days=question.days,
        need=periods_needed(question.days),
    )


def _unmeasured() -> Message:
    return message(
        "On no set of units do the pretend campaigns of the past keep their word: the controls don't tell what the "
        "treated units would have done. Other units, more of them, or a longer past are needed."
    )


def _checked(  # noqa: PLR0913, PLR0917 - the arguments of a public function
    outcomes: object, days: object, treat: object, candidates: object, level: object, power: object
) -> _Question:
    """Check the arguments; every fault is told at once."""
    columns = list(outcomes.columns) if isinstance(outcomes, pd.DataFrame) else []
    faults = [*_days_faults(days), *_candidate_faults(candidates, columns), *share_faults("power", power)]
    chosen = list(candidates) if isinstance(candidates, Sequence) else columns
    faults += _treat_faults(treat, min(len(chosen), max(len(columns) - 1, 1)))
    try:
        last = outcomes.index[-1] if isinstance(outcomes, pd.DataFrame) and len(outcomes.index) else None
        panel = check(outcomes, columns[:1], last, last, "auto", level, ("auto",))
    except CallError as error:
        told = [fault for fault in error.faults if fault.place not in _OF_A_WINDOW] or [_one_period()]
        raise CallError(*told, *faults) from None
    if faults or not isinstance(days, int):
        raise CallError(*faults)
    most = min(len(chosen), max(len(columns) // 2, 1))
    sizes = (treat,) if isinstance(treat, int) else tuple(range(1, most + 1))
    positions = tuple(columns.index(name) for name in dict.fromkeys(chosen))
    return _Question(panel, tuple(columns), positions, sizes, days, (float(str(level)), float(str(power))))


_OF_A_WINDOW = frozenset({"treated", "start", "end", "start, end"})
"""Arguments of an estimate that a plan doesn't have."""


def _one_period() -> Fault:
    """Say what is left of the faults of a window: the panel is too short to hold one."""
    return Fault(
        "outcomes",
        message("fewer than two periods"),
        message("one row per period, all of them before the campaign"),
        message("Check the filter that led to these rows."),
    )


def _days_faults(days: object) -> Iterator[Fault]:
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        yield Fault(
            "days",
            message("{value}", value=repr(days)),
            message("a whole number of periods, 1 or more"),
            message("Count the campaign's periods, both ends included."),
        )


def _treat_faults(treat: object, most: int) -> Iterator[Fault]:
    whole = isinstance(treat, int) and not isinstance(treat, bool)
    if treat is not None and not (whole and isinstance(treat, int) and 1 <= treat <= most):
        yield Fault(
            "treat",
            message("{value}", value=repr(treat)),
            message("a whole number of units from 1 to {most}", most=most),
            message("At least one unit stays without the campaign."),
        )


def _candidate_faults(candidates: object, columns: Sequence[Hashable]) -> Iterator[Fault]:
    if candidates is None:
        return
    if isinstance(candidates, str) or not isinstance(candidates, Sequence) or not len(candidates):
        yield Fault(
            "candidates",
            message("{value}", value=repr(candidates)),
            message("a list of columns"),
            message("Write ['unit'] also for a single one."),
        )
        return
    for name in candidates:
        if name not in columns:
            yield Fault(
                "candidates",
                message("{value}", value=repr(name)),
                message("a column of outcomes"),
                message("Look at outcomes.columns."),
            )
