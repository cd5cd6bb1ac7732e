from typing import Any, Self

import numpy as np
import numpy.typing as npt

class MiniBatchKMeans:
    cluster_centers_: npt.NDArray[Any]
    labels_: npt.NDArray[np.int32]
    def __init__(
        self,
        n_clusters: int = ...,
        *,
        init: str = ...,
        max_iter: int = ...,
        batch_size: int = ...,
        random_state: int | None = ...,
        n_init: int | str = ...,
    ) -> None: ...
    def fit(self, X: npt.NDArray[Any]) -> Self: ...
    def fit_predict(self, X: npt.NDArray[Any]) -> npt.NDArray[np.int32]: ...
