"""Commands that are imported when they are asked for: ``sepadan status`` need not wait for all others to be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module, metadata
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from typer._click.core import Command  # what TyperGroup's commands are

GROUP = "sepadan.commands"
"""Entry points of this group are commands: a function with Typer's annotations, or a Typer application."""


class Commands(Mapping[str, "Command"]):
    """Commands by name, in the order of the help; each is imported and made when it is looked up."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Take our own commands, and those that other packages bring.

        Args:
            own: Name to ``module:attribute``.
        """
        found = sorted(metadata.entry_points(group=GROUP), key=lambda entry: entry.name)
        self._own, self._brought = own, {entry.name: entry for entry in found}

    def __getitem__(self, name: str) -> Command:
        if name in self._brought:
            return _brought(self._brought[name])
        module, _, attribute = self._own[name].partition(":")
        return _made(name, getattr(import_module(module), attribute))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys((*self._own, *self._brought)))

    def __len__(self) -> int:
        return len(self._own.keys() | self._brought.keys())


def group_of(own: Mapping[str, str]) -> type[TyperGroup]:
    """The class of a group (``typer.Typer(cls=…)``) whose commands are imported when they are asked for.

    Args:
        own: Name to ``module:attribute``; the attribute is a function with Typer's annotations, or a Typer application.
    """

    class Group(TyperGroup):
        def __init__(self, **more: Any) -> None:
            super().__init__(**more)
            self.commands = Commands(own)  # type: ignore[assignment]  # read like a dictionary, never written

    return Group


def _made(name: str, made_of: Callable[..., None] | typer.Typer, told: str | None = None) -> Command:
    if isinstance(made_of, typer.Typer):
        command: Command = get_group(made_of)
        command.name = name
        return command
    one = typer.Typer(add_completion=False)
    one.command(name, help=told)(made_of)
    return get_command(one)


def _brought(entry: metadata.EntryPoint) -> Command:
    try:
        return _made(entry.name, entry.load())
    except (ImportError, AttributeError) as error:
        # One broken package must not take the other commands away.
        reason = f"command {entry.name}: wanted {entry.value}, found: {error}"
        return _made(entry.name, _unavailable(reason), f"Not available: {error}")


def _unavailable(reason: str) -> Callable[[], None]:
    def unavailable() -> None:
        raise ConfigError(reason)

    return unavailable
