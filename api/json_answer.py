"""An answer that is JSON already in all but bytes: dumped once, by orjson, with no model in between."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import Response


class JsonAnswer(Response):
    """A JSON response of plain values; its route names the model for the document, and tests hold it to that."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """The bytes; tuples become lists."""
        return orjson.dumps(content)
