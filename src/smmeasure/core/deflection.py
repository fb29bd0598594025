"""Contacts that public answers may have spared: a declared rate, hence an assumption that no ROI takes in.

``saving = answers × rate × (1 − contacts made again) × cost of one contact − cost of the programme``. The
rate and the cost of one contact are declared as ranges, that of the programme may be: the lowest saving has the
lowest rate and contact and the dearest programme, the highest one the other ends.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import pandas as pd

from smmeasure.brief.savings import Deflection
from smmeasure.core.estimates import Evidence
from smmeasure.messages import Message, message
from smmeasure.units import Money

_ENDS = ("low", "central", "high")


@dataclass(frozen=True, slots=True)
class AssumedSaving:
    """Money that a programme may have saved, by a declared rate.

    Attributes
    ----------
    indicator : str
        Key in the brief of what was answered or read.
    answers : float or None
        How many in the window; None where nothing is known of it.
    contacts : float or None
        Contacts spared at the central rate, those made again taken off.
    gross : Money or None
        Worth of these contacts, before the programme is paid.
    programme : Money or None
        Cost of the programme; None where it is not given.
    low, central, high : Money or None
        Saving once the programme is paid; None where there is a reason.
    gross_low, gross_high : Money or None
        Ends of `gross`.
    programme_low, programme_high : Money or None
        Ends of `programme`; None where it has no range.
    source : str or None
        Where the rate comes from.
    source_date : datetime.date or None
        Day of the rate.
    evidence : Evidence
        Always `ASSUMED`.
    reason : Message or None
        Why there is no number; None where there is one.
    """

    indicator: str
    answers: float | None
    contacts: float | None
    gross: Money | None
    programme: Money | None
    low: Money | None
    central: Money | None
    high: Money | None
    gross_low: Money | None = None
    gross_high: Money | None = None
    programme_low: Money | None = None
    programme_high: Money | None = None
    source: str | None = None
    source_date: date | None = None
    evidence: Evidence = Evidence.ASSUMED
    reason: Message | None = None


def assumed_saving(indicator: str, values: pd.Series, declared: Deflection, currency: str) -> AssumedSaving:
    """Work out what a declared rate of deflection would have saved.

    Parameters
    ----------
    indicator : str
        Key in the brief.
    values : pandas.Series
        Answers by day of the window; nan where unknown, which adds nothing.
    declared : Deflection
        Rate, cost of one contact, contacts made again and programme as the brief declares them.
    currency : str
        Currency of the brief.
    """
    answers = float(values.sum(min_count=1))
    programme, programme_low, programme_high = (
        None if amount is None else Money(amount, currency)
        for amount in (declared.programme, declared.programme_low, declared.programme_high)
    )
    reason = _refusal(declared, answers)
    if reason is not None or declared.contact is None:
        known = answers if math.isfinite(answers) else None
        return AssumedSaving(indicator, known, None, None, programme, None, None, None, reason=reason)
    kept = answers * (1.0 - declared.recontacts)
    gross = {
        end: Money(kept * (getattr(declared, end) or 0.0) * getattr(declared.contact, end), currency) for end in _ENDS
    }
    nothing = Money(0.0, currency)
    # The dearest programme leaves the lowest saving.
    paid = {"low": programme_high or programme, "central": programme, "high": programme_low or programme}
    net = {end: amount - (paid[end] or nothing) for end, amount in gross.items()}
    contacts = kept * (declared.central or 0.0)
    return AssumedSaving(
        indicator,
        answers,
        contacts,
        gross["central"],
        programme,
        net["low"],
        net["central"],
        net["high"],
        gross_low=gross["low"],
        gross_high=gross["high"],
        programme_low=programme_low,
        programme_high=programme_high,
        source=declared.source,
        source_date=declared.date,
    )


def _refusal(declared: Deflection, answers: float) -> Message | None:
    if declared.central is None or declared.low is None or declared.high is None:
        return message("No rate of deflection is declared: nobody knows how many answers spared a contact.")
    if declared.contact is None:
        return message("No cost of one contact is given: contacts spared are no money.")
    if not math.isfinite(answers):
        return message("No value is known in the campaign's days.")
    return None
