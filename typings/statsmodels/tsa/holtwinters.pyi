from typing import Any

import numpy.typing as npt

class _Fitted:
    def forecast(self, steps: int = ...) -> npt.NDArray[Any]: ...

class ExponentialSmoothing:
    def __init__(
        self,
        endog: npt.ArrayLike,
        trend: str | None = ...,
        damped_trend: bool = ...,
        seasonal: str | None = ...,
        *,
        seasonal_periods: int | None = ...,
        initialization_method: str = ...,
    ) -> None: ...
    def fit(self, smoothing_level: float | None = ..., *, optimized: bool = ..., use_brute: bool = ...) -> _Fitted: ...

class Holt:
    def __init__(
        self,
        endog: npt.ArrayLike,
        exponential: bool = ...,
        damped_trend: bool = ...,
        initialization_method: str | None = ...,
    ) -> None: ...
    def fit(self, smoothing_level: float | None = ..., *, optimized: bool = ...) -> _Fitted: ...

class SimpleExpSmoothing:
    def __init__(self, endog: npt.ArrayLike, initialization_method: str | None = ...) -> None: ...
    def fit(self, smoothing_level: float | None = ..., *, optimized: bool = ...) -> _Fitted: ...
