"""What the customers who are compared did on the days that follow."""

from __future__ import annotations

from smmeasure.core.arrays import Floats
from smmeasure.core.estimates import Evidence
from smmeasure.core.experiment.outcome import Difference
from smmeasure.core.loyalty.comparing import SEPARATED, Call
from smmeasure.core.loyalty.differences import drawn, paired, unmeasured
from smmeasure.core.loyalty.matching import Group, Pairs
from smmeasure.core.loyalty.results import Comparison, Outcome, OutcomeResult
from smmeasure.messages import Message
from smmeasure.units import COUNT, FRACTION, Unit


def outcome_results(call: Call, pairs: Pairs | None, reason: Message | None) -> tuple[OutcomeResult, ...]:
    """Compare each outcome; where nothing is measurable each of them says why."""
    units = {Outcome.REPEAT_RATE: FRACTION, Outcome.RETENTION: FRACTION, Outcome.ORDERS: COUNT}
    evidence = Evidence.MEASURED if call.comparison is Comparison.RANDOMISED else Evidence.MODELLED
    found: list[OutcomeResult] = []
    for outcome in Outcome:
        if outcome is Outcome.MARGIN and call.shop.purchases.margin is None:
            continue
        unit = units.get(outcome, call.money)
        if pairs is None or reason is not None:
            gap, means = unmeasured(call.level, reason or SEPARATED), (float("nan"),) * 2
        else:
            one, zero = (_values(call, outcome, group) for group in (pairs.members, pairs.others))
            gap, means = _difference(call, one, zero, unit), (float(one.mean()), float(zero.mean()))
        found.append(OutcomeResult(outcome, unit, means[0], means[1], gap, evidence))
    return tuple(found)


def _difference(call: Call, members: Floats, others: Floats, unit: Unit) -> Difference:
    if call.comparison is Comparison.RANDOMISED:
        return drawn(members, others, call.level)
    return paired(members, others, call.level, binary=unit is FRACTION)


def _values(call: Call, outcome: Outcome, group: Group) -> Floats:
    """Give the outcome of each customer of a group, from the day after the index day on."""
    purchases, first, last = call.shop.purchases, group.days, group.days + call.days
    if outcome is Outcome.RETENTION:
        return (purchases.count(group.customers, first + call.days // 2, last) > 0.0).astype(float)
    count = purchases.count(group.customers, first, last)
    if outcome is Outcome.REPEAT_RATE:
        return (count > 0.0).astype(float)
    if outcome is Outcome.ORDERS:
        return count
    margin = purchases.revenue if purchases.margin is None else purchases.margin
    money = margin if outcome is Outcome.MARGIN else purchases.revenue
    return purchases.total(money, group.customers, first, last)
