"""What was read in a CV: frozen, without identity, each field with the words that it was read from and their place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words of a CV.

    Attributes:
        text: As they stand there, cleaned of personal data.
        page: From 1; 0 when a person wrote them while correcting.
        line: On the page, from 1.
    """

    text: str
    page: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Month:
    """A month, or a year where no month is said.

    Attributes:
        year: 1950 to 2099.
        month: 1 to 12; 0 when it is not said.
    """

    year: int
    month: int = 0

    def __str__(self) -> str:
        """``2021-03``, or ``2021``."""
        return f"{self.year:04}-{self.month:02}" if self.month else f"{self.year:04}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadJob:
    """One job held.

    Attributes:
        title: What the person was; None when it is not said.
        employer: Where; None when it is not said.
        place: Town or country; None when it is not said.
        starts: First month; None when it is not said.
        ends: Last month; None when it is not said, or while the job goes on.
        is_current: It goes on.
        dates: The words of both.
        tasks: What was done there.
        is_internship: Magang, PKL.
    """

    title: Words | None = None
    employer: Words | None = None
    place: Words | None = None
    starts: Month | None = None
    ends: Month | None = None
    is_current: bool = False
    dates: Words | None = None
    tasks: tuple[Words, ...] = ()
    is_internship: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEducation:
    """One school or programme.

    Attributes:
        level: One of ``taxonomy.education.LEVELS``; empty when it is not said.
        kkni: KKNI level, 1 to 9; 0 without a level.
        programme: Field of study; None when it is not said.
        institution: Name of the school; None when it is not said.
        starts: First month or year.
        ends: Last one.
        dates: The words of both.
        words: The line that names the school or level.
    """

    level: str = ""
    kkni: int = 0
    programme: Words | None = None
    institution: Words | None = None
    starts: Month | None = None
    ends: Month | None = None
    dates: Words | None = None
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSkill:
    """One skill.

    Attributes:
        id: Of the taxonomy; empty for an entry of the person's list that names none of its skills.
        label: Indonesian.
        type: As in the taxonomy; empty without an id.
        words: Where it is said.
    """

    id: str
    label: str
    type: str
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLanguage:
    """One language.

    Attributes:
        id: Skill id (``bahasa-jepang``).
        label: Indonesian.
        level: CEFR level, level of a test (``N4``), or ``basic``, ``intermediate``, ``advanced``, ``native``; or empty.
        scheme: ``CEFR``, the name of the test, or empty.
        words: Where it is said.
    """

    id: str
    label: str
    level: str = ""
    scheme: str = ""
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLicence:
    """One licence or certificate.

    Attributes:
        id: Skill id where the taxonomy has it as a licence; else empty.
        words: Its name as it stands there.
        is_course: A training that was taken, without a word of a certificate.
    """

    id: str = ""
    words: Words
    is_course: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCv:
    """What was read in a CV. No name, number, address, birth date or other personal data is in it.

    Attributes:
        jobs: Jobs held, in the order of the CV.
        education: Schools, in the order of the CV.
        skills: Distinct by id.
        languages: Distinct by id.
        licences: Licences, certificates and courses.
        place: Where the person lives, at most down to the regency; None when it is not said.
        region_code: Of that place; empty when it is not one region.
        summary: Own words about oneself.
        wish: The job that is looked for.
        dropped: Kind of personal data to how many pieces were seen and left out; see ``personal.KINDS``.
        pages: Of the file.
        pages_read: Of them.
        is_cut: The file had more lines than are read.
    """

    jobs: tuple[ReadJob, ...] = ()
    education: tuple[ReadEducation, ...] = ()
    skills: tuple[ReadSkill, ...] = ()
    languages: tuple[ReadLanguage, ...] = ()
    licences: tuple[ReadLicence, ...] = ()
    place: Words | None = None
    region_code: str = ""
    summary: Words | None = None
    wish: Words | None = None
    dropped: Mapping[str, int] = field(default_factory=dict[str, int])
    pages: int = 1
    pages_read: int = 1
    is_cut: bool = False
