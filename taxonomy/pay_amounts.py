"""Amounts of pay in a text, each with its bounds, currency and period."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from taxonomy import pay_patterns as patterns

_SHORT_LINE = 120
"""Longest line in which a bare "5 juta" is taken for pay: a field, a wish, a title."""

_WEAK_SCALES = frozenset(("", "k", "m", "mio", "million", "thousand"))
"""Scales that as often count other things (followers, metres, users)."""

_BEFORE, _AFTER = 40, 40
"""Characters looked at around an amount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What a text states.

    Attributes:
        low: Lower bound in ``currency`` per ``period``; None in "up to 5 juta".
        high: Upper bound; None in "mulai 5 juta". At least one is there, and ``low <= high``.
        currency: ISO 4217 code.
        period: ``hour``, ``day``, ``week``, ``month``, ``year`` or ``project``.
        start: Offset of the first character.
        end: Offset after the last one.
    """

    low: float | None
    high: float | None
    currency: str
    period: str
    start: int
    end: int


def amounts_in(text: str) -> Iterator[Amount]:
    """Amounts that are pay, by their marks and the words around them, in order."""
    for match in patterns.MONEY.finditer(text):
        before = re.split(r"[\n;•]", text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        since = _words_since_pay(before)
        if since is None and patterns.NOT_PAY.search(before):
            continue
        after = text[match.end() : match.end() + _AFTER]
        if patterns.PIECE.match(after) or not _is_marked(text, match, since):
            continue
        period, length = _period(after, before if since is None else since)
        low, high = _bounds(match, before, after, after[length:])
        yield Amount(
            low=low,
            high=high,
            currency=_currency(match),
            period=period,
            start=match.start(),
            end=match.end() + length,
        )


def _words_since_pay(before: str) -> str | None:
    """What stands between the last word of pay and an amount; None when the amount is not pay's.

    In "gaji 4jt + bonus 1jt" the second amount is the bonus's; in "gaji + bonus 5jt" the amount is of both.
    """
    words = list(patterns.PAY_WORD.finditer(before))
    if not words:
        return None
    since = before[words[-1].end() :]
    other = patterns.NOT_PAY.search(since)
    return since if other is None or patterns.JOINED.fullmatch(since[: other.start()]) else None


def _is_marked(text: str, match: re.Match[str], since: str | None) -> bool:
    """Whether a number is money: by a currency, by a scale where pay is likely, or right after a word of pay."""
    if match["currency"] or match["currency_after"]:
        return True
    scale = (match["scale_low"] or match["scale"] or "").casefold()
    line = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    is_short = (line[1] if line[1] >= 0 else len(text)) - line[0] <= _SHORT_LINE
    if patterns.PERIOD.match(text[match.end() : match.end() + _AFTER]):
        # "200k sehari", "75.000/jam"; in a long line, where any numbers stand, millions alone
        groups = len(re.findall(r"[.,]\d{3}", match["low"]))
        if scale or groups > 1 or (is_short and (groups or re.fullmatch(r"[1-9]\d{4,}", match["low"]))):
            return True
    if scale not in _WEAK_SCALES:
        return since is not None or is_short
    # "gaji pokok 3.500.000" and "gaji 500k" need no other mark; a number further from the word of pay does.
    return since is not None and not re.search(r"\d", since) and not match["low"].startswith("0")


def _period(after: str, since: str) -> tuple[str, int]:
    """The period, and how many characters after the amount say it."""
    found = patterns.PERIOD.match(after)
    if found is not None:
        return _period_name(found), found.end()
    earlier = patterns.PERIOD_BEFORE.search(since)
    return _period_name(earlier) if earlier else "month", 0


def _period_name(found: re.Match[str]) -> str:
    return patterns.PERIOD_NAMES.get((found["period"] or found["adverb"]).casefold().rstrip("."), "month")


def _bounds(match: re.Match[str], before: str, *after: str) -> tuple[float | None, float | None]:
    scale_low, scale = match["scale_low"], match["scale"]
    is_list = re.search(r"\s(?:dan|and)\s", match[0], re.IGNORECASE) and not re.search(
        r"\b(?:antara|between)\W*$", before, re.IGNORECASE
    )
    if match["high"] and not is_list:
        low, high = _amount(match["low"], scale_low or scale), _amount(match["high"], scale or scale_low)
        if low > high and not scale_low and scale and len(match["low"]) > 2:
            low /= 1_000  # "500-1 jt" is half a million to one; "5-4 jt" is turned round
        return min(low, high), max(low, high)
    value = _amount(match["low"], scale_low)
    side = patterns.BELOW_OR_ABOVE.search(before)
    is_most = bool(side["below"]) != bool(side["negated"]) if side else bool(patterns.AT_MOST.search(before))
    if is_most:
        return None, value
    is_least = side or patterns.AT_LEAST.search(before) or any(patterns.AND_UP.match(words) for words in after)
    return value, None if is_least else value


def _currency(match: re.Match[str]) -> str:
    words = match["currency"] or match["currency_after"] or "rp"
    return patterns.CURRENCIES[re.sub("dol+ar", "dolar", " ".join(words.casefold().split()))]


def _amount(digits: str, scale: str | None) -> float:
    """``4.500.000`` and ``4,500,000`` are thousands; ``4,5`` and ``4.5`` are fractions."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{2})?", digits):
        whole = re.sub(r"[.,]\d{2}$", "", digits) if re.search(r"[.,]\d{2}$", digits) else digits
        value = float(re.sub(r"[.,]", "", whole))
    else:
        value = float(digits.replace(",", "."))
    name = (scale or "").casefold()
    if name.startswith(("j", "m")):
        return value * 1e6 if value < 1_000 else value
    return value * 1e3 if name else value
