"""Which doubtful titles wait for an answer, as asked for and in order, and which of them comes next."""

from __future__ import annotations

from collections.abc import Mapping

from api.serving import Serving
from api.web.steward_titles.words import KINDS, ORDERS
from indexes.title_rows import CONFIRMED, OPEN, TitleCase
from matcher.titles.settled import is_lost
from matcher.titles.uncertain import UncertainTitle


def filter_of(urut: str, jenis: str, sumber: str, cari: str) -> dict[str, str]:
    """What is asked for, by the names of the address; what is no choice is left out."""
    return {
        "urut": urut if urut in ORDERS and urut != "banyak" else "",
        "jenis": jenis if jenis in KINDS else "",
        "sumber": sumber,
        "cari": " ".join(cari.split()),
    }


def waiting_titles(serving: Serving, asked: Mapping[str, str]) -> list[UncertainTitle]:
    """The doubtful titles that nobody answered yet, as asked for, in order."""
    answered = {case.answer.title for case in serving.engine.store.title_cases() if _is_answered(case)}
    _, takes = KINDS[asked["jenis"]]
    _, key = ORDERS[asked["urut"] or "banyak"]
    words, source = asked["cari"].casefold(), asked["sumber"]
    found = [
        one
        for one in serving.uncertain.now().values()
        if one.title not in answered
        and takes(one)
        and (not source or source in one.sources)
        and (not words or words in one.title)
    ]
    return sorted(found, key=key)


def _is_answered(case: TitleCase) -> bool:
    return case.state == OPEN or (case.state == CONFIRMED and not is_lost(case))


def next_title(serving: Serving, title: str, asked: Mapping[str, str]) -> str:
    """The title that follows in the list; the first where this one is the last or not in it; empty for no other."""
    names = [one.title for one in waiting_titles(serving, asked)]
    others = [name for name in names if name != title]
    if not others:
        return ""
    place = names.index(title) if title in names else -1
    return names[place + 1] if 0 <= place < len(names) - 1 else others[0]
