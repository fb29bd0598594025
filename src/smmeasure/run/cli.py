"""The command `smmeasure`: a thin door; what is heavy is imported behind it."""
# ruff: noqa: PLC0415, PLR0913, PLR0917 - imports wait until a command needs them; options are arguments

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

import smmeasure
from smmeasure.errors import SmmeasureError

if TYPE_CHECKING:
    from smmeasure.run.briefs import Overrides


class Language(StrEnum):
    """Languages that reports are written in."""

    FR = "fr"
    EN = "en"


class DecimalSign(StrEnum):
    """What parts the fraction of a number from its whole."""

    POINT = "."
    COMMA = ","


_FAULT = 2
_AS_OF_DEFAULT = "the brief's, or the last day of the data"

Briefs = Annotated[
    list[Path], typer.Argument(metavar="BRIEF_OR_DIR", help="Briefs, or folders of briefs.", show_default=False)
]
Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE_OR_DIR", help="Data files, ZIP archives, or folders of them.", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for other programs.")]
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="A folder that doesn't exist yet, or is empty.")]
Reports = Annotated[Path | None, typer.Option(help="Where the reports go.", show_default="reports in the workspace")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Notebooks run at once.", show_default="one per processor")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="Date of the reports.", show_default=_AS_OF_DEFAULT
    ),
]
Tongue = Annotated[Language | None, typer.Option("--language", help="Language.", show_default="the brief's")]
Force = Annotated[bool, typer.Option("--force", help="Make reports again though nothing changed.")]
TimeLimit = Annotated[float, typer.Option(min=1, metavar="SECONDS", help="Time limit of each notebook.")]
History = Annotated[Path, typer.Argument(metavar="FILE", help="A CSV, TSV or XLSX file.", show_default=False)]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="NAME", help="A column of numbers; may be repeated.", show_default="all of them"),
]
DateColumn = Annotated[
    str | None, typer.Option(metavar="NAME", help="Column of the days.", show_default="the one with the most days")
]
DateFormat = Annotated[
    str | None, typer.Option(metavar="FORMAT", help="How days are written.", show_default="YYYY-MM-DD")
]
Decimal = Annotated[DecimalSign, typer.Option(help="Decimal sign of the numbers.")]
Days = Annotated[int, typer.Option(min=1, help="Length of the pretend campaigns, in days.")]
Before = Annotated[
    int | None,
    typer.Option("--history", min=1, help="Days before each one that are learnt from.", show_default="up to 365"),
]
Level = Annotated[float, typer.Option(help="Level of the intervals, between 0 and 1.")]
Output = Annotated[Path, typer.Option(metavar="DIR", help="Where calibration.html and calibration.json go.")]
Processes = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Processes at once.", show_default="one per processor")
]
Exports = Annotated[Path, typer.Argument(metavar="DIR", help="A folder of exports.", show_default=False)]
Database = Annotated[
    Path | None, typer.Option("--output", metavar="FILE", help="The database.", show_default="DIR/warehouse.duckdb")
]
Tables = Annotated[
    Path | None, typer.Option(metavar="FILE", help="YAML file that names large files.", show_default="none")
]

app = typer.Typer(
    help="Measure what a social-media campaign really did.",
    epilog="Exit codes: 0 all published; 1 some campaign failed; 2 a fault in a brief, the data or the call.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain help is there in half the time
)


def main() -> None:
    """Run the command; a fault of the user's input ends with its text and exit code 2."""
    try:
        app()
    except SmmeasureError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(_FAULT)


def _overrides(as_of: datetime | None, language: Language | None) -> Overrides:
    from smmeasure.run.briefs import Overrides

    return Overrides(as_of.date().isoformat() if as_of else None, language.value if language else None)


def _version(wanted: bool) -> None:  # noqa: FBT001 - typer calls it so
    if wanted:
        typer.echo(f"smmeasure {smmeasure.__version__}")
        raise typer.Exit


@app.callback()
def smmeasure_command(
    version: Annotated[  # noqa: FBT002 - typer reads the default and calls back
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Measure what a social-media campaign really did."""


@app.command()
def new(folder: Folder) -> None:
    """Make a workspace: notebooks, commented briefs, demo data."""
    from smmeasure.run.workspace import create_workspace

    create_workspace(folder)
    typer.echo(f"{folder}: try `smmeasure run {folder / 'params'}`.")


@app.command()
def check(briefs: Briefs, as_of: AsOf = None, language: Tongue = None) -> None:
    """Check briefs and their data against the method; nothing is run."""
    from smmeasure.run.check import check_briefs

    ok = check_briefs(briefs, _overrides(as_of, language), typer.echo)
    raise typer.Exit(0 if ok else _FAULT)


@app.command()
def run(
    briefs: Briefs,
    reports: Reports = None,
    jobs: Jobs = None,
    as_of: AsOf = None,
    language: Tongue = None,
    force: Force = False,  # noqa: FBT002 - an option
    time_limit: TimeLimit = 600,
) -> None:
    """Run campaigns and publish their reports and the portfolio."""
    from smmeasure.run.batch import Request
    from smmeasure.run.terminal import run_and_tell

    overrides = _overrides(as_of, language)
    request = Request(tuple(briefs), reports, jobs or os.cpu_count() or 1, overrides, force, time_limit)
    raise typer.Exit(run_and_tell(request))


@app.command()
def inspect(
    files: Files,
    language: Tongue = None,
    as_json: AsJson = False,  # noqa: FBT002 - an option
) -> None:
    """Show what data files are: platform, report, columns kept and dropped, days, and what is doubtful."""
    from smmeasure.run.inspect import inspect_files, record_files, terminal_width

    if as_json:
        ok = record_files(files, typer.echo)
    elif language is None:
        ok = inspect_files(files, typer.echo, width=terminal_width())
    else:
        from smmeasure.run.speech import speaker

        said = speaker(language.value)
        ok = inspect_files(files, typer.echo, say=said, language=language.value, width=terminal_width())
    raise typer.Exit(0 if ok else _FAULT)


@app.command()
def warehouse(folder: Exports, output: Database = None, tables: Tables = None) -> None:
    """Make one database file of a folder of exports, and of files too large for one."""
    from smmeasure.run.warehouse import build_warehouse

    ok = build_warehouse(folder, output, tables, typer.echo)
    raise typer.Exit(0 if ok else _FAULT)


@app.command()
def calibrate(
    file: History,
    column: Columns = None,
    date_column: DateColumn = None,
    date_format: DateFormat = None,
    decimal: Decimal = DecimalSign.POINT,
    days: Days = 28,
    history: Before = None,
    level: Level = 0.95,
    language: Tongue = None,
    output: Output = Path("calibration"),
    jobs: Processes = None,
) -> None:
    """Try the method on a history of your own, where nothing was done: how often does it cry wolf."""
    from smmeasure.data.history import Wanted
    from smmeasure.run.light import spare_grammar

    spare_grammar()
    from smmeasure.run.calibrating import Request, calibrate_and_tell
    from smmeasure.run.speech import DEFAULT_LANGUAGE

    wanted = Wanted(tuple(column or ()), date_column, date_format, decimal.value)
    spoken = language.value if language else DEFAULT_LANGUAGE
    calibrate_and_tell(Request(file, wanted, days, history, level, spoken, output, jobs or os.cpu_count() or 1))
