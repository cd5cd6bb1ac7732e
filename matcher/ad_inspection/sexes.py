"""Which words of sex ask for one sex alone: "pria/wanita", "2 pria dan 2 wanita" and heights of both ask for none."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MAN = re.compile(r"laki|pri{1,3}a|cowo|\bcwo|lelaki|(?<!fe)male|\bm[ae]n\b|\b[LM]\b|bapak", re.IGNORECASE)
_WOMAN = re.compile(
    r"perempuan|wan{1,2}i?t{1,2}a|wan?ia\b|wanit|cewe|\bcwe|female|\bwom[ae]n\b|\blad(?:y|ies)|\b[PW]\b|\bibu|gadis|akhwat|girl|mother",
    re.IGNORECASE,
)
_NEAR, _FAR = 15, 45
_MEASURED = re.compile(r"\d|tahun|thn|max|maks|min|cm|orang", re.IGNORECASE)
_HEADS = re.compile(r"\d\s?$"), re.compile(r"\s?(?:dan|&|,|/|\+)\s?\d")
"""Heads counted before and after: the ad goes on with the other sex, even where the board cuts it off."""
_EITHER = re.compile(r"\s{0,2}(?:/|&|\+|,|dan|atau|and|or|maupun|ataupun)\s{0,2}[LPWM]\b", re.IGNORECASE)


def of_one_sex(text: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those of the words found that do not stand beside the other sex, whether or not that was found too.

    Args:
        text: As it is read.
        found: Offsets of words of sex.
    """
    return [span for span in sorted(set(found)) if not _has_both(text, span)]


def _has_both(text: str, span: tuple[int, int]) -> bool:
    start, end = span
    own = text[start:end]
    is_man, is_woman = bool(_MAN.search(own)), bool(_WOMAN.search(own))
    if is_man and is_woman:
        return True
    other = _WOMAN if is_man else _MAN
    behind, ahead = text[max(0, start - _FAR) : start], text[end : end + _FAR]
    if _HEADS[0].search(behind) and _HEADS[1].match(ahead):
        return True
    return bool(_EITHER.match(ahead)) or _stands(other, behind, behind=True) or _stands(other, ahead, behind=False)


def _stands(other: re.Pattern[str], around: str, *, behind: bool) -> bool:
    """Whether the other sex is named close by, or a little further with numbers of ages, heads or heights between."""
    for match in other.finditer(around):
        gap = around[match.end() :] if behind else around[: match.start()]
        if len(gap) <= _NEAR or (_MEASURED.search(gap) and gap.count("\n") <= 1 and "." not in gap):
            return True
    return False
