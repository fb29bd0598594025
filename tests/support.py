"""What tests of several rooms do: make a workspace, run the command line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]


THOROUGH = "thorough"
"""Hypothesis profile of `make fuzz`: as many made-up cases as a release is tried with."""


def cases(few: int, many: int) -> int:
    """Give how many cases a test makes up: a few in each run of the suite, many where the profile is thorough."""
    return many if settings.get_current_profile_name() == THOROUGH else few


def make_workspace(folder: Path) -> Path:
    """Copy notebooks, briefs and demo data into a folder of the test's own."""
    for part in ("notebooks", "params", "data"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


def smmeasure(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does."""
    command = [sys.executable, "-m", "smmeasure", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603
