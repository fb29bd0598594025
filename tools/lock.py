"""Resolve the lock files anew: versions and hashes for every platform, and no address of a package index."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_RESOLVE = (
    "uv pip compile --universal --python-version 3.11 --generate-hashes "
    "--no-annotate --no-header --quiet --upgrade pyproject.toml --group pyproject.toml:build"
)


def main() -> None:
    """Write both lock files."""
    for name, groups in (("requirements.lock", ""), ("requirements-test.lock", " --group pyproject.toml:test")):
        command = f"{sys.executable} -m {_RESOLVE}{groups} --output-file {name}".split()
        subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - a fixed command


if __name__ == "__main__":
    main()
