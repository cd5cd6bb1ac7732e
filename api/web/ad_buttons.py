"""What the buttons on the page of an ad do to it."""

from __future__ import annotations

from dataclasses import replace

from api.web.ad_fields import Wage
from api.web.ad_form import Written
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.rewrite import Change, rewrite, with_change
from matcher.ads.draft import Draft
from matcher.ads.loosening import with_experience, with_schooling
from taxonomy.education import LEVELS
from taxonomy.errors import UnknownIdError
from taxonomy.places import load_gazetteer
from taxonomy.rupiah import rupiah
from taxonomy.title_coding import named_jobs

SPARED = frozenset({"contact"})
"""Kinds of flags that the button for all leaves alone: who has no number left to call can not apply."""


def acted(written: Written, do: str, floor: int | None = None) -> Written:
    """The ad after a button.

    Args:
        written: As it was sent.
        do: Value of the button: ``kode:4321``, ``kode:``, ``minta:ID``, ``tanpa:ID``, ``upah:4500000``,
            ``didik:SMA``, ``didik:`` (any schooling), ``lama:12`` (months of experience), ``ganti:semua``,
            ``ganti:text:START:END``, ``tempat:3275`` (region), ``judul:Kasir`` or ``kembali`` (the words before a
            button changed them); any other does nothing.
        floor: Minimum wage of the place of work, rupiah a month; pay below it is raised to it.
    """
    what, _, about = do.partition(":")
    draft = written.draft
    if what == "kode":
        return replace(written, draft=replace(draft, unit=about[:4]), find_unit="")
    if what == "minta":
        return replace(written, draft=draft.with_skill(about), find_skill="")
    if what == "upah" and about.isascii() and about.isdigit():
        return replace(written, wage=Wage(low=int(about[:10]), high=int(about[:10])))
    if what == "tanpa":
        return replace(written, draft=draft.without_skill(about))
    if what == "tempat" and (where := _region(about)):
        return replace(written, draft=replace(draft, place=where))
    if what in {"didik", "lama", "ganti", "judul", "kembali", "periksa"}:
        return _reworded(written, what, about, floor)
    return written


def _reworded(written: Written, what: str, about: str, floor: int | None) -> Written:
    """The ad with other words; those before are kept for who does not want them."""
    draft, was = written.draft, (written.draft.title, written.draft.text)
    if what == "kembali" and any(written.was):
        title, text = written.was
        return replace(written, draft=replace(draft, title=title, text=text), was=("", ""))
    if what == "ganti":
        draft = _neutral(draft, about, floor)
    elif what == "judul" and about in jobs_of(draft.title):
        draft = replace(draft, title=about, unit="")
    elif what in {"didik", "lama"}:
        draft = replace(draft, text=loosened(draft.text, f"{what}:{about}") or draft.text)
    return replace(written, draft=draft, was=was if (draft.title, draft.text) != was else ("", ""))


def _region(code: str) -> str:
    try:
        return load_gazetteer().get(code).name
    except UnknownIdError:
        return ""


def jobs_of(title: str) -> list[str]:
    """The jobs that a title names, as it writes them; none where it names one."""
    low = title.lower()
    at = [(low.find(job), job) for job in named_jobs(title)]
    return [title[start : start + len(job)] if start >= 0 else job.capitalize() for start, job in at]


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
        made = rewrite(ad, spared=SPARED)
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
