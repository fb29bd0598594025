"""A verdict that flips from one report to the next, from the command to the three places where it is told."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from smmeasure.brief import PARAMETER_NAMES
from smmeasure.run.ledger import keep, read_ledger
from smmeasure.run.loading import load_records
from smmeasure.show import portfolio

COMMAND = [sys.executable, "-c", "from smmeasure.run.cli import main; main()", "run"]

SAY_RECORD = """\
from IPython.display import HTML, display
ends = {"rel_effect": 0.0, "rel_effect_ci_lower": -0.1, "rel_effect_ci_upper": 0.1}
pieces = {"name": "Pieces sold", "verdict": "no measurable change", "rises": True, "unit": "count", **ends}
record = {"campaign": campaign, "title": title, "language": language, "as_of": str(as_of), "phase": "measured",
          "window": {"start": "2026-02-01", "end": "2026-02-07"}, "main_indicator": "pieces",
          "indicators": {"pieces": pieces}, "parameters": {"indicators": {"pieces": {"measures": "units_sold"}}}}
display({"application/vnd.smmeasure.record+json": record}, raw=True)
HTML(f"<h1>{title}</h1>")
"""
"""A notebook that only says a verdict: what is tested is what becomes of two answers, not the measuring."""

EARLIER = {
    "campaign": "red",
    "as_of": "2026-02-08",
    "phase": "measured",
    "indicators": {
        "pieces": {
            "name": "Pieces sold",
            "verdict": "rise",
            "rel_effect": 0.2,
            "rel_effect_ci_lower": 0.1,
            "rel_effect_ci_upper": 0.3,
        }
    },
}
"""What the report of the day before said."""


def text(markup: str) -> str:
    """Read the text of a page."""
    return " ".join(re.sub(r"<style.*?</style>|<[^>]+>", " ", markup, flags=re.DOTALL).split())


def test_a_flip_is_told_in_the_terminal_in_the_report_and_in_the_portfolio(
    workspace: Path, write_brief: Callable[..., Path], write_notebook: Callable[..., Path]
) -> None:
    """Later data say otherwise: whoever runs the brief, opens its report or the portfolio is told both answers."""
    reports = workspace / "reports"
    reports.mkdir()
    keep(reports, EARLIER, "earlier data")
    write_brief(workspace, "red", title="Red dresses")
    names = "\n".join(f"{name} = None" for name in PARAMETER_NAMES)
    write_notebook(workspace / "notebooks" / "campaign.ipynb", SAY_RECORD, parameters=names)
    done = subprocess.run(  # noqa: S603 - our own command
        [*COMMAND, "params", "--as-of", "2026-02-09"], cwd=workspace, capture_output=True, text=True, check=False
    )

    assert done.stderr.startswith(
        "red: published\n  This report and an earlier one don't say the same:\n  «Pieces sold»: the report of "
        "2026-02-08 said «rise» (between +10 % and +30 %); that of 2026-02-09 says «no measurable change» (between "
        "-10 % and +10 %).\n"
    )
    sentence = (
        "“Pieces sold”: the report of 8 February 2026 said “rise” (between +10% and +30%); that of 9 February 2026 "
        "says “no measurable change” (between −10% and +10%)."
    )
    assert f"don’t say the same {sentence}" in text((reports / "red" / "report.html").read_text(encoding="utf-8"))
    assert f"Red dresses: {sentence}" in text(portfolio(load_records(reports), "en").markup)
    assert [(one.as_of.day, one.indicators["pieces"].verdict.value) for one in read_ledger(reports).entries] == [
        (8, "rise"),
        (9, "no measurable change"),
    ]


@pytest.mark.parametrize(
    ("earlier", "said"),
    [
        (["rise", "no measurable change"], "2026-03-02 said «no measurable change»"),
        (["no measurable change", "rise"], "2026-03-01 said «no measurable change»"),
        (["rise", "rise"], None),
    ],
)
def test_of_two_earlier_reports_the_latest_that_differs_is_named(
    tmp_path: Path, earlier: list[str], said: str | None
) -> None:
    """A third report says «rise»: it is held against both that stand in the ledger, and all three are kept."""
    found = ()
    for day, verdict in enumerate([*earlier, "rise"], start=1):
        interval = {"rel_effect": 0.2, "rel_effect_ci_lower": 0.1, "rel_effect_ci_upper": 0.3}
        indicators = {"pieces": {"name": "Pieces", "verdict": verdict, **interval}}
        record = {"campaign": "red", "as_of": f"2026-03-0{day}", "phase": "measured", "indicators": indicators}
        found = keep(tmp_path, record, str(day)).alerts

    assert [said in str(alert) for alert in found if said] == ([True] if said else [])
    assert len(found) == (said is not None)
    assert len(read_ledger(tmp_path).entries) == 3
