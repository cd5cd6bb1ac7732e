"""Upstreams that are down, slow, broken or hostile: each leaves a report that says so, nothing stored twice or lost."""

from __future__ import annotations

import contextlib
import gzip
import itertools
import json
import socket
import threading
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matcher.outbound.deadline import Deadline
from matcher.pulls import fetch, intake, pull
from matcher.pulls.upstream import Upstream
from matcher.sources import jsonld, workbook
from matcher.sources.walk import Onward, Page
from tests.matcher.pulls.conftest import Pulls
from tests.matcher.pulls.mock_upstream import Answer, Asked, MockUpstream, as_json
from tests.matcher.sources import invented

JSON = {"Content-Type": "application/json"}
GOOD = as_json({"lowongan": [invented.karirhub(n) for n in (1, 2, 3)]})


@pytest.fixture
def filled(pulls: Pulls, upstream: MockUpstream) -> Pulls:
    """A source whose first run stored three postings."""
    upstream.says["/list"] = GOOD
    pulls.add("karir", "karirhub", "/list")
    assert pulls.run("karir")["new"] == 3
    return pulls


def fails(pulls: Pulls, answer: Any, found: str, **limits: Any) -> dict[str, Any]:
    """A run over this answer fails with this reason; all is as before, and the next good run is as any other."""
    pulls.upstream.says["/list"] = answer
    done = pulls.run("karir", **limits)
    assert done["outcome"] == "failed"
    assert found in done["error"]["found"], done["error"]
    assert done["error"]["where"]
    assert done["error"]["wanted"]
    assert (done["closed"], done["new"]) == (0, 0)
    assert len(pulls.open_ids("karir")) == 3
    pulls.upstream.says["/list"] = GOOD
    again = pulls.run("karir")
    assert (again["outcome"], again["unchanged"], again["new"], again["closed"]) == ("done", 3, 0, 0)
    return done


def test_an_upstream_that_is_down_is_tried_again_and_then_told(filled: Pulls, upstream: MockUpstream) -> None:
    before = len(upstream.paths())
    fails(filled, Answer(status=500), "status 500")
    assert len(upstream.paths()) - before == 3 + 1
    assert len([wait for wait in filled.slept if wait > 0]) == 2


def test_a_fault_that_passes_is_no_fault(filled: Pulls, upstream: MockUpstream) -> None:
    answers = iter([Answer(status=503), Answer(status=502), GOOD])
    upstream.says["/list"] = lambda _: next(answers)
    done = filled.run("karir")
    assert (done["outcome"], done["unchanged"], done["error"]) == ("done", 3, {})


def test_nobody_listens(filled: Pulls, upstream: MockUpstream) -> None:
    upstream.close()
    done = filled.run("karir")
    assert (done["outcome"], done["closed"]) == ("failed", 0)
    assert "refused" in done["error"]["found"].lower()


def test_an_upstream_that_is_silent_is_not_waited_for(filled: Pulls) -> None:
    hold = threading.Event()
    fails(filled, Answer(body=b"{}", hold=hold), "silence (ReadTimeout)", silence_s=0.1, attempts=1)
    hold.set()


def test_an_upstream_that_drips_is_cut_off_after_its_time(filled: Pulls) -> None:
    hold = threading.Event()

    def drops() -> Iterator[bytes]:
        while not hold.wait(0.05):
            yield b" "

    done = fails(filled, Answer(body=drops(), headers=JSON), "a slower one", total_s=0.4)
    hold.set()
    assert done["error"]["wanted"] == "a whole answer within 0.4 s"


def test_an_upstream_that_drips_its_headers_is_cut_off_too(pulls: Pulls) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    place = f"127.0.0.1:{listener.getsockname()[1]}"
    hold = threading.Event()

    def drip() -> None:
        connection, _ = listener.accept()
        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
        with contextlib.suppress(OSError):
            while not hold.wait(0.05):
                connection.sendall(b"x")
        connection.close()

    threading.Thread(target=drip, daemon=True).start()
    object.__setattr__(pulls.around, "inside", frozenset({place}))
    pulls.add("karir", "karirhub", f"http://{place}/list", agreed=True)
    done = pulls.run("karir", total_s=0.4)
    hold.set()
    listener.close()
    assert (done["outcome"], done["error"]["found"]) == ("failed", "a slower one")


def test_too_many_requests_are_answered_by_waiting_as_long_as_is_asked(filled: Pulls, upstream: MockUpstream) -> None:
    answers = iter([Answer(status=429, headers={"Retry-After": "3"}), GOOD])
    upstream.says["/list"] = lambda _: next(answers)
    assert filled.run("karir")["outcome"] == "done"
    assert 3 <= max(filled.slept) < 4


def test_one_that_asks_for_a_longer_wait_is_left_until_its_next_turn(filled: Pulls, upstream: MockUpstream) -> None:
    before = len(upstream.paths())
    fails(filled, Answer(status=429, headers={"Retry-After": "3600"}), "to be asked again in 3600 s")
    assert len(upstream.paths()) - before == 1 + 1


def test_not_modified_is_no_answer_to_one_who_knows_nothing(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/list"] = Answer(status=304)
    pulls.add("karir", "karirhub", "/list")
    done = pulls.run("karir")
    assert (done["outcome"], done["error"]["found"]) == ("failed", "status 304 Not Modified")


def test_half_json_is_refused_whole(filled: Pulls) -> None:
    assert isinstance(GOOD.body, bytes)
    done = fails(filled, Answer(body=GOOD.body[:-200], headers=JSON), "unexpected end")
    assert done["error"]["where"] == filled.upstream.url("/list")


def test_a_connection_that_breaks_off_is_tried_again(filled: Pulls, upstream: MockUpstream) -> None:
    assert isinstance(GOOD.body, bytes)
    cut = Answer(body=GOOD.body[:300], headers={**JSON, "Content-Length": str(len(GOOD.body))})
    answers = iter([cut, GOOD])
    upstream.says["/list"] = lambda _: next(answers)
    assert filled.run("karir")["unchanged"] == 3
    fails(filled, cut, "peer closed connection")


def test_html_in_place_of_json_is_told_as_such(filled: Pulls) -> None:
    page = b"<!DOCTYPE html><html><body>Sedang dalam pemeliharaan</body></html>"
    for kind in ("text/html", "application/json"):
        fails(filled, Answer(body=page, headers={"Content-Type": kind}), "HTML or XML")


def test_a_schema_that_changed_is_told_and_closes_nothing(filled: Pulls) -> None:
    renamed = [{"vacancy_id": n, "vacancy_title": "Juru Las"} for n in range(1, 5)]
    done = fails(filled, as_json({"lowongan": renamed}), "none; the first: wanted a value")
    assert "has the format changed?" in done["error"]["wanted"]
    assert done["rejected"] == 4
    fails(filled, as_json({"vacancies": renamed}), "an object with vacancies")
    fails(filled, as_json("lowongan"), "str")


def test_a_stream_of_ten_gigabytes_is_cut_off_at_the_limit(filled: Pulls, upstream: MockUpstream) -> None:
    piece = b'{"lowongan": [' + b" " * 65_522

    def endless() -> Iterator[bytes]:
        for _ in range(10 * 2**30 // len(piece)):
            yield piece

    before = upstream.sent
    done = fails(filled, Answer(body=endless(), headers=JSON), "more", max_bytes=2 << 20)
    assert done["error"]["wanted"] == "an answer of at most 2097152 bytes"
    assert upstream.sent - before < 64 << 20  # what was under way when the connection was closed


def test_a_small_packed_answer_that_unpacks_without_end_is_cut_off(filled: Pulls) -> None:
    bomb = gzip.compress(b" " * (64 << 20))
    assert len(bomb) < 100_000
    headers = {**JSON, "Content-Encoding": "gzip"}
    done = fails(filled, Answer(body=bomb, headers=headers), "more, unpacked from")
    assert done["bytes"] == 0


def test_packed_answers_are_unpacked_and_damaged_ones_told(filled: Pulls, upstream: MockUpstream) -> None:
    assert isinstance(GOOD.body, bytes)
    packed, headers = gzip.compress(GOOD.body), {**JSON, "Content-Encoding": "gzip"}
    upstream.says["/list"] = Answer(body=packed, headers=headers)
    assert filled.run("karir")["unchanged"] == 3
    fails(filled, Answer(body=packed[:-30], headers=headers), "one that is cut off")
    fails(filled, Answer(body=b"x" * 300, headers=headers), "incorrect header check")
    fails(filled, Answer(body=packed, headers={**JSON, "Content-Encoding": "br"}), "br")


def test_a_packed_answer_of_several_members_is_unpacked_to_its_end(filled: Pulls, upstream: MockUpstream) -> None:
    assert isinstance(GOOD.body, bytes)
    first, second = gzip.compress(GOOD.body[:400]), gzip.compress(GOOD.body[400:])
    headers = {**JSON, "Content-Encoding": "gzip"}
    for body in (first + second, first + second + bytes(40), [first[:9], first[9:], second[:3], second[3:]]):
        upstream.says["/list"] = Answer(body=body, headers=headers)
        assert filled.run("karir")["unchanged"] == 3
    fails(filled, Answer(body=first + second[:-9], headers=headers), "one that is cut off")
    bomb = b"".join([gzip.compress(b" " * (1 << 20))] * 9)
    fails(filled, Answer(body=bomb, headers=headers), "more, unpacked from")
    zlib_stream = zlib.compress(GOOD.body) + b"lain"
    upstream.says["/list"] = Answer(body=zlib_stream, headers={**JSON, "Content-Encoding": "deflate"})
    assert filled.run("karir")["unchanged"] == 3


def test_a_charset_that_is_declared_is_heeded_and_a_wrong_one_told(filled: Pulls, upstream: MockUpstream) -> None:
    text = json.dumps({"lowongan": [invented.karirhub(1, nama_perusahaan="Café Contoh")]}, ensure_ascii=False)
    kind = "application/json; charset="
    upstream.says["/list"] = Answer(body=text.encode("latin-1"), headers={"Content-Type": kind + "iso-8859-1"})
    filled.store.change_upstream("karir", due_at=None, state="{}")
    assert filled.run("karir")["changed"] == 1
    assert filled.stored("karir")["KH-00001"]["employer"] == "Café Contoh"
    upstream.says["/list"] = GOOD
    filled.run("karir")
    fails(filled, Answer(body=text.encode("latin-1"), headers={"Content-Type": kind + "utf-8"}), "which is not UTF-8")
    fails(filled, Answer(body=text.encode(), headers={"Content-Type": kind + "klingon"}), "klingon")
    fails(filled, Answer(body=text.encode() + b"\xff", headers={"Content-Type": kind + "utf-16"}), "utf-16")


def test_an_id_that_comes_twice_with_other_content_is_kept_once_and_rejected_once(
    filled: Pulls, upstream: MockUpstream
) -> None:
    rows = [invented.karirhub(1), invented.karirhub(2), invented.karirhub(3), invented.karirhub(1, jumlah_lowongan=99)]
    upstream.says["/list"] = as_json(rows)
    done = filled.run("karir")
    assert (done["outcome"], done["unchanged"], done["rejected"]) == ("done", 3, 1)
    [reject] = filled.rejects(done)
    assert reject["found"] == "another before it in this run, with other content"
    assert reject["raw"]["jumlah_lowongan"] == 99
    assert filled.stored("karir")["KH-00001"]["openings"] == 3


def test_a_clock_that_is_wrong_is_told_and_moves_no_token_into_the_future(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.date = "Mon, 02 Nov 2020 08:00:00 GMT"
    ahead = invented.jobstream(1, timestamp=4_000_000_000_000)
    upstream.says["/s"] = as_json([ahead, invented.jobstream(2, timestamp=1_604_300_000_000)])
    pulls.add("arus", "jobstream", "/s?date={since}", is_listing=False)
    done = pulls.run("arus")
    assert done["outcome"] == "done"
    assert done["clock_skew_s"] < -86_400
    assert json.loads(pulls.store.upstream("arus").state)["mark"] == "2020-11-02T06:53:20"


def test_a_workbook_that_is_a_zip_bomb_is_refused(
    pulls: Pulls, upstream: MockUpstream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = invented.dinas_workbook(tmp_path / "baik.xlsx", [1, 2])
    bomb = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(table) as good, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for name in good.namelist():
            made.writestr(name, good.read(name))
        made.writestr("xl/media/image1.bin", bytes(24 << 20))
    assert bomb.stat().st_size < 100_000
    monkeypatch.setattr(workbook, "MAX_XLSX_BYTES", 16 << 20)
    upstream.says["/tabel.xlsx"] = Answer(body=table.read_bytes())
    pulls.add("dinas-contoh", "dinas", "/tabel.xlsx")
    assert pulls.run("dinas-contoh")["new"] == 2
    upstream.says["/tabel.xlsx"] = Answer(body=bomb.read_bytes())
    done = pulls.run("dinas-contoh")
    assert (done["outcome"], done["closed"]) == ("failed", 0)
    assert done["error"]["wanted"] == "a workbook of at most 16 MiB unpacked"
    assert len(pulls.open_ids("dinas-contoh")) == 2


def test_a_workbook_of_a_zip_version_to_come_is_told(pulls: Pulls, tmp_path: Path) -> None:
    table = invented.dinas_workbook(tmp_path / "tabel.xlsx", [1])
    held = bytearray(table.read_bytes())
    held[held.rindex(b"PK\x01\x02") + 6] = 200  # "version needed to extract" of the last entry
    table.write_bytes(held)
    pulls.add("dinas-x", "dinas", str(table))
    done = pulls.run("dinas-x")
    assert (done["outcome"], done["error"]["found"]) == ("failed", "zip file version 20.0")


def test_a_date_that_no_clock_has_is_passed_over(filled: Pulls, upstream: MockUpstream) -> None:
    upstream.date = "Fri, 31 Dec 9999 23:59:59 -0100"
    done = filled.run("karir")
    assert (done["outcome"], done["clock_skew_s"]) == ("done", None)


def test_whatever_else_a_source_makes_us_fall_over_is_a_run_that_failed(
    filled: Pulls, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls(*_: Any) -> int:
        raise NotImplementedError("belum ada \ud83d")

    with monkeypatch.context() as patch:
        patch.setattr(fetch, "save_body", falls)
        done = filled.run("karir")
    assert (done["outcome"], done["closed"]) == ("failed", 0)
    assert done["error"]["found"] == "NotImplementedError: belum ada ?"


def test_scripts_in_html_are_neither_stored_nor_run(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/p"] = Answer(body=invented.job_page(1).encode(), headers={"Content-Type": "text/html"})
    pulls.add("laman", "jsonld", "/p")
    assert pulls.run("laman")["new"] == 1
    kept = json.dumps(pulls.stored("laman"))
    assert "Pekerjaan nomor 1" in kept
    assert "<script" not in kept
    assert "alert" not in kept


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:1/",
        "http://localhost:1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://10.0.0.1/",
        "http://2130706433:1/",
        "http://0.0.0.0:1/",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(filled: Pulls, target: str) -> None:
    done = fails(filled, Answer(status=302, headers={"Location": target}), "which is not")
    assert "a public address" in done["error"]["wanted"]


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://contoh.invalid/", "gopher://x/", "", "http://a:b@contoh.invalid/"]
)
def test_a_redirect_to_no_address_of_the_web_is_refused(filled: Pulls, target: str) -> None:
    done = fails(filled, Answer(status=301, headers={"Location": target}), "")
    assert "an address" in done["error"]["wanted"]


def test_redirects_are_followed_but_not_in_circles_or_without_end(filled: Pulls, upstream: MockUpstream) -> None:
    upstream.says |= {"/baru": GOOD, "/list": Answer(status=308, headers={"Location": "/baru"})}
    assert filled.run("karir")["unchanged"] == 3
    upstream.says["/baru"] = Answer(status=302, headers={"Location": "/list"})
    fails(filled, Answer(status=302, headers={"Location": "/baru"}), "redirects in a circle")
    steps = itertools.count()
    upstream.says["/langkah"] = lambda _: Answer(status=302, headers={"Location": f"/langkah?n={next(steps)}"})
    fails(filled, Answer(status=302, headers={"Location": "/langkah"}), "more")


def test_pages_that_lead_to_each_other_or_to_another_host_end_the_run(pulls: Pulls, upstream: MockUpstream) -> None:
    round_ = Answer(body=b"[]", headers={**JSON, "Link": '</list>; rel="next"'})
    upstream.says["/list"] = round_
    pulls.add("karir", "karirhub", "/list")
    assert pulls.run("karir")["error"]["found"] == "pages without end"
    upstream.says["/list"] = Answer(body=b"[]", headers={**JSON, "Link": '<http://contoh.invalid/>; rel="next"'})
    assert pulls.run("karir")["error"]["wanted"] == "pages of one host"


def test_a_page_that_loses_its_numbers_ends_the_run(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("magang", "maganghub", "/v")
    for meta in (
        {},
        {"pagination": {"current_page": "satu"}},
        {"pagination": {"current_page": -1, "last_page": 2}},
        None,
    ):
        upstream.says["/v"] = as_json({"data": [invented.maganghub(1)], "meta": meta})
        assert pulls.run("magang")["error"]["wanted"] == "whole numbers current_page, last_page and total"
    assert pulls.stored("magang") == {}


def test_a_secret_goes_to_its_upstream_alone_and_stands_nowhere(
    pulls: Pulls, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = MockUpstream()
    other.says["/list"] = GOOD
    object.__setattr__(pulls.around, "inside", pulls.around.inside | {other.place})
    pulls.add("karir", "karirhub", "/list", header="Authorization", secret_env="RAHASIA_UJI")
    upstream.says["/list"] = GOOD
    missing = pulls.run("karir")
    assert missing["error"]["wanted"] == "its value in the environment variable RAHASIA_UJI"
    assert upstream.paths() == []
    for bad in ("dua\nbaris", "é"):
        pulls.environ["RAHASIA_UJI"] = bad
        assert pulls.run("karir")["error"]["wanted"] == "printable ASCII in RAHASIA_UJI"
    pulls.environ["RAHASIA_UJI"] = "Bearer s3kr1t"
    assert pulls.run("karir")["new"] == 3
    assert upstream.asked[-1].headers["Authorization"] == "Bearer s3kr1t"
    assert "Authorization" not in upstream.asked[0].headers  # robots.txt
    upstream.says["/list"] = Answer(status=302, headers={"Location": other.url("/list")})
    assert pulls.run("karir")["unchanged"] == 3
    assert "Authorization" not in other.asked[-1].headers
    other.close()
    pulls.store.close()
    assert b"s3kr1t" not in b"".join(file.read_bytes() for file in pulls.home.root.rglob("*") if file.is_file())


def test_what_robots_txt_forbids_is_not_fetched_without_an_agreement(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says |= {"/list": GOOD, "/robots.txt": Answer(body=b"User-agent: *\nDisallow: /list\n")}
    pulls.add("karir", "karirhub", "/list")
    done = pulls.run("karir")
    assert (done["outcome"], done["error"]["found"]) == ("failed", "one that it does not")
    assert upstream.paths() == []
    pulls.add("janji", "karirhub", "/list", agreed=True)
    assert pulls.run("janji")["new"] == 3


def test_a_host_whose_robots_txt_cannot_be_had_is_not_asked_and_its_delay_is_kept(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    upstream.says |= {"/list": GOOD, "/robots.txt": Answer(status=503)}
    pulls.add("karir", "karirhub", "/list")
    assert "status 503" in pulls.run("karir")["error"]["found"]
    assert upstream.paths() == []
    upstream.says["/robots.txt"] = Answer(body=b"User-agent: *\nCrawl-delay: 7\n")
    pulls.slept.clear()
    assert pulls.run("karir")["new"] == 3
    assert max(pulls.slept) == pytest.approx(7, abs=0.5)


def test_requests_to_one_host_keep_their_distance(pulls: Pulls, upstream: MockUpstream) -> None:
    rows = [[invented.maganghub(n)] for n in range(1, 4)]

    def says(asked: Asked) -> Answer:
        page = int(asked.query.get("page", "1"))
        return as_json(invented.numbered(rows[page - 1], page, 3, 3))

    upstream.says["/v"] = says
    pulls.add("magang", "maganghub", "/v", gap_s=2.0)
    pulls.run("magang")
    assert len([wait for wait in pulls.slept if 1.5 < wait <= 2.0]) == 3  # after robots.txt and between the pages


def test_a_plug_in_that_falls_over_is_told(filled: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    def falls(page: Page) -> Onward:
        return Onward(following=json.loads(page.path.read_text(encoding="utf-8"))["berikutnya"])

    kept = Upstream.source
    with monkeypatch.context() as patch:
        patch.setattr(Upstream, "source", lambda self: replace(kept(self), walk=falls))
        done = filled.run("karir")
    assert (done["outcome"], done["closed"]) == ("failed", 0)
    assert done["error"] == {
        "where": filled.upstream.url("/list"),
        "wanted": "a page of karir",
        "found": "KeyError: 'berikutnya'",
    }


def test_a_disk_that_is_full_is_told(filled: Pulls, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(fetch, "save_body", full)
        done = filled.run("karir")
    assert (done["outcome"], done["closed"]) == ("failed", 0)
    assert "No space left" in done["error"]["found"]


def test_a_file_that_went_away_is_told(pulls: Pulls, tmp_path: Path) -> None:
    file = invented.fixture(tmp_path, "karirhub")
    pulls.add("karir", "karirhub", str(file))
    pulls.run("karir")
    file.unlink()
    done = pulls.run("karir")
    assert (done["outcome"], done["closed"]) == ("failed", 0)
    assert "a file, or a folder with files" in done["error"]["wanted"]


def test_rows_that_are_rubbish_are_rejected_one_by_one(filled: Pulls, upstream: MockUpstream) -> None:
    strange = [
        *("teks", 7, None, [], {"id_lowongan": ""}, {"id_lowongan": "x", "judul_lowongan": "\u200b"}),
        {"id_lowongan": "'; DROP TABLE record; --", "judul_lowongan": "Juru Las 🔥 <b>"},
        {"id_lowongan": "baik", "judul_lowongan": "Kasir", "gaji_minimum": "4.500.000", "status": "TAYANG"},
    ]
    upstream.says["/list"] = as_json([*strange, *(invented.karirhub(n) for n in (1, 2, 3))])
    done = filled.run("karir")
    assert (done["outcome"], done["read"], done["new"], done["unchanged"], done["rejected"]) == ("done", 11, 2, 3, 6)
    assert len(filled.rejects(done)) == 6
    assert {"baik", "'; DROP TABLE record; --"} <= set(filled.open_ids("karir"))


def test_rows_without_end_are_cut_off(filled: Pulls, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_ROWS", 4)
    upstream.says["/list"] = as_json([invented.karirhub(n) for n in range(1, 8)])
    done = filled.run("karir")
    assert (done["outcome"], done["read"], done["closed"]) == ("failed", 4, 0)
    assert done["error"]["wanted"] == "at most 4 rows"
    assert len(filled.open_ids("karir")) == 4  # what was read is kept


def test_what_comes_twice_is_known_for_it_in_whatever_batch_it_stands(
    filled: Pulls, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_BATCH", 2)
    twice = [invented.karirhub(n) for n in (1, 2, 3, 4, 1, 2)]
    upstream.says["/list"] = as_json(
        [*twice, invented.karirhub(3, jumlah_lowongan=99), invented.karirhub(4, id_lowongan="x", tautan="")]
    )
    done = filled.run("karir")
    assert (done["unchanged"], done["new"], done["repeated"], done["rejected"], done["duplicates"]) == (3, 2, 2, 1, 3)


def test_a_row_that_cannot_even_be_mapped_keeps_others_from_being_closed(filled: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/list"] = as_json(
        [invented.karirhub(1), invented.karirhub(2, id_lowongan=None, judul_lowongan=["x"])]
    )
    done = filled.run("karir")
    assert (done["outcome"], done["rejected"], done["closed"]) == ("partial", 1, 0)
    assert len(filled.open_ids("karir")) == 3


def _sitemap(upstream: MockUpstream, count: int) -> None:
    places = "".join(f"<loc>{upstream.url(f'/p/{n}')}</loc>" for n in range(1, count + 1))
    upstream.says["/sitemap.xml"] = Answer(body=f"<urlset>{places}</urlset>".encode())
    for n in range(1, count + 1):
        upstream.says[f"/p/{n}"] = Answer(body=invented.job_page(n).encode(), headers={"Content-Type": "text/html"})


def test_a_page_of_a_sitemap_that_is_down_is_refused_like_a_bad_row_and_closes_nothing(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    _sitemap(upstream, 5)
    pulls.add("laman", "jsonld", "/sitemap.xml")
    pulls.run("laman")
    upstream.says |= {"/p/2": Answer(status=500), "/p/4": Answer(status=410)}
    done = pulls.run("laman")
    assert (done["outcome"], done["unchanged"], done["rejected"], done["closed"]) == ("partial", 3, 1, 0)
    assert "status 500" in pulls.rejects(done)[0]["found"]


def test_a_sitemap_whose_pages_are_all_down_is_given_up_after_some(pulls: Pulls, upstream: MockUpstream) -> None:
    _sitemap(upstream, 9)
    upstream.says |= {f"/p/{n}": Answer(status=503) for n in range(2, 10)}
    pulls.add("laman", "jsonld", "/sitemap.xml")
    done = pulls.run("laman", attempts=1)
    assert (done["outcome"], done["new"], done["rejected"]) == ("failed", 1, 4)


def test_a_page_of_a_sitemap_that_asks_to_be_left_alone_ends_the_run_and_the_next_goes_on_there(
    pulls: Pulls, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "_QUEUE", 1)
    monkeypatch.setattr(pull, "_SELDOM", 2)
    _sitemap(upstream, 5)
    upstream.says["/p/4"] = Answer(status=429)
    pulls.add("laman", "jsonld", "/sitemap.xml")
    failed = pulls.run("laman")
    assert (failed["outcome"], failed["new"]) == ("failed", 3)
    upstream.says["/p/4"] = Answer(body=invented.job_page(4).encode(), headers={"Content-Type": "text/html"})
    done = pulls.run("laman")
    assert (done["outcome"], done["continues"], done["new"]) == ("done", 1, 2)
    assert len(pulls.open_ids("laman")) == 5


def test_a_sitemap_that_is_too_long_is_refused(
    pulls: Pulls, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonld, "MAX_SITEMAP", 2)
    upstream.says["/sitemap.xml"] = Answer(body=b"<urlset><loc>/a</loc><loc>/b</loc><loc>/c</loc></urlset>")
    pulls.add("laman", "jsonld", "/sitemap.xml")
    assert pulls.run("laman")["error"]["wanted"] == "a sitemap of at most 2 addresses"


def test_an_offices_table_without_titles_is_refused_before_a_row_is_read(pulls: Pulls, tmp_path: Path) -> None:
    table = tmp_path / "tabel.csv"
    table.write_text("Perusahaan,Lokasi\nPT Contoh,Sleman\n", encoding="utf-8")
    pulls.add("dinas-x", "dinas", str(table))
    done = pulls.run("dinas-x")
    assert (done["outcome"], done["read"]) == ("failed", 0)
    assert done["error"]["wanted"] == "a heading of job titles; see 'sepadan sources columns'"
    assert done["error"]["found"] == "Perusahaan, Lokasi"


def test_pages_of_the_host_that_one_was_sent_to_are_read_without_the_secret(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    other = MockUpstream()
    object.__setattr__(pulls.around, "inside", pulls.around.inside | {other.place})
    pulls.environ["RAHASIA_UJI"] = "s3kr1t"
    upstream.says["/v"] = Answer(status=302, headers={"Location": other.url("/v?page=1")})
    other.says["/v"] = lambda asked: as_json(
        invented.numbered([invented.maganghub(int(asked.query["page"]))], int(asked.query["page"]), 2, 2)
    )
    pulls.add("magang", "maganghub", "/v", header="X-Kunci", secret_env="RAHASIA_UJI")
    done = pulls.run("magang")
    assert (done["outcome"], done["new"]) == ("done", 2)
    assert [asked.query["page"] for asked in other.asked if asked.path == "/v"] == ["1", "2"]
    assert not any("X-Kunci" in asked.headers for asked in other.asked)
    other.close()


def test_a_connection_that_stands_only_after_its_time_is_shut_at_once() -> None:
    ours, theirs = socket.socketpair()
    late = Deadline(60)
    late._shut()
    late.trace("connection.connect_tcp.complete", {"return_value": _Stream(ours)})
    assert theirs.recv(1) == b""
    late.trace("http11.send_request_headers.started", {})
    ours.close()
    theirs.close()


class _Stream:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def get_extra_info(self, name: str) -> object:
        return self._connection if name == "socket" else None


def test_a_posting_that_is_taken_back_twice_or_was_never_there_is_closed_once(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    gone = [{"id": "00000001", "removed": True}, {"id": "00000009", "removed": True}]
    upstream.says["/s"] = as_json([invented.jobstream(1), *gone, gone[0]])
    pulls.add("arus", "jobstream", "/s", is_listing=False)
    done = pulls.run("arus")
    assert (done["new"], done["withdrawn"], done["closed"]) == (1, 3, 1)
    assert pulls.open_ids("arus") == []
