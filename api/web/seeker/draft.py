"""What a seeker typed and chose: it travels in the forms of the pages, from page to page, and is kept nowhere.

Several values of one field stand on lines of their own, so that a form has few fields and works without script.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from api.web import words
from api.web.fields import monthly_rupiah, too_long
from api.web.seeker.held import HeldJob
from api.web.seeker.hidden import read_hidden
from api.web.tongue import N_, Tongue
from matcher.filters import Conditions
from taxonomy.skills import load_skills

PAY_CHOICES = ("", "2000000", "3000000", "4000000", "5000000", "7000000", "10000000")
"""Least pay of a search, rupiah a month; empty is any."""

LIMITS_OF_A_SEARCH = ("within_km", "pay_least", "no_night", "remote", "disability_access")
"""Fields that narrow one search and are no part of a profile."""

MOST_HIDDEN = 100
"""Postings that one search leaves out at most; the oldest come back first."""

MOST_LINES = 30
"""Jobs held that are read at most."""

MOST_SKILLS = 100
"""Skills, languages and licences that are read at most."""

OF_A_CV = "cv"
"""Origin of a draft that was read in an uploaded CV."""

LICENCE = "licence"
_MONTHS = re.compile(r"[0-9]{1,3}")
_NOTHING = N_("Tulis pekerjaan yang dicari, atau apa yang bisa kamu kerjakan. Satu kalimat sudah cukup.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A profile and what is asked of one search, as typed; every field a text, empty where nothing was said.

    Attributes:
        wish: Job wished for.
        summary: Own words.
        jobs: Jobs held, a line each; see ``held.HeldJob``.
        skills: A line each; licences that the taxonomy knows among them.
        licences: Other licences and certificates, a line each.
        education: One of ``words.EDUCATION_CHOICES``.
        study_programme: Field of study.
        place: Place of living.
        pay: Wished pay a month.
        relocate: Not empty: would move.
        experience: Months of experience in all, where jobs overlap or were internships; else it is their sum.
        origin: ``OF_A_CV``, or empty; no part of a profile.
        within_km: One of ``words.RADIUS_CHOICES``; this and what follows is asked of one search and is no part of a
            profile.
        pay_least: One of ``PAY_CHOICES``.
        no_night: Not empty: no night work.
        remote: Not empty: remote work alone.
        disability_access: Not empty: only what says that people with disabilities may apply; in no address, in no
            record.
        hidden: Postings that are left out, a line each: why, and the key.
    """

    wish: str = ""
    summary: str = ""
    jobs: str = ""
    skills: str = ""
    licences: str = ""
    education: str = ""
    study_programme: str = ""
    place: str = ""
    pay: str = ""
    relocate: str = ""
    experience: str = ""
    origin: str = ""
    within_km: str = ""
    pay_least: str = ""
    no_night: str = ""
    remote: str = ""
    disability_access: str = ""
    hidden: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Draft:
        """From the fields of a form; a choice that the pages do not offer is none."""
        draft = cls(**{one.name: form.get(one.name, "") for one in fields(cls)})
        return replace(
            draft,
            within_km=draft.within_km if draft.within_km in words.RADIUS_CHOICES else "",
            pay_least=draft.pay_least if draft.pay_least in PAY_CHOICES else "",
            hidden="\n".join(lines_of(draft.hidden)[-MOST_HIDDEN:]),
            experience=draft.experience if _MONTHS.fullmatch(draft.experience) else "",
            origin=draft.origin if draft.origin == OF_A_CV else "",
        )

    def as_form(self) -> dict[str, str]:
        """Name to value of every field."""
        return asdict(self)

    def carried(self, *shown: str) -> list[tuple[str, str]]:
        """Fields that a form carries on unseen.

        Args:
            *shown: Fields that stand in the form to be changed.
        """
        return [(name, value) for name, value in asdict(self).items() if value and name not in shown]

    def without(self, reason: str, key: str) -> Draft:
        """As it is, and one more posting left out."""
        return replace(self, hidden="\n".join([*lines_of(self.with_again(key).hidden), f"{reason} {key}"]))

    def with_again(self, key: str) -> Draft:
        """As it is, and a posting not left out any more."""
        return replace(self, hidden="\n".join(f"{why} {one}" for one, why in self.left_out.items() if one != key))

    def with_skill(self, name: str) -> Draft:
        """As it is, and one more skill or licence that the person has."""
        return replace(self, skills="\n".join(lines_of(f"{self.skills}\n{name}")))

    def without_skill(self, name: str) -> Draft:
        """As it is, without a skill or licence."""
        return replace(self, skills="\n".join(one for one in lines_of(self.skills) if one != name.strip()))

    @property
    def left_out(self) -> dict[str, str]:
        """Keys of postings that are left out, with why."""
        return {key: reason for reason, key in map(read_hidden, lines_of(self.hidden))}

    @property
    def held(self) -> list[HeldJob]:
        """Jobs held, in their order."""
        return [HeldJob.of(line) for line in lines_of(self.jobs)[:MOST_LINES]]

    def worker(self, tongue: Tongue) -> tuple[dict[str, Any], dict[str, str]]:
        """The profile in the template of a worker, and what is wrong with it by field."""
        form = self.as_form()
        faults = too_long(form, tongue)
        if not any(form[name] for name in ("wish", "summary", "jobs", "skills")):
            faults["wish"] = tongue.gettext(_NOTHING)
        pay = monthly_rupiah(self.pay, faults, tongue)
        named = lines_of(self.skills)[:MOST_SKILLS]
        licences = [one for one in named if is_licence(one)]
        others = lines_of(self.licences)[:MOST_SKILLS]
        told: dict[str, Any] = {
            **{name: form[name] for name in ("wish", "summary", "education", "study_programme", "place")},
            "jobs": [job.profile() for job in self.held if job.title],
            "skills": [one for one in named if one not in licences],
            "licences": list(dict.fromkeys((*licences, *others))),
            "salary_idr_month": pay,
            "will_relocate": True if self.relocate else None,
            "experience_months": int(self.experience) if self.experience else None,
        }
        return {name: value for name, value in told.items() if value not in ("", [], None)}, faults

    def conditions(self, conditions: Conditions) -> Conditions:
        """Conditions narrowed to what is asked of this search."""
        return replace(
            conditions,
            within_km=float(self.within_km) if self.within_km else None,
            pay_at_least=float(self.pay_least) if self.pay_least else None,
            no_night=bool(self.no_night),
            only_remote=bool(self.remote),
            disability_access=bool(self.disability_access),
        )


def lines_of(text: str) -> list[str]:
    """Lines that say something, each once."""
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def is_licence(name: str) -> bool:
    """Whether the name of a skill is that of a licence or certificate."""
    found = load_skills().find(name)
    return found is not None and found.role == LICENCE
