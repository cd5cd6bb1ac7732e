"""All real ads, ingested and built as the product does it, in a home of their own that is kept and used again."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from evaluation.kept_vectors import KeptVectors
from evaluation.task import Options, data_folder
from indexes.encoder import Encoder
from matcher.codec import from_json
from matcher.engine import Engine
from matcher.home import Home
from matcher.ingest import FileProgress, ingest
from matcher.records import Kind, Posting
from matcher.sources import source_named
from taxonomy.errors import GenerationError, InputError

AD_FILES = {
    "lokerid": "lokerid_2025.csv.gz",
    "jobstreet": "jobstreet_2021.csv.gz",
    "maganghub": "maganghub_2025.jsonl.gz",
}
"""Source to its file in ``postings/`` of the data folder."""


@contextmanager
def opened_ads(options: Options) -> Generator[tuple[Engine, Encoder]]:
    """An engine over all real ads, and the encoder that it runs with; both are closed afterwards.

    ``options.home`` is taken as it is. Otherwise the ads are read into a home in ``options.cache``, named after the
    sizes of the files. Reading them again changes nothing, and the engine codes only what its coder (by fingerprint)
    has not coded yet, so that a run which was cut short goes on where it stopped, and a whole one is ready in seconds.

    Raises:
        InputError: A file of ads is missing or faulty, or the chosen home has no store.
        GenerationError: The chosen home is not built.
    """
    if options.home:
        _check_home(options.home)
    folder = options.cache / "evaluation"
    with closing(KeptVectors(options.load_encoder(), folder)) as encoder:
        files = {} if options.home else _files(options)
        home = Home(root=options.home or folder / f"ads-{_key(files)}")
        with closing(Engine(home, encoder)) as engine:
            for name, path in files.items():
                ingest(engine.store, source_named(name), [path], home.rejects, _told(options, path))
            if files and not is_whole(engine, Kind.POSTING):
                engine.build(options.tell)
            engine.refresh()
            yield engine, encoder


def _check_home(root: Path) -> None:
    """A misspelt home must not be made: an engine over an empty one would answer that nothing is built."""
    store = root / "sepadan.db"
    if not store.is_file():
        found = "a folder without it" if root.is_dir() else "no such folder"
        raise InputError(wanted="a home with a store (sepadan.db)", found=found, where=f"home {root}")


def _files(options: Options) -> dict[str, Path]:
    found = {name: data_folder(options.data) / "postings" / file for name, file in AD_FILES.items()}
    for path in found.values():
        if not path.is_file():
            raise InputError(wanted="a file of real ads", found="no such file", where=str(path))
    return found


def _key(files: Mapping[str, Path]) -> str:
    sizes = [(name, path.stat().st_size) for name, path in files.items()]
    return hashlib.sha256(repr(sizes).encode()).hexdigest()[:12]


def _told(options: Options, path: Path) -> FileProgress:
    size = path.stat().st_size
    return lambda file, count: options.tell(f"read {file.name}", min(count, size), size)


def is_whole(engine: Engine, kind: Kind) -> bool:
    """Whether records of a kind are stored, all coded by today's coder, and built."""
    if not engine.store.counts().get(kind) or engine.store.count_pending(kind, engine.coder.fingerprint):
        return False
    try:
        engine.refresh()
    except GenerationError:
        return False
    return True


def stored_ads(engine: Engine) -> list[Posting]:
    """Every ad that can be found, by key."""
    rows = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
    ads = [from_json(Kind.POSTING, stored.payload) for _, stored in rows]
    return sorted((ad for ad in ads if isinstance(ad, Posting)), key=lambda ad: ad.key)
