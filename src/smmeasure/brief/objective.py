"""The objectives of a brief: what each is about, what is wanted of which indicator, and by when."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field

from smmeasure.brief.fields import Day, Number, Text, known_unit
from smmeasure.brief.part import Part


class ObjectiveKind(StrEnum):
    """What an objective is about: four social kinds, two financial ones."""

    TRAFFIC = "traffic"
    VISIBILITY = "visibility"
    IMAGE = "image"
    AWARENESS = "awareness"
    REVENUE = "revenue growth"
    SAVINGS = "savings"

    @property
    def is_financial(self) -> bool:
        """Whether the objective is about money earned or saved."""
        return self in {ObjectiveKind.REVENUE, ObjectiveKind.SAVINGS}


class Horizon(StrEnum):
    """How far from the campaign its objective lies."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class Target(Part):
    """How much is wanted from the campaign's first day to its last, or to the deadline where that is later.

    Give exactly one of more, less, total and percent.
    """

    more: Number | None = Field(None, gt=0, description="So many more than without the campaign.")
    less: Number | None = Field(None, gt=0, description="So many fewer than without the campaign.")
    total: Number | None = Field(None, ge=0, description="The total wanted over these days, baseline included.")
    percent: Number | None = Field(None, description="Change wanted against the baseline, in per cent; it may fall.")
    unit: Annotated[Text, AfterValidator(known_unit)] | None = Field(
        None, description="Only to be sure; it must be the unit of the indicator. A percentage has none."
    )


class Objective(Part):
    """The goal made measurable."""

    kind: ObjectiveKind = Field(description="traffic, visibility, image, awareness, revenue growth or savings.")
    indicator: Text = Field(description="Name of the indicator of this brief that measures it.")
    target: Target | None = Field(None, description="What is to be reached, e.g. {more: 300}.")
    deadline: Day | None = Field(
        None,
        description="Day by which it is to be reached; where it lies after the campaign, the effect counts up to it.",
    )
    horizon: Horizon | None = Field(
        None,
        description="short, medium or long; if left out, from the deadline: short up to 30 days after the campaign's "
        "last day, medium up to 180, long beyond.",
    )
    department: Text | None = Field(None, description="Department that answers for the objective.")
    text: Text | None = Field(None, description="The objective in one sentence, as you would say it.")
