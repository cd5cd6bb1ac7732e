"""Why an entry-level posting fits who studied something: the usual work, what may be expected, what is to be learnt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from matcher.coded import Coded
from matcher.first_job_profile import FirstJobProfile
from matcher.first_job_score import NAMES, FirstJobScorer
from matcher.reason_words import Language, number
from matcher.score import DIGITS, Scores
from taxonomy.occupations import load_occupations
from taxonomy.study_programmes import GRADES, load_study_programmes

Usualness = Literal["usual", "often", "some", "other"]
"""How many of a programme's graduates go into work of a unit group, as ``taxonomy.study_programmes.GRADES`` has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstJob:
    """An entry-level posting with its reasons.

    Attributes:
        key: Key of the posting.
        title: Its title.
        score: In [0, 1]; the sum of ``components``.
        components: Name to points: weight times value.
        details: Name to value, weight and whether anything was known.
        code: Its likeliest unit group, or empty.
        occupation: Title of that unit group, or empty.
        usualness: How usual such work is after the programme.
        asked: Names of programmes that the posting asks for.
        asks_programme: That of these names by which it asks for the programme studied; empty where it does not.
        said: Skills asked for that the worker has said.
        expected: Skills asked for that the programme lets one expect; never said by the worker.
        to_learn: Skills asked for that are neither.
        is_internship: Whether it is one.
    """

    key: str
    title: str
    score: float
    components: Mapping[str, float]
    details: Mapping[str, Mapping[str, float | bool]]
    code: str
    occupation: str
    usualness: Usualness
    asked: tuple[str, ...]
    asks_programme: str
    said: tuple[Mapping[str, Any], ...]
    expected: tuple[Mapping[str, Any], ...]
    to_learn: tuple[Mapping[str, Any], ...]
    is_internship: bool


def first_job(profile: FirstJobProfile, posting: Coded, scores: Scores, at: int, scorer: FirstJobScorer) -> FirstJob:
    """A scored posting with its reasons.

    Args:
        profile: Who looks.
        posting: The posting.
        scores: Of many postings.
        at: Its place among them.
        scorer: That scored it.
    """
    weights = scorer.weights.as_dict()
    code = posting.occupations[0][0] if posting.occupations else ""
    said, expected, to_learn = _skills(profile, posting, scorer)
    return FirstJob(
        key=posting.key,
        title=posting.title,
        score=float(scores.totals[at]),
        components=dict(zip(NAMES, scores.points[at].tolist(), strict=True)),
        details={
            name: {"value": round(float(value), DIGITS), "weight": weights[name], "known": bool(known)}
            for name, value, known in zip(NAMES, scores.values[at], scores.known[at], strict=True)
        },
        code=code,
        occupation=load_occupations().get(code).title if code else "",
        usualness=_usualness(profile, code),
        asked=posting.study_programmes,
        asks_programme=next((name for name in posting.study_programmes if _is_studied(name, profile)), ""),
        said=said,
        expected=expected,
        to_learn=to_learn,
        is_internship=posting.is_internship,
    )


def _is_studied(name: str, profile: FirstJobProfile) -> bool:
    """Whether a name means the programme studied, or the broad one that it is taught within at SMK."""
    programmes = load_study_programmes()
    number = programmes.number(name)
    return number is not None and programmes[number].id in (profile.programme.id, *profile.programme.also[:1])


def _usualness(profile: FirstJobProfile, code: str) -> Usualness:
    affinity = float(profile.affinity[load_occupations().unit_row(code)]) if code else 0.0
    steps: tuple[tuple[Usualness, float], ...] = (("usual", GRADES["usual"]), ("often", 0.65), ("some", 0.25))
    for name, least in steps:
        if affinity >= least:
            return name
    return "other"


Named = tuple[Mapping[str, Any], ...]


def _skills(profile: FirstJobProfile, posting: Coded, scorer: FirstJobScorer) -> tuple[Named, Named, Named]:
    """A posting's skills: said, expected, and to be learnt; each with the posting's words."""
    skills, numbers = scorer.credit.skills, scorer.vocabulary.skills
    said = {skill.id: skill.surface for skill in profile.worker.skills}
    grades = {one.skill.id: one.grade for one in profile.expected}
    parts: dict[str, list[Mapping[str, Any]]] = {"said": [], "expected": [], "to_learn": []}
    for asked in posting.skills:
        if asked.id not in numbers:
            continue
        skill = skills.get(asked.id)
        named = {"id": skill.id, "label": skill.label, "label_en": skill.label_en, "type": skill.type}
        named["posting_words"] = asked.surface
        if asked.id in said:
            parts["said"].append({**named, "worker_words": said[asked.id]})
        elif asked.id in grades:
            parts["expected"].append({**named, "grade": grades[asked.id]})
        else:
            parts["to_learn"].append({**named, "required": asked.relevance == "required"})
    return tuple(parts["said"]), tuple(parts["expected"]), tuple(parts["to_learn"])


SENTENCES: Mapping[str, Mapping[Language, str]] = {
    "usual": {
        "id": "Lulusan {programme} biasanya bekerja sebagai {occupation}.",
        "en": "Graduates of {programme} usually work as {occupation}.",
    },
    "often": {
        "id": "Banyak lulusan {programme} bekerja sebagai {occupation}.",
        "en": "Many graduates of {programme} work as {occupation}.",
    },
    "some": {
        "id": "Sebagian lulusan {programme} bekerja sebagai {occupation}.",
        "en": "Some graduates of {programme} work as {occupation}.",
    },
    "other": {
        "id": "Lulusan {programme} jarang bekerja sebagai {occupation}.",
        "en": "Graduates of {programme} seldom work as {occupation}.",
    },
    "asks": {
        "id": "Lowongan ini meminta jurusan “{asked}”: itu jurusanmu.",
        "en": "This ad asks for “{asked}”: that is what you studied.",
    },
    "asks_other": {"id": "Lowongan ini menyebut jurusan: {asked}.", "en": "This ad names these studies: {asked}."},
    "internship": {"id": "Ini magang.", "en": "This is an internship."},
    "said": {"id": "Kamu sudah menulis: {labels}.", "en": "You have said: {labels}."},
    "expected": {
        "id": "Biasanya diajarkan di {programme}, belum kamu tulis: {labels}. Tulis kalau memang bisa.",
        "en": "Usually taught in {programme}, not yet said by you: {labels}. Say so if you can.",
    },
    "to_learn": {"id": "Perlu dipelajari: {labels}.", "en": "To be learnt: {labels}."},
    "score": {"id": "Skor {score} dari 100.", "en": "Score {score} of 100."},
}
"""Sentences of a first job; each is a fact of ``FirstJob``."""


def first_job_words(found: FirstJob, profile: FirstJobProfile, language: Language) -> tuple[str, ...]:
    """The reasons in short sentences."""
    programme = profile.programme.label
    said = [_say("score", language, score=number(found.score, language))]
    if found.occupation:
        in_english = load_occupations().get(found.code).title_en if language == "en" else ""
        occupation = in_english or found.occupation
        said.append(_say(found.usualness, language, programme=programme, occupation=occupation))
    if found.asks_programme:
        said.append(_say("asks", language, asked=found.asks_programme))
    elif found.asked:
        said.append(_say("asks_other", language, asked=", ".join(found.asked)))
    if found.is_internship:
        said.append(_say("internship", language))
    for name, skills in (("said", found.said), ("expected", found.expected), ("to_learn", found.to_learn)):
        if skills:
            said.append(_say(name, language, programme=programme, labels=_labels(skills, language)))
    return tuple(said)


def _labels(skills: Sequence[Mapping[str, Any]], language: Language) -> str:
    return ", ".join(str(one["label_en" if language == "en" else "label"]) for one in skills)


def _say(name: str, language: Language, **facts: str) -> str:
    return SENTENCES[name][language].format(**facts)
