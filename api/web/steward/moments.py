"""How long ago something was, in words."""

from __future__ import annotations

from datetime import datetime

from api.web.tongue import Tongue


def ago(tongue: Tongue, at: datetime, now: datetime) -> str:
    """``3 hari lalu``, ``2 jam lalu``, ``baru saja``.

    Args:
        tongue: Of the reader.
        at: When.
        now: It is.
    """
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return tongue.gettext("baru saja")
    if minutes < 60:
        return tongue.ngettext("%(n)s menit lalu", "%(n)s menit lalu", minutes)
    if minutes < 48 * 60:
        return tongue.ngettext("%(n)s jam lalu", "%(n)s jam lalu", minutes // 60)
    return tongue.ngettext("%(n)s hari lalu", "%(n)s hari lalu", minutes // (24 * 60))
