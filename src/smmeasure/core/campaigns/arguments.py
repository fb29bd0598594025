"""What a call about several campaigns may contain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.core.argument_faults import window_of
from smmeasure.core.arguments import Arguments, check
from smmeasure.errors import CallError, Fault
from smmeasure.messages import message
from smmeasure.windows import Window

_LEAST_CAMPAIGNS = 2

_ANY_DAY = date(1970, 1, 1)
"""Stands for the window where the campaigns give none: the other arguments are checked all the same."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A checked call.

    Attributes
    ----------
    arguments : Arguments
        The series with a window from the first day of any campaign to the last.
    campaigns : dict of str to Window
        The campaigns, in the order given.
    level : float
        Confidence level, in (0, 1).
    """

    arguments: Arguments
    campaigns: Mapping[str, Window]
    level: float


def check_campaigns(  # noqa: PLR0913 - the arguments of a public function
    y: object, campaigns: object, *, controls: object, events: object, exclude: Iterable[object], level: float
) -> Inquiry:
    """Check the arguments of a measurement of several campaigns.

    Parameters
    ----------
    y, campaigns, controls, events, exclude, level
        As in `smmeasure.core.campaigns.estimate.estimate_campaigns`.

    Raises
    ------
    CallError
        With every fault of the arguments at once.
    """
    faults: list[Fault] = []
    windows = _windows(campaigns, faults)
    first = min((window.start for window in windows.values()), default=_ANY_DAY)
    last = max((window.end for window in windows.values()), default=_ANY_DAY)
    try:
        arguments = check(y, first, last, controls=controls, events=events, exclude=exclude, shares={"level": level})
    except CallError as error:
        raise CallError(*faults, *error.faults) from None
    faults += _late_faults(windows, arguments)
    if faults:
        raise CallError(*faults)
    return Inquiry(arguments, windows, level)


def _windows(campaigns: object, faults: list[Fault]) -> dict[str, Window]:
    if not isinstance(campaigns, Mapping):
        faults.append(
            Fault(
                "campaigns",
                message("a {type}", type=type(campaigns).__name__),
                message("a mapping from the name of each campaign to its first and last day"),
                message("Write {example}.", example="{'spring': ('2026-03-01', '2026-03-14'), …}"),
            )
        )
        return {}
    if len(campaigns) < _LEAST_CAMPAIGNS:
        faults.append(
            Fault(
                "campaigns",
                message("campaigns: {count}", count=len(campaigns)),
                message("two or more"),
                message("For a single campaign use estimate_uplift."),
            )
        )
    faults += _name_faults(campaigns)
    read = {str(name): _window(name, span, faults) for name, span in campaigns.items()}
    return {name: window for name, window in read.items() if window is not None}


def _name_faults(campaigns: Mapping[object, object]) -> Iterator[Fault]:
    seen: set[str] = set()
    for name in campaigns:
        if not isinstance(name, str) or not name.strip():
            yield Fault(
                "campaigns",
                message("the name {name}", name=repr(name)),
                message("a text that names the campaign"),
                message("Name it as it should stand in tables."),
            )
        elif name.strip().casefold() in seen:
            yield Fault(
                "campaigns",
                message("the name {name} a second time, spaces and capitals aside", name=repr(name)),
                message("another name for each campaign"),
                message("Add the month or the place to the name."),
            )
        seen.add(str(name).strip().casefold())


def _window(name: object, span: object, faults: list[Fault]) -> Window | None:
    place = f"campaigns[{name!r}]"
    pair = (span.start, span.end) if isinstance(span, Window) else span
    if isinstance(pair, tuple | list) and len(pair) == 2:  # noqa: PLR2004 - first and last day
        return window_of(place, (pair[0], pair[1]), faults, (place, place))
    faults.append(
        Fault(
            place,
            message("{value}", value=repr(span)),
            message("a Window or a pair of days"),
            message("Write (first day, last day)."),
        )
    )
    return None


def _late_faults(windows: Mapping[str, Window], arguments: Arguments) -> Iterator[Fault]:
    """Look for campaigns that the data don't reach."""
    last = pd.Timestamp(arguments.y.index[-1]).date()
    for name, window in windows.items():
        if window.start > last:
            yield Fault(
                f"campaigns[{name!r}]",
                message("{start} to {end}, and data that end on {last}", start=window.start, end=window.end, last=last),
                message("a campaign within the data"),
                message("Get a later export, or leave the campaign out."),
            )
