"""Six layouts of a CV, each a function of a person and their wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random

from evaluation.cvs.blocks import Aside, Block, Bullet, Columns, Form, Gap, Grid, Heading, Name, Pair, Text
from evaluation.cvs.people import HeldJob, Person, School, plain_words
from evaluation.cvs.prose import prose
from evaluation.cvs.wording import Wording

Layout = Callable[[Person, Wording, Random], list[Block]]

_LABELS = {
    "id": {
        "name": "Nama Lengkap",
        "birth": "Tempat, Tanggal Lahir",
        "sex": "Jenis Kelamin",
        "religion": "Agama",
        "marital": "Status Perkawinan",
        "nationality": "Kewarganegaraan",
        "height": "Tinggi / Berat Badan",
        "nik": "No. KTP",
        "street": "Alamat",
        "phone": "No. HP",
        "email": "Email",
    },
    "en": {
        "name": "Full Name",
        "birth": "Place, Date of Birth",
        "sex": "Gender",
        "religion": "Religion",
        "marital": "Marital Status",
        "nationality": "Nationality",
        "height": "Height / Weight",
        "nik": "ID Number",
        "street": "Address",
        "phone": "Phone",
        "email": "E-mail",
    },
}
_HEADS = {
    "id": (
        ("No", "Nama Perusahaan", "Jabatan", "Periode", "Uraian Tugas"),
        ("Jenjang", "Nama Sekolah", "Jurusan", "Tahun"),
    ),
    "en": (("No", "Company", "Position", "Period", "Job Description"), ("Level", "Institution", "Major", "Year")),
}
_LEVELS = {
    "id": {"SD": "SD", "SMP": "SMP", "SMA": "SMA/SMK", "D3": "D3", "S1": "S1", "PROFESI": "Profesi"},
    "en": {
        "SD": "Elementary School",
        "SMP": "Junior High School",
        "SMA": "Senior High School",
        "D3": "Diploma III",
        "S1": "Bachelor",
        "PROFESI": "Profession (Ners)",
    },
}


def level_words(level: str, language: str) -> str:
    """A level as people write it."""
    return _LEVELS[language][level]


def _years(school: School, random: Random) -> str:
    return random.choice(
        (f"{school.starts} - {school.ends}", f"{school.starts}–{school.ends}", f"{school.starts} s/d {school.ends}")
    )


def _school_name(school: School, language: str) -> str:
    """What stands for a school on one line: university levels are said, those of other schools are in their names."""
    if school.level in {"D3", "S1", "PROFESI"} and school.programme:
        joint = " of " if language == "en" and school.level == "S1" else " "
        return f"{level_words(school.level, language)}{joint}{school.programme}"
    return school.programme


def _contact_line(person: Person) -> str:
    identity = person.identity
    return f"{identity['street']}, {person.town} | {identity['phone']} | {identity['email']}"


def _job_lines(job: HeldJob, wording: Wording) -> Iterator[Block]:
    dates = wording.dates.span(job.starts, job.ends)
    match wording.arrangement:
        case 0:
            yield Text(f"{job.title} – {job.employer}, {job.place} ({dates})", is_bold=True)
        case 1:
            yield Text(dates)
            yield Text(job.title, is_bold=True)
            yield Text(f"{job.employer}, {job.place}")
        case 2:
            yield Pair(f"{job.employer}, {job.place}", dates, is_bold=True)
            yield Text(job.title)
        case _:
            yield Text(job.title, is_bold=True)
            yield Text(f"{job.employer} | {job.place} | {dates}")
    for task in job.tasks:
        yield Bullet(plain_words(task))


def _school_lines(school: School, wording: Wording, random: Random) -> Iterator[Block]:
    years, named = _years(school, random), _school_name(school, wording.language)
    match wording.arrangement:
        case 0:
            yield Text(f"{school.institution}{f' – {named}' if named else ''} ({years})")
        case 1:
            yield Text(years)
            yield Text(f"{school.institution}, {school.place}", is_bold=True)
            if named:
                yield Text(named)
        case 2:
            yield Pair(school.institution, years, is_bold=True)
            if named:
                word = "Jurusan" if wording.language == "id" else "Major:"
                yield Text(f"{word} {named}" if school.level == "SMA" else named)
        case _:
            yield Text(f"{named or level_words(school.level, wording.language)} | {school.institution} | {years}")


def _listed(words: list[str], random: Random) -> list[Block]:
    """A list in one of three manners: an entry a line, with commas, or with bars."""
    match random.randrange(3):
        case 0:
            return [Bullet(word) for word in words]
        case 1:
            return [Text(", ".join(words))]
        case _:
            return [Text(" | ".join(words))]


def _languages(person: Person) -> list[str]:
    return [f"{words} ({level})" for words, _, level in person.languages]


def plain(person: Person, wording: Wording, random: Random) -> list[Block]:
    """One column: name, contact, then sections."""
    heads = wording.headings
    found: list[Block] = [Name(person.name.upper()), Text(_contact_line(person)), Gap()]
    found += [Heading(heads["summary"]), Text(plain_words(person.summary))]
    found.append(Heading(heads["jobs"]))
    for job in person.jobs:
        found += [*_job_lines(job, wording), Gap()]
    found.append(Heading(heads["education"]))
    for school in person.schools:
        found += _school_lines(school, wording, random)
    found += [Heading(heads["skills"]), *_listed([words for words, _ in person.skills], random)]
    found += [Heading(heads["languages"]), *_listed(_languages(person), random)]
    found += [Heading(heads["licences"]), *[Bullet(words) for words, _ in person.licences]]
    return found + _rest(person, wording)


def _rest(person: Person, wording: Wording) -> list[Block]:
    found: list[Block] = []
    if person.courses:
        found += [Heading(wording.headings["courses"]), *[Bullet(plain_words(course)) for course in person.courses]]
    if person.references:
        found += [Heading(wording.headings["references"]), *[Text(one) for one in person.references]]
    return found


def table(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Tables: personal data, schools and jobs."""
    heads, language = wording.headings, wording.language
    job_head, school_head = _HEADS[language]
    ruled = random.random() < 0.6
    personal = tuple((label, f": {value}") for label, value in _personal(person, language))
    jobs = tuple(
        (
            str(n),
            f"{job.employer}, {job.place}",
            job.title,
            wording.dates.span(job.starts, job.ends),
            ". ".join(map(plain_words, job.tasks)),
        )
        for n, job in enumerate(person.jobs, 1)
    )
    schools = tuple(
        (
            level_words(school.level, language),
            school.institution,
            school.programme or "-",
            f"{school.starts}-{school.ends}",
        )
        for school in person.schools
    )
    title = "DAFTAR RIWAYAT HIDUP" if language == "id" else "CURRICULUM VITAE"
    return [
        Name(title),
        Heading(heads["personal"]),
        Grid(personal, (0.32, 0.68), has_rules=False),
        Heading(heads["education"]),
        Grid((school_head, *schools), (0.16, 0.38, 0.28, 0.18), has_rules=ruled, has_head=True),
        Heading(heads["jobs"]),
        Grid((job_head, *jobs), (0.06, 0.24, 0.18, 0.2, 0.32), has_rules=ruled, has_head=True),
        Heading(heads["skills"]),
        *_listed([words for words, _ in person.skills], random),
        Heading(heads["languages"]),
        *_listed(_languages(person), random),
        Heading(heads["licences"]),
        *[Bullet(words) for words, _ in person.licences],
        *_rest(person, wording),
    ]


def _personal(person: Person, language: str) -> list[tuple[str, str]]:
    labels, identity = _LABELS[language], person.identity
    address = f"{identity['street']}, {person.town}"
    values = {**identity, "name": person.name, "street": address}
    return [(label, values[kind]) for kind, label in labels.items()]


def sidebar(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Two columns: contact, skills and languages in the narrow one, the rest in the wide one."""
    heads, identity = wording.headings, person.identity
    narrow: list[Block] = [Heading(heads["contact"]), Text(identity["phone"]), Text(identity["email"])]
    narrow += [Text(f"{identity['street']}, {person.town}"), Gap()]
    narrow += [Heading(heads["skills"]), *[Bullet(words) for words, _ in person.skills], Gap()]
    narrow += [Heading(heads["languages"]), *[Text(words) for words in _languages(person)], Gap()]
    narrow += [Heading(heads["licences"]), *[Text(words) for words, _ in person.licences]]
    wide: list[Block] = [Heading(heads["summary"]), Text(plain_words(person.summary)), Heading(heads["jobs"])]
    for job in person.jobs:
        wide += [*_job_lines(job, wording), Gap()]
    wide.append(Heading(heads["education"]))
    for school in person.schools:
        wide += _school_lines(school, wording, random)
    wide += _rest(person, wording)
    is_left = random.random() < 0.6
    columns = Columns(tuple(narrow), tuple(wide), 0.32) if is_left else Columns(tuple(wide), tuple(narrow), 0.66)
    return [Name(person.name), Text(person.headline), Gap(), columns]


def europass(person: Person, wording: Wording, random: Random) -> list[Block]:
    """Europass-like: headings and dates in the margin, details beside them."""
    heads, identity = wording.headings, person.identity
    found: list[Block] = [
        Name("Curriculum Vitae"),
        Aside(heads["personal"], (Text(person.name, is_bold=True),)),
        Aside("", (Text(f"{identity['street']}, {person.town}"), Text(identity["phone"]), Text(identity["email"]))),
        Aside("", (Text(f"{identity['sex']} | {identity['birth']} | {identity['nationality']}"),)),
        Heading(heads["jobs"]),
    ]
    for job in person.jobs:
        inside: list[Block] = [
            Text(job.title, is_bold=True),
            Text(f"{job.employer}, {job.place}"),
            *[Bullet(plain_words(task)) for task in job.tasks],
        ]
        found.append(Aside(wording.dates.span(job.starts, job.ends), tuple(inside)))
    found.append(Heading(heads["education"]))
    for school in person.schools:
        named = _school_name(school, wording.language) or level_words(school.level, wording.language)
        found.append(
            Aside(_years(school, random), (Text(named, is_bold=True), Text(f"{school.institution}, {school.place}")))
        )
    found.append(Aside(heads["skills"], (Text(", ".join(words for words, _ in person.skills)),)))
    found.append(Aside(heads["languages"], tuple(Text(words) for words in _languages(person))))
    found.append(Aside(heads["licences"], tuple(Text(words) for words, _ in person.licences)))
    if person.courses:
        found.append(Aside(heads["courses"], tuple(Text(plain_words(course)) for course in person.courses)))
    return found


def form(person: Person, wording: Wording, random: Random) -> list[Block]:
    """The form "Daftar Riwayat Hidup": a label and a value on each line."""
    heads, language = wording.headings, wording.language
    is_id = language == "id"
    words = (
        (
            "Nama Perusahaan",
            "Jabatan",
            "Masa Kerja",
            "Lokasi",
            "Tugas",
            "Jenjang",
            "Nama Sekolah",
            "Jurusan",
            "Tahun Lulus",
        )
        if is_id
        else (
            "Company Name",
            "Position",
            "Period",
            "Location",
            "Responsibilities",
            "Level",
            "School",
            "Major",
            "Year of Graduation",
        )
    )
    company, position, period, location, tasks, level, school_name, major, finished = words
    found: list[Block] = [Name("DAFTAR RIWAYAT HIDUP" if is_id else "PERSONAL RESUME")]
    found += [Heading(heads["personal"]), Form(tuple(_personal(person, language)))]
    found.append(Heading(heads["education"]))
    for n, school in enumerate(person.schools, 1):
        rows = [(level, level_words(school.level, language)), (school_name, school.institution)]
        rows += [(major, school.programme)] if school.programme else []
        rows += [(finished, str(school.ends))]
        found += [
            Form(tuple(((f"{n}. " if at == 0 else "") + label, value) for at, (label, value) in enumerate(rows))),
            Gap(),
        ]
    found.append(Heading(heads["jobs"]))
    for n, job in enumerate(person.jobs, 1):
        rows = [(company, job.employer), (position, job.title), (period, wording.dates.span(job.starts, job.ends))]
        rows += [(location, job.place), (tasks, "; ".join(map(plain_words, job.tasks)))]
        numbered = wording.arrangement % 2 == 0
        found += [
            Form(
                tuple(
                    ((f"{n}. " if at == 0 and numbered else "") + label, value)
                    for at, (label, value) in enumerate(rows)
                )
            ),
            Gap(),
        ]
    found += [Heading(heads["skills"]), *[Text(f"{at}. {words}") for at, (words, _) in enumerate(person.skills, 1)]]
    found += [Heading(heads["languages"]), Form(tuple((words, level) for words, _, level in person.languages))]
    found += [Heading(heads["licences"]), *[Text(f"{at}. {words}") for at, (words, _) in enumerate(person.licences, 1)]]
    signed = random.choice(("Demikian daftar riwayat hidup ini saya buat dengan sebenarnya.", "Hormat saya,"))
    closing = signed if is_id else "I hereby declare that the above is true."
    return [
        *found,
        *_rest(person, wording),
        Gap(),
        Text(closing),
        Text(f"{person.identity['birth_place']}, 3 Maret 2026"),
        Text(person.name),
    ]


LAYOUTS: Mapping[str, Layout] = {
    "plain": plain,
    "table": table,
    "sidebar": sidebar,
    "europass": europass,
    "form": form,
    "prose": prose,
}
"""Name to layout."""
