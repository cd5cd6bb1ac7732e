"""Task ``first-jobs``: given a study programme and nothing else, do the positions that ask for it come first?

MagangHub positions name the programmes that they ask for in a field of its own. That field is taken away, and so are
names of programmes in title and text (``evaluation.masked_programmes``); what is left is coded anew by the product. A
programme that at least ``LEAST_ADS`` positions ask for is a question; right are the positions that asked for it, under
whatever name. The weights were set before anything was measured; the fifth of the employers that ``relations`` was
looked at on stays out here too. Intervals resample programmes. Who wrote the tables had seen which names occur in this
data, and how often.

Baselines of the same run: the plain encoder (cosine of the programme's name and the ad), BM25 of the name, and the
match of the product as it is for a worker who says to have finished that programme and never to have worked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
from scipy.stats import rankdata

from evaluation.ads import opened_ads, stored_ads
from evaluation.first_job_coverage import coverage_rows, mention_rows, text_rows
from evaluation.masked_programmes import ProgrammeMask
from evaluation.measures import Values, bootstrap_mean
from evaluation.relations import LOOKED_AT, MASKS
from evaluation.rows import row
from evaluation.study_relation import Asked, Scores, asked_of
from evaluation.task import Options, Row, reported
from indexes.encoder import Encoder
from indexes.lexical import LexicalIndex
from matcher.catalogue import Catalogue
from matcher.engine import Engine
from matcher.first_job_profile import first_job_profile, programme_worker
from matcher.first_job_score import NAMES
from matcher.first_jobs import FirstJobSearch
from matcher.records import Posting, Provenance, Worker
from matcher.segment import Fresh, Segment, segment_of
from matcher.texts import lexical_text, passage
from taxonomy.study_programmes import load_study_programmes

K = 10
LEAST_ADS = 5

OURS, OCCUPATION = "Sepadan, first jobs", "programme to occupation alone"
MATCH, COSINE, WORDS = "Sepadan, match as for anybody", "encoder cosine", "BM25"
BASELINES = (MATCH, COSINE, WORDS)

TIMES_BASELINE = 1.5
"""Target: our P@10 against that of the best baseline."""

AUC_AT_LEAST = 0.85
"""Target: chance that a position that asks for the programme stands above one that does not."""

_SOURCE = "maganghub:"
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
_PRECISION, _AUC = f"P@{K}", "AUC"


@reported("first-jobs")
def run(options: Options) -> list[Row]:
    """Measure; raises what ``opened_ads`` does."""
    with opened_ads(options) as (engine, encoder):
        ads = [ad for ad in stored_ads(engine) if ad.key.startswith(_SOURCE)]
        asked = asked_of(ads)
        mask = ProgrammeMask([*asked.names, *(name for one in load_study_programmes() for name in one.names)])
        rows = list[Row]()
        for done, (way, masked_by) in enumerate(MASKS.items(), 1):
            masked = [masked_by(posting, mask) for posting in asked.postings]
            rows += ranking_rows(way, engine, encoder, asked, masked)
            options.tell("rank positions", done, len(MASKS))
        rows += [*mention_rows(asked), *text_rows(engine, _SOURCE), *coverage_rows(engine)]
    return rows


def ranking_rows(way: str, engine: Engine, encoder: Encoder, asked: Asked, masked: Sequence[Posting]) -> list[Row]:
    """P@10 and AUC of each system for one way to take names out; ours against the best baseline.

    Args:
        way: Its name.
        engine: Codes the ads and matches.
        encoder: For cosines.
        asked: What each position asks for.
        masked: The positions without it, in the same order.
    """
    measured = np.flatnonzero(asked.folds != LOOKED_AT).tolist()
    questions = questions_of(asked, measured)
    labels = [load_study_programmes()[number].label for number in questions]
    found = systems(engine, encoder, [masked[at] for at in measured], labels)
    right = np.stack(list(questions.values()))
    precision = {name: precision_at(scores, right, K) for name, scores in found.items()}
    area = {name: areas(scores, right) for name, scores in found.items()}
    head = f"MagangHub, {way}"
    rows = [_mean(f"{head}: {name}, {_PRECISION}", values) for name, values in precision.items()]
    for name, values in area.items():
        least = AUC_AT_LEAST if name == OURS else None
        rows.append(_mean(f"{head}: {name}, {_AUC}", values, least))
    for measure, of in ((_AUC, area), (_PRECISION, precision)):
        best = best_baseline(of)
        rows.append(_mean(f"{head}: {OURS} less {best}, {measure}", of[OURS] - of[best]))
    times = float(precision[OURS].mean() / max(precision[best].mean(), 1e-9))
    name = f"{head}: {OURS}, times {best}, {_PRECISION}"
    rows.append(row(name, times, n=len(right), at_least=TIMES_BASELINE))
    return rows


def best_baseline(found: Mapping[str, Values]) -> str:
    """The baseline of the highest mean; the first of equal ones."""
    return max(BASELINES, key=lambda name: float(found[name].mean()))


def _mean(name: str, values: Values, at_least: float | None = None) -> Row:
    return row(name, float(values.mean()), n=len(values), ci95=bootstrap_mean(values), at_least=at_least)


def questions_of(asked: Asked, rows: Sequence[int]) -> dict[int, Values]:
    """Programmes, by number, that ``LEAST_ADS`` of some positions or more ask for, with who does (1) and not (0)."""
    programmes = load_study_programmes()
    means = [programmes.number(name) for name in asked.names]
    right: dict[int, Values] = {}
    for place, at in enumerate(rows):
        for number in {means[name] for name in asked.wanted[at]} - {None}:
            assert number is not None
            right.setdefault(number, np.zeros(len(rows)))[place] = 1.0
    return {number: right[number] for number in sorted(right) if right[number].sum() >= LEAST_ADS}


def systems(engine: Engine, encoder: Encoder, masked: Sequence[Posting], labels: Sequence[str]) -> dict[str, Scores]:
    """Scores of all positions for each programme, by each system; shape ``(programmes, positions)``."""
    segment = _segment(engine, masked)
    values = [_first_job_scores(engine, segment, label) for label in labels]
    cosines = encoder.encode_query(labels) @ encoder.encode_passage([passage(one) for one in masked]).T
    index = LexicalIndex.build([lexical_text(one) for one in masked])
    return {
        OURS: np.stack([totals for totals, _ in values]),
        OCCUPATION: np.stack([parts[:, NAMES.index("occupation")] for _, parts in values]),
        MATCH: np.stack(_match_scores(engine, segment, [one.key for one in masked], labels)),
        COSINE: cosines.astype(np.float64),
        WORDS: np.stack([index.scores(label) for label in labels]).astype(np.float64),
    }


def _segment(engine: Engine, postings: Sequence[Posting]) -> Segment:
    codings = engine.coder.code(postings)
    fresh = [
        Fresh(coded=coding.coded, vector=coding.vector, text=lexical_text(posting))
        for posting, coding in zip(postings, codings, strict=True)
    ]
    return segment_of(fresh, engine.vocabulary)


def _first_job_scores(engine: Engine, segment: Segment, label: str) -> tuple[Scores, Scores]:
    """Totals and values of the first-job score; the segment's rows are in the order of the keys, as the positions."""
    search = FirstJobSearch(engine, first_job_profile(programme_worker(label)))
    scores = search.score(segment, np.arange(len(segment))).scores
    return scores.totals, scores.values


def _match_scores(engine: Engine, segment: Segment, keys: Sequence[str], labels: Sequence[str]) -> list[Scores]:
    pipeline = engine.pipeline_over({**engine.refresh().catalogues, "posting": Catalogue([segment])})
    subjects = engine.subjects([graduate(label) for label in labels])
    return [pipeline.score(subject, "posting", keys).totals for subject in subjects]


def graduate(label: str) -> Worker:
    """Somebody who says to have finished a programme and never to have worked."""
    source = Provenance(source="graduate", source_id=label, fetched_at=_NEVER, raw_hash="")
    said = f"Lulusan baru jurusan {label}, belum pernah bekerja."
    return Worker(provenance=source, summary=said, study_programme=label, experience_months=0)


def precision_at(scores: Scores, right: Values, k: int) -> Values:
    """Share of the ``k`` best columns of each row that are right, ties by column; shape ``(rows,)``."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    found: Values = np.take_along_axis(right, best, axis=1).mean(axis=1)
    return found


def areas(scores: Scores, right: Values) -> Values:
    """Area under the ROC curve of each row: Mann & Whitney 1947, with half a point for ties; shape ``(rows,)``."""
    ranks = rankdata(scores, axis=1)
    positive = right.sum(axis=1)
    negative = right.shape[1] - positive
    found: Values = ((ranks * right).sum(axis=1) - positive * (positive + 1) / 2) / (positive * negative)
    return found
