"""What a CV tells of a worker, and what it does not make up."""

from __future__ import annotations

import pytest

from matcher.europass.identity import identity_of_columns
from matcher.europass.levels import driving_classes, school_level
from taxonomy.education import LEVELS, kkni_level
from taxonomy.errors import InputError
from tests.matcher.europass.made_cv import empty_cv, made_cv


def test_a_job_is_named_in_english_by_its_isco_group_and_keeps_its_own_words() -> None:
    first, second = made_cv().jobs
    assert (first.occupation.isco08, first.occupation.title) == ("7212", "Welders and flamecutters")
    assert (first.occupation.own_words, first.own_words, first.months) == ("Tukang las", "mengelas pagar", 26)
    assert (second.occupation.isco08, second.occupation.title, second.occupation.own_words) == ("", "", "serabutan")
    assert second.months is None


def test_an_esco_concept_is_named_only_where_the_group_has_one_alone() -> None:
    assert made_cv().jobs[0].occupation.esco == ""  # ESCO has several kinds of welders


def test_names_follow_the_language_and_own_words_do_not() -> None:
    english, indonesian = made_cv("en"), made_cv("id")
    assert english.wish is not None
    assert indonesian.wish is not None
    assert english.wish.title == "Welders and flamecutters"
    assert indonesian.wish.title != english.wish.title
    assert english.summary == indonesian.summary
    assert "Teamwork" in english.skills["Other"]
    assert "Kerja sama tim" in indonesian.skills["Other"]


def test_a_cefr_level_is_shown_only_where_one_is_said() -> None:
    languages = {language.label: language for language in made_cv().languages}
    assert (languages["German"].code, languages["German"].cefr) == ("de", "B1")
    assert (languages["Japanese"].cefr, languages["Japanese"].tests) == ("", ("JLPT N4",))
    assert (languages["Cantonese"].code, languages["Cantonese"].cefr) == ("", "")
    assert "Javanese" not in languages
    assert "Javanese" in made_cv().skills["Other"]


def test_traits_and_contacts_stay_out_of_own_words() -> None:
    assert "0812" not in made_cv().summary
    assert "laki" not in made_cv().summary


def test_licences_keep_their_indonesian_name_and_point_to_european_classes() -> None:
    profile = made_cv()
    assert "Heavy vehicle licence (SIM B1) [SIM B1]" in profile.licences
    assert profile.driving == ("B", "C")
    assert driving_classes(["sim-d", "str-perawat", "sim-c", "sim-b2"]) == ("A1", "CE")


def test_every_level_of_schooling_has_kkni_isced_and_eqf_only_from_the_short_cycle_on() -> None:
    for level in LEVELS:
        found = school_level(level)
        assert found.kkni == kkni_level(level)
        assert 1 <= found.isced <= 8
        assert bool(found.eqf) == (level in {"D3", "D4", "S1", "PROFESI", "S2", "S3"})
        assert ("EQF" in found.label) == bool(found.eqf)
        assert "Perpres 8/2012" in found.label
    with pytest.raises(InputError):
        school_level("TK")


def test_who_says_nothing_has_an_empty_cv() -> None:
    profile = empty_cv()
    assert (profile.wish, profile.jobs, profile.level, profile.languages) == (None, (), None, ())
    assert profile.skills == {}


def test_a_name_is_split_as_the_form_wants_it() -> None:
    whole = identity_of_columns({"name": "Siti Nur  Contoh", "email": "s@contoh.invalid"})
    assert whole is not None
    assert (whole.given_names, whole.surname, whole.email, whole.phone) == (
        "Siti Nur",
        "Contoh",
        "s@contoh.invalid",
        "",
    )
    single = identity_of_columns({"name": "Suharto-Contoh"})
    assert single is not None
    assert (single.given_names, single.surname) == ("Suharto-Contoh", "")
    assert identity_of_columns({"phone": "0812"}) is None
