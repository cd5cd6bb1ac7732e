"""``/saran/...``: jobs, skills and places for what somebody is typing, as options of a list.

Words come in the body, never in the address: what people type is about them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from rapidfuzz import fuzz, process

from api.access.rule import PUBLIC
from api.access.rules import guarded
from api.serving import Serving, ServingDep
from api.web.fields import FieldsDep
from api.web.page import PageDep
from api.web.route import PageRoute
from taxonomy.errors import UnknownIdError
from taxonomy.occupation_search import load_search
from taxonomy.skill_search import load_skill_search
from taxonomy.text import fold

SHOWN = 8
LEAST_LETTERS = 2
_NEAR = 70.0

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)

Option = tuple[str, str]
"""What is put into the field, and what stands beside it."""


def jobs(words: str, _: Serving, language: str) -> list[Option]:
    """Names by which people call unit groups of KBJI, each with the official title."""
    hits = load_search().suggest(words, SHOWN)
    return [(hit.matched, (language == "en" and hit.occupation.title_en) or hit.occupation.title) for hit in hits]


def skills(words: str, _: Serving, language: str) -> list[Option]:
    """Skills by their labels."""
    hits = load_skill_search().find(words, SHOWN)
    return [((language == "en" and hit.skill.label_en) or hit.skill.label, hit.matched) for hit in hits]


def places(words: str, serving: Serving, _: str) -> list[Option]:
    """Regencies and cities by the beginning of their names, or by what is near."""
    gazetteer = serving.engine.coder.gazetteer
    read = gazetteer.read(words).regions
    regions = {region.name: region for region in (*read, *gazetteer.regencies()) if region.kind != "province"}
    asked = fold(words)
    begun = [name for name, region in regions.items() if region.bare_name.startswith(asked)]
    near = [
        name
        for name, *_ in process.extract(
            asked, list(regions), scorer=fuzz.WRatio, processor=fold, limit=SHOWN, score_cutoff=_NEAR
        )
    ]
    named = [region.name for region in read if region.kind != "province"]
    return [
        (name, gazetteer.get(regions[name].province_code).name)
        for name in list(dict.fromkeys((*named, *begun, *near)))[:SHOWN]
    ]


KINDS: Mapping[str, Callable[[str, Serving, str], list[Option]]] = {
    "pekerjaan": jobs,
    "keterampilan": skills,
    "tempat": places,
}


@router.post("/saran/{kind}")
@guarded(PUBLIC)
def suggest(kind: str, page: PageDep, serving: ServingDep, fields: FieldsDep) -> HTMLResponse:
    """Options for the words of a field; none for less than two letters.

    Raises:
        UnknownIdError: Nothing of this kind is suggested.
    """
    if kind not in KINDS:
        raise UnknownIdError(wanted=f"one of {', '.join(KINDS)}", found=kind[:40], where="kind")
    words = fields.get(fields.get("kolom", ""), "")[:200]
    found = KINDS[kind](words, serving, page.language) if len(fold(words)) >= LEAST_LETTERS else []
    return page.render("saran.html", options=found)
