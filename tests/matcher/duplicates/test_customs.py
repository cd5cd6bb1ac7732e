from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.duplicates.customs import COLUMNS, customs_of
from matcher.duplicates.rows import NONE
from matcher.duplicates.signatures import signatures_of
from matcher.duplicates.titles import title_of

_NAMES = ("Kasir", "Sopir", "Kasir Bandung", "Guru Musik", "Pelayan")
_TEXTS = ("satu dua tiga", "satu dua empat", "", "lima enam")
_ADS = st.lists(st.tuples(st.integers(0, 4), st.integers(NONE, 2), st.integers(0, 3)), max_size=30)


@given(_ADS)
def test_roles_are_counted_as_sets_count_them(ads: list[tuple[int, int, int]]) -> None:
    titles = [title_of(name) for name in _NAMES]
    title, employer = (np.array([one[at] for one in ads], dtype=np.int32) for at in (0, 1))
    signatures = signatures_of(_TEXTS[one[2]] for one in ads)
    found = customs_of(titles, title, employer, signatures).roles
    roles = defaultdict[tuple[int, int, int], set[str]](set)
    for (number, whose, _), values in zip(ads, signatures.values.tolist(), strict=True):
        for column in range(COLUMNS):
            roles[whose, column, values[column]].add(titles[number].words)

    for row, ((_, whose, _), values) in enumerate(zip(ads, signatures.values.tolist(), strict=True)):
        wanted = [1 if whose == NONE else len(roles[whose, at, values[at]]) for at in range(COLUMNS)]
        assert found[row].tolist() == wanted


def test_very_many_titles_count_as_255() -> None:
    titles = [title_of(f"jabatan{at}") for at in range(300)]
    numbers = np.arange(300, dtype=np.int32)
    found = customs_of(titles, numbers, np.zeros(300, dtype=np.int32), signatures_of(["satu dua tiga"] * 300))

    assert (found.roles == 255).all()


@pytest.mark.parametrize(
    ("employer", "particular"),
    [([0, 0, 0], True), ([0, 0, 1], False), ([0, 0, 0, 0], False), ([0, NONE], True), ([NONE], False)],
)
def test_a_title_of_one_employer_alone_is_particular(employer: list[int], particular: bool) -> None:
    who = np.array(employer, dtype=np.int32)
    title = np.zeros(len(who), dtype=np.int32)
    found = customs_of([title_of("Kasir")], title, who, signatures_of(["satu dua"] * len(who)))

    assert found.particular.tolist() == [particular]


def test_no_employer_counts_with_anothers_titles() -> None:
    titles = [title_of(f"jabatan{at}") for at in range(400)]
    numbers = np.arange(400, dtype=np.int32)
    texts = (f"kata{at} lain{at}" for at in range(400))

    assert (customs_of(titles, numbers, numbers, signatures_of(texts)).roles == 1).all()
