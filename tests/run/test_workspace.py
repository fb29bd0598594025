from __future__ import annotations

from pathlib import Path

import pytest

from smmeasure.errors import CallError
from smmeasure.run.workspace import create_workspace, find_notebook, find_workspace, read_key, resolve_data


def test_the_nearest_folder_with_briefs_or_the_notebook_is_the_workspace(workspace: Path) -> None:
    """The search goes upwards from a brief or a folder."""
    deep = workspace / "params" / "2026"
    deep.mkdir()

    assert find_workspace(deep / "a.yaml") == find_workspace(workspace) == workspace.resolve()


def test_without_a_workspace_the_user_is_told_how_to_get_one(tmp_path: Path) -> None:
    """The error names the start of the search."""
    with pytest.raises(CallError) as raised:
        find_workspace(tmp_path)

    assert str(raised.value) == (
        f"{tmp_path}: found no workspace around it; expected a folder «params» or a file notebooks/campaign.ipynb "
        "beside or above it. Make a workspace with «smmeasure new», and put the brief into its folder «params»."
    )


def test_data_lie_in_the_workspace_or_where_the_brief_says(workspace: Path) -> None:
    """A relative folder starts at the workspace, an absolute one stays."""
    assert resolve_data("data", workspace) == (workspace / "data").resolve()
    assert resolve_data(str(workspace.parent), workspace / "params") == workspace.parent.resolve()


def test_the_workspaces_own_notebook_comes_first(workspace: Path, tmp_path: Path) -> None:
    """A workspace without notebooks uses those that came with smmeasure."""
    assert find_notebook("campaign.ipynb", workspace) == workspace / "notebooks" / "campaign.ipynb"
    assert find_notebook("campaign.ipynb", tmp_path).is_file()


def test_a_workspace_is_made_in_an_empty_folder(tmp_path: Path) -> None:
    """Nothing but the workspace is left, and its files belong to the user to write."""
    target = tmp_path / "deep" / "mine"
    target.mkdir(parents=True)

    create_workspace(target)

    assert [path.name for path in target.parent.iterdir()] == ["mine"]
    assert find_workspace(target) == target.resolve()
    assert (target / "notebooks" / "portfolio.ipynb").stat().st_mode & 0o200


def test_each_workspace_has_a_key_of_its_own(tmp_path: Path) -> None:
    """The key that persons are hashed with is secret: its user alone may read it, and Git passes it over."""
    one, other = create_workspace(tmp_path / "one"), create_workspace(tmp_path / "other")

    assert len({read_key(one), read_key(other)} - {None}) == 2
    assert (one / "privacy.key").stat().st_mode & 0o077 == 0
    assert "/privacy.key" in (one / ".gitignore").read_text().splitlines()
    assert read_key(tmp_path) is None


def test_a_damaged_key_is_refused(tmp_path: Path) -> None:
    """A cut key would give every person another hash, so nothing is read with it."""
    (tmp_path / "privacy.key").write_text("0a1b2c")

    with pytest.raises(CallError) as raised:
        read_key(tmp_path)

    assert str(raised.value) == (
        "privacy.key: found a file that holds no key; expected 64 hexadecimal digits. "
        "Put a copy of the key there; a new one gives every person another hash than before."
    )


def test_a_workspace_never_replaces_anything(tmp_path: Path) -> None:
    """A file, or a folder that holds one, is left as it was."""
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "mine.txt").write_text("mine")

    for target in (tmp_path / "used", tmp_path / "used" / "mine.txt"):
        with pytest.raises(CallError, match="found something that is there already"):
            create_workspace(target)

    assert [path.name for path in tmp_path.rglob("*")] == ["used", "mine.txt"]


def test_a_workspace_in_a_place_that_cant_be_written_is_refused(tmp_path: Path) -> None:
    """The system's reason is told."""
    (tmp_path / "file").touch()

    with pytest.raises(CallError) as raised:
        create_workspace(tmp_path / "file" / "mine")

    assert str(raised.value) == (
        f"{tmp_path}/file/mine: found File exists; expected a folder that can be written. "
        "Choose another place, or ask for the right to write there."
    )
