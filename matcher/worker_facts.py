"""Facts of a worker that come of several parts of a record: the wish, the jobs held, and the worker's own words."""

from __future__ import annotations

from matcher.privacy import without_personal
from matcher.records import Worker
from taxonomy.experience import read_experience
from taxonomy.text import plain
from taxonomy.title_coding import TitleCoding

_OCCUPATIONS_KEPT = 5
_SHOWN_CHARACTERS = 80
"""Of a worker's own words, where they serve as a title."""

_WISH_SHARE = 0.65
"""Weight of the wished job against the past in a worker's occupations."""


def shown_title(worker: Worker) -> str:
    """The wish, else the latest job, else the start of the worker's own words.

    Employers see it, so it holds no trait and no phone number.
    """
    named = (worker.wish, *(job.title for job in worker.jobs[:1]))
    said = (_impersonal(one) for one in named)
    return next((one for one in said if one), "") or _impersonal(worker.summary)[:_SHOWN_CHARACTERS]


def _impersonal(text: str) -> str:
    return without_personal(plain(text)).strip(" ,.;:-")


def blended_occupations(wish: TitleCoding, past: TitleCoding) -> tuple[tuple[str, float], ...]:
    """A worker's occupations: the wish first, the past behind; all of one when the other says nothing certain.

    Args:
        wish: Coding of the wished job.
        past: Coding of the jobs held.

    Returns:
        Unit group of KBJI and weight in (0, 1], the heaviest first.
    """
    share = _WISH_SHARE
    if not wish.candidates or wish.uncertain:
        share = 0.25 if past.candidates and not past.uncertain else 0.5
    elif not past.candidates or past.uncertain:
        share = 0.9
    weights: dict[str, float] = {}
    for coding, part in ((wish, share), (past, 1 - share)):
        for candidate in coding.candidates:
            weights[candidate.code] = weights.get(candidate.code, 0.0) + part * candidate.score
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:_OCCUPATIONS_KEPT]
    return tuple((code, round(weight, 4)) for code, weight in ranked)


def held_experience(worker: Worker) -> int | None:
    """Months of experience: stated, else the sum of the jobs held, else what the summary says."""
    if worker.experience_months is not None:
        return worker.experience_months
    months = [job.months for job in worker.jobs if job.months is not None]
    if months:
        return sum(months)
    reading = read_experience(worker.summary, own_words=True)
    if reading is None:
        return None
    return 0 if reading.months_min is None and reading.fresh_graduate_welcome else reading.months_min
