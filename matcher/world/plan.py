"""Share out records over provinces and unit groups: every province served, frequent jobs more often than rare ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from matcher.world.places import pick_regency, province_weights
from matcher.world.trades import Trade, load_trades
from taxonomy.regions import Region

LEAST_PER_PROVINCE = 4
"""Records of each kind that even the smallest province gets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A record to be made.

    Attributes:
        trade: Unit group that it is about.
        region: Regency or city that it lies in.
    """

    trade: Trade
    region: Region


def share_provinces(count: int, rng: Random) -> list[str]:
    """Province codes of ``count`` records: ``LEAST_PER_PROVINCE`` each, the rest by population; shuffled."""
    # Below full power the big provinces lead without drowning the others in a sample this small.
    weights = {code: people**0.8 for code, people in province_weights().items()}
    rest = count - LEAST_PER_PROVINCE * len(weights)
    quotas = {code: rest * weight / sum(weights.values()) for code, weight in weights.items()}
    # Largest remainder (Hare-Niemeyer): whole numbers that sum to the rest.
    by_remainder = sorted(quotas, key=lambda code: (int(quotas[code]) - quotas[code], code))
    extra = set(by_remainder[: rest - sum(int(quota) for quota in quotas.values())])
    codes = [code for code in weights for _ in range(LEAST_PER_PROVINCE + int(quotas[code]) + (code in extra))]
    rng.shuffle(codes)
    return codes


def share_trades(count: int, distinct: int, rng: Random) -> list[Trade]:
    """Unit groups of ``count`` records, at least ``distinct`` of them different; shuffled."""
    open_trades = [trade for trade in load_trades().values() if trade.weight > 0]
    # Weighted draw without replacement (Efraimidis and Spirakis 2006): the largest u ** (1 / weight) win.
    keyed = sorted(open_trades, key=lambda trade: (-(rng.random() ** (1.0 / trade.weight)), trade.code))
    chosen = keyed[:distinct]
    chosen += rng.choices(open_trades, [trade.weight for trade in open_trades], k=count - distinct)
    rng.shuffle(chosen)
    return chosen


def plan_postings(count: int, distinct: int, rng: Random) -> list[Slot]:
    """Slots for vacancies; no job lies in a province that its trade is not found in."""
    provinces, slots = share_provinces(count, rng), list[Slot]()
    waiting = sorted(share_trades(count, distinct, rng), key=lambda trade: -len(trade.not_in))
    for trade in waiting:
        at = next((n for n, code in enumerate(provinces) if code not in trade.not_in), 0)
        slots.append(Slot(trade=trade, region=pick_regency(provinces.pop(at), rng)))
    rng.shuffle(slots)
    return slots


def plan_workers(count: int, distinct: int, postings: Sequence[Slot], rng: Random) -> list[Slot]:
    """Slots for workers: over half of them in the trade of a posting in their own province."""
    wanted: dict[str, list[Trade]] = defaultdict(list)
    for slot in postings:
        wanted[slot.region.province_code].append(slot.trade)
    others = iter(share_trades(count, distinct, rng))
    slots: list[Slot] = []
    for code in share_provinces(count, rng):
        here = wanted.get(code, [])
        trade = rng.choice(here) if here and rng.random() < 0.5 else next(others)
        slots.append(Slot(trade=trade, region=pick_regency(code, rng)))
    return slots
