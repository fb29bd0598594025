"""The deterministic simulator of Maison Alba's world."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.signal import lfilter

from smmeasure.data.calendar import HOLIDAY_COLUMN, holiday_events
from smmeasure.data.demo.story import EFFECTS, FLIGHTS, OTHERS, PERIOD, SALES, Effect, days
from smmeasure.windows import Window, mask

Floats = npt.NDArray[np.float64]

SEED = 20260830
"""Seed of the data that are shipped."""

_DAYS_PER_YEAR = 365.25
_MEMORY = 0.55
_SHARED = ("page", "shop", "none")


@dataclass(frozen=True, slots=True)
class DemoData:
    """The demo brand's data, one frame per export.

    Attributes
    ----------
    page : pandas.DataFrame
        Instagram page per day: views, reach, interactions, profile_visits, follows, link_clicks.
    web : pandas.DataFrame
        Site per day: sessions, social_sessions, baskets, red_baskets, brand_searches.
    shop : pandas.DataFrame
        Shop per day and product: product, pieces, orders, net_sales (EUR).
    ads : pandas.DataFrame
        Ad account per day and campaign: name, spend (EUR), impressions, link_clicks.
    support : pandas.DataFrame
        Support desk per day: phone, mail.
    """

    page: pd.DataFrame
    web: pd.DataFrame
    shop: pd.DataFrame
    ads: pd.DataFrame
    support: pd.DataFrame


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a series behaves when nothing happens.

    `level` is the mean of a day at the start, `growth` its rise per year as a share, `week` the
    factors from Monday to Sunday, `year` the amplitude of the yearly wave and `peak` its highest
    day of the year; `holiday` and `sales` are factors; `wobble` is the standard deviation of the
    noise that remembers yesterday, `spread` the variance of a day's count over a Poisson's;
    `group` says whose shocks the series shares.
    """

    level: float
    growth: float
    week: tuple[float, ...]
    year: float
    peak: int
    holiday: float
    sales: float
    wobble: float
    spread: float
    group: str


_PAGE_WEEK = (0.96, 0.95, 0.98, 1.00, 0.97, 1.04, 1.10)
_WEB_WEEK = (1.04, 1.00, 0.99, 0.98, 0.94, 0.97, 1.08)
_SHOP_WEEK = (1.02, 0.95, 0.98, 0.97, 0.98, 1.08, 1.02)
_PHONE_WEEK = (1.45, 1.20, 1.10, 1.08, 1.05, 0.92, 0.20)
_MAIL_WEEK = (1.22, 1.10, 1.02, 1.00, 0.98, 0.82, 0.86)

PRODUCTS = {
    "red": "Robe rouge",
    "blue": "Robe bleue",
    "skirt": "Jupe plissée",
    "coat": "Manteau laine",
    "knit": "Pull mérinos",
}
PRICES = {"red": 59.0, "blue": 59.0, "skirt": 45.0, "coat": 149.0, "knit": 69.0}
_SALES_PRICE = 0.7
_PIECES_PER_ORDER = 1.12

_HABITS = {
    "views": _Habit(42_000, 0.14, _PAGE_WEEK, 0.06, 165, 1.05, 1.10, 0.07, 40.0, "page"),
    "reach": _Habit(26_000, 0.12, _PAGE_WEEK, 0.06, 165, 1.05, 1.08, 0.06, 30.0, "page"),
    "interactions": _Habit(900, 0.08, _PAGE_WEEK, 0.05, 170, 1.05, 1.00, 0.07, 3.0, "page"),
    "profile_visits": _Habit(310, 0.08, _PAGE_WEEK, 0.05, 170, 1.04, 1.08, 0.06, 2.0, "page"),
    "follows": _Habit(22, 0.05, _PAGE_WEEK, 0.05, 170, 1.02, 1.05, 0.05, 1.4, "page"),
    "link_clicks": _Habit(180, 0.08, _PAGE_WEEK, 0.06, 165, 1.00, 1.20, 0.06, 1.8, "page"),
    "social_sessions": _Habit(300, 0.08, _WEB_WEEK, 0.06, 165, 1.00, 1.20, 0.06, 1.8, "page"),
    "other_sessions": _Habit(1_650, 0.08, _WEB_WEEK, 0.08, 345, 0.95, 1.40, 0.05, 3.0, "shop"),
    "red_baskets": _Habit(42, 0.06, _SHOP_WEEK, 0.18, 168, 0.85, 1.45, 0.04, 1.3, "shop"),
    "other_baskets": _Habit(150, 0.06, _SHOP_WEEK, 0.06, 345, 0.85, 1.45, 0.04, 1.5, "shop"),
    "brand_searches": _Habit(95, 0.09, _WEB_WEEK, 0.07, 350, 0.95, 1.20, 0.05, 1.5, "shop"),
    "red_pieces": _Habit(13, 0.06, _SHOP_WEEK, 0.18, 168, 0.80, 1.60, 0.04, 1.2, "shop"),
    "blue_pieces": _Habit(17, 0.06, _SHOP_WEEK, 0.18, 168, 0.80, 1.60, 0.04, 1.2, "shop"),
    "skirt_pieces": _Habit(9, 0.04, _SHOP_WEEK, 0.25, 172, 0.80, 1.60, 0.04, 1.2, "shop"),
    "coat_pieces": _Habit(6, 0.05, _SHOP_WEEK, 0.55, 345, 0.80, 1.50, 0.04, 1.2, "shop"),
    "knit_pieces": _Habit(11, 0.05, _SHOP_WEEK, 0.40, 350, 0.80, 1.55, 0.04, 1.2, "shop"),
    "phone": _Habit(58, 0.04, _PHONE_WEEK, 0.05, 350, 0.15, 1.00, 0.05, 1.4, "none"),
    "mail": _Habit(48, 0.05, _MAIL_WEEK, 0.06, 350, 0.75, 1.00, 0.05, 1.4, "none"),
}
_SHARED_WOBBLE = {"page": 0.03, "shop": 0.05}


def simulate(seed: int, *, without: tuple[str, ...] = ()) -> DemoData:
    """Simulate the demo brand.

    Parameters
    ----------
    seed : int
        Changes the noise and nothing else.
    without : tuple of str
        Campaigns that don't take place: what the world would have been.

    Returns
    -------
    DemoData
        Every export, in full.
    """
    counts = _quiet_counts(seed)
    orders = {name: _orders(counts[f"{name}_pieces"], seed, place) for place, name in enumerate(PRODUCTS)}
    effects = [effect for effect in EFFECTS if effect.campaign not in without]
    for effect in effects:
        if effect.series in counts:
            counts[effect.series] = counts[effect.series] + effect_profile(effect)
    counts["sessions"] = counts["other_sessions"] + counts["social_sessions"]
    counts["baskets"] = counts["other_baskets"] + counts["red_baskets"]
    for effect in effects:
        if effect.series == "red_orders":
            orders["red"] = orders["red"] + effect_profile(effect)
    return DemoData(
        page=_frame(counts, "views", "reach", "interactions", "profile_visits", "follows", "link_clicks"),
        web=_frame(counts, "sessions", "social_sessions", "baskets", "red_baskets", "brand_searches"),
        shop=_shop(counts, orders),
        ads=_ads(seed, without),
        support=_frame(counts, "phone", "mail"),
    )


def effect_profile(effect: Effect) -> Floats:
    """Spread the total of an effect over its days in whole numbers, exactly.

    A campaign's effect starts within days, follows the habits of the series and wears out a little;
    what stays after a campaign fades. Days with few calls can't lose any.

    Parameters
    ----------
    effect : Effect
        What is added, where and when.

    Returns
    -------
    numpy.ndarray of float, shape (days of the data,)
        Whole numbers that sum to the total; 0 outside the window.
    """
    inside = mask(days(), [effect.window]).to_numpy()
    number = np.arange(int(inside.sum()), dtype=np.float64)
    shape = np.exp(-number / 14) if effect.follow_up else (1 - np.exp(-(number + 1) / 2)) * np.exp(-number / 90)
    usual = quiet_mean(effect.series)[inside]
    if effect.total < 0:
        usual = np.where(usual > np.median(usual) / 2, usual, 0.0)
    weights = shape * usual
    exact = np.cumsum(weights) / weights.sum() * abs(effect.total)
    profile = np.zeros(PERIOD.days)
    profile[inside] = np.diff(np.rint(exact), prepend=0.0) * np.sign(effect.total)
    return profile


def _quiet_counts(seed: int) -> dict[str, Floats]:
    """Draw every series as it would be without any measured campaign."""
    shared = {
        group: wobble(np.random.default_rng([seed, 1, place]), _SHARED_WOBBLE.get(group, 0.0))
        for place, group in enumerate(_SHARED)
    }
    counts: dict[str, Floats] = {}
    for place, (name, habit) in enumerate(_HABITS.items()):
        rng = np.random.default_rng([seed, 2, place])
        mean = quiet_mean(name) * np.exp(shared[habit.group] + wobble(rng, habit.wobble))
        counts[name] = _draw(rng, mean, habit.spread)
    return counts


def quiet_mean(name: str) -> Floats:
    """Give the expected values of a series without noise and without measured campaigns.

    Parameters
    ----------
    name : str
        Series of the simulator.

    Returns
    -------
    numpy.ndarray of float, shape (days of the data,)
        Means per day, in the unit of the series.
    """
    habit = _HABITS["red_pieces" if name == "red_orders" else name]
    index = days()
    years = np.arange(len(index)) / _DAYS_PER_YEAR
    wave = np.cos(2 * np.pi * (index.day_of_year.to_numpy() - habit.peak) / _DAYS_PER_YEAR)
    mean = habit.level * (1 + habit.growth) ** years * (1 + habit.year * wave)
    mean = mean * np.take(habit.week, index.day_of_week)
    mean = mean * np.where(_is_holiday(), habit.holiday, 1.0) * np.where(mask(index, SALES), habit.sales, 1.0)
    result: Floats = mean * (1 + _other_lift(habit.group))
    return result


@cache
def _is_holiday() -> tuple[bool, ...]:
    return tuple(holiday_events("FR", PERIOD.start, PERIOD.end)[HOLIDAY_COLUMN] > 0)


def _other_lift(group: str) -> Floats:
    lift = np.zeros(PERIOD.days)
    for other in OTHERS:
        share = {"page": other.page, "shop": other.shop}.get(group, 0.0)
        lift[mask(days(), [other.window]).to_numpy()] += share
    return lift


def wobble(rng: np.random.Generator, deviation: float) -> Floats:
    """Draw noise that remembers yesterday: AR(1), stationary from the first day.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where its shocks come from.
    deviation : float
        Standard deviation, as a share.

    Returns
    -------
    numpy.ndarray of float, shape (days of the data,)
        Logarithms of factors.
    """
    shocks = rng.standard_normal(PERIOD.days) * deviation
    shocks[1:] *= np.sqrt(1 - _MEMORY**2)
    noise: Floats = lfilter([1.0], [1.0, -_MEMORY], shocks)
    return noise


def _draw(rng: np.random.Generator, mean: Floats, spread: float) -> Floats:
    """Draw counts whose variance is `spread` times their mean (Poisson with a gamma rate)."""
    scale = spread - 1
    return rng.poisson(rng.gamma(mean / scale, scale)).astype(np.float64)


def _orders(pieces: Floats, seed: int, place: int) -> Floats:
    rng = np.random.default_rng([seed, 3, place])
    together = rng.binomial(pieces.astype(np.int64), 1 - 1 / _PIECES_PER_ORDER)
    return pieces - together.astype(np.float64)


def _frame(counts: dict[str, Floats], *names: str) -> pd.DataFrame:
    return pd.DataFrame({name: counts[name].astype(np.int64) for name in names}, index=days())


def _shop(counts: dict[str, Floats], orders: dict[str, Floats]) -> pd.DataFrame:
    index = days()
    reduced = np.where(mask(index, SALES), _SALES_PRICE, 1.0)
    parts = [
        pd.DataFrame(
            {
                "product": product,
                "pieces": counts[f"{name}_pieces"].astype(np.int64),
                "orders": orders[name].astype(np.int64),
                "net_sales": np.round(counts[f"{name}_pieces"] * PRICES[name] * reduced, 2),
            },
            index=index,
        )
        for name, product in PRODUCTS.items()
    ]
    return pd.concat(parts).sort_index(kind="stable")


def _ads(seed: int, without: tuple[str, ...]) -> pd.DataFrame:
    flights = [(flight.name, flight.window, flight.spend) for flight in FLIGHTS if flight.campaign not in without]
    others = [(other.name, other.window, other.spend * other.window.days) for other in OTHERS]
    rng = np.random.default_rng([seed, 4])
    parts = [_flight(rng, *flight) for flight in sorted(flights + others, key=lambda flight: flight[1])]
    return pd.concat(parts)


def _flight(rng: np.random.Generator, name: str, window: Window, spend: float) -> pd.DataFrame:
    """Spread the spend of a flight over its days in whole cents, exactly."""
    weights = np.exp(0.15 * rng.standard_normal(window.days))
    cents = np.diff(np.rint(np.cumsum(weights) / weights.sum() * spend * 100), prepend=0.0)
    impressions = np.rint(cents / 100 * 1000 / 5.5 * np.exp(0.1 * rng.standard_normal(window.days)))
    clicks = np.rint(impressions * 0.014 * np.exp(0.1 * rng.standard_normal(window.days)))
    columns = {"name": name, "spend": cents / 100, "impressions": impressions, "link_clicks": clicks}
    return pd.DataFrame(columns, index=window.index()).astype({"impressions": "int64", "link_clicks": "int64"})
