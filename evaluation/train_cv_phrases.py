"""Learn how CVs say skills, the step behind ``sepadan train cv-phrases``.

Out of the marked lines (``evaluation.cv_lines``) come two tables as ``matcher/cv/tables`` has them:

- ``learnt_phrases.tsv``: verbs and objects. A phrase of the lines of one half of the unit groups is taken where it
  means its skill in the other half too.
- ``silent_words.tsv``: names and phrases that seldom mean their skill in these lines.

Deterministic.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from evaluation.cv_lines import CvLine, MarkedWords, halves, read_cv_lines
from evaluation.training.job import Job
from matcher.cv.said_skills import SILENT, SILENT_COLUMNS, Said, all_said
from matcher.cv.skill_phrases import COLUMNS, TABLES, WORD, PhraseRow, PhraseTable, phrase_rows
from matcher.cv.word_forms import stems_of
from matcher.skill_coding import SkillCoder
from taxonomy.skill_mentions import SkillReader
from taxonomy.skills import load_skills
from taxonomy.text import fold

WRITTEN, LEARNT = TABLES
LONGEST = 4
"""Words of an object."""

MEANT_FROM = 0.6
"""Least share of the lines that say a phrase in which it means its skill, in the other half."""

SILENT_BELOW = 0.3
"""Share below which words are silent; chosen on lines of unit groups that nothing was learnt from."""

_PRIOR, _KIND_WEIGHT, _WORDS_WEIGHT = 0.6, 4.0, 2.0
"""Share that is assumed before anything was seen, and how many lines it weighs for a skill, and for its words."""

_LINKS = frozenset(
    "dan and serta di the a an of for to in on at dengan with untuk from dari ke my our per tiap setiap every each "
    "pada oleh by all semua para yang or atau their its".split()
)

Phrase = tuple[str, str, str]
"""Skill id, verb or nothing, object."""

Tally = Counter[tuple[str, str]]


def learnt_phrases(lines: Sequence[CvLine], coder: SkillCoder) -> list[Phrase]:
    """Phrases whose object means their skill in the half that they do not come from, sorted."""
    first, second = halves(lines)
    told, proved = set[Phrase](), set[tuple[str, str]]()
    for source, judge in ((first, second), (second, first)):
        some = phrases_of(source)
        told.update(some)
        meant, said = shares(judge, coder, PhraseTable([*phrase_rows(WRITTEN), *_rows(some)]))
        proved |= {
            (one.skill_id, one.words)
            for one, count in said.items()
            if one.kind == "phrase" and meant[one] >= MEANT_FROM * count
        }
    return sorted(one for one in told if (one[0], fold(one[2])) in proved)


def phrases_of(lines: Iterable[CvLine]) -> list[Phrase]:
    """Verbs and objects of the marks, each with the skill that it mostly means, sorted; rare single words are none."""
    verbs = _known_verbs()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    lines_of = Tally()
    for line in lines:
        for mark in line.marks:
            for pair in dict.fromkeys(_pairs(mark, verbs)):
                lines_of[pair] += 1
                counts[pair].update(mark.ids)
    found: list[tuple[str, str, str]] = []
    for (verb, said_object), ids in counts.items():
        skill_id, count = min(ids.items(), key=lambda one: (-one[1], one[0]))
        if count >= MEANT_FROM * lines_of[verb, said_object] and (
            " " in said_object or lines_of[verb, said_object] > 1
        ):
            found.append((skill_id, verb, said_object))
    return sorted(found)


@lru_cache(maxsize=1)
def _known_verbs() -> frozenset[str]:
    return PhraseTable(phrase_rows(WRITTEN)).verb_stems()


def _pairs(mark: MarkedWords, verbs: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Verb and object of marked words, the first words of a longer object too; all words where no verb begins them."""
    words = [word.casefold() for word in WORD.findall(mark.words) if not word.isdigit()]
    has_verb = len(words) > 1 and bool(stems_of(words[0]) & verbs)
    verb, said = (words[0], words[1:]) if has_verb else ("", words)
    while said and said[0] in _LINKS:
        said = said[1:]
    for length in range(1, min(len(said), LONGEST) + 1):
        if (length == len(said) or (has_verb and length < LONGEST)) and said[length - 1] not in _LINKS:
            yield verb, " ".join(said[:length])


def shares(lines: Iterable[CvLine], coder: SkillCoder, table: PhraseTable) -> tuple[Counter[Said], Counter[Said]]:
    """For everything that is said: in how many lines it means its skill, and in how many it stands."""
    meant, said = Counter[Said](), Counter[Said]()
    for line in lines:
        for one in dict.fromkeys(all_said(line.text, coder, table)):
            said[one] += 1
            meant[one] += one.skill_id in line.ids
    return meant, said


def silent_words(
    lines: Sequence[CvLine], coder: SkillCoder, table: PhraseTable, below: float = SILENT_BELOW
) -> list[Said]:
    """Names and phrases that seldom mean their skill, sorted; a name of several words always means it.

    The share of words that were seen seldom is drawn towards that of their skill, and a skill's towards ``_PRIOR``.
    """
    meant, said = shares(lines, coder, table)
    of_skill, in_skill = Tally(), Tally()
    for one, count in said.items():
        in_skill[one.skill_id, one.kind] += count
        of_skill[one.skill_id, one.kind] += meant[one]
    found: list[Said] = []
    for one, count in said.items():
        if one.kind == "name" and " " in one.words:
            continue
        key = (one.skill_id, one.kind)
        prior = (of_skill[key] + _KIND_WEIGHT * _PRIOR) / (in_skill[key] + _KIND_WEIGHT)
        if (meant[one] + _WORDS_WEIGHT * prior) / (count + _WORDS_WEIGHT) < below:
            found.append(one)
    return sorted(found, key=lambda one: (one.skill_id, one.kind, one.words))


def _rows(phrases: Iterable[Phrase]) -> list[PhraseRow]:
    """Phrases as rows of a table: objects of one skill and verb together."""
    objects: dict[tuple[str, str], list[str]] = defaultdict(list)
    for skill_id, verb, said_object in phrases:
        objects[skill_id, verb].append(said_object)
    return [
        PhraseRow(skill_id=skill_id, verbs=(verb,) if verb else (), objects=tuple(said))
        for (skill_id, verb), said in objects.items()
    ]


def make(job: Job) -> str:
    """Learn and write both tables.

    Args:
        job: Data ``lines``; parameter ``silent_below``.

    Returns:
        What they were learnt from.

    Raises:
        InputError: A brace that belongs to no mark.
    """
    lines, skills = read_cv_lines(job.data["lines"]), load_skills()
    coder = SkillCoder(skills, SkillReader(skills))
    rows = _rows(learnt_phrases(lines, coder))
    table = PhraseTable([*phrase_rows(WRITTEN), *rows])
    silent = silent_words(lines, coder, table, job.parameters["silent_below"])
    _write(job.folder / LEARNT, COLUMNS, ((r.skill_id, "|".join(r.verbs), "|".join(r.objects)) for r in rows))
    _write(job.folder / SILENT, SILENT_COLUMNS, ((one.skill_id, one.kind, one.words) for one in silent))
    return f"{len(lines)} invented lines of CVs, {sum(len(line.marks) for line in lines)} marks"


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    text = "\n".join("\t".join(row) for row in (columns, *rows))
    path.write_text(text + "\n", encoding="utf-8")
