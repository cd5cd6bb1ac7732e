"""Imported versions of the classification, each one file in a folder of the user's; KBJI 2014's codes are bundled."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from taxonomy.crosswalk import Crosswalk, load_crosswalk
from taxonomy.importer import Classification, check_tree, check_version
from taxonomy.occupations import VERSION, Occupation, Occupations, load_occupations
from taxonomy.version_files import file_of, read_version_file
from taxonomy.whole_file import write_whole

FOLDER = "classifications"
"""Folder of imported versions inside a home."""


def save_version(classification: Classification, folder: Path) -> Path:
    """Write a version, in place of an earlier import of it; whole or not at all.

    Args:
        classification: What to write.
        folder: Made when it is not there, readable by its owner only.

    Returns:
        The file.

    Raises:
        OSError: It cannot be written.
    """
    path = file_of(classification.version, folder)
    document = {
        "version": classification.version,
        "entries": [[entry.code, entry.title, entry.title_en] for entry in classification.occupations],
        "descriptions": dict(classification.descriptions),
        "conversion": [list(pair) for pair in classification.conversion],
    }
    write_whole(path, json.dumps(document, ensure_ascii=False).encode())
    return path


def imported_versions(folder: Path) -> tuple[str, ...]:
    """Names of the versions in a folder, by name; none when the folder is not there."""
    return tuple(sorted(path.stem for path in folder.glob("KBJI*.json")))


def load_version(version: str, folder: Path) -> Classification:
    """A version: an imported one, or KBJI 2014, which has no descriptions unless it was imported.

    Raises:
        InputError: A name that is none, or a file that is damaged.
        UnknownIdError: A version that was not imported.
    """
    path = file_of(check_version(version), folder)
    if version == VERSION and not path.is_file():
        return Classification(occupations=load_occupations(), descriptions={})
    known = dict.fromkeys((VERSION, *imported_versions(folder)))
    found = read_version_file(version, folder, _classification, known, "occupations")
    check_tree(found.occupations, str(path))
    return found


def crosswalk_with(folder: Path) -> Crosswalk:
    """The bundled crosswalk, and the imported versions that came with a conversion table.

    Raises:
        InputError: A file that is damaged.
    """
    crosswalk = load_crosswalk()
    for version in imported_versions(folder):
        found = load_version(version, folder)
        if version != VERSION and found.conversion:
            crosswalk = crosswalk.with_version(found.occupations, found.conversion)
    return crosswalk


def _classification(document: Mapping[str, Any], _where: str) -> Classification:
    entries = (Occupation(code=code, title=title, title_en=english) for code, title, english in document["entries"])
    return Classification(
        occupations=Occupations(tuple(entries), document["version"]),
        descriptions=dict(document["descriptions"].items()),
        conversion=tuple((old, new) for old, new in document["conversion"]),
    )
