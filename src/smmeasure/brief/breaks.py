"""Metric breaks: days on which a platform began to count otherwise, known to the catalogue with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from smmeasure.brief.campaign import Campaign
from smmeasure.messages import Message, message


@dataclass(frozen=True, slots=True)
class MetricBreak:
    """A day on which a metric changed its meaning.

    Attributes
    ----------
    day : datetime.date
        First day that is counted otherwise.
    platforms : tuple of str
        Where; empty where the metric exists on one kind of platform only.
    metrics : tuple of str
        Canonical columns and ids of the catalogue that changed.
    successor : str or None
        Metric that took its place; None where the name stayed.
    source : str
        Page that states the day.
    """

    day: date
    platforms: tuple[str, ...]
    metrics: tuple[str, ...]
    successor: str | None
    source: str

    def reason(self, name: object) -> Message:
        """Say what happened, for the baseline of an indicator of this name."""
        values = {"name": name, "day": self.day, "source": self.source}
        if self.successor is None:
            return message(
                "«{name}»: its metric is counted otherwise since {day}, in the midst of the days that are compared "
                "({source}).",
                **values,
            )
        return message(
            "«{name}»: its metric was replaced by {successor} on {day}, in the midst of the days that are compared "
            "({source}).",
            successor=self.successor,
            **values,
        )


@cache
def metric_breaks() -> tuple[MetricBreak, ...]:
    """Read all metric breaks, by day."""
    text = (files("smmeasure.brief") / "metric_breaks.yaml").read_text(encoding="utf-8")
    return tuple(map(_break, yaml.safe_load(text)))


def _break(raw: dict[str, Any]) -> MetricBreak:
    return MetricBreak(
        raw["date"], tuple(raw.get("platforms", ())), tuple(raw["metrics"]), raw.get("successor"), raw["source"]
    )


def breaks_of(campaign: Campaign, key: str) -> tuple[tuple[MetricBreak, bool], ...]:
    """Find the breaks that an indicator may have, each with whether its platform is certain.

    The platform is certain where the indicator's source names it, or where the metric has only one;
    where the source is silent the platforms of the actions are a guess.
    """
    indicator = campaign.indicators[key]
    metric = indicator.source.measure or indicator.measures
    named = indicator.source.platform
    acted = {action.platform.casefold() for action in campaign.actions}
    likely = acted if named is None else {named.casefold()}
    return tuple(
        (one, named is not None or not one.platforms)
        for one in metric_breaks()
        if metric in one.metrics and (not one.platforms or likely.intersection(one.platforms))
    )
