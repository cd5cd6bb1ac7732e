"""Who an invented worker is: what was done or learnt, for how long, with which schooling, and what is sought."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from matcher.world import wording
from matcher.world.plan import Slot
from matcher.world.trades import Title, Trade, load_trades, pick_title
from taxonomy.education import level_rank

_SCHOOLING = {
    "SD": {"SD": 40, "SMP": 35, "SMA": 25},
    "SMP": {"SD": 5, "SMP": 50, "SMA": 30, "SMK": 15},
    "SMA": {"SMP": 4, "SMA": 46, "SMK": 35, "D3": 10, "S1": 5},
    "SMK": {"SMA": 10, "SMK": 76, "D3": 14},
    "D3": {"SMK": 5, "D3": 65, "S1": 30},
    "D4": {"D3": 10, "D4": 60, "S1": 30},
    "S1": {"D3": 5, "S1": 84, "S2": 11},
    "PROFESI": {"PROFESI": 100},
    "S2": {"S2": 90, "S3": 10},
}
"""Levels that people in a job hold, by the level it asks for; weights."""
_SIM = ("SIM C", "SIM C", "SIM A")


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Who an invented worker is.

    Attributes:
        trade: What was done, or learnt.
        goal: What is sought; another trade for a career changer.
        goal_title: Its name as this worker says it.
        stage: ``experienced``, ``fresh`` or ``changer``.
        years: Of experience; 0 for a fresh graduate.
        level: Education.
        major: Field of study; empty for general schooling.
        licences: Held.
        title: The trade's name as this worker says it.
    """

    trade: Trade
    goal: Trade
    goal_title: Title
    stage: str
    years: int
    level: str
    major: str
    licences: list[str]
    title: Title


def make_life(slot: Slot, rng: Random) -> Life:
    """A life in the unit group of a slot: experienced, fresh from school, or changing to another trade."""
    trade = slot.trade
    facts = trade.facts
    level = rng.choices(*zip(*_SCHOOLING[facts.education_min].items(), strict=True))[0]
    if trade.code[0] == "1" and level_rank(level) < level_rank(facts.education_min):
        level = facts.education_min  # Nobody leads a unit with less schooling than its staff.
    majors = wording.majors_at(facts, level)
    if level == "SMK" and not majors:
        level = "SMA"
    can_begin = (
        facts.experience_months <= 12
        and level_rank(level) >= level_rank("SMA")
        and trade.code[0] != "1"
        and bool(majors)
    )
    stage = rng.choices(("experienced", "fresh", "changer"), (62, 26 if can_begin else 0, 14))[0]
    goal = _other_trade(trade, level, rng) if stage == "changer" else trade
    least = max(1, round(facts.experience_months / 12))
    years = 0 if stage == "fresh" else min(9 if least < 5 else 18, round(least + rng.triangular(0, 9, 1.5)))
    held = [facts.licence] if facts.licence and rng.random() < 0.85 else []
    if not held and rng.random() < 0.2:
        held = [rng.choice(_SIM)]
    return Life(
        trade=trade,
        goal=goal,
        goal_title=pick_title(goal, rng, ("formal", "ad"), english=0.1),
        stage=stage,
        years=years,
        level=level,
        major=rng.choice(majors) if majors else "",
        licences=held,
        title=pick_title(trade, rng, ("formal", "ad", "informal"), english=0.4 if trade.code[0] in "12" else 0.1),
    )


def _other_trade(trade: Trade, level: str, rng: Random) -> Trade:
    """A trade to change to: open to beginners of that schooling, no licence asked for."""
    rank = level_rank(level)
    fitting = [
        other
        for other in load_trades().values()
        if other.weight >= 2
        and other.code[:2] != trade.code[:2]
        and not other.facts.licence
        and other.facts.experience_months <= 12
        and rank - 2 <= level_rank(other.facts.education_min) <= rank
    ]
    return rng.choices(fitting, [other.weight**1.5 for other in fitting])[0] if fitting else trade
