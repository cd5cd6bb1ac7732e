"""What may help beside courses, each with the figures that speak for it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from matcher.coded import Coded
from matcher.training.admission import TrainingWish
from matcher.training.alternatives import Alternative
from matcher.training.claim_words import alternative_words
from matcher.training.self_employed import load_own_businesses, own_businesses_in
from taxonomy.errors import InputError
from tests.builders import weighing
from tests.matcher.training.made_advice import BAKER, TODAY, advisor, asking, training, welder, welding


def found(worker: Coded, postings: Sequence[Coded], courses: Sequence[Coded] = ()) -> dict[str, list[Alternative]]:
    answer = advisor(postings, courses).courses(asking(worker), TrainingWish(today=TODAY), 3)
    kinds: dict[str, list[Alternative]] = {}
    for one in answer.alternatives:
        kinds.setdefault(one.kind, []).append(one)
    return kinds


def test_the_lowest_licence_that_opens_postings_is_named_with_their_number() -> None:
    postings = [welding(f"uji:p{at}", "las-busur", licences=("sim-a",)) for at in range(3)]
    postings += [welding("uji:p8", "perpajakan", licences=("sim-c",))]  # does not fit otherwise
    (licence,) = found(welder(held=["las-busur"]), postings)["licence"]
    assert (licence.id, licence.postings, licence.keys) == ("sim-a", 3, ("uji:p0", "uji:p1", "uji:p2"))
    assert licence.legal_basis == "UU 22/2009"
    assert alternative_words(licence, "en") == "Without a course: Driving Licence A opens 3 postings (UU 22/2009)."
    assert "licence" not in found(welder(held=["las-busur", "sim-a"]), postings)


def test_who_has_experience_and_most_skills_of_a_scheme_may_have_them_assessed() -> None:
    course = training(
        "uji:c1", "las-busur", "spreadsheet", "perpajakan", "bahasa-inggris", "sim-c", certification="Skema Juru Las"
    )
    assessment = training("uji:c2", "las-busur", mode="certification", certification="Skema Las Busur")
    postings = [welding("uji:p1", "sim-c", "las-busur")]
    skilled = welder(held=["las-busur", "spreadsheet", "perpajakan"], experience_months=24)
    whole, part = found(skilled, postings, [course, assessment])["certification"]
    assert (whole.label, whole.held, whole.of) == ("Skema Las Busur", 1, 1)
    assert (part.label, part.held, part.of, part.postings) == ("Skema Juru Las", 3, 4, 1)
    assert "3 dari 4 keterampilan Skema Juru Las" in alternative_words(part, "id")
    starting = welder(held=["las-busur", "spreadsheet", "perpajakan"], experience_months=6)
    assert "certification" not in found(starting, postings, [course, assessment])
    other = training("uji:c3", "las-busur", occupations=BAKER, certification="Skema Roti")
    assert "certification" not in found(skilled, postings, [other])


def test_an_internship_is_for_who_has_not_worked_long() -> None:
    postings = [
        welding("uji:p1", "las-busur", is_internship=True),
        welding("uji:p2", "perpajakan", is_internship=True),
        welding("uji:p3", "las-busur"),
    ]
    (internship,) = found(welder(held=["las-busur"]), postings)["internship"]
    assert (internship.postings, internship.keys) == (1, ("uji:p1",))
    assert "internship" not in found(welder(held=["las-busur"], experience_months=36), postings)


def test_a_business_of_ones_own_is_named_where_few_postings_are_within_reach_and_the_work_lends_itself_to_it() -> None:
    few = [welding("uji:p1", "las-busur")]
    (own,) = found(welder(held=["las-busur"]), few)["own_business"]
    assert (own.id, own.postings) == ("7212", 1)
    assert own.label == load_own_businesses()["7212"].business
    many = [welding(f"uji:p{at}", "las-busur") for at in range(6)]
    assert "own_business" not in found(welder(held=["las-busur"]), many)
    assert "own_business" not in found(welder(occupations=(("2112", 1.0),)), few)
    assert "own_business" not in found(welder(uncertain=True), few)


def test_the_table_of_own_businesses_is_whole_and_a_faulty_line_is_named() -> None:
    assert len(load_own_businesses()) >= 90
    head = "unit\tbusiness\tbusiness_en\n"
    for line in ("0000\ta\tb\n", "7212\t\tb\n", "7212\ta\tb\n7212\ta\tb\n"):
        with pytest.raises(InputError, match=r"self_employed\.tsv line"):
            own_businesses_in(head + line)


def test_nothing_is_named_where_nothing_speaks_for_it() -> None:
    postings = [welding(f"uji:p{at}", "las-busur") for at in range(6)]
    assert found(welder(held=["las-busur"], experience_months=60), postings) == {}
    assert weighing(skills=1.0).skills == 1
