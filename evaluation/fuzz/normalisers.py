"""Every normaliser as a target: any text gives an answer of known shape, the same twice, its words where it says."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from evaluation.fuzz.target import Target, Try, hold, text_of
from taxonomy.demands import read_demands
from taxonomy.disability_access import read_access, without_access
from taxonomy.education import LEVELS, read_education
from taxonomy.employer_names import employer_name
from taxonomy.experience import read_experience
from taxonomy.industry_text import IndustryItem
from taxonomy.language_levels import read_language_levels
from taxonomy.majors import read_majors
from taxonomy.occupation_search import load_search
from taxonomy.pay import read_pay
from taxonomy.places import load_gazetteer
from taxonomy.programme_names import core_programme, one_spelling
from taxonomy.seniority import read_seniority
from taxonomy.skill_mentions import SkillMention, load_skill_reader
from taxonomy.skills import load_skills
from taxonomy.study_programmes import load_study_programmes
from taxonomy.text import fold, plain
from taxonomy.titles import core_title, jobs_in_title
from taxonomy.training_titles import load_training_titles
from taxonomy.work_abroad import read_work_abroad
from taxonomy.work_hours import read_hours, read_refused_hours

_MAX_BYTES = 2_048
_MONTHS_MOST = 60 * 12
_IDR_MOST = 1e9


def _of_text(check: Callable[[str], object]) -> Callable[[], Try]:
    """A target of text: what a check gives must be the same twice."""

    def load() -> Try:
        def attempt(data: bytes) -> None:
            text = text_of(data)
            hold(repr(check(text)) == repr(check(text)), "the same text is read the same twice")

        return attempt

    return load


def _stands(text: str, surface: str, start: int, end: int) -> None:
    hold(text[start:end] == surface, f"{surface!r} stands at {start}:{end}")


def _pay(text: str) -> object:
    found = read_pay(text)
    if found is not None:
        _stands(text, found.surface, found.start, found.end)
        sums = [amount for amount in (found.low_idr_month, found.high_idr_month) if amount is not None]
        hold(all(math.isfinite(amount) and 0 < amount <= _IDR_MOST for amount in sums), f"pay {sums} is a pay")
        hold(sums == sorted(sums), "the lower bound is not above the upper")
    return found


def _places(text: str) -> object:
    found = load_gazetteer().read(text)
    hold(all(load_gazetteer().knows(region.code) for region in found.regions), "regions are known")
    hold(found.country == "" or len(found.country) == 2, f"country {found.country!r}")
    return found


def _education(text: str) -> object:
    found = read_education(text)
    hold(set(found.levels) <= set(LEVELS), f"levels {found.levels}")
    hold(found.least == (found.levels[0] if found.levels else ""), "the least level is the first")
    return found


def _experience(text: str) -> object:
    read = [read_experience(text), read_experience(text, own_words=True)]
    for found in read:
        if found is not None:
            _stands(text, found.surface, found.start, found.end)
            months = [count for count in (found.months_min, found.months_max) if count is not None]
            hold(all(0 <= count <= _MONTHS_MOST for count in months), f"months {months}")
    return read


def _hours(text: str) -> object:
    read = [read_hours(text), read_refused_hours(text)]
    hold(all(words in text for found in read for words in (found.shift, found.night)), "the words stand in the text")
    return read


def _access(text: str) -> object:
    left = without_access(text)
    hold(len(left) <= len(text), "taking words out makes no text longer")
    return read_access(text), left


def _demands(text: str) -> object:
    found = read_demands(text)
    for words in found.words:
        _stands(text, words.surface, words.start, words.end)
    ages = [age for age in (found.age_min, found.age_max) if age is not None]
    hold(all(0 <= age <= 120 for age in ages), f"ages {ages}")
    return found.age_min, found.age_max, sorted(found.sexes), found.words


def _abroad(text: str) -> object:
    title, _, body = text.partition("\n")
    found = read_work_abroad(title, [title[:80]], body, load_gazetteer())
    hold(found.words in (text if found.where != "place" else title), "the words stand in the ad")
    return found


def _skills(text: str) -> Sequence[SkillMention]:
    reader, known = load_skill_reader(), load_skills()
    found = reader.read(text)
    for mention in (*found, *reader.read_words(text)):
        _stands(text, mention.surface, mention.start, mention.end)
        hold(0 <= mention.similarity <= 1, "similarity lies in [0, 1]")
        hold(mention.skill_id == "" or known.get(mention.skill_id).id == mention.skill_id, "the skill is known")
    return found


def _search(text: str) -> object:
    hits = load_search().find(text, 20)
    scores = [hit.score for hit in hits]
    hold(all(0 <= score <= 1 for score in scores), "scores lie in [0, 1]")
    hold(scores == sorted(scores, reverse=True), "the best comes first")
    return [(hit.occupation.code, hit.score) for hit in hits]


def _texts(text: str) -> object:
    folded, cleaned = fold(text), plain(text)
    hold(fold(folded) == folded, "folding twice changes nothing more")
    hold("\x00" not in cleaned, "a plain text holds no NUL")
    cleaned.encode("utf-8")
    return folded, cleaned


def _titles(text: str) -> object:
    jobs = jobs_in_title(text)
    hold(all(job.strip() for job in jobs), "no job is blank")
    return core_title(text), jobs, read_seniority(text)


def _programmes(text: str) -> object:
    return read_majors(text), one_spelling(text), core_programme(text), load_study_programmes().number(text)


def _industry(text: str) -> object:
    employer, _, body = text.partition("\n")
    item = IndustryItem(employer=employer, title=body[:100], text=body)
    return item.name, item.activity, item.job, item.is_blank, item.passage


def _languages(text: str) -> object:
    found = read_language_levels(text)
    hold(all(level.surface in text for level in found), "the words stand in the text")
    return found


_TEXT_CHECKS: dict[str, Callable[[str], Any]] = {
    "text": _texts,
    "titles": _titles,
    "pay": _pay,
    "places": _places,
    "education": _education,
    "experience": _experience,
    "work-hours": _hours,
    "disability-access": _access,
    "demands": _demands,
    "work-abroad": _abroad,
    "language-levels": _languages,
    "study-programmes": _programmes,
    "training-titles": lambda text: load_training_titles().read(text),
    "employer-names": employer_name,
    "industry-text": _industry,
    "occupation-search": _search,
    "skills": _skills,
}


def normaliser_targets() -> tuple[Target, ...]:
    """A target for each reader of text in ``taxonomy``."""
    return tuple(
        Target(name=f"normalise-{name}", load=_of_text(check), max_bytes=_MAX_BYTES)
        for name, check in _TEXT_CHECKS.items()
    )
