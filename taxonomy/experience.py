"""Length of experience out of text: what an ad asks for, or what a worker tells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from taxonomy.durations import SPAN, months_of, number_of

_NAMED = r"(?:pengalaman|\b(?:ber)?p(?:en|n)?g[aei]?l[aei]?m\w{0,3}\b|experience|\bexp\b)"
"""Experience by its name, misspelt and cut short too."""

_EXPERIENCE = re.compile(
    rf"{_NAMED}|pernah (?:kerja|bekerja|jadi)|kerja|bekerja|jadi|"
    r"ngerjain|pegang|bidang|posisi|sebagai|di pabrik|magang|nyetir|jualan|ngajar|mengajar|ex\b|eks\b|\bjd\b|"
    r"\bs?udah\b|\budh\b|lamanya|menjahit|jahit|\bwork(?:ed|ing)?\b|\b(?:similar|same) (?:role|position|field)|"
    r"\bin (?:a|an|the) ",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"usia|umur|age\b|berusia|berdiri|berumur|years old|didirikan|established|since|kontrak(?: kerja)?\s*$|garansi|"
    r"lulus(?:an)? (?:tahun)?|ijazah|probation|percobaan|durasi|jangka waktu|selama magang|anak|tahun ajaran|pensiun|"
    r"berlaku|evaluasi|pelatihan|\btraining\b|masa (?:be)?kerja|\bcuti\b|\bsetelah\b",
    re.IGNORECASE,
)
_AFTER_OTHER = re.compile(
    r"^\s*(?:old|ke atas|kontrak|terakhir|lalu|yang lalu|sekali|masa percobaan|berdiri|internship)", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"(?:\b(?:max|maks|maksimal|maximal|maximum|kurang dari|less than|up to)\.?|<)\s*$", re.IGNORECASE
)
_WORD_OF_EXPERIENCE = re.compile(_NAMED, re.IGNORECASE)
_AT_LEAST = re.compile(
    r"(?:\b(?:min|minim|minimal|minimum|at least|setidaknya|selama|lebih dari|more than)\b[.:]?|[>≥(])\s*$",
    re.IGNORECASE,
)
"""Joins a length to a word of experience further ahead in the same thought."""

_SENTENCE = re.compile(r"[.;!?]\s|[;•]|\n")
_SENTENCE_REACH = 160
# An employer who boasts: "kami telah berpengalaman 25 tahun".
_EMPLOYER = re.compile(r"\b(?:perusahaan|kami|company)\b[^.,;]{0,20}\b(?:berpengalaman|experienced?)\b", re.IGNORECASE)
_LONG_FROM_MONTHS = 15 * 12
"""From here on a span in an ad is an age or a boast unless a word of experience stands right beside it."""

_LONG_BEFORE = re.compile(
    rf"{_NAMED}(?: kerja)?[\s:]{{0,3}}(?:of |selama )?(?:at least|min\w*\.?|a minimum of|di ?atas|>|≥)?\s*$",
    re.IGNORECASE,
)
_BOAST = re.compile(r"\b(?:perusahaan|kami|company|our|we)\b", re.IGNORECASE)
_LONG_AFTER = re.compile(rf"^\s*(?:of |or more (?:of )?)?(?:work(?:ing)? |kerja )?{_NAMED}", re.IGNORECASE)
_HEADING = re.compile(
    r"^(?:(?P<benefits>\W{0,4}(?:tunjangan|insentif|benefits?|fasilitas|keuntungan)(?:[\w &/]{0,30})?\W{0,4})|"
    r"[^\n:]{2,60}:[ \t]*)$",
    re.IGNORECASE | re.MULTILINE,
)
_ALTERNATIVE = re.compile(r"^[^.;\n]{0,60}\b(?:atau|or)\b[^.;\n]{0,40}$", re.IGNORECASE)
_SCHOOLING = re.compile(
    r"\b(?:sd|smp|sma|smk|smu|slta|stm|d[ -]?[1-4]|d-?i{2,3}|s[ -]?[1-3]|diploma|sarjana|bachelor|master|magister)\b",
    re.IGNORECASE,
)
# A comma or stop that ends a thought, but not the stop of "max. 30 tahun".
_THOUGHT = re.compile(r"(?<!\bmin)(?<!\bmax)(?<!\bmaks)(?<!\bminim)[.;!?,()]\s|[;(•]|\n", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:saya|aku|laki-laki|perempuan|pria|wanita|cowok?|cewek?)\b", re.IGNORECASE)
_FRESH = re.compile(
    r"fresh[\s-]?grad\w*|\bfresh(?=\s*(?:\.{3}|…))|lulusan baru|baru lulus|tanpa pengalaman|"
    r"(?:belum|blm) (?:pernah (?:ber)?(?:kerja|pengalaman)|(?:punya|ada|memiliki) pengalaman|berpengalaman)|"
    r"blm (?:pernah|punya|ada) (?:kerja|pengalaman)|tidak (?:perlu|harus|wajib) (?:ber|ada |punya )?pengalaman|"
    r"non[\s-]?pengalaman|no experience|pengalaman (?:tidak|bukan) (?:di\w+an|wajib|harus|prioritas|syarat)|"
    r"(?<!tingkat )(?<!level )pemula(?!\s+(?:hingga|sampai|dan)\b)",
    re.IGNORECASE,
)
_NOT_FRESH = re.compile(r"\b(?:bukan|tidak (?:menerima|untuk)|non|not?|selain)\s+(?:untuk\s+)?$", re.IGNORECASE)
_NOT_FRESH_AFTER = re.compile(
    r"^\W*(?:\w+\s+){0,2}(?:tidak|jangan|dilarang|not)\s+(?:be\s+|di|me)?(?:lamar|apply|terima|perkenankan|sarankan|"
    r"rekomendasikan|anjurkan|eligible|accepted|allowed)",
    re.IGNORECASE,
)
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


_Span = tuple[int, int | None, int, int]
"""Months at least, months at most, offsets."""


def read_experience(text: str, *, own_words: bool = False) -> ExperienceReading | None:
    """The length of experience that a text speaks of; None when of none.

    The longest counts when it speaks of several, for all are asked for; the shortest of alternatives ("5 tahun sebagai
    staf atau 1 tahun sebagai kepala", a length for each level of schooling). A span of years counts only away from
    words of age, founding or contract length, and in an ad only near words of work.

    Args:
        text: An ad, or a worker's own words.
        own_words: A worker tells of himself or herself, so any other span of years is work.
    """
    read = text[:_MAX_TEXT]
    fresh = next(filter(_is_welcome, _FRESH.finditer(read)), None)
    spans = _spans(read, own_words=own_words)
    low: int | None
    if spans:
        low, high, start, end = _asked(read, spans)
    elif fresh is not None:
        low, high, (start, end) = None, None, fresh.span()
    else:
        return None
    return ExperienceReading(
        months_min=low,
        months_max=high,
        fresh_graduate_welcome=fresh is not None,
        surface=read[start:end],
        start=start,
        end=end,
    )


def _is_welcome(match: re.Match[str]) -> bool:
    text, end = match.string, match.end()
    return not (
        _NOT_FRESH.search(text[max(0, match.start() - 30) : match.start()]) or _NOT_FRESH_AFTER.search(text[end:])
    )


def _spans(text: str, *, own_words: bool) -> list[_Span]:
    """Spans that are experience, by place; under a heading of benefits none is."""
    headings = [(match.end(), bool(match["benefits"])) for match in _HEADING.finditer(text)]
    found: list[_Span] = []
    is_benefit, at = False, 0
    for match in SPAN.finditer(text):
        while at < len(headings) and headings[at][0] <= match.start():
            is_benefit, at = headings[at][1], at + 1
        span = None if is_benefit else _span(text, match, own_words=own_words)
        if span is not None:
            found.append(span)
    return found


def _asked(text: str, spans: Sequence[_Span]) -> _Span:
    """The longest span, where of alternatives only the shortest counts."""
    groups = [[spans[0]]]
    for span in spans[1:]:
        if _are_alternatives(text, groups[-1][-1], span):
            groups[-1].append(span)
        else:
            groups.append([span])
    shortest = [min(group, key=lambda span: span[0]) for group in groups]
    return max(shortest, key=lambda span: (span[0], -span[2]))


def _are_alternatives(text: str, first: _Span, second: _Span) -> bool:
    if _ALTERNATIVE.match(text[first[3] : second[2]]):
        return True
    levels = [
        _SCHOOLING.findall(text[text.rfind("\n", 0, span[2]) + 1 : span[2]][-_SENTENCE_REACH:])
        for span in (first, second)
    ]
    return "\n" in text[first[3] : second[2]] and all(levels) and levels[0] != levels[1]


def _span(text: str, match: re.Match[str], *, own_words: bool) -> _Span | None:
    line_start = text.rfind("\n", 0, match.start()) + 1
    before = text[max(line_start, match.start() - _REACH) : match.start()]
    after = text[match.end() : match.end() + _REACH].split("\n")[0]
    if _is_other_thing(before, after) or not (own_words or _is_about_work(text, line_start, match.start(), after)):
        return None
    if match["one"]:
        return 12, None, match.start(), match.end()
    months, months_high = months_of(match["unit_low"] or match["unit"]), months_of(match["unit"])
    low = round(number_of(match["low"]) * months)
    high = round(number_of(match["high"]) * months_high) if match["high"] else None
    if max(low, high or 0) > _MOST_MONTHS or (low >= _LONG_FROM_MONTHS and _is_age(before, after, own_words=own_words)):
        return None
    if high is None and _AT_MOST.search(before):
        # "max 27 tahun" is an age unless the thought speaks of experience.
        around = _THOUGHT.split(before)[-1] + "|" + _THOUGHT.split(after)[0]
        return (0, low, match.start(), match.end()) if _WORD_OF_EXPERIENCE.search(around) else None
    return low, high, match.start(), match.end()


def _is_about_work(text: str, line_start: int, start: int, after: str) -> bool:
    """Whether words of work stand near, or experience is named in the sentence that asks for "minimal 2 tahun"."""
    before = text[max(line_start, start - _SENTENCE_REACH) : start]
    if _EXPERIENCE.search(f"{before[-_REACH:]}|{after}"):
        return True
    return bool(_AT_LEAST.search(before) and _WORD_OF_EXPERIENCE.search(_SENTENCE.split(before)[-1]))


def _is_other_thing(before: str, after: str) -> bool:
    """Whether a span is an age, a contract, a warranty or the employer's own years."""
    thought = _THOUGHT.split(before)[-1][-28:]
    # In "usia max 30 tahun min 1 tahun" the first span takes the word of age with it.
    earlier = list(SPAN.finditer(thought))
    rest = thought[earlier[-1].end() :] if earlier else thought
    return bool(_OTHER_THING.search(rest) or _AFTER_OTHER.search(after) or _EMPLOYER.search(before))


def _is_age(before: str, after: str, *, own_words: bool) -> bool:
    """Whether a long span is an age.

    In an ad ("Minimal 30 tahun") unless experience is named right beside it; in a worker's own words when no other word
    shares the thought: "Budi, 24 tahun, lulusan SMK".
    """
    if not own_words:
        return bool(_BOAST.search(before)) or not (_LONG_BEFORE.search(before) or _LONG_AFTER.search(after))
    words = _THOUGHT.split(before)[-1] + _THOUGHT.split(after + "\n")[0]
    return not re.search(r"[^\W\d_]", _PERSON.sub("", words))
