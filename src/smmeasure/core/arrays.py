"""Names for arrays of one kind, and what several rooms read off them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
"""Numbers; nan where missing."""

Ints = npt.NDArray[np.intp]
"""Positions."""

Bools = npt.NDArray[np.bool_]
"""Marks."""

MEDIAN_TO_DEVIATION = 1.4826
"""Turns a median absolute deviation into a standard deviation under a normal distribution."""
