"""What other tools say of the same windows: their intervals, written to a file that accuracy.py reads.

Run it with the interpreter of an environment in which peers are installed; each tool that can be imported there is
asked, or those named. The two plain ones need statsmodels only.

    python benchmarks/peers.py --output FILE.csv [--data FOLDER] [--windows N] [--tools NAME ...] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import distributions
from pathlib import Path

# One thread per process: the matrices are small, and the processes share the cores.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

import numpy as np
import pandas as pd
from cases import DEFAULT_DATA, Case, placebo_cases, spread
from scoring import Answer, score

ALPHA, Z = 0.05, 1.959964


@dataclass(frozen=True)
class Tool:
    """A peer: how it is asked, the package it comes in, and whether it learns from the days before the window only."""

    ask: Callable[[Case], Answer]
    package: str
    forecasts: bool = True

    @property
    def is_here(self) -> bool:
        """Whether its package is installed; several share the name under which they are imported."""
        return any(found.metadata["Name"].lower() == self.package for found in distributions())


def interrupted_series(case: Case) -> Answer:
    """Ordinary least squares: trend, weekdays and a step in the window, with Newey-West errors."""
    import statsmodels.api as sm  # noqa: PLC0415 - a peer's packages are loaded when it is asked

    y = case.y.dropna()
    design = pd.get_dummies(y.index.dayofweek, drop_first=True, dtype=float).set_index(y.index)
    design["one"], design["trend"] = 1.0, (y.index - y.index[0]).days / 100.0
    design["step"] = (y.index >= case.start).astype(float)
    lags = int(4 * (len(y) / 100) ** (2 / 9))  # Newey and West (1994)
    fit = sm.OLS(y.to_numpy(), design.to_numpy()).fit(cov_type="HAC", cov_kwds={"maxlags": lags}, use_t=True)
    days = float(design["step"].sum())
    low, high = fit.conf_int(ALPHA)[-1]
    return Answer(days * fit.params[-1], days * low, days * high)


def unobserved_components(case: Case) -> Answer:
    """Local level and weekly seasonal, by maximum likelihood; the variance of the total is exact given them."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # noqa: PLC0415

    before, window = case.y[case.y.index < case.start], case.y[case.start :]
    size = float(before.std()) or 1.0
    model = UnobservedComponents(before.to_numpy() / size, level="local level", seasonal=7, use_exact_diffuse=True)
    fit = model.fit(disp=False)
    expected, variance = _total(fit, window.notna().to_numpy())
    effect, reach = float(window.sum()) - size * expected, Z * size * np.sqrt(variance)
    return Answer(effect, effect - reach, effect + reach)


def _total(fit: object, counted: np.ndarray) -> tuple[float, float]:
    """Mean and variance of the sum of the next values, of those that are counted."""
    system, filtered = fit.model.ssm, fit.filter_results  # type: ignore[attr-defined]
    observe, move = system["design"][0], system["transition"]
    shock = system["selection"] @ system["state_cov"] @ system["selection"].T
    state, spread_ = filtered.predicted_state[:, -1], filtered.predicted_state_cov[:, :, -1]
    total, variance, joint = 0.0, 0.0, np.zeros(len(state))
    for one in counted:
        if one:
            total += observe @ state
            variance += observe @ spread_ @ observe + 2.0 * observe @ joint + system["obs_cov"][0, 0]
            joint = joint + spread_ @ observe
        joint, state = move @ joint, move @ state
        spread_ = move @ spread_ @ move.T + shock
    return float(total), float(variance)


def _table(case: Case) -> tuple[pd.DataFrame, list[pd.Timestamp], list[pd.Timestamp]]:
    """Lay a case out as the CausalImpact family wants it: no gaps, periods by their first and last day."""
    y = case.y.asfreq("D").interpolate().bfill().ffill()
    before = y.index[y.index < case.start]
    return pd.DataFrame({"y": y}), [y.index[0], before[-1]], [case.start, y.index[-1]]


def causal_impact_rust(case: Case) -> Answer:
    """bsts-causalimpact, defaults and a weekly seasonal."""
    from causal_impact import CausalImpact  # noqa: PLC0415

    table, before, window = _table(case)
    periods = [[str(day.date()) for day in pair] for pair in (before, window)]
    last = CausalImpact(table, *periods, model_args={"nseasons": 7, "season_duration": 1}).inferences.iloc[-1]
    return Answer(*(float(last[f"cumulative_effect{end}"]) for end in ("", "_lower", "_upper")))


def causal_impact_statsmodels(case: Case) -> Answer:
    """Ask pycausalimpact with its defaults and a weekly seasonal."""
    from causalimpact import CausalImpact  # noqa: PLC0415

    np.random.seed(0)  # noqa: NPY002 - the package draws from the global generator
    last = CausalImpact(*_table(case), nseasons=[{"period": 7}]).inferences.iloc[-1]
    return Answer(*(float(last[f"post_cum_effects{end}"]) for end in ("", "_lower", "_upper")))


def causal_impact_tensorflow(case: Case) -> Answer:
    """Ask tfcausalimpact with its defaults (variational inference) and a weekly seasonal."""
    import tensorflow as tf  # noqa: PLC0415
    from causalimpact import CausalImpact  # noqa: PLC0415

    tf.random.set_seed(0)
    last = CausalImpact(*_table(case), model_args={"nseasons": 7}).inferences.iloc[-1]
    return Answer(*(float(last[f"post_cum_effects_{end}"]) for end in ("means", "lower", "upper")))


def causalpy(case: Case, *, bayesian: bool) -> Answer:
    """Ask CausalPy's interrupted time series: trend and weekdays, by least squares or by sampling."""
    import causalpy as cp  # noqa: PLC0415
    from sklearn.linear_model import LinearRegression  # noqa: PLC0415

    y = case.y.dropna()
    size = float(y.std()) or 1.0
    table = pd.DataFrame({"y": y / size, "trend": (y.index - y.index[0]).days / 100.0}, y.index)
    table["weekday"] = y.index.day_name()
    kwargs = {"draws": 500, "tune": 500, "chains": 2, "cores": 1, "progressbar": False, "random_seed": 0}
    model = cp.pymc_models.LinearRegression(sample_kwargs=kwargs) if bayesian else LinearRegression()
    formula = "y ~ 1 + trend + C(weekday)"
    result = cp.InterruptedTimeSeries(table, case.start, formula=formula, model=model)
    direction = {"direction": "two-sided"} if bayesian else {}
    row = result.effect_summary(alpha=ALPHA, **direction).table.loc["cumulative"]
    low, high = (row[next(name for name in row.index if name.endswith(end))] for end in ("_lower", "_upper"))
    return Answer(size * float(row["mean"]), size * float(low), size * float(high))


TOOLS: dict[str, Tool] = {
    "interrupted series, HAC": Tool(interrupted_series, "statsmodels", forecasts=False),
    "unobserved components": Tool(unobserved_components, "statsmodels"),
    "bsts-causalimpact": Tool(causal_impact_rust, "bsts-causalimpact"),
    "pycausalimpact": Tool(causal_impact_statsmodels, "pycausalimpact"),
    "tfcausalimpact": Tool(causal_impact_tensorflow, "tfcausalimpact"),
    "CausalPy, least squares": Tool(partial(causalpy, bayesian=False), "causalpy"),
    "CausalPy, sampling": Tool(partial(causalpy, bayesian=True), "causalpy"),
}
"""Every peer by the name that tables give it."""

PLAIN = ("interrupted series, HAC", "unobserved components")
"""Peers that need no package of their own."""


def asked(task: tuple[str, Case]) -> dict[str, object]:
    """Ask one tool about one case, without and with its lift, and score the answers.

    A tool that learns from the days before the window only shifts its interval by what was put in.
    """
    name, case = task
    tool = TOOLS[name]
    begin = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        untouched = _answer(tool, case)
        seconds = time.perf_counter() - begin
        if tool.forecasts:
            put_in = case.lift * case.observed
            lifted = Answer(*(end + put_in for end in (untouched.effect, untouched.lower, untouched.upper)))
        else:
            lifted = _answer(tool, case.lifted())
    ends = {"effect": untouched.effect, "lower": untouched.lower, "upper": untouched.upper}
    return score(case, untouched, lifted, {"tool": name, "seconds": seconds, **ends})


def _answer(tool: Tool, case: Case) -> Answer:
    """Ask a tool; one that fails on a case makes no statement there."""
    try:
        return tool.ask(case)
    except Exception as error:  # noqa: BLE001 - whatever a peer raises is its own fault, and counts as silence
        print(f"  {case.name}: {type(error).__name__}: {str(error)[:100]}")
        return Answer(np.nan, np.nan, np.nan)


def ask_all(names: Sequence[str], cases: Sequence[Case], jobs: int) -> Iterator[dict[str, object]]:
    """Ask tools about cases, tool by tool, in parallel processes."""
    tasks = [(name, case) for name in names for case in cases]
    if jobs == 1:
        yield from map(asked, tasks)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(asked, tasks, chunksize=4)


def main() -> None:
    """Ask the tools that are here, and write what they said."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, required=True, help="CSV file to write")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA, help="folder with the placebo windows")
    parser.add_argument("--windows", type=int, help="so many windows, evenly spread; all where left out")
    parser.add_argument("--tools", nargs="+", choices=list(TOOLS), help="which; all that are installed where left out")
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    names = options.tools or [name for name, tool in TOOLS.items() if tool.is_here and name not in PLAIN]
    print("asking", ", ".join(names) or "nobody: none of the peers is installed here")
    rows = pd.DataFrame(ask_all(names, spread(placebo_cases(options.data), options.windows), options.jobs))
    rows.to_csv(options.output, index=False)


if __name__ == "__main__":
    main()
