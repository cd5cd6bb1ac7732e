"""An ad's own words, asking for less schooling or experience: what is read of it and what people read stay the same.

The words are changed where the demand stands, then read again; a change that is not read as it was meant, or that takes
another demand along, is not made.
"""

from __future__ import annotations

import re
from itertools import pairwise

from taxonomy.education import level_rank, level_spans, read_education
from taxonomy.experience import read_experience

ANY_SCHOOLING = "semua jenjang pendidikan boleh melamar"
ANY_EXPERIENCE = "tanpa pengalaman boleh melamar"

_LEVEL_WORDS = {"SMA": "SMA/SMK", "PROFESI": "pendidikan profesi"}
_CLAUSE = re.compile(r"[,;\n•|]|(?<=[^\W\d_]{3})[.!](?=\s|$)|(?<=\d)[.!](?=\s|$)")
_LISTED = re.compile(r"^[\s\-*~–>]*(?:\d{1,2}[.)]\s*)?")
_LEADS = frozenset(
    "pendidikan terakhir min minimal minimum lulusan ijazah tamatan setara setingkat pengalaman berpengalaman kerja "
    "bekerja memiliki mempunyai punya selama setidaknya paling sedikit kurang lebih dan atau serta di bidang yang sama "
    "syarat experience education at least years of a an".split()
)
"""Words that may stand before a demand in its clause; with any other the clause says more than the demand."""

_OTHER_DEMANDS = re.compile(
    r"\b(?:gaji|upah|honor|salary|usia|umur|age|sim|sertifikat|lisensi|str|(?:ber)?pengalaman|experience)\b|\d",
    re.IGNORECASE,
)
_MOST_AFTER = 6
"""Words that may stand after a demand in its clause: a field of study, a field of work."""

_TURNS = 6
"""Spans of one demand that are changed, one after the other."""


def with_schooling(text: str, level: str) -> str | None:
    """An ad that asks for a lower level of schooling.

    Args:
        text: Body of an ad.
        level: Of ``taxonomy.education.LEVELS``, below the one that is asked for; empty for none.

    Returns:
        The text; None where its words cannot be changed so.
    """
    spans = level_spans(text)
    if not spans:
        return None
    if level:
        lowest = min((one for one, _, _ in spans), key=level_rank)
        made = text
        for _, start, end in sorted((span for span in spans if span[0] == lowest), key=lambda span: -span[1]):
            made = made[:start] + _LEVEL_WORDS.get(level, level) + made[end:]
    else:
        found = _without(text, [(start, end) for _, start, end in spans], ANY_SCHOOLING)
        if found is None:
            return None
        made = found
    is_so = read_education(made).least == level
    return made if is_so and _months(made) == _months(text) else None


def with_experience(text: str, months: int) -> str | None:
    """An ad that asks for less experience.

    Args:
        text: Body of an ad.
        months: At least; 0 for none.

    Returns:
        The text; None where its words cannot be changed so.
    """
    made = text
    for _ in range(_TURNS):
        read = read_experience(made)
        if read is None or (read.months_min or 0) <= months:
            break
        if months:
            length = f"{months // 12} tahun" if months % 12 == 0 else f"{months} bulan"
            made = made[: read.start] + length + made[read.end :]
        else:
            found = _without(made, [(read.start, read.end)], ANY_EXPERIENCE)
            if found is None:
                return None
            made = found
    is_so = made != text and _months(made) == months
    return made if is_so and read_education(made).least == read_education(text).least else None


def _months(text: str) -> int:
    read = read_experience(text)
    return (read.months_min or 0) if read else 0


def _without(text: str, spans: list[tuple[int, int]], instead: str) -> str | None:
    """The first clause that holds a span becomes another, the rest of them go; None where one says more than that."""
    bounds = [0, *(edge for mark in _CLAUSE.finditer(text) for edge in (mark.start(), mark.end())), len(text)]
    clauses = [(text[low:high], low, high) for low, high in pairwise(bounds)]
    pieces, is_said = list[str](), False
    for clause, low, high in clauses:
        inside = [(start - low, end - low) for start, end in spans if start < high and end > low]
        if inside and not _is_alone(clause, min(inside)[0], max(end for _, end in inside)):
            return None
    for clause, low, high in clauses:
        if not any(start < high and end > low for start, end in spans):
            pieces.append(clause)
            continue
        head = _LISTED.match(clause)
        lead = head[0] if head else ""
        if not is_said:
            is_first = not lead.strip() and (not text[:low].strip() or text[:low].rstrip().endswith((".", "!", "\n")))
            said = instead.capitalize() if is_first or lead.strip() or text[:low].endswith("\n") else instead
            pieces.append(lead + said)
            is_said = True
        elif pieces and pieces[-1] in {",", ";", "|"}:
            pieces.pop()
    return "".join(pieces)


def _is_alone(clause: str, start: int, end: int) -> bool:
    """Whether a clause holds nothing but a demand."""
    before, after = clause[: max(0, start)], clause[end:]
    head = _LISTED.match(before)
    told = re.findall(r"[^\W\d_]+", before[head.end() if head else 0 :].lower())
    return (
        all(word in _LEADS for word in told) and len(after.split()) <= _MOST_AFTER and not _OTHER_DEMANDS.search(after)
    )
