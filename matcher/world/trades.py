"""What the sample world knows of each unit group: facts, phrases, titles, skills, employers and how often it occurs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from matcher.privacy import without_personal
from matcher.world.tables import (
    Facts,
    cells,
    load_facts,
    load_phrases,
    number,
    rows_in,
    unit_code,
)
from taxonomy.aliases import TAUGHT, aliases_in
from taxonomy.errors import InputError
from taxonomy.skills import Skill, load_skills

_PLAIN_FIRST = 5
_GENERIC = frozenset(
    "staf staff petugas tenaga pekerja tukang operator teknisi admin kepala manager manajer supervisor pelaksana "
    "karyawan pegawai juru ahli guru dengan untuk yang atau pada dari".split()
)
_LOCAL_WORDS = re.compile(r"\b(?:mbak|mas|kang|anak|orang|bang|bu|pak|abang|pemilik|nya)\b|nya\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A job title as people write it.

    Attributes:
        text: The title.
        language: ``id``, ``en``, ``mix``, ``jv`` or ``su``.
        register: ``formal``, ``ad``, ``abbreviation`` or ``informal``.
        is_plain: Among the first of its register, so a common name of the group rather than one speciality.
    """

    text: str
    language: str
    register: str
    is_plain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector:
    """A line of business.

    Attributes:
        name: Its key.
        category: Heading under which portals list its jobs.
        patterns: Employer names with ``{kata}`` and ``{kata2}`` to fill.
    """

    name: str
    category: str
    patterns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One unit group of the sample world.

    Attributes:
        facts: What it asks for and pays.
        tasks: Lines of ads on what is done.
        needs: Lines of ads on what is wanted.
        lived: Lines of workers on what they did; ``{tahun}`` stands for years.
        wishes: Lines of workers on what they seek.
        titles: Its names.
        skills: Its skills, those that matter most first.
        sector: Who employs.
        not_in: Provinces where the sample world has no such job.
        weight: How often it is advertised; 0 for never.
    """

    facts: Facts
    tasks: tuple[str, ...]
    needs: tuple[str, ...]
    lived: tuple[str, ...]
    wishes: tuple[str, ...]
    titles: tuple[Title, ...]
    skills: tuple[Skill, ...]
    sector: Sector
    not_in: frozenset[str]
    weight: float

    @property
    def code(self) -> str:
        """The unit group."""
        return self.facts.code


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """First five letters of the words that tell one job from another."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return frozenset(word[:5] for word in words if len(word) > 3 and word not in _GENERIC)


def overlap(text: str, others: Iterable[str]) -> int:
    """How many telling words of a text occur in other texts."""
    return len(stems(text) & frozenset().union(*map(stems, others)))


@lru_cache(maxsize=50_000)
def is_impersonal(text: str) -> bool:
    """Whether a text names no personal trait (sex, age, religion ...)."""
    return without_personal(text.format(tahun=5)) == " ".join(text.format(tahun=5).split(" "))


@lru_cache(maxsize=1)
def load_trades() -> dict[str, Trade]:
    """All unit groups of the sample world, by code.

    Raises:
        InputError: An authored table is not as it should be.
    """
    titles, skills, weights = _titles(), _skills(), _weights()
    phrases, sectors = load_phrases(), load_sectors()
    owners = _owners(sectors)
    trades: dict[str, Trade] = {}
    for code, facts in sorted(load_facts().items()):
        lines = {kind: tuple(filter(is_impersonal, found)) for kind, found in phrases.get(code, {}).items()}
        if not (titles[code] and all(lines.get(kind) for kind in ("task", "need", "lived", "wish"))):
            raise InputError(
                wanted="titles and phrases of every kind", found="none", where=f"sample world, code {code}"
            )
        sector, not_in = next(owners[code[:length]] for length in (4, 3, 2, 1) if code[:length] in owners)
        trades[code] = Trade(
            facts=facts,
            tasks=lines["task"],
            needs=lines["need"],
            lived=lines["lived"],
            wishes=lines["wish"],
            titles=tuple(titles[code]),
            skills=skills[code],
            sector=sector,
            not_in=not_in,
            weight=weights.get(code, 1.0),
        )
    return trades


@lru_cache(maxsize=1)
def load_sectors() -> dict[str, Sector]:
    """Lines of business, by name."""
    found: dict[str, Sector] = {}
    for where, row in rows_in("employers/sectors.tsv", ("sector", "category", "names")):
        patterns = cells(row["names"])
        if not patterns or any("{kata}" not in pattern for pattern in patterns):
            raise InputError(wanted="names that each hold {kata}", found=row["names"], where=where)
        found[row["sector"]] = Sector(name=row["sector"], category=row["category"], patterns=patterns)
    return found


def _owners(sectors: dict[str, Sector]) -> dict[str, tuple[Sector, frozenset[str]]]:
    found: dict[str, tuple[Sector, frozenset[str]]] = {}
    for where, row in rows_in("employers/codes.tsv", ("prefix", "sector", "not_in")):
        if row["sector"] not in sectors:
            raise InputError(wanted="a sector of sectors.tsv", found=row["sector"], where=where)
        found[row["prefix"]] = (sectors[row["sector"]], frozenset(cells(row["not_in"])))
    return found


def _weights() -> dict[str, float]:
    return {
        unit_code(row["code"], where): number(row["weight"], f"{where}, weight")
        for where, row in rows_in("demand.tsv", ("code", "weight"))
    }


def _titles() -> dict[str, list[Title]]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    found: dict[str, list[Title]] = defaultdict(list)
    coded = load_facts()
    clear = [
        (a.code, a.text, a.language, a.register)
        for a in aliases_in(TAUGHT)
        if a.code in coded and a.shares[a.code] >= 0.85
    ]
    for code, text, language, register in clear:
        if not is_impersonal(text) or (register == "informal" and _LOCAL_WORDS.search(text)):
            continue
        seen[code, register] += 1
        is_plain = seen[code, register] <= _PLAIN_FIRST
        found[code].append(Title(text=text, language=language, register=register, is_plain=is_plain))
    return found


def _skills() -> dict[str, tuple[Skill, ...]]:
    known = load_skills()
    return {
        code: tuple(skill for skill, _ in known.of_unit(code) if is_impersonal(f"{skill.label}, {skill.label_en}"))
        for code in load_facts()
    }


def pick_title(trade: Trade, rng: Random, registers: Sequence[str], *, english: float) -> Title:
    """A title that the phrases of the group speak of, or one of its plain names.

    Args:
        trade: The unit group.
        rng: Source of chance.
        registers: Registers to take from; all when the group has none of these.
        english: Weight of an English title against an Indonesian one, in [0, 1].
    """
    fitting = [t for t in trade.titles if t.register in registers and t.language not in {"jv", "su"}] or trade.titles
    spoken = _stems_of(trade.code)
    weights = [
        (0.05 + 2.0 * t.is_plain + min(2, len(stems(t.text) & spoken))) * (english if t.language == "en" else 1.0)
        + 1e-6
        for t in fitting
    ]
    return rng.choices(fitting, weights)[0]


@lru_cache(maxsize=512)
def _stems_of(code: str) -> frozenset[str]:
    trade = load_trades()[code]
    return frozenset[str]().union(*map(stems, (*trade.tasks, *trade.needs, *trade.lived)))


def employer_name(trade: Trade, rng: Random, title: str) -> str:
    """An invented employer of the sector, or of the one that the title speaks of; one word marks it as made up."""
    first, second = _words()
    folded = f" {title.casefold()} "
    sector = next((load_sectors()[name] for word, name in _keywords() if f" {word} " in folded), trade.sector)
    return rng.choice(sector.patterns).format(kata=rng.choice(first), kata2=rng.choice(second))


@lru_cache(maxsize=1)
def _keywords() -> tuple[tuple[str, str], ...]:
    return tuple((row["word"], row["sector"]) for _, row in rows_in("employers/keywords.tsv", ("word", "sector")))


@lru_cache(maxsize=1)
def _words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    rows = [row for _, row in rows_in("employers/words.tsv", ("place", "word"))]
    first, second = (tuple(row["word"] for row in rows if row["place"] == place) for place in ("first", "second"))
    return first, second
