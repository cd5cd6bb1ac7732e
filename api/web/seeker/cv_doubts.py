"""Where what was read stands in the file, and what of it is not sure: said beside each row, so that one looks there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.web.seeker.cv_form import rows_of, skill_value
from api.web.seeker.cv_names import language_named, skill_named
from api.web.tongue import Tongue
from matcher.cv.record import ReadCv, ReadJob, ReadLanguage, Words
from taxonomy.education import LEVELS, level_rank
from taxonomy.places import Gazetteer


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What stands beside a row.

    Attributes:
        where: Page and line of the file, or that the person wrote it.
        doubts: What to look at, in words; none where all is sure.
    """

    where: str
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillChoice:
    """A skill that can be ticked.

    Attributes:
        name: Of the field.
        value: What is put into the profile.
        label: What is shown.
        is_held: Whether it is ticked.
        is_known: Whether the taxonomy knows it.
        where: As in ``Note``.
        said: Own words that it was read from, where they say more than the label; else empty.
    """

    name: str
    value: str
    label: str
    is_held: bool
    is_known: bool
    where: str
    said: str


_SAID = 70
"""Letters of own words that are shown beside a skill."""


class Notes:
    """What is said beside the rows of one page of corrections."""

    def __init__(self, tongue: Tongue, form: Mapping[str, str], read: ReadCv, gazetteer: Gazetteer) -> None:
        """Look at nothing yet.

        Args:
            tongue: Of the page.
            form: Fields, as the person left them.
            read: As it was read.
            gazetteer: Knows places.
        """
        self._tongue, self._form, self._read, self._gazetteer = tongue, form, read, gazetteer

    def where(self, words: Words | None) -> str:
        """Page and line; the page only where there are several."""
        if words is None or not words.line:
            return self._tongue.gettext("kamu tulis sendiri")
        if self._read.pages > 1:
            return self._tongue.gettext("halaman %(page)s, baris %(line)s", page=words.page, line=words.line)
        return self._tongue.gettext("baris %(line)s", line=words.line)

    def all(self) -> dict[str, Note]:
        """Row (``job-3``) or field (``place``) to what stands beside it."""
        found = {"wish": self._plain("wish", self._read.wish), "summary": self._plain("summary", self._read.summary)}
        found["place"] = self._place()
        found |= {f"job-{at}": self._job(at) for at in rows_of(self._form, "job")}
        found |= {f"school-{at}": self._school(at) for at in rows_of(self._form, "school")}
        found |= {f"language-{at}": self._language(at) for at in rows_of(self._form, "language")}
        found |= {f"licence-{at}": self._licence(at) for at in rows_of(self._form, "licence")}
        return found

    def skills(self) -> list[SkillChoice]:
        """Skills that were read, also those that are not ticked any more, then those that were added."""
        read = {skill_value(one): one for one in self._read.skills}
        shown = [(f"skill-{at}", value) for at, value in enumerate(read)]
        own = [(name, value) for name, value in self._form.items() if name.startswith("skill-") and value not in read]
        ticked = {value for name, value in self._form.items() if name.startswith("skill-")}
        made: list[SkillChoice] = []
        for name, value in (*shown, *own):
            known, words = skill_named(value), read[value].words if value in read else None
            said = words.text if words and words.text.casefold() != value.casefold() else ""
            made.append(
                SkillChoice(
                    name=name,
                    value=value,
                    label=(self._tongue.language == "en" and known and known.label_en) or value,
                    is_held=value in ticked,
                    is_known=known is not None,
                    where=self.where(words),
                    said=said if len(said) <= _SAID else f"{said[:_SAID].rsplit(' ', 1)[0]}…",
                )
            )
        return made

    def _value(self, name: str) -> str:
        return self._form.get(name, "")

    def _plain(self, name: str, words: Words | None) -> Note:
        value = self._value(name)
        return Note(where=self.where(words if words and words.text == value else None) if value else "")

    def _place(self) -> Note:
        said, plain = self._value("place"), self._plain("place", self._read.place)
        if not said:
            text = self._tongue.gettext("Tempat tinggal tidak terbaca. Tanpa ini jarak tidak bisa dihitung.")
            return Note(where="", doubts=(text,))
        if self._gazetteer.read(said).regions:
            return plain
        return Note(where=plain.where, doubts=(self._tongue.gettext("Tempat ini belum kami kenal."),))

    def _job(self, at: int) -> Note:
        title, employer = self._value(f"job-{at}-title"), self._value(f"job-{at}-employer")
        tongue, doubts = self._tongue, list[str]()
        origin = _origin_of_job(self._read.jobs, title, employer)
        starts, ends = self._value(f"job-{at}-start_year"), self._value(f"job-{at}-end_year")
        goes_on = bool(self._value(f"job-{at}-current"))
        has_rest = bool(employer or self._value(f"job-{at}-tasks") or starts or ends)
        if has_rest and not title:
            doubts.append(tongue.gettext("Jabatannya tidak terbaca. Tanpa jabatan, pekerjaan ini tidak dihitung."))
        if title and not (starts and (ends or goes_on)):
            doubts.append(tongue.gettext("Masa kerjanya belum lengkap, jadi lamanya tidak dihitung."))
        elif title and not (self._value(f"job-{at}-start_month") and (goes_on or self._value(f"job-{at}-end_month"))):
            doubts.append(tongue.gettext("Bulannya tidak tertulis, jadi lamanya dikira-kira."))
        said = (origin.title, origin.employer, origin.dates) if origin else ()
        words = next((one for one in said if one), None)
        return Note(where=self.where(words) if title or has_rest else "", doubts=tuple(doubts))

    def _school(self, at: int) -> Note:
        level, programme = self._value(f"school-{at}-level"), self._value(f"school-{at}-programme")
        if not (level or programme):
            return Note(where="")
        doubts: list[str] = []
        if not level:
            doubts.append(self._tongue.gettext("Jenjangnya tidak terbaca."))
        elif not programme and level in LEVELS and level_rank(level) > level_rank("SMA"):
            doubts.append(self._tongue.gettext("Jurusannya tidak terbaca."))
        words = next(
            (
                one.programme or one.words
                for one in self._read.education
                if (one.level, one.programme.text if one.programme else "") == (level, programme)
            ),
            None,
        )
        return Note(where=self.where(words), doubts=tuple(doubts))

    def _language(self, at: int) -> Note:
        name = self._value(f"language-{at}-name")
        if not name:
            return Note(where="")
        known, doubts = language_named(name), list[str]()
        if known is None:
            doubts.append(self._tongue.gettext("Bahasa ini belum kami kenal."))
        elif not self._value(f"language-{at}-level"):
            doubts.append(self._tongue.gettext("Tingkatnya tidak tertulis."))
        label = known.label if known else name
        origin: ReadLanguage | None = next((one for one in self._read.languages if one.label == label), None)
        return Note(where=self.where(origin.words if origin else None), doubts=tuple(doubts))

    def _licence(self, at: int) -> Note:
        name = self._value(f"licence-{at}-name")
        words = next((one.words for one in self._read.licences if one.words.text == name), None)
        return Note(where=self.where(words) if name else "")


def _origin_of_job(jobs: Sequence[ReadJob], title: str, employer: str) -> ReadJob | None:
    """The job that was read of which a row still has the title or the employer."""

    def fits(job: ReadJob) -> int:
        same = (job.title is not None and job.title.text == title, job.employer and job.employer.text == employer)
        return sum(map(bool, same))

    best = max(jobs, key=fits, default=None)
    return best if best is not None and fits(best) else None
