"""What a value is that came out of JSON, told so that type checkers know what is in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is an object; its keys are text, as JSON has it."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a list."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a value has parts by name, an object or what stands for one."""
    return isinstance(value, Mapping)


def is_series(value: object) -> TypeGuard[list[Any] | tuple[Any, ...]]:
    """Whether a value is a list or a tuple, which JSON writes alike."""
    return isinstance(value, list | tuple)
