"""Which of many employers' names mean the same employer: spellings, spaces and a form that is left out.

Precision goes first. Two names are one employer when

* they have the same key (``taxonomy.employer_names``);
* one names no form and the other does, and no third one has the same core with another form;
* their cores are the same but for spaces, of eight letters or more;
* their forms agree, and their cores differ in one word alone, by one letter (two from ten letters on), in a word of at
  least seven letters that begins alike and holds no digit; the two words are not both common ones, nor both places
  (``Purwakarta`` and ``Purwokerto``).

Each name joins the most frequent spelling that it agrees with and no other, so that small differences never add up.
Names are compared only within blocks (same core without spaces; same core but for one word), so that time grows with
their number.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from taxonomy.employer_names import EmployerName, employer_name, place_names

COMPACT_LETTERS = 8
"""Letters of a core from which spaces do not matter."""

_LETTERS_ONE_EDIT = 7
_LETTERS_TWO_EDITS = 10
_COMMON = 3
"""Cores that a word stands in from which it is a word and no misspelling of another one that is common too."""

_Block = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployerIdentities:
    """Who is who among the names that were given.

    Attributes:
        of_key: Key of a name (``employer_key``) to the key of its employer: that of the most frequent spelling.
    """

    of_key: Mapping[str, str]

    def of(self, text: str) -> str:
        """The employer of a name; of one that was not among those given its own key; empty when it names nobody."""
        key = employer_name(text).key
        return self.of_key.get(key, key)


def resolve_employers(names: Iterable[str]) -> EmployerIdentities:
    """Find out which names mean the same employer.

    Args:
        names: As advertised; one that comes more often counts as often, for the spelling that stands for the others.
    """
    counts, parsed = Counter[str](), dict[str, EmployerName]()
    for text in names:
        name = employer_name(text)
        if name.core:
            counts[name.key] += 1
            parsed[name.key] = name
    order = sorted(parsed, key=lambda key: (-counts[key], key))
    return EmployerIdentities(of_key=_joined([parsed[key] for key in order]))


def _joined(names: Sequence[EmployerName]) -> dict[str, str]:
    """Key to the key of the first name that it agrees with, else its own; names in order of preference."""
    forms, common = defaultdict[str, set[str]](set), Counter[str]()
    for name in names:
        if name.form:
            forms[name.compact].add(name.form)
    for core in {name.core for name in names}:
        common.update(set(core.split()))
    heads, found = defaultdict[_Block, list[int]](list), dict[str, str]()
    for place, name in enumerate(names):
        blocks = list(_blocks(name))
        near = {at for block in blocks for at in heads[block]}
        first = next((at for at in sorted(near) if _agree(name, names[at], forms, common)), place)
        found[name.key] = names[first].key
        if first == place:
            for block in blocks:
                heads[block].append(place)
    return found


def _blocks(name: EmployerName) -> Iterator[_Block]:
    """Where its like may stand: the core without spaces, and for each long word all the others with its beginning."""
    yield (name.compact,)
    words = name.core.split()
    for at, word in enumerate(words):
        if len(word) >= _LETTERS_ONE_EDIT - 1:
            yield (*words[:at], f"{word[:2]}*", *words[at + 1 :])


def _agree(one: EmployerName, other: EmployerName, forms: Mapping[str, set[str]], common: Mapping[str, int]) -> bool:
    """Whether two names of one block mean one employer."""
    if one.compact == other.compact:
        same = one.core == other.core or len(one.compact) >= COMPACT_LETTERS
        return same and (one.form == other.form or _may_lack(one, other, forms))
    if one.form != other.form:
        return False
    return _is_misspelt(one.core.split(), other.core.split(), common)


def _may_lack(one: EmployerName, other: EmployerName, forms: Mapping[str, set[str]]) -> bool:
    """Whether one of two forms is left out and there is only one that can be meant."""
    return "" in {one.form, other.form} and len(forms.get(one.compact, ())) <= 1


def _is_misspelt(one: Sequence[str], other: Sequence[str], common: Mapping[str, int]) -> bool:
    """Whether two lists of words differ in one word, and in that by a slip of the pen; see the module."""
    apart = [pair for pair in zip(one, other, strict=False) if pair[0] != pair[1]]
    if len(one) != len(other) or len(apart) != 1:
        return False
    (left, right), shorter = apart[0], min(map(len, apart[0]))
    if left[:2] != right[:2] or shorter < _LETTERS_ONE_EDIT or not (left + right).isalpha():
        return False
    if min(common.get(left, 0), common.get(right, 0)) >= _COMMON or {left, right} <= place_names():
        return False
    most = 2 if shorter >= _LETTERS_TWO_EDITS else 1
    return OSA.distance(left, right, score_cutoff=most) <= most
