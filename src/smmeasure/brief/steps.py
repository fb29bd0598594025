"""How a brief writes its funnels, and the conversion of one action."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from smmeasure.brief.fields import Text
from smmeasure.brief.part import Part

STEPS, PLATFORMS = "<steps>", "<platforms>"
"""Names of the two ways of writing a funnel; pydantic puts them into the places of faults."""

WHOLE = "campaign"
"""Name of the whole campaign's funnel among those of the platforms."""


def _way_of_funnel(value: object) -> str:
    return PLATFORMS if isinstance(value, dict) else STEPS


Steps = Annotated[
    Annotated[tuple[Text, ...], Tag(STEPS)] | Annotated[dict[Text, tuple[Text, ...]], Tag(PLATFORMS)],
    Discriminator(_way_of_funnel),
]
"""Indicators in the order of the funnel, or a list of them per platform."""

FUNNEL: Any = Field(
    (),
    description="Indicators from exposure to revenue, in order; or a list per platform, the whole campaign's under "
    "the name campaign.",
)
"""The field of a brief that holds its funnels."""


class Conversion(Part):
    """How many of those whom one action brought did what it asked for."""

    of: Text = Field(description="Indicator of those who came, e.g. visits by the link of a post.")
    to: Text = Field(description="Indicator of those who then did it, e.g. orders with the code of a contest.")
