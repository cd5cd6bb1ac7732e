from collections.abc import Callable, Sequence
from typing import Any, Concatenate, Literal, overload

import numpy as np
import numpy.typing as npt
from scipy.sparse import sparray, spmatrix

_Floats = npt.NDArray[np.float64]
_Table = npt.ArrayLike | sparray | spmatrix
_Ends = Sequence[tuple[float | None, float | None]] | npt.NDArray[Any]

class OptimizeResult:
    x: _Floats
    fun: Any
    success: bool
    status: int
    message: str
    nit: int
    mip_gap: float | None
    mip_dual_bound: float | None

class _Solved(OptimizeResult):
    x: _Floats | None  # type: ignore[assignment] # None where the solver found no point
    fun: float | None

class _SolvedScalar(OptimizeResult):
    x: float  # type: ignore[assignment]

class Bounds:
    def __init__(
        self, lb: npt.ArrayLike = ..., ub: npt.ArrayLike = ..., keep_feasible: npt.ArrayLike = ...
    ) -> None: ...

class LinearConstraint:
    A: Any
    lb: _Floats
    ub: _Floats
    def __init__(
        self, A: _Table, lb: npt.ArrayLike = ..., ub: npt.ArrayLike = ..., keep_feasible: npt.ArrayLike = ...
    ) -> None: ...

def milp(
    c: npt.ArrayLike,
    *,
    integrality: npt.ArrayLike | None = ...,
    bounds: Bounds | None = ...,
    constraints: LinearConstraint | Sequence[LinearConstraint] | None = ...,
    options: dict[str, Any] | None = ...,
) -> _Solved: ...
def linprog(
    c: npt.ArrayLike,
    A_ub: _Table | None = ...,
    b_ub: npt.ArrayLike | None = ...,
    A_eq: _Table | None = ...,
    b_eq: npt.ArrayLike | None = ...,
    bounds: _Ends | tuple[float | None, float | None] = ...,
    method: str = ...,
    callback: Callable[..., Any] | None = ...,
    options: dict[str, Any] | None = ...,
) -> OptimizeResult: ...
def brentq(
    f: Callable[[float], float],
    a: float,
    b: float,
    args: tuple[Any, ...] = ...,
    xtol: float = ...,
    rtol: float = ...,
    maxiter: int = ...,
) -> float: ...
def isotonic_regression(
    y: npt.ArrayLike, *, weights: npt.ArrayLike | None = ..., increasing: bool = ...
) -> OptimizeResult: ...
def linear_sum_assignment(
    cost_matrix: npt.ArrayLike, maximize: bool = ...
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]: ...
@overload
def minimize(
    fun: Callable[Concatenate[_Floats, ...], tuple[float, npt.NDArray[Any]]],
    x0: npt.ArrayLike,
    args: tuple[Any, ...] = ...,
    *,
    method: str | None = ...,
    jac: Literal[True],
    bounds: _Ends | Bounds | None = ...,
    constraints: object = ...,
    tol: float | None = ...,
    options: dict[str, Any] | None = ...,
) -> OptimizeResult: ...
@overload
def minimize(
    fun: Callable[Concatenate[_Floats, ...], float],
    x0: npt.ArrayLike,
    args: tuple[Any, ...] = ...,
    *,
    method: str | None = ...,
    jac: Callable[Concatenate[_Floats, ...], npt.NDArray[Any]] | str | None = ...,
    bounds: _Ends | Bounds | None = ...,
    constraints: object = ...,
    tol: float | None = ...,
    options: dict[str, Any] | None = ...,
) -> OptimizeResult: ...
def minimize_scalar(
    fun: Callable[[float], float],
    bracket: Sequence[float] | None = ...,
    bounds: tuple[float, float] | None = ...,
    args: tuple[Any, ...] = ...,
    method: str | None = ...,
    tol: float | None = ...,
    options: dict[str, Any] | None = ...,
) -> _SolvedScalar: ...
