"""What KBJI and KBLI have in common as official tables that a user imports: names, cells, counts and kept files."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from taxonomy.errors import InputError, UnknownIdError


class Versioned(Protocol):
    """What a file holds."""

    @property
    def version(self) -> str:
        """Name of the version."""
        ...


Found = TypeVar("Found", bound=Versioned)


def check_name(version: str, classification: str, example: str) -> str:
    """The name of a version, if it is one.

    Args:
        version: As typed.
        classification: ``KBJI`` or ``KBLI``.
        example: Of a name, for the message.

    Raises:
        InputError: Not the classification and a year.
    """
    if not re.fullmatch(classification + r"\d{4}", version):
        raise InputError(wanted=f"{classification} and a year, like {example}", found=version, where="--version")
    return version


def cell_text(cell: object) -> str:
    """A cell as text; a whole number loses its ``.0``."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str("" if cell is None else cell).strip()


def check_counts(
    lengths: Iterable[int], levels: Sequence[int], digits: Iterable[object], published: Sequence[int] | None, where: str
) -> None:
    """Refuse a table with other numbers of entries than were published, or with none.

    Args:
        lengths: Characters of each entry's code.
        levels: Characters of the codes of each level.
        digits: Names of the levels, for the message.
        published: Entries at each level; None takes any.
        where: The file.

    Raises:
        InputError: Names both counts.
    """
    by_length = Counter(lengths)
    found = tuple(by_length[length] for length in levels)
    wanted = found if published is None else tuple(published)
    if not sum(found) or found != wanted:
        shown = "/".join(map(str, wanted)) if sum(wanted) else "some"
        raise InputError(
            wanted=f"{shown} entries of {'/'.join(map(str, digits))} digits",
            found="/".join(map(str, found)),
            where=where,
        )


def file_of(version: str, folder: Path) -> Path:
    """Where an imported version is kept."""
    return folder / f"{version}.json"


def read_version_file(
    version: str, folder: Path, read: Callable[[Any, str], Found], known: Iterable[str], command: str
) -> Found:
    """An imported version.

    Args:
        version: Its name.
        folder: Of imported versions.
        read: The JSON of a file, and where it stands, to what the file holds.
        known: Names of the versions there are, for the message.
        command: The group of commands that imports one, likewise.

    Raises:
        InputError: The file is damaged, or of another version.
        UnknownIdError: It was not imported.
    """
    path = file_of(version, folder)
    if not path.is_file():
        wanted = f"one of {', '.join(known)}, or another after 'sepadan {command} import FILE --version {version}'"
        raise UnknownIdError(wanted=wanted, found=version, where="--version")
    try:
        found = read(json.loads(path.read_text(encoding="utf-8")), str(path))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        wanted = f"a whole file; import {version} again"
        raise InputError(wanted=wanted, found=f"{type(error).__name__}: {error}", where=str(path)) from error
    if found.version != version:
        raise InputError(wanted=f"a file of {version}", found=found.version, where=str(path))
    return found
