"""Whatever is done to a file: an export that agrees with itself, or an error that names a place."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from smmeasure.data.exports.reading import Export, read_export
from smmeasure.errors import DataError
from smmeasure.run.inspect import inspect_files

SEEDS = (
    (
        'sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","20"\n\n'
        '"Views"\n"Date","Primary"\n"2026-03-01","7"\n'
    ),
    (
        "Ad name,Day,Amount spent (EUR),Impressions,Reach,CTR (all)\n"
        "Film,2026-03-01,1.5,10,9,2\nPhoto,2026-03-02,2.5,8,7,\n"
    ),
    (
        "Nom de la publicité;Jour;Montant dépensé (EUR);Impressions\n"
        "Film;27/03/2026;1\u202f020,50;2\u00a0000\n;;1\u202f020,50;\n"
    ),
    (
        "Post ID,Account ID,Publish time,Date,Views,Likes\n"
        "1,2,03/27/2026 06:08,Lifetime,15,4\n3,2,03/28/2026 06:08,Lifetime,,1\n"
    ),
)
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
CHANGES = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 12), st.sampled_from(PIECES)), max_size=5)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
FLIPS = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=2)


def damaged(text: str, changes: list[tuple[int, int, str]], encoding: str, flips: list[tuple[int, int]]) -> bytes:
    """Replace pieces of a text, encode it, and flip bytes."""
    for place, length, piece in changes:
        text = text[:place] + piece + text[place + length :]
    raw = bytearray(text.encode(encoding, "replace"))
    for place, byte in flips:
        if place < len(raw):
            raw[place] = byte
    return bytes(raw)


def agrees_with_itself(export: Export) -> bool:
    """Whether each table has all its columns, and no row more than the file has for it."""
    tables = [table for table in export.tables if table.shape.name != "post_snapshot"]
    whole = all(list(table.frame.columns) == list(table.shape.kinds) for table in export.tables)
    return whole and all(len(table.frame) <= export.rows for table in tables)


def refused(look: Callable[[], object]) -> list[str]:
    """Give the places of the faults that a look at a file ends with; none where it was read."""
    try:
        assert look()
    except DataError as error:
        return [fault.place for fault in error.faults]
    return []


@given(seed=st.sampled_from(SEEDS), changes=CHANGES, encoding=ENCODINGS, flips=FLIPS)
@settings(max_examples=500, deadline=None, derandomize=True, database=None)
def test_damaged_files_are_read_or_refused(
    seed: str, changes: list[tuple[int, int, str]], encoding: str, flips: list[tuple[int, int]]
) -> None:
    """Files with pieces cut, put in, re-encoded or flipped end in a table or in a fault, in `inspect` too."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "x.csv"
        file.write_bytes(damaged(seed, changes, encoding, flips))
        for look in (lambda: agrees_with_itself(read_export(file)), lambda: inspect_files([file], str) is None):
            assert all(place.startswith("x.csv") for place in refused(look))
