"""The letterhead of an office, remembered by the browser that wrote a letter: sixty letters a day have the same one."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping

from fastapi import Request, Response

from api.web.cookies import YEAR_S, cookie_of, set_cookie
from taxonomy.json_values import is_object

COOKIE = "sepadan_kop"
REMEMBERED = ("region", "office", "address", "city", "signer_title", "signer", "nip", "copies")
"""What is the same from one letter to the next; nothing of a person who is introduced."""

_MOST_COOKIE, _MOST_TEXT = 3_000, 8_000


def remembered(request: Request) -> dict[str, str]:
    """What the last letter of this browser had; nothing where there was none, or the cookie is not ours."""
    value = cookie_of(request, COOKIE)
    if not value or len(value) > _MOST_COOKIE:
        return {}
    try:
        packed = base64.b64decode(value + "=" * (-len(value) % 4), b"-_", validate=True)
        found = json.loads(zlib.decompressobj().decompress(packed, _MOST_TEXT))
    except (ValueError, binascii.Error, zlib.error):
        return {}
    if not is_object(found):
        return {}
    return {name: found[name] for name in REMEMBERED if isinstance(found.get(name), str)}


def remember(request: Request, response: Response, form: Mapping[str, str]) -> None:
    """Have the browser keep a letterhead for a year; one that is too long for a cookie is not kept."""
    told = json.dumps({name: form[name] for name in REMEMBERED if form.get(name)}, ensure_ascii=False)
    value = base64.urlsafe_b64encode(zlib.compress(told.encode("utf-8", "replace"), 9)).decode().rstrip("=")
    if len(value) <= _MOST_COOKIE and len(told) <= _MOST_TEXT:
        set_cookie(request, response, COOKIE, value, YEAR_S)
