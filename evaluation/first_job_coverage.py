"""How much of real ads the tables of programmes reach: mentions known, provinces and levels with a first job."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from evaluation.rows import row, share_row
from evaluation.study_relation import Asked
from evaluation.task import Row
from matcher.engine import Engine
from matcher.first_job_score import is_entry_level
from matcher.records import Kind
from matcher.vocabulary import NO_UNIT
from taxonomy.programme_names import core_programme
from taxonomy.study_programmes import StudyProgramme, load_study_programmes

WORK = 0.7
"""Least affinity at which a posting is work that a programme leads to: many go there."""

LEVELS = ("SMK", "SMA", "D3", "S1")
"""Levels that are told apart."""


def mention_rows(asked: Asked) -> list[Row]:
    """Share of the positions all of whose programmes are known, and of the mentions that stand in the table as such."""
    programmes = load_study_programmes()
    known = {name: programmes.number(name) is not None for name in asked.names}
    listed = {core_programme(name) for one in programmes for name in one.names}
    mentions = [asked.names[at] for wanted in asked.wanted for at in wanted]
    return [
        share_row(
            "MagangHub: positions all of whose programmes are known",
            [all(known[asked.names[at]] for at in wanted) for wanted in asked.wanted],
            at_least=0.99,
        ),
        share_row("MagangHub: mentions whose spelling stands in the table", [name in listed for name in mentions]),
    ]


def text_rows(engine: Engine, source: str) -> list[Row]:
    """Share of the studies named in texts, of ads of other sources than one, that are known."""
    programmes = load_study_programmes()
    named = [
        name
        for posting in engine.refresh().catalogues[Kind.POSTING]
        if not posting.key.startswith(source)
        for name in posting.study_programmes
    ]
    return [
        share_row(
            "Loker.id and JobStreet: studies named in texts that are known",
            [programmes.number(name) is not None for name in named],
        )
    ]


def coverage_rows(engine: Engine) -> list[Row]:
    """Programmes and provinces for which the ads hold a posting for beginners; the ads of all three boards."""
    programmes = list(load_study_programmes())
    works = load_study_programmes().affinity >= WORK
    entry = _entry_units(engine)
    anywhere = entry.any(axis=0)
    rows = [row("programmes in the table", float(len(programmes)), n=len(programmes), at_least=320.0)]
    for level in LEVELS:
        taught = _taught(programmes, level)
        reached = [bool((works[at] & anywhere).any()) for at in taught]
        rows.append(share_row(f"programmes of {level} with a posting for beginners in their usual work", reached))
    of_smk = _taught(programmes, "SMK")
    for least in (1, 10):
        enough = [int((works[of_smk] & own).any(axis=1).sum()) >= least for own in entry]
        rows.append(share_row(f"provinces with postings for beginners of at least {least} SMK programmes", enough))
    return rows


def _taught(programmes: Sequence[StudyProgramme], level: str) -> list[int]:
    return [at for at, one in enumerate(programmes) if level in one.levels]


def _entry_units(engine: Engine) -> npt.NDArray[np.bool_]:
    """Which unit groups each province has a posting for beginners of; shape ``(provinces, 446)``."""
    codes = [region.code for region in engine.coder.gazetteer.provinces()]
    found = np.zeros((len(codes), len(engine.vocabulary.units)), dtype=bool)
    for segment in engine.refresh().catalogues[Kind.POSTING].segments:
        columns = segment.columns
        first = columns.units[:, 0]
        chosen = segment.alive & is_entry_level(columns) & (first != NO_UNIT)
        for at, code in enumerate(codes):
            bits = np.uint64(engine.vocabulary.province_bits([code]))
            found[at, first[chosen & ((columns.provinces & bits) != 0)]] = True
    return found
