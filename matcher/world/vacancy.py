"""Plan one vacancy of the sample world: what is offered and asked for, before an ad puts it in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from matcher.world import wording
from matcher.world.places import is_found_in, local_wage_idr, spell
from matcher.world.plan import Slot
from matcher.world.trades import Title, Trade, employer_name, overlap, pick_title
from taxonomy.education import level_rank
from taxonomy.experience import read_experience

_REMOTE = frozenset("2512 2513 2514 2166 2431 2641 2643 4131 4413 4222 2519 2654".split())
_DAILY = re.compile(r"7111|7112|7113|7114|7115|7122|7123|7131|9312|9313|9321|9333|9211|9214|7533")
_ASKS = re.compile(r"pengalaman|pernah|minimal|tahun|bulan|terbukti|sudah", re.IGNORECASE)
_INTERN_NEEDS = ("Bersedia magang enam bulan", "Durasi magang 3 sampai 6 bulan", "Siap magang penuh waktu")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What kind of vacancy a posting is.

    Attributes:
        is_internship: A learner's place.
        is_remote: Work from home.
        is_english: Written in English.
        is_daily: Paid by the day.
    """

    is_internship: bool
    is_remote: bool
    is_english: bool
    is_daily: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """What is on offer, before an ad says it.

    Attributes:
        slot: Unit group and place.
        kind: What kind of vacancy it is.
        title: The job's.
        level: Least education.
        majors: Fields of study that fit at that level.
        months: Experience asked for.
        pay: Least, most and period; rupiah.
        place: The region as this employer spells it.
        employer: Its name.
        needs: Lines on what is wanted.
        pay_shown: Where the pay is said, by chance: below 0.55 in the fields, from 0.4 to 0.75 in the text.
    """

    slot: Slot
    kind: Kind
    title: Title
    level: str
    majors: list[str]
    months: int
    pay: tuple[float, float, str]
    place: str
    employer: str
    needs: list[str]
    pay_shown: float

    @property
    def spoken_place(self) -> str:
        """The place as running text names it, never in capitals."""
        return self.slot.region.name if self.place.isupper() else self.place


def make_vacancy(slot: Slot, rng: Random) -> Vacancy:
    """A vacancy that is ordinary for its trade and place.

    Args:
        slot: Its unit group and place.
        rng: Source of chance.
    """
    trade, kind = slot.trade, _kind(slot.trade, rng)
    title = _title(slot, kind, rng)
    level = _level(trade, kind, rng)
    majors = wording.majors_at(trade.facts, level)
    pay = _pay(slot, kind, rng)
    place = spell(slot.region, rng, chat=False)
    employer = employer_name(trade, rng, title.text)
    months = 0 if kind.is_internship else trade.facts.experience_months
    needs, months = _needs(trade, kind, title, level, majors, months, rng)
    return Vacancy(
        slot=slot,
        kind=kind,
        title=title,
        level=level,
        majors=majors,
        months=months,
        pay=pay,
        place=place,
        employer=employer,
        needs=needs,
        pay_shown=rng.random(),
    )


def _kind(trade: Trade, rng: Random) -> Kind:
    facts = trade.facts
    can_learn = bool(facts.majors) and facts.experience_months <= 12 and not facts.licence and trade.code[0] != "1"
    is_internship = can_learn and level_rank(facts.education_min) >= level_rank("SMA") and rng.random() < 0.12
    is_office = trade.code[0] in "12" or trade.code[:2] in {"33", "35"}
    has_english = any(title.language == "en" for title in trade.titles)
    graduate = level_rank(facts.education_min) >= level_rank("S1") and trade.code[:2] not in {"22", "23", "11"}
    return Kind(
        is_internship=is_internship,
        is_remote=trade.code in _REMOTE and not is_internship and rng.random() < 0.35,
        is_english=is_office and graduate and has_english and not is_internship and rng.random() < 0.4,
        is_daily=bool(_DAILY.fullmatch(trade.code)) and rng.random() < 0.6,
    )


def _title(slot: Slot, kind: Kind, rng: Random) -> Title:
    trade = slot.trade
    if kind.is_english:
        return rng.choice([title for title in trade.titles if title.language == "en"])
    registers = ("formal", "ad", "ad", "abbreviation") if rng.random() < 0.2 else ("formal", "ad")
    english = 0.5 if trade.code[0] in "12" else 0.15
    title = pick_title(trade, rng, registers, english=english)
    for _ in range(9):
        if is_found_in(title.text, slot.region.province_code):
            break
        title = pick_title(trade, rng, registers, english=english)
    return title


def _level(trade: Trade, kind: Kind, rng: Random) -> str:
    level = trade.facts.education_min
    if level == "SMK" and not wording.majors_at(trade.facts, "SMK"):
        return "SMA"
    if level == "SMA" and wording.majors_at(trade.facts, "SMK") and (kind.is_internship or rng.random() < 0.2):
        return "SMK"
    return level


def _needs(
    trade: Trade, kind: Kind, title: Title, level: str, majors: list[str], months: int, rng: Random
) -> tuple[list[str], int]:
    """Lines on what is wanted, and the months of experience that they ask for."""
    own = [line for line in trade.needs if _fits(line, level, kind)]
    own = sorted(own, key=lambda line: rng.random() - 0.3 * overlap(title.text, [line]))[: rng.randint(1, 3)]
    read = [reading.months_min for reading in map(read_experience, own) if reading and reading.months_min is not None]
    is_said = any(wording.levels_said(line) for line in own)
    lines = [] if is_said else [wording.education_line(level, majors, rng)]
    if read:
        months = max(read)
    elif not any(re.search("pengalaman|pernah|fresh|lulusan baru", line, re.IGNORECASE) for line in own):
        lines.append(wording.experience_line(months, title.text, level, rng))
    licence = trade.facts.licence
    if licence and not any(licence.split()[0].casefold() in line.casefold() for line in own):
        lines.append(wording.licence_line(licence, rng))
    skills = wording.some_skills(trade, rng, 4)
    if skills and rng.random() < 0.7:
        lines.append(wording.skill_line(skills, rng))
    if kind.is_internship:
        lines.append(rng.choice(_INTERN_NEEDS))
    return [*lines, *own], months


def _fits(line: str, level: str, kind: Kind) -> bool:
    """Whether an authored line does not gainsay the level asked for or the kind of vacancy."""
    levels = wording.levels_said(line)
    if levels and levels[0] != ("SMA" if level == "SMK" else level):
        return False
    return not (kind.is_internship and _ASKS.search(line))


def _pay(slot: Slot, kind: Kind, rng: Random) -> tuple[float, float, str]:
    """Least, most and period; rupiah."""
    facts, wage = slot.trade.facts, local_wage_idr(slot.region)
    if kind.is_internship:
        low = round(wage * rng.uniform(0.35, 0.8), -5)
        return low, low + rng.choice((0, 200_000, 300_000)), "month"
    span = facts.pay_high - facts.pay_low
    low = wage * (facts.pay_low + span * rng.uniform(0.0, 0.35))
    high = low + wage * span * rng.uniform(0.1, 0.45)
    if kind.is_daily:
        low, high = (max(70_000.0, round(amount / 25, -4)) for amount in (low, high))
        return low, max(high, low + 10_000), "day"
    step = -5 if low < 20e6 else -6
    low, high = round(low, step), round(high, step)
    return low, max(high, low + 10.0**-step), "month"
