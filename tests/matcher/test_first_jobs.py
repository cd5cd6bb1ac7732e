"""First jobs over an engine: which postings are found, in what order, for which reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from matcher.coded import Coded
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.first_job_profile import FirstJobProfile, first_job_profile, programme_worker
from matcher.first_job_reasons import SENTENCES, FirstJob, first_job_words
from matcher.first_jobs import FirstJobs, FirstJobSearch, asked_nearness, find_first_jobs
from matcher.records import Posting
from matcher.segment import segment_of
from taxonomy.errors import GenerationError, InputError
from taxonomy.study_programmes import load_study_programmes
from tests.builders import coded_posting, coded_worker, fresh_of, posting

DAY = date(2026, 11, 2)
OPEN = Conditions(today=DAY)
ADS: tuple[Posting, ...] = (
    posting(
        "magang-las",
        title="Magang Juru Las",
        description="Membantu las SMAW dan gerinda, membaca gambar teknik, laporan Excel.",
        employment_type="internship",
        study_programmes=("Teknik Pengelasan",),
        region_codes=("3275",),
    ),
    posting("las-baru", title="Juru Las", description="Las SMAW. Fresh graduate.", experience_months_min=0),
    posting("las-lama", title="Juru Las", description="Las GTAW pipa.", experience_months_min=36),
    posting("las-tutup", title="Juru Las", description="Las SMAW.", closes_on=date(2026, 11, 1)),
    posting(
        "magang-buku",
        title="Magang Staf Pembukuan",
        description="Mencatat jurnal transaksi.",
        employment_type="internship",
        study_programmes=("Akuntansi",),
    ),
    posting("manajer", title="Manajer Produksi", description="Memimpin pabrik."),
)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    engine.upsert(ADS)
    engine.build()
    return engine


def welder(**facts: object) -> FirstJobProfile:
    return first_job_profile(coded_worker(study_programmes=("teknik pengelasan",), education="SMA", **facts))


def keys(found: FirstJobs) -> list[str]:
    return [one.key.removeprefix("uji:") for one in found.found]


def by_key(found: FirstJobs, key: str) -> FirstJob:
    return next(one for one in found.found if one.key == f"uji:{key}")


def test_only_open_postings_for_beginners_are_found_and_the_rest_is_counted(filled: Engine) -> None:
    found = find_first_jobs(filled, welder(), 10, OPEN)
    assert set(keys(found)) == {"magang-las", "las-baru", "magang-buku"}
    assert keys(found)[:2] == ["magang-las", "las-baru"]
    assert (found.removed_by_filter["closed"], found.removed_by_filter["not_entry_level"]) == (1, 2)
    assert found.generation == filled.status().generation
    everything = find_first_jobs(filled, welder(), 10, Conditions())
    assert "las-tutup" in keys(everything)
    near = find_first_jobs(filled, welder(), 10, replace(OPEN, provinces=("32",)))
    assert keys(near) == ["magang-las"]


def test_fewer_are_given_when_fewer_are_asked_for_and_the_order_is_always_the_same(filled: Engine) -> None:
    whole = find_first_jobs(filled, welder(), 10, OPEN)
    for k in (1, 2, 3):
        assert find_first_jobs(filled, welder(), k, OPEN).found == whole.found[:k]
    scores = [one.score for one in whole.found]
    assert scores == sorted(scores, reverse=True)
    with pytest.raises(InputError, match="wanted k from 1"):
        find_first_jobs(filled, welder(), 0, OPEN)


def test_equal_scores_stand_in_the_order_of_their_keys(engine: Engine) -> None:
    engine.upsert([posting(name, title="Juru Las", experience_months_min=0) for name in ("c", "a", "b", "d")])
    engine.build()
    assert keys(find_first_jobs(engine, welder(), 10, OPEN)) == ["a", "b", "c", "d"]
    assert keys(find_first_jobs(engine, welder(), 2, OPEN)) == ["a", "b"]


def test_a_posting_that_was_written_since_the_build_is_found_too(filled: Engine) -> None:
    filled.upsert([posting("baru", title="Juru Las SMAW", description="Las SMAW.", employment_type="internship")])
    assert "baru" in keys(find_first_jobs(filled, welder(), 10, OPEN))


def test_components_add_up_and_an_expected_skill_is_never_told_as_said(filled: Engine) -> None:
    for one in find_first_jobs(filled, welder(), 10, OPEN).found:
        assert sum(one.components.values()) == pytest.approx(one.score, abs=1e-9)
        assert one.said == ()
    found = by_key(find_first_jobs(filled, welder(), 10, OPEN), "magang-las")
    assert (found.code, found.usualness, found.is_internship) == ("7212", "usual", True)
    assert found.asks_programme == "teknik pengelasan"
    assert {one["label"]: one["grade"] for one in found.expected}["Las SMAW"] == "core"
    assert "Microsoft Excel" in [one["label"] for one in found.to_learn]
    said = by_key(find_first_jobs(filled, welder(held=["las-smaw"]), 10, OPEN), "magang-las")
    assert [one["id"] for one in said.said] == ["las-smaw"]
    assert "las-smaw" not in [one["id"] for one in said.expected]
    assert said.score > found.score


def test_the_words_say_what_the_reasons_hold_in_both_languages(filled: Engine) -> None:
    profile = welder()
    found = by_key(find_first_jobs(filled, profile, 10, OPEN), "magang-las")
    words = " ".join(first_job_words(found, profile, "id"))
    for part in ("Teknik Pengelasan biasanya bekerja sebagai", "meminta jurusan", "magang", "belum kamu tulis: "):
        assert part in words
    assert "Kamu sudah menulis" not in words
    assert "Usually taught in" in " ".join(first_job_words(found, profile, "en"))
    other = by_key(find_first_jobs(filled, profile, 10, OPEN), "magang-buku")
    told = first_job_words(other, profile, "id")
    assert any("jarang bekerja sebagai" in said for said in told)
    assert any("menyebut jurusan: akuntansi" in said for said in told)
    assert all(set(said) == {"id", "en"} for said in SENTENCES.values())


def test_a_wish_draws_the_work_that_was_wished_for(filled: Engine) -> None:
    silent = by_key(find_first_jobs(filled, welder(), 10, OPEN), "magang-buku")
    wishing = welder(occupations=(("3313", 1.0),))
    wished = by_key(find_first_jobs(filled, wishing, 10, OPEN), "magang-buku")
    assert not silent.details["wish"]["known"]
    assert wished.details["wish"]["known"]
    assert wished.components["wish"] > silent.components["wish"]
    unsure = by_key(
        find_first_jobs(filled, welder(occupations=(("3313", 1.0),), uncertain=True), 10, OPEN), "magang-buku"
    )
    assert unsure.components == silent.components


def test_a_posting_that_is_not_coded_has_no_occupation_and_says_none(engine: Engine) -> None:
    profile = first_job_profile(programme_worker("TKJ", "SMK"))
    bare = coded_posting(is_internship=True)
    segment = segment_of(fresh_of([bare]), engine.vocabulary)
    looked = FirstJobSearch(engine, profile).score(segment, np.array([0]))
    assert looked.scores.known[0].tolist().count(True) == 3  # text, words, start
    engine.upsert([posting("x", title="🙂", employment_type="internship")])
    engine.build()
    found = find_first_jobs(engine, profile, 1, Conditions()).found
    assert [one.usualness for one in found if not one.code] in ([], ["other"])


def test_nearness_of_studies_is_that_of_the_nearest_known_one(filled: Engine) -> None:
    profile, programmes = welder(), load_study_programmes()
    own = programmes.number("teknik pengelasan")

    def ad(*names: str) -> Coded:
        return coded_posting(study_programmes=names)

    ads = [ad(), ad("ilmu nujum"), ad("akuntansi"), ad("akuntansi", "teknik pengelasan"), ad("teknik mesin")]
    found = asked_nearness(profile, ads)
    assert np.isnan(found[:2]).all()
    assert found[3] == 1.0
    assert own is not None
    for at, name in ((2, "akuntansi"), (4, "teknik mesin")):
        assert found[at] == pytest.approx(float(programmes.closeness[own, programmes.number(name)]))


def test_without_an_index_it_is_told(engine: Engine) -> None:
    with pytest.raises(GenerationError):
        find_first_jobs(engine, welder(), 3, OPEN)
