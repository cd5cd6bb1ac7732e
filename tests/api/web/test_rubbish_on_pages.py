"""Every page, and every form of every page, is asked with rubbish by everybody: no fault of ours comes of it.

On SQLite and on PostgreSQL, which refuse different things. A new page is asked without a line here: its address comes
from the app, the names of its fields and the values of its buttons from templates and views.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.accounts import PASSWORD_HASHER
from api.app import create_app
from api.route_list import ROUTES
from api.web import route as page_route
from api.web.route import PageRoute
from matcher.engine import Engine
from matcher.home import Home
from tests.api.web.conftest import ACCOUNTS, Browser, add_accounts, cheap_parameters, settings_for, token_of
from tests.fakes import FakeEncoder
from tests.sample_world import fill_world

WEB = Path(page_route.__file__).parent
RUBBISH = (
    "²",
    "99999999999999999999999999999999",
    "\x00",
    "٣",
    "-1",
    "1e400",
    "0070000",
    "' OR 1=1; --",
    "../../etc/passwd",
    "<b>{{ 7*7 }}</b>%00%0d%0a",
    "\u202e\u200b😀\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    ":contoh",
    '{"a": [NaN]}',
    "a" * 3_000,
)
SHORT = 2
"""So many of them, from the first, are sent in CI; all in the long run."""
DIGITS = 5
"""So many are also sent behind the beginning of each button's value."""

OWN_TESTS = frozenset({"/masuk", "/keluar", "/akun"})
"""Pages that end the session that asks, or count tries."""


_BUTTON = re.compile(r'["{ ]([a-z]+):["{]')


def words_of(module: ModuleType) -> tuple[list[str], list[str]]:
    """Names of fields, and beginnings of the values of buttons, in a view and in the templates that it renders."""
    view = Path(str(module.__file__)).read_text(encoding="utf-8")
    texts = [
        view,
        *((WEB / "templates" / name).read_text(encoding="utf-8") for name in re.findall(r'"(\w+\.html)"', view)),
    ]
    text = "\n".join(texts)
    names = set(re.findall(r'(?:name=|fields\.get\(|form\[|k\.\w+\(\s*)"([a-z_][a-z_0-9-]*)"', text))
    begins = set(_BUTTON.findall(text)) | set(re.findall(r'value="([a-z]+):?["{]', text))
    return sorted(names - {"_csrf", "do"}), sorted(begins | set(re.findall(r'startswith\("([a-z]+):', text)))


@pytest.fixture
def served(request: pytest.FixtureRequest, database: str, tmp_path: Path, sample_world: Path) -> Iterator[FastAPI]:
    """The sample world behind accounts, which are counted little."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())
        patch.setattr(page_route, "_RATE", 1e6)
        patch.setattr(page_route, "_BURST", 10**6)
        root, url = tmp_path / "home", ""
        if database == "postgres":
            url = str(request.getfixturevalue("postgres_url"))
        else:
            shutil.copytree(sample_world, root)
        engine = Engine(Home(root=root), FakeEncoder(), database_url=url)
        if url:
            fill_world(engine)
            engine.build()
        add_accounts(engine)
        app = create_app(settings_for(root, failed_tries=1_000), engine)
        with TestClient(app):
            yield app
        engine.close()


def pages() -> list[tuple[str, str, list[str], ModuleType]]:
    """Method, path, names of parameters and view of each page."""
    return [
        (method, route.path, [one.alias for one in route.dependant.query_params], module)
        for module in ROUTES
        for route in module.router.routes
        if isinstance(route, PageRoute) and route.path not in OWN_TESTS
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def asked(
    rubbish: Sequence[str], method: str, path: str, names: list[str], module: ModuleType
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Address and options of requests to a page, each with one piece of rubbish everywhere."""
    fields, begins = words_of(module)
    for at, word in enumerate(rubbish):
        where = re.sub(r"{[^}]+}", quote(word, safe="") or "x", path)
        if method == "GET":
            yield where, {"params": dict.fromkeys(names, word)}
        else:
            yield where, {"data": {**dict.fromkeys(fields[:45], word), "do": word}}
            for begin in begins if at < DIGITS else ():
                yield where, {"data": {**dict.fromkeys(fields[:45], "1"), "do": f"{begin}:{word}"}}


def faults_of(app: FastAPI, who: str, rubbish: Sequence[str]) -> list[str]:
    """What was answered by a fault; a lane that is full says when to come again, and is none."""
    browser, faults, answers = Browser(http=TestClient(app, raise_server_exceptions=False)), [], Counter[int]()
    if who != "nobody":
        assert browser.sign_in(who).status_code == 303
    csrf = token_of(browser.get("/masuk" if who == "nobody" else "/akun").text)
    for page in pages():
        for where, options in asked(rubbish, *page):
            if "data" in options:
                options["data"]["_csrf"] = csrf
            answer = browser.http.request(page[0], where, follow_redirects=False, **options)
            answers[answer.status_code] += 1
            if answer.status_code >= 500 and "retry-after" not in answer.headers:
                faults.append(f"{answer.status_code} {where[:200]} {options}"[:400])
    assert answers[200] > 5 * len(rubbish)
    return faults


@pytest.mark.postgres
@pytest.mark.parametrize("database", ["postgres"])
def test_the_worst_rubbish_in_any_field_of_any_page_is_no_fault_of_ours(served: FastAPI) -> None:
    faults = [fault for who in ("nobody", *ACCOUNTS) for fault in faults_of(served, who, RUBBISH[:SHORT])]
    assert faults == [], "\n".join(faults)


@pytest.mark.long
@pytest.mark.parametrize("who", ["nobody", *ACCOUNTS])
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_no_rubbish_in_any_field_of_any_page_is_a_fault_of_ours(served: FastAPI, who: str) -> None:
    faults = faults_of(served, who, RUBBISH)
    assert faults == [], "\n".join(faults)


def test_a_nul_in_an_address_is_refused_before_anything_is_asked_of_the_store(browser: Browser) -> None:
    for address in ("/lowongan/contoh%3A%00", "/?wish=%00", "/rancangan?tab=%00"):
        assert browser.get(address).status_code == 404
