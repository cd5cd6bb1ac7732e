"""The score of entry-level postings for somebody without experience: named components, weights that sum to 1.

As in ``matcher.score``: each component lies in [0, 1], what nothing is known about takes a neutral value, and what is
shown adds up. It stands beside that score and changes nothing of it: here the programme speaks where no past does.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

import numpy as np
import numpy.typing as npt

from matcher import components as parts
from matcher.columns import UNKNOWN, Columns
from matcher.components import Component, Values, known_component
from matcher.first_job_profile import FirstJobProfile
from matcher.nearness import nearness
from matcher.score import DIGITS, Scores
from matcher.skill_credit import Credits, SkillCredit
from matcher.vocabulary import NO_UNIT, Vocabulary
from taxonomy.seniority import STAFF

GRADE_CREDIT = {"core": 0.8, "basic": 0.5}
"""What an expected skill earns against one that was said; above and about an adjacent skill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstJobWeights:
    """Weights of the components, from 0, that sum to 1.

    They are judgement, set before anything was measured; ``evaluation/first_jobs.py`` measures what they give.

    Attributes:
        occupation: How usual the posting's work is after the programme.
        skills: Skills asked for that were said or may be expected.
        text: Cosine of the posting with programme, work and skills in words.
        words: Their shared words.
        asked: How near the programmes that the posting names are to the one studied.
        wish: How near the posting's work is to what the worker says to want.
        start: The posting says that it takes beginners.
        education: As in ``matcher.components``.
        place: Likewise.
    """

    occupation: float = 0.26
    skills: float = 0.10
    text: float = 0.14
    words: float = 0.06
    asked: float = 0.14
    wish: float = 0.10
    start: float = 0.05
    education: float = 0.07
    place: float = 0.08

    def as_dict(self) -> dict[str, float]:
        """Component to weight, in the order of ``NAMES``."""
        return asdict(self)


NAMES = tuple(field.name for field in fields(FirstJobWeights))
"""Components in their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstJobPairs:
    """One profile against postings; arrays of shape ``(postings,)``.

    Attributes:
        worker: The profile's worker as columns, one row.
        posting: The postings.
        cosines: Of the vectors, in [-1, 1].
        words: Shared words in [0, 1].
        asked: Nearness of the programmes named in [0, 1]; NaN where a posting names none.
        wish: Similarity of the work wished for in [0, 1]; NaN where none is said or coded.
    """

    worker: Columns
    posting: Columns
    cosines: npt.NDArray[np.floating]
    words: npt.NDArray[np.floating]
    asked: npt.NDArray[np.floating]
    wish: npt.NDArray[np.floating]


class FirstJobScorer:
    """Scores postings for profiles; pure, deterministic.

    Attributes:
        weights: Of the components.
        credit: What skills earn towards others.
        vocabulary: What the numbers in columns mean.
    """

    def __init__(self, vocabulary: Vocabulary, credit: SkillCredit, weights: FirstJobWeights | None = None) -> None:
        """Use the numbers of a vocabulary, credits between its skills, and weights (the usual ones by default)."""
        self.weights = weights or FirstJobWeights()
        self.credit = credit
        self.vocabulary = vocabulary

    def score(self, profile: FirstJobProfile, pairs: FirstJobPairs) -> Scores:
        """Scores of postings, in their order; columns in the order of ``NAMES``."""
        worker, posting = pairs.worker, pairs.posting
        near = nearness(worker, posting, self.vocabulary)
        found: dict[str, Component] = {
            "occupation": usual_work(profile.affinity, posting),
            "skills": expected_skills(self.earned(profile), posting, self.credit),
            "text": parts.text_component(pairs.cosines),
            "words": known_component(pairs.words),
            "asked": known_component(pairs.asked),
            "wish": known_component(pairs.wish),
            "start": takes_beginners(posting),
            "education": parts.education_component(worker, posting),
            "place": parts.place_component(worker, posting, near),
        }
        shape = len(posting)
        values = np.stack([np.broadcast_to(found[name].values, shape) for name in NAMES], axis=1)
        known = np.stack([np.broadcast_to(found[name].known, shape) for name in NAMES], axis=1)
        points = np.round(values * np.array(list(self.weights.as_dict().values())), DIGITS)
        totals = np.round(np.cumsum(points, axis=1)[:, -1], DIGITS)
        return Scores(totals=totals, points=points, values=values, known=known)

    def earned(self, profile: FirstJobProfile) -> Credits:
        """What a profile earns towards each skill: said ones as ever, expected ones by their grade; in [0, 1]."""
        numbers = self.vocabulary.skills
        found = self.credit.towards([numbers[one.id] for one in profile.worker.skills if one.id in numbers])
        for grade, share in GRADE_CREDIT.items():
            own = [numbers[one.skill.id] for one in profile.expected if one.grade == grade and one.skill.id in numbers]
            found = np.maximum(found, share * self.credit.towards(own))
        return found


def usual_work(affinity: npt.NDArray[np.float32], posting: Columns) -> Component:
    """Affinity of the programme to each posting's unit groups, by their shares; not known where none is coded."""
    coded = posting.units != NO_UNIT
    shares = np.where(coded, posting.unit_weights, 0.0)
    each = affinity[np.where(coded, posting.units, 0)] * shares
    # One after the other: the order of a sum must not hang on how wide the other rows are.
    usual = np.cumsum(each, axis=1)[:, -1]
    return known_component(np.where(coded.any(axis=1), np.clip(usual, 0.0, 1.0), np.nan))


def expected_skills(earned: Credits, posting: Columns, credit: SkillCredit) -> Component:
    """Weighted share of a posting's skills that were said or may be expected; not known where it asks for none."""
    weights = parts.skill_weights(posting, credit)
    met = posting.skills.totals(weights * earned[posting.skills.values])
    total = posting.skills.totals(weights)
    share: Values = np.divide(met, total, out=np.full(len(met), np.nan), where=total > 0)
    return known_component(share)


def takes_beginners(posting: Columns) -> Component:
    """1 for internships and where no experience is asked for; not known where a posting does not say."""
    return known_component(np.where(posting.is_internship | (posting.experience == 0), 1.0, np.nan))


def is_entry_level(posting: Columns) -> npt.NDArray[np.bool_]:
    """Internships, postings that ask for no experience, and staff posts that do not say."""
    silent = (posting.experience == UNKNOWN) & (posting.seniority <= STAFF)
    return np.asarray(posting.is_internship | (posting.experience == 0) | silent)
