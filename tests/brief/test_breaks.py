"""Metric breaks that the catalogue knows."""

from __future__ import annotations

from datetime import date

from small import brief, indicator
from smmeasure.brief.breaks import breaks_of, metric_breaks


def test_every_break_has_a_day_and_a_source() -> None:
    """Breaks stand in the order of their days, each with metrics and the page that states the day."""
    days = [one.day for one in metric_breaks()]

    assert days == sorted(days)
    assert all(type(one.day) is date and one.metrics and one.source.startswith("https://") for one in metric_breaks())


def found(measures: str, acted: str = "instagram", **source: str) -> list[tuple[str, bool]]:
    """Give the days of the breaks of an indicator, and whether its platform is certain."""
    written = {"file": "x.csv", **({"date": "Day", "value": "Value"} | source if "measure" not in source else source)}
    campaign = brief(
        indicators={"it": indicator(measures, source=written)},
        objectives=[],
        roi=[],
        funnel=[],
        actions=[{"name": "Ads", "platform": acted, "medium": "paid"}],
    )
    return [(str(one.day), is_certain) for one, is_certain in breaks_of(campaign, "it")]


def test_a_source_that_names_its_platform_is_certain() -> None:
    """Impressions read from Instagram's exports have Instagram's break, whatever the actions are on."""
    assert found("impressions", "tiktok", measure="impressions", platform="instagram") == [("2025-04-21", True)]


def test_a_silent_source_has_the_breaks_of_the_actions_platform() -> None:
    """Columns named by hand say no platform; that of the action is likely."""
    assert found("impressions", "Facebook") == [("2025-11-15", False)]


def test_mails_are_opened_on_no_other_platform() -> None:
    """What exists only in mails needs no platform."""
    assert found("mail_opens", "site") == [("2021-09-20", True)]


def test_other_metrics_and_platforms_have_no_break() -> None:
    """Instagram's views, X's impressions and the impressions of ads go on as they were."""
    assert found("views") == []
    assert found("impressions", "x") == []
    assert found("impressions", measure="impressions", platform="meta_ads") == []
