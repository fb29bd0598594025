"""Ads of an invented brand whose prices are known."""

from __future__ import annotations

import numpy as np
import pandas as pd

PLATFORM = {"instagram": 0.006, "facebook": 0.004}
AGE = {"18-24": 1.5, "25-44": 1.0}


def bought_ads(ads: int = 60, spread: float = 0.2, seed: int = 0) -> pd.DataFrame:
    """Buy impressions with so many ads on two platforms for two ages; an ad's price is off by a log-normal factor."""
    rng = np.random.default_rng(seed)
    rows = [
        {"ad_id": f"ad {ad}", "platform": platform, "age": age, "month": f"2026-0{1 + ad % 3}"}
        for ad, platform, age in zip(range(ads), list(PLATFORM) * ads, [*AGE, *reversed(AGE)] * ads, strict=False)
    ]
    table = pd.DataFrame(rows)
    noise = np.exp(rng.normal(-(spread**2) / 2, spread, ads))
    table["impressions"] = rng.integers(5_000, 15_000, ads)
    price = table["platform"].map(PLATFORM) * table["age"].map(AGE) * noise
    table["spend"] = price * table["impressions"]
    return table
