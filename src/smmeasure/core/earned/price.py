"""What a unit costs the brand itself, by platform, format, audience and month, learnt from its own ads."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import stats

from smmeasure.brief.nouns import feature_named, listed, units_named
from smmeasure.core.arrays import Floats
from smmeasure.core.earned.bought import OTHER, AdColumns, Bought, bought
from smmeasure.core.earned.choosing import Learnt, Tested, TriedPrice, learn, tested
from smmeasure.core.earned.draws import SHARES
from smmeasure.core.earned.regression import PriceForm
from smmeasure.core.earned.unit_price import NoPrice, UnitPrice
from smmeasure.core.estimates import Evidence
from smmeasure.core.threads import one_thread
from smmeasure.messages import Message, message
from smmeasure.units import Money, Rate

LEAST_ADS = 5
"""Fewer ads of the same size say too little of how ads differ: the errors of a price are counted by ads."""

LEAST_GAIN = 0.1
"""An error smaller than the mean's by less than this tells no price apart."""


@dataclass(frozen=True, slots=True)
class PriceModel:
    """The price of a unit, learnt from what the brand paid for its own ads.

    Attributes
    ----------
    per : str
        What one unit is: the name of the column of units.
    currency : str
        ISO code of every price.
    rows, ads : int
        Purchases learnt from (ads by their features), and ads, or what else errs together.
    overall : Money
        All that was paid over all units bought.
    learnt : Learnt
        The regression, with every form that was tried.
    tested : Tested
        Its error against the mean's, and how often its interval holds, on ads not seen.
    level : float
        Level of every interval, in (0, 1).
    known : Bought
        The purchases.
    doubts : tuple of Message
        Rows left out, features that could not be used, intervals that don't hold.
    """

    per: str
    currency: str
    rows: int
    ads: int
    overall: Money
    learnt: Learnt
    tested: Tested
    level: float
    known: Bought
    doubts: tuple[Message, ...]

    @property
    def form(self) -> PriceForm:
        """The form that was chosen."""
        return self.learnt.fit.form

    @property
    def tried_forms(self) -> tuple[TriedPrice, ...]:
        """Every form that was tried, best first."""
        return self.learnt.tried

    @property
    def gain(self) -> float:
        """By how much the error on ads not seen is smaller than that of the mean price, as a fraction."""
        mean = self.tested.error_of_mean
        return 1.0 - self.tested.error / mean if mean > 0.0 else 0.0

    @property
    def explained(self) -> float:
        """Share of the squared errors of the mean price that are gone on ads not seen: R² out of fold."""
        return 1.0 - (1.0 - self.gain) ** 2

    def price(self, **features: str) -> Price | NoPrice:
        """Tell the price of a unit.

        A feature that is left out is averaged over the purchases: earned exposure seldom has an audience.

        Parameters
        ----------
        **features : str
            Level of a feature, such as ``platform="facebook", age="30-34"``.

        Returns
        -------
        Price or NoPrice
            None where a feature or a level was never bought: what was never paid has no own price.
        """
        reason = next(_never_bought(self.known, features), None)
        if reason is not None:
            return NoPrice(reason)
        asked = self.known.features.copy()
        for name, level in features.items():
            asked[name] = level if level in set(self.known.features[name]) else OTHER
        return _priced(self, asked, features)


@dataclass(frozen=True, slots=True)
class Price:
    """The price of a unit with given features.

    Attributes
    ----------
    model : PriceModel
        What it was learnt from.
    features : tuple of (str, str)
        The features asked for; all others are averaged over the purchases.
    amount : Money
        Mean price of one unit.
    mean_low, mean_high : Money
        Interval of the mean price: how well the regression is known.
    low, high : Money
        Interval of the price of one more ad: how well the regression is known, and how ads differ.
    mean_draws, draws : tuple of float
        Equally likely values of both, ascending.
    """

    model: PriceModel
    features: tuple[tuple[str, str], ...]
    amount: Money
    mean_low: Money
    mean_high: Money
    low: Money
    high: Money
    mean_draws: tuple[float, ...]
    draws: tuple[float, ...]

    def of_one_more_ad(self) -> UnitPrice:
        """Give the price of buying units with one more ad."""
        return self._unit_price(self.low, self.high, self.draws)

    def of_many_ads(self) -> UnitPrice:
        """Give the price of buying units with so many ads that their differences even out."""
        return self._unit_price(self.mean_low, self.mean_high, self.mean_draws)

    def _unit_price(self, low: Money, high: Money, draws: tuple[float, ...]) -> UnitPrice:
        source = message(
            "own ads: {rows} purchases of {ads} ads, {form}",
            rows=self.model.rows,
            ads=self.model.ads,
            form=FORMS[self.model.form],
        )
        return UnitPrice(
            self.model.per,
            self.amount,
            low,
            high,
            draws,
            self.model.level,
            Evidence.MODELLED,
            source,
            self.model.doubts,
        )


FORMS = {
    PriceForm.MEAN: message("mean of all ads"),
    PriceForm.LOG_LINEAR: message("log-linear regression"),
    PriceForm.GAMMA: message("Gamma regression"),
}
"""Forms of a price in the words of a reader."""


@one_thread
def learn_price(  # noqa: PLR0913 - one argument per column that a table of ads may have
    rows: pd.DataFrame,
    *,
    currency: str,
    units: str = "impressions",
    spend: str = "spend",
    ad: str = "ad_id",
    together: str | None = None,
    features: Sequence[str] = (),
    level: float = 0.95,
    rng: int = 0,
) -> PriceModel | NoPrice:
    """Learn the price of a unit from what was paid for ads.

    Three forms are tried (`smmeasure.core.earned.regression.PriceForm`); the one that errs least on ads
    not seen is kept. The choice and its intervals are then tested on ads that neither has seen. Rows of
    one ad with the same features are added up to a purchase, which counts by its units: the price is that of
    a unit, not that of an ad.

    Parameters
    ----------
    rows : pandas.DataFrame
        Ads by day, period, audience or platform, as an export holds them.
    currency : str
        ISO code of `spend`.
    units, spend, ad : str
        Columns of what was bought, what was paid, and of the ad's id.
    together : str, optional
        Column of what errs together where that is more than the ad: its ad set or campaign. Errors are robust
        against it, and all ads of one are unseen together.
    features : sequence of str
        Columns that the price may depend on, the most important first: platform, format, age, gender,
        interest, month. Where rows are few, the last are left out.
    level : float
        Level of the intervals, in (0, 1).
    rng : int
        Seed of the folds; the same seed gives the same price.

    Returns
    -------
    PriceModel or NoPrice
        The reason where too little was bought.

    Raises
    ------
    CallError
        If the table can't be taken; the error lists every fault.
    """
    known = bought(rows, AdColumns(spend, units, ad, together or ad, tuple(dict.fromkeys(features))), currency, level)
    reason = _too_little(known, units, level)
    if reason is not None:
        return NoPrice(reason)
    found = learn(known, features, rng)
    model = PriceModel(
        per=units,
        currency=currency,
        rows=len(known.price),
        ads=len(np.unique(known.groups)),
        overall=Money(known.overall, currency),
        learnt=found,
        tested=tested(known, features, level, rng),
        level=level,
        known=known,
        doubts=known.doubts,
    )
    return replace(model, doubts=(*known.doubts, *_doubts(model, features)))


def _too_little(known: Bought, units: str, level: float) -> Message | None:
    """Say why no price can be learnt, or None."""
    rows, ads = len(known.price), round(known.even_ads)
    # The outermost of n errors stand for 1 / (n + 1) at each end.
    need = math.ceil(2.0 / (1.0 - level)) - 1
    if rows >= need and ads >= LEAST_ADS:
        return None
    cause = known.doubts[0] if known.doubts else message("Give a longer export, or a dated rate card.")
    return message(
        "Not measurable: {rows} purchases have a price per unit of «{units}», and tell as much as {ads} ads of the "
        "same size; at least {need} purchases of {least} ads are needed. {cause}",
        rows=rows,
        ads=ads,
        units=units_named(units),
        need=need,
        least=LEAST_ADS,
        cause=cause,
    )


def _doubts(model: PriceModel, features: Sequence[str]) -> Iterator[Message]:
    used = {name for name, _ in model.learnt.fit.design.levels}
    for name in features:
        if len(set(model.known.features[name])) == 1:
            yield message("«{name}» has a single level in the ads: it tells no prices apart.", name=feature_named(name))
        elif name not in used:
            yield message(
                "«{name}» makes no price of an ad not seen more certain and is left out.", name=feature_named(name)
            )
    if features and model.gain < LEAST_GAIN:
        yield message(
            "The features hardly tell prices apart: on ads not seen their error is {gain} below the mean price's.",
            gain=Rate(model.gain),
        )
    if _holds_too_seldom(model):
        yield message(
            "The range of a price holds for {coverage} of the ads not seen, and should for {level}.",
            coverage=Rate(model.tested.coverage),
            level=Rate(model.level),
        )


def _holds_too_seldom(model: PriceModel) -> bool:
    """Whether so few ranges hold that chance hardly explains it (two standard errors, by ads)."""
    error = math.sqrt(model.level * (1.0 - model.level) / model.ads)
    return model.tested.coverage < model.level - 2.0 * error


def _never_bought(known: Bought, features: Mapping[str, str]) -> Iterator[Message]:
    for name, level in features.items():
        if name not in known.known:
            yield message(
                "No price by «{name}»: the ads were learnt by {names}.",
                name=feature_named(name),
                names=listed([feature_named(one) for one in known.known]) or message("nothing"),
            )
        elif level not in known.known[name]:
            yield message(
                "No price of «{level}»: the brand never bought it. Bought were, by «{name}»: {levels}.",
                level=level,
                name=feature_named(name),
                levels=", ".join(sorted(known.known[name])),
            )


def _priced(model: PriceModel, asked: pd.DataFrame, features: Mapping[str, str]) -> Price:
    fitted = model.learnt.fit
    # Purchases that ask the same are asked once, with their units.
    names = list(asked.columns)
    alike = asked.groupby(names, sort=True).ngroup().to_numpy() if names else np.zeros(len(asked), dtype=np.intp)
    _, first = np.unique(alike, return_index=True)
    cells, weights = asked.iloc[first], np.bincount(alike, weights=model.known.units)
    logs, weights = fitted.log_price(cells), weights / weights.sum()
    amount = float(weights @ np.exp(logs))
    tilted = weights * np.exp(logs) / amount
    direction = tilted @ fitted.matrix(cells)
    error = float(np.sqrt(direction @ fitted.covariance @ direction))
    degrees = fitted.degrees(direction)
    mean_draws = amount * np.exp(error * stats.t.ppf(SHARES, degrees))
    single = np.exp(logs[:, None] + np.outer(fitted.scale(cells), model.learnt.reach(SHARES)))
    draws = _quantiles(single.ravel(), np.repeat(weights, len(SHARES)), SHARES)
    ends = [0.5 - model.level / 2.0, 0.5 + model.level / 2.0]
    low, high = _quantiles(single.ravel(), np.repeat(weights, len(SHARES)), np.asarray(ends))
    half = error * float(stats.t.ppf(ends[1], degrees))

    def money(value: float) -> Money:
        """Give an amount in the currency of the ads."""
        return Money(float(value), model.currency)

    return Price(
        model,
        tuple(features.items()),
        amount=money(amount),
        mean_low=money(amount * math.exp(-half)),
        mean_high=money(amount * math.exp(half)),
        low=money(min(low, amount)),
        high=money(max(high, amount)),
        mean_draws=tuple(mean_draws.tolist()),
        draws=tuple(draws.tolist()),
    )


def _quantiles(values: Floats, weights: Floats, shares: Floats) -> Floats:
    """Give quantiles of weighted values: the smallest whose weight and that of all below reach the share."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) / weights.sum()
    places = np.minimum(np.searchsorted(reached, shares - 1e-12), len(values) - 1)
    return np.asarray(values[order][places])
