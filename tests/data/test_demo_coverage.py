from __future__ import annotations

from importlib import import_module

import pytest

from support import ROOT

SEEDS, SHARES = 8, 2


@pytest.mark.parametrize("share", range(SHARES))
def test_the_intervals_contain_the_truth(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """At least 14 of 16 seeded campaigns have their true effect inside the 95 % interval (`benchmarks/demo.py`: 200).

    Of 16 intervals that hold 95 % of the time, fewer than 14 do in 4 of 100 shares.
    """
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    demo = import_module("demo")
    hits = [hit for seed in range(share, SEEDS, SHARES) for hit in demo.hits(seed).values()]
    assert len(hits) == 16
    assert sum(hits) >= 14
