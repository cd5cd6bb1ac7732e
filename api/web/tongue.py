"""The languages of the pages: Indonesian, in which they are written, and English from a gettext catalogue.

Catalogues are read from ``.po`` at the first use (30 ms): there is no build step, and what a translator sends is what
is served. Numbers, dates and rupiah go through Babel.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import cast

from babel import dates, numbers
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from fastapi import Request

from api.web.cookies import cookie_of
from matcher.reason_words import DEFAULT, LANGUAGES, Language
from taxonomy.rupiah import rupiah

LOCALES = Path(__file__).parent / "locale"
DOMAIN = "sepadan"
COOKIE = "sepadan_bahasa"
NAMES: Mapping[Language, str] = {"id": "Bahasa Indonesia", "en": "English"}
"""Each language as its speakers call it."""

WIB = timezone(timedelta(hours=7), "WIB")


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a text of a table for translation; it is translated where it is shown."""
    return text


@cache
def catalogue(language: Language) -> NullTranslations:
    """Translations into a language; those of the source language are the texts themselves."""
    if language == DEFAULT:
        return NullTranslations()
    with (LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po").open("rb") as source:
        read = read_po(source, locale=language, domain=DOMAIN)
    packed = io.BytesIO()
    write_mo(packed, read)
    packed.seek(0)
    return GNUTranslations(packed)


@dataclass(frozen=True, slots=True)
class Tongue:
    """Speaks one language.

    Attributes:
        language: Which.
    """

    language: Language

    def gettext(self, text: str, **values: object) -> str:
        """A text in this language, with ``%(name)s`` filled in.

        Args:
            text: In Indonesian.
            **values: By name; without any, ``%`` stands for itself.
        """
        said = catalogue(self.language).gettext(text) if text else ""  # a catalogue keeps its own head under ""
        return said % values if values else said

    def ngettext(self, one: str, many: str, n: int, **values: object) -> str:
        """A text that counts; ``%(n)s`` is the number as this language writes it.

        Args:
            one: In Indonesian, for one.
            many: In Indonesian, for any other number.
            n: How many.
            **values: By name.
        """
        return catalogue(self.language).ngettext(one, many, n) % {"n": self.number(n), **values}

    def number(self, value: float, decimals: int | None = None) -> str:
        """``12345`` as ``12.345``.

        Args:
            value: It.
            decimals: So many digits after the comma; as many as there are, up to 3, when None.
        """
        pattern = None if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
        return numbers.format_decimal(value, format=pattern, locale=self.language)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share in [0, 1] as ``12%`` or ``12,3%``."""
        return f"{self.number(share * 100, decimals)}%"

    def rupiah(self, value: float) -> str:
        """``4500000`` as ``Rp 4.500.000``, the space one that does not break."""
        return rupiah(value, self.language)

    def millions(self, value: float) -> str:
        """``4250000`` as ``4,25``: millions of rupiah with at most two digits after the comma."""
        return numbers.format_decimal(value / 1e6, format="#,##0.##", locale=self.language)

    def month(self, value: date) -> str:
        """``Agustus 2026``."""
        return dates.format_skeleton("yMMMM", value, locale=self.language)

    def months(self) -> list[str]:
        """Names of the twelve months."""
        names = cast(Mapping[int, str], dates.get_month_names("wide", "stand-alone", locale=self.language))
        return list(names.values())

    def date(self, value: date) -> str:
        """``17 Agustus 2026``; a moment counts by its day in western Indonesia."""
        day = value.astimezone(WIB).date() if isinstance(value, datetime) else value
        return dates.format_date(day, format="d MMMM y", locale=self.language)

    def moment(self, value: datetime) -> str:
        """``17 Agustus 2026 14.05 WIB``; English has ``14:05``."""
        local = value.astimezone(WIB)
        clock = dates.format_time(local, format="HH.mm" if self.language == "id" else "HH:mm", locale=self.language)
        return f"{self.date(value)} {clock} WIB"


TONGUES: Mapping[Language, Tongue] = {language: Tongue(language) for language in LANGUAGES}


def tongue_of(request: Request) -> Tongue:
    """The language that the reader chose in the header of a page; Indonesian before.

    What a browser says it accepts does not count: cheap phones come set to English, their owners do not.
    """
    chosen = cookie_of(request, COOKIE)
    return TONGUES["en"] if chosen == "en" else TONGUES[DEFAULT]
