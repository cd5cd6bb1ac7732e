"""Real ads of the data folder, as their boards wrote them and as the product reads them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from evaluation.ads import AD_FILES
from evaluation.task import Options, data_folder
from matcher.ingest import read_record
from matcher.records import Posting
from matcher.sources import source_named
from taxonomy.errors import InputError

_Ad = tuple[Mapping[str, Any], Posting]
_T = TypeVar("_T")


def real_postings(data: Path, sources: Collection[str] | None = None) -> Iterator[_Ad]:
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
        path = data / "postings" / file
        if not path.is_file():
            raise InputError(wanted="a file of real ads", found="no such file", where=str(path))
        found = path.stat()
        yield from _postings(name, path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=len(AD_FILES))
def _postings(name: str, path: Path, _modified_ns: int, _size_bytes: int) -> tuple[_Ad, ...]:
    """All ads of a file, read once as long as it stays as it is: several tasks of one process ask for them."""
    source = source_named(name)
    records = ((row.value or {}, read_record(source, row, path)) for row in source.rows(path, None))
    return tuple((raw, record) for raw, record in records if isinstance(record, Posting))


def gold_ads(options: Options, ids: Collection[str], read: Callable[[Mapping[str, Any], Posting], _T]) -> dict[str, _T]:
    """What is read of the ads that gold rows are of, by id.

    Args:
        options: Of the task.
        ids: ``jobstreet:3720127``.
        read: An ad, as a raw row and as a posting, to what is wanted of it.

    Raises:
        InputError: The data folder, a file of ads or one of the ads is missing, or a file is faulty.
    """
    wanted, found = set(ids), dict[str, _T]()
    for raw, posting in real_postings(data_folder(options.data)):
        if posting.key in wanted:
            found[posting.key] = read(raw, posting)
    options.tell("read ads", len(found), len(wanted))
    missing = sorted(wanted - found.keys())
    if missing:
        raise InputError(wanted="the ad of every gold row", found=f"no {missing[0]}", where=f"{len(missing)} gold rows")
    return found
