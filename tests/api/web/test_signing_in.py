"""Signing in and out, sessions, passwords, forms of ours and of others, and who may open what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.requests import Request
from starlette.responses import Response

from api.access.accounts import STAFF, set_password, set_state
from api.access.principal import SCOPES
from api.access.sessions import Sessions, hash_of
from api.app import create_app
from api.settings import Settings
from api.web.page import local_path
from api.web.seeker_session import begin_seeker_session, end_seeker_session, seeker_session
from indexes.store import Store
from matcher.engine import Engine
from tests.api.web.conftest import ACCOUNTS, PASSWORD, Browser, token_of


def store_of(app: FastAPI) -> Store:
    return app.state.access.directory.store  # type: ignore[no-any-return]


def test_scopes_of_every_role_are_scopes_that_there_are() -> None:
    assert set(STAFF) == set(ACCOUNTS)
    assert {scope.partition(":")[0] for role in STAFF.values() for scope in role.scopes} <= {
        scope.partition(":")[0] for scope in SCOPES
    }


def test_who_signs_in_is_sent_on_is_named_in_the_header_and_leaves_a_row(staffed: FastAPI, browser: Browser) -> None:
    answer = browser.sign_in("steward", lanjut="/inspection?kind=age")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inspection?kind=age")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    page = browser.get("/inspection")
    assert page.status_code == 200
    assert '<a class="tool" href="/akun">steward</a>' in page.text
    assert page.headers["cache-control"] == "no-store"
    rows = [row.entry for row in store_of(staffed).audit_rows()]
    assert any(row.action == "account.sign_in" and row.actor == "staff:steward" for row in rows)


def test_a_wrong_password_an_unknown_name_and_a_closed_account_are_told_the_same(
    staffed: FastAPI, browser: Browser
) -> None:
    set_state(store_of(staffed), "planner", is_active=False)
    told = set()
    for name, password in (("steward", "salah sekali ini"), ("siapa", PASSWORD), ("planner", PASSWORD)):
        answer = browser.sign_in(name, password)
        assert answer.status_code == 403
        assert "sepadan_sesi" not in answer.headers.get("set-cookie", "")
        told.add("Nama atau kata sandi tidak cocok." in answer.text)
        assert password not in answer.text
    assert told == {True}
    set_state(store_of(staffed), "planner", is_active=True)


def test_many_wrong_tries_are_held_up(engine: Engine, settings: Settings) -> None:
    narrow = settings.model_copy(update={"failed_tries": 3})
    with TestClient(create_app(narrow, engine), raise_server_exceptions=False) as http:
        browser = Browser(http=http)
        statuses = [browser.sign_in("siapa", "salah sekali ini").status_code for _ in range(6)]
        answer = browser.sign_in("siapa", "salah sekali ini")
    assert statuses[0] == 403
    assert 429 in statuses
    assert "Terlalu banyak percobaan" in answer.text
    assert int(answer.headers["retry-after"]) >= 1


def test_signing_out_ends_the_session_in_the_store_too(browser: Browser) -> None:
    browser.sign_in("officer")
    stolen = dict(browser.http.cookies)
    assert browser.get("/akun").status_code == 200
    assert browser.send("/keluar", {}, page="/akun").status_code == 303
    assert browser.get("/akun").status_code == 401
    browser.http.cookies.update(stolen)
    assert browser.get("/akun").status_code == 401


def test_a_session_ends_unused_and_at_all_and_with_its_account(staffed: FastAPI) -> None:
    store, now = store_of(staffed), [datetime.now(UTC)]
    sessions = Sessions(store, lambda: now[0])
    account = store.account("officer")
    assert account is not None
    _, token, seconds = sessions.begin(account)
    assert seconds == 12 * 3600
    now[0] += timedelta(minutes=59)
    assert sessions.find(token) is not None
    now[0] += timedelta(minutes=59)
    assert sessions.find(token) is not None, "it was used, and lives on"
    now[0] += timedelta(minutes=61)
    assert sessions.find(token) is None
    _, token, _ = sessions.begin(account)
    for _ in range(14):
        now[0] += timedelta(minutes=55)
        found = sessions.find(token)
    assert found is None, "twelve hours are over"
    now[0] = datetime.now(UTC)
    _, token, _ = sessions.begin(account)
    set_state(store, "officer", is_active=False)
    assert sessions.find(token) is None
    set_state(store, "officer", is_active=True)
    assert sessions.find(token) is None, "all its sessions were ended"
    assert sessions.find("") is None
    assert sessions.find("x" * 43) is None


def test_the_store_keeps_no_token(staffed: FastAPI) -> None:
    session, token, _ = Sessions(store_of(staffed)).begin()
    assert session.stored.token_hash == hash_of(token) != token
    assert session.is_seeker
    assert session.principal is None


def test_a_session_is_a_credential_of_pages_alone(browser: Browser) -> None:
    browser.sign_in("steward")
    assert browser.get("/inspection").status_code == 200
    assert browser.get("/v1/inspection").status_code == 401
    assert browser.get("/metrics").status_code == 401


@pytest.mark.parametrize(("role", "status"), [("officer", 200), ("steward", 200), ("employer", 403), ("planner", 403)])
def test_each_role_opens_what_is_its_own(browser: Browser, role: str, status: int) -> None:
    browser.sign_in(role)
    answer = browser.get("/inspection")
    assert answer.status_code == status
    assert (">Pemeriksaan</a>" in answer.text) == (status == 200)
    if status == 403:
        assert "Akun ini tidak boleh membuka halaman ini." in answer.text


def test_who_is_not_signed_in_gets_the_form_and_comes_back(browser: Browser) -> None:
    answer = browser.get("/inspection?kind=age")
    assert answer.status_code == 401
    assert 'name="lanjut" value="/inspection?kind=age"' in answer.text
    assert answer.headers["www-authenticate"].startswith("Bearer"), "for Basic a browser opens a window of its own"


def test_an_employer_sees_people_on_the_page_only_when_signed_in(browser: Browser) -> None:
    posting = {"title": "Juru Las", "text": "Bisa SMAW", "place": ""}
    assert "Masuk dulu untuk melihat berapa orang yang cocok" in browser.http.post("/pemberi-kerja", data=posting).text
    browser.sign_in("employer")
    answer = browser.send("/pemberi-kerja", posting, page="/pemberi-kerja")
    assert "contoh:w-1" in answer.text


def test_a_form_without_the_token_of_its_session_is_refused(browser: Browser) -> None:
    posting = {"title": "Juru Las", "text": "", "place": ""}
    before = token_of(browser.get("/masuk").text)
    browser.sign_in("employer")
    for token in ("", "x", before, "é", "A" * 86 + "=="):
        answer = browser.http.post("/pemberi-kerja", data={**posting, "_csrf": token})
        assert answer.status_code == 403, token
        assert "Lowonganmu masih ada" in answer.text
    good = token_of(browser.get("/").text)
    assert good != token_of(browser.get("/").text), "each page has a mask of its own"
    assert browser.http.post("/pemberi-kerja", data=posting, headers={"X-CSRF-Token": good}).status_code == 200
    cross = {"X-CSRF-Token": good, "Sec-Fetch-Site": "cross-site"}
    refused = browser.http.post("/pemberi-kerja", data=posting, headers=cross)
    assert refused.status_code == 403
    assert "Formulir ini sudah lama terbuka." in refused.text
    assert "Juru Las" not in refused.text


def test_signing_in_cannot_be_forged(browser: Browser) -> None:
    form = {"name": "steward", "password": PASSWORD}
    assert browser.http.post("/masuk", data=form).status_code == 403
    theirs = token_of(TestClient(browser.http.app).get("/masuk").text)
    browser.get("/masuk")
    assert browser.http.post("/masuk", data={**form, "_csrf": theirs}).status_code == 403


@pytest.mark.parametrize(
    "path", ["//jahat.invalid", "https://jahat.invalid", "/\\jahat.invalid", "javascript:x", "", "/a b"]
)
def test_nobody_is_sent_to_other_hosts(browser: Browser, path: str) -> None:
    assert local_path(path) == "/"
    assert browser.sign_in("officer", lanjut=path).headers["location"] == "/petugas"


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("employer", "/pemberi-kerja"),
        ("officer", "/petugas"),
        ("planner", "/perencana"),
        ("steward", "/pengelola"),
    ],
)
def test_who_asked_for_nothing_in_particular_begins_where_the_work_is(browser: Browser, role: str, path: str) -> None:
    assert browser.sign_in(role, lanjut="/").headers["location"] == path
    assert browser.get(path).status_code in {200, 303}, "figures may have to be counted first"
    assert browser.get("/masuk").headers["location"] == path, "a second sign-in of the same browser"
    assert browser.get("/").status_code == 200, "the seekers' page stays open to all"


def test_a_given_password_must_be_changed_before_anything_else(staffed: FastAPI, browser: Browser) -> None:
    set_password(store_of(staffed), "officer", "sementara-saja-99", is_given=True)
    assert browser.sign_in("officer", "sementara-saja-99").headers["location"] == "/akun"
    assert browser.get("/inspection").headers["location"] == "/akun"
    form = {"old": "sementara-saja-99", "new": PASSWORD, "again": PASSWORD}
    for wrong, told in (
        ({"old": "bukan ini lho"}, "Kata sandi yang sekarang tidak cocok."),
        ({"again": "lain lagi dong"}, "Kedua kata sandi baru tidak sama."),
        ({"new": "pendek", "again": "pendek"}, "Pakai 12 huruf atau lebih"),
        ({"new": "officer officer", "again": "officer officer"}, "Pakai 12 huruf atau lebih"),
        ({"new": form["old"], "again": form["old"]}, "harus lain dari yang sekarang"),
    ):
        answer = browser.send("/akun", {**form, **wrong}, page="/akun")
        assert answer.status_code == 422
        assert told in answer.text
        assert form["old"] not in answer.text
    other = Browser(http=TestClient(staffed))
    other.sign_in("officer", "sementara-saja-99")
    answer = browser.send("/akun", form, page="/akun")
    assert answer.headers["location"] == "/akun?berubah=1"
    assert "sudah diganti" in browser.get("/akun?berubah=1").text
    assert browser.get("/inspection").status_code == 200
    assert other.get("/akun").status_code == 401


def test_the_account_page_of_an_open_server_asks_for_somebody(client: TestClient) -> None:
    assert client.get("/akun").status_code == 403
    assert client.get("/inspection").status_code == 200


def test_cookies_are_bound_to_this_host_where_browsers_come_by_https(engine: Engine, settings: Settings) -> None:
    behind = settings.model_copy(update={"behind_proxy": True})
    with TestClient(create_app(behind, engine), base_url="https://testserver") as http:
        cookie = http.get("/").headers["set-cookie"]
    assert cookie.startswith("__Host-sepadan_pra=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


def test_a_seekers_session_begins_once_and_ends(staffed: FastAPI) -> None:
    def asked(cookie: str = "") -> Request:
        scope = {"type": "http", "app": staffed, "headers": [], "method": "GET", "path": "/", "query_string": b""}
        request = Request({**scope, "state": {}})
        if cookie:
            request.state.session = staffed.state.access.sessions.find(cookie)
        return request

    request, response = asked(), Response()
    assert seeker_session(request) is None
    begun = begin_seeker_session(request, response)
    token = response.headers["set-cookie"].split("=", 1)[1].split(";")[0]
    again = asked(token)
    assert begin_seeker_session(again, Response()).owner == begun.owner
    assert begun.owner.startswith("s_")
    assert end_seeker_session(again, Response()) == begun.owner
    assert staffed.state.access.sessions.find(token) is None
    assert end_seeker_session(asked(), Response()) == ""
