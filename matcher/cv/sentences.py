"""Jobs and schools told in sentences rather than in lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matcher.cv.entries import Entry
from matcher.cv.lines import Line
from matcher.cv.months import DateSpan, read_spans
from matcher.cv.naming import employer_likeness, title_likeness

_SENTENCE = re.compile(r"(?<=[a-z0-9)])[.!?](?:\s+|$)|;\s+|\n")
_SHORT_MONTH = re.compile(
    r"\b(Jan|Feb|Peb|Mar|Apr|Jun|Jul|Agu|Agt|Ags|Aug|Sep|Sept|Okt|Oct|Nov|Nop|Des|Dec)\.\s+(?=\d|['’])", re.IGNORECASE
)
_WORK = re.compile(
    r"\b(?:be)?kerja\b|\bjadi\b|\bmenjadi\b|\bsebagai\b|\bposisi\b|\bditempatkan\b|\bwork(?:ed|ing)?\b|\bjob\b|\bemployed\b|\bjoined\b|"
    r"\bserved\b|\bgabung\b|\bbergabung\b|\bpegang\b|\bdipercaya\b|\bhired\b|\bstarted\b|\bnarik\b|\bbantu\b|\bmagang\b|\bPKL\b|"
    r"\bditerima\b|\bpindah\b|\bikut\b|\bmengajar\b|\bngajar\b|\bpromoted\b|\bmoved\b|\bnow\b|\bsekarang\b",
    re.IGNORECASE,
)
_STUDY = re.compile(
    r"\b(?:lulus\w*|tamat\w*|(?:ber)?sekolah (?:di|ke|at)|kuliah|graduated?|studied|ijazah|wisuda|alumni|"
    r"finished|completed|degree)\b",
    re.IGNORECASE,
)
_END = (
    r"(?=\s*(?:[,.;()]|$|\s[-–—]\s|\b(?:di|at|pada|dengan|selama|dari|sejak|mulai|sampai|tahun|tugas\w*|untuk|yang|dan(?!\s+(?-i:[A-Z]))|karena|lalu|"
    r"kemudian|terus|from|since|until|where|in|for|with|and(?!\s+(?-i:[A-Z]))|as|sebagai|jadi|posisi|bagian|during|between|bulan|sambil|then|"
    r"melalui|through|cabang|who|which|my|saya|aku|(?:19|20)\d\d)\b))"
)
_DOING = re.compile(
    r"(?:di ?sana|di situ|there|tugas|pekerjaan saya|sehari-hari|in (?:this|that)|my (?:duties|tasks|job)|ikut|"
    r"me(?:m|n|ng|ny|l|r|w|y)?[a-z]{3,}|"
    r"ber[a-z]{4,}|[a-z]{3,}(?:ed|ing)|built|ran|led|wrote|kept|took|gave|sold|taught|drove|made|sewed|fed|train|run|apply|antar|bantu|"
    r"jaga|(?:saya|i) (?:bertugas|juga|also|handled))\b",
    re.IGNORECASE,
)
_LIVES = re.compile(r"\b(?:tinggal di|domisili|berdomisili|i live in|living in)\b", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:sebagai|jadi|menjadi|posisi(?: saya)?(?: sebagai)?|as(?: an?| the)?|became(?: an?| the)?|bagian|"
    r"jabatan|to|magang)\s+"
    r"(?P<title>[^\W\d_][^,.;()\n]{1,60}?)" + _END,
    re.IGNORECASE,
)
_EMPLOYER = re.compile(
    r"\b(?:di|pada|at|for|with|ke|joined|bergabung dengan|gabung(?: sama)?|ikut|sama|perusahaan)\s+(?:sebuah |"
    r"perusahaan |the |a |an )?"
    r"(?P<employer>(?-i:[A-Z0-9])[^,;()\n]{1,60}?)" + _END.replace("[,.;()]", r"[,;()]|\.(?:\s|$)"),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with the line that it begins in."""

    text: str
    line: Line


def sentences_of(lines: Sequence[Line]) -> list[Sentence]:
    """The sentences of some lines."""
    found: list[Sentence] = []
    for line in lines:
        text = re.sub(r"\b(P\.?T|C\.?V|U\.?D|No|Jl|Kab|dll|Co|Ltd|Tbk|Sdn|Dr|St)\.\s+", r"\1 ", line.text)
        text = _SHORT_MONTH.sub(r"\1 ", re.sub(r"\bs\.\s?d\.\s+", "s/d ", text))
        found += [Sentence(part.strip(), line) for part in _SENTENCE.split(text) if part and part.strip()]
    return found


def told_jobs(lines: Sequence[Line]) -> Iterator[Entry]:
    """Jobs told in sentences; what stands between two of them is what was done in the first."""
    entry: Entry | None = None
    for sentence in sentences_of(lines):
        parts = list(_told(sentence))
        if not parts:
            if entry is not None and _DOING.match(sentence.text):
                entry.tasks.append(replace(sentence.line, text=sentence.text, is_bullet=False))
            continue
        for part in parts:
            if entry is not None:
                yield entry
            entry = part
    if entry is not None:
        yield entry


def _told(sentence: Sentence) -> Iterator[Entry]:
    """The jobs of one sentence: one for each span of months in it that work is told beside."""
    text = sentence.text
    spans = read_spans(text) or [span for span in read_spans(text, singles=True) if not span.is_range]
    if not spans or not _WORK.search(text):
        return
    if _STUDY.search(text) and not re.search(r"\b(?:be)?kerja\b|\bwork", text, re.IGNORECASE):
        return
    cuts = [0, *(span.start for span in spans[1:]), len(text)]
    for span, start, end in zip(spans, cuts, cuts[1:], strict=False):
        piece = text[start:end]
        title, employer = _title(piece), _employer(piece)
        if not title and not employer:
            continue
        entry = Entry(span=_widened(span), dated=replace(sentence.line, text=text))
        for name, value in (("title", title), ("employer", employer)):
            if value:
                entry.named[name] = replace(sentence.line, text=value)
        rest = piece[piece.casefold().find((employer or title).casefold()) + len(employer or title) :]
        if len(rest.split()) > 3:
            entry.tasks.append(replace(sentence.line, text=rest.strip(" ,."), is_bullet=False))
        yield entry


def _widened(span: DateSpan) -> DateSpan:
    """A single year that work is told of is both its beginning and its end."""
    return span if span.is_range else replace(span, starts=span.ends)


def _title(text: str) -> str:
    found = [(title_likeness(match["title"]), match["title"].strip()) for match in _TITLE.finditer(text)]
    best = max(found, default=(0.0, ""), key=lambda one: one[0])
    return best[1] if best[0] >= 0.8 else ""


def _employer(text: str) -> str:
    found = [
        (employer_likeness(match["employer"]), match["employer"].strip(" .")) for match in _EMPLOYER.finditer(text)
    ]
    return max(found, default=(0.0, ""), key=lambda one: one[0])[1]


def is_told(lines: Sequence[Line]) -> bool:
    """Whether some lines tell of jobs in sentences."""
    return any(True for sentence in sentences_of(lines) if len(sentence.text.split()) >= 6 for _ in _told(sentence))


def told_schools(lines: Sequence[Line]) -> list[Line]:
    """The sentences that tell of schooling, as lines."""
    return [replace(one.line, text=one.text) for one in sentences_of(lines) if _STUDY.search(one.text)]


def other_sentences(lines: Sequence[Line]) -> list[Line]:
    """The sentences that tell of no job with what was done there, of no school and of no place of living, as lines."""
    found, in_job = list[Line](), False
    for sentence in sentences_of(lines):
        if any(True for _ in _told(sentence)):
            in_job = True
        elif not (in_job and _DOING.match(sentence.text)):
            in_job = False
            if not _STUDY.search(sentence.text) and not _LIVES.search(sentence.text):
                found.append(replace(sentence.line, text=sentence.text))
    return found
