"""One installation at work: store, coder, index generation and pipeline, behind the calls that API and CLI make.

The store is the truth. ``build`` codes what is new and writes a generation; ``refresh`` picks up what others wrote.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from indexes.encoder import Encoder
from indexes.record_rows import Hashes
from indexes.rows import UpsertCounts
from indexes.store import Store
from matcher.answers import Ranking, Subject
from matcher.build import KINDS, Builder
from matcher.catalogue import Catalogue, without_workers
from matcher.codec import from_json
from matcher.coded_writes import upsert_coded
from matcher.duplicates.served import ServedCopies
from matcher.duplicates.showing import Copies
from matcher.filters import Conditions
from matcher.home import Home
from matcher.installed_coder import installed_coder
from matcher.overseas.notes import with_overseas
from matcher.pipeline import Pipeline
from matcher.records import Kind, Record
from matcher.reports import BuildProgress, BuildReport, Status
from matcher.rights.purpose_limits import PurposeLimits
from matcher.score import Scorer
from matcher.serving import ServedState
from matcher.shadow import Agreement
from matcher.shared_generations import SharedGenerations
from matcher.skill_credit import SkillCredit
from matcher.texts import lexical_text
from matcher.titles.settled import SettledTitles
from matcher.training.admission import TrainingWish
from matcher.training.advisor import Advice, PathAdvice
from matcher.vocabulary import Vocabulary
from matcher.weight_versions import ServedWeights
from matcher.weights import Weights
from taxonomy.errors import GenerationError, UnknownIdError, VectorServerError
from taxonomy.occupations import load_occupations
from taxonomy.skill_mentions import SkillMention
from taxonomy.title_coding import TitleCoding
from taxonomy.title_item import TitleItem


class Engine:
    """Ingests, builds, matches. Safe to share between threads; a match sees one consistent state.

    Attributes:
        home: Folder of the installation.
        store: The truth.
        coder: Codes records.
        vocabulary: What the numbers in columns mean.
        credit: What skills earn towards others.
        limits: Whose data may be used for what.
        settled: Titles that stewards have settled.
    """

    def __init__(self, home: Home, encoder: Encoder, *, database_url: str = "", weights: Weights | None = None) -> None:
        """Open an installation.

        Args:
            home: Its folder; made when it is not there.
            encoder: Texts to vectors.
            database_url: Store; SQLite inside the home by default.
            weights: Of the score's components, whatever the store says; by default those that serve by the store.

        Raises:
            ConfigError: The folder cannot be used.
            StoreError: The store cannot be opened.
            EncoderError: The title weights were trained on another encoder.
        """
        self.home = home.make()
        self.store = Store(database_url or home.database_url)
        self.settled = SettledTitles(self.store)
        self.coder = installed_coder(encoder, self.home.models, self.settled.now)
        self.vocabulary = Vocabulary(load_occupations(), self.coder.skills, self.coder.gazetteer)
        self.credit = SkillCredit(self.coder.skills, self.vocabulary)
        self._scorer_of = partial(Scorer, self.vocabulary, self.credit)
        self._weights = ServedWeights(self.store, self._scorer_of, weights)
        self._copies = ServedCopies(self.store)
        self.limits = PurposeLimits(self.store)
        self._lock = threading.Lock()
        self._builder = Builder(self.home, self.store, self.coder, self.vocabulary)
        self._served = ServedState(self.home, self.store, self.coder.fingerprint, self.vocabulary)
        self._shared = SharedGenerations(self.home, self.store)
        self._seen = -1
        self._pipeline: Pipeline | None = None

    def close(self) -> None:
        """Close the store, once nothing reads it any more."""
        self._served.wait()
        self.store.close()

    def upsert(self, records: Sequence[Record], guard: Callable[[Hashes], None] | None = None) -> UpsertCounts:
        """Store records and make them findable at once: what changed is coded, embedded and put in the delta.

        Args:
            records: Of any kinds.
            guard: See ``RecordRows.upsert``.
        """
        return upsert_coded(self.store, self.coder, records, guard=guard)

    def delete(self, kind: Kind, keys: Sequence[str]) -> int:
        """Remove records with their codes and identities, gone at once from every match; gives how many were there.

        Args:
            kind: Kind of record.
            keys: One that is not stored is passed over. Stored anew it is a new record.
        """
        with self._lock:
            return self.store.delete(kind, keys)

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
        """Code and embed what is new, write a generation and serve it; see ``Builder.build``."""
        report = self._builder.build(progress)
        self._served.prepare(report.generation)  # reading and checking it takes seconds at a million records
        self.refresh()
        return report

    def pull(self) -> bool:
        """Bring the generation that the database names to this machine, and open it beside the requests.

        Returns:
            Whether it was fetched now.

        Raises:
            GenerationError: It cannot be had now; what serves goes on.
            StoreError: The database refused.
        """
        name = self._shared.pull(self._served.generation, tuple(self._served.refused))
        if name:
            self._served.forgive(name)
            if self._pipeline is not None:
                self._served.prepare(name)
        return bool(name)

    def refresh(self) -> Pipeline:
        """The pipeline over the store as it is now; cheap when nothing changed.

        A generation that another process made is opened beside the requests and serves when it is open; weights that
        were told to serve do so at once.

        Raises:
            GenerationError: No generation passes its checks; run ``sepadan build``.
            VectorServerError: The server that holds the vectors does not answer.
        """
        with self._lock:
            if self._pipeline is None and self._shared.is_shared:
                self.pull()
            revision = self.store.revision()
            if self._pipeline is None or revision != self._seen or self._served.is_ready:
                # Data that is kept and not used (UU 27/2022 Art. 11, 41): nobody finds these workers.
                catalogues = without_workers(self._served.open(), self.limits.restricted())
                self._weights.look()
                self._copies.look()
                self._pipeline = self.pipeline_over(catalogues, self._served.generation)
                self._seen = revision
            return self._pipeline

    def settle(self) -> Pipeline:
        """As ``refresh``, once a generation that another process made is open and serves: what is found is the same."""
        self.refresh()
        self._served.wait()
        return self.refresh()

    @property
    def delta_size(self) -> int:
        """Records that stand outside the index generation, as of the last ``refresh``."""
        with self._lock:
            return self._served.delta_size

    @property
    def scorer(self) -> Scorer:
        """With the weights that serve, as of the last ``refresh``; for who matches everybody at once."""
        with self._lock:
            return self._weights.scorer

    @property
    def copies(self) -> Copies:
        """Postings that are one vacancy, as of the last ``refresh``."""
        return self._copies.copies

    @property
    def weights(self) -> str:
        """Name of the weights that serve, as of the last ``refresh``."""
        with self._lock:
            return self._weights.name

    @property
    def agreement(self) -> Agreement | None:
        """How far the order of the weights that score beside is from the one shown; None when none do."""
        with self._lock:
            shadow = self._weights.shadow
        return None if shadow is None else shadow.agreement

    def pipeline_over(
        self, catalogues: Mapping[str, Catalogue], generation: str = "", weights: Weights | None = None
    ) -> Pipeline:
        """A pipeline over catalogues; for measurements also over others, or with other weights, than the served ones.

        Args:
            catalogues: Of ``posting``, ``worker`` and ``course``.
            generation: Name of the generation that they begin with.
            weights: Those of the engine by default.
        """
        # Weights that were given are neither named nor scored beside: only what is served is.
        served = self._weights
        return Pipeline(
            catalogues,
            served.scorer if weights is None else self._scorer_of(weights),
            self.vocabulary,
            self.coder.skills,
            self.coder.gazetteer,
            load_occupations(),
            generation=generation,
            weights=served.name if weights is None else "",
            shadow=served.shadow if weights is None else None,
            chances=served.chances if weights is None else None,
            copies=self._copies.copies,
        )

    def subject(self, record: Record) -> Subject:
        """A record that need not be stored, coded and embedded, ready to be matched."""
        return self.subjects([record])[0]

    def subjects(self, records: Sequence[Record]) -> list[Subject]:
        """Many at once; the encoder is faster in batches."""
        return [
            Subject(coded=coding.coded, vector=coding.vector, text=lexical_text(record), record=record)
            for record, coding in zip(records, self.coder.code(records), strict=True)
        ]

    def stored_subject(self, kind: Kind, key: str) -> Subject:
        """A stored record, ready to be matched; its codes and vector are taken from the index.

        Raises:
            UnknownIdError: Not stored, or not yet indexed.
        """
        record, place = self.get(kind, key), self.refresh().catalogues[kind].place(key)
        return Subject(coded=place.coded, vector=place.vector, text=lexical_text(record), record=record)

    def match(self, subject: Subject, k: int, conditions: Conditions) -> Ranking:
        """Postings for a worker, or workers for a posting.

        Raises:
            InputError: k out of range.
            GenerationError: Nothing is indexed.
        """
        pipeline = self.refresh()
        rank = pipeline.rank_postings if subject.coded.kind == Kind.WORKER else pipeline.rank_workers
        ranking = rank(subject, k, conditions)
        return with_overseas(ranking, subject, pipeline.catalogues, self.store, self.coder.gazetteer)

    def recommend_courses(self, subject: Subject, k: int, wish: TrainingWish) -> Advice:
        """Courses for a worker; see ``Pipeline.recommend_courses``."""
        return self.refresh().recommend_courses(subject, k, wish)

    def recommend_paths(self, subject: Subject, k: int, wish: TrainingWish) -> PathAdvice:
        """Paths of courses for a worker; see ``Pipeline.recommend_paths``."""
        return self.refresh().recommend_paths(subject, k, wish)

    def normalise(self, items: Sequence[TitleItem]) -> list[tuple[TitleCoding, tuple[SkillMention, ...]]]:
        """Codes of titles and skills in their texts; same order, none lost."""
        codings = self.coder.titles.code(items, settled=self.coder.settled())
        return list(zip(codings, self.coder.reader.read_many([item.text for item in items]), strict=True))

    def status(self) -> Status:
        """Counts, pending work, the serving generation."""
        try:
            pipeline: Pipeline | None = self.refresh()
        except (GenerationError, VectorServerError):
            pipeline = None
        return Status(
            records=self.store.counts(),
            sources={kind: self.store.sources(kind) for kind in KINDS},
            pending={kind: self.store.count_pending(kind, self.coder.fingerprint) for kind in KINDS},
            generation=pipeline.generation if pipeline else "",
            indexed={k: len(c) for k, c in pipeline.catalogues.items()} if pipeline else {},
            fingerprint=self.coder.fingerprint,
            weights=self._weights.name,
            refused={**self._served.refused, **self._weights.refused},
        )
