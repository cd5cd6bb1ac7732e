from typing import Any

import numpy.typing as npt

def save(tensor_dict: dict[str, npt.NDArray[Any]], metadata: dict[str, str] | None = ...) -> bytes: ...
