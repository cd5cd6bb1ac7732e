"""Pairs of postings in the words of the page: what is alike, what differs, what speaks for one vacancy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from api.serving import Serving
from api.web import words
from api.web.steward.word_diff import Piece, word_diff
from api.web.tongue import N_, Tongue
from indexes.doubt_rows import UNSURE, Doubt, PairAnswer
from indexes.duplicate_records import Verdict
from matcher.codec import from_json
from matcher.records import Kind, Pay, Posting
from taxonomy.errors import UnknownIdError
from taxonomy.text import fold

ANSWERS: Mapping[str, tuple[str, str]] = {
    str(Verdict.SAME): (N_("sama"), "good"),
    str(Verdict.APART): (N_("berbeda"), "warn"),
    UNSURE: (N_("belum tahu"), ""),
}
"""Answer to its words and the colour of its badge."""

REASONS: Mapping[str, str] = {
    "title_same": N_("jabatannya sama"),
    "title_alike": N_("jabatannya mirip"),
    "title_particular": N_("jabatannya sama dan khas"),
    "both_alike": N_("jabatan dan isinya sama-sama mirip"),
    "text_alike": N_("isinya mirip"),
    "text_contained": N_("isi yang satu termuat di yang lain"),
    "text_own": N_("bagian isi yang khas sama"),
    "start_alike": N_("awal isinya sama"),
    "employer_same": N_("pemberi kerjanya sama"),
    "place_same": N_("tempatnya sama"),
    "unit_same": N_("kode jabatannya (KBJI) sama"),
    "pay_same": N_("upahnya sama"),
    "title_swapped": N_("kata di jabatannya berganti"),
    "title_longer": N_("jabatan yang satu lebih panjang"),
    "text_short": N_("isinya sangat pendek"),
    "level_differs": N_("jenjangnya berbeda"),
    "pay_differs": N_("upahnya tidak bertemu"),
    "education_differs": N_("pendidikan yang diminta berbeda"),
    "programmes_differ": N_("jurusan yang diminta berbeda"),
    "days_apart": N_("tanggal tayangnya berjauhan"),
    "posted_together": N_("ditayangkan bersamaan di satu sumber"),
}
"""Evidence of ``matcher.duplicates.evidence`` to its words."""

_EMPLOYMENT: Mapping[str, str] = {
    "full_time": N_("penuh waktu"),
    "part_time": N_("paruh waktu"),
    "contract": N_("kontrak"),
    "internship": N_("magang"),
    "freelance": N_("lepas"),
    "daily": N_("harian"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that both ads may say.

    Attributes:
        label: What.
        one: In the first ad; empty where it says nothing.
        other: In the second.
        state: ``same``, ``differs``, ``half`` where only one says it.
    """

    label: str
    one: str
    other: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One ad.

    Attributes:
        key: Its key.
        source: Its source.
        title: Its title.
        url: Where it stands, http(s) only, or empty.
        pieces: Of its text.
    """

    key: str
    source: str
    title: str
    url: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A pair in a list.

    Attributes:
        first: Key.
        second: Key.
        titles: Of both; the key where an ad is gone.
        employers: Of both.
        percent: Chance of being one vacancy, in words; empty where nobody worked it out.
        told: The answer, or None.
    """

    first: str
    second: str
    titles: tuple[str, str]
    employers: tuple[str, str]
    percent: str
    told: PairAnswer | None


def posting_of(serving: Serving, key: str) -> Posting:
    """A stored posting.

    Raises:
        UnknownIdError: Not stored.
    """
    stored = serving.engine.store.get(Kind.POSTING, key)
    record = None if stored is None else from_json(Kind.POSTING, stored.payload)
    if not isinstance(record, Posting):
        raise UnknownIdError(wanted="the id of a stored posting", found=key[:400], where="id")
    return record


def lines(serving: Serving, found: Sequence[Doubt | PairAnswer], tongue: Tongue) -> list[Line]:
    """Pairs as a list shows them."""
    keys = sorted({key for one in found for key in (one.first, one.second)})
    store = serving.engine.store
    stored = {row.key: from_json(Kind.POSTING, row.payload) for row in store.get_some(Kind.POSTING, keys)}

    def said(one: Doubt | PairAnswer, name: str) -> tuple[str, str]:
        first, second = (getattr(stored.get(key), name, "") for key in (one.first, one.second))
        return first, second

    return [
        Line(
            first=one.first,
            second=one.second,
            titles=said(one, "title"),
            employers=said(one, "employer"),
            percent=tongue.percent(one.chance / 1_000) if isinstance(one, Doubt) else "",
            told=one if isinstance(one, PairAnswer) else None,
        )
        for one in found
    ]


def sides(one: Posting, other: Posting) -> tuple[Side, Side]:
    """Both ads with their texts word by word."""
    left, right = word_diff(one.description, other.description)
    return _side(one, left), _side(other, right)


def _side(posting: Posting, pieces: Sequence[Piece]) -> Side:
    url = posting.url if posting.url.startswith(("https://", "http://")) else ""
    source = posting.key.partition(":")[0]
    return Side(key=posting.key, source=source, title=posting.title, url=url, pieces=pieces)


def facts(one: Posting, other: Posting, tongue: Tongue) -> list[Fact]:
    """What both ads say, line by line; what neither says is left out."""
    both = zip(_told(one, tongue), _told(other, tongue), strict=True)
    return [
        Fact(label=tongue.gettext(label), one=left, other=right, state=_state(left, right))
        for (label, left), (_, right) in both
        if left or right
    ]


def _state(left: str, right: str) -> str:
    if not left or not right:
        return "half"
    return "same" if fold(left) == fold(right) else "differs"


def _told(posting: Posting, tongue: Tongue) -> list[tuple[str, str]]:
    day = [tongue.date(at) if at else "" for at in (posting.posted_on, posting.closes_on)]
    least, most = (words.months(tongue, n) for n in (posting.experience_months_min, posting.experience_months_max))
    return [
        (N_("Jabatan"), posting.title),
        (N_("Pemberi kerja"), posting.employer),
        (N_("Tempat"), ", ".join(posting.places or posting.region_codes)),
        (N_("Tayang"), day[0]),
        (N_("Batas melamar"), day[1]),
        (N_("Upah"), _pay(posting.pay, tongue)),
        (N_("Bentuk kerja"), tongue.gettext(_EMPLOYMENT.get(posting.employment_type, posting.employment_type))),
        (N_("Jenjang"), posting.level),
        (N_("Pendidikan"), ", ".join(posting.education)),
        (N_("Jurusan"), ", ".join(posting.study_programmes)),
        (N_("Pengalaman"), " – ".join(dict.fromkeys(part for part in (least, most) if part))),
        (N_("Keterampilan"), ", ".join(posting.skills)),
        (N_("Orang yang dicari"), tongue.number(posting.openings) if posting.openings is not None else ""),
        (N_("Sumber"), posting.key.partition(":")[0]),
    ]


def _pay(pay: Pay, tongue: Tongue) -> str:
    amounts = [tongue.number(round(amount)) for amount in (pay.low, pay.high) if amount is not None]
    periods = {
        "hour": N_("per jam"),
        "day": N_("per hari"),
        "week": N_("per minggu"),
        "month": N_("per bulan"),
        "year": N_("per tahun"),
        "project": N_("per proyek"),
    }
    if not amounts:
        return ""
    period = tongue.gettext(periods.get(pay.period, pay.period))
    return f"{pay.currency} {' – '.join(dict.fromkeys(amounts))} {period}"


def reasons(doubt: Doubt | None, tongue: Tongue) -> tuple[list[str], list[str]]:
    """What spoke for one vacancy and what against it, the weightiest first."""
    weighed = sorted(orjson.loads(doubt.reasons).items(), key=lambda item: (-abs(item[1]), item[0])) if doubt else []
    known = [(tongue.gettext(REASONS[name]), weight) for name, weight in weighed if name in REASONS]
    return [name for name, weight in known if weight > 0], [name for name, weight in known if weight < 0]
