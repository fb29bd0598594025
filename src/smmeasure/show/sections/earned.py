"""Exposure valued at what it would have cost, by medium; how sure its price is, and how far others carried it."""

from __future__ import annotations

from collections.abc import Iterator

from smmeasure.core.earned.amplification import Amplification, Overtaking, Ratio
from smmeasure.core.earned.media import Comparison, EarnedMedia, PriceTest, Tone
from smmeasure.core.earned.value import NO_RETURN, MediaTotal, MediaValue, NoValue
from smmeasure.core.earned.volume import Volume
from smmeasure.core.estimates import Estimate, Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.core.phases import FOLLOW_UP_DAYS, Phase
from smmeasure.messages import Message, message
from smmeasure.show.known import Known, known_of
from smmeasure.show.labels import EVIDENCE, MEDIA
from smmeasure.show.page import Html, render
from smmeasure.show.quantities import of_effect
from smmeasure.show.sections.earned_prices import price_fold, price_points
from smmeasure.show.sections.parts import heading, unit_said
from smmeasure.show.tables import Cell, Column, Table, cells, joined, table_html
from smmeasure.show.words import Words
from smmeasure.units import Money, MoneyEquivalent, Rate

_THOUSAND = 1000
_DECIMALS = 2


def earned_media(evaluation: Evaluation, words: Words) -> list[Html]:
    """Show the cost equivalent of a campaign's exposure, or say in one line why there is none."""
    earned = evaluation.earned
    title = message("Earned media: what this exposure would have cost, not a return")
    points = [words.say(point) for point in _points(evaluation, earned, words)]
    told = [render("list.html.j2", points=points), *_folds(evaluation, earned, words)]
    if not earned.values.totals:
        return [joined([heading(words, title), *told])]
    return [joined([heading(words, title, NO_RETURN), table_html(_table(evaluation, words)), *told])]


def _folds(evaluation: Evaluation, earned: EarnedMedia, words: Words) -> Iterator[Html]:
    """Fold away how prices were learnt, and what was gained without a price."""
    yield from (price_fold(evaluation, test, words) for test in earned.prices)
    if earned.unpriced:
        summary = words.say(message("Exposure, attention and engagement without a price, by medium"))
        yield table_html(_unpriced_table(evaluation, earned, words), summary=summary)


def _table(evaluation: Evaluation, words: Words) -> Table:
    caption = message("Cost equivalent by medium, intervals at {level}", level=Rate(evaluation.campaign.level))
    return Table(
        words.say(caption),
        (
            Column(words.say(message("Exposure"))),
            Column(words.say(message("Cost equivalent")), numeric=True),
            Column(words.say(message("Units")), numeric=True),
            Column(words.say(message("Price per 1,000")), numeric=True),
            Column(words.say(message("How it is known"))),
        ),
        tuple(row for total in evaluation.earned.values.totals for row in _rows(evaluation, total, words)),
        _known(evaluation, words),
    )


def _known(evaluation: Evaluation, words: Words) -> Known:
    """Say where volumes and prices come from."""
    keys = [part.volume.indicator for total in evaluation.earned.values.totals for part in total.parts]
    how = message("units gained × what the brand pays for one; the price of each row is named in it")
    return known_of(evaluation, words, Evidence.EQUIVALENT, keys=keys, how=how)


def _rows(evaluation: Evaluation, total: MediaTotal, words: Words) -> Iterator[tuple[Cell, ...]]:
    for part in total.parts:
        yield _row(evaluation, part, words)
    if len(total.parts) > 1:
        name = message("All of this kind: {medium}", medium=_kind(total.medium.value, words, negative=total.negative))
        equivalent = _equivalent(total.low, total.central, total.high, words)
        yield cells(words.say(name), equivalent, "", "", words.say(message("ends added to ends")))


def _row(evaluation: Evaluation, part: MediaValue, words: Words) -> tuple[Cell, ...]:
    volume, price = part.volume, part.price
    known = message(
        "{evidence}: units {unit_evidence}, price {price_evidence} ({source})",
        evidence=EVIDENCE[part.evidence],
        unit_evidence=EVIDENCE[volume.evidence],
        price_evidence=EVIDENCE[price.evidence],
        source=price.source,
    )
    return cells(
        _named(evaluation, volume, words),
        _equivalent(part.low, part.central, part.high, words),
        _units(evaluation, volume, words),
        _per_thousand(price.low, price.central, price.high, words),
        words.say(known),
    )


def _named(evaluation: Evaluation, volume: Volume, words: Words) -> Cell:
    """Name a volume, with its medium, its tone and its unit."""
    result = evaluation.indicator(volume.indicator)
    kind = _kind(volume.medium.value, words, negative=volume.negative)
    return Cell(words.say(result.name), note=kind, unit=unit_said(evaluation, result, words))


def _units(evaluation: Evaluation, volume: Volume, words: Words) -> Cell:
    """Write how many units there were, with their interval where they are not counted."""
    result, estimate = evaluation.indicator(volume.indicator), volume.estimate
    units, low, high = (
        words.value(of_effect(result, end).bare()) for end in (estimate.value, estimate.ci_lower, estimate.ci_upper)
    )
    span = message("counted") if low == high else message("between {low} and {high}", low=low, high=high)
    return Cell(units, note=words.say(span))


def _kind(medium: str, words: Words, *, negative: bool) -> str:
    named = next(label for one, label in MEDIA.items() if one.value == medium)
    return words.say(message("{medium}, negative tone", medium=named) if negative else named)


def _per_thousand(low: Money, central: Money, high: Money, words: Words) -> Cell:
    ends = [words.money(Money(price.amount * _THOUSAND, price.currency)) for price in (low, central, high)]
    span = "" if low == high else words.say(message("between {low} and {high}", low=ends[0], high=ends[2]))
    return Cell(ends[1], note=span)


def _equivalent(low: MoneyEquivalent, central: MoneyEquivalent, high: MoneyEquivalent, words: Words) -> Cell:
    span = message("between {low} and {high}", low=words.money(low), high=words.money(high))
    return Cell(words.money(central), note=words.say(span))


def _unpriced_table(evaluation: Evaluation, earned: EarnedMedia, words: Words) -> Table:
    keys = [volume.indicator for volume in earned.unpriced]
    how = message("gained over the baseline; what was paid for is counted")
    return Table(
        words.say(message("Units by medium, intervals at {level}", level=Rate(evaluation.campaign.level))),
        (Column(words.say(message("Exposure"))), Column(words.say(message("Units")), numeric=True)),
        tuple(
            cells(_named(evaluation, volume, words), _units(evaluation, volume, words)) for volume in earned.unpriced
        ),
        known_of(evaluation, words, Evidence.MEASURED, keys=keys, how=how),
    )


def _points(evaluation: Evaluation, earned: EarnedMedia, words: Words) -> Iterator[Message]:
    if earned.reason is not None:
        yield earned.reason
    for unknown in earned.values.unknown:
        yield _unknown(evaluation, unknown)
    for comparison in earned.comparisons:
        yield _comparison(evaluation, comparison)
    if earned.amplification is not None:
        yield from _amplification(earned.amplification, evaluation.phase)
    for tone in earned.tones:
        yield _tone(evaluation, tone)
    for test in earned.prices:
        yield from price_points(evaluation, test, words)
        yield from _warnings(evaluation, earned, test)


def _warnings(evaluation: Evaluation, earned: EarnedMedia, test: PriceTest) -> Iterator[Message]:
    """Say what a reader of the value should know; what only tells how the price was learnt is folded away."""
    parts = (part for part in earned.parts if part.volume.indicator == test.indicator)
    # Both tones of a volume have the same price.
    doubts = next((part.price.doubts for part in parts), ())
    for doubt in doubts:
        if doubt not in test.doubts:
            yield message("Price of «{name}»: {doubt}", name=_name(evaluation, test.indicator), doubt=doubt)


def _name(evaluation: Evaluation, key: str) -> str | Message:
    return evaluation.indicator(key).name


def _unknown(evaluation: Evaluation, unknown: NoValue) -> Message:
    return message(
        "«{name}» is not valued: {reason}", name=_name(evaluation, unknown.volume.indicator), reason=unknown.reason
    )


def _tone(evaluation: Evaluation, tone: Tone) -> Message:
    name = _name(evaluation, tone.indicator)
    if tone.share is None:
        return message("«{name}» is not parted by tone: {reason}", name=name, reason=tone.source)
    return message(
        "«{name}»: {share} of a negative tone, valued apart and added to nothing ({evidence}: {source}).",
        name=name,
        share=_share(tone.share, tone),
        evidence=EVIDENCE[tone.evidence],
        source=tone.source,
    )


def _share(share: float, tone: Tone) -> Message | Rate:
    """Give a share with its range, where it has one."""
    if not tone.draws or tone.share_ci_lower is None or tone.share_ci_upper is None:
        return Rate(share)
    low, high = Rate(tone.share_ci_lower), Rate(tone.share_ci_upper)
    return message("{share} (between {low} and {high})", share=Rate(share), low=low, high=high)


def _comparison(evaluation: Evaluation, comparison: Comparison) -> Message:
    name, times = _name(evaluation, comparison.indicator), comparison.times.estimate
    if times is None:
        return message(
            "«{name}» is not compared with «{event}»: {reason}",
            name=name,
            event=comparison.event,
            reason=comparison.times.reason or "",
        )
    return message(
        "«{name}» gained **{times} times** «{event}» ({size}), between {low} and {high} times.",
        name=name,
        times=times.value,
        event=comparison.event,
        size=comparison.size,
        low=times.ci_lower,
        high=times.ci_upper,
    )


def _amplification(told: Amplification, phase: Phase) -> Iterator[Message]:
    ratio = told.earned_over_bought
    if told.virality is not None and told.virality.estimate is not None:
        yield _virality(told.virality.estimate, told.virality)
    if ratio.estimate is None:
        yield ratio.reason or message("How far others carried it can't be told.")
        return
    yield message(
        "For one unit of paid and owned exposure others gave **{value}**, between {low} and {high} ({calculation}).",
        value=ratio.estimate.value,
        low=ratio.estimate.ci_lower,
        high=ratio.estimate.ci_upper,
        calculation=ratio.calculation or "",
    )
    if told.overtaking is not None:
        yield _overtaking(told.overtaking)
    if told.half_life is not None:
        yield message("Earned exposure: {statement}", statement=told.half_life.statement)
    elif phase is not Phase.FOLLOWED_UP:
        yield message(
            "How fast the attention fades is told {days} days after the end at the earliest.", days=FOLLOW_UP_DAYS
        )


def _virality(share: Estimate, told: Ratio) -> Message:
    return message(
        "{label}: passed on {times} times per 1,000, between {low} and {high}.",
        label=told.calculation or "",
        times=_THOUSAND * share.value,
        low=_THOUSAND * share.ci_lower,
        high=_THOUSAND * share.ci_upper,
    )


def _overtaking(told: Overtaking) -> Message:
    if told.reason is not None:
        return message("The day on which earned exposure overtakes can't be told: {reason}", reason=told.reason)
    if told.day is None and told.earliest is None:
        return message("Earned exposure never overtook what was paid for and owned.")
    if told.day is None or told.earliest is None:
        return message(
            "By the best estimate earned exposure never overtook what was paid for and owned; it may have, from {day} "
            "on.",
            day=told.earliest,
        )
    if told.latest is None:
        return message(
            "Earned exposure overtook what was paid for and owned on {day}; it may have been {earliest}, or never.",
            day=told.day,
            earliest=told.earliest,
        )
    if told.earliest == told.latest:
        return message("Earned exposure overtook what was paid for and owned on {day}.", day=told.day)
    return message(
        "Earned exposure overtook what was paid for and owned on {day}, between {earliest} and {latest}.",
        day=told.day,
        earliest=told.earliest,
        latest=told.latest,
    )
