"""``/profil``: a profile by choosing, step by step, without script; also where a kept profile is changed.

What was chosen travels in the form. A step that asks for words offers what fits, as a list to choose from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web import words
from api.web.fields import LIMITS, FieldsDep
from api.web.page import Page, PageDep, repeat
from api.web.route import PageRoute
from api.web.seeker import keeping
from api.web.seeker.draft import LICENCE, MOST_LINES, Draft, lines_of
from api.web.seeker.held import HeldJob
from api.web.seeker.person import draft_of, seeker_of
from api.web.tongue import N_, Tongue
from taxonomy.occupation_search import load_search
from taxonomy.skill_search import load_skill_search
from taxonomy.skills import Skill, load_skills

PROFILE = "/profil"

STEPS: Mapping[str, str] = {
    "pekerjaan": N_("Pekerjaan yang dicari"),
    "pengalaman": N_("Pengalaman"),
    "keterampilan": N_("Keterampilan"),
    "pendidikan": N_("Pendidikan"),
    "tempat": N_("Tempat dan upah"),
}
_ORDER = tuple(STEPS)

EXPERIENCE = (
    ("", N_("Belum pernah")),
    ("6", N_("Kurang dari 1 tahun")),
    ("18", N_("1 sampai 2 tahun")),
    ("36", N_("2 sampai 4 tahun")),
    ("72", N_("5 sampai 7 tahun")),
    ("120", N_("8 tahun atau lebih")),
)
"""Months that a choice stands for, and its words."""

_MONTHS = frozenset(months for months, _ in EXPERIENCE if months)
_OFFERED = 24
_FOUND = 10

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something to choose.

    Attributes:
        value: What is put into the profile.
        label: What is shown.
        beside: What stands under it, or empty.
        is_chosen: Whether it is chosen already.
    """

    value: str
    label: str
    beside: str
    is_chosen: bool


@router.api_route(PROFILE, methods=["GET", "HEAD"])
@guarded(PUBLIC)
def choose(request: Request, page: PageDep, serving: ServingDep) -> Response:
    """The first step; filled with the profile that is kept here."""
    seeker = seeker_of(request, serving)
    return _step(page, serving, draft_of(seeker.worker) if seeker else Draft(), _ORDER[0], {})


@router.post(PROFILE)
@guarded(PUBLIC)
def chosen(request: Request, page: PageDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Takes what was chosen, and shows the next step, the one before, or the same with what was looked for."""
    step = fields.get("langkah", "")
    step = step if step in STEPS else _ORDER[0]
    draft, again = taken(Draft.of(fields), step, fields), repeat(page, fields)
    if "cari" in fields or "lagi" in fields:
        return _step(page, serving, draft, step, fields, again=again)
    at = _ORDER.index(step)
    if "kembali" in fields:
        return _step(page, serving, draft, _ORDER[max(0, at - 1)], {}, again=again)
    if "simpan_profil" in fields:
        has_profile = seeker_of(request, serving) is not None
        return keeping.ask(page, draft, has_profile=has_profile, again=again)
    _, faults = draft.worker(page.tongue)
    if step == _ORDER[0] and "wish" in faults:
        missing = {"q": page.tongue.gettext("Pilih atau tulis satu pekerjaan.")}
        return _step(page, serving, draft, step, {}, missing, again)
    if at + 1 < len(_ORDER):
        return _step(page, serving, draft, _ORDER[at + 1], {}, again=again)
    if faults:
        return _step(page, serving, draft, step, {}, faults, again)
    return page.render(
        "profil_selesai.html",
        draft=draft,
        told=told(page.tongue, draft),
        saved=seeker_of(request, serving),
        again=again,
    )


def taken(draft: Draft, step: str, fields: Mapping[str, str]) -> Draft:
    """The draft with what one step says."""
    asked = fields.get("q", "").strip()[:200]
    if step == "pekerjaan":
        picked = fields.get("pilih", "")
        own = asked if "cari" not in fields and not picked else ""
        return replace(draft, wish=(picked or own or draft.wish)[: LIMITS["wish"]])
    if step == "pengalaman":
        title, months = fields.get("job_title", "").strip()[:200], fields.get("job_months", "")
        kept = [line for line in lines_of(draft.jobs) if f"hapus-{line}" not in fields]
        line = HeldJob(title=title, months=int(months) if months in _MONTHS else None).line()
        jobs = "\n".join([*kept, *([line] if title else [])][:MOST_LINES])
        # What was said of all jobs together is over with the first that comes or goes.
        return replace(draft, jobs=jobs, experience=draft.experience if jobs == draft.jobs else "")
    if step == "keterampilan":
        shown = {value for name, value in fields.items() if name.startswith("tampil-")}
        ticked = [value for name, value in fields.items() if name.startswith("skill-")]
        kept = [one for one in lines_of(draft.skills) if one not in shown]
        return replace(draft, skills="\n".join(dict.fromkeys([*kept, *ticked])))
    return draft


def _step(
    page: Page,
    serving: Serving,
    draft: Draft,
    step: str,
    fields: Mapping[str, str],
    faults: Mapping[str, str] | None = None,
    again: Mapping[str, Any] | None = None,
) -> HTMLResponse:
    return page.render(
        "profil.html",
        again=again,
        status=422 if faults else 200,
        draft=draft,
        step=step,
        number=_ORDER.index(step) + 1,
        steps=len(_ORDER),
        heading=page.tongue.gettext(STEPS[step]),
        asked=fields.get("q", "") if "cari" in fields else "",
        faults=faults or {},
        limits=LIMITS,
        educations=words.education_choices(page.tongue, draft.education),
        radii=words.radius_choices(page.tongue),
        experience=[(months, page.tongue.gettext(label)) for months, label in EXPERIENCE],
        jobs=[(line, job_words(page.tongue, line)) for line in lines_of(draft.jobs)],
        **_offers(page.tongue, serving, draft, step, fields),
    )


def _offers(tongue: Tongue, serving: Serving, draft: Draft, step: str, fields: Mapping[str, str]) -> dict[str, Any]:
    asked = fields.get("q", "").strip() if "cari" in fields else ""
    if step == "pekerjaan":
        hits = load_search().suggest(asked, _FOUND) if asked else ()
        return {
            "offers": [
                Offer(
                    value=hit.matched,
                    label=hit.matched,
                    beside=words.title(tongue, hit.occupation),
                    is_chosen=hit.matched == draft.wish,
                )
                for hit in hits
            ]
        }
    if step == "keterampilan":
        return {"offers": _skills_offered(tongue, draft, asked)}
    if step == "tempat":
        gazetteer = serving.engine.coder.gazetteer
        groups = [
            (province.name, [region.name for region in gazetteer.regencies(province.code)])
            for province in gazetteer.provinces()
        ]
        return {"offers": (), "groups": groups}
    return {"offers": ()}


def _skills_offered(tongue: Tongue, draft: Draft, asked: str) -> list[Offer]:
    """What was chosen, what was looked for, then what the jobs usually need."""
    skills, held = load_skills(), lines_of(draft.skills)
    found = [hit.skill for hit in load_skill_search().find(asked, _FOUND)] if asked else []
    titles = [draft.wish, *(job.title for job in draft.held)]
    units = [hit.occupation.code for title in titles if title for hit in load_search().suggest(title, 1)]
    usual = [skill for unit in dict.fromkeys(units) for skill, _ in skills.of_unit(unit)]
    named = [one for one in (skills.find(name) for name in held) if one is not None]
    offered = list({skill.id: skill for skill in (*named, *found, *usual)}.values())
    own = [Offer(value=name, label=name, beside="", is_chosen=True) for name in held if skills.find(name) is None]
    return own + [_skill_offer(tongue, skill, held) for skill in offered[: max(_OFFERED, len(named) + len(found))]]


def _skill_offer(tongue: Tongue, skill: Skill, held: list[str]) -> Offer:
    return Offer(
        value=skill.label,
        label=words.label(tongue, skill),
        beside=tongue.gettext("surat izin atau sertifikat") if skill.role == LICENCE else "",
        is_chosen=skill.label in held,
    )


def job_words(tongue: Tongue, line: str) -> str:
    """A job held, in words."""
    job = HeldJob.of(line)
    return f"{job.title} ({words.months(tongue, job.months)})" if job.months is not None else job.title


def _job_in_full(tongue: Tongue, job: HeldJob) -> str:
    return ": ".join(part for part in (job_words(tongue, job.line()), "; ".join(job.tasks)) if part)


def told(tongue: Tongue, draft: Draft) -> list[tuple[str, str]]:
    """The whole profile, label and value, none empty."""
    educations = dict(words.education_choices(tongue, draft.education))
    lines = (
        (tongue.gettext("Pekerjaan yang dicari"), draft.wish),
        (tongue.gettext("Pengalaman"), "\n".join(_job_in_full(tongue, job) for job in draft.held)),
        (
            tongue.gettext("Lama pengalaman"),
            words.months(tongue, int(draft.experience)) if draft.experience and len(draft.held) > 1 else "",
        ),
        (tongue.gettext("Keterampilan"), ", ".join(lines_of(draft.skills))),
        (tongue.gettext("Izin dan sertifikat"), ", ".join(lines_of(draft.licences))),
        (tongue.gettext("Cerita sendiri"), draft.summary),
        (tongue.gettext("Pendidikan"), educations.get(draft.education, draft.education) if draft.education else ""),
        (tongue.gettext("Jurusan"), draft.study_programme),
        (tongue.gettext("Tempat tinggal"), draft.place),
        (tongue.gettext("Mau pindah"), tongue.gettext("ya") if draft.relocate else ""),
        (tongue.gettext("Upah per bulan"), draft.pay),
    )
    return [(label, value) for label, value in lines if value]
