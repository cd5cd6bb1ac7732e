import numpy as np
import numpy.typing as npt
from scipy.sparse import sparray, spmatrix

def connected_components(
    csgraph: sparray | spmatrix, directed: bool = ..., connection: str = ..., return_labels: bool = ...
) -> tuple[int, npt.NDArray[np.int32]]: ...
