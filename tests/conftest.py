"""What several rooms' tests share: the demo's reports, made once by the real job."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from support import THOROUGH, make_workspace, smmeasure

settings.register_profile(THOROUGH)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a workspace in which every demo brief was run; tests that use it share one worker."""
    workspace = make_workspace(tmp_path_factory.mktemp("demo"))
    done = smmeasure("run", "params", "--jobs", "2", cwd=workspace)
    assert done.returncode == 0, done.stdout + done.stderr
    return workspace
