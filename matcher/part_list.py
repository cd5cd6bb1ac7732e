"""Every component of the score, in the order of the columns of ``matcher.score.Scores``.

Those whose values are worked out in ``matcher.components`` stand here; the others are found in ``matcher/parts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pkgutil import iter_modules

from matcher import components as values
from matcher import parts
from matcher.part import Part
from matcher.reason_words import Said

_WORKED_OUT_TOGETHER: tuple[Part, ...] = (
    Part(
        name="occupation",
        place=1,
        label={"id": "Jabatan", "en": "Occupation"},
        value=lambda one: values.known_component(one.occupations),
    ),
    Part(
        name="skills",
        place=2,
        label={"id": "Keterampilan", "en": "Skills"},
        value=lambda one: values.skills_component(one.worker, one.posting, one.credit),
    ),
    Part(
        name="text",
        place=3,
        label={"id": "Isi tulisan", "en": "What the texts say"},
        value=lambda one: values.text_component(one.cosines),
    ),
    Part(
        name="words",
        place=4,
        label={"id": "Kata yang sama", "en": "Shared words"},
        value=lambda one: values.known_component(one.words),
    ),
    Part(
        name="experience",
        place=5,
        label={"id": "Pengalaman", "en": "Experience"},
        value=lambda one: values.experience_component(one.worker, one.posting),
    ),
    Part(
        name="education",
        place=6,
        label={"id": "Pendidikan", "en": "Education"},
        value=lambda one: values.education_component(one.worker, one.posting),
    ),
    Part(
        name="stage",
        place=7,
        label={"id": "Tahap kerja (kerja atau magang)", "en": "Stage (job or internship)"},
        value=lambda one: values.stage_component(one.worker, one.posting),
    ),
    Part(
        name="place",
        place=9,
        label={"id": "Tempat", "en": "Place"},
        value=lambda one: values.place_component(one.worker, one.posting, one.near),
    ),
    Part(
        name="pay",
        place=10,
        label={"id": "Upah", "en": "Pay"},
        value=lambda one: values.pay_component(one.worker, one.posting),
    ),
    Part(
        name="wishes",
        place=11,
        label={"id": "Keinginan", "en": "Wishes"},
        value=lambda one: values.wishes_component(one.worker, one.posting, one.near),
    ),
)


def _found() -> tuple[Part, ...]:
    """The parts of ``matcher/parts``, by the names of their modules."""
    names = sorted(module.name for module in iter_modules(parts.__path__))
    return tuple(import_module(f"{parts.__name__}.{name}").PART for name in names)


FOUND = _found()
PARTS: tuple[Part, ...] = tuple(sorted((*_WORKED_OUT_TOGETHER, *FOUND), key=lambda part: (part.place, part.name)))
NAMES: tuple[str, ...] = tuple(part.name for part in PARTS)

COMPONENT_WORDS: Mapping[str, Said] = {part.name: part.label for part in PARTS}
"""Name to what people call it."""
