"""A CV as Europass JSON, version 3.3: the JSON schema that Cedefop published (``europass-json-schema-v3.3.0``).

Its occupation codes are of an older list, so that ISCO-08 stands in the label; a period without dates is told in words.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from matcher.europass.identity import CvIdentity
from matcher.europass.profile import CvForeignLanguage, CvJob, CvProfile
from matcher.europass.wording import activities, comment, label, licences, listed, own_words

VERSION = "V3.3"
GENERATOR = "Sepadan"

CEFR_SKILLS = ("Listening", "Reading", "SpokenInteraction", "SpokenProduction", "Writing")
"""What a level is told of; a level that is said without a skill is of all."""


def as_json(profile: CvProfile, made_at: datetime, identity: CvIdentity | None = None) -> dict[str, Any]:
    """The document.

    Args:
        profile: The CV.
        made_at: When it is made, UTC.
        identity: Who it is about; left out when None.
    """
    learner: dict[str, Any] = {}
    if identity is not None:
        learner["Identification"] = _identification(identity)
    if profile.wish is not None:
        learner["Headline"] = {
            "Type": {"Code": "preferred_job"},
            "Description": {"Label": label(profile.wish, profile.lang)},
        }
    learner["WorkExperience"] = [_job(job, profile) for job in profile.jobs]
    learner["Education"] = _education(profile)
    learner["Skills"] = _skills(profile)
    learner["Achievement"] = _achievements(profile)
    stamp = made_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    info = {
        "DocumentType": "ECV",
        "CreationDate": stamp,
        "LastUpdateDate": stamp,
        "XSDVersion": VERSION,
        "Generator": GENERATOR,
        "Comment": comment(profile),
    }
    return {"SkillsPassport": {"Locale": profile.lang, "DocumentInfo": info, "LearnerInfo": learner}}


def _identification(identity: CvIdentity) -> dict[str, Any]:
    found: dict[str, Any] = {"PersonName": {"FirstName": identity.given_names, "Surname": identity.surname}}
    contact: dict[str, Any] = {}
    if identity.email:
        contact["Email"] = {"Contact": identity.email}
    if identity.phone:
        contact["Telephone"] = [{"Contact": identity.phone}]
    return {**found, "ContactInfo": contact} if contact else found


def _job(job: CvJob, profile: CvProfile) -> dict[str, Any]:
    return {"Position": {"Label": label(job.occupation, profile.lang)}, "Activities": activities(job, profile.lang)}


def _education(profile: CvProfile) -> list[dict[str, Any]]:
    if profile.level is None:
        return []
    level = {"Label": profile.level.label}
    found: dict[str, Any] = {
        "Title": profile.level.name_en,
        "Level": {"Code": profile.level.eqf, **level} if profile.level.eqf else level,
    }
    if profile.programme:
        found["Activities"] = own_words(profile.programme)
    if profile.field:
        found["Field"] = {"Label": f"{profile.field} (ISCED-F 2013)"}
    return [found]


def _skills(profile: CvProfile) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if profile.languages:
        found["Linguistic"] = {"ForeignLanguage": [_language(language) for language in profile.languages]}
    for heading, names in profile.skills.items():
        found[heading] = {"Description": listed(names)}
    if profile.driving:
        found["Driving"] = {"Description": list(profile.driving)}
    return found


def _language(language: CvForeignLanguage) -> dict[str, Any]:
    code = {"Code": language.code} if language.code else {}
    found: dict[str, Any] = {"Description": {**code, "Label": language.label}}
    if language.cefr:
        found["ProficiencyLevel"] = dict.fromkeys(CEFR_SKILLS, language.cefr)
    if language.tests:
        found["Certificate"] = [{"Title": test} for test in language.tests]
    return found


def _achievements(profile: CvProfile) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    if profile.licences:
        found.append({"Title": {"Code": "certifications"}, "Description": licences(profile)})
    if profile.summary:
        found.append({"Title": {"Label": "Personal statement"}, "Description": own_words(profile.summary)})
    return found
