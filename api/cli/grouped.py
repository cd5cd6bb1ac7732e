"""Options that several commands take together: written once as a dataclass, told apart again on the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, get_type_hints


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """A command for Typer of one that takes dataclasses of options.

    Args:
        command: Where a parameter is annotated with a dataclass, the fields of that are options, in its place in the
            help; they are annotated, and have defaults, as parameters do.
    """
    hints = get_type_hints(command, include_extras=True)
    groups = {name: hint for name, hint in hints.items() if isinstance(hint, type) and is_dataclass(hint)}
    parameters = list[Parameter]()
    for one in signature(command).parameters.values():
        if one.name in groups:
            parameters += _fields_of(groups[one.name])
        else:
            parameters.append(_option(one.name, one.default, hints[one.name]))

    @wraps(command)
    def run(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{one.name: given.pop(one.name) for one in fields(group)})
        command(**given)

    run.__annotations__ = {one.name: one.annotation for one in parameters}
    run.__dict__["__signature__"] = Signature(parameters)
    return run


def _fields_of(group: type[Any]) -> list[Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [_option(one.name, one.default, hints[one.name]) for one in fields(group)]


def _option(name: str, default: object, annotation: object) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
