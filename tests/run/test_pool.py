from __future__ import annotations

import time
from functools import partial
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from smmeasure.run.pool import Done, Lost, Pool, Step


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Give the module of tasks, found by the workers too."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    return import_module("worker_tasks")


def test_every_task_ends_with_its_own_result(tasks: ModuleType) -> None:
    """Steps and results carry the position of their task."""
    with Pool(2) as pool:
        news = list(pool.run([partial(tasks.double, number) for number in range(5)]))

    assert sorted((index, one.result) for index, one in news if isinstance(one, Done)) == [
        (0, 0), (1, 2), (2, 4), (3, 6), (4, 8),
    ]  # fmt: skip
    assert sum(one == Step(1, 2) for _, one in news) == 5


def test_workers_are_kept_between_calls(tasks: ModuleType) -> None:
    """A second call finds the worker that the first one left."""
    with Pool(1) as pool:
        [(_, first)] = list(pool.run([tasks.process]))
        [(_, second)] = list(pool.run([tasks.process]))

    assert first == second


def test_a_worker_that_dies_loses_only_its_own_task(tasks: ModuleType) -> None:
    """The other tasks get a new worker, before, beside and after the death."""
    with Pool(1) as pool:
        news = list(pool.run([partial(tasks.double, 1), tasks.die, partial(tasks.double, 2)]))

    assert [one for one in news if not isinstance(one[1], Step)] == [(0, Done(2)), (1, Lost()), (2, Done(4))]


def test_an_unexpected_error_is_handed_over_whole(tasks: ModuleType) -> None:
    """The traceback reaches the parent, and the worker goes on."""
    with Pool(1) as pool:
        (_, lost), (_, step), (_, done) = list(pool.run([tasks.fail, partial(tasks.double, 3)]))

    assert isinstance(lost, Lost)
    assert lost.traceback.endswith("ZeroDivisionError: unexpected\n")
    assert (step, done) == (Step(1, 2), Done(6))


def test_leaving_by_an_exception_stops_the_workers_in_order(tasks: ModuleType, tmp_path: Path) -> None:
    """A worker gets to clean up before it goes."""
    sign = tmp_path / "sign"

    def stop_while_busy() -> None:
        with Pool(2) as pool:
            news = pool.run([partial(tasks.linger, sign), partial(tasks.double, 1)])
            assert [next(news), next(news)] == [(1, Step(1, 2)), (1, Done(2))]
            while not (sign.exists() and sign.read_text()):
                time.sleep(0.05)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_while_busy()

    assert sign.read_text() == "ended in order"
