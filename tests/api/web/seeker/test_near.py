"""Postings by distance: every one in one group, the nearest first, and a sketch that keeps within its frame."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.web.seeker.near import BANDS_KM, DRAWN_KM, SIDE, Placed, around, nearest_of
from taxonomy.places import load_gazetteer

GAZETTEER = load_gazetteer()
REGENCIES = [region.code for region in GAZETTEER.regencies()]
BEKASI, KOTA_BEKASI, KARAWANG, BANDUNG, SURABAYA = "3216", "3275", "3215", "3273", "3578"


def placed(key: str, *codes: str, is_remote: bool = False) -> Placed:
    return Placed(key=key, region_codes=codes, is_remote=is_remote)


def test_groups_go_from_near_to_far_then_remote_then_unknown() -> None:
    found = around(
        [BEKASI],
        [
            placed("surabaya", SURABAYA),
            placed("rumah", is_remote=True),
            placed("bandung", BANDUNG),
            placed("sini", BEKASI),
            placed("entah"),
            placed("dekat", KARAWANG, SURABAYA),
        ],
        GAZETTEER,
    )
    assert [(band.sort, band.keys) for band in found.bands] == [
        ("within", ("sini",)),
        ("within", ("dekat",)),
        ("within", ("bandung",)),
        ("beyond", ("surabaya",)),
        ("remote", ("rumah",)),
        ("unknown", ("entah",)),
    ]
    assert found.home == "Kabupaten Bekasi"
    assert set(found.km_of) == {"surabaya", "bandung", "sini", "dekat"}
    assert [spot.name for spot in found.spots] == ["Kab. Bekasi", "Kab. Karawang", "Kota Bandung"]


def test_without_a_home_nothing_is_drawn() -> None:
    found = around([], [placed("a", BANDUNG), placed("b", is_remote=True)], GAZETTEER)
    assert (found.home, found.spots, found.rings, dict(found.km_of)) == ("", (), (), {})
    assert [band.sort for band in found.bands] == ["remote", "unknown"]


def test_the_nearest_of_several_places_counts() -> None:
    assert nearest_of(BEKASI, [SURABAYA, KARAWANG], GAZETTEER) == nearest_of(BEKASI, [KARAWANG], GAZETTEER)
    assert nearest_of(BEKASI, [], GAZETTEER) is None
    assert nearest_of(BEKASI, ["9999"], GAZETTEER) is None


@given(
    st.sampled_from(REGENCIES),
    st.lists(st.tuples(st.lists(st.sampled_from(REGENCIES), max_size=3), st.booleans()), max_size=30),
)
def test_every_posting_is_in_one_group_and_every_spot_in_the_frame(
    home: str, postings: list[tuple[list[str], bool]]
) -> None:
    given_ = [placed(str(at), *codes, is_remote=is_remote) for at, (codes, is_remote) in enumerate(postings)]
    found = around([home], given_, GAZETTEER)
    keys = [key for band in found.bands for key in band.keys]
    assert sorted(keys) == sorted(one.key for one in given_)
    for band in found.bands:
        kms = [found.km_of[key] for key in band.keys if key in found.km_of]
        assert kms == sorted(kms)
        if band.sort == "within":
            assert all(km <= band.km for km in kms)
        if band.sort == "beyond":
            assert all(km > BANDS_KM[-1] for km in kms)
    for spot in found.spots:
        assert spot.km <= DRAWN_KM
        assert 0 <= spot.x <= SIDE
        assert 0 <= spot.y <= SIDE
    assert sum(spot.count for spot in found.spots) <= len(found.km_of)


def test_north_is_above_and_east_is_right() -> None:
    jakarta_utara, bogor = "3172", "3201"
    found = around(["3174"], [placed("u", jakarta_utara), placed("s", bogor), placed("t", BEKASI)], GAZETTEER)
    spots = {spot.name: spot for spot in found.spots}
    assert spots["Kota Jakarta Utara"].y < SIDE / 2 < spots["Kab. Bogor"].y
    assert spots["Kab. Bekasi"].x > SIDE / 2
