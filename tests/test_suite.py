"""What the suite relies on."""

from __future__ import annotations

import pytest


@pytest.mark.xdist_group("group")
def test_tests_of_a_group_share_a_process(request: pytest.FixtureRequest) -> None:
    """Where tests run in several processes, those of one group run in one: what they share is made once."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("the tests run in one process")
    assert request.node.nodeid.endswith("@group")
