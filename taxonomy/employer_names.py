"""Employers' names: what an advertiser calls itself, brought to a key that its other ways of writing share.

Taken apart are the legal form, a branch, and a brand or group in brackets or behind a dash. What is left is the core:
``PT. Bank Mandiri (Persero) Tbk KCP Juwana`` and ``Bank Mandiri`` have the core ``bank mandiri``. Nothing else is taken
away, for ``PT Sinar Jaya`` and ``PT Sinar Jaya Abadi`` are two companies; and so are ``PT Maju Jaya`` and ``CV Maju
Jaya``: the form is part of the key.

Legal forms: UU 40/2007 (PT, Tbk), KUHD art. 19 (CV, firma), UU 19/2003 (Persero, Perum), PP 54/2017 (Perumda,
Perseroda), UU 16/2001 (yayasan), UU 25/1992 (koperasi).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.regions import bundled_regions
from taxonomy.text import fold, plain

COMPANY = "pt"
"""Form of a limited company, open or not, of the state or not."""

_FORMS = {
    **dict.fromkeys(("pt", "perseroan", "tbk", "persero", "perseroda"), COMPANY),
    **dict.fromkeys(("cv", "ud", "pd", "fa", "firma", "perum", "perumda", "nv"), ""),
    **dict.fromkeys(("yayasan", "yay"), "yayasan"),
    **dict.fromkeys(("koperasi", "kop", "ksp", "kud"), "koperasi"),
    **dict.fromkeys(("inc", "incorporated", "ltd", "limited", "llc", "pte", "corp", "corporation", "co"), "asing"),
    **dict.fromkeys(("gmbh", "bhd", "sdn", "plc", "llp", "pty"), "asing"),
}
"""Word to the form that it means; an empty one is a form of its own name."""

_LEADING = frozenset(("pt", "cv", "ud", "pd", "fa", "firma", "nv", "perum", "perumda", "yayasan", "yay", "koperasi"))
_TRAILING = frozenset(_FORMS) - {"koperasi", "kop", "ksp", "kud", "yayasan", "yay", "perseroan"}
_ANYWHERE = frozenset(("tbk", "persero", "perseroda"))
_KEPT_WORDS = frozenset(("ksp", "kud", "kop"))

_HIDDEN = re.compile(
    r"(?:(?:pengiklan|perusahaan|pt|cv|nama)\W*)*"
    r"(?:anonim|anonymous|(?:di)?rahasia(?:kan)?|disembunyikan|confidential|undisclosed|hidden)"
    r"(?:\W*(?:company|employer|advertiser|perusahaan))?|"
    r"(?:company|employer|advertiser|private)\W*(?:name\W*)?(?:confidential|hidden|undisclosed|anonymous|advertiser)|"
    r"private (?:company|employer)|perusahaan swasta|nama perusahaan|our client|klien kami|"
    r"tidak (?:di)?sebutkan|tidak ada|n/?a|none|null|nan|unknown|[\W_]*"
)
"""An advertiser that hides its name; seen on the portals, with their usual English."""

_DOTTED = re.compile(r"\b(p|c|u|n)\.\s?(t|v|d)\.(?=\W|$)")
_GLUED = re.compile(r"\b(pt|cv|ud)\.(?=\w)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_DASH = re.compile(r"\s+[-–—|/]\s+|\s+[-–—]|[-–—]\s+")
_BRANCH = re.compile(
    r"\b(?:kantor (?:cabang(?: pembantu| utama)?|pusat|wilayah|perwakilan|kas|fungsional)|cabang(?: pembantu)?|"
    r"k(?:cp?|cu|fo)|branch(?: office)?|head office|cab)\b.*$"
)
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[`'’‘´.]")
_AND = re.compile(r"\s*[&+]\s*|\b(?:and)\b")
_SPELLINGS = {
    "grup": "group",
    "internasional": "international",
    "teknologi": "technology",
    "departement": "department",
    "anugrah": "anugerah",
    "artha": "arta",
    "services": "service",
    "solutions": "solution",
    "chemicals": "chemical",
    "industries": "industry",
    "logistik": "logistics",
    "putera": "putra",
    "sejatera": "sejahtera",
}
"""Ways of writing that names mix, each with the one that is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerName:
    """An employer's name taken apart.

    Attributes:
        core: Its own words, folded, between single spaces; empty where the advertiser hides its name.
        form: ``pt``, ``cv``, ``ud``, ``yayasan``, ``koperasi``, ``asing`` and so on; empty when none is stated.
        branch: The branch or place that was named beside, folded; empty when none is.
        brand: Brand, group or short name that was named beside, folded; empty when none is.
    """

    core: str
    form: str = ""
    branch: str = ""
    brand: str = ""

    @property
    def key(self) -> str:
        """Core and form, ``bank mandiri, pt``; equal keys are one employer. Empty where the name is hidden."""
        return f"{self.core}, {self.form}" if self.core and self.form else self.core

    @property
    def compact(self) -> str:
        """The core without spaces, for ``Sinar Mas`` and ``Sinarmas``."""
        return self.core.replace(" ", "")


def is_hidden(text: str) -> bool:
    """Whether a name names nobody: ``Pengiklan Anonim``, ``Confidential``, a dash, nothing."""
    return _HIDDEN.fullmatch(fold(plain(text))) is not None


def employer_key(text: str) -> str:
    """The key that a name shares with its other ways of writing; empty when it names nobody; see ``EmployerName``."""
    return employer_name(text).key


@lru_cache(maxsize=1 << 16)
def employer_name(text: str) -> EmployerName:
    """An employer's name taken apart.

    Args:
        text: As advertised.
    """
    if is_hidden(text):
        return EmployerName(core="")
    folded = _GLUED.sub(r"\1 ", _DOTTED.sub(r"\1\2 ", fold(plain(text))))
    inside: list[str] = [part.strip() for part in _BRACKET.findall(folded)]
    outside = _BRACKET.sub(" ", folded)
    if not _core(_words(outside))[0]:  # nothing stands outside but a form: "PT (Sinar Jaya)"
        inside, outside = [], folded
    head, beside = _without_tail(outside)
    head, branch = _without_branch(head)
    core, form = _core(_words(" ".join([head, *(part for part in inside if _is_form(part))])))
    asides = [part for part in (*inside, beside) if part and not _is_form(part)]
    places = [part for part in asides if _is_place(part)]
    brands = [" ".join(_words(part)) for part in asides if part not in places]
    branches = [" ".join(_words(part)) for part in (branch, *places) if part]
    return EmployerName(core=core, form=form, branch=" ".join(branches), brand=" ".join(brands))


def _words(text: str) -> list[str]:
    return _WORD.findall(_AND.sub(" dan ", _JOINED.sub(_nothing, text)))


def _nothing(mark: re.Match[str]) -> str:
    return " " if mark.group() == "." else ""


def _without_tail(name: str) -> tuple[str, str]:
    """What stands before a dash or bar, and what stands after it where that is an aside.

    Behind a name with its form everything is; else only a branch, a place or a group, for ``Kompas Gramedia - KG
    Media`` may be a name of its own.
    """
    cut = _DASH.search(name)
    if cut is None:
        return name, ""
    head, tail = name[: cut.start()], name[cut.end() :]
    core, form = _core(_words(head))
    words = _words(tail)
    if core and words and (form or _is_place(tail) or words[-1] in {"group", "grup"}) and not _is_form(tail):
        return head, tail
    return name, ""


def _without_branch(name: str) -> tuple[str, str]:
    """A name without its branch: from a word such as ``cabang`` on, or whatever follows ``Tbk``."""
    words = _words(name)
    if "tbk" in words[:-1]:
        at = words.index("tbk") + 1
        if _core(words[:at])[0] and not all(word in _FORMS for word in words[at:]):
            return " ".join(words[:at]), " ".join(words[at:])
    found = _BRANCH.search(name)
    if found and _core(_words(name[: found.start()]))[0]:
        return name[: found.start()], found.group()
    return name, ""


def _core(words: list[str]) -> tuple[str, str]:
    """The words that are the name's own, and its form; the form that stands first counts, and ``Co., Ltd`` last."""
    rest, forms = list(words), list[str]()
    for word in [word for word in rest if word in _ANYWHERE]:
        forms.append(word)
        rest.remove(word)
    while rest and rest[0] in _LEADING:
        forms.insert(0, rest.pop(0))
    while rest and rest[-1] in _TRAILING:
        forms.append(rest.pop())
    if not rest:
        return "", ""
    if rest[0] in _KEPT_WORDS:
        forms.append(rest[0])
    meant = [_FORMS[word] or word for word in forms]
    form = next((form for form in meant if form != "asing"), meant[0] if meant else "")
    return " ".join(_SPELLINGS.get(word, word) for word in rest), form


def _is_form(text: str) -> bool:
    return all(word in _FORMS for word in _words(text))


@lru_cache(maxsize=1)
def place_names() -> frozenset[str]:
    """Names of regencies, cities and provinces as words between single spaces."""
    names = {name for region in bundled_regions() for name in (region.bare_name, fold(region.name))}
    return frozenset(" ".join(_WORD.findall(name)) for name in names) | {"jakarta", "indonesia", "jogja", "jogjakarta"}


def _is_place(text: str) -> bool:
    """Whether an aside names a branch or a place: a region, or something after a word such as ``cabang``."""
    words = " ".join(_words(text))
    return words in place_names() or _BRANCH.match(words) is not None
