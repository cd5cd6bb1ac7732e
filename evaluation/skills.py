"""Task ``skills``: skills read in the texts of real ads, beside a dictionary of labels on the same ads in the same run.

The ads are those of ``gold/skills_dev.jsonl``; the tagger and the linker have learnt from other ads (their own, marked
by the same guide), so that no fold is needed: nothing measured here was learnt from.

Span F1 by any overlap (the target): precision is the share of mentions that overlap a marked span, recall the share of
spans that a mention overlaps. Beside it a stricter count, in which each mention and each span pairs once at most. Two
sets are measured: all marked types, and those without ``soft`` and ``task``; in the second a mention is left out,
neither right nor wrong, when it is a soft skill or when all that it overlaps is marked soft or task. Mentions that the
text negates ("tidak perlu pengalaman") are not counted as found. Intervals resample ads.

Concept accuracy: of the pairs with our reader, the share whose concept is one of those that a coder accepted for the
marked phrase (``evaluation/data/skill_concepts.tsv``); where the taxonomy has none (``-``), no concept is right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from evaluation.coded_titles import DATA
from evaluation.gold import NO_CONCEPT, GoldAd, GoldSpan, read_concepts, read_skills
from evaluation.measures import wilson
from evaluation.rows import row
from evaluation.skill_dictionary import LabelDictionary
from evaluation.spans import (
    F1,
    PRECISION,
    Offsets,
    overlap_intervals,
    overlap_ratios,
    overlaps,
    pair_spans,
    ratio_intervals,
    ratios,
)
from evaluation.task import Options, Row, reported
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import Skills, load_skills
from taxonomy.text import fold

GOLD = "skills_dev.jsonl"
CONCEPTS = DATA / "skill_concepts.tsv"

SPAN_F1, CONCEPT = 0.80, 0.85
"""Targets: what the marked ads can be read with, and how often a found span is given the right concept."""

SOFT_TYPES = frozenset({"soft", "task"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One skill that a system found.

    Attributes:
        start: Code point offset of its first character.
        end: Offset after its last one.
        type: Type of the skill.
        skill_id: Key in the taxonomy; empty where a system has none.
    """

    start: int
    end: int
    type: str = ""
    skill_id: str = ""


Reader = Callable[[str], Sequence[Found]]


@reported("skills")
def run(options: Options) -> list[Row]:
    """Measure.

    Raises:
        InputError: The gold file is missing or faulty.
    """
    ads = read_skills(options.gold_file(GOLD))
    skills = load_skills()
    systems = {"Sepadan": _reader(), "labels word for word": _dictionary(skills)}
    found = {name: _read(name, reader, ads, options) for name, reader in systems.items()}
    rows = overlap_rows("Sepadan", ads, found["Sepadan"], is_ours=True)
    rows.append(concept_row(ads, found["Sepadan"], read_concepts(CONCEPTS)))
    for name in systems:
        rows += overlap_rows(name, ads, found[name], is_ours=False) if name != "Sepadan" else []
        rows += _span_rows(name, ads, found[name])
    return rows


def _reader() -> Reader:
    reader = load_skill_reader()
    return lambda text: [
        Found(start=m.start, end=m.end, type=m.type, skill_id=m.skill_id) for m in reader.read(text) if not m.negated
    ]


def _dictionary(skills: Skills) -> Reader:
    kinds = {fold(label): skill.type for skill in skills for label in (skill.label_en, skill.label)}
    dictionary = LabelDictionary(kinds)

    def read(text: str) -> list[Found]:
        spans = dictionary.find(text)
        return [Found(start=start, end=end, type=kinds.get(fold(text[start:end]), "")) for start, end in spans]

    return read


def _read(name: str, reader: Reader, ads: Sequence[GoldAd], options: Options) -> list[Sequence[Found]]:
    found: list[Sequence[Found]] = []
    for done, ad in enumerate(ads, 1):
        found.append(reader(ad.text))
        options.tell(f"read ads: {name}", done, len(ads))
    return found


def _span_rows(name: str, ads: Sequence[GoldAd], found: Sequence[Sequence[Found]]) -> list[Row]:
    rows: list[Row] = []
    for scope, is_narrow in (("all types", False), ("without soft and task", True)):
        narrowed = [
            narrow(ad.spans, mine) if is_narrow else (ad.spans, mine) for ad, mine in zip(ads, found, strict=True)
        ]
        counts = np.array([count_pairs(spans, mine) for spans, mine in narrowed], dtype=np.float64)
        total = counts.sum(axis=0)
        values, intervals = ratios(total), ratio_intervals(counts)
        for measure, value in values.items():
            title, n = f"{name}, {scope}: span {measure}", int(total[1 if measure == PRECISION else 2])
            rows.append(row(title, value, n=n, ci95=intervals[measure]))
    return rows


def narrow(spans: Sequence[GoldSpan], found: Sequence[Found]) -> tuple[list[GoldSpan], list[Found]]:
    """Spans and mentions without soft skills and tasks, by the rule at the head of this module."""
    hard = [span for span in spans if span.type not in SOFT_TYPES]
    soft = [span for span in spans if span.type in SOFT_TYPES]
    is_hard = overlaps(_offsets(hard), _offsets(found)).sum(axis=0) > 0
    is_soft = overlaps(_offsets(soft), _offsets(found)).sum(axis=0) > 0
    kept = [
        mention
        for at, mention in enumerate(found)
        if mention.type not in SOFT_TYPES and (is_hard[at] or not is_soft[at])
    ]
    return hard, kept


def count_pairs(spans: Sequence[GoldSpan], found: Sequence[Found]) -> tuple[int, int, int]:
    """Pairs, mentions found, spans marked."""
    return len(pair_spans(_offsets(spans), _offsets(found))), len(found), len(spans)


def count_overlaps(spans: Sequence[GoldSpan], found: Sequence[Found]) -> tuple[int, int, int, int]:
    """Mentions that overlap a span, mentions, spans that a mention overlaps, spans."""
    shared = overlaps(_offsets(spans), _offsets(found)) > 0
    return int(shared.any(axis=0).sum()), len(found), int(shared.any(axis=1).sum()), len(spans)


def overlap_rows(system: str, ads: Sequence[GoldAd], found: Sequence[Sequence[Found]], *, is_ours: bool) -> list[Row]:
    """Precision, recall and F1 when a mention may overlap any number of spans and the other way round."""
    counts = np.array([count_overlaps(ad.spans, mine) for ad, mine in zip(ads, found, strict=True)], dtype=np.float64)
    total = counts.sum(axis=0)
    values, intervals = overlap_ratios(total), overlap_intervals(counts)
    rows: list[Row] = []
    for measure, value in values.items():
        target = SPAN_F1 if is_ours and measure == F1 else None
        n = int(total[1 if measure == PRECISION else 3])
        name = f"{system}, all types: span {measure} by any overlap"
        rows.append(row(name, value, n=n, ci95=intervals[measure], at_least=target))
    return rows


def concept_row(
    ads: Sequence[GoldAd], found: Sequence[Sequence[Found]], accepted: Mapping[tuple[str, int], frozenset[str]]
) -> Row:
    """Share of our pairs whose concept a coder accepted for the marked phrase."""
    right = total = 0
    for ad, mine in zip(ads, found, strict=True):
        for at, of in pair_spans(_offsets(ad.spans), _offsets(mine)):
            concepts = accepted.get((ad.id, ad.spans[at].start))
            if concepts is not None:
                total += 1
                right += (mine[of].skill_id or NO_CONCEPT) in concepts
    value = right / total if total else 0.0
    return row("Sepadan: concept of paired spans", value, n=total, ci95=wilson(right, total), at_least=CONCEPT)


def _offsets(spans: Sequence[GoldSpan] | Sequence[Found]) -> list[Offsets]:
    return [(span.start, span.end) for span in spans]
