"""The documents against the structure that Cedefop's schemas give: XML 3.4 and JSON 3.3.

The schemas themselves (EUPL 1.1) are not in the repository; ``ORDER`` repeats of them which elements stand in which, in
which order, as far as we write them. The documents were also validated against the published schemas by hand.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from matcher.europass.export import MEDIA_TYPES, write_cv
from matcher.europass.identity import CvIdentity
from matcher.europass.profile import CvProfile, cv_profile
from taxonomy.skills import load_skills
from tests.matcher.europass.made_cv import MADE_AT, UNSURE, WELDER, empty_cv, made_codes, made_cv, made_worker

NS = "{http://europass.cedefop.europa.eu/Europass}"
WHO = CvIdentity(given_names="Siti", surname="Contoh", email="siti@contoh.invalid", phone="0800000000")

ORDER = {
    "SkillsPassport": "DocumentInfo LearnerInfo",
    "DocumentInfo": "DocumentType CreationDate LastUpdateDate XSDVersion Generator Comment",
    "LearnerInfo": "Identification Headline WorkExperienceList EducationList Skills AchievementList",
    "Identification": "PersonName ContactInfo",
    "PersonName": "FirstName Surname",
    "ContactInfo": "Email TelephoneList",
    "Email": "Contact",
    "TelephoneList": "Telephone",
    "Telephone": "Contact",
    "Headline": "Type Description",
    "Type": "Code",
    "WorkExperienceList": "WorkExperience*",
    "WorkExperience": "Period Position Activities",
    "Period": "Duration",
    "Position": "Code Label",
    "EducationList": "Education",
    "Education": "Title Activities Level Field",
    "Level": "Code Label",
    "Field": "Label",
    "Skills": "Linguistic JobRelated Driving Other",
    "Linguistic": "ForeignLanguageList",
    "ForeignLanguageList": "ForeignLanguage*",
    "ForeignLanguage": "Description ProficiencyLevel VerifiedBy",
    "ProficiencyLevel": "Listening Reading SpokenInteraction SpokenProduction Writing",
    "VerifiedBy": "Certificate*",
    "Certificate": "Title",
    "JobRelated": "Description",
    "Other": "Description",
    "Driving": "Description",
    "AchievementList": "Achievement*",
    "Achievement": "Title Description",
    "Title": "Code Label",
    "Description": "Code Label Licence*",
}


def check_order(element: Any) -> None:
    """Each element holds only what the schema lets it, in its order, once unless it may repeat."""
    name = element.tag.removeprefix(NS)
    children = [child.tag.removeprefix(NS) for child in element]
    if children:
        allowed = ORDER[name].split()
        names = [one.rstrip("*") for one in allowed]
        places = [names.index(child) for child in children]
        assert places == sorted(places), name
        once = [child for child in children if f"{child}*" not in allowed]
        assert len(once) == len(set(once)), name
    for child in element:
        check_order(child)


def xml_of(profile: CvProfile, who: CvIdentity | None = None) -> Any:
    return etree.fromstring(write_cv(profile, "europass-xml", MADE_AT, who))


def json_of(profile: CvProfile, who: CvIdentity | None = None) -> Any:
    return json.loads(write_cv(profile, "europass-json", MADE_AT, who))["SkillsPassport"]


@pytest.mark.parametrize("profile", [made_cv(), made_cv("id"), empty_cv()])
@pytest.mark.parametrize("who", [None, WHO, CvIdentity(given_names="Siti", surname="", email="", phone="")])
def test_xml_holds_the_elements_of_the_schema_in_their_order(profile: CvProfile, who: CvIdentity | None) -> None:
    root = xml_of(profile, who)
    assert root.tag == f"{NS}SkillsPassport"
    assert root.get("locale") == profile.lang
    assert root.findtext(f"{NS}DocumentInfo/{NS}XSDVersion") == "V3.4"
    check_order(root)


def test_values_have_the_form_that_the_schema_wants() -> None:
    root = xml_of(made_cv())
    texts = {name: [found.text for found in root.iter(f"{NS}{name}")] for name in ("Duration", "Licence", "Listening")}
    assert texts["Duration"] == ["P26M"]
    assert set(texts["Licence"]) <= {"A1", "B", "C", "CE"}
    assert all(re.fullmatch("[A-C][12]", level or "") for level in texts["Listening"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", root.findtext(f".//{NS}CreationDate"))


def test_no_date_is_made_up() -> None:
    document = write_cv(made_cv(), "europass-xml", MADE_AT).decode()
    assert "<From" not in document
    assert "<To" not in document
    assert "26 months (dates are not recorded)" in document
    assert "Period" not in json.dumps(json_of(made_cv()))


def test_own_words_are_escaped_and_marked_as_indonesian_in_both_forms() -> None:
    words = '<p lang="id" xml:lang="id">Las 3 tahun &lt;b&gt;rapi&lt;/b&gt; &amp; cepat,'
    assert words in xml_of(made_cv()).findall(f".//{NS}Achievement/{NS}Description")[-1].text
    assert words in json_of(made_cv())["LearnerInfo"]["Achievement"][-1]["Description"]


def test_identity_is_there_only_where_it_is_given() -> None:
    for form in MEDIA_TYPES:
        assert b"Identification" not in write_cv(made_cv(), form, MADE_AT)
        assert b"Pseudonymous: uji:w1" in write_cv(made_cv(), form, MADE_AT)
        assert b"siti@contoh.invalid" in write_cv(made_cv(), form, MADE_AT, WHO)


def test_json_holds_the_fields_of_the_schema() -> None:
    learner = json_of(made_cv(), WHO)["LearnerInfo"]
    assert set(learner) <= {"Identification", "Headline", "WorkExperience", "Education", "Skills", "Achievement"}
    assert learner["Identification"]["ContactInfo"]["Telephone"] == [{"Contact": "0800000000"}]
    assert learner["Headline"]["Description"] == {"Label": "Welders and flamecutters (ISCO-08 7212)"}
    assert learner["WorkExperience"][1]["Position"] == {"Label": "serabutan [in Indonesian, as said]"}
    assert "Code" not in learner["Education"][0]["Level"]
    assert learner["Skills"]["Driving"] == {"Description": ["B", "C"]}
    german, japanese, _ = learner["Skills"]["Linguistic"]["ForeignLanguage"]
    assert set(german["ProficiencyLevel"].values()) == {"B1"}
    assert japanese["Certificate"] == [{"Title": "JLPT N4"}]


def test_a_degree_carries_its_indicative_eqf_level() -> None:
    profile = cv_profile(made_worker(), made_codes(education="S1"), [WELDER, WELDER, UNSURE], load_skills())
    assert json_of(profile)["LearnerInfo"]["Education"][0]["Level"]["Code"] == "6"
    assert xml_of(profile).findtext(f".//{NS}Level/{NS}Code") == "6"


def test_an_occupation_of_one_esco_concept_carries_its_code() -> None:
    from dataclasses import replace

    from matcher.europass.profile import CvOccupation

    uuid = "00000000-0000-4000-8000-000000000000"
    wish = CvOccupation(isco08="1111", title="Legislators", esco=uuid, own_words="x")
    assert xml_of(replace(made_cv(), wish=wish)).findtext(f".//{NS}Headline/{NS}Description/{NS}Code") == uuid


def test_the_same_cv_gives_the_same_bytes() -> None:
    for form in MEDIA_TYPES:
        assert write_cv(made_cv(), form, MADE_AT, WHO) == write_cv(made_cv(), form, MADE_AT, WHO)


@given(st.text(max_size=200))
def test_whatever_somebody_writes_the_documents_can_be_read(words: str) -> None:
    facts = {"summary": words, "wish": words, "study_programme": words}
    profile = cv_profile(made_worker(**facts), made_codes(), [UNSURE, WELDER, UNSURE], load_skills())
    check_order(xml_of(profile))
    assert json_of(profile)["Locale"] == "en"
