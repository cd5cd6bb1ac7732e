"""Flags and rulings as the stewards' page shows them; contacts of people are masked, also beside the words found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from api.serving import Serving
from api.web.charts.render import DRAWINGS
from api.web.steward_titles.words import person
from api.web.tongue import N_, Tongue
from api.web.words import KIND_WORDS
from indexes.flag_rows import StoredFlagRuling
from matcher.ad_inspection.flags import Flag
from matcher.ad_inspection.report import masked, shown_flag
from matcher.ad_inspection.rules import load_rules
from matcher.ad_inspection.rulings import FlagKey, Precision, key_of
from matcher.ad_inspection.stored import Inspected
from matcher.codec import from_json
from matcher.records import Posting

VERDICTS: Mapping[str, tuple[str, str]] = {
    "right": (N_("Benar"), "good"),
    "wrong": (N_("Keliru"), "bad"),
    "acted": (N_("Sudah ditindak"), "good"),
}
"""Verdict to label and kind of badge."""

STATES: Mapping[str, str] = {
    "": N_("Belum diputuskan"),
    "putus": N_("Sudah diputuskan"),
    "semua": N_("Semua"),
}
"""Name in the address to label."""

MONTHS = 12
_AROUND = 70
"""Characters shown before and after the words found."""


def keys_in_state(
    found: Iterable[Inspected], rulings: Mapping[FlagKey, StoredFlagRuling], state: str, kind: str
) -> frozenset[str] | None:
    """Postings with a flag, of a kind, in a state; None where every state is asked for."""
    if state == "semua":
        return None
    is_ruled = state == "putus"
    return frozenset(
        one.key
        for one in found
        if any(
            (key_of(one.key, flag) in rulings) == is_ruled
            for flag in one.flags
            if (flag.kind == kind if kind else flag.is_unlawful)
        )
    )


def posting_row(
    serving: Serving, found: Inspected, rulings: Mapping[FlagKey, StoredFlagRuling], tongue: Tongue
) -> dict[str, Any]:
    """A posting with its flags, each in the words around it and with what was said of it."""
    stored = serving.engine.store.get("posting", found.key)
    posting = None if stored is None else from_json("posting", stored.payload)
    texts = {"title": posting.title, "text": posting.description} if isinstance(posting, Posting) else {}
    return {
        "key": found.key,
        "title": masked(found.title),
        "employer": masked(found.employer),
        "flags": [_flag(number, flag, found.key, texts, rulings, tongue) for number, flag in enumerate(found.flags)],
    }


def _flag(
    number: int,
    flag: Flag,
    key: str,
    texts: Mapping[str, str],
    rulings: Mapping[FlagKey, StoredFlagRuling],
    tongue: Tongue,
) -> dict[str, Any]:
    rule, said = load_rules().by_id[flag.rule], rulings.get(key_of(key, flag))
    text = texts.get(flag.where, "")
    before, after = text[max(0, flag.start - _AROUND) : flag.start], text[flag.end : flag.end + _AROUND]
    label, badge = VERDICTS[said.verdict] if said else ("", "")
    return {
        "number": number,
        "kind": tongue.gettext(KIND_WORDS[flag.kind]),
        "before": _beside(before, is_cut=flag.start > _AROUND, at_start=True),
        "words": shown_flag(flag)["surface"],
        "after": _beside(after, is_cut=flag.end + _AROUND < len(text), at_start=False),
        "why": rule.why[tongue.language],
        "source": rule.source,
        "verdict": tongue.gettext(label) if label else "",
        "badge": badge,
        "by": person(said.made_by) if said else "",
        "at": said.made_at if said else None,
        "reason": said.reason if said else "",
    }


def _beside(text: str, *, is_cut: bool, at_start: bool) -> str:
    """Words beside those found, on one line; a word that was cut through goes."""
    if is_cut:
        text = text.partition(" ")[2] if at_start else text.rpartition(" ")[0]
    told = masked(" ".join(text.split()))
    if at_start:
        return ("… " if is_cut else "") + told + (" " if text[-1:].isspace() else "")
    return (" " if text[:1].isspace() else "") + told + (" …" if is_cut else "")


def months_of(found: Iterable[Inspected], kind: str, source: str, tongue: Tongue) -> list[tuple[str, int, int]]:
    """Month of advertising, postings with a flag and all postings, of the last twelve months that have any."""
    flagged, every = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for one in found:
        if one.posted_on is None or source not in {"", one.source}:
            continue
        month = (one.posted_on.year, one.posted_on.month)
        every[month] += 1
        flagged[month] += any(flag.kind == kind if kind else flag.is_unlawful for flag in one.flags)
    return [(tongue.month(date(*month, 1)), flagged[month], every[month]) for month in sorted(every)[-MONTHS:]]


def months_picture(months: Sequence[tuple[str, int, int]], tongue: Tongue) -> Markup | None:
    """The shares by month as bars; None for a single month or none."""
    if len(months) < 2:
        return None
    from api.web.charts.specs import bars  # Altair takes a second to load: only what draws pays for it

    frame = pd.DataFrame(
        [
            {
                "name": name,
                "value": flagged / count,
                "text": f"{tongue.percent(flagged / count)} ({tongue.number(flagged)}/{tongue.number(count)})",
            }
            for name, flagged, count in months
        ]
    )
    spec = bars(frame, ends=False)
    return Markup(DRAWINGS.drawn(spec, tongue.language, "svg").decode())  # noqa: S704 - cleaned by charts.render


def precision_rows(found: Mapping[str, Precision], tongue: Tongue) -> list[tuple[str, str, str, str, str]]:
    """Kind, flags said to be right and wrong, share of right ones, and its interval."""
    return [
        (
            tongue.gettext(KIND_WORDS.get(kind, kind)),
            tongue.number(one.right),
            tongue.number(one.wrong),
            tongue.percent(one.share),
            f"{tongue.percent(one.low)}–{tongue.percent(one.high)}",
        )
        for kind, one in found.items()
    ]
