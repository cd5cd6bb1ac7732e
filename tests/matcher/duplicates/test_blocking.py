from __future__ import annotations

from itertools import combinations

import pytest

from matcher.duplicates import blocking
from matcher.duplicates.blocking import CROWD, NEIGHBOURS, SMALL, candidate_pairs
from tests.matcher.duplicates.ads import DUTIES, OTHER_DUTIES, ad, traits


def _found(*ads: object) -> set[tuple[int, int]]:
    return {(int(a), int(b)) for a, b in candidate_pairs(traits(*ads))}  # type: ignore[arg-type]


@pytest.mark.parametrize("count", [0, 1, 2, SMALL])
def test_all_postings_of_a_small_employer_are_compared(count: int) -> None:
    ads = [ad(str(number), title=f"Jabatan {number}", description="") for number in range(count)]

    assert _found(*ads) == set(combinations(range(count), 2))


def test_two_employers_are_not_compared_however_alike() -> None:
    assert _found(ad("1"), ad("2", employer="CV Lain")) == set()


def test_who_hides_its_name_meets_texts_like_its_own() -> None:
    ads = (ad("1"), ad("2", employer=""), ad("3", employer="", description=OTHER_DUTIES))

    assert _found(*ads) == {(0, 1)}


def test_who_hides_its_name_meets_nobody_in_another_province() -> None:
    far = {"region_codes": ("3578",)}

    assert _found(ad("1"), ad("2", employer="", coded=far)) == set()
    assert _found(ad("1"), ad("2", employer="", coded={"region_codes": ()})) == {(0, 1)}


def test_postings_without_text_are_not_alike_by_that() -> None:
    ads = [ad(str(number), employer="", title=f"Jabatan {number}", description="") for number in range(4)]

    assert _found(*ads) == set()


def test_a_brand_brings_its_posting_to_the_other_name() -> None:
    assert _found(ad("1", employer="PT Multi Boga (Warung Kita)"), ad("2", employer="Warung Kita")) == {(0, 1)}


def test_a_large_employer_is_compared_by_title_unit_or_text() -> None:
    others = [
        ad(f"x{n}", title=f"Ahli bidang {n}", description=f"tugas {n} " * 9, coded={"occupations": (("2512", 1.0),)})
        for n in range(SMALL)
    ]
    same_title = (ad("1", description=OTHER_DUTIES, coded={"occupations": ()}), ad("2", coded={"occupations": ()}))
    same_text = (ad("3", title="Pelayan", coded={"occupations": ()}), ad("4", title="Kurir", coded={"occupations": ()}))
    first = len(others)
    found = _found(*others, *same_title, *same_text)

    assert {(first, first + 1), (first + 2, first + 3)} <= found
    assert not any(a < first <= b for a, b in found)


def test_a_large_employer_is_compared_across_the_places_of_one_posting() -> None:
    many = [ad(f"x{n}", title=f"Ahli {n}", description="", coded={"region_codes": ("11",)}) for n in range(SMALL)]
    both = ad("1", coded={"region_codes": ("3275", "3578")})
    one = ad("2", coded={"region_codes": ("35",)})

    assert (SMALL, SMALL + 1) in _found(*many, both, one)


def test_a_crowd_is_compared_with_its_neighbours_alone() -> None:
    count = 600
    crowd = [ad(f"{n:04}", coded={"occupations": ()}) for n in range(count)]
    found = _found(*crowd)

    assert count <= len(found) <= count * NEIGHBOURS
    assert count > CROWD


def test_a_crowd_without_place_meets_a_window_alone() -> None:
    count = 300
    crowd = [ad(f"{n:04}", employer="", coded={"region_codes": ()}) for n in range(count)]

    assert len(_found(*crowd)) <= count * CROWD


def test_the_order_in_which_postings_come_does_not_matter() -> None:
    ads = [ad(str(n), employer=("", "PT Sinar Jaya")[n % 2], description=DUTIES + str(n % 3)) for n in range(40)]
    one, other = candidate_pairs(traits(*ads)), candidate_pairs(traits(*ads[::-1]))

    assert {(39 - int(b), 39 - int(a)) for a, b in other} == {(int(a), int(b)) for a, b in one}


def test_pairs_joined_as_they_come_are_those_joined_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ads = [
        ad(str(number), title=f"Jabatan {number % 3}", employer=f"PT {'ab'[number % 2] * 5}") for number in range(90)
    ]
    at_once = _found(*ads)
    monkeypatch.setattr(blocking, "_PAIRS_WAITING", 50)

    assert _found(*ads) == at_once


def test_large_employers_never_meet_by_the_numbers_of_their_titles() -> None:
    names = ("PT Alam Raya", "PT Bumi Jaya", "PT Cahaya Abadi", "PT Duta Makmur")
    ads = [
        ad(f"{name}-{at}", employer=name, title=f"Jabatan {chr(97 + at)}x", description="")
        for name in names
        for at in range(SMALL + 1)
    ]
    found = candidate_pairs(traits(*ads))

    assert all(a // (SMALL + 1) == b // (SMALL + 1) for a, b in found.tolist())
