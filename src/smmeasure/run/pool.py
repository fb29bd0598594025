"""Worker processes that outlive their tasks and may die without taking the batch with them."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Generic, Self, TypeVar

Result = TypeVar("Result")
Progress = Callable[[int, int], None]
Task = Callable[[Progress], Result]
"""Called in a worker with a function that tells how far it is; must be picklable, like its result."""

_PATIENCE = 5.0
"""Seconds that a worker gets to stop its kernel before it is killed."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A task that gave no result.

    Attributes
    ----------
    traceback : str
        Of the error that nobody expected; empty where the worker's process died.
    """

    traceback: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """News of a task that is being worked on: `done` of `total` steps."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """The result of a task."""

    result: Result


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    connection: Connection
    task: int | None = None


class Pool:
    """Processes that work on tasks side by side.

    Unlike a standard executor it survives the death of a worker: the task is reported as lost, a
    new process takes the next one. Leaving the ``with`` block by an exception stops all workers.

    Parameters
    ----------
    jobs : int
        How many processes at most.
    """

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            if kind is None:
                worker.connection.close()
            else:
                worker.process.terminate()
        for worker in self._workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()

    def run(self, tasks: Sequence[Task[Result]]) -> Iterator[tuple[int, Step | Done[Result] | Lost]]:
        """Work on tasks, and give news of them as it comes.

        Yields
        ------
        tuple of int and (Step, Done or Lost)
            Position of the task, and what is new. Each task ends with one `Done` or `Lost`.
        """
        waiting = deque(range(len(tasks)))
        busy: list[_Worker] = []
        while waiting or busy:
            while waiting and len(busy) < self._jobs:
                busy.append(self._start(waiting.popleft(), tasks))
            ready = set(wait([worker.connection for worker in busy]))
            for worker in [worker for worker in busy if worker.connection in ready]:
                index = worker.task
                news: Step | Done[Result] | Lost = _receive(worker)
                if not isinstance(news, Step):
                    busy.remove(worker)
                    worker.task = None
                if isinstance(news, Lost) and not news.traceback:
                    self._bury(worker)
                if index is not None:
                    yield index, news

    def _start(self, index: int, tasks: Sequence[Task[Result]]) -> _Worker:
        """Give a task to a worker that is free and alive, or to a new one."""
        for worker in [worker for worker in self._workers if worker.task is None]:
            if worker.process.is_alive():
                break
            self._bury(worker)
        else:
            worker = _hire()
            self._workers.append(worker)
        worker.task = index
        worker.connection.send(tasks[index])
        return worker

    def _bury(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.connection.close()
        worker.process.join(_PATIENCE)


def _hire() -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    with _deaf_to_interrupts():
        process.start()
    # The last copy of the other end must be the worker's own, so that its death closes the pipe.
    theirs.close()
    return _Worker(process, ours)


def _receive(worker: _Worker) -> Step | Done[Result] | Lost:
    try:
        news: Step | Done[Result] | Lost = worker.connection.recv()
    except (EOFError, ConnectionError):
        return Lost()
    return news


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start children that ignore Ctrl-C: the parent alone hears it, and stops them in order."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(connection: Connection) -> None:
    """Work on tasks until the other side hangs up."""
    # SystemExit unwinds through the running notebook, which stops its kernel.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        connection.send(_attempt(task, connection))


def _attempt(task: Task[Result], connection: Connection) -> Done[Result] | Lost:
    try:
        return Done(task(lambda done, total: connection.send(Step(done, total))))
    except Exception:  # noqa: BLE001 - it is handed to the parent whole
        return Lost(traceback.format_exc())
