"""Lists of members: hashed at the door, faults without a name."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from smmeasure.data.community import read_members
from smmeasure.data.privacy import person_hash
from smmeasure.errors import CallError, DataError

KEY = b"sixteen bytes or more"


def written(folder: Path, text: str) -> Path:
    """Write a list of members."""
    path = folder / "membres.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_members_are_hashed_as_customers_are(tmp_path: Path) -> None:
    """An address is one person however it is written, and a hash stays as it is."""
    known = str(person_hash("bea@example.org", KEY))
    path = written(
        tmp_path,
        f"Adresse;Inscription\nAnna@Example.org;21/03/2026\nanna@example.org ;21/03/2026\n{known};01/04/2026\n",
    )
    found = read_members(path, key=KEY, customer="Adresse", since="Inscription", date_format="%d/%m/%Y")
    expected = {str(person_hash("anna@example.org", KEY)): "2026-03-21", known: "2026-04-01"}
    assert found.to_dict() == {one: pd.Timestamp(day) for one, day in expected.items()}


def test_faults_name_lines_and_nobody(tmp_path: Path) -> None:
    """Rows without a person or a day are told by their line; no address is quoted."""
    path = written(tmp_path, "email,since\nanna@example.org,21/03/2026\n,2026-03-22\n")
    with pytest.raises(DataError) as told:
        read_members(path, key=KEY, customer="email", since="since")
    assert str(told.value) == (
        "membres.csv:3 [email]: found rows without a person: 1; expected an e-mail address or a keyed hash on every "
        "row. Remove these rows, or look the persons up.\n"
        "membres.csv:2 [since]: found rows without a day that can be read: 1; expected the day on which each person "
        "joined, as 2026-03-21. Say how the days are written with `date_format`, for instance `%d/%m/%Y`."
    )


def test_two_days_of_one_person_are_refused(tmp_path: Path) -> None:
    """Who joined on two days is counted, not named."""
    path = written(tmp_path, "email,since\nanna@example.org,2026-03-21\nANNA@example.org,2026-03-22\n")
    with pytest.raises(DataError) as told:
        read_members(path, key=KEY, customer="email", since="since")
    assert str(told.value) == (
        "membres.csv:3 [email]: found persons with several days of joining: 1, this one also in line 2; expected one "
        "day for each person. Keep the first day on which each of them joined."
    )


def test_without_a_key_nothing_is_read(tmp_path: Path) -> None:
    """Without the key nobody could be found again; a header that isn't there is named."""
    path = written(tmp_path, "email,since\nanna@example.org,2026-03-21\n")
    with pytest.raises(CallError, match="key: found no key"):
        read_members(path, key=None, customer="email", since="since")
    with pytest.raises(DataError, match="mail"):
        read_members(path, key=KEY, customer="mail", since="since")
