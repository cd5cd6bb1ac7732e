"""Task ``reasons``: are the reasons of a match true?

For the best ads of each judged seeker: the words that show a skill must stand in the text that they are said to come
from, points must add up to the score, and each step that is said to help is taken for real: the seeker is given the
skill, the pair is scored anew from the coded records, and the score must rise by just what was promised.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from evaluation.ads import opened_ads
from evaluation.gold import read_seekers
from evaluation.retrieval import SEEKERS
from evaluation.rows import share_row
from evaluation.task import Options, Report, data_folder
from matcher.codec import to_json
from matcher.coded import CodedSkill
from matcher.engine import Engine
from matcher.explain import Explained
from matcher.filters import Conditions
from matcher.pipeline import Pipeline, Subject
from matcher.records import Kind, Record
from matcher.score import DIGITS
from taxonomy.text import fold

DEPTH = 5
"""Ads a seeker whose reasons are tried."""

_SLACK = 10.0**-DIGITS / 2


def run(options: Options) -> Report:
    """Measure.

    Raises:
        InputError: Gold or ads are missing or faulty.
        GenerationError: The chosen home is not built.
        EncoderError: The encoder is not prepared.
    """
    started = time.monotonic()
    seekers = read_seekers(data_folder(options.data) / "gold" / SEEKERS)
    shown, sums, steps = list[bool](), list[bool](), list[bool]()
    with opened_ads(options) as (engine, _):
        pipeline = engine.refresh()
        subjects = engine.subjects(list(seekers.values()))
        for done, (seeker, subject) in enumerate(zip(seekers.values(), subjects, strict=True), 1):
            for match in pipeline.rank_postings(subject, DEPTH, Conditions()).matches:
                shown += words_stand_there(match, seeker, _posting(engine, match.key))
                sums.append(abs(sum(match.components.values()) - match.score) < _SLACK)
                steps += [comes_true(pipeline, subject, match, step) for step in match.would_help]
            options.tell("try reasons", done, len(seekers))
    rows = [
        share_row("words of a skill stand in the text that they are said to come from", shown, at_least=1.0),
        share_row("points add up to the score", sums, at_least=1.0),
        share_row("steps that would help raise the score by what was promised", steps, at_least=1.0),
    ]
    return Report(task="reasons", rows=tuple(rows), seconds=time.monotonic() - started)


def _posting(engine: Engine, key: str) -> Record:
    return engine.get(Kind.POSTING, key)


def words_stand_there(match: Explained, worker: Record, posting: Record) -> list[bool]:
    """For each shown phrase whether it stands in its record; a phrase that is empty claims nothing."""
    texts = {"worker_words": fold(to_json(worker)), "posting_words": fold(to_json(posting))}
    entries: list[Mapping[str, Any]] = [*match.matched, *match.missing, *match.adjacent]
    return [fold(_as_json(entry[side])) in texts[side] for entry in entries for side in texts if entry.get(side)]


def _as_json(phrase: str) -> str:
    """A phrase as the JSON of a record writes it."""
    return orjson.dumps(phrase).decode()[1:-1]


def comes_true(pipeline: Pipeline, subject: Subject, match: Explained, step: Mapping[str, Any]) -> bool:
    """Whether the score rises by what a step promised when the worker really holds the skill."""
    gained = CodedSkill(id=step["id"], relevance="held")
    held = replace(subject.coded, skills=(*subject.coded.skills, gained))
    after = float(pipeline.score(replace(subject, coded=held), "posting", [match.key]).totals[0])
    return bool(abs(after - match.score - float(step["gain"])) < _SLACK)
