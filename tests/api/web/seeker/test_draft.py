"""What a form carries: choices that exist, a profile in the template, postings that are left out with why."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from api.web.seeker.asking import asked_of
from api.web.seeker.draft import MOST_HIDDEN, Draft, lines_of
from api.web.seeker.held import HeldJob
from api.web.seeker.hidden import read_hidden
from api.web.tongue import TONGUES
from matcher.filters import Conditions

TONGUE = TONGUES["id"]


def test_a_profile_goes_into_the_template_of_a_worker() -> None:
    draft = Draft.of(
        {
            "wish": "admin gudang",
            "jobs": "helper gudang|18\nkasir|\n|6",
            "skills": "Stok opname\nSIM B1\nStok opname\nsulap",
            "pay": "4,5 juta",
            "relocate": "1",
        }
    )
    worker, faults = draft.worker(TONGUE)
    assert faults == {}
    assert worker == {
        "wish": "admin gudang",
        "jobs": [{"title": "helper gudang", "months": 18}, {"title": "kasir"}],
        "skills": ["Stok opname", "sulap"],
        "licences": ["SIM B1"],
        "salary_idr_month": 4_500_000,
        "will_relocate": True,
    }


def test_who_says_nothing_is_asked_for_a_sentence_and_what_cannot_be_read_is_told() -> None:
    assert "wish" in Draft().worker(TONGUE)[1]
    assert "pay" in Draft(wish="las", pay="banyak").worker(TONGUE)[1]
    assert "summary" in Draft(summary="x" * 5_001).worker(TONGUE)[1]


def test_limits_of_a_search_become_conditions_and_no_part_of_the_profile() -> None:
    draft = Draft.of(
        {
            "wish": "las",
            "within_km": "25",
            "pay_least": "3000000",
            "no_night": "1",
            "remote": "1",
            "disability_access": "1",
        }
    )
    assert draft.conditions(Conditions()) == Conditions(
        within_km=25.0, pay_at_least=3e6, no_night=True, only_remote=True, disability_access=True
    )
    assert draft.worker(TONGUE)[0] == {"wish": "las"}
    assert Draft.of({"within_km": "-3", "pay_least": "1"}).conditions(Conditions()) == Conditions()


def test_postings_are_left_out_with_why_and_come_back() -> None:
    draft = Draft().without("jauh", "contoh:p-1").without("upah", "contoh:p-2").without("jam", "contoh:p-1")
    assert draft.left_out == {"contoh:p-2": "upah", "contoh:p-1": "jam"}
    assert draft.with_again("contoh:p-2").left_out == {"contoh:p-1": "jam"}
    many = Draft.of({"hidden": "\n".join(f"lain a:{n}" for n in range(MOST_HIDDEN + 20))})
    assert len(many.left_out) == MOST_HIDDEN
    assert "a:0" not in many.left_out


def test_the_button_that_was_pressed_says_what_is_asked() -> None:
    assert asked_of({"tab": "dekat", "tab_kini": "lowongan"}).tab == "dekat"
    assert asked_of({"tab_kini": "magang"}).tab == "magang"
    assert asked_of({"tab": "../etc"}).tab == "lowongan"
    assert asked_of({"banyak": "30"}).shown == 30
    assert asked_of({"banyak": "9999999"}).shown == 10
    assert asked_of({"banding-1": "a:1", "banding-2": "a:2"}).compared == ()
    assert asked_of({"banding-1": "a:1", "banding-2": "a:2", "bandingkan": "1"}).compared == ("a:1", "a:2")
    hidden = asked_of({"sembunyi": "jauh a:1", "hidden": "lain a:2"})
    assert (hidden.just_hidden, hidden.reason, set(hidden.draft.left_out)) == ("a:1", "jauh", {"a:1", "a:2"})
    assert set(asked_of({"tampilkan": "a:2", "hidden": "lain a:2\nlain a:3"}).draft.left_out) == {"a:3"}


def test_an_unknown_reason_is_another_one() -> None:
    assert read_hidden("agama a:1") == ("lain", "a:1")
    assert read_hidden("a:1") == ("lain", "a:1")


@given(st.dictionaries(st.sampled_from(list(Draft().as_form())), st.text(max_size=80)))
def test_whatever_is_sent_is_read_without_a_fault_of_ours(form: dict[str, str]) -> None:
    draft = Draft.of(form)
    worker, faults = draft.worker(TONGUE)
    assert worker or faults
    draft.conditions(Conditions())
    assert all(value for _, value in draft.carried())


@given(st.text(max_size=80))
def test_a_line_is_a_job_with_months_only_where_they_are_a_number(line: str) -> None:
    job = HeldJob.of(line)
    assert set(job.profile()) <= {"title", "months", "description"}
    assert (job.months or 0) >= 0
    assert HeldJob.of(job.line()).line() == job.line()
    assert all(one == one.strip() and one for one in lines_of(line))
