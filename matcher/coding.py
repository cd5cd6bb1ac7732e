"""Records to codes: title to KBJI, text to skills, place, education, experience and pay; and the text to embed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from indexes.encoder import BatchProgress, Encoder, Vectors
from indexes.tracing import step
from matcher.coded import Coded
from matcher.course_coding import taught_skills, terms_of, trained_for
from matcher.posting_facts import least_experience, pay_of, stated_unit
from matcher.records import Course, Posting, Record, Worker
from matcher.skill_coding import SkillCoder, with_covered, with_covered_licences
from matcher.texts import focus_text, passage, title_item, wish_item
from matcher.titles.used import settled_of
from matcher.wishes import goes_anywhere, wants_work_from_home
from matcher.worker_facts import blended_occupations, held_experience, shown_title
from taxonomy.coder import TitleCoder
from taxonomy.committee import Committee
from taxonomy.disability_access import read_access, without_access
from taxonomy.education import EducationReading, read_education
from taxonomy.errors import EncoderError
from taxonomy.experience import read_experience
from taxonomy.places import Gazetteer
from taxonomy.seniority import LEARNER, read_seniority
from taxonomy.skill_mentions import SkillMention, SkillReader
from taxonomy.skills import Skills
from taxonomy.tables import data_fingerprint
from taxonomy.text import fold
from taxonomy.title_coding import TitleCoding
from taxonomy.use_encoder import load_use_encoder
from taxonomy.work_abroad import read_work_abroad
from taxonomy.work_hours import read_hours, read_refused_hours

RULES = "coding-12"
"""Raised with every change to the rules by which records are read, so that they are coded again."""


def coder_fingerprint(encoder: str, committee: str, reader: str = "") -> str:
    """Names all that codes and vectors hang on: encoder, title weights, every bundled table and weight, and the rules.

    Args:
        encoder: Fingerprint of the encoder.
        committee: Fingerprint of the title weights.
        reader: Of a reader of skills that is not the product's own.
    """
    return "|".join((encoder, committee, data_fingerprint(), RULES, *([reader] if reader else [])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """A coded record with its vector.

    Attributes:
        coded: Codes.
        vector: float32 of length 1, shape ``(dim,)``.
    """

    coded: Coded
    vector: Vectors


NOTHING_SETTLED: Mapping[str, str] = {}


class RecordCoder:
    """Codes and embeds records of every kind.

    Attributes:
        fingerprint: Names encoder, title weights and rules; what was derived under another one is worked out again.
        settled: Gives the titles that an installation's stewards have settled, as they are now.
    """

    def __init__(
        self,
        encoder: Encoder,
        committee: Committee,
        skills: Skills,
        reader: SkillReader,
        gazetteer: Gazetteer,
        settled: Callable[[], Mapping[str, str]] = lambda: NOTHING_SETTLED,
    ) -> None:
        """Put the normalisers together.

        Args:
            encoder: Texts to vectors.
            committee: Codes titles.
            skills: Classification.
            reader: Finds skills in texts.
            gazetteer: Finds places.
            settled: See ``settled``. It stays outside the fingerprint: what a settled title changes is told by each
                coded record (``Coded.settled``), and ``matcher.titles.applying`` codes anew those records alone.

        Raises:
            EncoderError: The title weights were trained on another encoder's vectors.
        """
        use = load_use_encoder()
        for source, found in (("e5", encoder), ("use", use)):
            if committee.encoders[source] != found.fingerprint:
                raise EncoderError(
                    f"title coder: wanted encoder {committee.encoders[source]}, found {found.fingerprint}; "
                    "train again with 'sepadan train title-coder'"
                )
        self._encoder = encoder
        self.titles = TitleCoder(committee, {"use": use.encode, "e5": encoder.encode_query})
        self.finder = SkillCoder(skills, reader)
        self.skills = skills
        self.reader = reader
        self.gazetteer = gazetteer
        self.settled = settled
        self.dim = encoder.dim
        self.fingerprint = coder_fingerprint(encoder.fingerprint, committee.fingerprint, reader.fingerprint)

    def code(self, records: Sequence[Record], progress: BatchProgress | None = None) -> list[Coding]:
        """Code and embed records; same order."""
        with step("embed"):
            focus = self._encoder.encode_query([focus_text(record) for record in records])
            whole = self._encoder.encode_passage([passage(record) for record in records], progress)
        with step("code"):
            return self._coded(records, focus, whole)

    def _coded(self, records: Sequence[Record], focus: Vectors, whole: Vectors) -> list[Coding]:
        items = [title_item(record) for record in records]
        # What is embedded for the search need not be encoded again for the title coder.
        known = dict(zip([passage(record) for record in records], whole, strict=True))
        known |= dict(zip([focus_text(record) for record in records], focus, strict=True))
        settled = self.settled()
        codings = self.titles.code(items, known, settled)
        wishes = iter(self.titles.code([wish_item(r) for r in records if isinstance(r, Worker)], known, settled))
        ads = [without_access(r.description) for r in records if isinstance(r, Posting)]
        mentions = iter(self.finder.ad_mentions(ads))
        found: list[Coding] = []
        for record, coding, vector in zip(records, codings, _joined(focus, whole), strict=True):
            if isinstance(record, Posting):
                coded = self._posting(record, coding, next(mentions))
            elif isinstance(record, Worker):
                coded = self._worker(record, next(wishes), coding)
            else:
                coded = self._course(record, coding)
            used = settled_of(record, settled)
            found.append(Coding(coded=replace(coded, settled=used) if used else coded, vector=vector))
        return found

    def embed(self, focus: Sequence[str], whole: Sequence[str]) -> Vectors:
        """Vectors as those of records, of words that are no record; shape ``(len(focus), dim)``.

        Args:
            focus: The few words that name the job.
            whole: The longer texts, as many.
        """
        return _joined(self._encoder.encode_query(list(focus)), self._encoder.encode_passage(list(whole)))

    def _posting(self, posting: Posting, coding: TitleCoding, described: Sequence[SkillMention]) -> Coded:
        # The tagger has learnt from descriptions; a title's skills are read by name.
        mentions = [*self.finder.mentions(without_access(posting.title)), *described]
        stated = read_education(" | ".join(posting.education)) if posting.education else None
        education = stated if stated and stated.levels else read_education(posting.description)
        experience = read_experience(posting.description) if posting.experience_months_min is None else None
        hours = read_hours(f"{posting.title}\n{posting.description}")
        low, high = pay_of(posting)
        abroad = self._abroad(posting)
        unit = stated_unit(posting)
        return Coded(
            key=posting.key,
            kind="posting",
            title=posting.title,
            occupations=((unit, 1.0),) if unit else _occupations(coding),
            uncertain=coding.uncertain and not unit,
            skills=self.finder.skills(posting.skills, mentions, "required"),
            licences=self.finder.licences(posting.skills, mentions),
            # A recruiter's office is not where the work is.
            region_codes=() if abroad else self._regions(posting.places, posting.region_codes),
            countries=abroad,
            is_remote=any(self.gazetteer.read(place).is_remote for place in posting.places),
            education=education.least,
            study_programmes=_programmes(posting.study_programmes, education),
            experience_months=least_experience(posting, experience),
            pay_low=low,
            pay_high=high,
            employment_types=(posting.employment_type,) if posting.employment_type else (),
            is_internship=posting.employment_type == "internship" or read_seniority(posting.title) == LEARNER,
            seniority=read_seniority(posting.title),
            closes_on=posting.closes_on,
            is_closed=posting.is_closed,
            shift_words=hours.shift,
            night_words=hours.night,
            access_words=read_access(f"{posting.title}\n{posting.description}"),
        )

    def _worker(self, worker: Worker, wish: TitleCoding, past: TitleCoding) -> Coded:
        # Not the wish: who wants to work with taxes does not know them yet.
        text = " \n".join([worker.summary, *(f"{job.title}. {job.description}" for job in worker.jobs)])
        mentions = self.finder.mentions(text)
        education, told = read_education(worker.education), read_education(worker.summary)
        refused = read_refused_hours(f"{worker.summary}\n{worker.wish}")
        listed = (*worker.skills, *worker.licences)
        return Coded(
            key=worker.key,
            kind="worker",
            title=shown_title(worker),
            occupations=blended_occupations(wish, past),
            uncertain=wish.uncertain and past.uncertain,
            worked_in="" if past.uncertain or not past.candidates else past.candidates[0].code,
            skills=with_covered(self.finder.skills(listed, mentions, "held")),
            licences=with_covered_licences(self.finder.licences(listed, mentions)),
            region_codes=self._regions((worker.place,) if worker.place else (), (worker.region_code,)),
            is_remote=False,
            will_relocate=_stated_or(worker.will_relocate, goes_anywhere(f"{text}\n{worker.wish}")),
            wants_remote=_stated_or(worker.wants_remote, wants_work_from_home(worker.wish, worker.summary)),
            education=education.levels[-1] if education.levels else told.least,
            study_programmes=_programmes((worker.study_programme,), told),
            experience_months=held_experience(worker),
            pay_low=None if worker.salary_idr_month is None else float(worker.salary_idr_month),
            employment_types=worker.employment_types,
            is_internship="internship" in worker.employment_types,
            seniority=read_seniority(worker.wish or next((job.title for job in worker.jobs), "")),
            shift_words=refused.shift,
            night_words=refused.night,
        )

    def _course(self, course: Course, coding: TitleCoding) -> Coded:
        known = trained_for(course)
        stated = tuple((code, round(1 / len(known), 4)) for code in known)
        return Coded(
            key=course.key,
            kind="course",
            title=course.title,
            occupations=stated or _occupations(coding),
            uncertain=not stated and coding.uncertain,
            skills=taught_skills(course, self.finder),
            region_codes=self._regions((course.place,) if course.place else (), (course.region_code,)),
            is_remote=course.mode == "online",
            education=read_education(course.education_min).least,
            experience_months=course.experience_min_months,
            closes_on=course.register_until or course.starts_on or course.ends_on,
            terms=terms_of(course, self.finder),
        )

    def _regions(self, places: Sequence[str], codes: Sequence[str]) -> tuple[str, ...]:
        stated = [self.gazetteer.get(code).code for code in codes if code and self.gazetteer.knows(code)]
        read = [region.code for place in places for region in self.gazetteer.read(place).regions]
        return tuple(dict.fromkeys(stated or read))

    def _abroad(self, posting: Posting) -> tuple[str, ...]:
        """Countries of work outside Indonesia; none where the source itself codes a region."""
        if any(self.gazetteer.knows(code) for code in posting.region_codes):
            return ()
        return read_work_abroad(posting.title, posting.places, posting.description, self.gazetteer).countries


def _joined(focus: Vectors, whole: Vectors) -> Vectors:
    """The sum of both vectors, brought to length 1: nDCG@10 .67 on the judged pool against .48 and .66 for either.

    Their sum also holds the wish against the whole ad and the title against the whole person (docs/decisions/0003).
    """
    total = focus + whole
    lengths = np.linalg.norm(total, axis=1, keepdims=True)
    found: Vectors = (total / np.where(lengths > 0, lengths, 1)).astype(np.float32)
    return found


def _occupations(coding: TitleCoding) -> tuple[tuple[str, float], ...]:
    return tuple((candidate.code, candidate.score) for candidate in coding.candidates)


def _programmes(listed: Sequence[str], education: EducationReading) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(fold, (*listed, *education.majors)) if name))


def _stated_or(stated: bool | None, is_read: bool) -> bool | None:
    """What is stated, else what the words say; that they do not say it is no answer."""
    return True if stated is None and is_read else stated
