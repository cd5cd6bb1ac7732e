"""Age and sex that an ad asks for, read as facts for the check on discrimination.

They are facts about an ad and never features of a match: neither a vector, an index nor a score may see them
(UU 13/2003 art. 5-6; SE Menaker M/6/HK.04/V/2025), and ``matcher/privacy.py`` takes the same words out of every text
that is embedded or scored. A word of sex counts where it says who may apply: at the head of a demand ("Pria, usia..."),
behind a word that seeks a person ("dicari wanita"), before an age or as a pair ("pria/wanita"). Goods, customers, rules
of grooming and the job's own name ("Waitress") ask for nobody's sex.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from taxonomy.durations import GAP, NUMBER, RUN_ON, TO, number_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandWords:
    """Words of an ad that ask for an age or a sex.

    Attributes:
        kind: ``age`` or ``sex``.
        surface: The words, unchanged.
        start: Code point offset of the first character.
        end: Offset after the last one.
    """

    kind: Literal["age", "sex"]
    surface: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What an ad asks for of age and sex.

    Attributes:
        age_min: Least age in years; the lowest when several are named, None when none is.
        age_max: Highest age in years; the highest when several are named, None when none is.
        sexes: ``L`` (laki-laki), ``P`` (perempuan) or both; empty when the ad names none.
        words: The words that say so, in their order.
    """

    age_min: int | None
    age_max: int | None
    sexes: frozenset[str]
    words: tuple[DemandWords, ...]


_BEGINS = r"(?:(?<![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z])))"
"""A word begins, in ``PersyaratanUsia`` too: portals lose line breaks."""

_AGE = r"(?:(?:ber)?-?usia(?:nya)?|usian|(?:ber)?umur|ages?|aged)"
_MOST = (
    r"(?:m[ai]?[kx]\w{0,7}\.?|masimal|di ?bawah|kurang dari|tidak (?:lebih|melebihi)(?: dari)?|paling tua|"
    r"(?:not|no) (?:more|older) than|under|below|up to|[<≤]=?)"
)
_LEAST = r"(?:mi?n(?:i?m\w{0,6})?\.?|di ?atas|lebih dari|paling muda|at least|above|over|setidaknya|mulai|[>≥]=?)"
_FILLER = r"(?:antara|between|from|of|dari|range|kisaran|rentang|is|are|must be|[:.,=±(\-])"
_YEARS = (
    r"(?P<unit>(?P<old>years? of age|years?[ -]old|yrs? old|y\.?/?o\b\.?)|tahun|thn|thun|taun|th\.?|years?|yrs?|ta)"
    rf"{RUN_ON}"
)
_UPWARD, _DOWNWARD = (
    r"ke ?atas|and above|or above|min\w*(?=\s*(?:[).,;\n]|$))",
    r"ke ?bawah|and below|or below|ma[kx]\w*(?=\s*(?:[).,;\n]|$))",
)
_TO = rf"(?:{TO}|dan|and|&|/|~)"
_AGES = re.compile(
    rf"(?P<before>(?:{_BEGINS}(?:{_AGE}|{_MOST}|{_LEAST}|{_FILLER}){GAP}){{0,6}})"
    rf"(?<!\d)(?<!\d[.,])(?<!\b[a-z])(?P<low>{NUMBER})(?!\d){GAP}(?:\(\w+\){GAP})?(?:(?:tahun|thn?|years?){GAP}(?={_TO}))?"
    rf"(?:{_TO}{GAP}(?P<most>{_MOST}{GAP})?(?P<high>\d\d)(?!\d){GAP})?(?:{_YEARS})?"
    rf"(?P<side>{GAP}\(?(?:(?P<up>{_UPWARD})|(?P<down>{_DOWNWARD}))\b)?",
    re.IGNORECASE,
)
_AGE_WORD, _MOST_WORD, _LEAST_WORD = (re.compile(words, re.IGNORECASE) for words in (_AGE, _MOST, _LEAST))
_YOUNGEST, _OLDEST = 14, 75
_ALONE_FROM = 17
"""From here on "maksimal 35 tahun" without a word of age is one."""

_OF_OTHERS = re.compile(
    r"\b(?:anak(?:-anak)?|siswa|murid|peserta|pasien|remaja|balita|bayi|children|kids|students?)\b[^.;:\n]{0,12}$|"
    r"\b(?:pelanggan|customers?|nasabah|konsumen|target|audiens|perusahaan|company|kendaraan|mobil|bangunan)"
    r"(?: yang| ini)?\s{0,2}$",
    re.IGNORECASE,
)
_NO_AGE = re.compile(
    r"(?:pengalaman|experience|\bexp\b|kontrak|garansi|berdiri|since|established|kerja|masa|jangka)[^.,;\n]{0,25}$",
    re.IGNORECASE,
)
_WORK_AFTER = re.compile(
    r"^\s{0,3}(?:of |or more |lebih )?(?:\w+ )?"
    r"(?:pengalaman|experience|exp\b|di bidang|dibidang|sebagai|bekerja|kerja|working|lalu)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\s{0,3}(?:,|dan|and|&|/|-|–|s/d)?\s{0,3}$", re.IGNORECASE)

_MAN = r"(?:laki[ -]{0,3}laki|laki2|laki|pria|cowok?|lelaki|male|m[ae]n(?= only))"
_WOMAN = r"(?:perempuan|wanita|cewek?|gadis|female|wom[ae]n(?= only))"
_JOINT = r"\s{0,2}(?:/|,|&|\+|-|dan|atau|and|or|maupun)\s{0,2}"
_SEX = re.compile(
    rf"{_BEGINS}(?:(?P<both>{_MAN}{_JOINT}{_WOMAN}|{_WOMAN}{_JOINT}{_MAN}|(?-i:[LP]/[PL]|[PW]/[WP]|[MF]/[FM]))|"
    rf"(?P<man>{_MAN})|(?P<woman>{_WOMAN})){RUN_ON}",
    re.IGNORECASE,
)
_NOT_WHO = re.compile(
    # Goods, places and people served; rules of grooming ("untuk pria").
    r"\b(?:busana|fashion|fesyen|baju|pakaian|mode|butik|outfit|sepatu|sandal|tas|celana|kemeja|jaket|jas|gaun|batik|"
    r"kosmetik|skincare|parfum|aksesoris|produk|perlengkapan|rambut|salon|barbershop|spa|kesehatan|pemberdayaan|"
    r"perlindungan|terhadap|hak|asrama|toilet|pasien|pelanggan|klien|reproduksi|kaum|hormon|kost?|"
    r"(?<!khusus )(?<!terbuka )(?:untuk|bagi|for|para))\s{1,3}"
    r"(?:(?:pria|wanita|laki-laki|perempuan)\s(?:dan|atau|/)\s)?$",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?:^|[\n:;.,(•*✓–\-)!]|\b\d{1,2}[.)])\s{0,3}$")
_SEEKS = re.compile(
    r"\b(?:dibutuhkan|dicari|mencari|membutuhkan|khusus|diutamakan|kelamin|gender|sex|kandidat|seorang|karyawan|karyawati|"
    r"tenaga|only|disukai|kualifikasi|persyaratan|syarat|kriteria|requirements?|prefer\w*|untuk|bagi|looking for)"
    r"[\s:]{1,3}(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_LIMITS = re.compile(
    r"^[\s,.(/]{0,4}(?:dengan |maks\w*|max\w*|min\w*|(?:ber)?usia|(?:ber)?umur|age|\d\d\s?(?:-|–|th|tahun)|single|"
    r"belum menikah|only|saja|preferred|lebih diutamakan|diutamakan|lebih disukai|pendidikan|lulusan)",
    re.IGNORECASE,
)
_MAX_TEXT = 20_000
_REACH = 60


def read_demands(text: str) -> Demands:
    """The ages and sexes that an ad asks for; offsets count in the text as given."""
    read = _one_width(text[:_MAX_TEXT])
    ages = list(_ages(read))
    sexes = list(_sexes(read))
    lows = [low for low, _, _, _ in ages if low is not None]
    highs = [high for _, high, _, _ in ages if high is not None]
    words = [("age", start, end) for _, _, start, end in ages] + [("sex", start, end) for _, start, end in sexes]
    return Demands(
        age_min=min(lows, default=None),
        age_max=max(highs, default=None),
        sexes=frozenset(sex for found, _, _ in sexes for sex in found),
        words=tuple(
            DemandWords(kind="age" if kind == "age" else "sex", surface=text[start:end], start=start, end=end)
            for kind, start, end in sorted(words, key=lambda word: word[1])
        ),
    )


def _one_width(text: str) -> str:
    """Full-width digits and signs as plain ones, one character for one, so that offsets hold."""
    if text.isascii():
        return text
    return "".join(plain if len(plain := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)


def _ages(text: str) -> Iterator[tuple[int | None, int | None, int, int]]:
    """Least age, highest age and offsets of each demand; at least one of the two is a number."""
    last_end = -1
    for match in _AGES.finditer(text):
        start, end = match.start(), match.end()
        follows = last_end >= 0 and bool(_GOES_ON.match(text[last_end:start]))
        bounds = _bounds(match, is_named=follows or _is_named(match))
        if bounds is not None:
            last_end = end
            yield *bounds, start + len(match[0]) - len(match[0].lstrip(" .,:-(")), end


def _is_named(match: re.Match[str]) -> bool:
    return bool(_AGE_WORD.search(match["before"]) or match["old"])


def _bounds(match: re.Match[str], *, is_named: bool) -> tuple[int | None, int | None] | None:
    """The bounds of one demand, or None when the numbers are no ages of applicants."""
    text, before = match.string, match["before"]
    low, high = number_of(match["low"]), float(match["high"] or 0)
    if not all(_YOUNGEST <= age <= _OLDEST for age in (low, high or low)) or (high and high < low):
        return None
    ahead = text[max(0, match.start() - _REACH) : match.start()].split("\n")[-1]
    if _OF_OTHERS.search(ahead):
        return None
    if not is_named and not _is_age_alone(match, ahead, low):
        return None
    if match["most"] or (high and not _MOST_WORD.search(before)):
        return int(low), int(high)
    if _MOST_WORD.search(before) or match["down"]:
        return None, int(high or low)
    if _LEAST_WORD.search(before) or match["up"]:
        return int(low), None
    return None


def _is_age_alone(match: re.Match[str], ahead: str, low: float) -> bool:
    """Whether numbers without a word of age are one: "maksimal 35 tahun", "pria 20-35 tahun", but no experience."""
    after = match.string[match.end() : match.end() + _REACH].split("\n")[0]
    if not match["unit"] or low < _ALONE_FROM or _NO_AGE.search(ahead) or _WORK_AFTER.search(after):
        return False
    return bool(
        match["before"].strip(" .,:-(") or (match["high"] and (_HEAD.search(ahead) or _SEX.search(ahead[-15:])))
    )


def _sexes(text: str) -> Iterator[tuple[str, int, int]]:
    """Sexes of each demand (``L``, ``P`` or ``LP``) with its offsets."""
    for match in _SEX.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        after = text[match.end() : match.end() + _REACH]
        if _NOT_WHO.search(before):
            continue
        if match["both"] or _HEAD.search(before) or _SEEKS.search(before) or _LIMITS.match(after):
            yield "LP" if match["both"] else "L" if match["man"] else "P", match.start(), match.end()
