"""The form of an ad that is being written: what its buttons do, and the record that it becomes."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from api.web.fields import kept, too_long
from api.web.tongue import Tongue
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.rewrite import Change, rewrite, with_change
from matcher.ads.draft import Draft, draft_of, known
from matcher.ads.loosening import with_experience, with_schooling
from matcher.records import Posting
from taxonomy.education import LEVELS
from taxonomy.pay import read_pay
from taxonomy.rupiah import rupiah
from taxonomy.skills import Skills

FIELDS = (
    *("title", "employer", "place", "pay", "closes_on", "openings", "text"),
    *("unit", "added", "taken_out", "name", "etag", "find_unit", "find_skill"),
)
"""Fields of the form; those of the second line are its memory, for nothing is kept before the ad is posted."""

MOST_OPENINGS = 10_000

_NAME = re.compile(r"lw-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An ad as its form has it.

    Attributes:
        draft: Words and corrections.
        low: Least pay that the form names, rupiah a month; None where the text alone may name some.
        high: Most.
        closes_on: Last day, or None.
        openings: People wanted, or None.
        name: The record's own part of its key: the same for each time that one form is sent.
        etag: Of the stored record that is written on; empty for a new ad.
        find_unit: What is looked for among occupations.
        find_skill: Likewise among skills.
        faults: Field to complaint.
    """

    draft: Draft
    low: int | None
    high: int | None
    closes_on: date | None
    openings: int | None
    name: str
    etag: str
    find_unit: str
    find_skill: str
    faults: Mapping[str, str]

    def as_fields(self, skills: Skills) -> dict[str, Any]:
        """The ad in the template of postings, without id."""
        return {
            **self.draft.as_fields(skills),
            "pay_low": self.low,
            "pay_high": self.high,
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
            "name": self.name,
            "etag": self.etag,
        }


def read_form(fields: dict[str, str], skills: Skills, tongue: Tongue, today: date) -> Written:
    """A form as it was sent.

    Args:
        fields: Any.
        skills: Those that are known.
        tongue: Of the complaints.
        today: A last day before it is a mistake.
    """
    form = kept(fields, *FIELDS)
    faults = too_long(form, tongue)
    if not form["title"]:
        faults["title"] = tongue.gettext("Tulis nama jabatan, misalnya: Staf administrasi gudang.")
    draft = Draft(
        title=" ".join(form["title"].split()),
        text=form["text"],
        employer=" ".join(form["employer"].split()),
        place=" ".join(form["place"].split()),
        unit=form["unit"],
        added=tuple(form["added"].split()),
        taken_out=tuple(form["taken_out"].split()),
    )
    low, high = _pay(form["pay"], faults, tongue)
    return Written(
        draft=known(draft, skills),
        low=low,
        high=high,
        closes_on=_day(form["closes_on"], faults, tongue, today),
        openings=_openings(form["openings"], faults, tongue),
        name=form["name"] if _NAME.fullmatch(form["name"]) else f"lw-{secrets.token_hex(8)}",
        etag=form["etag"][:100],
        find_unit=form["find_unit"],
        find_skill=form["find_skill"],
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


def acted(written: Written, do: str, floor: int | None = None) -> Written:
    """The ad after a button.

    Args:
        written: As it was sent.
        do: Value of the button: ``kode:4321``, ``kode:``, ``minta:ID``, ``tanpa:ID``, ``upah:4500000``,
            ``didik:SMA``, ``didik:`` (any schooling), ``lama:12`` (months of experience), ``ganti:semua`` or
            ``ganti:text:START:END``; any other does nothing.
        floor: Minimum wage of the place of work, rupiah a month; pay below it is raised to it.
    """
    what, _, about = do.partition(":")
    draft = written.draft
    if what == "kode":
        return replace(written, draft=replace(draft, unit=about[:4]), find_unit="")
    if what == "minta":
        return replace(written, draft=draft.with_skill(about), find_skill="")
    if what == "upah" and about.isascii() and about.isdigit():
        return replace(written, low=int(about[:10]), high=int(about[:10]))
    if what == "tanpa":
        return replace(written, draft=draft.without_skill(about))
    if what in {"didik", "lama"}:
        return replace(written, draft=replace(draft, text=loosened(draft.text, do) or draft.text))
    if what == "ganti":
        return replace(written, draft=_neutral(draft, about, floor))
    return written


def loosened(text: str, do: str) -> str | None:
    """The text after a button that asks for less schooling or experience; None where the words cannot be changed so."""
    what, _, about = do.partition(":")
    if what == "didik" and (not about or about in LEVELS):
        return with_schooling(text, about)
    if what == "lama" and about.isascii() and about.isdigit():
        return with_experience(text, int(about[:3]))
    return None


def _neutral(draft: Draft, about: str, floor: int | None) -> Draft:
    """With one flag's words replaced, or all; a flag that stands there no more changes nothing."""
    ad = Ad(title=draft.title, text=draft.text, floor_idr_month=floor)
    for change in changes_of(ad):
        flag = change.flag
        if about == f"{flag.where}:{flag.start}:{flag.end}" or (about == "semua" and flag.kind == "pay"):
            ad = with_change(ad, change)
    if about == "semua":
        made = rewrite(ad)
        ad = replace(ad, title=made.title, text=made.text)
    return replace(draft, title=ad.title or draft.title, text=ad.text)


def changes_of(ad: Ad) -> tuple[Change, ...]:
    """What becomes of each flag of an ad; too little pay becomes the minimum wage, where that is known.

    Args:
        ad: With the minimum wage of its place.
    """
    least = None if ad.floor_idr_month is None else rupiah(ad.floor_idr_month)
    return tuple(
        replace(change, put=least) if change.flag.kind == "pay" and least else change
        for change in rewrite(ad, find_flags(ad)).changes
    )


def _pay(text: str, faults: dict[str, str], tongue: Tongue) -> tuple[int | None, int | None]:
    if not text:
        return None, None
    reading = read_pay(f"gaji Rp {text[:60]} per bulan")
    known = [] if reading is None else [pay for pay in (reading.low_idr_month, reading.high_idr_month) if pay]
    if not known:
        faults["pay"] = tongue.gettext("Tulis upah per bulan dengan angka, misalnya 4.500.000 atau 4,5 juta.")
        return None, None
    return round(min(known)), round(max(known))


def _day(text: str, faults: dict[str, str], tongue: Tongue, today: date) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        faults["closes_on"] = tongue.gettext("Tulis tanggal seperti 2026-12-31, atau kosongkan.")
        return None
    if day < today:
        faults["closes_on"] = tongue.gettext("Hari terakhir melamar sudah lewat. Pilih hari ini atau sesudahnya.")
    return day


def _openings(text: str, faults: dict[str, str], tongue: Tongue) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_OPENINGS):
        faults["openings"] = tongue.gettext("Tulis jumlah orang dengan angka, misalnya 3.")
        return None
    return int(text[:9])
