"""A stored worker as a Europass document: code, gather, write."""

from __future__ import annotations

from datetime import datetime

import orjson

from matcher.coding import RecordCoder
from matcher.europass.as_json import as_json
from matcher.europass.as_xml import as_xml
from matcher.europass.identity import CvIdentity
from matcher.europass.kinds import CvFormat, CvLanguage
from matcher.europass.profile import CvProfile, cv_profile
from matcher.records import Worker
from taxonomy.title_item import TitleItem

MEDIA_TYPES: dict[CvFormat, str] = {"europass-json": "application/json", "europass-xml": "application/xml"}


def worker_profile(worker: Worker, coder: RecordCoder, lang: CvLanguage = "en") -> CvProfile:
    """Code a worker and each job title, and gather what a CV tells."""
    coded = coder.code([worker])[0].coded
    items = [TitleItem(title=worker.wish)]
    items += [TitleItem(title=job.title, text=job.description) for job in worker.jobs]
    return cv_profile(worker, coded, coder.titles.code(items), coder.skills, lang)


def write_cv(profile: CvProfile, form: CvFormat, made_at: datetime, identity: CvIdentity | None = None) -> bytes:
    """A CV in a format, UTF-8.

    Args:
        profile: The CV.
        form: Of ``MEDIA_TYPES``.
        made_at: When it is made, UTC.
        identity: Who it is about; left out when None.
    """
    if form == "europass-xml":
        return as_xml(profile, made_at, identity)
    return orjson.dumps(as_json(profile, made_at, identity), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
