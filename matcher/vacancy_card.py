"""What is told of a stored posting beyond its own words: how complete and fresh it is, its employer, its copies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from indexes.duplicate_records import Copy
from matcher.completeness import Completeness, completeness
from matcher.duplicates.lifetimes import Lifetime, lifetime_of
from matcher.freshness import Freshness, freshness
from matcher.records import Posting
from taxonomy.employer_names import employer_key


@dataclass(frozen=True, slots=True, kw_only=True)
class VacancyCard:
    """What is told of a posting.

    Attributes:
        employer_key: Key of its employer, the usual spelling where copies were sought; empty when it hides its name.
        completeness: How much it tells.
        freshness: Whether one can still apply.
        copies: Its cluster, the canonical one first, or what is left of it; empty when it stands alone.
        lifetime: When the vacancy was advertised, over all copies; None when it stands alone.
    """

    employer_key: str
    completeness: Completeness
    freshness: Freshness
    copies: tuple[Copy, ...]
    lifetime: Lifetime | None

    def as_dict(self) -> dict[str, object]:
        """For JSON."""
        lifetime = None if self.lifetime is None else asdict(self.lifetime)
        fresh = {**asdict(self.freshness), "standing": str(self.freshness.standing)}
        return {
            "employer_key": self.employer_key,
            "completeness": {"score": self.completeness.score, "parts": dict(self.completeness.parts)},
            "freshness": fresh,
            "copies": [_of_copy(copy, is_canonical=copy == self.copies[0]) for copy in self.copies],
            "lifetime": lifetime,
        }


def _of_copy(copy: Copy, *, is_canonical: bool) -> Mapping[str, object]:
    return {
        "id": copy.key,
        "source": copy.key.partition(":")[0],
        "url": copy.url,
        "chance": copy.chance / 1_000,
        "posted_on": copy.posted or None,
        "is_canonical": is_canonical,
    }


def vacancy_card(posting: Posting, copies: Sequence[Copy], today: date) -> VacancyCard:
    """What is told of a posting.

    Args:
        posting: As stored.
        copies: Its cluster, by place; one of a single posting, whose others were deleted, is none.
        today: Day on which one would apply.
    """
    own = next((copy for copy in copies if copy.key == posting.key), None)
    return VacancyCard(
        employer_key=own.employer if own is not None else employer_key(posting.employer),
        completeness=completeness(posting),
        freshness=freshness(posting, today),
        copies=tuple(copies) if len(copies) > 1 else (),
        lifetime=lifetime_of(copies) if len(copies) > 1 else None,
    )
