"""What the page of an ad shows, ready to print: what was read, how it pays, whom it reaches, what must change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api.access.caller import Caller
from api.routes.reference import skills_named
from api.serving import Serving
from api.web import words
from api.web.ad_buttons import SPARED, changes_of, loosened
from api.web.ad_form import Written
from api.web.tongue import N_, Tongue
from matcher.ad_inspection.flags import Ad
from matcher.ad_inspection.rules import load_rules
from matcher.ads.offer import Offer, floor_of
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
            "is_spared": change.flag.kind in SPARED,
            "surface": change.flag.surface,
            "why": rules[change.flag.rule].why[tongue.language],
            "instead": rules[change.flag.rule].instead[tongue.language],
            "put": change.put,
            "source": change.flag.source,
            "do": f"ganti:{change.flag.where}:{change.flag.start}:{change.flag.end}",
        }
        for change in changes_of(ad)
    ]


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
    shown: list[dict[str, str]] = []
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


def copies_view(copies: Mapping[str, float], serving: Serving, caller: Caller) -> Sequence[Mapping[str, Any]]:
    """The open postings that seem to be the same one; those of one's own can be opened."""
    shown = list[Mapping[str, Any]]()
    for key in list(copies)[:3]:
        try:
            posting = serving.engine.get(Kind.POSTING, key)
        except UnknownIdError:
            continue
        assert isinstance(posting, Posting)
        found = {"key": key, "title": posting.title, "employer": posting.employer}
        shown.append({**found, "is_own": caller.may_write(key)})
    return shown
