"""Some postings with a title, as a steward sees them: whom their words name is masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from api.serving import Serving
from api.web.steward_titles.words import answer_words
from api.web.tongue import Tongue
from indexes.title_rows import TitleCase
from matcher.ad_inspection.report import masked
from matcher.codec import from_json
from matcher.records import Kind, Posting
from matcher.titles.answers import NO_JOB
from matcher.titles.uncertain import SHOWN_KEYS, UncertainTitle
from taxonomy.text import plain

_LINE = 180


def examples_of(
    serving: Serving, tongue: Tongue, known: UncertainTitle | None, settled: TitleCase | None
) -> Sequence[Mapping[str, Any]]:
    """Some postings with the title: those in doubt, else those that are coded by the answer that counts."""
    store, fingerprint = serving.engine.store, serving.engine.coder.fingerprint
    rows: list[tuple[str, str]] = []
    if known is not None:
        found = [(change.derived, change.payload) for change in store.as_they_are("posting", known.keys, fingerprint)]
        rows = [(derived.coded, payload) for derived, payload in found if derived is not None]
    if settled is not None and not rows:
        mark = orjson.dumps(f"{settled.answer.title}={settled.answer.answer}").decode()
        there = store.derived_like(Kind.POSTING, fingerprint, mark, SHOWN_KEYS)
        rows = [(coded, stored.payload) for coded, stored in there]
    return [_example(tongue, *row) for row in rows]


def _example(tongue: Tongue, coded: str, payload: str) -> Mapping[str, Any]:
    posting, codes = from_json("posting", payload), orjson.loads(coded)
    assert isinstance(posting, Posting)
    line = " ".join(masked(plain(posting.description)).split())
    first = codes["occupations"][0][0] if codes["occupations"] else NO_JOB
    return {
        "key": posting.key,
        "title": masked(plain(posting.title)),
        "line": line if len(line) <= _LINE else line[:_LINE].rpartition(" ")[0] + " …",
        "code": answer_words(tongue, first),
        "is_settled": bool(codes.get("settled")),
    }
