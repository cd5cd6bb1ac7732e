"""``python -m api.web.catalogues --write``: brings the catalogues up to the texts of templates and modules.

Indonesian is the source; a new text stands in ``locale/en/LC_MESSAGES/sepadan.po`` with an empty translation, which a
test refuses. What no page says any more goes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from api.web.tongue import DOMAIN, LOCALES
from matcher.reason_words import DEFAULT, LANGUAGES

WEB = Path(__file__).parent
_SHARED = ("fairness_card.py",)
"""Modules of ``api`` whose words pages and the command line share."""
_OPTIONS = {
    "trimmed": "true",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
}

Found = tuple[str, int, str | tuple[str, ...]]
"""File below ``web``, line, and the text or its forms."""


def texts() -> Iterator[Found]:
    """Every text that is translated, by file."""
    for path in sorted(WEB.glob("templates/*.html")):
        with path.open("rb") as source:
            for line, _, said, _ in babel_extract(source, list(DEFAULT_KEYWORDS), [], _OPTIONS):
                yield path.relative_to(WEB).as_posix(), line, _plain(said or "")
    for path in [*sorted(WEB.glob("**/*.py")), *(WEB.parent / name for name in _SHARED)]:
        with path.open("rb") as source:
            for line, said, _, _ in extract("python", source, DEFAULT_KEYWORDS):
                yield path.relative_to(WEB if path.is_relative_to(WEB) else WEB.parent).as_posix(), line, said


def _plain(said: str | tuple[str | None, ...]) -> str | tuple[str, ...]:
    """Forms without what stands between them: ``ngettext`` has a number third."""
    if isinstance(said, str):
        return said
    forms = tuple(form for form in said if isinstance(form, str))
    return forms[0] if len(forms) == 1 else forms


def updated(language: str) -> Catalog:
    """The catalogue of a language with all texts of now and the translations that it has."""
    path = catalogue_path(language)
    with path.open("rb") as source:
        known = read_po(source, locale=language, domain=DOMAIN)
    made = Catalog(locale=language, domain=DOMAIN, project="Sepadan", fuzzy=False)
    for file, _, said in texts():
        of = said if isinstance(said, str) else said[0]
        old = known.get(of)
        translated = old.string if old is not None and bool(old.pluralizable) == isinstance(said, tuple) else None
        made.add(said, translated, locations=[(file, 0)])
    return made


def catalogue_path(language: str) -> Path:
    """Where the catalogue of a language lies."""
    return LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def main() -> int:
    """Write all; without ``--write`` only say how many translations are missing."""
    missing = 0
    for language in LANGUAGES:
        if language == DEFAULT:
            continue
        made = updated(language)
        missing += sum(bool(one.id) and not _is_whole(one.string or "") for one in made)
        if "--write" in sys.argv[1:]:
            with catalogue_path(language).open("wb") as target:
                write_po(target, made, width=110, omit_header=True, sort_output=True, include_lineno=False)
    sys.stdout.write(f"{missing} missing\n")
    return 1 if missing else 0


def _is_whole(said: str | tuple[str, ...] | list[str]) -> bool:
    return bool(said) and (isinstance(said, str) or all(said))


if __name__ == "__main__":
    sys.exit(main())
