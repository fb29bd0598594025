"""How a price was learnt from the brand's own ads: what makes a unit dearer, and what it was tested on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import reduce

from smmeasure.brief.nouns import feature_named, units_named
from smmeasure.core.earned.bought import OTHER, UNSTATED
from smmeasure.core.earned.differences import LevelPrice
from smmeasure.core.earned.media import PriceTest
from smmeasure.core.estimates import Evidence
from smmeasure.core.evaluation import Evaluation
from smmeasure.messages import Message, message
from smmeasure.show.known import Known, known
from smmeasure.show.page import Html, render
from smmeasure.show.sections.parts import points_html
from smmeasure.show.tables import Cell, Column, Table, cells, table_html
from smmeasure.show.words import Words
from smmeasure.units import Money, Rate

_THOUSAND = 1000
_MOST_TOLD = 3
"""Differences told in sentences; the table has them all."""

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_LEVELS: dict[str, Message] = {OTHER: message("all others"), UNSTATED: message("not stated")}


def price_points(evaluation: Evaluation, test: PriceTest, words: Words) -> Iterator[Message]:
    """Say in a line or two what a price was learnt from, how far it can be trusted, and what makes a unit dearer."""
    yield _trust(evaluation, test)
    told = [one for one in test.differences if one.is_told_apart]
    told.sort(key=lambda one: -max(one.rel_price, 1.0 / (1.0 + one.rel_price) - 1.0))
    if told:
        yield message(
            "What makes it dearer, all else alike: {differences}.",
            differences=reduce(_then, [_difference(test, one, words) for one in told[:_MOST_TOLD]]),
        )


def _then(first: Message, other: Message) -> Message:
    return message("{first}; {other}", first=first, other=other)


def _trust(evaluation: Evaluation, test: PriceTest) -> Message:
    values = {
        "name": evaluation.indicator(test.indicator).name,
        "ads": test.ads,
        "coverage": Rate(test.coverage),
        "level": Rate(test.level),
    }
    if test.gain > 0.0 and test.features:
        template = message(
            "Price of «{name}»: learnt from {ads} own ads. On ads that it has not seen it errs {gain} less than their "
            "mean price would, and its range holds for {coverage} of them (should: {level})."
        ).template
        return Message(template, {**values, "gain": Rate(test.gain)})
    template = message(
        "Price of «{name}»: the mean of {ads} own ads; nothing tells their prices apart better. On ads that it has not "
        "seen its range holds for {coverage} of them (should: {level})."
    ).template
    return Message(template, values)


def _difference(test: PriceTest, one: LevelPrice, words: Words) -> Message:
    """Say that a level is dearer or cheaper than the one bought most."""
    reference = next(other for other in test.differences if other.feature == one.feature and other.is_reference)
    ends = sorted((abs(one.rel_price_ci_lower), abs(one.rel_price_ci_upper)))
    values = {
        "feature": feature_named(one.feature),
        "level": _level(one, words),
        "other": _level(reference, words),
        "share": Rate(abs(one.rel_price)),
        "low": Rate(ends[0]),
        "high": Rate(ends[1]),
    }
    if one.rel_price > 0.0:
        dearer = message("{feature} {level}: {share} dearer than {other} (between {low} and {high})")
        return Message(dearer.template, values)
    return Message(
        message("{feature} {level}: {share} cheaper than {other} (between {low} and {high})").template, values
    )


def _level(one: LevelPrice, words: Words) -> str:
    """Write a level as a reader does: months by their names, what has no name in words."""
    if one.level in _LEVELS:
        return words.say(_LEVELS[one.level])
    month = _MONTH.fullmatch(one.level)
    if month is None:
        return one.level
    return f"{words.month(date(int(month[1]), int(month[2]), 1))} {month[1]}"


def price_fold(evaluation: Evaluation, test: PriceTest, words: Words) -> Html:
    """Fold away how a price was learnt: every level of every feature, the test in numbers, and rows left out."""
    name = evaluation.indicator(test.indicator).name
    pieces = [table_html(_levels_table(test, words)).markup] if test.differences else []
    pieces.append(points_html(words, _numbers(test), known=_known(test, words)).markup)
    return render(
        "fold.html.j2",
        summary=words.say(message("How the price of «{name}» was learnt", name=name)),
        pieces=pieces,
    )


def _known(test: PriceTest, words: Words) -> Known:
    how = message(
        "{form}, errors by ad, intervals at {level}, tested on ads not seen", form=test.form, level=Rate(test.level)
    )
    return known(words, Evidence.MODELLED, sources=(test.file,), how=how)


def _numbers(test: PriceTest) -> Iterator[Message]:
    mean, error, usual = (
        Money(amount * _THOUSAND, test.overall.currency)
        for amount in (test.overall.amount, test.error, test.error_of_mean)
    )
    yield message(
        "{rows} purchases of {ads} ads; on the whole {mean} was paid per 1,000 {units}.",
        rows=test.rows,
        ads=test.ads,
        mean=mean,
        units=units_named(test.units),
    )
    yield message(
        "On ads not seen: off by {error} per 1,000 (root mean square), by {usual} with the mean price alone. It "
        "explains {share} of how prices differ (R²).",
        error=error,
        usual=usual,
        share=Rate(max(0.0, test.explained)),
    )
    yield from test.doubts


def _levels_table(test: PriceTest, words: Words) -> Table:
    return Table(
        words.say(message("Price against the level bought most, all else alike")),
        (
            Column(words.say(message("Feature and level"))),
            Column(words.say(message("Price")), numeric=True),
            Column(words.say(message("Share of all units")), numeric=True),
            Column(words.say(message("Ads")), numeric=True, unit=words.say(message("number"))),
        ),
        tuple(_level_row(one, words) for one in test.differences),
        _known(test, words),
    )


def _level_row(one: LevelPrice, words: Words) -> tuple[Cell, ...]:
    if one.is_reference:
        price = Cell(words.say(message("the measure of the others")))
    else:
        low, high = (words.percent(end, sign=True) for end in (one.rel_price_ci_lower, one.rel_price_ci_upper))
        span = words.say(message("between {low} and {high}", low=low, high=high))
        price = Cell(words.percent(one.rel_price, sign=True), note=span)
    return cells(
        Cell(_level(one, words), note=words.value(feature_named(one.feature))),
        price,
        words.percent(one.share),
        words.number(one.ads),
    )
