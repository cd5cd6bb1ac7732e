from typing import Any

import numpy.typing as npt

class _Fitted:
    def forecast(self, steps: int = ..., theta: float = ...) -> npt.NDArray[Any]: ...

class ThetaModel:
    def __init__(
        self,
        endog: npt.ArrayLike,
        *,
        period: int | None = ...,
        deseasonalize: bool = ...,
        use_test: bool = ...,
        method: str = ...,
        difference: bool = ...,
    ) -> None: ...
    def fit(self, use_mle: bool = ..., disp: bool = ...) -> _Fitted: ...
