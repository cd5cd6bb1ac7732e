from typing import Any

import numpy.typing as npt

class cKDTree:
    n: int
    def __init__(self, data: npt.ArrayLike, leafsize: int = ...) -> None: ...
    def query(
        self,
        x: npt.ArrayLike,
        k: int = ...,
        eps: float = ...,
        p: float = ...,
        distance_upper_bound: float = ...,
        workers: int = ...,
    ) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]: ...
    def query_ball_point(self, x: npt.ArrayLike, r: float, p: float = ..., eps: float = ...) -> list[int]: ...
    def query_pairs(self, r: float, p: float = ..., eps: float = ..., output_type: str = ...) -> Any: ...
