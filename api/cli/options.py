"""Options that several commands share, and the settings that they lead to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.reason_words import Language
from taxonomy.errors import ConfigError

if TYPE_CHECKING:
    from api.settings import Settings

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="Folder that holds all state (SEPADAN_HOME; default .sepadan).", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout, nothing else there.")]
OutputOption = Annotated[
    str, typer.Option("--output", help="JSONL file to write, whole or not at all; - is stdout.", metavar="OUT.jsonl")
]
LangOption = Annotated[Language, typer.Option("--lang", help="Language of the reasons in words.")]


def settings_of(context: typer.Context, home: Path | None, **given: Any) -> Settings:
    """Settings of this run: options first, then the environment, then defaults.

    Args:
        context: Of the command; ``--home`` may stand before the command too.
        home: ``--home`` of the command.
        given: Further fields; None leaves a field as it is.

    Raises:
        ConfigError: A setting cannot be used; names it.
    """
    from pydantic import ValidationError

    from api.settings import Settings

    values: dict[str, Any] = {"home": home or context.find_root().obj, **given}
    try:
        return Settings(**{name: value for name, value in values.items() if value is not None})
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        name = ".".join(str(part) for part in fault["loc"])
        raise ConfigError(f"setting {name}: wanted {fault['msg']}, found {fault['input']!r}") from error
