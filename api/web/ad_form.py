"""The form of an ad that is being written: what its buttons do, and the record that it becomes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from api.web.ad_fields import Wage, read_day, read_openings, read_wage, wage_in
from api.web.ad_paste import cleaned, title_in
from api.web.fields import LIMITS, kept, too_long
from api.web.tongue import Tongue
from matcher.ads.draft import Draft, draft_of, known
from matcher.records import Posting
from taxonomy.skills import Skills
from taxonomy.text import plain

FIELDS = (
    *("title", "employer", "place", "pay", "closes_on", "openings", "text"),
    *("unit", "added", "taken_out", "name", "etag", "find_unit", "find_skill", "was_title", "was_text"),
)
"""Fields of the form; those of the second line are its memory, for nothing is kept before the ad is posted."""

_NAME = re.compile(r"lw-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An ad as its form has it.

    Attributes:
        draft: Words and corrections.
        wage: Pay that the form names, or the minimum wage where the text alone names that; none where the text may name
            another sum.
        closes_on: Last day, or None.
        openings: People wanted, or None.
        name: The record's own part of its key: the same for each time that one form is sent.
        etag: Of the stored record that is written on; empty for a new ad.
        find_unit: What is looked for among occupations.
        find_skill: Likewise among skills.
        was: Title and text before a button changed them; empty where none did.
        faults: Field to complaint.
    """

    draft: Draft
    wage: Wage
    closes_on: date | None
    openings: int | None
    name: str
    etag: str
    find_unit: str
    find_skill: str
    was: tuple[str, str]
    faults: Mapping[str, str]

    def as_fields(self, skills: Skills) -> dict[str, Any]:
        """The ad in the template of postings, without id."""
        return {
            **self.draft.as_fields(skills),
            "pay_low": self.wage.low,
            "pay_high": self.wage.high,
            "closes_on": self.closes_on.isoformat() if self.closes_on else None,
            "openings": self.openings,
        }

    def as_form(self, form: Mapping[str, str]) -> dict[str, str]:
        """What the form shows now; what could not be read stays as it was typed.

        Args:
            form: As it was sent.
        """
        draft = self.draft
        return {
            **form,
            **{name: getattr(draft, name) for name in ("title", "text", "employer", "place", "unit")},
            "added": " ".join(draft.added),
            "taken_out": " ".join(draft.taken_out),
            "closes_on": self.closes_on.isoformat() if self.closes_on else form["closes_on"],
            "was_title": self.was[0],
            "was_text": self.was[1],
            "name": self.name,
            "etag": self.etag,
        }


def read_form(fields: dict[str, str], skills: Skills, tongue: Tongue, today: date, floor: int | None = None) -> Written:
    """A form as it was sent.

    Args:
        fields: Any.
        skills: Those that are known.
        tongue: Of the complaints.
        today: A last day before it is a mistake.
        floor: Minimum wage of the place of work, for who pays "UMK"; None where it is not known.
    """
    form = kept(fields, *FIELDS)
    form["text"] = cleaned(form["text"])
    faults = too_long(form, tongue)
    title = " ".join(plain(form["title"]).split()) or title_in(form["text"])
    if not title:
        faults["title"] = tongue.gettext("Tulis nama jabatan, misalnya: Staf administrasi gudang.")
    draft = Draft(
        title=title,
        text=form["text"],
        employer=" ".join(form["employer"].split()),
        place=" ".join(form["place"].split()),
        unit=form["unit"],
        added=tuple(form["added"].split()),
        taken_out=tuple(form["taken_out"].split()),
    )
    return Written(
        draft=known(draft, skills),
        wage=read_wage(form["pay"], floor, faults, tongue) if form["pay"] else wage_in(form["text"], floor),
        closes_on=read_day(form["closes_on"], faults, tongue, today),
        openings=read_openings(form["openings"], faults, tongue),
        name=form["name"] if _NAME.fullmatch(form["name"]) else f"lw-{secrets.token_hex(8)}",
        etag=form["etag"][:100],
        find_unit=form["find_unit"],
        find_skill=form["find_skill"],
        was=(form["was_title"][: LIMITS["title"]], form["was_text"][: LIMITS["text"]]),
        faults=faults,
    )


def form_of(posting: Posting, etag: str, skills: Skills, tongue: Tongue) -> dict[str, str]:
    """The form of a stored ad.

    Args:
        posting: As stored.
        etag: Of it.
        skills: Those that are known.
        tongue: Writes the pay.
    """
    draft = draft_of(asdict(posting), skills)
    pays = dict.fromkeys(round(pay) for pay in (posting.pay.low, posting.pay.high) if pay)
    return {
        **dict.fromkeys(FIELDS, ""),
        **{name: getattr(draft, name) for name in ("title", "text", "employer", "place", "unit")},
        "added": " ".join(draft.added),
        "taken_out": " ".join(draft.taken_out),
        "pay": " - ".join(tongue.number(pay) for pay in pays),
        "closes_on": posting.closes_on.isoformat() if posting.closes_on else "",
        "openings": str(posting.openings or ""),
        "name": posting.provenance.source_id,
        "etag": etag,
    }
