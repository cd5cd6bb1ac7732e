from collections.abc import Sequence
from typing import Any

def extract(
    htmlstring: str | bytes,
    *,
    base_url: str | None = ...,
    syntaxes: Sequence[str] = ...,
    uniform: bool = ...,
    errors: str = ...,
) -> dict[str, Any]: ...
