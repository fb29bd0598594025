"""How large the data may be: events to campaign-days, a CSV of a gigabyte, and how long `inspect` takes on any file.

Each case runs in a process of its own, which says how long it took, imports included, and how much memory it held at
most. The data are made first, the same ones each time, in a temporary folder (some 1.8 GB with the defaults).

    python benchmarks/data.py [--rows events csv inspect] [--events N] [--bytes N] [--exports FOLDER] [--folder FOLDER]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[1]
CAMPAIGNS = 12
CHUNK = 1_000_000
FIRST = 1_735_689_600
"""The first moment of 2025 in UTC, in seconds since 1970."""
DAYS = 365
ROWS = ("events", "csv", "inspect")
HEADER = "Campaign name,Day,Amount spent (EUR),Impressions,Link clicks,Result type\n"

EVENTS_TO_DAYS = """
from pathlib import Path
from smmeasure.data.warehouse.answers import answer
from smmeasure.data.warehouse.embedded import open_embedded
from smmeasure.data.warehouse.questions import Aggregation, DayColumn, Question, Ticks
from smmeasure.data.warehouse.slices import slice_bytes
from smmeasure.data.warehouse.streaming import store_parquet
from smmeasure.units import COUNT, Kind, Unit

backend = open_embedded(threads=2)
store_parquet(backend, "events", [Path({file!r})], copy=False)
day = DayColumn("at", "Europe/Paris", Ticks.MICROSECONDS)
asked = [
    question
    for number in range({campaigns})
    for where in [(("campaign", f"campaign {{number}}"),)]
    for question in (
        Question(f"c{{number}}", "visits", "events", day, COUNT, None, where),
        Question(f"c{{number}}", "revenue", "events", day, Unit(Kind.MONEY, "EUR"), "amount", where, Aggregation.SUM),
    )
]
answers = answer(backend, asked)
for number in range({campaigns}):
    raw = slice_bytes([one for one in answers if one.question.campaign == f"c{{number}}"])
    Path({folder!r}, f"{{number}}.parquet").write_bytes(raw)
told = sum(one.rows for one in answers if one.question.indicator == "visits")
"""

CSV_TO_TABLE = """
from pathlib import Path
from smmeasure.data.warehouse.embedded import open_embedded
from smmeasure.data.warehouse.streaming import store_csv

backend = open_embedded(Path({folder!r}) / "ads.duckdb", threads=2)
told = store_csv(backend, "ads", Path({file!r})).rows
"""

INSPECT = """
from pathlib import Path
from smmeasure.errors import DataError
from smmeasure.run.inspect import inspect_files

told = 0
for file in {files!r}:
    start = perf_counter()
    try:
        inspect_files([Path(file)], lambda line: None)
    except DataError:
        pass
    told = max(told, perf_counter() - start)
"""

MEASURE = """
import json, resource, sys
from time import perf_counter
began = perf_counter()
{code}
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([perf_counter() - began, peak * (1 if sys.platform == "darwin" else 1024), told]))
"""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a case cost.

    Attributes
    ----------
    seconds : float
        Of the wall clock, with the imports.
    peak : float
        Most memory held at a time, in MiB.
    told : float
        What the case says: rows, or the seconds of the slowest file.
    """

    seconds: float
    peak: float
    told: float


def write_events(file: Path, count: int) -> None:
    """Write events of a year in UTC as Parquet: moment in microseconds, amount, campaign, visitor."""
    names = pa.array([f"campaign {number}" for number in range(CAMPAIGNS)])
    schema = pa.schema(
        [("at", pa.int64()), ("amount", pa.float64()), ("campaign", pa.string()), ("visitor", pa.int64())]
    )
    with pq.ParquetWriter(file, schema, compression="snappy") as writer:
        for start in range(0, count, CHUNK):
            rng, rows = np.random.default_rng([0, start]), min(CHUNK, count - start)
            amounts = np.round(rng.gamma(2.0, 20.0, rows), 2)
            columns = [
                pa.array(FIRST * 1_000_000 + rng.integers(0, DAYS * 86_400_000_000, rows)),
                pa.array(amounts, mask=rng.random(rows) < 0.3),
                names.take(pa.array(rng.integers(0, CAMPAIGNS, rows))),
                pa.array(rng.integers(0, count // 20 + 1, rows)),
            ]
            writer.write_table(pa.table(columns, schema=schema))


def write_ads(file: Path, size: int) -> int:
    """Write an export of ads until it has so many bytes, and give its rows; cells that say nothing are among them."""
    rows, written = 0, 0
    with file.open("w", encoding="utf-8", newline="") as opened:
        written += opened.write(HEADER)
        while written < size:
            text = "".join(ad_rows(rows))
            written += opened.write(text)
            rows += CHUNK // 10
    return rows


def ad_rows(start: int) -> Iterator[str]:
    """Give the next rows of the export of ads."""
    rng, count = np.random.default_rng([1, start]), CHUNK // 10
    spend, shown, clicks = rng.gamma(2.0, 9.0, count), rng.integers(0, 90_000, count), rng.integers(-4, 400, count)
    for row in range(count):
        day = date(2025, 1, 1) + timedelta((start + row) % DAYS)
        name = f'"Campaign {row % 50}, spring"'
        click = "--" if clicks[row] < 0 else clicks[row]
        yield f"{name},{day},{spend[row]:.2f},{shown[row]},{click},link clicks\n"


def cost(code: str, **values: object) -> Cost:
    """Run a case in a process of its own."""
    script = MEASURE.format(code=code.format(**values))
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)  # noqa: S603 - ours
    seconds, peak, told = json.loads(done.stdout.splitlines()[-1])
    return Cost(seconds, peak / 2**20, told)


def line(name: str, bar: str, measured: str, *, met: bool) -> str:
    """Write one row of the table."""
    return f"{name:<58}{bar:>12}{measured:>14}  {'met' if met else 'MISSED'}"


def event_lines(folder: Path, count: int) -> Iterator[str]:
    """Measure events from Parquet to the campaigns' slices."""
    write_events(folder / "events.parquet", count)
    found = cost(EVENTS_TO_DAYS, file=str(folder / "events.parquet"), folder=str(folder), campaigns=CAMPAIGNS)
    name = f"{found.told:,.0f} events to {CAMPAIGNS} campaigns"
    yield line(name, "≤ 5 s", f"{found.seconds:.2f} s", met=found.seconds <= 5 and found.told == count)
    yield line("  most memory", "≤ 1024 MiB", f"{found.peak:.0f} MiB", met=found.peak <= 1024)


def csv_lines(folder: Path, size: int) -> Iterator[str]:
    """Measure a large export by its recognised header into a table."""
    file = folder / "ads.csv"
    rows = write_ads(file, size)
    found = cost(CSV_TO_TABLE, file=str(file), folder=str(folder))
    name = f"CSV of {file.stat().st_size / 1e9:.2f} GB, {found.told:,.0f} rows, into a table"
    yield line(name, "≤ 60 s", f"{found.seconds:.2f} s", met=found.seconds <= 60 and found.told == rows)
    yield line("  most memory (not the file)", "≤ 1024 MiB", f"{found.peak:.0f} MiB", met=found.peak <= 1024)


def inspect_lines(folder: Path, size: int, exports: Path) -> Iterator[str]:
    """Measure `inspect` on a large export, and on every file of a folder; the slowest counts."""
    file = folder / "large.csv"
    write_ads(file, size)
    found = cost(INSPECT, files=[str(file)])
    name = f"inspect a CSV of {file.stat().st_size / 1e9:.2f} GB"
    yield line(name, "≤ 1 s", f"{found.told:.2f} s", met=found.told <= 1)
    yield line("  most memory", "≤ 1024 MiB", f"{found.peak:.0f} MiB", met=found.peak <= 1024)
    files = sorted(str(one) for one in exports.rglob("*") if one.is_file()) if exports.is_dir() else []
    if files:
        found = cost(INSPECT, files=files)
        name = f"inspect each of {len(files)} real files, the slowest"
        yield line(name, "≤ 1 s", f"{found.told:.2f} s", met=found.told <= 1)


def table(folder: Path, options: argparse.Namespace) -> Iterator[str]:
    """Measure what is asked for, line by line."""
    yield f"{'':<58}{'bar':>12}{'measured':>14}"
    if "events" in options.rows:
        yield from event_lines(folder, options.events)
    if "csv" in options.rows:
        yield from csv_lines(folder, options.bytes)
    if "inspect" in options.rows:
        yield from inspect_lines(folder, options.bytes, options.exports)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", nargs="+", choices=ROWS, default=ROWS, help="parts of the table")
    parser.add_argument("--events", type=int, default=20_000_000, help="rows of events")
    parser.add_argument("--bytes", type=int, default=1_000_000_000, help="size of the CSV")
    parser.add_argument("--exports", type=Path, default=ROOT.parent / "shared" / "data" / "exports", help="real files")
    parser.add_argument("--folder", type=Path, help="where the data are made; a temporary folder if left out")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for text in table(Path(folder), options):
            print(text, flush=True)


if __name__ == "__main__":
    main()
