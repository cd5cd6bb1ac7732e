"""Task ``titles``: job titles to KBJI unit groups, beside three baselines on the same titles in the same run.

A code is right when it is the gold code or an alternate that a trained coder could defend. ok@1: the first code is
right; ok@5: one of the first five is; mrr: one over the rank of the first right code among five, 0 when there is none;
strict@1: the first code is the gold code itself.

A title whose gold code is ``----`` cannot be coded, and the right answer to it is ``uncertain``: an uncertain answer
counts as right in all four, any other as wrong. On a title that can be coded, an uncertain answer still counts by its
codes: the flag asks a person to look, it does not take the codes back. The baselines have no uncertain answer, so a
``----`` title is always wrong for them. They are given the title alone: with category and text they find less.

Calibration error: ECE with 10 bins of the first score, which claims to be the probability that a trained coder accepts
the code; on a ``----`` title no code is accepted.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.gold import NOT_CODABLE, GoldTitle, read_titles
from evaluation.measures import bootstrap, calibration_error, first_right
from evaluation.rows import mean_row, row, share_row
from evaluation.task import Options, Report, Row
from evaluation.title_baselines import title_baselines
from taxonomy.coder import TitleCoder, TitleCoding
from taxonomy.committee import load_committee
from taxonomy.title_item import TitleItem
from taxonomy.use_encoder import load_use_encoder

GOLD = "titles_dev.tsv"

OK_AT_1, OK_AT_5, BARE_OK_AT_1, ECE = 0.92, 0.985, 0.85, 0.05
"""Targets: what two careful coders reach with each other, and a calibrated first score."""

_RESAMPLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a coder said of one title.

    Attributes:
        codes: Unit groups, best first, at most five.
        uncertain: Whether it asks a person to look.
    """

    codes: tuple[str, ...]
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One system's answers, judged; one value for each title.

    Attributes:
        ok_at_1: First code right.
        ok_at_5: One of five right.
        reciprocal: One over the rank of the first right code, or 0.
        strict_at_1: First code is the gold code.
    """

    ok_at_1: list[bool]
    ok_at_5: list[bool]
    reciprocal: list[float]
    strict_at_1: list[bool]


def judge(gold: Sequence[GoldTitle], answers: Sequence[Answer]) -> Judged:
    """Judge answers by the rules at the head of this module; one answer for each title, same order."""
    ranks, strict = [], []
    for title, answer in zip(gold, answers, strict=True):
        if title.code == NOT_CODABLE:
            ranks.append(1 if answer.uncertain else None)
            strict.append(answer.uncertain)
        else:
            ranks.append(first_right(answer.codes, title.accepted))
            strict.append(answer.codes[:1] == (title.code,))
    return Judged(
        ok_at_1=[rank == 1 for rank in ranks],
        ok_at_5=[rank is not None for rank in ranks],
        reciprocal=[1 / rank if rank else 0.0 for rank in ranks],
        strict_at_1=strict,
    )


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
    coder = TitleCoder(load_committee(), {"use": load_use_encoder().encode, "e5": encoder.encode_query})
    options.tell("load encoder", 1, 1)
    options.tell("code titles", 0, 3)
    began = time.monotonic()
    codings = coder.code([title.item for title in gold])
    seconds = time.monotonic() - began
    options.tell("code titles", 1, 3)
    bare = coder.code([TitleItem(title=title.item.title) for title in gold])
    options.tell("code titles", 2, 3)
    judged = judge(gold, _answers(codings))
    rows = [*_own_rows(gold, codings, judged), *_bare_rows(judge(gold, _answers(bare)))]
    for name, ranked in title_baselines([title.item.title for title in gold], encoder).items():
        rows += _rows(f"{name}, title", judge(gold, [Answer(codes=codes) for codes in ranked]))
    options.tell("code titles", 3, 3)
    return Report(
        task="titles",
        rows=tuple(rows),
        seconds=time.monotonic() - started,
        figures=_headline(rows[:4], len(gold), seconds),
    )


def _answers(codings: Sequence[TitleCoding]) -> list[Answer]:
    return [Answer(codes=tuple(c.code for c in coding.candidates), uncertain=coding.uncertain) for coding in codings]


def _rows(system: str, judged: Judged, *, ok_at_1: float | None = None, ok_at_5: float | None = None) -> list[Row]:
    return [
        share_row(f"{system}: ok@1", judged.ok_at_1, at_least=ok_at_1),
        share_row(f"{system}: ok@5", judged.ok_at_5, at_least=ok_at_5),
        mean_row(f"{system}: mrr", judged.reciprocal),
    ]


def _own_rows(gold: Sequence[GoldTitle], codings: Sequence[TitleCoding], judged: Judged) -> list[Row]:
    system = "Sepadan, title + hint + text"
    return [
        *_rows(system, judged, ok_at_1=OK_AT_1, ok_at_5=OK_AT_5),
        share_row(f"{system}: strict@1", judged.strict_at_1),
        _calibration_row(f"{system}: calibration error (ECE)", gold, codings),
        share_row(f"{system}: share uncertain", [coding.uncertain for coding in codings]),
    ]


def _bare_rows(judged: Judged) -> list[Row]:
    return _rows("Sepadan, title", judged, ok_at_1=BARE_OK_AT_1)


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
