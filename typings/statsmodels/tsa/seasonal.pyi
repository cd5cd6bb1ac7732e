import numpy as np
import numpy.typing as npt

class DecomposeResult:
    @property
    def seasonal(self) -> npt.NDArray[np.float64]: ...
    @property
    def trend(self) -> npt.NDArray[np.float64]: ...
    @property
    def resid(self) -> npt.NDArray[np.float64]: ...

class STL:
    def __init__(
        self,
        endog: npt.ArrayLike,
        period: int | None = ...,
        seasonal: int = ...,
        trend: int | None = ...,
        low_pass: int | None = ...,
        *,
        robust: bool = ...,
    ) -> None: ...
    def fit(self, inner_iter: int | None = ..., outer_iter: int | None = ...) -> DecomposeResult: ...
