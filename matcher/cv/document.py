"""A read CV as one JSON document, and back: what a page shows, lets correct, and hands in again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from matcher.cv.personal import KINDS
from matcher.cv.record import ReadCv
from matcher.filling import wanted_of
from taxonomy.errors import InputError

_FORM: TypeAdapter[ReadCv] = TypeAdapter(ReadCv)


def cv_document(cv: ReadCv) -> dict[str, Any]:
    """A CV as JSON's kinds; ``cv_of`` reads it again."""
    document: dict[str, Any] = _FORM.dump_python(cv, mode="json")
    return document


def cv_of(document: Mapping[str, Any]) -> ReadCv:
    """The CV of a document, as a person has corrected it.

    Raises:
        InputError: A field that is none, or is not as it should be; names the first.
    """
    try:
        return _FORM.validate_python(dict(document))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in fault["loc"])
        raise InputError(
            wanted=wanted_of(fault), found=type(fault["input"]).__name__, where=f"CV, field {where}"
        ) from error


def dropped_words(cv: ReadCv, language: str = "id") -> str:
    """What was seen and not kept, as a sentence; empty when nothing was.

    Args:
        cv: As read.
        language: ``id`` or ``en``.
    """
    names = [KINDS[kind][0 if language == "id" else 1] for kind in KINDS if cv.dropped.get(kind)]
    if not names:
        return ""
    joint = " dan " if language == "id" else " and "
    listed = joint.join(part for part in (", ".join(names[:-1]), names[-1]) if part)
    return f"{listed[0].upper()}{listed[1:]} tidak kami simpan." if language == "id" else f"We do not keep: {listed}."
