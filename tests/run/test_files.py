from __future__ import annotations

from pathlib import Path

import pytest

from smmeasure.errors import CallError, RunError
from smmeasure.run.files import campaign_folder, writable_folder, write_atomically


def test_a_file_is_written_whole_and_readable_by_all(tmp_path: Path) -> None:
    """The new content takes the old one's place and nothing is left beside it."""
    path = tmp_path / "a.html"
    path.write_text("old")

    write_atomically(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o644
    assert list(tmp_path.iterdir()) == [path]


def test_a_failed_write_leaves_the_old_file(tmp_path: Path) -> None:
    """Where the new file can't take its place, the old one stays and nothing lies about."""
    path = tmp_path / "a.html"
    (path / "inside").mkdir(parents=True)

    with pytest.raises(RunError) as raised:
        write_atomically(path, b"new")

    assert str(raised.value) == (
        f"{tmp_path.name}/a.html: found Is a directory; expected a place that can be written. "
        "Make room on the disk, remove what stands in the way, or ask for the right to write there."
    )
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("folder", "reason"),
    [("file", "File exists"), ("file/below", "Not a directory")],
)
def test_a_folder_that_cant_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, reason: str
) -> None:
    """The error names the folder as the user did, and the system's reason."""
    monkeypatch.chdir(tmp_path)
    Path("file").touch()

    with pytest.raises(CallError) as raised:
        writable_folder(Path(folder))

    assert str(raised.value) == (
        f"{folder}: found {reason}; expected a folder in which reports can be written. "
        "Choose another folder with --reports, or ask for the right to write there."
    )


@pytest.mark.parametrize("campaign", ["..", ".", "", "../x", "a/b", "/a", "a/../../b"])
def test_a_campaign_cant_leave_the_reports(tmp_path: Path, campaign: str) -> None:
    """Names that lead elsewhere are refused, and nothing is made."""
    reports = tmp_path / "reports"
    reports.mkdir()

    with pytest.raises(RunError) as raised:
        campaign_folder(reports, campaign)

    assert str(raised.value) == (
        f"{campaign}: found a folder outside the reports; expected a campaign whose folder lies directly in the "
        "reports folder. Rename the campaign, or remove the link that stands in its place."
    )
    assert [path.name for path in tmp_path.rglob("*")] == ["reports"]


def test_a_link_in_a_campaigns_place_is_refused(tmp_path: Path) -> None:
    """A link that somebody left there doesn't lead the batch away."""
    (tmp_path / "reports").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "reports" / "a").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(RunError, match="found a folder outside the reports"):
        campaign_folder(tmp_path / "reports", "a")
