"""One thread for linear algebra: the matrices are small, and sums in one order give the same bytes anywhere."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from typing import ParamSpec, TypeVar

from threadpoolctl import ThreadpoolController

_P = ParamSpec("_P")
_R = TypeVar("_R")


@cache
def _controller() -> ThreadpoolController:
    """Look for the linear algebra libraries once; numpy and scipy have loaded theirs by then."""
    return ThreadpoolController()


def one_thread(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function compute on one thread; what was set before is set again afterwards."""

    @wraps(function)
    def limited(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Call the function with one thread."""
        with _controller().limit(limits=1, user_api="blas"):
            return function(*args, **kwargs)

    return limited
