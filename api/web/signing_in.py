"""Signing in and out (``/masuk``, ``/keluar``), one's own account (``/akun``), language and colours (``/pilihan``)."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.access import accounts
from api.access.addresses import caller_of
from api.access.errors import ForbiddenError, TooManyRequestsError
from api.access.rule import FOR_STAFF, PUBLIC
from api.access.rules import guarded
from api.access.sessions import COOKIE
from api.access.wiring import Access, AccessDep
from api.serving import Serving, ServingDep
from api.web.ad_form import FIELDS
from api.web.carrying import AD, WHOLE, packed, unpacked
from api.web.cookies import YEAR_S, drop_cookie, set_cookie
from api.web.fields import FieldsDep, kept
from api.web.navigation import first_page
from api.web.page import THEME_COOKIE, Page, PageDep, local_path, page_of
from api.web.route import ACCOUNT, PageRoute, session_of
from api.web.tongue import COOKIE as LANGUAGE_COOKIE
from api.web.tongue import NAMES
from indexes.account_rows import ACTIVE, StoredAccount
from taxonomy.errors import InputError

SIGN_IN = "/masuk"

REPEATED = frozenset(
    {"/", "/saya", "/profil", "/cv", "/pemberi-kerja", "/petugas/cari", "/petugas/sebar", "/petugas/surat/pratinjau"}
)
"""Forms that may be sent once more in another language: what they carry changes nothing."""

router = APIRouter(route_class=PageRoute, include_in_schema=False, default_response_class=HTMLResponse)


@router.post(f"{AD}/masuk")
@guarded(PUBLIC)
def sign_in_with_ad(page: PageDep, fields: FieldsDep) -> Response:
    """The form, from an ad that is being written."""
    ad = kept(fields, *FIELDS)
    if page.user:
        return _gone_on(page, ad)
    return page.render("masuk.html", headers=WHOLE, onward=AD, name="", fault="", carried=packed(ad))


@router.api_route(SIGN_IN, methods=["GET", "HEAD"])
@guarded(PUBLIC)
async def sign_in_form(page: PageDep, lanjut: str = "/") -> Response:
    """The form; whoever is signed in is sent on."""
    if page.session and page.session.account:
        return page.go(_first_of(page, page.session.account, local_path(lanjut)))
    return page.render("masuk.html", onward=local_path(lanjut), name="", fault="")


@router.post(SIGN_IN)
@guarded(PUBLIC)
async def sign_in(
    request: Request, page: PageDep, access: AccessDep, serving: ServingDep, fields: FieldsDep
) -> Response:
    """A new session for a name and its password; what is wrong is not told, and takes as long.

    Who asked for nothing in particular begins where one's work is.
    """
    name, password = fields.get("name", "").lower(), fields.get("password", "")
    onward, ad = local_path(fields.get("lanjut", "/")), unpacked(fields)
    shown: dict[str, Any] = {"onward": onward, "name": name, "carried": packed(ad)}
    try:
        account = await _known(access, request, name, password)
    except TooManyRequestsError as error:
        fault = page.tongue.gettext("Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi.")
        status = HTTPStatus.TOO_MANY_REQUESTS
        return page.render("masuk.html", status=status, headers=error.headers, fault=fault, **shown)
    if account is None:
        fault = page.tongue.gettext("Nama atau kata sandi tidak cocok.")
        return page.render("masuk.html", status=HTTPStatus.FORBIDDEN, fault=fault, **shown)
    return await run_in_threadpool(_begin, page, access, serving, account, onward, ad)


async def _known(access: Access, request: Request, name: str, password: str) -> StoredAccount | None:
    """The account of a name and a password; None when they do not belong together."""
    found = await run_in_threadpool(access.directory.store.account, name) if len(name) <= 63 else None
    hashes = [found.password_hash] if found is not None and found.state == ACTIVE else []
    address = caller_of(request, access.trusted)
    is_good = await access.passwords.check(f"account:{name[:63]}", address, password[: accounts.MOST_PASSWORD], hashes)
    return found if is_good else None


def _begin(
    page: Page,
    access: Access,
    serving: Serving,
    account: StoredAccount,
    onward: str,
    ad: Mapping[str, str] | None = None,
) -> Response:
    old = session_of(page.request)
    if old is not None and not old.is_seeker:  # what a browser had before must not live on beside (session fixation)
        access.sessions.end(old)
    session, token, seconds = access.sessions.begin(account)
    _tell(serving, account, "account.sign_in")
    page.request.state.session = session
    response = _after_signing_in(page, account, onward, ad or {})
    set_cookie(page.request, response, COOKIE, token, seconds)
    return response


def _after_signing_in(page: Page, account: StoredAccount, onward: str, ad: Mapping[str, str]) -> Response:
    if account.must_change:  # an ad goes along through the form for another password
        return _account_page(page_of(page.request), ad=ad, headers=WHOLE) if ad else page.go(ACCOUNT)
    if ad:
        return _gone_on(page, ad)
    return page.go(_first_of(page, account, onward))


def _first_of(page: Page, account: StoredAccount, onward: str) -> str:
    return first_page(page.request.app.state.entries, account.role) if onward == "/" else onward


def _gone_on(page: Page, ad: Mapping[str, str]) -> Response:
    """The ad, to be gone on with by one press: its form needs the token of the new session."""
    said = page.tongue.gettext("Kamu sudah masuk.")
    return page_of(page.request).render("lanjut.html", headers=WHOLE, ad={**dict.fromkeys(FIELDS, ""), **ad}, said=said)


@router.post("/keluar")
@guarded(PUBLIC)
def sign_out(page: PageDep, access: AccessDep, serving: ServingDep) -> Response:
    """The session ends, here and in the store."""
    session = session_of(page.request)
    response = page.go("/")
    if session is not None and session.account is not None:
        access.sessions.end(session)
        _tell(serving, session.account, "account.sign_out")
        drop_cookie(page.request, response, COOKIE)
        response.headers["Clear-Site-Data"] = '"cache"'
    return response


@router.api_route(ACCOUNT, methods=["GET", "HEAD"])
@guarded(FOR_STAFF)
def account_form(page: PageDep) -> Response:
    """One's account, and the form for another password."""
    return _account_page(page)


@router.post(ACCOUNT)
@guarded(FOR_STAFF)
async def change_password(page: PageDep, access: AccessDep, serving: ServingDep, fields: FieldsDep) -> Response:
    """Another password; all sessions of the account end, and this one begins anew."""
    account, ad = _account(page), unpacked(fields)
    faults = await _faults_of(page, access, account, fields)
    if faults:
        return _account_page(page, faults=faults, ad=ad)
    return await run_in_threadpool(_change, page, access, serving, account, fields["new"], ad)


async def _faults_of(page: Page, access: Access, account: StoredAccount, fields: dict[str, str]) -> dict[str, str]:
    _ = page.tongue.gettext
    old, new = fields.get("old", ""), fields.get("new", "")
    address = caller_of(page.request, access.trusted)
    if not await access.passwords.check(f"account:{account.name}", address, old, [account.password_hash]):
        return {"old": _("Kata sandi yang sekarang tidak cocok.")}
    if new != fields.get("again", ""):
        return {"again": _("Kedua kata sandi baru tidak sama.")}
    if new == old:
        return {"new": _("Kata sandi baru harus lain dari yang sekarang.")}
    try:
        accounts.checked_password(new, account.name)
    except InputError:
        told = _("Pakai %(least)s huruf atau lebih, yang tidak mudah ditebak.", least=accounts.LEAST_PASSWORD)
        return {"new": told}
    return {}


def _change(
    page: Page, access: Access, serving: Serving, account: StoredAccount, password: str, ad: Mapping[str, str]
) -> Response:
    changed = accounts.set_password(access.directory.store, account.name, password, is_given=False)
    _tell(serving, account, "account.password")
    return _begin(page, access, serving, changed, f"{ACCOUNT}?berubah=1", ad)


def _account(page: Page) -> StoredAccount:
    if page.session is None or page.session.account is None:  # a server that asks nobody lets anybody come this far
        raise ForbiddenError("wanted somebody who is signed in, found nobody")
    return page.session.account


def _account_page(
    page: Page,
    *,
    faults: Mapping[str, str] | None = None,
    ad: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    account = _account(page)
    told: dict[str, Any] = {"account": account, "faults": faults or {}, "least": accounts.LEAST_PASSWORD}
    told["is_changed"] = page.request.query_params.get("berubah") == "1"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if faults else HTTPStatus.OK
    return page.render("akun.html", status=status, headers=headers, carried=packed(ad or {}), **told)


@router.post("/pilihan")
@guarded(PUBLIC)
async def choose(request: Request, page: PageDep, fields: FieldsDep) -> Response:
    """Language or colours, kept in a cookie for a year; nothing else of a reader is kept.

    A page that answered a form is asked for once more with the same fields (307: the browser sends them on), so that
    nothing that was typed is lost.
    """
    again = fields.get("ulang", "")
    response = RedirectResponse(again, 307) if again in REPEATED else page.go(fields.get("kembali", "/"))
    if fields.get("bahasa") in NAMES:
        set_cookie(request, response, LANGUAGE_COOKIE, fields["bahasa"], YEAR_S)
    theme = fields.get("tema")
    if theme in {"terang", "gelap"}:
        set_cookie(request, response, THEME_COOKIE, theme, YEAR_S)
    elif theme == "otomatis":
        drop_cookie(request, response, THEME_COOKIE)
    return response


def _tell(serving: Serving, account: StoredAccount, action: str) -> None:
    actor = f"staff:{account.name}"
    serving.audit.append(
        actor=actor, role=account.role, tenant=account.tenant, action=action, facts={"kind": account.role}
    )
