"""In what forms and languages a CV can be written; loads nothing, so that the command line can name them."""

from __future__ import annotations

from typing import Literal

CvLanguage = Literal["en", "id"]
CvFormat = Literal["europass-json", "europass-xml"]
