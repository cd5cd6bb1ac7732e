"""Fields that a file does not say and whoever reads it knows: the centre of a table of its programmes, its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from matcher.fields import clean
from matcher.filling import field_names, wanted_names
from matcher.sources.source import FORMS, Source
from taxonomy.errors import InputError


def with_given(source: Source, given: Mapping[str, str]) -> Source:
    """The source, with values for fields that a row leaves blank.

    Args:
        source: Any source; its ``columns`` are left as they are.
        given: Field of the template to value; nothing gives the source back.

    Raises:
        InputError: A field that the form of the source's records does not have, or the id, which is each row's own.
    """
    form = FORMS[source.kind]
    for name in given:
        if name not in field_names(form) - {"id"}:
            raise InputError(wanted=wanted_names(form, name), found=name, where="--set")
    if not given:
        return source

    def to_fields(raw: Mapping[str, Any]) -> Mapping[str, Any]:
        fields = {name: value for name, value in source.to_fields(raw).items() if clean(value) is not None}
        return {**given, **fields}

    return replace(source, to_fields=to_fields)
