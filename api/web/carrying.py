"""An ad that was being written when its writer had to sign in (again): it travels along, and is kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request

from api.bodies import form_fields
from api.web.ad_form import FIELDS
from api.web.fields import kept
from taxonomy.errors import InputError

AD = "/pemberi-kerja"
"""Where the ad is gone on with: what was to be posted is shown once more first, for much may have changed."""

WHOLE = {"HX-Retarget": "main", "HX-Reselect": "main", "HX-Reswap": "outerHTML show:window:top"}
"""Headers of a page that takes the place of the ad's, where HTMX asked."""

_PATHS = frozenset({AD, f"{AD}/pasang", f"{AD}/masuk"})
_PREFIX = "iklan-"
"""Before the names of the fields: an account has a name too."""


async def sent_ad(request: Request) -> dict[str, str]:
    """The fields of an ad that was sent and not taken; none where another form was."""
    if request.method != "POST" or request.url.path not in _PATHS:
        return {}
    try:
        return kept(await form_fields(request), *FIELDS)
    except InputError:
        return {}


def packed(ad: Mapping[str, str]) -> dict[str, str]:
    """Hidden fields of the form for signing in; none where there is no ad."""
    return {f"{_PREFIX}{name}": value for name, value in ad.items() if value}


def unpacked(fields: Mapping[str, str]) -> dict[str, str]:
    """The ad that came along with a form; empty where none did."""
    found = {name: fields.get(f"{_PREFIX}{name}", "") for name in FIELDS}
    return {name: value for name, value in found.items() if value}
