"""The wheel in an empty environment: what a user gets from `pip install`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from support import ROOT

pytestmark = pytest.mark.xdist_group("demo")


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command that must succeed, and give what it printed."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an empty environment with the wheel and what it asks for, at the locked versions."""
    folder = tmp_path_factory.mktemp("user")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("smmeasure-*.whl")
    run(sys.executable, "-m", "uv", "venv", "--quiet", folder / "env", cwd=folder)
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", folder / "env" / "bin" / "python"]
    run(*install, "--constraints", ROOT / "requirements.lock", wheel, cwd=folder)
    return folder


def test_new_and_run_work_from_the_wheel(user: Path, demo: Path) -> None:
    """A new workspace holds all it needs, its briefs are published from anywhere, and no byte depends on the place.

    One process after the other: in an environment this new, each would compile the libraries anew.
    """
    command = user / "env" / "bin" / "smmeasure"
    run(command, "new", "mine", cwd=user)
    run(command, "run", "mine/params/brand-film.yaml", "--jobs", "1", cwd=user)
    left, expected = (reports_of(folder / "reports" / "brand-film") for folder in (user / "mine", demo))

    assert left["result.json"]["state"] == "published"
    assert left == expected


def reports_of(folder: Path) -> dict[str, Any]:
    """Read what a campaign left; the inputs' fingerprint covers the package, and a wheel holds more files."""
    record = json.loads((folder / "result.json").read_bytes())
    return {path.name: path.read_bytes() for path in folder.iterdir()} | {"result.json": record | {"inputs": ""}}


def test_exports_are_recognised_from_the_wheel(user: Path) -> None:
    """The wheel carries the header dictionaries."""
    (user / "series.csv").write_text('sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","20"\n')
    told = run(user / "env" / "bin" / "smmeasure", "inspect", "series.csv", cwd=user)

    assert "  meta · page series (English): 1 row, 2026-03-01\n" in told


def test_the_wheel_holds_no_path_of_this_machine(user: Path) -> None:
    """Nothing in the installed package names the folder that it was built in."""
    installed = [path for path in (user / "env" / "lib").rglob("site-packages/smmeasure/**/*") if path.is_file()]

    assert installed
    assert [path for path in installed if str(ROOT).encode() in path.read_bytes()] == []
