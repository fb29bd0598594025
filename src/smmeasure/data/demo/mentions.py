"""What others say of the demo brand and how often that is seen, as a listening tool counts it.

Others mention the brand some dozen times a day, and about one mention in eight is negative. During the film's weeks
they show parts of it: `FILM_VIEWS` views more than without it, and no other campaign changes anything here. They begin
slowly and pass the views of the brand's own page on 2026-05-26, all told. After the last day what the film added
halves every `HALF_LIFE` days.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from smmeasure.data.demo.simulator import Floats, wobble
from smmeasure.data.demo.story import PERIOD, WINDOWS, days
from smmeasure.windows import mask

FILM_VIEWS = 1_050_000
"""Views of others' posts that the film added over its window."""

HALF_LIFE = 6.0
"""Days in which what the film added halves, once its window is over."""

_VIEWS, _WEEK, _WOBBLE = 7_000.0, (0.95, 0.95, 0.97, 1.0, 1.0, 1.05, 1.08), 0.12
_VIEWS_PER_MENTION, _NEGATIVE = 520.0, 0.12


def mentions(seed: int) -> pd.DataFrame:
    """Simulate what others say.

    Parameters
    ----------
    seed : int
        Changes the noise and nothing else.

    Returns
    -------
    pandas.DataFrame, shape (days, 3)
        Per day: mentions, those of a negative tone, and views of all of them.
    """
    rng = np.random.default_rng([seed, 6])
    index = days()
    usual = _VIEWS * np.take(_WEEK, index.day_of_week) * np.exp(wobble(rng, _WOBBLE))
    views = np.rint(usual) + film_views()
    said = rng.poisson(views / _VIEWS_PER_MENTION)
    columns = {"mentions": said, "negative": rng.binomial(said, _NEGATIVE), "views": views.astype(np.int64)}
    return pd.DataFrame(columns, index=index)


def film_views() -> Floats:
    """Give what the film added on every day, in whole views that sum to the total over its window; shape (days,)."""
    index, window = days(), WINDOWS["brand-film"]
    inside = mask(index, [window]).to_numpy()
    number = np.arange(int(inside.sum()), dtype=np.float64)
    # Others need some days to take it up; then it wears out a little.
    shape = (1.0 - np.exp(-(number + 1.0) / 6.0)) * np.exp(-number / 200.0)
    added = np.zeros(PERIOD.days)
    added[inside] = np.diff(np.rint(np.cumsum(shape) / shape.sum() * FILM_VIEWS), prepend=0.0)
    after = (index - pd.Timestamp(window.end)).days.to_numpy()
    fading = np.rint(added[inside][-1] * 0.5 ** (after / HALF_LIFE))
    return np.asarray(np.where(after > 0, fading, added), dtype=np.float64)
