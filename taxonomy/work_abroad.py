"""Whether the work of an ad is done outside Indonesia, and in which countries.

The place that a source names decides first. Where it names none, or the office of a recruiter in Indonesia, title and
text are read: a country counts where it is said to be the place of work ("penempatan Jepang", "Welder - Qatar"), not
where it names a language, a dish, a market, an owner, a training trip or a bonus tour. Whoever only serves people that
go abroad (recruits, teaches, sells journeys) works at home. A ship under a foreign flag is work abroad without a
country (UU 18/2017 article 4: crews of ships are migrant workers too).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from taxonomy.country_mentions import REACH, CountryMention, country_mentions
from taxonomy.places import Gazetteer

Where = Literal["place", "title", "text", ""]

_MAX_TEXT = 20_000
_STRONG = (
    r"(?:penempatan|ditempatkan|penugasan|negara tujuan|tujuan|(?:be)?kerja|lowongan|loker|berangkat\w*|keberangkatan|"
    r"pemberangkatan|dikirim|placement|deployment|on-?site|magang|pemagangan|ausbildung|work(?:ing)?|jobs?|"
    r"proyek|project|"
    r"untuk|buat|g\s?to\s?g|pmi|cpmi|tki|tkw|ssw|tokutei ginou)"
)
_CUE = re.compile(rf"\b{_STRONG}\b[^.;!?\n]{{0,{REACH}}}$", re.IGNORECASE)
_TITLE_CUE = re.compile(
    rf"(?:^|[-–|/,(:]|\b(?:ke|di|in|to|tujuan|penempatan|negara|kerja|magang)\b)\s{{0,3}}$|"
    rf"\b{_STRONG}\b[^.;!?\n]{{0,40}}$",
    re.IGNORECASE,
)
_TITLE_THERE = re.compile(
    r"\b(?:ke|di|in|to|tujuan|penempatan|based in|negara|kerja|magang)\s{0,2}$|"
    r"\b(?:pmi|cpmi|tki|ssw|g\s?to\s?g)\b[^.;!?\n]{0,20}$",
    re.IGNORECASE,
)
"""Beside a place at home a dash or brackets are not enough: "Cook - Tokyo Belly", "Marketing (Jepang)"."""

_TITLE_END = re.compile(r"^\s{0,3}(?:[-–|/,)(!]|$|\d|ssw\b|resmi\b|gaji\b)", re.IGNORECASE)
_SERVES = re.compile(
    r"\b(?:jasa|telesales|persiapan|pengajaran|lembaga pelatihan|kantor cabang|mengurus|menangani|melatih|"
    r"mengajar|mempromosikan|promosi|merekrut|"
    r"perekrutan|mencari calon|mendata|"
    r"handling|"
    r"membimbing|membantu calon|menyalurkan|konsultan|konselor|calon (?:pekerja|pmi|tki|siswa|peserta)|petugas|cpmi\b)",
    re.IGNORECASE,
)
_SHIP = re.compile(
    r"\b(?:kapal pesiar|cruise (?:ship|line)|kapal (?:tanker |kargo |niaga |ikan )?(?:asing|luar negeri)|"
    r"bendera (?!indonesia|merah)\w+|foreign(?: |-)flag)",
    re.IGNORECASE,
)
_ABROAD = re.compile(
    r"\b(?:penempatan|ditempatkan|(?:be)?kerja|lowongan|loker|pekerja migran|karir|penugasan)(?: kerja)?"
    r"(?: resmi)?(?: di| ke)? luar negeri\b",
    re.IGNORECASE,
)
_PLACED = re.compile(
    r"\b(?:penempatan|ditempatkan|negara tujuan|berangkat\w*|g\s?to\s?g)\b|"
    r"\b(?:(?:be)?kerja di|magang(?: kerja)? (?:ke|di)|pemagangan (?:ke|di)|work(?:ing)? in)\s(?:negara )?$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:pengalaman|berpengalaman|pernah|eks|ex|mantan|alumni|experienced?|diutamakan)\b", re.IGNORECASE
)
_NEAR = re.compile(r"\b(?:ke|di|in|to|negara)\s{1,2}$", re.IGNORECASE)
_MIGRANT = re.compile(
    r"\b(?:sip3mi|p3mi|cpmi|tkw|calling visa|buku pelaut|g\s?to\s?g|pekerja migran|tokutei ginou|ssw|iqama)\b",
    re.IGNORECASE,
)
"""Then a country that an ad names is where the work is, unless the ad looks for somebody who serves migrants."""

_OR_HOME = re.compile(
    r"\b(?:seluruh indonesia|dalam (?:negeri )?(?:dan|maupun|atau|/)|indonesia (?:dan|maupun|atau))", re.IGNORECASE
)
_CONTINENT = re.compile(
    r"^\W*(?:eropa|afrika|timur tengah|asia(?: \w+)?|amerika latin|karibia|middle east|europe)\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkAbroad:
    """What an ad says of work outside Indonesia.

    Attributes:
        is_overseas: Whether the work is done abroad.
        countries: ISO 3166-1 alpha-2, in order of mention; may be empty though the work is abroad (a cruise ship).
        words: The words that show it, unchanged; empty when nothing does.
        where: In which part of the ad they stand.
        start: Code point offset of the words in title or text; 0 in a place.
    """

    is_overseas: bool
    countries: tuple[str, ...] = ()
    words: str = ""
    where: Where = ""
    start: int = 0


AT_HOME = WorkAbroad(is_overseas=False)
"""Nothing says that the work is abroad."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What stands around the country names of an ad.

    Attributes:
        is_home: A place in Indonesia is named as such.
        is_placeless: No place is named at all.
        is_migrant: Words that only ads for migrant workers have.
    """

    is_home: bool
    is_placeless: bool
    is_migrant: bool


def read_work_abroad(title: str, places: Sequence[str], text: str, gazetteer: Gazetteer) -> WorkAbroad:
    """Read whether an ad's work is abroad, and where.

    Args:
        title: As advertised.
        places: As the source names them; may be empty.
        text: Body of the ad; its first 20,000 characters are read.
        gazetteer: Reads the places.
    """
    readings = [gazetteer.read(place) for place in places]
    if any(reading.is_remote for reading in readings):
        return AT_HOME
    is_home = any(reading.regions or reading.is_anywhere for reading in readings)
    abroad = [(code, place) for place, reading in zip(places, readings, strict=True) for code in reading.abroad]
    if abroad and not is_home:
        countries = tuple(dict.fromkeys(code for code, _ in abroad))
        return WorkAbroad(is_overseas=True, countries=countries, words=abroad[0][1], where="place")
    continent = next((place for place in places if _CONTINENT.match(place)), "")
    read = text[:_MAX_TEXT]
    setting = _Setting(
        is_home=is_home, is_placeless=not any(places), is_migrant=bool(_MIGRANT.search(f"{title}\n{read}"))
    )
    found = _in_title(title, setting) or _in_text(read, setting)
    if found is None and continent:
        return WorkAbroad(is_overseas=True, words=continent, where="place")
    # The place of a recruiter of crews says nothing of the ship, but a text may name one for many reasons.
    return found or _without_country(title, "" if is_home else read)


def _in_title(title: str, setting: _Setting) -> WorkAbroad | None:
    """Countries that the title names as the place of work; beside a place at home it must say so in so many words."""
    if _SHIP.search(title):
        return None  # "Kapal Pesiar Jepang": whose ship it is
    if setting.is_home and _SERVES.search(title):
        return None
    found: list[CountryMention] = []
    for mention in country_mentions(title):
        before, after = title[: mention.start], title[mention.end :]
        is_named = bool(_TITLE_CUE.search(before) or _TITLE_END.search(after))
        is_said = bool(_TITLE_THERE.search(before)) or (setting.is_migrant and is_named)
        if is_said or (not setting.is_home and (is_named or setting.is_placeless)):
            found.append(mention)
    return _of(title, found, "title")


def _in_text(text: str, setting: _Setting) -> WorkAbroad | None:
    """Countries that a sentence of the text names as the place of work."""
    found: list[CountryMention] = []
    for mention in country_mentions(text):
        sentence = text[max(0, mention.start - REACH - 20) : mention.start]
        line = re.split(r"[.;!?\n]", sentence)[-1]
        is_near = bool(_NEAR.search(line)) and (setting.is_migrant or setting.is_placeless)
        is_cued = bool(_CUE.search(line)) and (not setting.is_home or setting.is_migrant)
        if (is_near or is_cued or _is_placement(line)) and not (_SERVES.search(line) or _PAST.search(line)):
            found.append(mention)
    return _of(text, found, "text")


def _is_placement(line: str) -> bool:
    """Beside a place at home, only words of placement count."""
    return bool(_PLACED.search(line))


def _of(text: str, found: Sequence[CountryMention], where: Where) -> WorkAbroad | None:
    if not found:
        return None
    first = found[0]
    return WorkAbroad(
        is_overseas=True,
        countries=tuple(dict.fromkeys(mention.country for mention in found)),
        words=text[first.start : first.end],
        where=where,
        start=first.start,
    )


def _without_country(title: str, text: str) -> WorkAbroad:
    """Work on foreign ships, or "di luar negeri" where no place at home is named."""
    parts: tuple[tuple[str, Where], ...] = ((title, "title"), (text, "text"))
    for part, where in parts:
        for pattern in (_SHIP, _ABROAD):
            match = pattern.search(part)
            if match and not _OR_HOME.search(part[max(0, match.start() - REACH) : match.end() + REACH]):
                return WorkAbroad(is_overseas=True, words=match[0], where=where, start=match.start())
    return AT_HOME
