from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pandas as pd
import pytest

from smmeasure.errors import UnitError

TWO_BLOCKS = (
    'sep=,\n"Facebook reach"\n"Date","Primary"\n"2026-03-01T00:00:00","20"\n"2026-03-02T01:00:00","1,250"\n\n'
    '"Instagram reach"\n"Date","Instagram reach"\n"2026-03-01T00:00:00","7"\n"2026-03-03T00:00:00","--"\n'
)


def test_blocks_of_two_networks_become_rows_of_two_platforms(read_text: Callable) -> None:
    """Each block's title tells its network; a blank stays null, and the hour does not move the day."""
    export = read_text(TWO_BLOCKS, encoding="utf-16")
    frame = export.table("account_day").frame

    assert (export.encoding, export.match.report.platform, export.rows) == ("utf-16", "meta", 4)
    assert frame["platform"].tolist() == ["facebook", "facebook", "instagram", "instagram"]
    assert frame["day"].dt.day.tolist() == [1, 2, 1, 3]
    assert frame["reach"].tolist() == [20, 1250, 7, pd.NA]
    assert frame["views"].isna().all()
    assert [str(doubt) for doubt in export.doubts] == [
        "“Instagram reach”: 1 days are absent; the file doesn't say whether they are 0, so they stay unknown"
    ]


def test_people_reached_are_never_added_up(read_text: Callable) -> None:
    """Reach of several days has no total; visits have one."""
    table = read_text(TWO_BLOCKS, encoding="utf-16").table("account_day")
    visits = read_text("sep=\t\nFacebook visits\t\nDate\tPrimary\n2026-03-01T00:00:00\t5\n2026-03-02T00:00:00\t-1\n")

    with pytest.raises(UnitError, match="total of reach: found people with people"):
        table.total("reach")
    assert visits.table("account_day").total("profile_visits") == 4.0


def test_a_title_without_a_network_is_told(read_text: Callable) -> None:
    """The network of «Views» is null until the user says it."""
    text = 'sep=,\n"Views"\n"Date","Primary"\n"2026-03-01T00:00:00","20"\n'
    unknown, said = read_text(text), read_text(text, platform="instagram")

    assert unknown.table("account_day").frame["platform"].isna().all()
    assert [str(doubt) for doubt in unknown.doubts] == ["“Views” names no network: say it with `platform`"]
    assert said.table("account_day").frame[["platform", "day", "views"]].to_numpy().tolist() == [
        ["instagram", datetime(2026, 3, 1), 20]  # noqa: DTZ001 - a day has no zone
    ]


def test_two_values_of_one_day_are_refused(refusal: Callable) -> None:
    """Two blocks of one network and metric that differ can't both be true."""
    text = (
        'sep=,\n"Views"\n"Date","Primary"\n"2026-03-01T00:00:00","20"\n\n'
        '"Views"\n"Date","Primary"\n"2026-03-01T00:00:00","21"\n'
    )

    assert refusal(text) == (
        "x.csv:8 [Views]: found a second value on 2026-03-01; expected one value per day. "
        "Keep one of the two blocks; if they are of two networks, read each with its own `platform`."
    )
