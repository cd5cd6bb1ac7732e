"""Length of experience out of text: what an ad asks for, or what a worker tells."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBERS = {
    **{word: at for at, word in enumerate("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split(), 1)},
    **{word: at for at, word in enumerate("one two three four five six seven eight nine ten".split(), 1)},
    "setengah": 0.5,
    "setahun": 1,
}
_NUMBER = r"(?:\d{1,2}(?:[.,]\d)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(?:tahunan|tahun|thn|thun|th\.?|taun|yrs?|years?|bulan|bln|bl|months?|minggu)"
_SPAN = re.compile(
    rf"(?<![\w.,])(?P<low>{_NUMBER})\s*(?P<unit_low>{_UNIT})?\s*(?P<plus>\+)?\s*(?:\(\w+\)\s*)?"
    rf"(?:(?:-|–|s\.?/?d\.?|sampai|hingga|to)\s*(?P<high>{_NUMBER})\s*)?(?:\(\w+\)\s*)?(?P<unit>{_UNIT})(?!\w)|(?P<one>\bsetahun\b)",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(
    r"pengalaman|berpengalaman|experience|experienced|pernah (?:kerja|bekerja|jadi)|kerja|bekerja|jadi|ngerjain|pegang|"
    r"bidang|posisi|sebagai|di pabrik|magang|nyetir|jualan|ngajar|mengajar|ex\b|eks\b|\bjd\b|\bs?udah\b|\budh\b|lamanya|menjahit|jahit",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"usia|umur|age\b|berusia|berdiri|berumur|maksimal \d+ tahun$|years old|didirikan|established|since|kontrak(?: kerja)?\s*$|"
    r"garansi|lulus(?:an)? (?:tahun)?|ijazah|probation|percobaan|durasi|jangka waktu|selama magang|anak|tahun ajaran|pensiun",
    re.IGNORECASE,
)
_AFTER_OTHER = re.compile(
    r"^\s*(?:old|ke atas|kontrak|terakhir|lalu|yang lalu|sekali|masa percobaan|berdiri)", re.IGNORECASE
)
_FRESH = re.compile(
    r"fresh[\s-]?grad\w*|freshgrad\w*|lulusan baru|baru lulus|tanpa pengalaman|belum (?:punya |ada |memiliki |pernah |berpengalaman)|"
    r"blm (?:pernah|punya|ada) (?:kerja|pengalaman)|tidak (?:perlu|harus|wajib) (?:ber)?pengalaman|non[\s-]?pengalaman|"
    r"no experience|pengalaman tidak diutamakan|pemula",
    re.IGNORECASE,
)
_MAX_TEXT = 20_000
_REACH = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperienceReading:
    """What was read.

    Attributes:
        months_min: Least, or held, in months; None when only beginners are named.
        months_max: Most, in months; None when open.
        fresh_graduate_welcome: Beginners are named.
        surface: The words that say it.
        start: Code point offset of the first character.
        end: Offset after the last one.
    """

    months_min: int | None
    months_max: int | None
    fresh_graduate_welcome: bool
    surface: str
    start: int
    end: int


def read_experience(text: str, *, own_words: bool = False) -> ExperienceReading | None:
    """The length of experience that a text speaks of; the longest when it speaks of several; None when of none.

    A span of years counts only away from words of age, founding or contract length, and in an ad only near words of
    work.

    Args:
        text: An ad, or a worker's own words.
        own_words: A worker tells of himself or herself, so any other span of years is work.
    """
    read = text[:_MAX_TEXT]
    fresh = _FRESH.search(read)
    spans = [
        found
        for found in (_span(read, match, own_words=own_words) for match in _SPAN.finditer(read))
        if found is not None
    ]
    if spans:
        low, high, start, end = max(spans, key=lambda span: (span[0], -span[2]))
        return ExperienceReading(
            months_min=low,
            months_max=high,
            fresh_graduate_welcome=fresh is not None,
            surface=read[start:end],
            start=start,
            end=end,
        )
    if fresh is None:
        return None
    return ExperienceReading(
        months_min=None,
        months_max=None,
        fresh_graduate_welcome=True,
        surface=fresh[0],
        start=fresh.start(),
        end=fresh.end(),
    )


def _span(text: str, match: re.Match[str], *, own_words: bool) -> tuple[int, int | None, int, int] | None:
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[max(line_start, match.start() - _REACH) : match.start()]
    after = text[match.end() : match.end() + _REACH].split("\n")[0]
    sentence_before = re.split(r"[.;!?]\s", before)[-1]
    if _OTHER_THING.search(sentence_before[-28:]) or _AFTER_OTHER.search(after):
        return None
    if not own_words and not _EXPERIENCE.search(before) and not _EXPERIENCE.search(after):
        return None
    if match["one"]:
        return 12, None, match.start(), match.end()
    low, high = _value(match["low"]), _value(match["high"]) if match["high"] else None
    months = _months(match["unit_low"] or match["unit"])
    months_high = _months(match["unit"])
    if low * months > 600 or (high is not None and high * months_high > 600):
        return None
    return (
        round(low * months),
        None if high is None else round(high * months_high),
        match.start(),
        match.end(),
    )


def _value(words: str) -> float:
    folded = words.casefold().replace(",", ".")
    return float(_NUMBERS.get(folded, 0)) or float(folded)


def _months(unit: str) -> float:
    folded = unit.casefold()
    if folded.startswith(("bulan", "bln", "bl", "month")):
        return 1.0
    return 0.25 if folded.startswith("minggu") else 12.0
