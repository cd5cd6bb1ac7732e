"""What may help beside courses: a licence, an assessment of what is known already, an internship, one's own business.

Each is named only where figures speak for it, and these stand with it. The basis of each:

- *licence*: ``taxonomy.licences`` names the laws. It is what keeps the worker from postings that fit otherwise.
- *certification*: who has experience may have it assessed without training (UU 13/2003, article 18 (3); PP 31/2006;
  the schemes are those of LSPs licensed by BNSP, PP 10/2018). Named from ``EXPERIENCED_MONTHS`` of work and
  ``MOSTLY_KNOWN`` of the skills of the scheme: an assessor will ask for proof of each.
- *internship*: Pemagangan (UU 13/2003, articles 21 to 30; Permenaker 6/2020), for who has not worked long.
- *own_business*: where fewer than ``FEW`` postings are within reach and the work lends itself to it
  (``self_employed.py``); micro and small businesses: UU 20/2008, PP 7/2021.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from matcher.coded import Coded
from matcher.openings import SAME_WORK
from matcher.steps import with_lower
from matcher.training.admission import TrainingWish, lacks_entry, refusal, terms_of
from matcher.training.gain import gain_of
from matcher.training.gained import ASSESSED, learnt_of
from matcher.training.lessons import (
    MOSTLY_KNOWN,
    Lesson,
    Syllabus,
    Tables,
    alike_to,
    applicant_of,
    is_held,
)
from matcher.training.reach import Outlook
from matcher.training.self_employed import load_own_businesses
from matcher.vocabulary import LICENCES

AlternativeKind = Literal["licence", "certification", "internship", "own_business"]

EXPERIENCED_MONTHS = 12
"""Months of work from which experience can be assessed: what most schemes of LSPs ask of who comes without training."""

STARTING_MONTHS = 12
"""Months of work up to which an internship is a step."""

FEW = 5
MOST = 2
"""Alternatives of one kind that are named."""

_LIKELY = 0.3
_BY_EXAMINATION = ("sim-", "sio-", "gada-", "sertifikat-bst", "buku-pelaut", "kartu-izin")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Something else than a course.

    Attributes:
        kind: What.
        id: Skill id of the licence, key of the course or assessment, unit group of the business; empty for internships.
        label: Name in Bahasa Indonesia; as the source has it for an assessment.
        label_en: In English; empty where there is none.
        postings: Postings that speak for it: newly within reach with the licence; asking for the certificate; open
            internships of the work sought; postings within reach today, where there are few.
        keys: Up to three of them.
        held: Of a certification: skills of the scheme that the worker holds; None for other kinds.
        of: Of a certification: skills of the scheme.
        legal_basis: Laws.
    """

    kind: AlternativeKind
    id: str
    label: str
    label_en: str
    postings: int
    keys: tuple[str, ...]
    legal_basis: str
    held: int | None = None
    of: int | None = None


def alternatives(
    worker: Coded, outlook: Outlook, syllabus: Syllabus, wish: TrainingWish, tables: Tables
) -> tuple[Alternative, ...]:
    """What may help beside courses; arguments as for ``matcher.training.advice.advise``."""
    return (
        *_licences(worker, outlook, tables),
        *_certifications(worker, outlook, syllabus, wish, tables),
        *_internships(worker, outlook),
        *_own_business(worker, outlook),
    )


def _licences(worker: Coded, outlook: Outlook, tables: Tables) -> list[Alternative]:
    """Licences that bring postings within reach that fit but for them, those of most postings first.

    Of licences that open the same postings the lowest is named: SIM A before SIM A Umum.
    """
    found = list[tuple[list[int], Alternative]]()
    for at, licence in enumerate(LICENCES):
        is_open = licence in tables.vocabulary.skills and not outlook.held >> at & 1
        if not is_open or not _is_for(licence, worker, tables):
            continue
        learnt = learnt_of(with_lower(licence), tables.credit, tables.vocabulary)
        opened = gain_of(outlook, learnt, 0).opened if outlook.frees(learnt) else ()
        freed = [posting for posting in opened if outlook.barred(outlook.held)[posting]]
        if freed:
            found.append((freed, _licence(licence, freed, outlook, tables)))
    kept = dict[frozenset[int], Alternative]()
    for freed, alternative in sorted(found, key=lambda one: (-len(one[0]), len(with_lower(one[1].id)), one[1].id)):
        kept.setdefault(frozenset(freed), alternative)
    return list(kept.values())[:MOST]


def _is_for(licence: str, worker: Coded, tables: Tables) -> bool:
    """Whether one can go and get it: an examination gives some to anybody, a degree the others to its profession."""
    if licence.startswith(_BY_EXAMINATION):
        return True
    units = [code for code, weight in worker.occupations if weight >= _LIKELY]
    return any(licence == skill.id for code in units for skill, _ in tables.skills.of_unit(code))


def _licence(licence: str, freed: list[int], outlook: Outlook, tables: Tables) -> Alternative:
    skill = tables.skills.get(licence)
    return Alternative(
        kind="licence",
        id=licence,
        label=skill.label,
        label_en=skill.label_en,
        postings=len(freed),
        keys=tuple(outlook.key(at) for at in freed[:3]),
        legal_basis=_law_of(licence),
    )


def _law_of(licence: str) -> str:
    laws = (
        ("sim-", "UU 22/2009"),
        ("sio-", "Permenaker 8/2020"),
        ("gada-", "Perpol 4/2020"),
        ("sertifikat-bst", "STCW 1978"),
        ("buku-pelaut", "STCW 1978"),
        ("kartu-izin-meledakkan", "Kepmen ESDM 1827/2018"),
        ("lisensi-", "UU 1/2009"),
        ("pkpa", "UU 18/2003"),
    )
    return next((law for start, law in laws if licence.startswith(start)), "UU 17/2023")


def _certifications(
    worker: Coded, outlook: Outlook, syllabus: Syllabus, wish: TrainingWish, tables: Tables
) -> list[Alternative]:
    """Schemes whose skills the worker holds for the most part, those held most fully first."""
    if (worker.experience_months or 0) < EXPERIENCED_MONTHS:
        return []
    applicant, found = applicant_of(outlook), dict[str, Alternative]()
    for lesson, alike in zip(syllabus.lessons, alike_to(worker, syllabus, tables), strict=True):
        course, terms = lesson.course, terms_of(lesson.course)
        scheme = terms.certification or (course.title if terms.mode == ASSESSED else "")
        ids = [one.id for one in course.skills if tables.skills.get(one.id).role not in {"general", "licence"}]
        if not scheme or not ids or alike < SAME_WORK or lacks_entry(course, applicant, tables.vocabulary):
            continue
        if refusal(course, worker, wish, None) not in {None, "not_training"}:
            continue
        held = sum(is_held(one, applicant, tables.vocabulary) for one in ids)
        if held / len(ids) >= MOSTLY_KNOWN and scheme not in found:
            found[scheme] = _certification(lesson, scheme, held, len(ids), outlook, tables)
    ranked = sorted(found.values(), key=lambda one: (-(one.held or 0) / (one.of or 1), -(one.of or 0), one.id))
    return ranked[:MOST]


def _certification(lesson: Lesson, scheme: str, held: int, of: int, outlook: Outlook, tables: Tables) -> Alternative:
    certificates = [one for one in lesson.learnt.skills if tables.skills.get(one).role == "licence"]
    asking = np.zeros(len(outlook), dtype=bool)
    for one in certificates:
        asking |= outlook.asking(tables.vocabulary.skills[one])
    places = np.flatnonzero(asking).tolist()
    return Alternative(
        kind="certification",
        id=lesson.course.key,
        label=scheme,
        label_en="",
        postings=len(places),
        keys=tuple(outlook.key(at) for at in places[:3]),
        legal_basis="UU 13/2003 pasal 18 (3)",
        held=held,
        of=of,
    )


def _internships(worker: Coded, outlook: Outlook) -> Iterator[Alternative]:
    """Open internships of the work sought, for who has not worked long."""
    if (worker.experience_months or 0) > STARTING_MONTHS:
        return
    places = np.flatnonzero(outlook.internships & outlook.now.reached)
    if len(places):
        best = places[np.lexsort((places, -outlook.now.totals[places]))]
        yield Alternative(
            kind="internship",
            id="",
            label="Pemagangan",
            label_en="Internship",
            postings=len(places),
            keys=tuple(outlook.key(at) for at in best[:3].tolist()),
            legal_basis="Permenaker 6/2020",
        )


def _own_business(worker: Coded, outlook: Outlook) -> Iterator[Alternative]:
    """A business of the likeliest work sought, where few postings are within reach."""
    reached = int(outlook.now.reached.sum())
    likely = [code for code, weight in worker.occupations[:1] if weight >= _LIKELY and not worker.uncertain]
    for code in likely if reached < FEW else ():
        business = load_own_businesses().get(code)
        if business is not None:
            yield Alternative(
                kind="own_business",
                id=code,
                label=business.business,
                label_en=business.business_en,
                postings=reached,
                keys=tuple(outlook.key(at) for at in np.flatnonzero(outlook.now.reached)[:3].tolist()),
                legal_basis="UU 20/2008; PP 7/2021",
            )
