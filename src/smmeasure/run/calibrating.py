"""The method tried on a user's own file: read it, measure its pretend campaigns, tell, and write a page."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import nbformat
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from smmeasure.core.calibrating import PretendWindow, place_windows, try_window
from smmeasure.core.placebo_test import Placebo, sum_up
from smmeasure.core.plain import plain
from smmeasure.data.history import History, Wanted, read_history
from smmeasure.data.quote import clip
from smmeasure.errors import CallError, Fault, RunError
from smmeasure.messages import message
from smmeasure.run.files import writable_folder, write_atomically
from smmeasure.run.jobs import Page
from smmeasure.run.loading import versions
from smmeasure.run.pool import Done, Lost, Pool
from smmeasure.run.pool import Progress as Follow
from smmeasure.run.publish import report_page
from smmeasure.show.figures.placebos import Tried
from smmeasure.show.sections.calibration import Origin, calibration_page, headline, rates_table
from smmeasure.show.words import Words

PAGE_FILE, RECORD_FILE = "calibration.html", "calibration.json"
LIFT = 0.3
"""Effect put into the pretend campaigns."""

SCHEMA = 1
"""Version of the record's shape; raised when a field changes its meaning or goes."""

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Request:
    """What a user asks for.

    Attributes
    ----------
    file : pathlib.Path
        The history.
    wanted : Wanted
        Its columns and how they are written.
    days : int
        Length of the pretend campaigns.
    history : int or None
        Days before each of them that its estimate is given; None for as many as there are, up to a limit.
    level : float
        Level of the intervals.
    language : str
        ``fr`` or ``en``.
    output : pathlib.Path
        Folder of the page and the record.
    jobs : int
        Processes at once.
    """

    file: Path
    wanted: Wanted
    days: int
    history: int | None
    level: float
    language: str
    output: Path
    jobs: int


def calibrate_and_tell(request: Request) -> None:
    """Try the method on a file, show progress and result on the terminal, and write the page and the record.

    Raises
    ------
    CallError
        The file is absent, an option can't be taken, the history is too short, or the folder can't be written.
    DataError
        The file can't be read as it stands.
    """
    words = Words(request.language)
    if not request.file.is_file():
        raise CallError.at(
            str(request.file),
            message("no such file"),
            message("a CSV, TSV or XLSX file"),
            message("Check the spelling of the path."),
        )
    history = read_history(request.file.parent, request.file.name, request.wanted)
    windows = _windows(history, request)
    output = writable_folder(request.output, "--output")
    tried = _tried(history, windows, request, words)
    origin = Origin(history.file, history.sha256, versions())
    write_atomically(output / RECORD_FILE, _record(history, tried, request, origin))
    write_atomically(output / PAGE_FILE, _page(tried, origin, words))
    _tell(tried, request.output, words)


def _windows(history: History, request: Request) -> Mapping[str, tuple[PretendWindow, ...]]:
    """Place the pretend campaigns of every series; a weekly file counts in weeks."""
    unit = _WEEK if history.weekly else 1
    days = max(request.days // unit, 1)
    before = None if request.history is None else request.history // unit
    windows, faults = {}, dict[str, Fault]()
    for name, values in history.series.items():
        try:
            windows[name] = place_windows(values, days, history=before, lift=LIFT, level=request.level)
        except CallError as error:
            placed = (_at_home(fault, f"{clip(history.file)} [{clip(name)}]") for fault in error.faults)
            faults |= {str(fault): fault for fault in placed}
    if faults:
        raise CallError(*faults.values())
    return windows


def _at_home(fault: Fault, series: str) -> Fault:
    """Name a fault of an argument by the column or the option that the user wrote."""
    place = series if fault.place == "y" else f"--{fault.place}"
    return Fault(place, fault.found, fault.expected, fault.cure)


def _tried(
    history: History, windows: Mapping[str, tuple[PretendWindow, ...]], request: Request, words: Words
) -> list[Tried]:
    """Measure every pretend campaign and count, series by series."""
    tasks = [window for placed in windows.values() for window in placed]
    measured = iter(_measured(tasks, request, words.say(message("pretend campaigns"))))
    step = _WEEK if history.weekly else 1
    days = max(request.days // step, 1)
    return [
        Tried(name, history.series[name], sum_up([next(measured) for _ in placed], days, LIFT, request.level), step)
        for name, placed in windows.items()
    ]


def _measured(windows: Sequence[PretendWindow], request: Request, title: str) -> list[Placebo]:
    """Measure pretend campaigns side by side; the answers come in the order of the questions."""
    tasks = [partial(_try, window, request.level) for window in windows]
    found: dict[int, Placebo] = {}
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress,
        Pool(min(request.jobs, len(tasks))) as pool,
    ):
        bar = progress.add_task(title, total=len(tasks))
        for index, news in pool.run(tasks):
            if isinstance(news, Done):
                found[index] = news.result
                progress.advance(bar)
            elif isinstance(news, Lost):
                raise _lost(windows[index], news)
    return [found[index] for index in range(len(tasks))]


def _try(window: PretendWindow, level: float, _: Follow) -> Placebo:
    """Measure one pretend campaign in a worker."""
    return try_window(window, LIFT, level)


def _lost(window: PretendWindow, lost: Lost) -> RunError:
    """Tell that a worker died, or failed by an error of our own."""
    return RunError.at(
        f"{window.values.index[window.history].date()}",
        message("an error of our own: {traceback}", traceback=lost.traceback)
        if lost.traceback
        else message("a process that died"),
        message("an answer"),
        message("Free some memory, or run fewer processes at once with `--jobs`; if it happens again, report it."),
    )


def _record(history: History, tried: Sequence[Tried], request: Request, origin: Origin) -> bytes:
    """Write the numbers of the page; the same file gives the same bytes."""
    record = {
        "schema": SCHEMA,
        "file": history.file,
        "sha256": history.sha256,
        "date_column": history.date_column,
        "period": "week" if history.weekly else "day",
        "days": request.days,
        "level": request.level,
        "lift": LIFT,
        "series": [{"name": one.name, **_plain(one)} for one in tried],
        "versions": dict(origin.versions),
    }
    return (json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode()


def _plain(one: Tried) -> Mapping[str, object]:
    values = plain(one.test)
    return values if isinstance(values, Mapping) else {}


def _page(tried: Sequence[Tried], origin: Origin, words: Words) -> bytes:
    content = calibration_page(tried, origin, words).markup
    output = nbformat.v4.new_output("display_data", {"text/html": content})
    cell = nbformat.v4.new_code_cell("", outputs=[output], id="calibration")
    title = words.say(message("Pretend campaigns in {file}", file=origin.file))
    return report_page(nbformat.v4.new_notebook(cells=[cell]), Page(title, words.language))


def _tell(tried: Sequence[Tried], output: Path, words: Words) -> None:
    """Print the headline, the table of rates and where the page is."""
    console = Console()
    rates = rates_table(tried, words)
    table = Table(*(escape(column.title) for column in rates.columns))
    for row in rates.rows:
        table.add_row(*(f"{cell.text}\n{cell.note}".strip() for cell in row))
    sentence = words.say(headline([one.test for one in tried]))
    console.print(f"{sentence}.", markup=False, highlight=False, soft_wrap=True)
    console.print(table)
    console.print(str(output / PAGE_FILE), markup=False, highlight=False, soft_wrap=True)
