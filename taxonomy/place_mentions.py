"""Which of its regions a name means, by the names beside it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from taxonomy.regions import Region

MentionKind = Literal["all", "homonym", "first", "district"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A name and the regions that bear it.

    Attributes:
        regions: Candidates, the likelier first.
        kind: ``all``: the name means all of them together (Jabodetabek). ``homonym``: one of them, and nobody can tell
            which without another name (Bekasi). ``first``: the first, unless another is named beside it (Depok, and the
            Depok in Sleman). ``district``: the regencies that have a district of that name, which is weak evidence:
            other places and things bear such names too.
    """

    regions: tuple[Region, ...]
    kind: MentionKind

    def narrowed(self, sure: Collection[str]) -> tuple[Region, ...]:
        """The regions whose own code is among the codes, else those whose province is, else none."""
        own = tuple(region for region in self.regions if region.code in sure)
        return own or tuple(region for region in self.regions if region.province_code in sure)


def settled(mentions: Sequence[Mention]) -> tuple[Region, ...]:
    """The regions meant, distinct, in order of mention."""
    strong = [mention for mention in mentions if mention.kind != "district"]
    sure = {mention.regions[0].code for mention in strong if len(mention.regions) == 1}
    # "Batuceper, Tangerang": the district tells the city from the regency.
    either = {region.code for mention in strong if mention.kind == "homonym" for region in mention.regions}
    for mention in mentions:
        shared = [region.code for region in mention.regions if region.code in either]
        sure |= set(shared) if mention.kind == "district" and len(shared) == 1 else set()
    has_regency = any(region.kind != "province" for mention in strong for region in mention.regions)
    found = {region.code: region for mention in mentions for region in _meant(mention, sure, has_regency)}
    # A province that only repeats where the regency lies adds nothing.
    inside = {region.province_code for region in found.values() if region.kind != "province"}
    return tuple(r for r in found.values() if r.kind != "province" or r.code not in inside)


def _meant(mention: Mention, sure: Collection[str], has_regency: bool) -> tuple[Region, ...]:
    if mention.kind == "all":
        return mention.regions
    if mention.kind == "district":
        own = tuple(region for region in mention.regions if region.code in sure)
        if own or has_regency:
            return own  # "Cileles, Tangerang" is not the Cileles of Lebak
        in_province = mention.narrowed(sure)
        return (in_province if sure else mention.regions) if len(in_province or mention.regions) == 1 else ()
    return mention.narrowed(sure) or (mention.regions[:1] if mention.kind == "first" else mention.regions)
