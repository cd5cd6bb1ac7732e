"""Which words name a job, and which name who employs: what tells ``Barista`` from ``Kopi Senja``."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.aliases import load_aliases
from taxonomy.occupations import load_occupations
from taxonomy.text import fold
from taxonomy.titles import core_title

_FORM = re.compile(
    r"(?:^|\W)(?:P\.?T|C\.?V|U\.?D|PD|Fa|NV)\.?\s+\S|\b(?:tbk|persero|ltd|limited|inc|llc|corp|corporation|co\.|gmbh|bhd|plc|"
    r"pte|perum|perumda|koperasi|yayasan|company)\b",
    re.IGNORECASE,
)
_PLACE_OF_WORK = (
    r"rs|rsu|rsud|rsia|rumah sakit|klinik|puskesmas|apotek|apotik|toko|warung|kedai|kios|minimarket|supermarket|"
    r"swalayan|"
    r"hotel|resto|restoran|restaurant|rumah makan|rm|cafe|café|kafe|coffee|kopi|bakery|catering|katering|salon|"
    r"barbershop|"
    r"laundry|bengkel|dealer|pabrik|factory|konveksi|garment|bank|bpr|bri|bni|bca|dinas|kantor|kementerian|kelurahan|"
    r"kecamatan|desa|pemkot|pemkab|pemda|bpjs|sd|sdn|sdit|smp|smpn|sma|sman|smk|smkn|mts|mi|ma|man|tk|paud|sekolah|"
    r"universitas|university|school|college|institut|politeknik|pesantren|bimbel|lpk|blk|hospital|clinic|pharmacy|store|"
    r"mart|studio|agency|agensi|group|grup|gojek|grab|shopee|tokopedia|indomaret|alfamart|maxim|indrive|lazada|media|"
    r"technologies|technology|teknologi|solutions|solusi|services|logistics|logistik|ekspedisi|express|digital|software|"
    r"startup|farm|peternakan|perkebunan|kebun|tambak|kapal|mv|proyek|nursing home|care home|panti|keluarga|"
    r"family|household"
)
_AT_START = re.compile(rf"^(?:the |sebuah |a |an )?(?:{_PLACE_OF_WORK})\b", re.IGNORECASE)
_ANYWHERE = re.compile(rf"\b(?:{_PLACE_OF_WORK})\b", re.IGNORECASE)
_HEAD_FROM = 8
"""Titles that end (English) or begin (Indonesian) with a word from which it is the head of titles."""

_KNOWN_FROM = 3
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_WEAK = frozenset("dan di ke the of and for in at a pt cv bank hotel toko rumah sakit kantor".split())


@dataclass(frozen=True, slots=True)
class TitleWords:
    """Words of job titles.

    Attributes:
        whole: Titles, folded.
        heads: Words that say what kind of job it is.
        known: Words that titles are made of.
    """

    whole: frozenset[str]
    heads: frozenset[str]
    known: frozenset[str]


@lru_cache(maxsize=1)
def title_words() -> TitleWords:
    """The words of all job titles that the taxonomy knows."""
    whole, heads, known = set[str](), Counter[str](), Counter[str]()
    names = [(fold(alias.text), alias.language) for alias in load_aliases()]
    names += [(fold(occupation.title), "id") for occupation in load_occupations()]
    for name, language in names:
        words = _WORD.findall(name)
        whole.add(name)
        known.update(set(words))
        if words:
            heads.update([words[-1] if language == "en" else words[0]])
    return TitleWords(
        whole=frozenset(whole),
        heads=frozenset(word for word, count in heads.items() if count >= _HEAD_FROM) - _WEAK,
        known=frozenset(word for word, count in known.items() if count >= _KNOWN_FROM) - _WEAK,
    )


@lru_cache(maxsize=20_000)
def title_likeness(text: str) -> float:
    """How much words look like a job title, 0 to 4."""
    words = _WORD.findall(fold(text))
    if not words or len(words) > 10:
        return 0.0
    titles = title_words()
    share = sum(word in titles.known for word in words) / len(words)
    head = 1.0 if words[0] in titles.heads or words[-1] in titles.heads else 0.4 * any(w in titles.heads for w in words)
    return (1.5 if fold(text) in titles.whole or core_title(text) in titles.whole else 0.0) + head + share


@lru_cache(maxsize=20_000)
def employer_likeness(text: str) -> float:
    """How much words look like the name of an employer, 0 to 4."""
    if not _WORD.search(text):
        return 0.0
    if _FORM.search(text):
        return 4.0
    if _AT_START.match(text):
        return 2.5
    found = 1.2 if _ANYWHERE.search(text) else 0.0
    words: list[str] = _WORD.findall(text)
    own = sum(word[0].isupper() and fold(word) not in title_words().known for word in words)
    return found + 0.6 * own / len(words)
