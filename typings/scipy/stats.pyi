from collections.abc import Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
_Many = Sequence[float] | npt.NDArray[Any]

class _Distribution:
    @overload
    def ppf(self, q: float, *args: float) -> np.float64: ...
    @overload
    def ppf(self, q: _Many, *args: float | _Many) -> _Floats: ...
    @overload
    def cdf(self, x: float, *args: float) -> np.float64: ...
    @overload
    def cdf(self, x: _Many, *args: float | _Many) -> _Floats: ...
    @overload
    def sf(self, x: float, *args: float) -> np.float64: ...
    @overload
    def sf(self, x: _Many, *args: float | _Many) -> _Floats: ...
    @overload
    def isf(self, q: float, *args: float) -> np.float64: ...
    @overload
    def isf(self, q: _Many, *args: float | _Many) -> _Floats: ...

beta: _Distribution
binom: _Distribution
chi2: _Distribution
f: _Distribution
norm: _Distribution
t: _Distribution

class _Tested:
    statistic: np.float64
    pvalue: np.float64

def fisher_exact(table: npt.ArrayLike, alternative: str = ...) -> _Tested: ...
def ttest_ind_from_stats(
    mean1: float,
    std1: float,
    nobs1: float,
    mean2: float,
    std2: float,
    nobs2: float,
    equal_var: bool = ...,
    alternative: str = ...,
) -> _Tested: ...
def kendalltau(x: npt.ArrayLike, y: npt.ArrayLike) -> _Tested: ...
def rankdata(a: npt.ArrayLike, method: str = ..., *, axis: int | None = ...) -> _Floats: ...
def false_discovery_control(ps: npt.ArrayLike, *, axis: int | None = ..., method: str = ...) -> _Floats: ...
