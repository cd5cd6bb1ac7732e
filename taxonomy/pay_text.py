"""Pay texts in digits: number words, slang and odd writing become what the patterns of pay read.

"Gaji lima setengah juta" becomes "Gaji 5.5 juta". Offsets are kept, so that what is found can be shown in the words of
the text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_NAMES = (
    "nol satu dua tiga empat lima enam tujuh delapan sembilan",
    "zero one two three four five six seven eight nine",
)
_UNITS = {name: value for names in _NAMES for value, name in enumerate(names.split())}
# Hokkien numbers of the market
_HOKKIEN = {"jigo": 25, "gocap": 50, "cepek": 100, "nopek": 200, "gopek": 500, "seceng": 1_000, "goceng": 5_000}
_BAN = {"ceban": 10_000, "noban": 20_000, "goban": 50_000}
_PLAIN = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "ten": 10, "twenty": 20, "thirty": 30}
_WHOLE = _PLAIN | _HOKKIEN | _BAN
_TIMES = {"puluh": 10, "ratus": 100, "hundred": 100}
_ONE_SCALE = {"seribu": 1e3, "sejuta": 1e6}
_SCALES = {
    **dict.fromkeys(("juta", "jutaan", "jt", "jtan", "jutta", "jta", "jeti", "million"), 1e6),
    **dict.fromkeys(("ribu", "ribuan", "rebu", "rb", "rban", "thousand"), 1e3),
}
_WORDS = (*_UNITS, *_WHOLE, *_TIMES, *_ONE_SCALE, "belas", "setengah", "half", "koma")
_DIGITS = r"\d+(?:[.,]\d+)*"
_ALL_WORDS = "|".join(sorted((*_WORDS, *_SCALES), key=len, reverse=True))
_JOINS = "|".join(("belas", "setengah", *_TIMES, *_SCALES))
_TOKEN = rf"(?:(?:{_ALL_WORDS})(?:(?![^\W\d_])|(?={_JOINS}))|{_DIGITS})"
"""Words may be written together: "limaratus"."""
_NUMBER = re.compile(rf"(?<![\w.,])(?:{_TOKEN}[^\S\n]{{0,2}})+(?<=\S)", re.IGNORECASE | re.ASCII)
_TOKENS = re.compile(_TOKEN, re.IGNORECASE | re.ASCII)
_TO_NUMBER = re.compile(
    rf"\s{{0,2}}(?:-|–|sampai|hingga|s\.?/?d\.?|to|dan|and)\s{{0,2}}(?P<number>(?:{_TOKEN}[^\S\n]{{0,2}})+)",
    re.IGNORECASE | re.ASCII,
)
_MONEY_WORD = re.compile(r"\s{0,2}(?:rupiah|dol+ar|ringgit|yen|won|riyal|real|dirham|euro)", re.IGNORECASE | re.ASCII)
_ENTITY = re.compile(r"&#?\w{2,8};")
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,+])[1-9]\d{0,2}(?:\s?[.,]\s?\d{3}| \d{3}){1,3}(?![.,]?\d)")
_SPACED_COMMA = re.compile(r"(?<=\d)\s?,\s?(?=\d{1,2}\s?(?:juta|jt))", re.IGNORECASE | re.ASCII)
_TAIL = re.compile(
    r"(?<![\w.,])(?P<whole>\d{1,3})(?P<scale>\s?(?:jutt?a|jta|jt|jeti))"
    # With a space the digits may be of what comes next: "4 jt 5 hari kerja".
    r"(?:(?P<tail>\d{1,3})(?:an\b)?(?![\w]|[.,]\d|[.)]\s?[^\W\d_])|"
    r" (?P<apart>\d|[1-9]00)(?=\s{0,4}(?:$|[\n,;]|(?:/|per|se)\s?(?:bulan|bln)\b)))",
    re.IGNORECASE | re.ASCII,
)
"""Digits after "jt" are decimals; a number with a point or bracket is the next item's of a list that lost its lines."""
_SPACED_LETTERS = re.compile(r"(?<![^\W_])[^\W\d_](?: [^\W\d_]){2,}(?![^\W_])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """A text made readable.

    Attributes:
        text: The readable text.
        offsets: For each of its characters, and for its end, the offset in the text that it was made from.
    """

    text: str
    offsets: Sequence[int]

    def replaced(self, pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str]) -> Rewritten:
        """With what ``replace`` makes of each match; the new characters lie where the match began."""
        pieces, offsets, at = list[str](), list[int](), 0
        for match in pattern.finditer(self.text):
            made = replace(match)
            if made == match[0]:
                continue
            pieces += [self.text[at : match.start()], made]
            offsets += [*self.offsets[at : match.start()], *([self.offsets[match.start()]] * len(made))]
            at = match.end()
        if not pieces:
            return self
        return Rewritten(text="".join([*pieces, self.text[at:]]), offsets=[*offsets, *self.offsets[at:]])


def readable(text: str) -> Rewritten:
    """The text with numbers in digits, one form of each letter, and no entities or spaces within numbers."""
    plain = "".join(map(_common_form, text)) if not text.isascii() else text
    made = Rewritten(text=plain, offsets=range(len(text) + 1))
    made = made.replaced(_ENTITY, lambda match: _common_form(html.unescape(match[0])))
    made = made.replaced(_SPACED_LETTERS, lambda match: match[0].replace(" ", ""))
    made = made.replaced(_SPACED_THOUSANDS, _without_spaces).replaced(_SPACED_COMMA, lambda match: ",")
    return made.replaced(_TAIL, _as_decimals).replaced(_NUMBER, _in_digits)


def _common_form(letter: str) -> str:
    """Full-width and mathematical letters as plain ones, where one character stays one."""
    common = unicodedata.normalize("NFKC", letter)
    return common if len(common) == 1 else letter


def _without_spaces(match: re.Match[str]) -> str:
    """``4. 500. 000`` and ``4 500 000`` as ``4.500.000``; a single group after a space is prose."""
    between = re.findall(r"[\s.,]+", match[0])
    is_number = len(between) > 1 and all(mark != mark.strip() for mark in between)
    return re.sub(r"[\s.,]+", ".", match[0]) if is_number else match[0]


def _as_decimals(match: re.Match[str]) -> str:
    """``4jt5`` as ``4.5jt``; ``4jt500`` is as much."""
    decimals = (match["tail"] or match["apart"]).rstrip("0")
    return f"{match['whole']}.{decimals}{match['scale']}" if decimals else f"{match['whole']}{match['scale']}"


def _in_digits(match: re.Match[str]) -> str:
    tokens = [token.casefold() for token in _TOKENS.findall(match[0])]
    scales = [token for token in tokens if token in _SCALES or token in _ONE_SCALE]
    has_words = any(token in _WORDS for token in tokens)
    if scales and (has_words or len(scales) > 1):
        value = _value(tokens)
        return f"{value / 1e6:.10g} juta" if value >= 1e6 else f"{value / 1e3:.10g} ribu"
    return f"{_value(tokens):.10g}" if has_words and _counts_money(match) else match[0]


def _counts_money(match: re.Match[str]) -> bool:
    """Whether a number without a scale is an amount by what follows: "empat sampai lima juta", "tujuh ratus dolar"."""
    if _MONEY_WORD.match(match.string, match.end()):
        return True
    after = _TO_NUMBER.match(match.string, match.end())
    return after is not None and any(token.casefold() in _SCALES for token in _TOKENS.findall(after["number"]))


def _value(words: Sequence[str]) -> float:
    """What number words say; a word out of place counts for nothing."""
    total = part = last = 0.0
    scale, decimals = 1.0, ""
    for at, word in enumerate(words):
        number = _UNITS.get(word, _plain_number(word))
        if number is not None and decimals:
            decimals += f"{number:.0f}"
            part = float(f"{int(part)}{decimals}")
        elif number is not None or word in _WHOLE:
            last = _WHOLE[word] if number is None else number
            part += last
        elif word == "belas":
            part += 10
        elif word in _TIMES:
            part, last = part + (last or 1) * _TIMES[word] - last, 0.0
        elif word in {"setengah", "half"}:
            # "satu setengah juta", and "satu juta setengah"
            part += 0.5 if any(later in _SCALES for later in words[at:]) else 0.5 * scale
        elif word == "koma":
            decimals = "."
        else:
            scale = _ONE_SCALE.get(word) or _SCALES[word]
            total, part, last, decimals = total + (part or 1) * scale, 0.0, 0.0, ""
    # "dua juta lima ratus" is said for 2.5 million
    return total + (part * 1e3 if scale == 1e6 and 100 <= part < 1_000 else part)


def _plain_number(token: str) -> float | None:
    if not token[0].isdecimal():
        return None
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", token):
        return float(re.sub(r"[.,]", "", token))
    head, _, tail = token.replace(",", ".").partition(".")
    return float(f"{head}.{tail.replace('.', '') or 0}")
