"""Numbers by row, and what stands for a fact that is not known."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.int32]

NONE = -1
"""Stands for what is not known."""
