from typing import Any

import numpy.typing as npt

class MinTrace:
    def __init__(self, method: str, nonnegative: bool = ...) -> None: ...
    def fit_predict(
        self,
        S: npt.NDArray[Any],
        y_hat: npt.NDArray[Any],
        y_insample: npt.NDArray[Any] | None = ...,
        y_hat_insample: npt.NDArray[Any] | None = ...,
    ) -> dict[str, Any]: ...
