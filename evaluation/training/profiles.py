"""Reference profiles for the drift report: of what a title coder learnt from, and of what the product brings along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import orjson

from evaluation.coded_titles import Example
from evaluation.train_titles import coded_examples
from matcher.ad_inspection.rewrite import language_of
from matcher.drift.profile import (
    CODED,
    NEW_TITLES,
    NEW_WORDS,
    SOURCE,
    UNCERTAIN,
    WITHOUT_CONCEPT,
    Profile,
    Seen,
    hash_of,
    profile_of,
    title_of,
)
from matcher.drift.stored import BUNDLED_PROFILE
from matcher.world.generate import sample_postings
from taxonomy.aliases import load_aliases
from taxonomy.coder import NO_WORK, TitleCoder
from taxonomy.occupations import UNIT_DIGITS, load_occupations
from taxonomy.title_item import TitleItem


def training_profile(data: Mapping[str, Path]) -> Profile:
    """Of the coded titles that a title coder learns from; what they do not show stands in no figure.

    Args:
        data: As its config names it.

    Raises:
        InputError: Data is missing or faulty.
    """
    found = profile_of(_seen(coded_examples(data)), "titles that title-coder learnt from")
    known = {name: pair for name, pair in found.shares.items() if name not in {CODED, UNCERTAIN, WITHOUT_CONCEPT}}
    return replace(found, shares=known, counts={name: of for name, of in found.counts.items() if name != SOURCE})


def _seen(examples: Iterable[Example]) -> Iterable[Seen]:
    for example in examples:
        code = max(example.targets, key=lambda one: example.targets[one])
        item = example.item
        yield Seen(
            title=title_of(item.title),
            occupation="" if code == NO_WORK else code,
            language=language_of(f"{item.title}\n{item.text}"),
        )


def bundled_profile(coder: TitleCoder) -> Profile:
    """Of the product's own invented postings; known titles are the official ones and the authored aliases.

    No ad of anybody's is in it. It knows what the product ships with, and no real market: an installation makes a
    profile of its own postings (``sepadan drift --save``) once it has some.

    Args:
        coder: Codes the postings.
    """
    rows = sample_postings()
    items = [TitleItem(title=row["title"], text=row.get("description", "")) for row in rows]
    seen: list[Seen] = []
    for item, coding in zip(items, coder.code(items), strict=True):
        first = coding.candidates[0].code if coding.candidates and not coding.uncertain else ""
        language = language_of(f"{item.title}\n{item.text}")
        seen.append(
            Seen(title=title_of(item.title), occupation=first, is_uncertain=coding.uncertain, language=language)
        )
    found = profile_of(seen, "the product's own authored titles and invented postings")
    names = [title_of(name) for name in (*(alias.text for alias in load_aliases()), *_official())]
    titles = frozenset(map(hash_of, names))
    words = frozenset(hash_of(word) for name in names for word in name.split())
    # Known are the authored titles alone, so what is new is counted in the postings, not those that occur once.
    titled = [one.title for one in seen if one.title]
    said = [word for title in titled for word in title.split()]
    shares = {
        **{name: found.shares[name] for name in (CODED, UNCERTAIN)},
        NEW_TITLES: (sum(hash_of(title) not in titles for title in titled), len(titled)),
        NEW_WORDS: (sum(hash_of(word) not in words for word in said), len(said)),
    }
    return replace(
        found,
        titles=titles,
        words=words,
        shares=shares,
        counts={name: of for name, of in found.counts.items() if name != SOURCE},
    )


def _official() -> list[str]:
    return [entry.title for entry in load_occupations() if len(entry.code) >= UNIT_DIGITS]


def main() -> None:
    """Write ``matcher/data/drift_profile.json``: ``python -m evaluation.training.profiles``."""
    from evaluation.coders import product_coder
    from matcher.installed_encoder import installed_encoder

    profile = bundled_profile(product_coder(installed_encoder()))
    BUNDLED_PROFILE.write_bytes(orjson.dumps(profile.document()) + b"\n")


if __name__ == "__main__":
    main()
