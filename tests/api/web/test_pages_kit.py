"""What all pages share: files, headers, parts for HTMX, escaping, work that takes a while."""

from __future__ import annotations

import gzip
import re
import threading

import pytest
import structlog
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.access.errors import OverloadedError
from api.web import assets
from api.web.tasks import Tasks
from taxonomy.errors import UnknownIdError
from tests.api.test_pages import SEEKER
from tests.api.web.conftest import Browser
from tests.api.web.payloads import PAYLOADS, live_parts


def test_every_file_is_served_packed_once_and_for_good_under_the_name_of_its_content(browser: Browser) -> None:
    files = {"style.css", "pencari.css", "grafik.css", "icon.svg", "htmx.js", "kemajuan.js"}
    assert files == set(assets.assets())
    for name in assets.assets():
        answer = browser.get(assets.address(name))
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = browser.get(assets.address(name), headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert browser.get("/static/style.css").headers["cache-control"] == "public, no-cache"
    plain = browser.get("/static/style.css", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == assets.assets()["style.css"].content
    assert browser.http.post("/static/style.css").status_code == 405
    assert browser.http.head("/static/style.css").content == b""
    assert browser.get("/static/..%2fpage.py").status_code == 404


def test_the_first_view_is_light(browser: Browser) -> None:
    page = browser.get("/").text
    names = re.findall(r"/static/([a-z.]+)\?v=", page)
    sizes = {name: len(assets.assets()[name].packed or assets.assets()[name].content) for name in names}
    assert sum(sizes.values()) + len(gzip.compress(page.encode(), 4)) <= 60_000


@pytest.mark.parametrize("path", ["/", "/pemberi-kerja", "/masuk", "/rancangan", "/rancangan/hasil"])
def test_pages_allow_no_inline_script_and_are_not_kept(browser: Browser, path: str) -> None:
    answer = browser.get(path, headers={"Accept-Encoding": "gzip"})
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert {"Cookie", "HX-Request"} <= set(answer.headers["vary"].split(", "))
    assert answer.headers["content-encoding"] == "gzip"
    page = answer.text
    assert not re.search(r"<(script|style)(?![^>]*src=)[^>]*>", page)
    assert not re.search(r"\s(style|on\w+)=", re.sub(r">[^<]*<", "><", page))
    assert live_parts(page) == []
    assert browser.http.head(path).status_code == 200


def test_htmx_gets_a_part_and_a_reader_without_script_a_page(browser: Browser) -> None:
    whole = browser.get("/rancangan/hasil?cari=bekasi").text
    part = browser.get("/rancangan/hasil?cari=bekasi", headers={"HX-Request": "true"}).text
    assert "<!doctype html>" in whole
    assert part.strip().startswith('<div id="temuan"')
    assert part.strip() in whole
    back = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<!doctype html>" in browser.get("/rancangan/hasil", headers=back).text
    assert "Tidak ada yang cocok" in browser.get("/rancangan/hasil?cari=zz", headers={"HX-Request": "true"}).text


def test_what_is_sent_on_to_htmx_is_told_in_its_way(browser: Browser) -> None:
    answer = browser.send("/pilihan", {"kembali": "/masuk"}, page="/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/masuk")


def test_there_are_sixty_payloads_and_the_look_finds_each_that_is_bare() -> None:
    assert len(set(PAYLOADS)) >= 60
    bare = [payload for payload in PAYLOADS if live_parts(f'<p title="x">{payload}</p>')]
    assert len(bare) >= 45
    assert live_parts('<img src="/a"><script src="/static/htmx.js?v=1"></script>') == []


def test_no_payload_runs_wherever_a_reader_types_it(client: TestClient) -> None:
    for at in range(0, len(PAYLOADS), 20):
        text = "\n".join(PAYLOADS[at : at + 20])
        pages = [
            client.post("/", data={**SEEKER, "wish": PAYLOADS[at], "summary": text, "place": PAYLOADS[at][:100]}),
            client.post("/pemberi-kerja", data={"title": PAYLOADS[at], "text": text, "place": PAYLOADS[at][:100]}),
            client.post("/inspection", data={"title": f"Wanita {PAYLOADS[at]}", "text": text}),
            client.get("/rancangan/hasil", params={"cari": PAYLOADS[at][:60]}),
            client.get("/masuk", params={"lanjut": PAYLOADS[at]}),
        ]
        for page in pages:
            assert page.status_code < 500
            assert live_parts(page.text) == []


def test_no_payload_of_a_source_runs_on_the_pages_that_show_its_postings(client: TestClient) -> None:
    records = [
        {
            "id": f"contoh:x-{number}",
            "title": f"Juru Las {payload}"[:300],
            "employer": payload[:200],
            "description": f"Mengelas SMAW, usia maks 25 tahun {payload}",
            "places": [payload[:100]],
            "url": payload,
        }
        for number, payload in enumerate(PAYLOADS)
    ]
    for at in range(0, len(records), 20):
        assert client.post("/v1/postings", json={"records": records[at : at + 20]}).status_code in {200, 422}
    for page in (client.post("/", data=SEEKER), *(client.get(f"/inspection?page={n}") for n in range(1, 5))):
        assert page.status_code == 200
        assert live_parts(page.text) == []


def test_work_that_takes_a_while_is_followed_without_script_and_as_events(staffed: FastAPI, browser: Browser) -> None:
    tasks, go_on, begun = staffed.state.tasks, threading.Event(), threading.Event()
    browser.get("/")
    owner = browser.http.cookies["sepadan_pra"]

    def work(tell):  # type: ignore[no-untyped-def]
        tell(1, 4)
        begun.set()
        assert go_on.wait(30)
        return "/rancangan"

    task = tasks.start(owner, work)
    assert begun.wait(30)
    page = browser.get(f"/kemajuan/{task}")
    assert 'http-equiv="refresh"' in page.text
    assert 'value="25"' in page.text
    assert f'data-kemajuan="/kemajuan/{task}/peristiwa"' in page.text
    assert Browser(http=TestClient(staffed)).get(f"/kemajuan/{task}").status_code == 404, "another browser's"
    go_on.set()
    events = browser.get(f"/kemajuan/{task}/peristiwa")
    assert events.headers["content-type"].startswith("text/event-stream")
    assert "event: selesai\ndata: /rancangan\n\n" in events.text
    assert browser.get(f"/kemajuan/{task}").headers["location"] == "/rancangan"


def test_a_stream_of_work_that_failed_says_so_and_ends(staffed: FastAPI, browser: Browser) -> None:
    browser.get("/")

    def fails(tell):  # type: ignore[no-untyped-def]
        raise ValueError("rusak")

    task = staffed.state.tasks.start(browser.http.cookies["sepadan_pra"], fails)
    assert browser.get(f"/kemajuan/{task}/peristiwa").text.endswith("event: gagal\ndata: -\n\n")


def test_a_task_that_fails_is_told_and_not_too_many_are_begun(tmp_path) -> None:  # type: ignore[no-untyped-def]
    now = [1_000.0]
    tasks = Tasks(tmp_path / "progress", structlog.get_logger(), lambda: now[0])
    ended = threading.Event()

    def fails(tell):  # type: ignore[no-untyped-def]
        raise ValueError("rusak")

    task = tasks.start("a", fails)
    for thread in threading.enumerate():
        if thread.name == f"task-{task[:8]}":
            thread.join()
    assert tasks.standing(task, "a").state == "failed"
    for wrong, owner in ((task, "b"), ("../../etc/passwd", "a"), ("0" * 32, "a")):
        with pytest.raises(UnknownIdError):
            tasks.standing(wrong, owner)
    running = [tasks.start("a", lambda tell: str(ended.wait(30)) and "/") for _ in range(4)]
    with pytest.raises(OverloadedError) as found:
        tasks.start("a", lambda tell: "/")
    assert int(found.value.headers["Retry-After"]) > 0, "it says when to come again"
    assert tasks.standing(running[0], "a").share is None
    now[0] += 121
    assert tasks.standing(running[0], "a").state == "failed", "its process says nothing any more"
    ended.set()
