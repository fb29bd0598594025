"""What smmeasure says of the cases, and how long it takes."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import pandas as pd
from cases import Case
from recast import SCENARIOS, simulate
from scoring import Answer, score

from smmeasure.core.panel.arguments import check
from smmeasure.core.panel.methods import LOG_DIFFERENCE, METHODS, measure
from smmeasure.core.results import Uplift
from smmeasure.core.uplift import estimate_uplift

LEVEL = 0.95

CLOSED_FORMS = (METHODS["tbr"], LOG_DIFFERENCE)
"""Panel estimators with a closed form."""


def estimated(case: Case) -> Uplift:
    """Measure a case as a user would."""
    return estimate_uplift(case.y, case.start, case.y.index[-1], controls=case.controls, events=case.events)


def asked(case: Case) -> dict[str, object]:
    """Measure a case without its lift, and score the answers without and with.

    A lift changes no quiet day, so that the baseline is the same and the effect with its interval moves by
    what was put in: one estimate answers both, as tests/test_benchmarks.py holds.
    """
    begin = time.perf_counter()
    untouched = estimated(case)
    seconds = time.perf_counter() - begin
    own = untouched.calibration.false_alarm_rate if untouched.calibration else np.nan
    put_in = float(case.lifted().y[case.start :].sum() - case.y[case.start :].sum())
    answers = (answer(untouched), answer(untouched, put_in))
    return score(case, *answers, {"tool": "smmeasure", "seconds": seconds, "own rate": own})


def answer(uplift: Uplift, put_in: float = 0.0) -> Answer:
    """Give effect and interval, moved by what is put in beside."""
    return Answer(uplift.effect + put_in, uplift.effect_ci_lower + put_in, uplift.effect_ci_upper + put_in)


def ask_all(cases: Iterable[Case], jobs: int) -> pd.DataFrame:
    """Measure every case in parallel processes."""
    with ProcessPoolExecutor(jobs) as pool:
        return pd.DataFrame(pool.map(asked, cases, chunksize=8))


def single_series_seconds(cases: Sequence[Case]) -> pd.DataFrame:
    """Time one estimate per case on one core, beside nothing else of this benchmark: processor seconds, placebos."""
    rows = []
    for case in cases:
        begin = time.process_time()
        uplift = estimated(case)
        placebos = uplift.calibration.placebos if uplift.calibration else 0
        rows.append({"window": case.name, "seconds": time.process_time() - begin, "placebos": placebos})
    return pd.DataFrame(rows)


def closed_form_seconds(repeats: int = 20) -> dict[str, float]:
    """Median processor seconds of one panel estimate with a closed form: 21 units, 90 + 15 days, checks included."""
    outcomes, treated = simulate(SCENARIOS[0], np.random.default_rng(0))
    window = outcomes.index[SCENARIOS[0].quiet :]
    medians = {}
    for method in CLOSED_FORMS:
        times = []
        for _ in range(repeats + 1):
            begin = time.process_time()
            panel = check(outcomes, [treated], window[0], window[-1], "tbr", LEVEL, tuple(METHODS))
            measure(panel, method, LEVEL)
            times.append(time.process_time() - begin)
        medians[method.name] = float(np.median(times[1:]))  # the first call loads what it needs
    return medians
