"""What the benchmarks promise: cells that stand on their own, bars that are compared, a README that is true."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

from support import ROOT

FOLDER = ROOT / "benchmarks"


@pytest.fixture(scope="module")
def load() -> Iterator[object]:
    """Give the function that loads a module of the benchmarks."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FOLDER))
        yield import_module


def module(load: object, name: str) -> ModuleType:
    """Load a module of the benchmarks."""
    assert callable(load)
    loaded = load(name)
    assert isinstance(loaded, ModuleType)
    return loaded


def test_a_cell_is_the_same_however_many_are_simulated(load: object) -> None:
    """Seeds follow from a kind's name and a series' number, not from its place."""
    cases = module(load, "cases")
    few = cases.simulated_cases(1, kinds=["trend"])
    many = [case for case in cases.simulated_cases(3) if case.name in {"trend 0", "trend, control 0"}]

    assert len(cases.KINDS) == 7
    for one, other in zip(few, many, strict=True):
        pd.testing.assert_series_equal(one.y, other.y)


def test_half_of_the_cells_have_a_control_that_moves_with_the_series(load: object) -> None:
    """Each kind comes without and with a control; only holiday weeks have known events."""
    cells = {case.group: case for case in module(load, "cases").simulated_cases(1)}

    assert len(cells) == 14
    assert [group for group, case in cells.items() if case.controls is not None] == [*cells][1::2]
    assert [group for group, case in cells.items() if case.events is not None] == [
        "holiday weeks",
        "holiday weeks, control",
    ]


def test_a_bar_is_compared_before_it_is_rounded(load: object) -> None:
    """What shows as the limit but lies beyond it is missed."""
    bars = module(load, "bars")
    rows = [bars.within("a", 6.0, -np.inf, 6.0), bars.within("b", 6.01, -np.inf, 6.0), bars.within("c", 3.0, 2.0, 7.0)]

    assert bars.lay_out(rows).splitlines()[1:] == [
        "a      ≤ 6.0       6.0       pass",
        "b      ≤ 6.0       6.0       MISS",
        "c      2.0 to 7.0  3.0       pass",
    ]


def test_one_estimate_answers_for_the_lift_too(load: object) -> None:
    """Measuring the lifted series anew gives the same effect and interval, with a control and without."""
    ours, cases = module(load, "ours"), module(load, "cases")
    for case in cases.simulated_cases(1, kinds=["AR .5"]):
        lifted = case.lifted()
        put_in = float(lifted.y[case.start :].sum() - case.y[case.start :].sum())
        moved, anew = ours.answer(ours.estimated(case), put_in), ours.answer(ours.estimated(lifted))
        # Sums of fifteen days in another order: rounding only.
        assert [moved.effect, moved.lower, moved.upper] == pytest.approx(
            [anew.effect, anew.lower, anew.upper], rel=1e-9
        )


def test_coverage_is_among_the_seeds_for_which_something_is_told(load: object) -> None:
    """Of four seeds one tells nothing and two of three hold: 66.7 %, too few; a row without a bar has no verdict."""
    held = module(load, "held")
    rows = [held.Row("shop", "ROI", share, 1.0, 0.1) for share in (1.0, 1.0, 0.0, np.nan)]
    table = held.told([*rows, held.Row("shop", f"{held.NO_BAR}effect", 0.95, 1.0, 0.1)])

    assert table["seeds"].tolist() == [4, 1]
    assert table["told %"].tolist() == [75.0, 100.0]
    assert table["coverage %"].tolist() == pytest.approx([200 / 3, 95.0])
    assert table["93-97 %"].tolist() == ["MISS", ""]


def test_plain_peers_answer_on_a_calm_series(load: object) -> None:
    """One learns from the days before, one from all; neither misses where nothing happened."""
    peers, cases = module(load, "peers"), module(load, "cases")
    case = next(case for case in cases.simulated_cases(1, kinds=["iid"]) if case.controls is None)
    rows = [peers.asked((name, case)) for name in peers.PLAIN]

    assert [row["measurable"] for row in rows] == [True, True]
    assert [row["covered"] for row in rows] == [True, True]


def test_the_readme_names_every_part_and_every_file_of_peers(load: object) -> None:
    """A reader finds each part of `accuracy.py`, and each list of packages."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [part for part in module(load, "accuracy").ROWS if f"| `{part}` |" not in text] == []
    assert [file.name for file in FOLDER.glob("peers*.txt") if file.name not in text] == []


def test_the_data_of_the_size_benchmark_are_the_same_each_time(load: object, tmp_path: Path) -> None:
    """Events and ads follow from their place alone, so that two machines measure the same."""
    data = module(load, "data")
    for name in ("one", "other"):
        data.write_events(tmp_path / f"{name}.parquet", 1000)
        assert data.write_ads(tmp_path / f"{name}.csv", 10_000) == 100_000

    for ending in ("parquet", "csv"):
        one, other = (tmp_path / f"{name}.{ending}" for name in ("one", "other"))
        assert one.read_bytes() == other.read_bytes()


def test_the_size_benchmark_measures_what_it_promises(load: object, tmp_path: Path) -> None:
    """Every event is counted for a campaign, in a process whose time and memory are told."""
    lines = list(module(load, "data").event_lines(tmp_path, 5000))

    assert [line.split("  ")[0] for line in lines] == ["5,000 events to 12 campaigns", ""]
    assert len(list(tmp_path.glob("[0-9]*.parquet"))) == 12
