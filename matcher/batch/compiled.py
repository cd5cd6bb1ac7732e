"""How everything of the batch is compiled: once for each machine and version, with no check of bounds."""

from __future__ import annotations

from typing import Any

COMPILED: Any = {"cache": True, "nogil": True, "boundscheck": False, "error_model": "numpy"}
