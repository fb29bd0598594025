from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smmeasure.errors import CallError
from smmeasure.run.briefs import Overrides, find_briefs, read_entries

Write = Callable[..., Path]


def test_folders_stand_for_the_briefs_in_them(tmp_path: Path) -> None:
    """YAML files in the order of their names, each once; nothing hidden, nothing else."""
    for name in ("b.yaml", "a.yml", ".c.yaml", "brief.schema.json"):
        (tmp_path / name).touch()

    assert find_briefs([tmp_path / "b.yaml", tmp_path]) == (tmp_path / "b.yaml", tmp_path / "a.yml")


def test_paths_that_lead_to_no_brief_are_told_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own line."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)

    with pytest.raises(CallError) as raised:
        find_briefs([Path("nothere.yaml"), Path("empty")])

    assert str(raised.value) == (
        "nothere.yaml: found no such file or folder; expected a YAML brief or a folder of them. "
        "Check the spelling of the path.\n"
        "empty: found a folder without briefs; expected a YAML brief or a folder of them. "
        "Write a brief, or copy one from the folder «params» of a new workspace."
    )


def test_a_brief_keeps_its_keys_and_takes_the_overrides(workspace: Path, write_brief: Write) -> None:
    """What the command line says stands in the parameters and in the brief alike."""
    brief = write_brief(workspace, "a")

    [entry] = read_entries([brief], workspace, Overrides("2026-02-09", "fr"))

    assert (entry.place, entry.name, entry.faults) == ("params/a.yaml", "a", ())
    assert entry.campaign
    assert (entry.parameters["as_of"], entry.parameters["language"]) == ("2026-02-09", "fr")
    assert (str(entry.campaign.as_of), entry.campaign.language) == ("2026-02-09", "fr")


@pytest.mark.parametrize(
    ("content", "file", "name"),
    [
        (b"campaign: known\n", "x.yaml", "known"),
        (b"campaign: ../../etc\n", "My Brief.yaml", "my-brief"),
        (b"campaign: taken\n", "x.yaml", "x"),
        (b"- a list\n", "taken.yaml", "taken-2"),
        (b"", "\xe9\xe9.yaml", "brief-2"),
        (b"\xff\xfe", "x.yaml", "x"),
    ],
)
def test_a_faulty_brief_gets_a_folder_of_its_own(
    workspace: Path, write_brief: Write, content: bytes, file: str, name: str
) -> None:
    """Its own name where that is one and free, else one made of the file's name."""
    good = write_brief(workspace, "taken")
    bad = workspace / "params" / "bad" / file
    bad.parent.mkdir()
    bad.write_bytes(content)

    entries = read_entries([bad, good], workspace, Overrides())

    assert [entry.name for entry in entries] == [name, "taken"]
    assert entries[0].faults
    assert entries[0].campaign is None


def test_a_brief_that_is_no_utf_8_is_told(workspace: Path) -> None:
    """The position of the odd byte is named."""
    brief = workspace / "params" / "a.yaml"
    brief.write_bytes("title: été".encode("latin-1"))

    [entry] = read_entries([brief], workspace, Overrides())

    assert [str(fault) for fault in entry.faults] == [
        (
            "params/a.yaml: found a byte that is no UTF-8 at position 7; expected text in UTF-8. "
            "Save the file as UTF-8 in your editor."
        )
    ]
