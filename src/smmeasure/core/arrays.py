"""Names for arrays of one kind."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
"""Numbers; nan where missing."""

Ints = npt.NDArray[np.intp]
"""Positions."""

Bools = npt.NDArray[np.bool_]
"""Marks."""
