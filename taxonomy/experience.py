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
_GAP = r"\s{0,4}"
"""Bounded, so that a field of spaces costs no more than its length."""
_NUMBER = r"(?:\d{1,2}(?:[.,]\d)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?:\s{1,4}setengah)?"
_UNIT = r"(?:tahunan|tahun|thn|thun|th\.?|taun|yrs?|years?|bulan|bln|bl|months?|minggu)"
_SPAN = re.compile(
    rf"(?<![\w.,])(?P<low>{_NUMBER}){_GAP}(?P<unit_low>{_UNIT})?{_GAP}(?P<plus>\+)?{_GAP}(?:\(\w+\){_GAP})?"
    rf"(?:(?:-|–|s\.?/?d\.?|sampai|hingga|to){_GAP}(?P<high>{_NUMBER}){_GAP})?(?:\(\w+\){_GAP})?(?P<unit>{_UNIT})(?!\w)|"
    r"(?P<one>\bsetahun\b)",
    # ASCII, so that nothing matches without regard to case whose case folding differs (the Turkish dotless i).
    re.IGNORECASE | re.ASCII,
)
_EXPERIENCE = re.compile(
    r"pengalaman|berpengalaman|experience|experienced|\bexp\b|pernah (?:kerja|bekerja|jadi)|kerja|bekerja|jadi|"
    r"ngerjain|pegang|bidang|posisi|sebagai|di pabrik|magang|nyetir|jualan|ngajar|mengajar|ex\b|eks\b|\bjd\b|"
    r"\bs?udah\b|\budh\b|lamanya|menjahit|jahit|\bwork(?:ed|ing)?\b|\b(?:similar|same) (?:role|position|field)|"
    r"\bin (?:a|an|the) ",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"usia|umur|age\b|berusia|berdiri|berumur|years old|didirikan|established|since|kontrak(?: kerja)?\s*$|garansi|"
    r"lulus(?:an)? (?:tahun)?|ijazah|probation|percobaan|durasi|jangka waktu|selama magang|anak|tahun ajaran|pensiun|"
    r"berlaku|evaluasi|pelatihan|\btraining\b",
    re.IGNORECASE,
)
_AFTER_OTHER = re.compile(
    r"^\s*(?:old|ke atas|kontrak|terakhir|lalu|yang lalu|sekali|masa percobaan|berdiri)", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"(?:\b(?:max|maks|maksimal|maximal|maximum|kurang dari|less than|up to)\.?|<)\s*$", re.IGNORECASE
)
_WORD_OF_EXPERIENCE = re.compile(r"pengalaman|experience|\bexp\b", re.IGNORECASE)
# An employer who boasts: "kami telah berpengalaman 25 tahun".
_EMPLOYER = re.compile(r"\b(?:perusahaan|kami|company)\b[^.,;]{0,20}\b(?:berpengalaman|experienced?)\b", re.IGNORECASE)
# A comma or stop that ends a thought, but not the stop of "max. 30 tahun".
_THOUGHT = re.compile(r"(?<!\bmin)(?<!\bmax)(?<!\bmaks)(?<!\bminim)[.;!?,()]\s|[;(•]|\n", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:saya|aku|laki-laki|perempuan|pria|wanita|cowok?|cewek?)\b", re.IGNORECASE)
_AGE_ALONE_FROM_MONTHS = 15 * 12
_FRESH = re.compile(
    r"fresh[\s-]?grad\w*|lulusan baru|baru lulus|tanpa pengalaman|"
    r"(?:belum|blm) (?:pernah (?:ber)?(?:kerja|pengalaman)|(?:punya|ada|memiliki) pengalaman|berpengalaman)|"
    r"blm (?:pernah|punya|ada) (?:kerja|pengalaman)|tidak (?:perlu|harus|wajib) (?:ber|ada |punya )?pengalaman|"
    r"non[\s-]?pengalaman|no experience|pengalaman (?:tidak|bukan) (?:di\w+an|wajib|harus|prioritas|syarat)|pemula",
    re.IGNORECASE,
)
_NOT_FRESH = re.compile(r"\b(?:bukan|tidak (?:menerima|untuk)|non|not?|selain)\s+(?:untuk\s+)?$", re.IGNORECASE)
_MAX_TEXT = 20_000
_REACH = 45
_MOST_MONTHS = 600


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
    fresh = next(filter(_is_welcome, _FRESH.finditer(read)), None)
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


def _is_welcome(match: re.Match[str]) -> bool:
    return not _NOT_FRESH.search(match.string[max(0, match.start() - 30) : match.start()])


def _span(text: str, match: re.Match[str], *, own_words: bool) -> tuple[int, int | None, int, int] | None:
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[max(line_start, match.start() - _REACH) : match.start()]
    after = text[match.end() : match.end() + _REACH].split("\n")[0]
    if _is_other_thing(before, after) or (not own_words and not _EXPERIENCE.search(f"{before}|{after}")):
        return None
    if match["one"]:
        return 12, None, match.start(), match.end()
    months, months_high = _months(match["unit_low"] or match["unit"]), _months(match["unit"])
    low = round(_value(match["low"]) * months)
    high = round(_value(match["high"]) * months_high) if match["high"] else None
    if max(low, high or 0) > _MOST_MONTHS or (low >= _AGE_ALONE_FROM_MONTHS and _stands_alone(before, after)):
        return None
    if high is None and _AT_MOST.search(before):
        # "max 27 tahun" is an age unless the thought speaks of experience.
        around = _THOUGHT.split(before)[-1] + "|" + _THOUGHT.split(after)[0]
        return (0, low, match.start(), match.end()) if _WORD_OF_EXPERIENCE.search(around) else None
    return low, high, match.start(), match.end()


def _is_other_thing(before: str, after: str) -> bool:
    """Whether a span is an age, a contract, a warranty or the employer's own years."""
    thought = _THOUGHT.split(before)[-1][-28:]
    # In "usia max 30 tahun min 1 tahun" the first span takes the word of age with it.
    earlier = list(_SPAN.finditer(thought))
    rest = thought[earlier[-1].end() :] if earlier else thought
    return bool(_OTHER_THING.search(rest) or _AFTER_OTHER.search(after) or _EMPLOYER.search(before))


def _stands_alone(before: str, after: str) -> bool:
    """Whether no other word shares the thought: "Budi, 24 tahun, lulusan SMK" tells an age."""
    words = _THOUGHT.split(before)[-1] + _THOUGHT.split(after + "\n")[0]
    return not re.search(r"[^\W\d_]", _PERSON.sub("", words))


def _value(words: str) -> float:
    whole, *half = words.casefold().replace(",", ".").split()
    return float(_NUMBERS.get(whole) or whole) + (0.5 if half else 0.0)


def _months(unit: str) -> float:
    folded = unit.casefold()
    if folded.startswith(("bulan", "bln", "bl", "month")):
        return 1.0
    return 0.25 if folded.startswith("minggu") else 12.0
