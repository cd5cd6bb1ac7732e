"""The texts that are coded, embedded and searched, and what must never stand in them."""

from __future__ import annotations

import pytest

from matcher.records import JobHeld, Record
from matcher.texts import focus_text, lexical_text, passage, title_item, wish_item
from tests.builders import course, posting, worker

PERSONAL = "Perempuan, beragama Islam, usia 24 tahun, WA 0812 3456 7890"


@pytest.mark.parametrize(
    "record",
    [
        posting(title="Kasir Wanita", description=f"Jaga toko. {PERSONAL}"),
        worker(summary=f"Jaga toko. {PERSONAL}", wish="Kasir wanita"),
        worker(summary="jaga toko", jobs=(JobHeld(title="Kasir wanita", description=PERSONAL),) * 2),
        worker(summary=f"{PERSONAL}. Kasir, jaga toko"),
    ],
    ids=["posting", "wish", "jobs", "summary"],
)
def test_no_text_holds_a_trait_or_a_contact_and_all_keep_the_work(record: Record) -> None:
    item = title_item(record)
    texts = [item.title, item.text, item.words, item.passage, focus_text(record), passage(record), lexical_text(record)]
    for text in texts:
        folded = text.casefold()
        assert not [w for w in ("wanita", "perempuan", "islam", "24 tahun", "0812", "7890") if w in folded]
    assert "kasir" in lexical_text(record).casefold()
    assert "toko" in lexical_text(record)
    assert "kasir" in focus_text(record).casefold()


def test_a_posting_is_coded_from_title_category_and_text() -> None:
    item = title_item(posting(title="Juru Las", hint="Teknik / Las", description="las pipa"))
    assert (item.title, item.hint, item.text) == ("Juru Las", "Teknik / Las", "las pipa")
    assert passage(posting(title="Juru Las", hint="Teknik", description="las pipa")) == "Juru Las. Teknik. las pipa"


def test_a_course_is_coded_from_title_field_and_summary() -> None:
    item = title_item(course(title="Las Dasar", vocational_field="Teknik Las", summary="belajar las"))
    assert (item.title, item.hint, item.text) == ("Las Dasar", "Teknik Las", "belajar las")
    assert focus_text(course(title="Las Dasar")) == "las dasar"


def test_a_past_is_coded_from_the_latest_job_and_the_rest_as_text() -> None:
    jobs = (JobHeld(title="Kasir", description="jaga kasir"), JobHeld(title="Satpam", description="jaga malam"))
    item = title_item(worker(jobs=jobs, summary="rajin", wish="admin"))
    assert item.title == "Kasir"
    assert item.text.split() == "Satpam jaga kasir jaga malam rajin".split()
    assert title_item(worker(summary="<b>jaga</b> toko " * 40)).title.startswith("jaga toko")
    assert len(title_item(worker(summary="jaga toko " * 40)).title) <= 120


def test_the_focus_of_a_worker_is_the_wish_else_the_latest_job_else_the_summary() -> None:
    job = (JobHeld(title="Kasir"),)
    assert focus_text(worker(wish="Barista", jobs=job)) == "barista"
    assert focus_text(worker(jobs=job, summary="rajin")) == "kasir"
    assert focus_text(worker(summary="jaga toko")) == "jaga toko"
    assert focus_text(worker()) == ""
    assert wish_item(worker(wish="Barista")).title == "Barista"


def test_the_passage_of_a_worker_opens_with_the_wish_and_is_of_bounded_length() -> None:
    found = passage(worker(wish="Barista", summary="suka kopi", jobs=(JobHeld(title="Kasir"),), skills=("Latte art",)))
    assert found.startswith("Barista. Kasir.")
    assert found.endswith("suka kopi. Latte art")
    assert len(passage(worker(summary="jaga toko " * 500))) <= 600


def test_words_of_every_field_can_be_searched() -> None:
    found = lexical_text(
        posting(title="Juru Las", hint="Teknik", study_programmes=("Teknik Mesin",), description="las <i>pipa</i>")
    )
    for word in ("Juru Las", "Teknik", "Teknik Mesin", "pipa"):
        assert word in found
    assert "<i>" not in found
    of_worker = lexical_text(
        worker(
            wish="Barista",
            skills=("Latte art",),
            licences=("SIM C",),
            study_programme="Tata Boga",
            jobs=(JobHeld(title="Kasir"),),
        )
    )
    assert all(word in of_worker for word in ("Barista", "Latte art", "SIM C", "Tata Boga", "Kasir"))
    of_course = lexical_text(course(title="Las", vocational_field="Teknik Las", summary="pipa", skills=("Las SMAW",)))
    assert all(word in of_course for word in ("Teknik Las", "pipa", "Las SMAW"))


SAYS_NOTHING = posting(title="Kasir", description="Jaga kasir toko, SMA.")
OPEN = posting(title="Kasir (ramah difabel)", description="Jaga kasir toko, SMA. Terbuka untuk penyandang disabilitas.")


def test_what_an_ad_says_of_people_with_disabilities_stands_in_no_text() -> None:
    for text in (title_item(OPEN).words, title_item(OPEN).text, passage(OPEN), focus_text(OPEN), lexical_text(OPEN)):
        assert not [word for word in ("difabel", "disabilitas", "terbuka") if word in text.casefold()]
    same = posting(title="Kasir", description="Jaga kasir toko, SMA. Terbuka untuk penyandang disabilitas.")
    for read in (focus_text, passage, lexical_text):
        assert read(same) == read(SAYS_NOTHING)
