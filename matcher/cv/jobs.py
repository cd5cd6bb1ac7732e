"""Entries of a section to jobs held: which words are the title, which the employer, which the place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matcher.cv.entries import Entry, entries_of
from matcher.cv.labels import field_of, labelled
from matcher.cv.lines import Line
from matcher.cv.naming import employer_likeness, title_likeness
from matcher.cv.personal import PersonalData
from matcher.cv.places_said import is_place
from matcher.cv.record import ReadJob, Words
from matcher.cv.sections import with_values

_SPLIT = re.compile(
    r"\t+|\s*[|•·;]\s*|\s+[-–—@]+\s+|\s*[–—]\s*|,\s+|\s*[()\[\]]\s*|\s+(?:di|at|pada|with|dengan|sebagai|as|for)\s+|\s*\n\s*",
    re.IGNORECASE,
)
_JOINT = re.compile(r"^(?:sebagai|as(?: an?)?|di|at|pada)\s+", re.IGNORECASE)
_LEGAL = re.compile(r"^(?:tbk|persero|ltd|inc|llc|co|corp|limited|pte|s\.?a|bhd|gmbh)\.?(?:\s|$|\W)", re.IGNORECASE)
_SURE = 0.8
"""Difference of likenesses from which an entry's own words say which is the employer."""

_NOISE = re.compile(
    r"^(?:posisi|jabatan|sebagai|as|position|role|freelance|full[ -]?time|part[ -]?time|kontrak|contract|tetap|"
    r"pkwtt?|outsourcing|"
    r"internship|magang|intern|permanent|remote|hybrid|on-?site|wf[oh]|paruh waktu|purnawaktu|indonesia|"
    r"\(?\d+\s*(?:tahun|bulan|years?|"
    r"months?|th|bln).*)$",
    re.IGNORECASE,
)
_INTERN = re.compile(
    r"\b(?:magang|pkl|prakerin|intern(?:ship)?|praktik kerja|kerja praktik|praktek kerja)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    line: Line


def read_jobs(lines: Sequence[Line], personal: PersonalData, *, is_internship: bool = False) -> list[ReadJob]:
    """The jobs that the lines of a section tell of, in their order.

    Args:
        lines: Paragraphs of the section.
        personal: Cleans what is kept.
        is_internship: The section's heading says so.
    """
    entries = entries_of(with_values(lines), singles=False, starts=_starts)
    parts = [_parts(entry) for entry in entries]
    employer_first = _employer_first(parts)
    found = [
        _job(entry, one, personal, employer_first=employer_first, is_internship=is_internship)
        for entry, one in zip(entries, parts, strict=True)
    ]
    return [job for job in found if job is not None]


def _starts(text: str) -> bool:
    return any(title_likeness(part) >= 1.5 or employer_likeness(part) >= 2.0 for part in _pieces(text))


def _pieces(text: str) -> list[str]:
    """Parts of a line that may each be a title, an employer or a place."""
    found: list[str] = []
    for piece in _SPLIT.split(text):
        part = _JOINT.sub("", piece.strip(" ,.;:-–—/"))
        if not part:
            continue
        if found and _LEGAL.match(part):
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def _parts(entry: Entry) -> list[_Part]:
    found: list[_Part] = []
    for line in entry.heads:
        label = labelled(line.text)
        text = label.value if label and label.field and label.value else line.text
        found += [_Part(piece, line) for piece in _pieces(text) if not _NOISE.match(piece)]
    return found


def _employer_first(entries: Sequence[Sequence[_Part]]) -> bool:
    """Whether this CV names employers before titles: by the entries whose words say it by themselves."""
    votes = 0
    for parts in entries:
        named = [part for part in parts if not is_place(part.text)]
        if len(named) >= 2:
            leans = [employer_likeness(part.text) - title_likeness(part.text) for part in named[:3]]
            first, other = leans[0], max(leans[1:], key=abs)
            if abs(first - other) >= _SURE:
                votes += 1 if first > other else -1
    return votes > 0


def _job(
    entry: Entry, parts: Sequence[_Part], personal: PersonalData, *, employer_first: bool, is_internship: bool
) -> ReadJob | None:
    title, employer, place = (_of_label(entry, name) for name in ("title", "employer", "place"))
    if title is None or employer is None:
        rest = [part for part in parts if not is_place(part.text) or employer_likeness(part.text) >= 2]
        told_title, told_employer = _told(rest, employer_first=employer_first)
        if title is None and employer is None:
            title, employer = told_title, told_employer
        elif title is None:
            title = told_title if told_title else told_employer
        else:
            employer = told_employer if told_employer else told_title
        place = place or next((part for part in parts if part not in (title, employer) and is_place(part.text)), None)
    if title is None and employer is None:
        return None
    if entry.span is None and title is not None and field_of(title.text):
        return None  # the head of a table that was torn
    place, employer = _place_within(place, employer, is_labelled="employer" in entry.named)
    span, words = entry.span, _words(personal)
    tasks = tuple(kept for line in entry.tasks if (kept := _task(line, personal)).text)
    intern = is_internship or any(part and _INTERN.search(part.text) for part in (title, employer))
    intern = intern or any(_INTERN.search(line.text) for line in entry.heads)
    return ReadJob(
        title=words(title),
        employer=words(employer),
        place=words(place),
        starts=span.starts if span else None,
        ends=span.ends if span else None,
        is_current=bool(span and span.is_current),
        dates=_dates(entry),
        tasks=tasks,
        is_internship=intern,
    )


def _words(personal: PersonalData):  # type: ignore[no-untyped-def]
    def words(part: _Part | None) -> Words | None:
        text = personal.cleaned_name(part.text) if part else ""
        return Words(text=text, page=part.line.page, line=part.line.number) if part and text else None

    return words


def _task(line: Line, personal: PersonalData) -> Words:
    return Words(text=personal.cleaned(line.text), page=line.page, line=line.number)


def _dates(entry: Entry) -> Words | None:
    if entry.span is None or entry.dated is None:
        return None
    text = entry.dated.text[entry.span.start : entry.span.end]
    return Words(text=text, page=entry.dated.page, line=entry.dated.number)


def _of_label(entry: Entry, name: str) -> _Part | None:
    line = entry.named.get(name)
    return _Part(line.text.strip(" .;"), line) if line is not None and line.text.strip(" .;-") else None


def _told(parts: Sequence[_Part], *, employer_first: bool) -> tuple[_Part | None, _Part | None]:
    """Title and employer among the parts of an entry: what looks most like each; in doubt, in the CV's order."""
    if not parts:
        return None, None
    if len(parts) == 1:
        only = parts[0]
        is_employer = employer_likeness(only.text) > title_likeness(only.text)
        return (None, only) if is_employer else (only, None)
    best: tuple[float, _Part, _Part] | None = None
    for i, one in enumerate(parts):
        for j, other in enumerate(parts):
            if i == j:
                continue
            worth = title_likeness(one.text) + employer_likeness(other.text)
            worth -= 0.5 * (employer_likeness(one.text) + title_likeness(other.text))
            worth += 0.45 * ((j < i) == employer_first) - 0.3 * (i + j)
            if best is None or worth > best[0]:
                best = (worth, one, other)
    assert best is not None
    return best[1], best[2]


def _place_within(
    place: _Part | None, employer: _Part | None, *, is_labelled: bool
) -> tuple[_Part | None, _Part | None]:
    """A place that stands behind a comma in what a label calls the employer."""
    if place is not None or employer is None or not is_labelled:
        return place, employer
    pieces = [piece for piece in _pieces(employer.text) if piece]
    if len(pieces) > 1 and is_place(pieces[-1]):
        return _Part(pieces[-1], employer.line), _Part(pieces[0], employer.line)
    return None, employer


def read_told_jobs(lines: Sequence[Line], personal: PersonalData) -> list[ReadJob]:
    """Jobs told in sentences: ``Tahun 2019 sampai 2021 saya kerja di PT Maju sebagai operator``."""
    from matcher.cv.sentences import told_jobs

    return list(_from_sentences(told_jobs(lines), personal))


def _from_sentences(told: Iterator[Entry], personal: PersonalData) -> Iterator[ReadJob]:
    for entry in told:
        job = _job(entry, [], personal, employer_first=False, is_internship=False)
        if job is not None:
            yield job
