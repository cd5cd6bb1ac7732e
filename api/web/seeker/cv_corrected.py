"""The CV as its owner has corrected it: the form of corrections read again, with what is wrong with it by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from api.web.seeker.cv_form import rows_of, skill_value, ticked_skills
from api.web.seeker.cv_names import language_named, skill_named
from api.web.tongue import Tongue
from matcher.cv.record import Month, ReadCv, ReadEducation, ReadJob, ReadLanguage, ReadLicence, ReadSkill, Words
from taxonomy.education import kkni_level

_OLDEST = 1950


class _Reader:
    """Reads a form of corrections, and remembers where its words stand in the file."""

    def __init__(self, form: Mapping[str, str], read: ReadCv, tongue: Tongue, year: int) -> None:
        self.form, self.read, self.tongue, self.year = form, read, tongue, year
        self.faults = dict[str, str]()

    def value(self, kind: str, at: int, part: str) -> str:
        return self.form.get(f"{kind}-{at}-{part}", "")

    def words(self, text: str, origins: Sequence[Words | None]) -> Words | None:
        """Words with their place in the file; without one where the person wrote them."""
        if not text:
            return None
        return next((one for one in origins if one is not None and one.text == text), Words(text=text))

    def month(self, kind: str, at: int, end: str) -> Month | None:
        year, month = self.value(kind, at, f"{end}_year"), self.value(kind, at, f"{end}_month")
        name = f"{kind}-{at}-{end}_year"
        if not year:
            if month:
                self.faults[name] = self.tongue.gettext("Tulis juga tahunnya.")
            return None
        if not (year.isascii() and year.isdecimal() and _OLDEST <= int(year) <= self.year + 1):
            self.faults[name] = self.tongue.gettext("Tulis tahun dengan empat angka, misalnya 2021.")
            return None
        number = int(month) if month.isascii() and month.isdecimal() else 0
        return Month(year=int(year), month=number if number <= 12 else 0)

    def jobs(self) -> Iterator[ReadJob]:
        titles, employers = [one.title for one in self.read.jobs], [one.employer for one in self.read.jobs]
        tasks = [task for one in self.read.jobs for task in one.tasks]
        for at in rows_of(self.form, "job"):
            starts, ends = self.month("job", at, "start"), self.month("job", at, "end")
            is_current = bool(self.value("job", at, "current"))
            if starts and ends and not is_current and _is_before(ends, starts):
                said = self.tongue.gettext("Selesainya lebih dulu daripada mulainya. Periksa lagi.")
                self.faults[f"job-{at}-end_year"] = said
            done = [line.strip() for line in self.value("job", at, "tasks").splitlines() if line.strip()]
            job = ReadJob(
                title=self.words(self.value("job", at, "title"), titles),
                employer=self.words(self.value("job", at, "employer"), employers),
                starts=starts,
                ends=None if is_current else ends,
                is_current=is_current,
                tasks=tuple(words for line in done if (words := self.words(line, tasks))),
                is_internship=bool(self.value("job", at, "internship")),
            )
            if job.title or job.employer or job.tasks or starts or ends:
                yield job

    def schools(self) -> Iterator[ReadEducation]:
        programmes = [one.programme for one in self.read.education]
        for at in rows_of(self.form, "school"):
            level = self.value("school", at, "level")
            programme = self.words(self.value("school", at, "programme"), programmes)
            if level or programme:
                words = programme or Words(text=level)
                kkni = kkni_level(level) if level else 0
                yield ReadEducation(level=level, kkni=kkni, programme=programme, words=words)

    def skills(self) -> Iterator[ReadSkill]:
        read = {skill_value(one): one for one in self.read.skills}
        for name in ticked_skills(self.form):
            known = skill_named(name)
            words = read[name].words if name in read else Words(text=name)
            yield (
                ReadSkill(id=known.id, label=known.label, type=known.type, words=words)
                if known
                else ReadSkill(id="", label=name, type="", words=words)
            )

    def languages(self) -> Iterator[ReadLanguage]:
        read = {one.label: one.words for one in self.read.languages}
        for at in rows_of(self.form, "language"):
            name = self.value("language", at, "name")
            if name:
                known = language_named(name)
                label, id_ = (known.label, known.id) if known else (name, "")
                scheme, _, level = self.value("language", at, "level").rpartition(" ")
                words = read.get(label, Words(text=name))
                yield ReadLanguage(id=id_, label=label, level=level, scheme=scheme, words=words)

    def licences(self) -> Iterator[ReadLicence]:
        read = {one.words.text: one for one in self.read.licences}
        for at in rows_of(self.form, "licence"):
            name, is_course = self.value("licence", at, "name"), not self.value("licence", at, "certificate")
            if name in read:
                yield replace(read[name], is_course=is_course)
            elif name:
                known = skill_named(name)
                id_ = known.id if known and known.role == "licence" else ""
                yield ReadLicence(id=id_, words=Words(text=name), is_course=is_course)


def corrected(form: Mapping[str, str], read: ReadCv, tongue: Tongue, year: int) -> tuple[ReadCv, dict[str, str]]:
    """The CV as the person has corrected it, and what is wrong with the form by field.

    Args:
        form: Fields.
        read: As it was read.
        tongue: Of the faults.
        year: This year.
    """
    reader = _Reader(form, read, tongue, year)
    place = reader.words(form.get("place", ""), [read.place])
    made = replace(
        read,
        jobs=tuple(reader.jobs()),
        education=tuple(reader.schools()),
        skills=tuple(reader.skills()),
        languages=tuple(reader.languages()),
        licences=tuple(reader.licences()),
        place=place,
        region_code=read.region_code if place is not None and place == read.place else "",
        summary=reader.words(form.get("summary", ""), [read.summary]),
        wish=reader.words(form.get("wish", ""), [read.wish]),
    )
    return made, reader.faults


def _is_before(one: Month, other: Month) -> bool:
    """Whether a month lies before another for sure: a bare year is its last month, then its first."""
    return (one.year, one.month or 12) < (other.year, other.month or 1)
