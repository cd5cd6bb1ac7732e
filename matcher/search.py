"""One search: filter, retrieve and score, segment by segment; no reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from indexes.tracing import step
from indexes.vectors import Rows
from matcher.answers import Subject
from matcher.catalogue import Catalogue
from matcher.columns import Columns, columns_of
from matcher.components import occupation_similarity
from matcher.duplicates.showing import Copies
from matcher.filters import Conditions, Filtered, postings_for, workers_for
from matcher.openings import Barred, opened
from matcher.ranking import Found, Ranked, Searched, best
from matcher.retrieve import Candidates, Query, Retrieval, compare
from matcher.score import Pairs, Scorer, Scores, joined_scores
from matcher.segment import Segment
from matcher.visibility import Visibility
from matcher.vocabulary import Vocabulary
from taxonomy.errors import UnknownIdError
from taxonomy.occupations import Occupations

Places = Sequence[tuple[Segment, Rows]]
"""Rows of segments, ascending in each."""

_NARROW = {"posting": postings_for, "worker": workers_for}


class Search:
    """Searches catalogues for subjects; deterministic, safe to share between threads."""

    def __init__(
        self,
        catalogues: Mapping[str, Catalogue],
        scorer: Scorer,
        vocabulary: Vocabulary,
        occupations: Occupations,
        copies: Copies,
    ) -> None:
        """Join what a search needs.

        Args:
            catalogues: Of ``posting`` and ``worker``.
            scorer: Scores pairs.
            vocabulary: What the numbers in columns mean.
            occupations: For their similarity.
            copies: Postings that are one vacancy, of which one is found.
        """
        self._catalogues = catalogues
        self._scorer = scorer
        self._vocabulary = vocabulary
        self._occupations = occupations
        self._copies = copies

    def best(
        self, subject: Subject, kind: str, k: int, conditions: Conditions, depth: int, *, with_opened: bool = False
    ) -> Searched:
        """The k best of a kind.

        Args:
            subject: Who searches.
            kind: What is searched for: ``posting`` or ``worker``.
            k: At most so many.
            conditions: What they must meet.
            depth: Candidates by each view of retrieval.
            with_opened: Whether to look for what one more licence opens too.
        """
        own, query = columns_of([subject.coded], self._vocabulary), self._query(subject)
        segments = self._catalogues[kind].segments
        with step("filter"):
            narrowed = self.narrowed(own, kind, conditions)
        similarity, retrievals = self._occupations.similarity, list[Retrieval]()
        with step("retrieve"):
            for segment, part in zip(segments, narrowed, strict=True):
                retrievals.append(Retrieval(query, segment, part.allowed, similarity, depth))
        # While vectors are searched, which other processors do, this one looks at what a licence opens.
        barred = [Barred(segment=one, rows=part.unlicensed) for one, part in zip(segments, narrowed, strict=True)]
        with step("look at licences"):
            gained = opened(own, query, barred, self._scorer, similarity) if with_opened else []
        with step("compare"):
            candidates = [under_way.candidates() for under_way in retrievals]
        with step("score"):
            found = [self._scored(subject, own, *pair) for pair in zip(segments, candidates, strict=True)]
        removed = Counter[str]()
        for part in narrowed:
            removed.update(part.removed)
        remain = sum(part.remain for part in narrowed)
        return Searched(own=own, ranked=best(found, k), removed=dict(removed), remain=remain, opened=gained)

    def looked_at(
        self, worker: Subject, conditions: Conditions, depth: int
    ) -> tuple[Columns, list[Found], list[Filtered]]:
        """Postings that retrieval finds for a worker, scored, in no order, with what the conditions left out.

        Args:
            worker: Who searches.
            conditions: What they must meet; with licences waived nothing that is found hangs on what was learnt.
            depth: Candidates by each view of retrieval.
        """
        own, query = columns_of([worker.coded], self._vocabulary), self._query(worker)
        segments = self._catalogues["posting"].segments
        narrowed = self.narrowed(own, "posting", conditions)
        similarity = self._occupations.similarity
        under_way = [
            Retrieval(query, s, part.allowed, similarity, depth) for s, part in zip(segments, narrowed, strict=True)
        ]
        found = [self._scored(worker, own, s, one.candidates()) for s, one in zip(segments, under_way, strict=True)]
        return own, found, narrowed

    def crowd(self, posting: Subject, visible: Visibility | None, most: int, depth: int) -> list[Found]:
        """Workers whom a posting may meet, scored, in no order, whatever its hard conditions are.

        Args:
            posting: Whose workers.
            visible: Whom the asker may find; None for all.
            most: Workers up to which all of a segment are taken; of more those whom retrieval finds.
            depth: Candidates by each view of retrieval.
        """
        own, query = columns_of([posting.coded], self._vocabulary), self._query(posting)
        found = list[Found]()
        for segment in self._catalogues["worker"].segments:
            allowed = segment.alive if visible is None else segment.alive & segment.rooms.visible.of(visible)
            rows, similarity = np.flatnonzero(allowed), self._occupations.similarity
            if len(rows) <= most:
                near = compare(query, segment, rows, similarity)
            else:
                near = Retrieval(query, segment, allowed, similarity, depth).candidates()
            found.append(self._scored(posting, own, segment, near))
        return found

    def narrowed(self, own: Columns, kind: str, conditions: Conditions) -> list[Filtered]:
        """What remains of each segment of a kind; of copies of one posting one.

        Args:
            own: The record that searches; one row.
            kind: What is searched for.
            conditions: What they must meet.
        """
        segments = self._catalogues[kind].segments
        filtered = [_NARROW[kind](own, segment, conditions, self._vocabulary) for segment in segments]
        return self._copies.one_of_each(segments, filtered) if kind == "posting" else filtered

    def again(
        self, worker: Subject, keys: Sequence[str], conditions: Conditions
    ) -> tuple[list[Ranked], dict[str, int]]:
        """Given postings, in their order, as far as they meet the conditions; with counts of what was left out.

        What is no longer there is counted as ``deleted``.
        """
        own, query = columns_of([worker.coded], self._vocabulary), self._query(worker)
        kept, removed = dict[str, Ranked](), Counter[str]()
        for segment in self._catalogues["posting"].segments:
            held = [row for key in keys if (row := segment.find(key)) >= 0]
            only = np.zeros_like(segment.alive)
            only[held] = True
            filtered = postings_for(own, replace(segment, alive=only), conditions, self._vocabulary)
            removed.update({**filtered.removed, "deleted": -len(held)})
            rows = np.flatnonzero(filtered.allowed)
            found = self._scored(worker, own, segment, compare(query, segment, rows, self._occupations.similarity))
            kept |= {one.key: one for one in (Ranked(found=found, at=at) for at in range(len(rows)))}
        removed["deleted"] += len(keys)
        return [kept[key] for key in keys if key in kept], dict(removed)

    def places(self, kind: str, keys: Sequence[str]) -> Places:
        """Where given records stand, so that many can ask for them; what is not there is left out.

        Args:
            kind: Of the records: ``posting`` or ``worker``.
            keys: Theirs.
        """
        found = list[tuple[Segment, Rows]]()
        for segment in self._catalogues[kind].segments:
            held = sorted(row for key in keys if (row := segment.find(key)) >= 0)
            if held:
                found.append((segment, np.array(held, dtype=np.int64)))
        return found

    def fitting(self, subject: Subject, kind: str, places: Places, conditions: Conditions) -> list[Ranked]:
        """Those of given records that meet the conditions, scored, in no order.

        Args:
            subject: Who searches.
            kind: Of the records: ``posting`` or ``worker``.
            places: Theirs.
            conditions: What they must meet.
        """
        own, query = columns_of([subject.coded], self._vocabulary), self._query(subject)
        kept = list[Ranked]()
        for segment, held in places:
            only = np.zeros_like(segment.alive)
            only[held] = True
            narrowed = _NARROW[kind](own, replace(segment, alive=only), conditions, self._vocabulary)
            rows = np.flatnonzero(narrowed.allowed)
            found = self._scored(subject, own, segment, compare(query, segment, rows, self._occupations.similarity))
            kept += [Ranked(found=found, at=at) for at in range(len(rows))]
        return kept

    def bounds(self, subjects: Sequence[Subject], kind: str, keys: Sequence[str]) -> npt.NDArray[np.float64]:
        """What the scores of pairs cannot pass, whichever side asks: as if all words were shared.

        Args:
            subjects: Their texts are not looked at.
            kind: Kind of the others.
            keys: Of the others; all are indexed.

        Returns:
            In [0, 1], shape ``(subjects, keys)``.
        """
        found = np.zeros((len(subjects), len(keys)))
        for segment in self._catalogues[kind].segments:
            held = {at: row for at, key in enumerate(keys) if (row := segment.find(key)) >= 0}
            if not held:
                continue
            rows, places = np.array(list(held.values()), dtype=np.int64), list(held)
            occupied, picked = segment.columns.occupied(rows), segment.columns.take(rows)
            for at, subject in enumerate(subjects):
                weights = self._occupations.distribution(subject.coded.occupations)
                own, is_worker = columns_of([subject.coded], self._vocabulary), subject.coded.kind == "worker"
                pairs = Pairs(
                    worker=own if is_worker else picked,
                    posting=picked if is_worker else own,
                    occupations=occupation_similarity(weights, occupied, self._occupations.similarity),
                    cosines=segment.rooms.vectors.cosines(subject.vector, rows),
                    words=np.ones(len(rows), dtype=np.float32),
                )
                found[at, places] = self._scorer.score(pairs).totals
        return found

    def scores(self, subject: Subject, kind: str, keys: Sequence[str]) -> Scores:
        """Scores of a subject with given records, in the order of the keys; no filter and no retrieval stands between.

        Raises:
            UnknownIdError: A key is not indexed.
        """
        own, query = columns_of([subject.coded], self._vocabulary), self._query(subject)
        parts, found = list[Scores](), list[str]()
        for segment in self._catalogues[kind].segments:
            held = {key: row for key in keys if (row := segment.find(key)) >= 0}
            rows = np.array(list(held.values()), dtype=np.int64)
            compared = compare(query, segment, rows, self._occupations.similarity)
            parts.append(self._scored(subject, own, segment, compared).scores)
            found += held
        places = {key: place for place, key in enumerate(found)}
        missing = next((key for key in keys if key not in places), None)
        if missing is not None:
            raise UnknownIdError(wanted=f"the id of an indexed {kind}", found=missing, where="keys")
        return joined_scores(parts).take([places[key] for key in keys])

    def _scored(self, subject: Subject, own: Columns, segment: Segment, compared: Candidates) -> Found:
        picked = segment.columns.take(compared.rows)
        is_worker = subject.coded.kind == "worker"
        pairs = Pairs(
            worker=own if is_worker else picked,
            posting=picked if is_worker else own,
            occupations=compared.occupations,
            cosines=compared.cosines,
            words=compared.words,
        )
        return Found(segment=segment, rows=compared.rows, pairs=pairs, scores=self._scorer.score(pairs))

    def _query(self, subject: Subject) -> Query:
        weights = self._occupations.distribution(subject.coded.occupations)
        return Query(vector=subject.vector, text=subject.text, occupations=weights)
