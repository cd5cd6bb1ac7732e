"""A CV as Europass XML (``SkillsPassport``), version 3.4: the order and names of Cedefop's XML schema of 2019.

A position carries the ESCO concept where it is certain; a period without dates its ``Duration`` (ISO 8601) alone.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime

from matcher.europass.as_json import CEFR_SKILLS, GENERATOR
from matcher.europass.identity import CvIdentity
from matcher.europass.profile import CvForeignLanguage, CvJob, CvOccupation, CvProfile
from matcher.europass.wording import activities, comment, label, licences, listed, own_words, plain_words

NAMESPACE = "http://europass.cedefop.europa.eu/Europass"
SCHEMA = "http://europass.cedefop.europa.eu/xml/EuropassSchema_V3.4.xsd"
VERSION = "V3.4"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def as_xml(profile: CvProfile, made_at: datetime, identity: CvIdentity | None = None) -> bytes:
    """The document, UTF-8 with its declaration.

    Args:
        profile: The CV.
        made_at: When it is made, UTC.
        identity: Who it is about; left out when None.
    """
    attributes = {
        "xmlns": NAMESPACE,
        "xmlns:xsi": _XSI,
        "xsi:schemaLocation": f"{NAMESPACE} {SCHEMA}",
        "locale": profile.lang,
    }
    root = ET.Element("SkillsPassport", attributes)
    _document_info(root, profile, made_at)
    learner = ET.SubElement(root, "LearnerInfo")
    if identity is not None:
        _identification(learner, identity)
    if profile.wish is not None:
        headline = ET.SubElement(learner, "Headline")
        _text(ET.SubElement(headline, "Type"), "Code", "preferred_job")
        _occupation(headline, "Description", profile.wish, profile)
    _jobs(learner, profile)
    _education(learner, profile)
    _skills(learner, profile)
    _achievements(learner, profile)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = plain_words(text)


def _document_info(root: ET.Element, profile: CvProfile, made_at: datetime) -> None:
    info = ET.SubElement(root, "DocumentInfo")
    stamp = made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    for name, text in (
        ("DocumentType", "ECV"),
        ("CreationDate", stamp),
        ("LastUpdateDate", stamp),
        ("XSDVersion", VERSION),
        ("Generator", GENERATOR),
        ("Comment", comment(profile)),
    ):
        _text(info, name, text)


def _identification(learner: ET.Element, identity: CvIdentity) -> None:
    found = ET.SubElement(learner, "Identification")
    name = ET.SubElement(found, "PersonName")
    _text(name, "FirstName", identity.given_names)
    if identity.surname:
        _text(name, "Surname", identity.surname)
    if not (identity.email or identity.phone):
        return
    contact = ET.SubElement(found, "ContactInfo")
    if identity.email:
        _text(ET.SubElement(contact, "Email"), "Contact", identity.email)
    if identity.phone:
        phones = ET.SubElement(contact, "TelephoneList")
        _text(ET.SubElement(phones, "Telephone"), "Contact", identity.phone)


def _occupation(parent: ET.Element, name: str, occupation: CvOccupation, profile: CvProfile) -> None:
    found = ET.SubElement(parent, name)
    if occupation.esco:
        _text(found, "Code", occupation.esco)
    _text(found, "Label", label(occupation, profile.lang))


def _jobs(learner: ET.Element, profile: CvProfile) -> None:
    if not profile.jobs:
        return
    listing = ET.SubElement(learner, "WorkExperienceList")
    for job in profile.jobs:
        _job(ET.SubElement(listing, "WorkExperience"), job, profile)


def _job(found: ET.Element, job: CvJob, profile: CvProfile) -> None:
    if job.months is not None:
        _text(ET.SubElement(found, "Period"), "Duration", f"P{job.months}M")
    _occupation(found, "Position", job.occupation, profile)
    told = activities(job, profile.lang)
    if told:
        _text(found, "Activities", told)


def _education(learner: ET.Element, profile: CvProfile) -> None:
    if profile.level is None:
        return
    found = ET.SubElement(ET.SubElement(learner, "EducationList"), "Education")
    _text(found, "Title", profile.level.name_en)
    if profile.programme:
        _text(found, "Activities", own_words(profile.programme))
    level = ET.SubElement(found, "Level")
    if profile.level.eqf:
        _text(level, "Code", profile.level.eqf)
    _text(level, "Label", profile.level.label)
    if profile.field:
        _text(ET.SubElement(found, "Field"), "Label", f"{profile.field} (ISCED-F 2013)")


def _skills(learner: ET.Element, profile: CvProfile) -> None:
    if not (profile.languages or profile.skills or profile.driving):
        return
    skills = ET.SubElement(learner, "Skills")
    if profile.languages:
        listing = ET.SubElement(ET.SubElement(skills, "Linguistic"), "ForeignLanguageList")
        for language in profile.languages:
            _language(ET.SubElement(listing, "ForeignLanguage"), language)
    if "JobRelated" in profile.skills:
        _text(ET.SubElement(skills, "JobRelated"), "Description", listed(profile.skills["JobRelated"]))
    if profile.driving:
        description = ET.SubElement(ET.SubElement(skills, "Driving"), "Description")
        for licence in profile.driving:
            _text(description, "Licence", licence)
    if "Other" in profile.skills:
        _text(ET.SubElement(skills, "Other"), "Description", listed(profile.skills["Other"]))


def _language(found: ET.Element, language: CvForeignLanguage) -> None:
    description = ET.SubElement(found, "Description")
    if language.code:
        _text(description, "Code", language.code)
    _text(description, "Label", language.label)
    if language.cefr:
        level = ET.SubElement(found, "ProficiencyLevel")
        for skill in CEFR_SKILLS:
            _text(level, skill, language.cefr)
    if language.tests:
        verified = ET.SubElement(found, "VerifiedBy")
        for test in language.tests:
            _text(ET.SubElement(verified, "Certificate"), "Title", test)


def _achievements(learner: ET.Element, profile: CvProfile) -> None:
    if not (profile.licences or profile.summary):
        return
    listing = ET.SubElement(learner, "AchievementList")
    if profile.licences:
        found = ET.SubElement(listing, "Achievement")
        _text(ET.SubElement(found, "Title"), "Code", "certifications")
        _text(found, "Description", licences(profile))
    if profile.summary:
        found = ET.SubElement(listing, "Achievement")
        _text(ET.SubElement(found, "Title"), "Label", "Personal statement")
        _text(found, "Description", own_words(profile.summary))
