"""What the figure of an effect tells: which days, which values, and the words for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import pandas as pd

from smmeasure.brief.campaign import Campaign
from smmeasure.core.evaluation import IndicatorResult
from smmeasure.core.results import Uplift, Verdict
from smmeasure.messages import Message, message
from smmeasure.show.figures.sheet import WIDE, Screen
from smmeasure.show.figures.timeline import kept_out
from smmeasure.show.words import Words
from smmeasure.windows import Window

Values = TypeVar("Values", pd.Series, pd.DataFrame)


@dataclass(frozen=True, slots=True)
class Story:
    """What the figure tells."""

    result: IndicatorResult
    campaign: Campaign
    words: Words

    @property
    def uplift(self) -> Uplift | None:
        """The effect, where it is measurable."""
        uplift = self.result.uplift
        return None if uplift is None or uplift.verdict is Verdict.NOT_MEASURABLE else uplift

    @property
    def observed(self) -> pd.Series:
        """Every value known, up to the end of the campaign."""
        return self.result.series.values.loc[: pd.Timestamp(self.campaign.window.end)]

    @property
    def window(self) -> Window:
        """Days of the campaign that are over, or all of them where nothing was measured."""
        whole = self.campaign.window.window()
        if self.uplift is None:
            return whole
        return Window(whole.start, min(whole.end, self.uplift.daily.index[-1].date()))

    def days(self, screen: Screen) -> Window:
        """Give the days shown: some time before the campaign, to its end."""
        turns, most = (2, 90) if screen.is_narrow else (4, 180)
        before = min(max(turns * self.window.days, 60), most)
        return Window(self.window.start - timedelta(days=before), self.window.end)

    def amount(self, value: float, *, sign: bool = False) -> str:
        """Write a value of the indicator with what it counts."""
        return self.words.quantity(value, self.result.unit, self.result.noun, sign=sign)

    def say(self, text: Message | str) -> str:
        """Say a message in the reader's language."""
        return self.words.say(text)


def within(values: Values, days: Window) -> Values:
    """Keep the days of a span."""
    return values.loc[pd.Timestamp(days.start) : pd.Timestamp(days.end)]


def range_of(story: Story, uplift: Uplift) -> Message:
    """Say the interval of the effect."""
    unit = story.result.unit
    ends = (uplift.effect_ci_lower, uplift.effect_ci_upper)
    low, high = (story.words.quantity(end, unit) for end in ends)
    if story.result.per_day:
        return message("between {low} and {high} per day", low=low, high=high)
    return message("between {low} and {high}", low=low, high=high)


def alternative(story: Story) -> str:
    """Say in one sentence what the figure shows."""
    name = story.say(story.result.name)
    if story.uplift is None:
        return story.say(message("«{name}» day by day; an effect could not be measured.", name=name))
    return story.say(message("«{name}» day by day, observed and expected without the campaign.", name=name))


def description(story: Story) -> str:
    """Say what there is to see, with its numbers."""
    sentences = [_shown(story), *([_told(story, story.uplift)] if story.uplift else []), *_aside(story)]
    return " ".join(story.say(sentence) for sentence in sentences)


def _shown(story: Story) -> Message:
    window = story.campaign.window
    if story.uplift is None:
        return message(
            "A line shows the values observed; the campaign lasts from {start} to {end}.",
            start=window.start,
            end=window.end,
        )
    return message(
        "The campaign lasts from {start} to {end}. A solid line shows what was observed, a dashed line what was "
        "expected without the campaign, with its interval; bars show the difference of every day.",
        start=window.start,
        end=window.end,
    )


def _told(story: Story, uplift: Uplift) -> Message:
    unit = story.result.unit
    values = {
        "observed": story.amount(uplift.observed),
        "baseline": story.words.quantity(uplift.baseline, unit),
        "effect": story.words.quantity(uplift.effect, unit, sign=True),
        "low": story.words.quantity(uplift.effect_ci_lower, unit),
        "high": story.words.quantity(uplift.effect_ci_upper, unit),
    }
    if story.result.per_day:
        return message(
            "On an average day, {observed} against {baseline} expected: {effect}, between {low} and {high}.", **values
        )
    return message(
        "Observed {observed} against {baseline} expected: {effect}, between {low} and {high}.{extreme}",
        extreme=_extreme(story, uplift),
        **values,
    )


def _extreme(story: Story, uplift: Uplift) -> Message | str:
    """Say on which day the effect was strongest, where there is an effect at all."""
    effect = within(uplift.daily, story.window)["effect"].dropna()
    if uplift.verdict is Verdict.NO_CHANGE or effect.empty:
        return ""
    strongest = effect.idxmax() if uplift.verdict is Verdict.RISE else effect.idxmin()
    return message(" The difference is largest on {day}.", day=_date(strongest))


def _date(day: object) -> date:
    return pd.Timestamp(str(day)).date()


def _aside(story: Story) -> Sequence[Message]:
    spans = kept_out(story.campaign, story.days(WIDE))
    days = sum(span.days for span in spans)
    return [message("Hatched: {days} days kept out of the comparison.", days=days)] if days else []
