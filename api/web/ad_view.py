"""What the page of an ad shows, ready to print: what was read, how it pays, whom it reaches, what must change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.routes.reference import skills_named
from api.serving import Serving
from api.web import words
from api.web.ad_form import Written, changes_of, loosened
from api.web.tongue import N_, Tongue
from matcher.ad_inspection.flags import Ad
from matcher.ad_inspection.rules import load_rules
from matcher.ads.offer import Offer, floor_of, offer_of
from matcher.ads.relaxing import Reach, Relaxed, reach_of
from matcher.answers import Subject
from matcher.coded import Coded
from matcher.filters import Conditions
from matcher.market.suppression import THRESHOLD
from matcher.records import Kind, Posting
from taxonomy.errors import UnknownIdError
from taxonomy.occupation_search import load_search
from taxonomy.occupations import UNIT_DIGITS
from taxonomy.skills import Skills

_HITS = 8
_SHOWN = 8
"""Changes that are told; the best come first."""

STANDINGS: Mapping[str, tuple[str, str]] = {
    "not_said": ("warn", N_("Lowongan ini tidak menyebut upah. Lowongan yang menyebut upah lebih mudah dipilih.")),
    "below_minimum": ("bad", N_("Upah ini di bawah upah minimum daerahnya. Naikkan sebelum dipasang.")),
    "low": ("warn", N_("Upah ini lebih rendah dari kebanyakan lowongan serupa.")),
    "usual": ("good", N_("Upah ini setara dengan kebanyakan lowongan serupa.")),
    "high": ("good", N_("Upah ini lebih tinggi dari kebanyakan lowongan serupa.")),
    "unknown": ("info", N_("Belum cukup lowongan serupa untuk membandingkan upah.")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many people, as the reader may know it.

    Attributes:
        at_least: Exact for who sees all people; else a multiple of ``THRESHOLD``, so that nobody can be made out.
        is_exact: Which of both.
    """

    at_least: int
    is_exact: bool


def count_of(n: int, *, is_exact: bool) -> Count:
    """A number of people for a reader."""
    return Count(at_least=n if is_exact else n - n % THRESHOLD, is_exact=is_exact)


def count_words(count: Count, tongue: Tongue) -> str:
    """``12 orang``; of who may not know it exactly ``10 orang lebih`` or ``kurang dari 5 orang``."""
    if count.is_exact:
        return tongue.ngettext("%(n)s orang", "%(n)s orang", count.at_least)
    if count.at_least == 0:
        return tongue.gettext("kurang dari %(n)s orang", n=THRESHOLD)
    return tongue.ngettext("%(n)s orang atau lebih", "%(n)s orang atau lebih", count.at_least)


def skills_view(coded: Coded, written: Written, skills: Skills, tongue: Tongue) -> Mapping[str, Sequence[Any]]:
    """Skills asked for, with the words that show them, and those that were taken out."""
    added = written.draft.added
    asked = [
        {
            "id": one.id,
            "label": words.label(tongue, skills.get(one.id)),
            "words": one.surface,
            "is_added": one.id in added,
        }
        for one in coded.skills
    ]
    out = [{"id": one, "label": words.label(tongue, skills.get(one))} for one in written.draft.taken_out]
    return {"asked": asked, "out": out}


def found_view(written: Written, tongue: Tongue) -> dict[str, list[tuple[str, str]]]:
    """What was looked for: unit groups and skills, value and label."""
    units, found_skills = list[tuple[str, str]](), list[tuple[str, str]]()
    if written.find_unit:
        hits = load_search().find(written.find_unit, 40)
        found = [hit.occupation for hit in hits if len(hit.occupation.code) == UNIT_DIGITS][:_HITS]
        units = [(one.code, words.title(tongue, one)) for one in found]
    if written.find_skill:
        found_skills = [(skill.id, words.label(tongue, skill)) for skill in skills_named(written.find_skill)[:_HITS]]
    return {"units": units, "skills": found_skills}


def flags_view(written: Written, coded: Coded, year: int, tongue: Tongue) -> list[dict[str, Any]]:
    """Unlawful demands and signs of fraud, each with its law and what its button puts in its place."""
    floor = floor_of(coded, year)
    draft = written.draft
    ad = Ad(
        title=draft.title, text=draft.text, company=draft.employer, floor_idr_month=floor.idr_month if floor else None
    )
    rules = load_rules().by_id
    return [
        {
            "kind": words.KIND_WORDS[change.flag.kind],
            "surface": change.flag.surface,
            "why": rules[change.flag.rule].why[tongue.language],
            "instead": rules[change.flag.rule].instead[tongue.language],
            "put": change.put,
            "source": change.flag.source,
            "do": f"ganti:{change.flag.where}:{change.flag.start}:{change.flag.end}",
        }
        for change in changes_of(ad)
    ]


def offer_view(offer: Offer, tongue: Tongue, serving: Serving) -> dict[str, Any]:
    """How an ad pays, in words and numbers."""
    kind, said = STANDINGS[offer.standing]
    gazetteer, band, floor = serving.engine.coder.gazetteer, offer.band, offer.floor
    shown: dict[str, Any] = {"kind": kind, "said": tongue.gettext(said), "rows": [], "notes": []}
    shown["raise_to"] = floor.idr_month if floor is not None and offer.standing == "below_minimum" else 0
    pays = dict.fromkeys(round(pay) for pay in (offer.low, offer.high) if pay)
    if pays:
        shown["rows"].append((tongue.gettext("Lowongan ini"), " – ".join(tongue.rupiah(pay) for pay in pays)))
    if floor is not None:
        where = gazetteer.get(floor.region_code).name
        label = tongue.gettext("Upah minimum %(place)s tahun %(year)s", place=where, year=floor.year)
        shown["rows"].append((label, tongue.rupiah(floor.idr_month)))
        if offer.standing == "below_minimum":
            told = tongue.gettext("Usaha mikro dan kecil boleh menyepakati upah lain (PP 36/2021 pasal 36).")
            shown["notes"].append(told)
        if offer.is_old_floor:
            told = tongue.gettext("Angka tahun ini belum ada di sini. Periksa keputusan gubernur yang terbaru.")
            shown["notes"].append(told)
    if band is not None:
        for label, value in (
            (N_("Seperempat lowongan menawarkan kurang dari"), band.p25),
            (N_("Setengah lowongan menawarkan kurang dari"), band.p50),
            (N_("Seperempat lowongan menawarkan lebih dari"), band.p75),
        ):
            shown["rows"].append((tongue.gettext(label), tongue.rupiah(value)))
        where = tongue.gettext("Indonesia") if band.taken_province == "00" else gazetteer.get(band.taken_province).name
        shown["notes"].append(
            tongue.gettext(
                "Dihitung dari %(offers)s lowongan %(job)s di %(place)s.",
                offers=tongue.number(band.offers),
                job=words.title(tongue, band.taken_kbji) if band.taken_kbji else tongue.gettext("semua jabatan"),
                place=where,
            )
        )
    return shown


def reach_view(
    subject: Subject, text: str, serving: Serving, offer: Offer, tongue: Tongue, *, is_exact: bool
) -> dict[str, Any]:
    """How many people fit, and what asking for less would bring.

    Args:
        subject: The ad.
        text: Its body, that some buttons change.
        serving: Its people; all that may be found, for only numbers are told.
        offer: How it pays.
        tongue: Of the words.
        is_exact: Whether the reader may know numbers to the person.
    """
    crowd = serving.engine.refresh().crowd(subject, Conditions())
    reach = reach_of(subject.coded, crowd, offer.band.p50 if offer.band else None)
    now = count_of(reach.now.fits, is_exact=is_exact)
    return {
        "fits": count_words(now, tongue),
        "none": now.at_least == 0,
        "may": count_words(count_of(reach.now.may, is_exact=is_exact), tongue),
        "looked_at": count_words(count_of(reach.looked_at, is_exact=is_exact), tongue),
        "at_most": count_words(count_of(reach.at_most.fits, is_exact=is_exact), tongue),
        "more_at_most": count_of(reach.at_most.fits, is_exact=is_exact).at_least > now.at_least,
        "relaxed": _relaxed(reach, now, text, tongue, serving.engine.coder.skills),
    }


def _relaxed(reach: Reach, now: Count, text: str, tongue: Tongue, skills: Skills) -> Sequence[Mapping[str, str]]:
    shown = []
    for one in reach.relaxed:
        then = count_of(one.counted.fits, is_exact=now.is_exact)
        if then.at_least > now.at_least:
            said, do = _said(one, tongue, skills)
            if do.startswith(("didik:", "lama:")) and loosened(text, do) is None:
                do = ""
            gain = tongue.number(then.at_least - now.at_least)
            shown.append({"said": said, "fits": count_words(then, tongue), "gain": f"+{gain}", "do": do})
    return shown[:_SHOWN]


def _said(one: Relaxed, tongue: Tongue, skills: Skills) -> tuple[str, str]:
    """A change in words, and the button that makes it; some are made in the words of the ad alone."""
    if one.demand == "education":
        if not one.what:
            return tongue.gettext("Tanpa syarat pendidikan"), "didik:"
        level = "SMA / SMK" if one.what == "SMA" else one.what
        return tongue.gettext("Pendidikan minimal %(level)s", level=level), f"didik:{one.what}"
    if one.demand == "experience":
        if not one.amount:
            return tongue.gettext("Tanpa syarat pengalaman"), "lama:0"
        return tongue.gettext(
            "Pengalaman minimal %(length)s", length=words.months(tongue, one.amount)
        ), f"lama:{one.amount}"
    if one.demand in {"skill", "licence"}:
        label = words.label(tongue, skills.get(one.what))
        return tongue.gettext("Tanpa syarat %(skill)s", skill=label), f"tanpa:{one.what}"
    if one.demand == "pay":
        return tongue.gettext("Upah %(pay)s per bulan", pay=tongue.rupiah(one.amount)), f"upah:{one.amount}"
    said = {
        "night": N_("Tanpa kerja malam"),
        "shift": N_("Tanpa kerja shift"),
        "place": N_("Boleh dikerjakan dari rumah"),
    }[one.demand]
    return tongue.gettext(said), ""


def units_view(coded: Coded, tongue: Tongue) -> Sequence[tuple[str, str, float, bool]]:
    """Code, title, share and whether it is the one that counts; those beside it can be chosen."""
    likely = [(code, weight) for code, weight in coded.occupations[:4] if weight >= 0.01] or coded.occupations[:1]
    return [(code, words.title(tongue, code), weight, at == 0) for at, (code, weight) in enumerate(likely)]


def copies_view(copies: Mapping[str, float], serving: Serving) -> Sequence[Mapping[str, str]]:
    """The open postings that seem to be the same one."""
    shown = []
    for key in list(copies)[:3]:
        try:
            posting = serving.engine.get(Kind.POSTING, key)
        except UnknownIdError:
            continue
        assert isinstance(posting, Posting)
        shown.append({"key": key, "title": posting.title, "employer": posting.employer})
    return shown


def offer_for(coded: Coded, serving: Serving) -> Offer:
    """How an ad pays today."""
    today = serving.today()
    return offer_of(coded, serving.market.on(today), today)
