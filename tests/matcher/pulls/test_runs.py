"""Runs of sources against a mock upstream that behaves: each real shape, change, closing, resumption, schedule."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import filelock
import pytest

from indexes.sighting_rows import Sighting
from matcher.pulls import pages
from matcher.pulls.listing import confirm
from matcher.pulls.report import run_document
from matcher.pulls.run import due_names
from taxonomy.errors import ConfigError, InputError, UnknownIdError
from tests.matcher.pulls.conftest import Pulls
from tests.matcher.pulls.mock_upstream import Answer, Asked, MockUpstream, as_json
from tests.matcher.sources import invented
from tests.matcher.sources.workbooks import write_workbook


def listed(*numbers: int, **changes: Any) -> Answer:
    """The whole list of a Karirhub-shaped upstream."""
    return as_json({"lowongan": [invented.karirhub(n, **changes) for n in numbers]})


def in_pages(numbers: list[int], per_page: int = 2) -> Any:
    """MagangHub's API over positions of these numbers."""

    def says(asked: Asked) -> Answer:
        page, last = int(asked.query.get("page", "1")), max(1, -(-len(numbers) // per_page))
        chosen = numbers[(page - 1) * per_page : page * per_page]
        rows = [invented.maganghub(n) for n in chosen]
        return as_json(invented.numbered(rows, page, last, len(numbers), per_page))

    return says


def test_every_page_of_a_listing_is_read_once_and_the_next_pull_finds_it_unchanged(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    upstream.says["/vacancies"] = in_pages([1, 2, 3, 4, 5])
    pulls.add("magang", "maganghub", "/vacancies?limit=2")
    first, again = pulls.run("magang"), pulls.run("magang")
    assert (first["outcome"], first["pages"], first["read"], first["new"]) == ("done", 3, 5, 5)
    assert [asked.query["page"] for asked in upstream.asked[2:4]] == ["2", "3"]
    assert all(asked.query["limit"] == "2" for asked in upstream.asked if asked.path == "/vacancies")
    assert (again["outcome"], again["unchanged"], again["new"], again["closed"]) == ("done", 5, 0, 0)
    assert pulls.open_ids("magang") == [f"m-{n:05d}" for n in range(1, 6)]


def test_what_is_new_changed_and_gone_is_told_and_what_comes_back_is_open_again(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(1, 2, 3)
    pulls.run("karir")
    upstream.says["/list"] = as_json(
        [invented.karirhub(1), invented.karirhub(2, gaji_minimum=5_000_000), invented.karirhub(4)]
    )
    second = pulls.run("karir")
    assert {name: second[name] for name in ("new", "changed", "unchanged", "closed")} == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "closed": 1,
    }
    assert pulls.open_ids("karir") == ["KH-00001", "KH-00002", "KH-00004"]
    upstream.says["/list"] = listed(1, 2, 3, 4)
    back = pulls.run("karir")
    assert (back["changed"], back["closed"]) == (2, 0)
    assert len(pulls.open_ids("karir")) == 4
    assert pulls.run("karir")["unchanged"] == 4


def test_an_upstream_with_nothing_new_is_left_alone(pulls: Pulls, upstream: MockUpstream) -> None:
    def says(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == '"satu"' or asked.headers.get("If-Modified-Since"):
            return Answer(status=304)
        return as_json({"lowongan": [invented.karirhub(1)]}, **tag)

    upstream.says["/list"] = says
    for tag in ({"ETag": '"satu"'}, {"Last-Modified": "Mon, 02 Nov 2026 08:00:00 GMT"}):
        name = f"karir-{next(iter(tag)).lower()}"
        pulls.add(name, "karirhub", "/list")
        assert [pulls.run(name)["outcome"] for _ in range(3)] == ["done", "unchanged", "unchanged"]
        assert len(pulls.open_ids(name)) == 1


def test_the_tag_of_the_first_of_several_pages_is_not_asked_by(pulls: Pulls, upstream: MockUpstream) -> None:
    paged = in_pages([1, 2, 3])

    def says(asked: Asked) -> Answer:
        assert "If-None-Match" not in asked.headers
        return Answer(body=paged(asked).body, headers={"ETag": '"satu"', "Content-Type": "application/json"})

    upstream.says["/v"] = says
    pulls.add("magang", "maganghub", "/v")
    assert [pulls.run("magang")["outcome"] for _ in range(2)] == ["done", "done"]


def test_a_stream_goes_on_from_its_token_and_takes_postings_back(pulls: Pulls, upstream: MockUpstream) -> None:
    answers = [
        [invented.jobstream(1), invented.jobstream(2), invented.jobstream(1, headline="Juru Las Senior")],
        [invented.jobstream(3), {"id": "00000002", "removed": True, "timestamp": 1_793_500_009_000}],
        [],
    ]
    asked_since = []

    def says(asked: Asked) -> Answer:
        asked_since.append(asked.query["date"])
        return as_json(answers[len(asked_since) - 1])

    upstream.says["/stream"] = says
    pulls.add("arus", "jobstream", "/stream?date={since}", is_listing=False)
    first, second, third = (pulls.run("arus") for _ in range(3))
    assert (first["new"], first["changed"], first["repeated"]) == (2, 1, 0)
    assert (second["new"], second["withdrawn"], second["closed"]) == (1, 1, 1)
    assert (third["outcome"], third["read"]) == ("done", 0)
    assert asked_since == ["2020-01-01T00:00:00", "2026-11-01T02:26:42", "2026-11-01T02:26:49"]
    assert pulls.open_ids("arus") == ["00000001", "00000003"]
    assert pulls.stored("arus")["00000001"]["title"] == "Juru Las Senior"


@pytest.mark.parametrize("is_known", [False, True])
def test_an_ad_that_is_taken_back_and_comes_again_in_one_run_is_open(
    pulls: Pulls, upstream: MockUpstream, is_known: bool
) -> None:
    pulls.add("arus", "jobstream", "/s?date={since}", is_listing=False)
    ad, back = invented.jobstream(1), {"id": "00000001", "removed": True}
    if is_known:
        upstream.says["/s"] = as_json([ad])
        pulls.run("arus")
    upstream.says["/s"] = as_json([ad, back, ad, back, ad])
    done = pulls.run("arus")
    assert (done["withdrawn"], done["closed"], done["repeated"], done["rejected"]) == (2, 2, 0, 0)
    assert (done["new"], done["unchanged"], done["changed"]) == ((0, 1, 2) if is_known else (1, 0, 2))
    assert pulls.open_ids("arus") == ["00000001"]
    upstream.says["/s"] = as_json([ad, back])
    assert pulls.run("arus")["closed"] == 1
    assert pulls.open_ids("arus") == []


def test_only_what_comes_twice_while_it_is_open_is_counted_as_repeated(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("arus", "jobstream", "/s?date={since}", is_listing=False)
    ad = invented.jobstream(1)
    upstream.says["/s"] = as_json([ad, {"id": "00000001", "removed": True}, ad, ad])
    done = pulls.run("arus")
    assert (done["new"], done["withdrawn"], done["changed"], done["repeated"]) == (1, 1, 1, 1)
    assert pulls.open_ids("arus") == ["00000001"]


@pytest.mark.parametrize("ahead_s", [2, 3_600, 23 * 3_600, 10**10])
def test_a_change_that_comes_after_an_ad_stamped_ahead_of_the_clock_is_not_missed(
    pulls: Pulls, upstream: MockUpstream, ahead_s: int
) -> None:
    began = datetime(2026, 11, 2, 8, tzinfo=UTC)
    upstream.date = "Mon, 02 Nov 2026 08:00:00 GMT"
    milliseconds = round(began.timestamp()) * 1000
    ads = [
        invented.jobstream(1, timestamp=milliseconds - 5_000),
        invented.jobstream(2, timestamp=milliseconds + ahead_s * 1000),
    ]

    def says(asked: Asked) -> Answer:
        since = datetime.fromisoformat(asked.query["date"]).replace(tzinfo=UTC).timestamp() * 1000
        return as_json([ad for ad in ads if ad["timestamp"] >= since])

    upstream.says["/s"] = says
    pulls.add("arus", "jobstream", "/s?date={since}", is_listing=False)
    pulls.run("arus")
    ads.append(invented.jobstream(3, timestamp=milliseconds + 1_000))
    pulls.run("arus")
    assert pulls.open_ids("arus") == ["00000001", "00000002", "00000003"]
    assert json.loads(pulls.store.upstream("arus").state)["mark"] == "2026-11-02T07:59:55"


def test_a_stream_in_pages_keeps_the_token_of_the_last(pulls: Pulls, upstream: MockUpstream) -> None:
    def says(asked: Asked) -> Answer:
        if "sesudah" in asked.query:
            return as_json({"items": [invented.jobstream(2)], "next": None, "since": "t-2"})
        return as_json({"items": [invented.jobstream(1)], "next": "/s?sesudah=1", "since": "t-1"})

    upstream.says["/s"] = says
    pulls.add("arus", "jobstream", "/s?since={since}", is_listing=False)
    assert pulls.run("arus")["pages"] == 2
    pulls.run("arus")
    assert upstream.asked[-2].query["since"] == "t-2"


def test_a_sitemap_leads_to_its_pages_and_a_page_that_is_gone_is_a_posting_that_is_gone(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    places = "".join(f"<url><loc>{upstream.url(f'/lowongan/{n}')}</loc></url>" for n in (1, 2, 3))
    upstream.says["/index.xml"] = Answer(
        body=f"<sitemapindex><sitemap><loc>{upstream.url('/sitemap.xml')}</loc></sitemap></sitemapindex>".encode()
    )
    upstream.says["/sitemap.xml"] = Answer(body=f"<?xml version='1.0'?><urlset>{places}</urlset>".encode())
    for n in (1, 2, 3):
        body = invented.job_page(n).encode()
        upstream.says[f"/lowongan/{n}"] = Answer(body=body, headers={"Content-Type": "text/html; charset=utf-8"})
    pulls.add("laman", "jsonld", "/index.xml")
    first = pulls.run("laman")
    assert (first["outcome"], first["new"], first["pages"]) == ("done", 3, 5)
    assert "alert" not in json.dumps(pulls.stored("laman"))
    upstream.says["/lowongan/2"] = Answer(status=410)
    second = pulls.run("laman")
    assert (second["outcome"], second["unchanged"], second["closed"], second["rejected"]) == ("done", 2, 1, 0)
    upstream.says["/lowongan/3"] = Answer(
        body=b"<html><p>Sedang diperbaiki</p></html>", headers={"Content-Type": "text/html"}
    )
    third = pulls.run("laman")
    assert (third["outcome"], third["rejected"], third["closed"]) == ("partial", 1, 0)
    assert "1 rows whose id cannot be told" in third["error"]["found"]
    assert len(pulls.open_ids("laman")) == 2


def test_packed_sitemaps_are_walked_and_one_that_is_gone_is_no_posting_that_is_gone(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    places = "".join(f"<sitemap><loc>{upstream.url(f'/{n}.xml.gz')}</loc></sitemap>" for n in (1, 2))
    upstream.says["/index.xml.gz"] = Answer(body=gzip.compress(f"<sitemapindex>{places}</sitemapindex>".encode()))
    for n in (1, 2):
        body = gzip.compress(f"<urlset><url><loc>{upstream.url(f'/p/{n}')}</loc></url></urlset>".encode())
        unpacked_on_the_way = {"Content-Encoding": "gzip"} if n == 2 else {}
        upstream.says[f"/{n}.xml.gz"] = Answer(body=body, headers=unpacked_on_the_way)
        upstream.says[f"/p/{n}"] = Answer(body=invented.job_page(n).encode(), headers={"Content-Type": "text/html"})
    pulls.add("laman", "jsonld", "/index.xml.gz")
    first = pulls.run("laman")
    assert (first["outcome"], first["new"], first["pages"]) == ("done", 2, 5)
    upstream.says["/2.xml.gz"] = Answer(status=404)
    second = pulls.run("laman")
    assert (second["outcome"], second["closed"], len(pulls.open_ids("laman"))) == ("failed", 0, 2)


def test_a_feed_adds_and_never_closes(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/feed"] = Answer(body=invented.rss([1, 2]).encode(), headers={"Content-Type": "application/rss+xml"})
    pulls.add("papan", "feed", "/feed", is_listing=False)
    pulls.run("papan")
    upstream.says["/feed"] = Answer(body=invented.rss([2, 3]).encode())
    done = pulls.run("papan")
    assert (done["new"], done["unchanged"], done["closed"]) == (1, 1, 0)
    assert {posting["posted_on"] for posting in pulls.stored("papan").values()} == {"2026-11-03"}  # 01:00 in Jakarta
    assert {posting["employer"] for posting in pulls.stored("papan").values()} == {"CV Papan"}


def test_an_atom_feed_in_pages_is_read_to_its_end(pulls: Pulls, upstream: MockUpstream) -> None:
    def atom(number: int, following: str) -> Answer:
        link = f"<link rel='next' href='{following}'/>" if following else ""
        entry = f"<entry><id>urn:x:{number}</id><title>Juru Las {number}</title></entry>"
        return Answer(body=f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{link}{entry}</feed>".encode())

    upstream.says |= {"/a": atom(1, "/b"), "/b": atom(2, "")}
    pulls.add("atom", "feed", "/a", is_listing=False)
    assert pulls.run("atom")["new"] == 2


def test_an_offices_table_is_read_by_columns_that_are_guessed_once_and_remembered(pulls: Pulls, tmp_path: Path) -> None:
    table = invented.dinas_workbook(tmp_path / "lowongan.xlsx", [1, 2, 3])
    pulls.add("sleman", "dinas", str(table))
    assert (pulls.run("sleman")["new"], pulls.run("sleman")["outcome"]) == (3, "unchanged")
    kept = json.loads(pulls.store.upstream("sleman").settings)["columns"]
    assert kept["Jabatan Yang Dibutuhkan"] == "title"
    assert "No" not in kept
    assert "Kontak HRD" not in kept
    posting = next(iter(pulls.stored("sleman").values()))
    assert (posting["pay"]["low"], posting["pay"]["high"], posting["openings"]) == (2_500_000, 3_000_000, 5)
    assert (posting["closes_on"], posting["experience_months_min"]) == ("2026-11-30", 12)
    invented.dinas_workbook(table, [2, 3, 4])
    done = pulls.run("sleman")
    assert (done["new"], done["unchanged"], done["closed"]) == (1, 2, 1)


def test_a_folder_is_read_file_by_file(pulls: Pulls, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    for n in (1, 2):
        (folder / f"{n}.jsonl").write_text(json.dumps(invented.p3mi(n)), encoding="utf-8")
    pulls.add("p3mi", "p3mi", str(folder))
    done = pulls.run("p3mi")
    assert (done["new"], done["pages"]) == (2, 2)
    posting = pulls.stored("p3mi")["SIP-00001"]
    assert posting["places"] == ["Taiwan"]
    assert "P3MI: PT Contoh Antar Bangsa (SIP3MI 000/2026)." in posting["description"]
    assert "Tanpa biaya penempatan." in posting["description"]


def test_a_listing_that_shrinks_below_half_is_held_until_a_person_confirms(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(*range(10))
    pulls.run("karir")
    upstream.says["/list"] = listed(1, 2, 3, 4)
    held = pulls.run("karir")
    assert (held["outcome"], held["held"], held["closed"]) == ("held", 6, 0)
    assert "sepadan sources confirm karir" in held["error"]["found"]
    assert len(pulls.open_ids("karir")) == 10
    assert pulls.run("karir")["outcome"] == "held"
    done = run_document(confirm(pulls.store, "karir", pulls.home))
    assert (done["outcome"], done["closed"], done["held"], done["error"]) == ("done", 6, 0, {})
    assert pulls.open_ids("karir") == [f"KH-{n:05d}" for n in (1, 2, 3, 4)]
    assert pulls.run("karir")["outcome"] == "done"
    with pytest.raises(InputError, match="a last run that was held, found one that ended as done"):
        confirm(pulls.store, "karir", pulls.home)


def test_what_was_held_is_not_closed_while_another_process_runs_the_source(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(*range(10))
    pulls.run("karir")
    upstream.says["/list"] = listed(1)
    assert pulls.run("karir")["outcome"] == "held"
    lock = filelock.FileLock(pulls.home.pulls / "karir" / "run.lock")
    with lock, pytest.raises(ConfigError, match="another process that does"):
        confirm(pulls.store, "karir", pulls.home)
    assert len(pulls.open_ids("karir")) == 10
    assert confirm(pulls.store, "karir", pulls.home).outcome == "done"


def test_confirming_a_source_that_is_not_there_leaves_no_folder(pulls: Pulls) -> None:
    with pytest.raises(UnknownIdError):
        confirm(pulls.store, "tiada", pulls.home)
    assert not (pulls.home.pulls / "tiada").exists()


@pytest.mark.parametrize("forgets", ["columns", "removed"])
def test_a_listing_that_shrinks_is_held_although_its_length_was_forgotten(
    pulls: Pulls, upstream: MockUpstream, forgets: str
) -> None:
    made = pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(*range(10))
    pulls.run("karir")
    if forgets == "columns":
        pulls.store.change_upstream("karir", due_at=None, state="{}")
    else:
        pulls.store.remove_upstream("karir")
        pulls.store.put_upstream("karir", made.settings(), None)
    upstream.says["/list"] = listed(1)
    assert (pulls.run("karir")["outcome"], len(pulls.open_ids("karir"))) == ("held", 10)


def test_a_listing_that_is_empty_all_at_once_is_held(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(1)
    pulls.run("karir")
    upstream.says["/list"] = listed()
    assert pulls.run("karir")["outcome"] == "held"


def test_a_listing_shorter_than_it_says_closes_nothing(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("magang", "maganghub", "/v")
    upstream.says["/v"] = in_pages([1, 2, 3])
    pulls.run("magang")
    upstream.says["/v"] = as_json(invented.numbered([invented.maganghub(1), invented.maganghub(2)], 1, 1, 3))
    done = pulls.run("magang")
    assert (done["outcome"], done["closed"]) == ("partial", 0)
    assert "2 of the 3 that it says it has" in done["error"]["found"]


def test_rows_that_are_refused_or_repeated_do_not_make_up_for_postings_that_a_short_listing_lacks(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("magang", "maganghub", "/v")
    upstream.says["/v"] = in_pages([1, 2, 3, 4], per_page=4)
    pulls.run("magang")
    good = [invented.maganghub(n) for n in (1, 2)]
    for refused, total in ((invented.maganghub(3, posisi=""), 4), (invented.maganghub(2, posisi="Juru Lain"), 3)):
        upstream.says["/v"] = as_json(invented.numbered([*good, refused], 1, 1, total))
        done = pulls.run("magang")
        assert (done["outcome"], done["rejected"], done["closed"]) == ("partial", 1, 0)


def test_a_run_that_was_killed_goes_on_where_it_was(pulls: Pulls, upstream: MockUpstream) -> None:
    whole = in_pages([1, 2, 3, 4, 5, 6])

    upstream.says["/v"] = in_pages([1, 2, 3, 4, 5, 6, 7])
    pulls.add("magang", "maganghub", "/v")
    pulls.run("magang")
    upstream.says["/v"] = whole
    killed = _killed_at(pulls, "magang", page="3")
    assert killed.outcome == "running"
    done = pulls.run("magang")
    assert [run.outcome for run in pulls.store.runs("magang")] == ["done", "interrupted", "done"]
    assert (done["continues"], done["pages"], done["read"]) == (2, 1, 2)
    assert done["closed"] == 1  # the seventh, for the two runs together saw the whole listing
    assert len(pulls.open_ids("magang")) == 6


def _killed_at(pulls: Pulls, name: str, page: str) -> Any:
    """Run until a page is asked for, and fall over as a killed process does: without a report."""
    real = pages.Web.get

    def get(self: pages.Web, place: str, known: Any) -> Any:
        if f"page={page}" in place:
            raise SystemExit
        return real(self, place, known)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pages.Web, "get", get)
        with pytest.raises(SystemExit):
            pulls.run(name)
    return pulls.store.runs(name, 1)[0]


def test_a_run_that_failed_half_way_is_gone_on_with_and_closes_nothing_before_its_end(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("magang", "maganghub", "/v")
    upstream.says["/v"] = in_pages([1, 2, 3, 4])
    pulls.run("magang")
    whole = in_pages([1, 3, 4])
    upstream.says["/v"] = lambda asked: Answer(status=500) if asked.query.get("page") == "2" else whole(asked)
    failed = pulls.run("magang")
    assert (failed["outcome"], failed["closed"], failed["pages"]) == ("failed", 0, 1)
    assert "status 500" in failed["error"]["found"]
    upstream.says["/v"] = whole
    done = pulls.run("magang")
    assert (done["outcome"], done["continues"], done["read"], done["closed"]) == ("done", 2, 1, 1)
    assert pulls.open_ids("magang") == ["m-00001", "m-00003", "m-00004"]


def test_a_checkpoint_of_yesterday_or_of_another_place_is_not_gone_on_from(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("magang", "maganghub", "/v")
    whole = in_pages([1, 2, 3])
    upstream.says["/v"] = lambda asked: Answer(status=404) if asked.query.get("page") == "2" else whole(asked)
    assert pulls.run("magang")["outcome"] == "failed"
    _age_checkpoint(pulls, "magang", hours=25)
    upstream.says["/v"] = whole
    done = pulls.run("magang")
    assert (done["continues"], done["pages"], done["new"]) == (None, 2, 1)


def _age_checkpoint(pulls: Pulls, name: str, hours: int) -> None:
    last = pulls.store.runs(name, 1)[0]
    kept = json.loads(last.checkpoint)
    kept["began"] = (datetime.fromisoformat(kept["began"]) - timedelta(hours=hours)).isoformat()
    pulls.store.keep_run(replace(last, checkpoint=json.dumps(kept)))


def test_the_age_of_a_checkpoint_counts_from_the_first_run_of_its_pull(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("magang", "maganghub", "/v")
    whole, broken = in_pages([1, 2, 3, 4, 5, 6, 7, 8]), "2"
    upstream.says["/v"] = lambda asked: Answer(status=404) if asked.query.get("page") == broken else whole(asked)
    pulls.run("magang")
    _age_checkpoint(pulls, "magang", hours=23)
    broken = "3"
    assert pulls.run("magang")["continues"] == 1
    _age_checkpoint(pulls, "magang", hours=2)
    assert pulls.run("magang")["continues"] is None


def test_a_page_that_always_fails_is_gone_on_from_once_and_then_the_pull_begins_anew(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("magang", "maganghub", "/v")
    whole = in_pages([1, 2, 3, 4])
    upstream.says["/v"] = lambda asked: Answer(status=404) if asked.query.get("page") == "2" else whole(asked)
    runs = [pulls.run("magang") for _ in range(4)]
    assert [run["continues"] for run in runs] == [None, 1, None, 3]
    assert [run["pages"] for run in runs] == [1, 0, 1, 0]


def test_a_source_that_another_process_runs_is_not_run_twice(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/list"] = listed(1)
    pulls.add("karir", "karirhub", "/list")
    folder = pulls.home.pulls / "karir"
    folder.mkdir(parents=True)
    with filelock.FileLock(folder / "run.lock"), pytest.raises(ConfigError, match="another process that does"):
        pulls.run("karir")


def test_each_source_is_due_by_its_schedule_and_later_when_its_upstream_asks(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    upstream.says["/list"] = listed(1)
    pulls.add("karir", "karirhub", "/list", schedule="6h")
    pulls.add("tangan", "karirhub", "/list")
    now = datetime.now(UTC)
    assert due_names(pulls.store, now) == []
    pulls.store.change_upstream("karir", due_at=now)
    assert due_names(pulls.store, now + timedelta(seconds=1)) == ["karir"]
    pulls.run("karir")
    due = pulls.store.upstream("karir").due_at
    assert due is not None
    assert timedelta(hours=5.9) < due - now < timedelta(hours=6.1)
    assert pulls.store.upstream("tangan").due_at is None
    upstream.says["/list"] = Answer(status=503, headers={"Retry-After": "86400"})
    assert "to be asked again in 86400 s" in pulls.run("karir")["error"]["found"]
    later = pulls.store.upstream("karir").due_at
    assert later is not None
    assert later - now > timedelta(hours=23)


def test_a_row_that_is_refused_does_not_close_the_posting_that_it_is_about(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(1, 2, 3)
    pulls.run("karir")
    upstream.says["/list"] = as_json([invented.karirhub(1), invented.karirhub(2, tanggal_berakhir="31/02/2026")])
    done = pulls.run("karir")
    assert (done["outcome"], done["rejected"], done["closed"]) == ("done", 1, 1)
    assert pulls.open_ids("karir") == ["KH-00001", "KH-00002"]
    assert pulls.rejects(done)[0]["where"].endswith("/list row 2, field closes_on")


@pytest.mark.parametrize("change", [{"status": "mungkin"}, {"judul_lowongan": ["Juru Las"]}])
def test_a_row_that_its_source_itself_refuses_does_not_keep_others_from_being_closed(
    pulls: Pulls, upstream: MockUpstream, change: dict[str, Any]
) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(1, 2, 3)
    pulls.run("karir")
    upstream.says["/list"] = as_json([invented.karirhub(1), invented.karirhub(2, **change)])
    done = pulls.run("karir")
    assert (done["outcome"], done["rejected"], done["closed"]) == ("done", 1, 1)
    assert pulls.open_ids("karir") == ["KH-00001", "KH-00002"]


def test_a_refused_row_with_the_number_of_a_workbook_for_its_id_keeps_that_posting_open(
    pulls: Pulls, tmp_path: Path
) -> None:
    header = ["id", "title", "closes_on"]
    table = write_workbook(tmp_path / "lowongan.xlsx", [header, *([n, f"Juru Las {n}", None] for n in (12, 13, 14))])
    pulls.add("up", "postings", str(table))
    assert pulls.run("up")["new"] == 3
    write_workbook(table, [header, [12, "Juru Las 12", "31/02/2026"], [13, "Juru Las 13", None]])
    done = pulls.run("up")
    assert (done["outcome"], done["rejected"], done["closed"]) == ("done", 1, 1)
    assert pulls.open_ids("up") == ["12", "13"]


def test_a_refused_row_of_an_id_that_was_never_seen_keeps_others_from_being_closed(
    pulls: Pulls, upstream: MockUpstream
) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(1, 2)
    pulls.run("karir")
    upstream.says["/list"] = as_json([invented.karirhub(1), invented.karirhub(9, tanggal_berakhir="31/02/2026")])
    done = pulls.run("karir")
    assert (done["outcome"], done["closed"]) == ("partial", 0)
    assert "1 rows whose id cannot be told" in done["error"]["found"]


def test_the_same_words_under_another_id_are_stored_and_counted(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("karir", "karirhub", "/list")
    twin = {**invented.karirhub(1), "id_lowongan": "KEMBAR", "tautan": "https://lain.invalid"}
    upstream.says["/list"] = as_json([invented.karirhub(1), twin, invented.karirhub(1)])
    done = pulls.run("karir")
    assert (done["new"], done["repeated"], done["duplicates"]) == (2, 1, 2)


def test_no_upstream_writes_into_the_records_of_another(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/list"] = as_json([invented.karirhub(1, id_lowongan="lokerid:90000001")])
    pulls.add("karir", "karirhub", "/list")
    pulls.run("karir")
    assert pulls.stored("lokerid") == {}
    assert list(pulls.stored("karir")) == ["lokerid:90000001"]


def test_a_posting_that_the_upstream_itself_calls_closed_is_closed(pulls: Pulls, upstream: MockUpstream) -> None:
    pulls.add("karir", "karirhub", "/list")
    upstream.says["/list"] = listed(1, 2)
    pulls.run("karir")
    upstream.says["/list"] = as_json([invented.karirhub(1), invented.karirhub(2, status="Ditutup")])
    assert pulls.run("karir")["changed"] == 1
    assert pulls.open_ids("karir") == ["KH-00001"]


def test_what_was_seen_is_kept_when_a_source_is_removed_and_added_again(pulls: Pulls, upstream: MockUpstream) -> None:
    upstream.says["/list"] = listed(1, 2)
    made = pulls.add("karir", "karirhub", "/list")
    pulls.run("karir")
    pulls.store.remove_upstream("karir")
    pulls.store.put_upstream("karir", made.settings(), None)
    upstream.says["/list"] = listed(2)
    done = pulls.run("karir")
    assert (done["run"], done["closed"], done["unchanged"]) == (2, 1, 1)
    seen = pulls.store.sightings("karir", ["karir:KH-00001"])["karir:KH-00001"]
    assert isinstance(seen, Sighting)
    assert seen.closed_by == 2


def test_saved_pages_and_json_lines_are_files_like_others(pulls: Pulls, upstream: MockUpstream, tmp_path: Path) -> None:
    folder = tmp_path / "halaman"
    folder.mkdir()
    for page in (1, 2):
        saved = invented.numbered([invented.maganghub(page)], page, 2, 2)
        (folder / f"{page}.json").write_text(json.dumps(saved), encoding="utf-8")
    pulls.add("tersimpan", "maganghub", str(folder))
    assert (pulls.run("tersimpan")["outcome"], len(pulls.open_ids("tersimpan"))) == ("done", 2)
    rows = {"maganghub": invented.maganghub, "karirhub": invented.karirhub, "jobstream": invented.jobstream}
    for name, make in {**rows, "hropen": invented.hropen}.items():
        lines = "\n".join(json.dumps(make(n)) for n in (1, 2))
        upstream.says[f"/{name}.jsonl"] = Answer(body=lines.encode())
        pulls.add(f"baris-{name}", name, f"/{name}.jsonl", is_listing=False)
        assert pulls.run(f"baris-{name}")["new"] == 2
