"""Baselines that straddle a known metric break."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from small import brief, data_of, indicator
from smmeasure.brief import Campaign
from smmeasure.core.evaluate import evaluate, look_at

SERIES = pd.Series(
    100.0 + np.arange(151) % 7, index=pd.date_range("2025-02-01", "2025-07-01", freq="D"), dtype="float64"
)


def campaign(start: str = "2025-06-02", end: str = "2025-06-08", **changes: object) -> Campaign:
    """Write a campaign of June 2025 that is judged by Instagram's impressions."""
    return brief(
        window={"start": start, "end": end},
        indicators={"seen": indicator("impressions")},
        objectives=[{"kind": "visibility", "indicator": "seen"}],
        roi=[],
        funnel=[],
        **changes,
    )


def breaks(written: Campaign) -> list[tuple[str, str, str]]:
    """Give what is found of metric breaks when the brief is checked."""
    found = [one for one in look_at(written, data_of(written, seen=SERIES)) if one.code == "SMM41"]
    return [(one.severity.value, str(one.reason), str(one.cure)) for one in found]


REASON = (
    "«Impressions»: its metric was replaced by views on 2025-04-21, in the midst of the days that are compared "
    "(https://developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights)."
)
CURE = (
    "Begin the quiet period on 2025-04-21, or exclude the days before it with the reason «metric break»; where the "
    "window itself holds that day, choose another indicator."
)
FOUND = ("advice", REASON, CURE)


def test_a_baseline_that_straddles_a_break_is_found_by_check_and_report() -> None:
    """Days before and after the break are named with reason and cure, on the brief's check and in its evaluation."""
    written = campaign()

    assert breaks(written) == [FOUND]
    assert [one.code for one in evaluate(written, data_of(written, seen=SERIES)).findings].count("SMM41") == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"quiet_period": {"start": "2025-04-21", "end": "2025-06-01"}}, id="quiet period after it"),
        pytest.param(
            {"exclusions": [{"start": "2025-02-01", "end": "2025-04-20", "reason": "metric break"}]}, id="exclusion"
        ),
        pytest.param({"start": "2025-04-07", "end": "2025-04-13"}, id="window before it"),
    ],
)
def test_a_baseline_on_one_side_of_the_break_is_sound(changes: dict[str, str]) -> None:
    """The cure that the finding names is one; a campaign before the break needs none."""
    assert breaks(campaign(**changes)) == []


def test_a_break_within_the_window_is_found() -> None:
    """A quiet period before the break says nothing of a window after it."""
    assert breaks(campaign("2025-04-18", "2025-04-24")) == [FOUND]
