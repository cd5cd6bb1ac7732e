"""What stands at the edges as targets: forms, JSON, identity and contacts taken out, ads inspected, titles coded."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import orjson

from evaluation.fuzz.target import Target, Try, hold, text_of
from matcher.ad_inspection.flags import Ad, find_flags
from matcher.ad_inspection.rewrite import rewrite
from matcher.course_form import CourseForm
from matcher.filling import fill
from matcher.forms import OutcomeForm, PostingForm, WorkerForm
from matcher.identity import identity_of, is_identity, safe_to_show
from matcher.installed_encoder import installed_encoder
from matcher.json_text import parse_json_text
from matcher.overseas.ad import Ad as OverseasAd
from matcher.overseas.report import check_ad, report_document
from matcher.privacy import without_contacts, without_personal
from taxonomy.coder import TitleCoder
from taxonomy.committee import load_committee
from taxonomy.errors import InputError
from taxonomy.json_values import is_object
from taxonomy.occupations import load_occupations
from taxonomy.places import load_gazetteer
from taxonomy.title_item import TitleItem
from taxonomy.use_encoder import load_use_encoder

_AnyForm = PostingForm | WorkerForm | CourseForm | OutcomeForm

_MAX_BYTES = 4_096
_MOBILE = re.compile(r"(?<!\d)08\d{9,10}(?!\d)")
"""Mobile numbers as nearly everybody writes them; none may be left."""


def _json() -> Try:
    def attempt(data: bytes) -> None:
        try:
            value = parse_json_text(data)
        except ValueError:
            return
        orjson.dumps(value)

    return attempt


def _form(form: type[_AnyForm]) -> Callable[[], Try]:
    def load() -> Try:
        def attempt(data: bytes) -> None:
            try:
                value = parse_json_text(data)
            except ValueError:
                return
            if not is_object(value):
                return
            try:
                record = fill(form, value, "fuzzed").to_record("fuzz", "hash")
            except InputError as error:
                hold(bool(error.wanted and error.where), "a fault says what was wanted and where")
                return
            hold(record.key != "", "a record has a key")

        return attempt

    return load


def _identity() -> Try:
    def attempt(data: bytes) -> None:
        text = text_of(data)
        shown = safe_to_show({"catatan": text, "nama": text})
        hold("nama" not in shown, "a name is not shown")
        kept = identity_of({text: "x", "nik": text})
        hold(all(is_identity(name) or name in {"name", "other", "nik"} for name in kept), f"{sorted(kept)}")

    return attempt


def _contacts() -> Try:
    def attempt(data: bytes) -> None:
        text = text_of(data)
        for freed in (without_contacts(text), without_personal(text)):
            hold(_MOBILE.search(freed) is None, "a mobile number is left")

    return attempt


def _inspection() -> Try:
    def attempt(data: bytes) -> None:
        title, _, text = text_of(data).partition("\n")
        ad = Ad(title=title, text=text)
        flags = find_flags(ad)
        for flag in flags:
            whole = title if flag.where == "title" else text
            hold(whole[flag.start : flag.end] == flag.surface, f"{flag.surface!r} stands where it says")
        neutral = rewrite(ad, flags)
        left = [flag for flag in find_flags(Ad(title=neutral.title, text=neutral.text)) if flag.is_unlawful]
        hold(not left, "a rewritten ad has no unlawful words")

    return attempt


def _overseas() -> Try:
    gazetteer = load_gazetteer()

    def attempt(data: bytes) -> None:
        title, _, text = text_of(data).partition("\n")
        report = check_ad(OverseasAd(title=title, places=(title[:60],), text=text), gazetteer, ("5322",))
        orjson.dumps(report_document(report))

    return attempt


def _coder() -> Try:
    encoder = installed_encoder()
    coder = TitleCoder(load_committee(), {"use": load_use_encoder().encode, "e5": encoder.encode_query})
    known = load_occupations()

    def attempt(data: bytes) -> None:
        title, _, text = text_of(data).partition("\n")
        coding = coder.code([TitleItem(title=title, text=text)])[0]
        hold(all(found.code in known and 0 <= found.score <= 1 for found in coding.candidates), "codes and scores")

    return attempt


_FORMS: Mapping[str, type[_AnyForm]] = {
    "posting": PostingForm,
    "worker": WorkerForm,
    "course": CourseForm,
    "outcome": OutcomeForm,
}


def edge_targets() -> tuple[Target, ...]:
    """Targets that are neither a source nor a reader of ``taxonomy``."""
    forms = {f"form-{name}": _form(form) for name, form in _FORMS.items()}
    loads: Mapping[str, Callable[[], Try]] = {
        "json": _json,
        "identity": _identity,
        "contacts": _contacts,
        "inspection": _inspection,
        "overseas": _overseas,
        "title-coder": _coder,
        **forms,
    }
    return tuple(Target(name=name, load=load, max_bytes=_MAX_BYTES) for name, load in loads.items())
