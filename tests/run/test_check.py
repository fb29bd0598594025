"""A check of briefs also looks at their data, without measuring anything."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smmeasure.run.briefs import Overrides
from smmeasure.run.check import check_briefs

Write = Callable[..., Path]


def test_a_check_tells_what_stands_out_in_the_data(workspace: Path, write_brief: Write) -> None:
    """A last day that was exported in the morning is told before the campaign is run."""
    file = workspace / "data" / "page.csv"
    rows = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([*rows[:-4], rows[-4].split(",")[0] + ",4\n"]), encoding="utf-8")
    lines: list[str] = []

    good = check_briefs([write_brief(workspace, "a")], Overrides(), lines.append)

    assert good
    (line,) = [line for line in lines if "SMM35" in line]
    assert line.partition(". ")[2] == (
        "SMM35 warning, indicators.sessions: “Sessions”: The last day, 7 February 2026, holds 4 where about 102 are "
        "usual. It looks as if it had been exported before it was over: it is left out. Export it again."
    )
