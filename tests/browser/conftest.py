"""A server and a chromium for the tests of one file: accounts of every role, phone and desk, languages, colours."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from api.access.accounts import PASSWORD_HASHER
from api.app import create_app
from matcher.engine import Engine
from matcher.home import Home
from tests.api.web.conftest import PASSWORD, add_accounts, cheap_parameters, settings_for
from tests.browser.checks import axe_faults, picture, small_targets, zoom_faults
from tests.fakes import FakeEncoder

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}

Opener = Callable[..., Page]


Furnish = Callable[[Engine], None]


@pytest.fixture(scope="module")
def furnish() -> Furnish:
    """Puts more into the sample world before it is served; a file whose pages need it has one of its own."""
    return lambda engine: None


@pytest.fixture(scope="module")  # neither a server nor Playwright's event loop may live on beside other tests
def address(tmp_path_factory: pytest.TempPathFactory, sample_world: Path, furnish: Furnish) -> Iterator[str]:
    """A server on a free port over the sample world, with an account of every role."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())
        root = tmp_path_factory.mktemp("pages") / "home"
        shutil.copytree(sample_world, root)
        engine = Engine(Home(root=root), FakeEncoder())
        add_accounts(engine)
        furnish(engine)
        app = create_app(settings_for(engine.home.root), engine)
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()
        listener.close()
        engine.close()


@pytest.fixture(scope="module")
def chrome(chromium: str) -> Iterator[Browser]:
    """Debian's chromium, driven by Playwright."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        started = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield started
        started.close()


@pytest.fixture
def open_page(chrome: Browser, address: str) -> Iterator[Opener]:
    """Opens a page in a browser of its own; what the browser complains of fails the test."""
    contexts, complaints = list[BrowserContext](), list[str]()

    def opened(
        path: str = "/",
        *,
        size: dict[str, int] = PHONE,
        language: str = "id",
        theme: str = "",
        script: bool = True,
        role: str = "",
        **more: Any,
    ) -> Page:
        context = chrome.new_context(
            base_url=address, viewport=size, java_script_enabled=script, reduced_motion="reduce", **more
        )
        contexts.append(context)
        kept = {"sepadan_bahasa": language, **({"sepadan_tema": theme} if theme else {})}
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        if role:
            sign_in(page, role)
        if path:
            page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    # A status of 4xx is told as an error too; which one is the test's to judge.
    assert [said for said in complaints if "Failed to load resource" not in said] == []


def sign_in(page: Page, role: str) -> None:
    """Sign in by the form, as a person does."""
    page.goto("/masuk")
    page.locator("#name").fill(role)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/masuk" not in url)


def open_menu(page: Page) -> None:
    """Open the menu of the header, which a phone folds."""
    page.locator(".menu summary").click()


def is_for_everybody(
    open_page: Opener, name: str, state: tuple[str, str, Callable[[Page], None] | None], look: dict[str, object]
) -> None:
    """A page in one state and look has no fault that axe, a narrow screen or a finger would find.

    Args:
        open_page: Opens it.
        name: Of the picture.
        state: Path, role, and what is done before one looks.
        look: Options of ``open_page``.
    """
    path, role, act = state
    page = open_page(path, role=role, **look)
    if act is not None:
        act(page)
    seen(page, name)


def seen(page: Page, name: str) -> None:
    """An open page has none of these faults; ``name`` is that of its picture."""
    picture(page, name)
    assert axe_faults(page) == [], name
    assert zoom_faults(page) == [], name
    assert small_targets(page) == [], name
