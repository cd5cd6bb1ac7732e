"""Task ``answers``: whole answers over ten thousand, a hundred thousand and a million postings.

An answer is everything that ``POST /v1/match/postings`` does for a stored worker: filter, retrieve, score, explain the
best twenty. The postings are all real ads again and again (``evaluation/benchmark/crowd.py``), the judged job seekers
ask. The growth is drawn into ``evaluation/growth.svg`` of the cache folder.
"""

from __future__ import annotations

from itertools import pairwise

from evaluation.ads import opened_ads
from evaluation.benchmark.growth import SIZES, growth_rows, measure_growth, plot_growth
from evaluation.gold import read_seekers
from evaluation.retrieval import SEEKERS
from evaluation.task import Options, Row, data_folder, reported
from matcher.build import fresh_of
from matcher.catalogue import Catalogue
from matcher.engine import Engine
from matcher.pipeline import Pipeline
from matcher.records import Kind

PICTURE = "growth.svg"


@reported("answers")
def run(options: Options) -> list[Row]:
    """Measure at each size up to ``options.rows``.

    Raises:
        InputError: The data folder or a file in it is missing or faulty.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    seekers = read_seekers(data_folder(options.data) / "gold" / SEEKERS)
    with opened_ads(options) as (engine, _):
        subjects = engine.subjects(list(seekers.values()))
        derived = engine.store.derived(Kind.POSTING, engine.coder.fingerprint)
        real = [fresh_of(row, stored.payload) for row, stored in derived]

        def pipeline_of(postings: Catalogue) -> Pipeline:
            return engine.pipeline_over({**nothing(engine), str(Kind.POSTING): postings})

        grown = measure_growth(real, subjects, pipeline_of, engine.vocabulary, sizes_up_to(options.rows), options.tell)
    plot_growth(grown, options.cache / "evaluation" / PICTURE)
    return growth_rows(grown)


def nothing(engine: Engine) -> dict[str, Catalogue]:
    """Catalogues of every kind of an engine's pipeline, empty."""
    return {kind: Catalogue([]) for kind in engine.refresh().catalogues}


def sizes_up_to(rows: int) -> tuple[int, ...]:
    """The sizes that are measured by default, up to a number of rows, which is one of them."""
    sizes = (*(size for size in SIZES if size < rows), rows)
    assert all(one < other for one, other in pairwise(sizes))
    return sizes
