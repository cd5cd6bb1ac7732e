"""Real ads of the data folder, as their boards wrote them and as the product reads them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from evaluation.ads import AD_FILES
from matcher.ingest import read_record
from matcher.records import Posting
from matcher.sources import source_named
from taxonomy.errors import InputError


def real_postings(data: Path, sources: Collection[str] | None = None) -> Iterator[tuple[Mapping[str, Any], Posting]]:
    """Each ad: the raw row, and the posting that is read from it; key ``jobstreet:3720127``.

    Args:
        data: The data folder.
        sources: Names of the boards; all of them by default.

    Raises:
        InputError: A file of ads is missing, or a row of it cannot be read.
    """
    for name, file in AD_FILES.items():
        if sources is not None and name not in sources:
            continue
        path, source = data / "postings" / file, source_named(name)
        if not path.is_file():
            raise InputError(wanted="a file of real ads", found="no such file", where=str(path))
        for row in source.rows(path, None):
            record = read_record(source, row, path)
            if isinstance(record, Posting):
                yield row.value or {}, record
