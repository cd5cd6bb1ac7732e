from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from matcher.duplicates.evidence import NAMES, features_of
from matcher.duplicates.rules import ruled_out
from matcher.duplicates.traits import Ad
from tests.matcher.duplicates.ads import DUTIES, OTHER_DUTIES, ad, traits

ONE = np.array([[0, 1]], dtype=np.int64)
DAY = date(2026, 3, 1)


def _evidence(one: Ad, other: Ad) -> dict[str, float]:
    found = features_of(traits(one, other), ONE)
    return dict(zip(NAMES, found[0].tolist(), strict=True))


def _is_out(one: Ad, other: Ad) -> bool:
    return bool(ruled_out(traits(one, other), ONE)[0])


def test_an_ad_and_its_copy_have_all_that_speaks_for_them() -> None:
    found = _evidence(ad("1"), ad("2"))

    for name in ("title_same", "text_alike", "text_contained", "start_alike", "employer_same", "place_same"):
        assert found[name] == 1
    assert found["unit_same"] == found["both_alike"] == 1
    assert not any(found[name] for name in NAMES if name.endswith(("differs", "differ", "apart", "swapped", "longer")))


def test_a_cut_text_stands_in_the_whole_one() -> None:
    found = _evidence(ad("1"), ad("2", description=" ".join(DUTIES.split()[:14])))

    assert found["text_contained"] > 0.6 > found["text_alike"]


@pytest.mark.parametrize(
    ("one", "other", "feature", "value"),
    [
        ("Staf Gudang", "Gudang", "title_longer", 0),
        ("Kasir Toko", "Kasir", "title_longer", 1 / 3),
        ("Kasir", "Sopir", "title_swapped", 1),
        ("Kasir Bekasi", "Kasir", "title_swapped", 0),
        ("Solution Consultant", "Solutions Consultant", "title_swapped", 0),
        ("Sales Segar", "Sales Non Segar", "title_swapped", 1),
        ("Sales area Garut", "Sales area Sukabumi", "title_swapped", 1),
        ("Supervisor Gudang", "Staf Gudang", "level_differs", 1),
    ],
)
def test_titles_differ_by_words_that_say_something(one: str, other: str, feature: str, value: float) -> None:
    assert _evidence(ad("1", title=one), ad("2", title=other))[feature] == pytest.approx(value)


@pytest.mark.parametrize(
    ("one", "other", "same", "differs"),
    [
        ({"pay_low": 4e6, "pay_high": 5e6}, {"pay_low": 4e6, "pay_high": 5e6}, 1, 0),
        ({"pay_low": 4e6, "pay_high": 5e6}, {"pay_low": 6e6}, 0, 1),
        ({"pay_low": 4e6, "pay_high": 5e6}, {"pay_low": 45e5}, 0, 0),
        ({"pay_low": 4e6}, {}, 0, 0),
    ],
)
def test_pay_is_the_same_or_apart_or_neither(
    one: dict[str, Any], other: dict[str, Any], same: float, differs: float
) -> None:
    found = _evidence(ad("1", coded=one), ad("2", coded=other))

    assert (found["pay_same"], found["pay_differs"]) == (same, differs)


def test_a_title_that_one_employer_alone_uses_is_particular_where_the_texts_meet() -> None:
    half = " ".join(DUTIES.split()[:20])
    own, texts = _evidence(ad("1"), ad("2", description=half)), _evidence(ad("1"), ad("2", description=OTHER_DUTIES))
    shared = features_of(traits(ad("1"), ad("2"), ad("3", employer="CV Lain")), ONE)

    assert own["title_particular"] == 1
    assert texts["title_particular"] == 0
    assert shared[0][NAMES.index("title_particular")] == 0


def test_programmes_that_hardly_overlap_count_against() -> None:
    one, other = ("akuntansi", "manajemen", "hukum"), ("akuntansi", "psikologi", "sosiologi")

    assert _evidence(ad("1", study_programmes=one), ad("2", study_programmes=other))["programmes_differ"] > 0.6
    assert _evidence(ad("1", study_programmes=one), ad("2", study_programmes=one[:2]))["programmes_differ"] == 0


def test_days_count_up_to_half_a_year() -> None:
    found = _evidence(ad("1", posted_on=DAY), ad("2", posted_on=date(2026, 5, 30)))

    assert found["days_apart"] == pytest.approx(0.5)
    assert _evidence(ad("1", posted_on=DAY), ad("2"))["days_apart"] == 0


@pytest.mark.parametrize(
    ("facts", "other", "is_out"),
    [
        ({}, {}, False),
        ({}, {"employer": "CV Sinar Jaya"}, True),
        ({}, {"employer": "Pengiklan Anonim"}, False),
        ({"employer": "PT Boga (Warung Kita)"}, {"employer": "Warung Kita"}, False),
        ({"employer": "PT Sinar Jaya Tbk KCP Blora"}, {"employer": "PT Sinar Jaya Tbk KCP Cepu"}, True),
        ({"employer": "PT Sinar Jaya Tbk KCP Blora"}, {}, True),
        ({"employer": "PT Sinar Jaya (Bekasi)"}, {"source": "lain"}, False),
        ({}, {"coded": {"region_codes": ("3273",)}}, True),
        ({}, {"coded": {"region_codes": ("32",)}}, False),
        ({}, {"coded": {"region_codes": ()}}, False),
        ({}, {"coded": {"region_codes": ("3578", "3275")}}, False),
        ({"title": "Kasir Garut"}, {"title": "Kasir Subang"}, True),
        ({"title": "Kasir Surabaya"}, {"title": "Kasir"}, True),
        ({"title": "Kasir Bekasi"}, {"title": "Kasir"}, False),
        ({"study_programmes": ("Hukum",)}, {"study_programmes": ("Seni Tari",)}, True),
        ({"study_programmes": ("Hukum",)}, {"study_programmes": ("Hukum", "Seni Tari")}, False),
        ({"education": ("Diploma",)}, {"education": ("Sarjana",)}, True),
        ({"education": ("SMA", "D3")}, {"education": ("SMA",)}, False),
        ({"posted_on": DAY}, {"posted_on": date(2027, 3, 1)}, True),
        ({"posted_on": DAY}, {"posted_on": date(2026, 8, 28)}, False),
    ],
)
def test_the_rules_of_the_guide_exclude_a_pair(facts: dict[str, Any], other: dict[str, Any], is_out: bool) -> None:
    one, two = ad("1", **facts), ad("2", **other)

    assert _is_out(one, two) == _is_out(two, one) == is_out


def test_every_feature_lies_between_0_and_1_and_is_the_same_from_both_sides() -> None:
    ads = [
        ad("1", coded={"pay_low": float("nan")}),
        ad("2", title="", description="", employer=""),
        ad("3", title="Kasir \N{GRINNING FACE}", description="x", coded={"region_codes": ()}),
        ad("4", title="Senior Kasir Toko Roti Bekasi", study_programmes=("Hukum",), posted_on=DAY),
    ]
    all_pairs = np.array([(a, b) for a in range(4) for b in range(4) if a != b], dtype=np.int64)
    found = features_of(traits(*ads), all_pairs)
    back = features_of(traits(*ads), all_pairs[:, ::-1])

    assert np.isfinite(found).all()
    assert found.min() >= 0
    assert found.max() <= 1
    assert (found == back).all()


def test_no_pairs_have_no_features() -> None:
    none = np.zeros((0, 2), dtype=np.int64)

    assert features_of(traits(ad("1")), none).shape == (0, len(NAMES))
    assert ruled_out(traits(ad("1")), none).shape == (0,)


PRAISE = " ".join(f"pujian{at}" for at in range(40))


def test_what_an_employer_puts_under_every_title_makes_no_ads_alike() -> None:
    others = [ad(str(at), title=f"Jabatan {chr(97 + at) * 3}", description=PRAISE) for at in range(2, 7)]
    praised = (ad("0", title="Kasir Toko", description=PRAISE), ad("1", title="Kasir", description=PRAISE))
    worked = (ad("0", title="Kasir Toko"), ad("1", title="Kasir"))
    place = NAMES.index("text_own")

    assert features_of(traits(*praised, *others), ONE)[0, place] == 0
    assert features_of(traits(*worked, *others), ONE)[0, place] == 1
    # Without its other ads nothing shows that it is praise.
    assert features_of(traits(*praised), ONE)[0, place] == 1


def test_texts_of_none_are_not_alike_in_what_is_their_own() -> None:
    assert _evidence(ad("1", description=""), ad("2", description=""))["text_own"] == 0


@pytest.mark.parametrize(
    ("day", "source", "together"),
    [(DAY, "uji", 1), (date(2026, 3, 2), "uji", 0), (DAY, "lain", 0), (None, "uji", 0)],
)
def test_two_of_one_day_in_one_source_are_posted_together(day: date | None, source: str, together: int) -> None:
    found = _evidence(ad("1", posted_on=DAY), ad("2", posted_on=day, source=source))

    assert found["posted_together"] == together
