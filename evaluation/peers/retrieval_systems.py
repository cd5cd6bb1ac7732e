"""Searches for ads set up and asked: the product's, and what is picked instead. One job seeker at a time.

Vectors are those of the bundled encoder for all, and whoever searches by them gets those of the ads as they are kept:
encoding takes everyone as long. Questions are encoded within the time. What is chosen is chosen by graded pairs of
other seekers, those that our weights were learnt from.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from evaluation.peers.contest import OURS, Answer, System, each
from evaluation.peers.retrieval_work import DEPTH, Keys, Rank, RetrievalWork, Seeker, best_way
from indexes.encoder import Vectors


@contextmanager
def sepadan(work: RetrievalWork) -> Generator[Answer]:
    """The product: coding, encoding, filters, three views of retrieval, scores with reasons."""
    from contextlib import closing

    from matcher.engine import Engine
    from matcher.filters import Conditions

    with closing(Engine(work.home, work.load_encoder())) as engine:
        engine.refresh()

        def rank(seeker: Seeker) -> Keys:
            (subject,) = engine.subjects([seeker.worker])
            return tuple(match.key for match in engine.match(subject, DEPTH, Conditions()).matches)

        yield each(rank)


@contextmanager
def bm25s(work: RetrievalWork) -> Generator[Answer]:
    """BM25 by bm25s."""
    import bm25s as library

    def tokens(texts: Sequence[str]) -> Any:
        return library.tokenize(list(texts), stopwords=None, show_progress=False)

    words = tokens(work.texts)

    def at(way: tuple[float, float]) -> Rank:
        index = library.BM25(k1=way[0], b=way[1])
        index.index(words, show_progress=False)

        def rank(seeker: Seeker) -> Keys:
            depth = min(DEPTH, len(work.keys))
            found, _ = index.retrieve(tokens([seeker.text]), k=depth, show_progress=False)
            return tuple(work.keys[int(row)] for row in found[0])

        return rank

    ways = [(k1, b) for k1 in (1.5, 0.9, 1.2, 2.0) for b in (0.75, 0.4)]
    yield each(at(best_way(ways, work, at)))


_FEW = 20
"""Seekers that slow ways are chosen by: those that encode, and Haystack's."""

_WAYS = ("text", "title", "both")
"""All of the ad for all that is said; title for wish; both vectors end to end, whose cosine is the mean of the two."""


class _Space:
    """Vectors of ads, and of questions to them, in one of ``_WAYS``."""

    def __init__(self, work: RetrievalWork) -> None:
        self._encoder, self._work = work.load_encoder(), work

    def ads(self, way: str) -> Vectors:
        """float32 of length 1, shape ``(ads, dim)``, twice as wide for ``both``."""
        held = self._work.vectors
        return held[way] if way != "both" else self._end_to_end(held["text"], held["title"])

    def question(self, way: str, seeker: Seeker) -> npt.NDArray[np.float32]:
        """float32 of length 1, shape ``(1, dim)``."""
        if way != "both":
            return self._encoder.encode_query([seeker.text if way == "text" else seeker.wish])
        whole, wish = self._encoder.encode_query([seeker.text, seeker.wish])
        return self._end_to_end(whole[None, :], wish[None, :])

    @staticmethod
    def _end_to_end(one: Vectors, other: Vectors) -> Vectors:
        found: Vectors = np.ascontiguousarray(np.hstack([one, other]) / np.float32(np.sqrt(2)))
        return found


def _keys(work: RetrievalWork, rows: npt.NDArray[np.int64]) -> Keys:
    return tuple(work.keys[int(row)] for row in rows if row >= 0)


@contextmanager
def faiss(work: RetrievalWork) -> Generator[Answer]:
    """Every vector compared by FAISS."""
    import faiss as library

    space = _Space(work)

    def at(way: str) -> Rank:
        vectors = space.ads(way)
        index: Any = library.IndexFlatIP(vectors.shape[1])
        index.add(vectors)
        return lambda seeker: _keys(work, index.search(space.question(way, seeker), DEPTH)[1][0])

    yield each(at(best_way(_WAYS, work, at, most=_FEW)))


@contextmanager
def semantic_search(work: RetrievalWork) -> Generator[Answer]:
    """``sentence_transformers.util.semantic_search``."""
    import torch
    from sentence_transformers.util import dot_score  # pyright: ignore[reportUnknownVariableType] -- takes lists of anything
    from sentence_transformers.util import semantic_search as search

    space = _Space(work)

    def at(way: str) -> Rank:
        ads = torch.as_tensor(space.ads(way))

        def rank(seeker: Seeker) -> Keys:
            asked = torch.as_tensor(space.question(way, seeker))
            hits = search(asked, ads, top_k=DEPTH, score_function=dot_score)[0]  # pyright: ignore[reportUnknownArgumentType] -- as above
            return tuple(work.keys[int(hit["corpus_id"])] for hit in hits)

        return rank

    yield each(at(best_way(_WAYS, work, at, most=_FEW)))


@contextmanager
def haystack_bm25(work: RetrievalWork) -> Generator[Answer]:
    """BM25 of Haystack's store in memory."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    documents = [Document(id=key, content=text) for key, text in zip(work.keys, work.texts, strict=True)]

    def at(algorithm: Any) -> Rank:
        store = InMemoryDocumentStore(bm25_algorithm=algorithm)
        store.write_documents(documents)
        retriever = InMemoryBM25Retriever(document_store=store, top_k=DEPTH)
        return lambda seeker: tuple(found.id for found in retriever.run(query=seeker.text)["documents"])

    yield each(at(best_way(("BM25L", "BM25Okapi", "BM25Plus"), work, at, most=_FEW)))


@contextmanager
def haystack_vectors(work: RetrievalWork) -> Generator[Answer]:
    """Vectors of Haystack's store in memory."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    space = _Space(work)

    def at(way: str) -> Rank:
        vectors = space.ads(way).tolist()
        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        store.write_documents([Document(id=k, embedding=v) for k, v in zip(work.keys, vectors, strict=True)])
        retriever = InMemoryEmbeddingRetriever(document_store=store, top_k=DEPTH)

        def rank(seeker: Seeker) -> Keys:
            asked = space.question(way, seeker)[0].tolist()
            return tuple(found.id for found in retriever.run(query_embedding=asked)["documents"])

        return rank

    yield each(at(best_way(_WAYS, work, at, most=_FEW)))


_SPACE = f"multilingual-e5-small with its prefixes; text, title for wish, or both, by {_FEW} tuning seekers"

SYSTEMS = (
    System(name=OURS, make=sepadan, tuned="as the product is: weights learnt from the tuning seekers' graded pairs"),
    System(
        name="bm25s",
        make=bm25s,
        tuned="k1 of .9, 1.2, 1.5, 2 and b of .4, .75 (its README) by tuning seekers; it has no Indonesian stop words",
        needs={"bm25s": "bm25s"},
    ),
    System(
        name="sentence-transformers semantic_search",
        make=semantic_search,
        tuned=f"{_SPACE}; dot score of normalised vectors, as its page on semantic search advises",
        needs={"sentence_transformers": "sentence-transformers"},
    ),
    System(name="FAISS flat", make=faiss, tuned=_SPACE, needs={"faiss": "faiss-cpu"}),
    System(
        name="Haystack in memory, BM25",
        make=haystack_bm25,
        tuned=f"BM25L, Okapi or Plus, what is best for {_FEW} tuning seekers",
        needs={"haystack": "haystack-ai"},
    ),
    System(
        name="Haystack in memory, vectors",
        make=haystack_vectors,
        tuned=f"{_SPACE}; dot product",
        needs={"haystack": "haystack-ai"},
    ),
    System(
        name="LlamaIndex in memory",
        tuned="",
        reason="not run: 25 more packages to do what semantic_search and Haystack do here, a cosine over all vectors",
    ),
)
