"""Linear algebra runs on one thread, and only as long as it has to."""

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from smmeasure.core.threads import one_thread


def blas_threads() -> set[int]:
    """Threads of every library of linear algebra that is loaded."""
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


def test_a_function_computes_on_one_thread_and_the_setting_before_comes_back() -> None:
    """Whatever the user has set is his again."""
    assert np.linalg.norm(np.eye(3)) > 0.0
    with threadpool_limits(limits=2, user_api="blas"):
        before = blas_threads()
        inside = one_thread(blas_threads)()
        assert inside == {1}
        assert blas_threads() == before
