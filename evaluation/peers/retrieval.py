"""Field of retrieval: ads for judged job seekers, by the graded pairs of the task ``retrieval``.

Held is nDCG@10 of judged ads (condensed), for a peer whose ads nobody judged must not be punished for it; the usual
nDCG@10 and P@5 stand beside it. Ads are ``options.rows`` of the real ones with all judged ones among them, so figures
are higher than those of the task ``retrieval``, which searches all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evaluation import retrieval as task
from evaluation.ads import stored_ads
from evaluation.gold import pooled_judgements, read_seekers
from evaluation.measures import CONDENSED, NDCG, PRECISION, Judgements, Values, measure_ranking
from evaluation.peers.ads import opened_part
from evaluation.peers.contest import Field, mean_of
from evaluation.peers.retrieval_systems import SYSTEMS
from evaluation.peers.retrieval_work import RetrievalWork, Seeker
from evaluation.ranking_baselines import focus, whole
from evaluation.retrieval import JUDGEMENTS, SEEKERS
from evaluation.task import Options
from evaluation.training_set import anywhere, training_set
from matcher.records import Worker
from matcher.texts import focus_text, passage


def field(options: Options) -> Field:
    """The field.

    Raises:
        InputError: Gold or ads are missing, faulty or do not belong together.
        EncoderError: The encoder is not prepared.
    """
    path = options.gold_file(JUDGEMENTS)
    judgements = pooled_judgements(path, None if options.gold else task.MORE_JUDGEMENTS)
    asked = asking({name: anywhere(one) for name, one in read_seekers(path.with_name(SEEKERS)).items()})
    work = retrieval_work(options, {ad for grades in judgements.values() for ad in grades})

    def judged(measure: str) -> Callable[[Sequence[Any]], Values]:
        def values(found: Sequence[Any]) -> Values:
            run = {seeker.name: ranked for seeker, ranked in zip(asked, found, strict=True)}
            return measure_ranking({seeker.name: judgements[seeker.name] for seeker in asked}, run)[measure]

        return values

    return Field(
        name="retrieval",
        size=f"{len(asked)} seekers among {len(work.keys):,} real ads, all judged ones among them, one at a time; "
        f"{len(work.tuning)} other seekers to tune on",
        work=work,
        asked=asked,
        systems=SYSTEMS,
        measures={name: mean_of(judged(name)) for name in (CONDENSED, NDCG, PRECISION)},
        parts=24,
    )


def asking(workers: Mapping[str, Worker]) -> list[Seeker]:
    """Seekers as they ask, in the order of their names."""
    return [
        Seeker(name=name, text=whole(worker), wish=focus(worker), worker=worker) for name, worker in workers.items()
    ]


def retrieval_work(options: Options, judged: set[str]) -> RetrievalWork:
    """What all searches are set up with.

    Args:
        options: How many ads, and where they lie.
        judged: Keys of the ads that must be among them.

    Raises:
        InputError: Gold or ads are missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    with opened_part(options, judged, options.rows) as (engine, encoder, home):
        ads = stored_ads(engine)
        vectors = {
            "text": encoder.encode_passage([passage(ad) for ad in ads]),
            "title": encoder.encode_query([focus_text(ad) for ad in ads]),
        }
    seekers, grades = training_set()
    known = _within(grades, {ad.key for ad in ads})
    return RetrievalWork(
        home=home,
        keys=[ad.key for ad in ads],
        texts=[whole(ad) for ad in ads],
        vectors=vectors,
        tuning=asking({name: seekers[name] for name in known}),
        grades=known,
        load_encoder=options.load_encoder,
    )


def _within(grades: Judgements, keys: set[str]) -> dict[str, dict[str, int]]:
    """Grades of ads that are there, of seekers who have one that is no 0."""
    found = {name: {ad: grade for ad, grade in of.items() if ad in keys} for name, of in grades.items()}
    return {name: of for name, of in found.items() if any(of.values())}
