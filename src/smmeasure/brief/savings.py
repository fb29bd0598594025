"""What a brief may say of money beyond one amount: a rate of exchange, a declared rate of deflection."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from smmeasure.brief.fields import Day, Number, Ratio, Text


class _Part(BaseModel):
    """A frozen piece of a brief; a key it doesn't know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)


class Exchange(_Part):
    """At which rate an amount in another currency becomes the brief's."""

    rate: Number = Field(gt=0, description="How much of the brief's currency one unit of the other is worth.")
    source: Text = Field(description="Where the rate comes from.")
    date: Day = Field(description="Day of the rate.")


class ContactCost(_Part):
    """What one contact with the service costs: a range."""

    low: Number = Field(ge=0, description="Lowest likely cost of one contact, in the brief's currency.")
    central: Number = Field(ge=0, description="Best estimate of the cost of one contact.")
    high: Number = Field(ge=0, description="Highest likely cost of one contact.")


class Deflection(_Part):
    """How many of these answers spare a contact: a declared assumption, shown apart and never in the ROI."""

    low: Ratio | None = Field(None, description="Lowest likely share of answers that spare a contact, from 0 to 1.")
    central: Ratio | None = Field(None, description="Best guess of this share.")
    high: Ratio | None = Field(None, description="Highest likely share.")
    source: Text | None = Field(None, description="Where the rate comes from.")
    date: Day | None = Field(None, description="Day of the rate.")
    contact: ContactCost | None = Field(None, description="Cost of one contact, e.g. {low: 5, central: 6.5, high: 8}.")
    recontacts: Ratio = Field(0.0, description="Share of spared contacts that come all the same, from 0 to 1.")
    programme: Number | None = Field(
        None, ge=0, description="What the programme costs in the window, in the brief's currency; 0 where it is free."
    )
    programme_low: Number | None = Field(
        None, ge=0, description="Lowest likely cost of the programme, at the brief's level; goes with programme."
    )
    programme_high: Number | None = Field(None, ge=0, description="Highest likely cost of the programme.")
