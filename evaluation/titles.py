"""Task ``titles``: job titles to KBJI unit groups, beside three baselines on the same titles in the same run.

What is right: see ``evaluation.judged``. The baselines have no uncertain answer, so a ``----`` title is always wrong
for them. They are given the title alone: with category and text they find less.

Measured beside the gold titles: the authored titles of rare unit groups (``evaluation/data/rare_titles.tsv``: fewer
than five training titles each; written without sight of the vocabulary), and, where the ads are at hand (``--other``),
titles of three sources from which nothing but these was kept out of training
(``evaluation/data/other_sources_dev.tsv``).

Calibration error: ECE with 10 bins of the first score, which claims to be the probability that a trained coder accepts
the code; on a ``----`` title no code is accepted.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np

from evaluation.coded_titles import DATA, other_ads
from evaluation.coders import answers, judge_coder, product_coder
from evaluation.gold import GoldTitle, read_codes, read_titles
from evaluation.judged import Answer, Judged, judge, judged_rows
from evaluation.measures import bootstrap, calibration_error
from evaluation.rows import row, share_row
from evaluation.task import Options, Report, Row
from evaluation.title_baselines import title_baselines
from taxonomy.coder import TitleCoder
from taxonomy.title_coding import TitleCoding
from taxonomy.title_item import TitleItem

GOLD = "titles_dev.tsv"

RARE = DATA / "rare_titles.tsv"
OTHER = DATA / "other_sources_dev.tsv"

OK_AT_1, OK_AT_5, BARE_OK_AT_1, ECE = 0.92, 0.985, 0.85, 0.05
"""Targets: what two careful coders reach with each other, and a calibrated first score."""

RARE_OK_AT_1, RARE_OK_AT_5 = 0.80, 0.95

_RESAMPLES = 500


def run(options: Options) -> Report:
    """Measure; the headline's seconds are those of coding title, category and text, models loaded.

    Raises:
        InputError: The gold file is missing or faulty.
        EncoderError: The encoder is not prepared.
    """
    started = time.monotonic()
    gold = read_titles(options.gold_file(GOLD))
    options.tell("load encoder", 0, 1)
    encoder = options.load_encoder()
    coder = product_coder(encoder)
    options.tell("load encoder", 1, 1)
    options.tell("code titles", 0, 3)
    began = time.monotonic()
    codings = coder.code([title.item for title in gold])
    seconds = time.monotonic() - began
    options.tell("code titles", 1, 3)
    bare = coder.code([TitleItem(title=title.item.title) for title in gold])
    options.tell("code titles", 2, 3)
    judged = judge(gold, answers(codings))
    rows = [*_own_rows(gold, codings, judged), *_bare_rows(judge(gold, answers(bare)))]
    rows += _further_rows(coder, options)
    for name, ranked in title_baselines([title.item.title for title in gold], encoder).items():
        rows += judged_rows(f"{name}, title", judge(gold, [Answer(codes=codes) for codes in ranked]))
    options.tell("code titles", 3, 3)
    return Report(
        task="titles",
        rows=tuple(rows),
        seconds=time.monotonic() - started,
        figures=_headline(rows[:4], len(gold), seconds),
    )


def _own_rows(gold: Sequence[GoldTitle], codings: Sequence[TitleCoding], judged: Judged) -> list[Row]:
    system = "Sepadan, title + hint + text"
    return [
        *judged_rows(system, judged, ok_at_1=OK_AT_1, ok_at_5=OK_AT_5),
        share_row(f"{system}: strict@1", judged.strict_at_1),
        _calibration_row(f"{system}: calibration error (ECE)", gold, codings),
        share_row(f"{system}: share uncertain", [coding.uncertain for coding in codings]),
    ]


def _bare_rows(judged: Judged) -> list[Row]:
    return judged_rows("Sepadan, title", judged, ok_at_1=BARE_OK_AT_1)


def _further_rows(coder: TitleCoder, options: Options) -> list[Row]:
    """Rare unit groups, and other sources where their ads are at hand."""
    rare = judge_coder(coder, read_titles(RARE))
    rows = judged_rows("Sepadan, rare unit groups", rare, ok_at_1=RARE_OK_AT_1, ok_at_5=RARE_OK_AT_5)
    if options.other:
        gold = read_codes(OTHER, other_ads(options.other))
        for name, is_bare in (("title + hint + text", False), ("title", True)):
            judged = judge_coder(coder, gold, is_bare=is_bare)
            least = BARE_OK_AT_1 if is_bare else OK_AT_1
            rows += judged_rows(f"Sepadan, other sources, {name}", judged, ok_at_1=least)
    return rows


def _calibration_row(name: str, gold: Sequence[GoldTitle], codings: Sequence[TitleCoding]) -> Row:
    first = [
        (coding.candidates[0].score, coding.candidates[0].code in title.accepted)
        for title, coding in zip(gold, codings, strict=True)
        if coding.candidates
    ]
    if not first:
        return row(name, 0.0, n=0, at_most=ECE)
    scores, right = np.array([score for score, _ in first]), np.array([is_right for _, is_right in first])
    interval = bootstrap(lambda at: calibration_error(scores[at], right[at]), len(first), resamples=_RESAMPLES)
    return row(name, calibration_error(scores, right), n=len(first), ci95=interval, at_most=ECE)


def _headline(rows: Sequence[Row], n: int, seconds: float) -> dict[str, object]:
    ok_at_1, ok_at_5, mrr, strict = (found.as_dict() for found in rows)
    return {
        "n": n,
        "ok_at_1": ok_at_1["value"],
        "ok_at_5": ok_at_5["value"],
        "mrr": mrr["value"],
        "strict_at_1": strict["value"],
        "ci95_ok_at_1": ok_at_1["ci95"],
        "seconds": round(seconds, 3),
        "items_per_second": round(n / max(seconds, 1e-9), 1),
    }
