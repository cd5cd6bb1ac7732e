from typing import Any

from pyarrow import Array, BooleanArray, ChunkedArray

def equal(x: Array | ChunkedArray, y: Any) -> BooleanArray: ...
