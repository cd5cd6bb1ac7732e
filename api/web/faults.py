"""What cannot be answered, in the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse

from api.access.sessions import COOKIE
from api.web.carrying import AD, WHOLE, packed, sent_ad
from api.web.cookies import cookie_of
from api.web.csrf import ForgedError, is_same_site
from api.web.page import Page, page_of
from api.web.route import PageRoute
from api.web.tongue import N_
from taxonomy.errors import GenerationError

_SAID: dict[int, tuple[str, str]] = {
    403: (N_("Akun ini tidak boleh membuka halaman ini."), N_("Masuk dengan akun lain, atau hubungi pengelola.")),
    404: (N_("Halaman ini tidak ada."), N_("Periksa alamatnya, atau mulai dari halaman awal.")),
    413: (N_("Kiriman ini terlalu besar."), N_("Kirim yang lebih pendek atau berkas yang lebih kecil.")),
    429: (N_("Terlalu banyak permintaan sekaligus."), N_("Tunggu sebentar, lalu coba lagi.")),
    503: (N_("Layanan sedang sibuk."), N_("Coba lagi sebentar lagi.")),
}
_OTHER = (N_("Permintaan tidak dapat dijawab."), N_("Coba lagi sebentar lagi."))
_FORGED = (
    N_("Formulir ini sudah lama terbuka."),
    N_("Kembali ke halamannya, muat ulang, lalu kirim lagi. Itu menjaga agar tidak ada yang mengirim atas namamu."),
)
_OLD_AD = N_("Kamu masuk atau keluar setelah halaman ini dibuka. Periksa lagi lowonganmu sebelum dipasang.")
_NOT_BUILT = (N_("Indeks lowongan belum siap."), N_("Coba lagi sebentar lagi."))


def is_of_page(request: Request, status: int = 0) -> bool:
    """Whether a fault is shown as a page: on routes of pages, and where a browser looked for one that is not there."""
    if isinstance(request.scope.get("route"), PageRoute):
        return True
    is_lost = status in {HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED}
    path = request.url.path
    wants_page = "text/html" in request.headers.get("accept", "")
    return is_lost and wants_page and not path.startswith(("/v1/", "/oauth/", "/static/", "/.well-known/"))


def ended(page: Page) -> str:
    """What somebody whose session ran out is told; above all whether the form that was just sent was kept."""
    if not cookie_of(page.request, COOKIE):
        return ""
    if page.request.method == "POST":
        return page.tongue.gettext(
            "Sesimu sudah berakhir. Yang baru kamu kirim belum disimpan: masuk, lalu kirim lagi."
        )
    return page.tongue.gettext("Sesimu sudah berakhir. Masuk lagi untuk melanjutkan.")


async def fault_page(request: Request, error: Exception, status: int) -> HTMLResponse:
    """An error in words; somebody who is not signed in gets the form for that, and an ad that was sent goes along.

    Args:
        request: That failed.
        error: What went wrong.
        status: HTTP status.
    """
    page = page_of(request)
    headers: Mapping[str, str] = getattr(error, "headers", None) or {}
    if status == HTTPStatus.UNAUTHORIZED:
        ad = await sent_ad(request)
        onward, told = (AD, "") if ad else (page.back, ended(page))
        form: dict[str, Any] = {"onward": onward, "name": "", "fault": "", "told": told, "carried": packed(ad)}
        return page.render("masuk.html", status=status, headers={**headers, **(WHOLE if ad else {})}, **form)
    if isinstance(error, ForgedError) and is_same_site(request) and (ad := await sent_ad(request)):
        return page.render(
            "lanjut.html", status=status, headers={**headers, **WHOLE}, ad=ad, said=page.tongue.gettext(_OLD_AD)
        )
    said = _SAID.get(status, _OTHER)
    said = _FORGED if isinstance(error, ForgedError) else _NOT_BUILT if isinstance(error, GenerationError) else said
    is_ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return page.render(
        "fault.html",
        status=status,
        headers=headers,
        reason=page.tongue.gettext(said[0]),
        advice=page.tongue.gettext(said[1]),
        is_ours=is_ours,
        detail=str(error) if is_ours else "",
        request_id=request.state.request_id,
    )
