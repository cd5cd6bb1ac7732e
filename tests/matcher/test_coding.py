"""Records to codes: what the source states wins over what is read, and what is not said stays unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from indexes.encoder import BatchProgress, Vectors
from matcher.coded import Coded
from matcher.coding import RecordCoder
from matcher.records import JobHeld, Pay, Record
from matcher.texts import focus_text, passage, wish_item
from taxonomy.committee import load_committee
from taxonomy.errors import EncoderError
from taxonomy.pay import DAYS_A_MONTH, RUPIAH_PER
from taxonomy.places import load_gazetteer
from taxonomy.skill_mentions import load_skill_reader
from taxonomy.skills import load_skills
from taxonomy.title_item import TitleItem
from tests.builders import JAKARTA_SELATAN, KOTA_BANDUNG, KOTA_BEKASI, course, posting, worker
from tests.fakes import FakeEncoder


@lru_cache(maxsize=1)
def coder() -> RecordCoder:
    return RecordCoder(FakeEncoder(), load_committee(), load_skills(), load_skill_reader(), load_gazetteer())


def coded(record: Record) -> Coded:
    return coder().code([record])[0].coded


def skill_id(name: str) -> str:
    skill = load_skills().find(name)
    assert skill is not None, name
    return skill.id


def relevances(found: Coded) -> dict[str, str]:
    return {skill.id: skill.relevance for skill in found.skills}


def test_weights_that_were_trained_on_another_encoder_are_refused() -> None:
    with pytest.raises(EncoderError, match=r"found strange-encoder; train again"):
        RecordCoder(
            FakeEncoder("strange-encoder"), load_committee(), load_skills(), load_skill_reader(), load_gazetteer()
        )


@pytest.mark.parametrize("source", ["use", "e5"])
def test_weights_that_name_another_encoder_of_either_kind_are_refused(source: str) -> None:
    committee = load_committee()
    other = replace(committee, encoders={**committee.encoders, source: "an-older-one"})
    with pytest.raises(EncoderError, match=rf"wanted encoder an-older-one, found {committee.encoders[source]}; train"):
        RecordCoder(FakeEncoder(), other, load_skills(), load_skill_reader(), load_gazetteer())


class NotingEncoder(FakeEncoder):
    """Remembers the texts of each call."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[list[str]] = []

    def _encode(self, texts: Sequence[str], progress: BatchProgress | None) -> Vectors:
        self.asked.append(list(texts))
        return super()._encode(texts, progress)


def test_what_is_embedded_for_the_search_is_not_encoded_again_for_the_title_coder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records: list[Record] = [
        posting("1", title="Peracik kopi", description="Menyeduh kopi"),
        posting("2", title="Asisten serba bisa"),
        course("3", title="Las Dasar", summary="Belajar las SMAW"),
        worker("4", wish="apa saja yang halal", jobs=(JobHeld(title="Satpam"),)),
    ]
    never = {"title": (2.0, 2.0), "text": (2.0, 2.0)}  # so that every title reaches the main encoder
    asked, found = {}, {}
    for is_told in (True, False):
        noting = NotingEncoder()
        made = RecordCoder(noting, load_committee(), load_skills(), load_skill_reader(), load_gazetteer())
        staged = made.titles.staged

        def every_stage(
            items: Sequence[TitleItem],
            known: Mapping[str, Vectors] | None,
            staged: Any = staged,
            is_told: bool = is_told,
        ) -> Any:
            return staged(items, known if is_told else None, never)

        monkeypatch.setattr(made.titles, "staged", every_stage)
        found[is_told] = [coding.coded for coding in made.code(records)]
        asked[is_told] = noting.asked
        assert noting.asked[:2] == [[focus_text(r) for r in records], [passage(r) for r in records]]
    assert found[True] == found[False]
    # Only the worker's past is embedded in other words.
    assert asked[True][2:] == [["satpam"]]
    assert len(asked[False]) > 3


def test_the_fingerprint_names_encoder_weights_and_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_committee().encoder in coder().fingerprint
    assert load_committee().fingerprint in coder().fingerprint
    monkeypatch.setattr("matcher.coding.RULES", "coding-next")
    changed = RecordCoder(FakeEncoder(), load_committee(), load_skills(), load_skill_reader(), load_gazetteer())
    assert changed.fingerprint != coder().fingerprint
    assert changed.dim == FakeEncoder.dim


def test_nothing_in_gives_nothing_out() -> None:
    assert coder().code([]) == []


def test_records_of_all_kinds_are_coded_in_their_order_as_each_alone() -> None:
    records: list[Record] = [
        worker("1", wish="kasir", summary="pernah jaga toko"),
        posting("2", title="Barista"),
        course("3", title="Las Dasar"),
        worker("4", wish="tukang las", jobs=(JobHeld(title="Satpam", months=5),)),
        posting("5", title="Juru Masak", description="masakan nusantara"),
    ]
    together = coder().code(records)
    assert [coding.coded.key for coding in together] == [record.key for record in records]
    assert [coding.coded.kind for coding in together] == ["worker", "posting", "course", "worker", "posting"]
    for record, coding in zip(records, together, strict=True):
        (alone,) = coder().code([record])
        # A matrix product of another height may round the last digit of a weight otherwise.
        assert replace(alone.coded, occupations=()) == replace(coding.coded, occupations=())
        assert dict(alone.coded.occupations) == pytest.approx(dict(coding.coded.occupations), abs=2e-4)
        assert np.allclose(alone.vector, coding.vector, atol=1e-6)
        assert coding.vector.dtype == np.float32
        assert np.linalg.norm(coding.vector) == pytest.approx(1.0, abs=1e-5)


def test_progress_is_told_while_passages_are_encoded() -> None:
    told: list[tuple[int, int]] = []
    coder().code([posting("1"), posting("2")], lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


def test_sparse_records_keep_what_is_not_known_unknown() -> None:
    bare_posting, bare_worker, bare_course = coded(posting(title="")), coded(worker()), coded(course(title=""))
    for found in (bare_posting, bare_worker, bare_course):
        assert (found.occupations, found.uncertain) == ((), True)
        assert (found.skills, found.licences, found.region_codes, found.study_programmes) == ((), (), (), ())
        assert (found.education, found.experience_months, found.pay_low, found.pay_high) == ("", None, None, None)
        assert not found.is_remote
        assert not found.is_internship
        assert found.closes_on is None
    assert bare_worker.will_relocate is None
    assert bare_worker.title == ""


def test_a_full_posting_is_taken_at_its_word_over_its_text() -> None:
    record = posting(
        title="Welder",
        description="Pendidikan min S1, pengalaman minimal 5 tahun, gaji Rp 9.000.000 per bulan. Bisa las SMAW.",
        places=("Kota Bandung",),
        region_codes=(KOTA_BEKASI, "9999", ""),
        skills=("Las GTAW",),
        education=("SMA/SMK", "D3"),
        study_programmes=("Teknik  Pengelasan", ""),
        experience_months_min=12,
        pay=Pay(low=4e6, high=6e6),
        employment_type="full_time",
        closes_on=date(2026, 12, 1),
        is_closed=True,
    )
    found = coded(record)
    assert found.region_codes == (KOTA_BEKASI,)
    assert (found.education, found.experience_months) == ("SMA", 12)
    assert (found.pay_low, found.pay_high) == (4e6, 6e6)
    assert "teknik pengelasan" in found.study_programmes
    assert "" not in found.study_programmes
    assert {skill_id("Las GTAW"), skill_id("Las SMAW")} <= relevances(found).keys()
    assert set(relevances(found).values()) == {"required"}
    assert (found.employment_types, found.closes_on, found.is_closed) == (("full_time",), date(2026, 12, 1), True)
    assert not found.is_internship


def test_what_the_source_leaves_out_is_read_from_the_text() -> None:
    text = "Lulusan S1 Akuntansi. Pengalaman minimal 2 tahun di bidang kas. Gaji Rp 5.000.000 - Rp 7.000.000 per bulan."
    found = coded(posting(title="Staf Kas", description=text, places=("Kota Bandung, Jawa Barat",)))
    assert (found.education, found.experience_months) == ("S1", 24)
    assert (found.pay_low, found.pay_high) == (5e6, 7e6)
    assert found.region_codes == (KOTA_BANDUNG,)
    unreadable = coded(posting(title="Staf Kas", description=text, education=("Semua jenjang",)))
    assert unreadable.education == "S1"


@pytest.mark.parametrize(
    ("pay", "low", "high"),
    [
        (Pay(low=200_000, period="day"), 200_000 * DAYS_A_MONTH, None),
        (Pay(high=120e6, period="year"), None, 10e6),
        (Pay(low=1_000, high=2_000, currency="USD"), 1_000 * RUPIAH_PER["USD"], 2_000 * RUPIAH_PER["USD"]),
        (Pay(), None, None),
    ],
)
def test_pay_is_brought_to_rupiah_a_month(pay: Pay, low: float | None, high: float | None) -> None:
    found = coded(posting(pay=pay))
    assert (found.pay_low, found.pay_high) == pytest.approx((low, high))


def test_pay_in_a_currency_that_is_not_known_stays_unknown_and_stops_no_build() -> None:
    found = coded(posting(pay=Pay(low=1_000, currency="THB")))
    assert (found.pay_low, found.pay_high) == (None, None)


def test_an_internship_asks_for_no_experience_unless_it_says_so() -> None:
    silent = posting(employment_type="internship", description="Pengalaman minimal 2 tahun lebih disukai")
    assert coded(silent).experience_months == 0
    assert coded(silent).is_internship
    assert coded(replace(silent, experience_months_min=6)).experience_months == 6
    beginners = posting(description="Fresh graduate dipersilakan melamar")
    assert coded(beginners).experience_months is None


def test_preferred_skills_are_told_from_required_and_negated_ones_left_out() -> None:
    text = "Wajib bisa las SMAW.\nDiutamakan menguasai Microsoft Excel.\nTidak perlu bisa bahasa Inggris."
    found = relevances(coded(posting(description=text)))
    assert found[skill_id("Las SMAW")] == "required"
    assert found[skill_id("Microsoft Excel")] == "preferred"
    assert skill_id("Bahasa Inggris") not in found
    held = relevances(coded(worker(summary="Bisa las SMAW, lebih disukai. Belum bisa bahasa Inggris.")))
    assert held[skill_id("Las SMAW")] == "held"
    assert skill_id("Bahasa Inggris") not in held


def test_a_listed_skill_is_found_by_name_or_read_out_of_the_entry_and_negation_counts_there_too() -> None:
    found = coded(worker(skills=("MICROSOFT EXCEL", "Mahir las SMAW di bengkel", "tidak bisa bahasa Inggris", "xyzzy")))
    assert relevances(found) == {skill_id("Microsoft Excel"): "held", skill_id("Las SMAW"): "held"}
    assert [skill.surface for skill in found.skills] == ["MICROSOFT EXCEL", "Mahir las SMAW di bengkel"]


def test_a_skill_that_one_line_prefers_and_another_demands_is_demanded_by_the_words_that_demand_it() -> None:
    (found,) = coded(posting(description="Diutamakan menguasai Microsoft Excel.\nWajib bisa MS Excel.")).skills
    assert (found.id, found.relevance, found.surface) == (skill_id("Microsoft Excel"), "required", "MS Excel")


def test_a_skill_stands_once_and_the_listed_words_win() -> None:
    found = coded(posting(skills=("Las SMAW",), description="Las SMAW, las smaw, welding SMAW"))
    assert [skill.id for skill in found.skills].count(skill_id("Las SMAW")) == 1
    assert found.skills[0].surface == "Las SMAW"


def test_only_required_licences_are_compulsory() -> None:
    text = "Wajib memiliki SIM A.\nDiutamakan punya SIM C.\nTidak perlu SIM B1."
    found = coded(posting(description=text, skills=("SIO Forklift", "Las SMAW")))
    assert found.licences == (skill_id("SIO Forklift"), skill_id("SIM A"))
    assert relevances(found)[skill_id("SIM C")] == "preferred"
    holder = coded(worker(licences=("SIM A", "sertifikat antah berantah"), summary="punya SIM C aktif"))
    assert holder.licences == (skill_id("SIM A"), skill_id("SIM C"))
    listed = coded(posting(skills=("SIM A dan SIM C aktif", "jujur")))
    assert listed.licences == (skill_id("SIM A"), skill_id("SIM C"))
    assert relevances(holder)[skill_id("SIM A")] == "held"


@pytest.mark.parametrize("trait", ["suku Batak", "suku Jawa", "beragama Islam", "muslimah", "wanita"])
def test_a_personal_trait_is_never_read_as_a_skill(trait: str) -> None:
    assert (
        coded(worker(summary=f"Saya {trait}, biasa las SMAW")).skills == coded(worker(summary="biasa las SMAW")).skills
    )


def test_a_skill_whose_name_holds_a_trait_word_is_kept() -> None:
    assert skill_id("Masakan Chinese Food") in relevances(coded(posting(description="Bisa masakan chinese food")))


@pytest.mark.parametrize(
    ("facts", "countries"),
    [
        ({"places": ("Kuala Lumpur, Malaysia",)}, ("MY",)),
        ({"places": ("Malaysia", "Taiwan", "Selangor, Malaysia")}, ("MY", "TW")),
        ({"places": ("Kota Bandung, Indonesia",)}, ()),
        ({"places": ("Indonesia",)}, ()),
        ({"places": ("Kota Bandung", "Malaysia")}, ()),
        ({"places": ("Malaysia",), "region_codes": (KOTA_BEKASI,)}, ()),
        ({"places": ("Malaysia",), "region_codes": ("0000",)}, ("MY",)),
        ({"places": ("entah di mana",)}, ()),
        ({"description": "Penempatan Malaysia"}, ("MY",)),
        ({"places": ("Kota Bandung",), "description": "Penempatan Malaysia"}, ("MY",)),
        ({"places": ("Kota Bandung",), "description": "Ekspor ke Malaysia"}, ()),
        ({}, ()),
    ],
)
def test_a_posting_has_the_countries_where_its_place_or_its_words_say_that_the_work_is(
    facts: dict[str, Any], countries: tuple[str, ...]
) -> None:
    assert coded(posting(**facts)).countries == countries


def test_the_office_of_a_recruiter_is_not_where_the_work_is() -> None:
    found = coded(posting(places=("Kota Bandung",), description="Penempatan Malaysia"))
    assert (found.countries, found.region_codes) == (("MY",), ())


def test_only_postings_have_countries() -> None:
    assert coded(worker(place="Malaysia")).countries == ()
    assert coded(course(place="Malaysia")).countries == ()


def test_places_are_read_remote_work_is_seen_and_codes_win() -> None:
    assert coded(posting(places=("Jaksel", "Kota Bekasi"))).region_codes == (JAKARTA_SELATAN, KOTA_BEKASI)
    assert coded(posting(places=("WFH",))).is_remote
    assert coded(worker(place="Kota Bandung")).region_codes == (KOTA_BANDUNG,)
    assert coded(worker(place="Kota Bandung", region_code=KOTA_BEKASI)).region_codes == (KOTA_BEKASI,)
    assert coded(worker(place="Kota Bandung", region_code="0000")).region_codes == (KOTA_BANDUNG,)
    assert coded(course(place="Kota Bandung")).region_codes == (KOTA_BANDUNG,)
    assert coded(course(mode="online")).is_remote


FULL: dict[str, Any] = {
    "wish": "Juru Las",
    "summary": "Lulusan SMK, pengalaman las 7 tahun",
    "jobs": (
        JobHeld(title="Helper Las", months=10),
        JobHeld(title="Kuli", months=None),
        JobHeld(title="Las", months=8),
    ),
    "education": "D3 Teknik Mesin",
    "study_programme": "Teknik Mesin",
    "experience_months": 30,
    "salary_idr_month": 5_500_000,
    "will_relocate": False,
    "employment_types": ("contract",),
}


def test_a_full_worker_is_taken_at_the_word_over_the_summary() -> None:
    found = coded(worker(**FULL))
    assert (found.title, found.education, found.experience_months) == ("Juru Las", "D3", 30)
    assert (found.pay_low, found.pay_high) == (5_500_000.0, None)
    assert found.study_programmes[0] == "teknik mesin"
    assert (found.employment_types, found.is_internship, found.will_relocate) == (("contract",), False, False)


def test_experience_is_stated_else_summed_over_jobs_else_read_in_the_summary() -> None:
    assert coded(worker(**{**FULL, "experience_months": None})).experience_months == 18
    no_months = {**FULL, "experience_months": None, "jobs": (JobHeld(title="Las"),)}
    assert coded(worker(**no_months)).experience_months == 84
    assert coded(worker(summary="fresh graduate, belum pernah kerja")).experience_months == 0
    assert coded(worker(summary="suka kopi")).experience_months is None
    assert coded(worker(experience_months=0, summary="pengalaman 3 tahun")).experience_months == 0


def test_education_of_a_worker_is_the_highest_stated_else_read_in_the_summary() -> None:
    assert coded(worker(education="SMA, lanjut S1")).education == "S1"
    assert coded(worker(summary="lulusan SMK jurusan mesin")).education == "SMA"


def test_the_title_shown_is_the_wish_else_the_latest_job_else_the_summary_without_traits() -> None:
    assert coded(worker(wish="Kasir", jobs=(JobHeld(title="Satpam"),))).title == "Kasir"
    assert coded(worker(jobs=(JobHeld(title="Satpam"), JobHeld(title="Kasir")))).title == "Satpam"
    text = "Perempuan, beragama Islam, hubungi 0812 3456 7890. " + "jaga toko " * 30
    shown = coded(worker(summary=text)).title
    assert "jaga toko" in shown
    assert shown[0].isalpha()
    assert len(shown) <= 80
    assert "Perempuan" not in shown
    assert "0812" not in shown


def test_what_an_employer_sees_of_a_worker_holds_no_trait_and_no_phone_number() -> None:
    assert coded(worker(wish="Kasir, hubungi 0812 3456 7890")).title == "Kasir, hubungi"
    assert coded(worker(wish="Perempuan", jobs=(JobHeld(title="Satpam, 28 tahun"),))).title == "Satpam"
    found = coded(worker(skills=("Mahir las SMAW, WA 0812 3456 7890",)))
    assert [skill.surface for skill in found.skills] == ["Mahir las SMAW, WA"]


def test_all_wished_types_are_kept() -> None:
    assert coded(worker(employment_types=("internship",))).is_internship
    both = coded(worker(employment_types=("internship", "full_time")))
    assert (both.employment_types, both.is_internship) == (("internship", "full_time"), True)


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("siap kerja di mana saja", None, True),
        ("siap merantau", None, True),
        ("siap kerja di mana saja", False, False),
        ("dekat rumah saja", None, None),
        ("dekat rumah saja", True, True),
    ],
)
def test_a_wish_to_move_is_stated_or_read(text: str, said: bool | None, expected: bool | None) -> None:
    assert coded(worker(summary=text, will_relocate=said)).will_relocate is expected


@pytest.mark.parametrize(
    ("summary", "wish", "said", "expected"),
    [
        ("", "content writer remote", None, True),
        ("ibu dua anak, cari kerja dari rumah. dulu admin", "", None, True),
        ("cari yg remote aja", "admin online shop", None, True),
        ("cari yg remote aja", "admin online shop", False, False),
        ("dulu tim remote, sekarang cari kerja kantor", "", None, None),
        ("bisa kerja dari rumah atau kantor dengan akses lift", "", None, None),
        ("cari kerja remote atau kantor", "", None, None),
        ("", "desainer (remote / hybrid)", None, None),
        ("", "teknisi remote control", None, None),
        ("jaga toko", "kasir", True, True),
    ],
)
def test_a_wish_for_work_from_home_alone_is_stated_or_read(
    summary: str, wish: str, said: bool | None, expected: bool | None
) -> None:
    assert coded(worker(summary=summary, wish=wish, wants_remote=said)).wants_remote is expected


def codes(found: Coded) -> list[str]:
    return [code for code, _ in found.occupations]


SURE_WISH, SURE_PAST = "Kasir", "Satpam"


def first_code(title: str) -> str:
    return coder().titles.code([wish_item(worker(wish=title))])[0].candidates[0].code


def test_the_wish_weighs_more_than_the_past_and_an_empty_side_leaves_all_to_the_other() -> None:
    wish_only = coded(worker(wish=SURE_WISH))
    past_only = coded(worker(jobs=(JobHeld(title=SURE_PAST),)))
    assert codes(wish_only)[0] == first_code(SURE_WISH)
    both = coded(worker(wish=SURE_WISH, jobs=(JobHeld(title=SURE_PAST),)))
    assert set(codes(both)) <= set(codes(wish_only)) | set(codes(past_only))
    assert len(both.occupations) <= 5
    weights = [weight for _, weight in both.occupations]
    assert weights == sorted(weights, reverse=True)
    assert all(0 <= weight <= 1 for weight in weights)


def test_a_worker_is_uncertain_only_when_wish_and_past_are() -> None:
    empty = coded(worker(wish="!!!", summary=""))
    assert empty.uncertain
    for found in (coded(worker(wish=SURE_WISH)), coded(worker(jobs=(JobHeld(title=SURE_WISH),)))):
        expected = coder().titles.code([wish_item(worker(wish=SURE_WISH))])[0].uncertain
        assert found.uncertain is expected


def test_a_course_trains_for_the_codes_that_it_states_else_for_what_its_title_says() -> None:
    stated = coded(course(title="Barista", kbji=("7212", "7213")))
    assert stated.occupations == (("7212", 0.5), ("7213", 0.5))
    assert not stated.uncertain
    assert coded(course(title="Barista")).occupations == (("5132", 0.5), ("5131", 0.5))
    assert len(coded(course(title="Peternak Jangkrik")).occupations) == 5


def test_codes_of_a_course_that_the_classification_does_not_know_are_left_out() -> None:
    assert coded(course(title="Barista", kbji=("7212", "9999"))).occupations == (("7212", 1.0),)
    only_unknown = coded(course(title="Barista", kbji=("9999",)))
    assert only_unknown.occupations == coded(course(title="Barista")).occupations


def test_a_course_has_what_it_teaches_its_first_day_and_the_least_education() -> None:
    found = coded(
        course(skills=("Las SMAW",), summary="Belajar las GTAW", starts_on=date(2027, 1, 4), education_min="SMA/SMK")
    )
    assert {skill_id("Las SMAW"), skill_id("Las GTAW")} <= relevances(found).keys()
    assert set(relevances(found).values()) == {"taught"}
    assert (found.closes_on, found.education) == (date(2027, 1, 4), "SMA")


def test_hours_that_a_posting_asks_for_and_whom_it_is_open_to_are_read_from_title_and_text() -> None:
    found = coded(posting(title="Satpam Shift", description="Jaga malam. Terbuka untuk penyandang disabilitas."))
    assert (found.shift_words, found.night_words) == ("Shift", "malam")
    assert found.access_words == "Terbuka untuk penyandang disabilitas"
    silent = coded(posting(title="Satpam", description="Non shift. Tidak menerima difabel."))
    assert (silent.shift_words, silent.night_words, silent.access_words) == ("", "", "")


def test_hours_that_a_worker_refuses_are_read_from_summary_and_wish() -> None:
    found = coded(worker(summary="Tidak bisa shift malam, anak masih kecil", wish="kasir non shift"))
    assert (found.shift_words, found.night_words) == ("non shift", "Tidak bisa shift malam")
    ready = coded(worker(summary="Siap shift malam", jobs=(JobHeld(title="Satpam", description="non shift"),)))
    assert (ready.shift_words, ready.night_words) == ("", "")


@pytest.mark.parametrize("said", ["saya difabel", "pakai kursi roda", "tuli"])
def test_nothing_of_a_workers_disability_is_kept(said: str) -> None:
    told, silent = (
        coder().code([worker(summary=summary, wish="kasir")])[0] for summary in (f"jaga kasir {said}", "jaga kasir")
    )
    assert told.coded.access_words == ""
    assert replace(told.coded, skills=()) == replace(silent.coded, skills=())


def test_a_posting_open_to_people_with_disabilities_has_the_vector_and_skills_of_one_that_says_nothing() -> None:
    text = "Menguasai Microsoft Excel, ramah."
    said, silent = (
        coder().code([posting(description=described)])[0]
        for described in (f"{text} Terbuka untuk penyandang disabilitas.", text)
    )
    np.testing.assert_array_equal(said.vector, silent.vector)
    assert replace(said.coded, access_words="") == silent.coded
    assert said.coded.access_words


def test_a_course_closes_with_its_registration_else_with_its_first_day_else_with_its_last() -> None:
    first, last, until = date(2027, 1, 4), date(2027, 2, 1), date(2026, 12, 20)
    stated = coded(course(starts_on=first, ends_on=last, register_until=until, experience_min_months=6))
    assert (stated.closes_on, stated.experience_months) == (until, 6)
    assert coded(course(starts_on=first, ends_on=last)).closes_on == first
    assert coded(course(ends_on=last)).closes_on == last
    assert coded(course()).closes_on is None
    assert not stated.is_open(date(2026, 12, 21))
    assert stated.terms is not None
    assert (stated.terms.ends_on, coded(posting()).terms) == (last, None)
