"""The records that flow through Sepadan: postings, workers and courses.

All are frozen. A record holds what its source said, in the source's words; codes (KBJI, skills, regions, levels) are
worked out from it by ``matcher.coding`` and kept apart, so that a better coder can run again over the same records.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from matcher.course_modules import CourseModule


class Kind(StrEnum):
    """What a record is."""

    POSTING = "posting"
    WORKER = "worker"
    COURSE = "course"


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a record comes from.

    Attributes:
        source: Short name of the source system, for example ``lokerid``.
        source_id: The source's own id, unchanged.
        fetched_at: When the file or payload was read, UTC.
        raw_hash: SHA-256 (hex) of the raw row as it was read; equal hashes mean that nothing changed.
    """

    source: str
    source_id: str
    fetched_at: datetime
    raw_hash: str

    @property
    def key(self) -> str:
        """The record's key everywhere in Sepadan: ``source:source_id``."""
        return f"{self.source}:{self.source_id}"


class _Keyed:
    """What has a provenance has its key."""

    __slots__ = ()
    provenance: Provenance

    @property
    def key(self) -> str:
        """``source:source_id``."""
        return self.provenance.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Pay:
    """Pay as the source states it.

    Attributes:
        low: Lower bound in ``currency`` per ``period``; None when not stated.
        high: Upper bound; None when not stated.
        currency: ISO 4217 code.
        period: ``hour``, ``day``, ``week``, ``month``, ``year`` or ``project``.
    """

    low: float | None = None
    high: float | None = None
    currency: str = "IDR"
    period: str = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting(_Keyed):
    """One vacancy.

    Attributes:
        provenance: Source, id, time and hash.
        title: Job title as advertised.
        description: Body of the ad, plain text.
        hint: Category path of the source (``IT / Programmer``), or empty.
        employer: Employer's name as advertised, or empty.
        places: Place names as advertised; several when the ad names several.
        region_codes: BPS/Kemendagri codes when the source gives codes (2 digits province, 4 digits regency).
        skills: Skills that the source lists as such.
        education: Education demands as stated (``SMA/SMK``, ``S1``); any one of them is enough.
        study_programmes: Fields of study asked for.
        experience_months_min: Least experience asked for, months; None when not stated.
        experience_months_max: Most experience asked for, months.
        pay: Pay as stated.
        employment_type: Normal form: ``full_time``, ``part_time``, ``contract``, ``internship``, ``freelance``,
            ``daily`` or empty.
        level: Level as stated by the source (``Supervisor / Coordinator``), or empty.
        openings: Number of people wanted; None when not stated.
        registered: Number of people who have registered for them; None when not stated.
        posted_on: Date of posting.
        closes_on: Last day on which one can apply to this posting.
        registers_until: Last day of registration of the intake that an internship belongs to; it may come again in the
            next one, so this closes nothing.
        starts_on: First day of the work, or of an internship's intake.
        ends_on: Last day of it.
        is_closed: True when the source says that it is closed.
        url: Where it can be read, or empty.
    """

    provenance: Provenance
    title: str
    description: str = ""
    hint: str = ""
    employer: str = ""
    places: tuple[str, ...] = ()
    region_codes: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    education: tuple[str, ...] = ()
    study_programmes: tuple[str, ...] = ()
    experience_months_min: int | None = None
    experience_months_max: int | None = None
    pay: Pay = field(default_factory=Pay)
    employment_type: str = ""
    level: str = ""
    openings: int | None = None
    registered: int | None = None
    posted_on: date | None = None
    closes_on: date | None = None
    registers_until: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    is_closed: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobHeld:
    """One job in a worker's past.

    Attributes:
        title: Job title in the worker's words.
        months: How long, in months; None when not said.
        description: What was done there.
    """

    title: str
    months: int | None = None
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(_Keyed):
    """One job seeker, without identity: no name, NIK, contact, address, sex, birth date, religion or photo.

    Attributes:
        provenance: Source, id, time and hash.
        summary: The seeker's own words.
        wish: Job or jobs wished for, own words.
        jobs: Jobs held, latest first.
        skills: Skills as listed by the seeker.
        licences: Licences and certificates held.
        education: Highest education as stated.
        study_programme: Field of study, or empty.
        place: Place of living, regency level, or empty.
        region_code: Its code when the source gives one.
        will_relocate: True, False, or None when not said.
        wants_remote: True for work from home alone, False for none of it, None when either will do or nothing is said.
        experience_months: Total experience when stated.
        salary_idr_month: Wished pay in rupiah a month; None when not said.
        employment_types: Wished types; empty means any.
    """

    provenance: Provenance
    summary: str = ""
    wish: str = ""
    jobs: tuple[JobHeld, ...] = ()
    skills: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    education: str = ""
    study_programme: str = ""
    place: str = ""
    region_code: str = ""
    will_relocate: bool | None = None
    wants_remote: bool | None = None
    experience_months: int | None = None
    salary_idr_month: int | None = None
    employment_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(_Keyed):
    """One training programme of a BLK, BPVP or LPK, or a certification without training.

    Attributes:
        provenance: Source, id, time and hash.
        title: Name of the programme, or of the certification scheme.
        provider: Training centre, or who assesses.
        vocational_field: Kejuruan, for example ``Teknik Las``.
        summary: What one can do afterwards.
        skills: Skills taught; a licence that the course grants stands among them.
        units: Codes of the SKKNI units that it teaches.
        modules: Its modules, in order.
        kbji: KBJI unit groups (4-digit strings) it trains for.
        place: Place, regency level.
        region_code: Its code when the source gives one.
        jp: Length in JP (jam pelatihan, 45 minutes each).
        starts_on: First day; None when open all year or not known.
        ends_on: Last day; None when not stated.
        register_until: Last day of registration; None when not stated.
        seats: Number of seats; None when not known.
        cost_idr: Cost to the participant in rupiah; 0 is free.
        education_min: Least education asked for, or empty.
        entry_skills: Skills that participants must bring.
        entry_licences: Licences and certificates that they must hold.
        experience_min_months: Least experience asked for, months; None when not stated.
        kkni_level: KKNI level 1-9 (Perpres 8/2012); None when not stated.
        certification: Certification scheme, or empty.
        certifier: Who certifies (the LSP), or empty.
        workshop: Kind of workshop that it needs, for example ``las``, or empty.
        mode: ``offline``, ``online``, ``blended``; ``certification`` is an assessment alone (RPL: PP 10/2018 on BNSP).
    """

    provenance: Provenance
    title: str
    provider: str = ""
    vocational_field: str = ""
    summary: str = ""
    skills: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    modules: tuple[CourseModule, ...] = ()
    kbji: tuple[str, ...] = ()
    place: str = ""
    region_code: str = ""
    jp: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    register_until: date | None = None
    seats: int | None = None
    cost_idr: int | None = None
    education_min: str = ""
    entry_skills: tuple[str, ...] = ()
    entry_licences: tuple[str, ...] = ()
    experience_min_months: int | None = None
    kkni_level: int | None = None
    certification: str = ""
    certifier: str = ""
    workshop: str = ""
    mode: str = "offline"


Record = Posting | Worker | Course
"""Any record that is coded, embedded and indexed."""
