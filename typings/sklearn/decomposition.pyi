from typing import Any

import numpy.typing as npt
from scipy.sparse import sparray, spmatrix

class TruncatedSVD:
    def __init__(
        self, n_components: int = ..., *, algorithm: str = ..., n_iter: int = ..., random_state: int | None = ...
    ) -> None: ...
    def fit_transform(self, X: sparray | spmatrix) -> npt.NDArray[Any]: ...
