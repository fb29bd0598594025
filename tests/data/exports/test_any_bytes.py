"""Whatever is done to a file: an export that agrees with itself, or an error that names a place."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samples
from smmeasure.data.exports.reading import Export, read_exports
from smmeasure.errors import DataError
from smmeasure.run.inspect import inspect_files
from support import cases

SHARES = 4
CASES = cases(600, 2000)
PIECES = (
    "",
    "--",
    "12,34",
    "1e400",
    "9" * 25,
    "03/04/2026",
    "99/99/2026",
    "1.2E+17",
    '"',
    ";",
    "\n",
    "\n\n",
    "(USD)",
    "é",
)
SAID = {
    "as_of": pd.Timestamp("2026-03-31").date(),
    "currency": "EUR",
    "first_day": pd.Timestamp("2026-03-21").date(),
    "last_day": pd.Timestamp("2026-04-12").date(),
}
CHANGES = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 12), st.sampled_from(PIECES)), max_size=5)
ORDER = st.lists(st.integers(0, 40), max_size=5)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
FLIPS = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=2)
ZERO = re.compile(r"(?<![\d.,])0+(?:[.,:]0+)*(?![\d])")


def damaged(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Replace pieces of a text."""
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    return text


def flipped(raw: bytes, flips: list[tuple[int, int]]) -> bytes:
    """Put other bytes at some places."""
    changed = bytearray(raw)
    for place, byte in flips:
        if place < len(changed):
            changed[place] = byte
    return bytes(changed)


def has_zero(export: Export) -> bool:
    """Whether any quantity of an export is zero."""
    frames = [table.frame.select_dtypes("number") for table in export.tables]
    return any(bool((frame == 0).to_numpy(dtype=bool, na_value=False).any()) for frame in frames)


def agrees_with_itself(export: Export) -> bool:
    """Whether each table has all its columns."""
    return all(list(table.frame.columns) == list(table.shape.kinds) for table in export.tables)


def refused(look: Callable[[], object]) -> list[str]:
    """Give the places of the faults that a look at a file ends with; none where it was read."""
    try:
        assert look()
    except DataError as error:
        return [fault.place for fault in error.faults]
    return []


@pytest.mark.parametrize("share", range(SHARES))
def test_damaged_files_are_read_or_refused(share: int) -> None:
    """Every report, cut, put together anew, re-encoded or flipped, ends in a table or in a fault, in `inspect` too."""
    kinds = samples.samples()[share::SHARES]

    @given(st.integers(0, len(kinds) - 1), ORDER, st.sampled_from(",;\t"), CHANGES, ENCODINGS, FLIPS)
    @settings(max_examples=CASES // SHARES, deadline=None, derandomize=True, database=None)
    def hold(  # noqa: PLR0913, PLR0917 - a file and all that is done to it
        kind: int,
        order: list[int],
        delimiter: str,
        changes: list[tuple[int, int, str]],
        encoding: str,
        flips: list[tuple[int, int]],
    ) -> None:
        text = damaged(samples.written(kinds[kind], delimiter, order), changes)
        raw = flipped(text.encode(encoding, "replace"), flips)
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "x.csv"
            file.write_bytes(raw)

            def read() -> bool:
                exports = read_exports(file, **SAID)
                zero = any(map(has_zero, exports))
                return all(map(agrees_with_itself, exports)) and (not zero or bool(flips) or bool(ZERO.search(text)))

            for look in (read, lambda: inspect_files([file], str) is not None):
                assert all(place.startswith("x.csv") for place in refused(look))

    hold()


@pytest.mark.parametrize("sample", samples.samples(), ids=samples.title)
def test_every_report_is_recognised_by_its_own_headers(sample: samples.Sample, tmp_path: Path) -> None:
    """A file with the headers of one dictionary in one language is that report in that language."""
    (tmp_path / "x.csv").write_text(samples.written(sample), encoding="utf-8")
    dictionary, language = sample
    (export,) = read_exports(tmp_path / "x.csv", **SAID)

    assert (export.match.dictionary, export.match.report.locale) == (dictionary, language)
