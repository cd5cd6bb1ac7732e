"""What changed between two OpenAPI documents, and what of it breaks a client that was written for the older one.

Additive: new operations, optional parameters, optional request fields, response fields. Breaking: what a client may
send is no longer taken, or what it may read is no longer there (docs/api-contract.md). ``python -m
api.openapi_changes`` shows what changed since ``docs/openapi.json``; with ``--write`` it writes that file anew.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from api.openapi import operations

PUBLISHED = Path(__file__).parents[1] / "docs" / "openapi.json"
"""The document as it was last published."""

_LEAST = ("minLength", "minItems", "minimum", "exclusiveMinimum")
_MOST = ("maxLength", "maxItems", "maximum", "exclusiveMaximum")
_WORDS = frozenset({"title", "description", "examples", "default", "deprecated"})
_REF = "#/components/schemas/"

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference.

    Attributes:
        where: Operation and place in it.
        what: What became of it.
        breaks: Whether a client of the older document may fail.
    """

    where: str
    what: str
    breaks: bool


def changes(old: Schema, new: Schema) -> list[Change]:
    """All differences in operations, parameters, bodies and answers; words and examples are none."""
    before, after = ({(path, method): one for path, method, one in operations(each)} for each in (old, new))
    found: list[Change] = []
    for place in sorted(before.keys() | after.keys()):
        where = f"{place[1].upper()} {place[0]}"
        if place not in after:
            found.append(Change(where=where, what="removed", breaks=True))
        elif place not in before:
            found.append(Change(where=where, what="added", breaks=False))
        else:
            found += _operation(where, before[place], after[place], _Pair(old, new))
    return found


class _Pair:
    """Compares schemas of two documents, each pair of named ones once."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._named = [document["components"]["schemas"] for document in (old, new)]
        self._seen: set[tuple[str, str, bool]] = set()

    def compare(self, where: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[Change]:
        """Differences of a schema; ``sent`` where a client writes it, else it reads it."""
        names = (old.get("$ref", ""), new.get("$ref", ""), sent)
        if names[0] and names in self._seen:
            return
        self._seen.add(names)
        old, new = self._plain(old, 0), self._plain(new, 1)
        if _takes_either(*((old, new) if sent else (new, old))):
            yield Change(where=where, what="anyOf has other members", breaks=False)
            return
        yield from self._values(where, old, new, sent=sent)
        yield from self._fields(where, old, new, sent=sent)
        if "items" in old and "items" in new:
            yield from self.compare(f"{where}[]", old["items"], new["items"], sent=sent)
        for way in ("anyOf", "oneOf", "allOf"):
            if len(old.get(way, ())) == len(new.get(way, ())):
                for number, (one, other) in enumerate(zip(old.get(way, ()), new.get(way, ()), strict=True)):
                    yield from self.compare(f"{where}|{number}", one, other, sent=sent)
            else:
                wider = len(new.get(way, ())) > len(old.get(way, ())) > 0
                yield Change(where=where, what=f"{way} has other members", breaks=not (wider and sent))

    def _plain(self, schema: Schema, side: int) -> Schema:
        name = schema.get("$ref", "").removeprefix(_REF)
        return self._named[side][name] if name else schema

    def _values(self, where: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[Change]:
        for name in ("type", "format", "pattern", "const"):
            if old.get(name) != new.get(name):
                loosened = sent and name not in new
                yield Change(where=where, what=f"{name} {old.get(name)} is {new.get(name)}", breaks=not loosened)
        was, now = set(old.get("enum", ())), set(new.get("enum", ()))
        if was != now:
            breaks = bool(was - now) or not was if sent else bool(now - was) and bool(was)
            yield Change(where=where, what=f"values {sorted(map(str, was ^ now))} differ", breaks=breaks)
        for names, sign in ((_LEAST, 1), (_MOST, -1)):
            for name in names:
                if old.get(name) != new.get(name):
                    tighter = name in new and (name not in old or (new[name] - old[name]) * sign > 0)
                    yield Change(where=where, what=f"{name} {old.get(name)} is {new.get(name)}", breaks=tighter == sent)

    def _fields(self, where: str, old: Schema, new: Schema, *, sent: bool) -> Iterator[Change]:
        was, now = old.get("properties", {}), new.get("properties", {})
        needed, needs = set(old.get("required", ())), set(new.get("required", ()))
        for name in sorted(was.keys() | now.keys()):
            place = f"{where}.{name}"
            if name not in now:
                yield Change(where=place, what="removed", breaks=True)
            elif name not in was:
                yield Change(where=place, what="added", breaks=sent and name in needs)
            else:
                if (name in needs) != (name in needed):
                    what = "required" if name in needs else "no longer required"
                    yield Change(where=place, what=what, breaks=(name in needs) == sent)
                yield from self.compare(place, was[name], now[name], sent=sent)


def _takes_either(narrow: Schema, wide: Schema) -> bool:
    """Whether a schema takes what another does, unchanged, or something else."""
    return "anyOf" not in narrow and any(_bare(one) == _bare(narrow) for one in wide.get("anyOf", ()))


def _bare(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name not in _WORDS}


def _operation(where: str, old: Schema, new: Schema, pair: _Pair) -> Iterator[Change]:
    if old["operationId"] != new["operationId"]:
        what = f"operationId {old['operationId']} is {new['operationId']}"
        yield Change(where=where, what=what, breaks=True)
    yield from _parameters(where, old, new, pair)
    body, fresh = old.get("requestBody"), new.get("requestBody")
    if (body is None) != (fresh is None):
        yield Change(where=f"{where} body", what="removed" if fresh is None else "added", breaks=True)
    if body is not None and fresh is not None:
        yield from _contents(f"{where} body", body, fresh, pair, sent=True)
    for status in sorted(old["responses"].keys() | new["responses"].keys()):
        place = f"{where} {status}"
        if status not in new["responses"]:
            yield Change(where=place, what="removed", breaks=status.startswith("2"))
        elif status not in old["responses"]:
            yield Change(where=place, what="added", breaks=False)
        else:
            yield from _contents(place, old["responses"][status], new["responses"][status], pair, sent=False)


def _contents(where: str, old: Schema, new: Schema, pair: _Pair, *, sent: bool) -> Iterator[Change]:
    was, now = old.get("content", {}), new.get("content", {})
    for kind in sorted(was.keys() | now.keys()):
        if kind not in now or kind not in was:
            yield Change(where=where, what=f"{kind} {'removed' if kind in was else 'added'}", breaks=kind in was)
        else:
            yield from pair.compare(where, was[kind].get("schema", {}), now[kind].get("schema", {}), sent=sent)


def _parameters(where: str, old: Schema, new: Schema, pair: _Pair) -> Iterator[Change]:
    was, now = ({(one["in"], one["name"]): one for one in each.get("parameters", ())} for each in (old, new))
    for name in sorted(was.keys() | now.keys()):
        place = f"{where} {name[0]} {name[1]}"
        if name not in now:
            yield Change(where=place, what="removed", breaks=True)
        elif name not in was:
            yield Change(where=place, what="added", breaks=now[name].get("required", False))
        else:
            if now[name].get("required") and not was[name].get("required"):
                yield Change(where=place, what="required", breaks=True)
            yield from pair.compare(place, was[name]["schema"], now[name]["schema"], sent=True)


def as_published(document: Schema) -> bytes:
    """The bytes of ``docs/openapi.json``: keys sorted, so that a change shows as itself. The version is left out."""
    info = {name: value for name, value in document["info"].items() if name != "version"}
    options = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE
    return orjson.dumps({**document, "info": {**info, "version": "v1"}}, option=options)


def main() -> int:
    """Show what changed; 1 where it breaks a client."""
    from api.app import create_app
    from api.settings import Settings

    document = create_app(Settings()).openapi()
    found = changes(orjson.loads(PUBLISHED.read_bytes()), document) if PUBLISHED.is_file() else []
    for one in found:
        sys.stdout.write(f"{'BREAKS' if one.breaks else 'adds  '} {one.where}: {one.what}\n")
    if "--write" in sys.argv:
        PUBLISHED.write_bytes(as_published(document))
    return int(any(one.breaks for one in found))


if __name__ == "__main__":
    sys.exit(main())
