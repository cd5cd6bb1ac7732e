"""One installation at work: store, coder, index generation and pipeline, behind the calls that API and CLI make.

The store is the truth. ``build`` codes what is new and writes a generation; ``refresh`` picks up what others wrote.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np

from indexes import encoder as encoders
from indexes import generation as generations
from indexes.encoder import Encoder
from indexes.generation import Generation, LoadedPart, Part
from indexes.rows import Derived, StoredRecord, UpsertCounts
from indexes.store import Store
from matcher.catalogue import Catalogue, Fresh
from matcher.codec import from_json, to_stored
from matcher.coded import Coded, coded_from_json, coded_to_json
from matcher.coding import Coding, RecordCoder
from matcher.filters import Conditions
from matcher.home import Home, cache_folder
from matcher.pipeline import Advice, Pipeline, Ranking, Subject
from matcher.records import Kind, Record
from matcher.reports import BuildProgress, BuildReport, Status
from matcher.score import Scorer, Weights
from matcher.texts import lexical_text
from taxonomy.coder import TitleCoding
from taxonomy.committee import load_committee
from taxonomy.errors import GenerationError, UnknownIdError
from taxonomy.occupations import VERSION, load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import SkillMention, load_skill_reader
from taxonomy.skills import load_skills
from taxonomy.title_item import TitleItem

KINDS = tuple(Kind)

_KEPT = 2
"""Generations on disk: the one that serves, and the one before to fall back on."""


class Engine:
    """Ingests, builds, matches. Safe to share between threads; a match sees one consistent state."""

    def __init__(self, home: Home, encoder: Encoder, *, database_url: str = "", weights: Weights | None = None) -> None:
        """Open an installation.

        Args:
            home: Its folder; made when it is not there.
            encoder: Texts to vectors.
            database_url: Store; SQLite inside the home by default.
            weights: Of the score's components.

        Raises:
            ConfigError: The folder cannot be used.
            StoreError: The store cannot be opened.
            EncoderError: The title weights were trained on another encoder.
        """
        self.home = home.make()
        self.store = Store(database_url or home.database_url)
        self.coder = RecordCoder(encoder, load_committee(), load_skills(), load_skill_reader(), load_gazetteer())
        self._scorer = Scorer(self.coder.skills, self.coder.gazetteer, weights)
        self._lock = threading.Lock()
        self._building = threading.Lock()
        self._seen = -1
        self._refused: dict[str, str] = {}
        self._generation: Generation | None = None
        self._pipeline: Pipeline | None = None

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def upsert(self, records: Sequence[Record]) -> UpsertCounts:
        """Store records and make them findable at once: they are coded, embedded and put in the delta."""
        stored = [to_stored(record) for record in records]
        derived = self._derived(stored, self.coder.code(records))
        # Between the two writes a changed record has no codes: no match of this process may look then.
        with self._lock:
            counts = self.store.upsert(stored)
            self.store.save_derived(derived)
        return counts

    def get(self, kind: Kind, key: str) -> Record:
        """A stored record.

        Raises:
            UnknownIdError: Not stored.
        """
        stored = self.store.get(kind, key)
        if stored is None:
            raise UnknownIdError(wanted=f"the id of a stored {kind}", found=key, where="id")
        return from_json(kind, stored.payload)

    def build(self, progress: BuildProgress | None = None) -> BuildReport:
        """Code and embed what is new, write a generation, swap it in, remove all but the one before.

        One thread builds at a time, for a build removes what it takes for leftovers of others.

        Args:
            progress: Told of progress.
        """
        with self._building:
            return self._build(progress)

    def _build(self, progress: BuildProgress | None) -> BuildReport:
        tell = progress or (lambda what, done, total: None)
        fingerprint, coded = self.coder.fingerprint, 0
        for kind in KINDS:
            total, done = self.store.count_pending(kind, fingerprint), 0

            def advance(count: int, kind: Kind = kind, total: int = total) -> None:
                nonlocal done
                done += count
                tell(f"code {kind}s", done, total)

            if total:
                tell(f"code {kind}s", 0, total)
                self._derive(self.store.pending(kind, fingerprint), advance)
            coded += total
        tell("write index", 0, 1)
        parts = {str(kind): self._part(kind) for kind in KINDS}
        name, digest = generations.write(
            self.home.generations, parts, fingerprint=fingerprint, dim=self.coder.dim, classification=VERSION
        )
        self.store.set_generation(name, digest)
        keep = [known for known, *_ in self.store.generations()][:_KEPT]
        generations.prune(self.home.generations, keep)
        tell("write index", 1, 1)
        self.refresh()
        return BuildReport(generation=name, coded=coded, counts={kind: len(part.keys) for kind, part in parts.items()})

    def _derive(self, batches: Iterator[list[StoredRecord]], advance: Callable[[int], None]) -> None:
        for batch in batches:
            codings = self.coder.code([from_json(stored.kind, stored.payload) for stored in batch])
            self.store.save_derived(self._derived(batch, codings))
            advance(len(batch))

    def _derived(self, records: Sequence[StoredRecord], codings: Sequence[Coding]) -> list[Derived]:
        return [
            Derived(
                kind=stored.kind,
                key=stored.key,
                content_hash=stored.content_hash,
                fingerprint=self.coder.fingerprint,
                coded=coded_to_json(coding.coded),
                vector=coding.vector.astype("<f4").tobytes(),
            )
            for stored, coding in zip(records, codings, strict=True)
        ]

    def _part(self, kind: Kind) -> Part:
        keys, hashes, vectors, texts = [], [], [], []
        for derived, stored in self.store.derived_with_records(kind, self.coder.fingerprint):
            keys.append(derived.key)
            hashes.append(derived.content_hash)
            vectors.append(np.frombuffer(derived.vector, dtype="<f4"))
            texts.append(lexical_text(from_json(kind, stored.payload)))
        stacked = np.stack(vectors) if vectors else np.zeros((0, self.coder.dim), dtype=np.float32)
        return Part(keys=keys, hashes=hashes, vectors=stacked, texts=texts)

    def refresh(self) -> Pipeline:
        """The pipeline over the store as it is now; cheap when nothing changed.

        Raises:
            GenerationError: No generation passes its checks; run ``sepadan build``.
        """
        with self._lock:
            revision = self.store.revision()
            if self._pipeline is None or revision != self._seen:
                self._pipeline = self._open()
                self._seen = revision
            return self._pipeline

    def _open(self) -> Pipeline:
        generation = self._newest_whole()
        catalogues = {str(kind): self._catalogue(kind, generation.parts[kind]) for kind in KINDS}
        self._generation = generation
        return Pipeline(catalogues, self._scorer, self.coder.skills, self.coder.gazetteer, load_occupations())

    def _newest_whole(self) -> Generation:
        """The generation that serves, or the one before when it fails its checks."""
        known = self.store.generations()
        if not known:
            raise GenerationError("index: wanted a generation, found none; run 'sepadan build'")
        served, self._refused = self._generation, {}
        for name, digest, _ in known[:_KEPT]:
            if served is not None and served.name == name:
                return served
            try:
                return generations.load(self.home.generations, name, digest, fingerprint=self.coder.fingerprint)
            except GenerationError as error:
                self._refused[name] = str(error)
        reasons = "; ".join(self._refused.values())
        raise GenerationError(f"index: wanted a whole generation, found none; run 'sepadan build' ({reasons})")

    def _catalogue(self, kind: Kind, part: LoadedPart) -> Catalogue:
        held = dict(zip(part.vectors.keys, part.hashes, strict=True))
        coded: dict[str, Coded] = {}
        fresh = []
        for derived in self.store.derived(kind, self.coder.fingerprint):
            item = coded_from_json(derived.coded)
            if held.get(derived.key) == derived.content_hash:
                coded[derived.key] = item
            else:
                text = lexical_text(self.get(kind, derived.key))
                fresh.append(Fresh(coded=item, vector=np.frombuffer(derived.vector, dtype="<f4"), text=text))
        gone = Coded(key="", kind=kind, title="", is_closed=True)
        rows = [coded.get(key, gone) for key in part.vectors.keys]
        alive = np.array([key in coded for key in part.vectors.keys], dtype=bool)
        return Catalogue(part, rows, alive, fresh, load_occupations())

    def subject(self, record: Record) -> Subject:
        """A record that need not be stored, coded and embedded, ready to be matched."""
        return self.subjects([record])[0]

    def subjects(self, records: Sequence[Record]) -> list[Subject]:
        """Many at once; the encoder is faster in batches."""
        codings: list[Coding] = self.coder.code(records)
        return [
            Subject(coded=coding.coded, vector=coding.vector, text=lexical_text(record))
            for record, coding in zip(records, codings, strict=True)
        ]

    def stored_subject(self, kind: Kind, key: str) -> Subject:
        """A stored record, ready to be matched; its codes and vector are taken from the index.

        Raises:
            UnknownIdError: Not stored, or not yet indexed.
        """
        record = self.get(kind, key)
        catalogue = self.refresh().catalogues[kind]
        row = catalogue.row(key)
        return Subject(coded=catalogue.coded[row], vector=catalogue.vector(row), text=lexical_text(record))

    def match(self, subject: Subject, k: int, conditions: Conditions) -> Ranking:
        """Postings for a worker, or workers for a posting.

        Raises:
            InputError: k out of range.
            GenerationError: Nothing is indexed.
        """
        pipeline = self.refresh()
        rank = pipeline.rank_postings if subject.coded.kind == Kind.WORKER else pipeline.rank_workers
        return rank(subject, k, conditions)

    def recommend_courses(self, subject: Subject, k: int, today: date | None) -> Advice:
        """Courses for a worker; see ``Pipeline.recommend_courses``."""
        return self.refresh().recommend_courses(subject, k, today)

    def normalise(self, items: Sequence[TitleItem]) -> list[tuple[TitleCoding, tuple[SkillMention, ...]]]:
        """Codes of titles and skills in their texts; same order, none lost."""
        codings = self.coder.titles.code(items)
        return [(coding, self.coder.reader.read(item.text)) for item, coding in zip(items, codings, strict=True)]

    def status(self) -> Status:
        """Counts, pending work, the serving generation."""
        fingerprint = self.coder.fingerprint
        try:
            pipeline: Pipeline | None = self.refresh()
        except GenerationError:
            pipeline = None
        return Status(
            records=self.store.counts(),
            sources={kind: self.store.sources(kind) for kind in KINDS},
            pending={kind: self.store.count_pending(kind, fingerprint) for kind in KINDS},
            generation=self._generation.name if self._generation and pipeline else "",
            indexed={k: len(c) for k, c in pipeline.catalogues.items()} if pipeline else {},
            fingerprint=fingerprint,
            refused=dict(self._refused),
        )


def open_engine(root: Path, *, database_url: str = "", model: str = encoders.BUNDLED) -> Engine:
    """Open an installation with the real encoder.

    Args:
        root: Home folder.
        database_url: Store; SQLite inside the home by default.
        model: ``encoders.BUNDLED`` or the folder of another sentence-transformers model.

    Raises:
        EncoderError: The encoder is not prepared.
    """
    encoder = encoders.load(cache_folder(), max_tokens=encoders.MAX_TOKENS, model=model)
    return Engine(Home(root=root), encoder, database_url=database_url)
