"""``sepadan sources``: every word of it, against files and a mock upstream."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import filelock
import pytest

from matcher import sources as registry
from matcher.sources.maganghub import MAGANGHUB
from taxonomy.errors import ConfigError
from tests.api.cli.conftest import Cli
from tests.matcher.pulls.mock_upstream import Answer, MockUpstream, as_json
from tests.matcher.sources import invented


@pytest.fixture
def upstream(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> Iterator[MockUpstream]:
    made = MockUpstream()
    monkeypatch.setenv("SEPADAN_PULL_INSIDE", f"lain.internal:80, {made.place}")
    made.says["/list"] = as_json({"lowongan": [invented.karirhub(n) for n in (1, 2, 3)]})
    yield made
    made.close()


def add(cli: Cli, upstream: MockUpstream, name: str = "karir", *more: object) -> Any:
    words = ("--format", "karirhub", "--url", upstream.url("/list"), "--gap", 0)
    return cli("sources", "add", name, *words, *more, "--json").document


def test_a_source_is_added_listed_run_reported_and_removed(cli: Cli, upstream: MockUpstream) -> None:
    added = add(cli, upstream, "karir", "--schedule", "6h", "--header", "Authorization", "--secret-env", "RAHASIA")
    assert (added["name"], added["listing"], added["columns"]) == ("karir", True, {})
    assert "RAHASIA" not in cli("sources", "list", "--json").out
    failed = cli("sources", "run", "karir", "--json")
    assert (failed.code, failed.document["runs"][0]["outcome"]) == (1, "failed")
    assert "environment variable RAHASIA" in failed.err


def test_runs_are_told_to_people_and_to_machines(
    cli: Cli, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    add(cli, upstream)
    done = cli("sources", "run", "karir", "--json")
    assert (done.code, done.document["runs"][0]["new"], done.err) == (0, 3, "")
    told = cli("sources", "run", "--all").out
    assert "selesai" in told
    assert [run["run"] for run in cli("sources", "report", "karir", "--json").document["runs"]] == [2, 1]
    assert len(cli("sources", "report", "--last", 1, "--json").document["runs"]) == 1
    [row] = cli("sources", "--json").document["sources"]
    assert (row["last_run"]["unchanged"], row["due_at"], row["schedule"]) == (3, None, "")
    assert upstream.url("/list") in cli("sources", "list").out
    assert cli("sources", "remove", "karir", "--json").document == {"removed": "karir"}
    assert len(cli("sources", "report", "karir", "--json").document["runs"]) == 2
    assert cli("sources", "list", "--json").document == {"sources": []}
    assert cli("status", "--json").document["records"] == {"posting": 3}
    add(cli, upstream)
    assert "tetap tersimpan" in cli("sources", "remove", "karir").out


def test_a_run_can_be_read_on_a_terminal_of_80_columns(
    cli: Cli, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    upstream.says["/list"] = as_json([invented.karirhub(1), invented.karirhub(2, status="mungkin")])
    add(cli, upstream)
    for words in (("run", "karir"), ("report", "karir")):
        head, counts, rejects = cli("sources", *words).out.splitlines()
        assert (head.split()[:2], head.split()[-1]) == (["karir", "1"], "selesai")
        assert counts.startswith("  read 2, new 1, rejected 1, bytes ")
        assert "rejects.jsonl" in rejects
    upstream.says["/list"] = Answer(body=b"<html></html>")
    cli("sources", "run", "karir")
    told = cli("sources", "report", "karir", "--last", 1).out
    assert f"{upstream.url('/list')}: wanted JSON, found HTML or XML\n" in told
    added, place, last, *_ = cli("sources").out.splitlines()
    assert (added, place) == ("karir  karirhub", f"  {upstream.url('/list')}")
    assert (last.split()[:3], last.split()[-1]) == (["terakhir:", "karir", "2"], "gagal")


def test_what_was_held_is_closed_when_a_person_confirms(cli: Cli, upstream: MockUpstream) -> None:
    add(cli, upstream)
    cli("sources", "run", "karir")
    upstream.says["/list"] = as_json([invented.karirhub(1)])
    held = cli("sources", "run", "karir")
    assert held.code == 0
    assert "sepadan sources confirm karir" in held.err
    assert cli("sources", "confirm", "karir", "--json").document["runs"][0]["closed"] == 2
    assert cli("sources", "confirm", "karir").code == 2


def test_only_those_that_are_due_are_run(cli: Cli, upstream: MockUpstream, monkeypatch: pytest.MonkeyPatch) -> None:
    add(cli, upstream, "karir", "--schedule", "1d")
    add(cli, upstream, "tangan")
    assert [run["source"] for run in cli("sources", "run", "--due", "--json").document["runs"]] == ["karir"]
    assert cli("sources", "run", "--due", "--json").document == {"runs": []}
    rounds: list[float] = []

    def sleep(seconds: float) -> None:
        rounds.append(seconds)
        if len(rounds) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", sleep)
    assert cli("sources", "run", "--due", "--every", 60).code == 130
    assert rounds == [60, 60]


def test_a_source_that_is_running_elsewhere_keeps_no_other_from_running(cli: Cli, upstream: MockUpstream) -> None:
    add(cli, upstream, "karir")
    add(cli, upstream, "tangan")
    folder = cli.home / "pulls" / "karir"
    folder.mkdir(parents=True)
    with filelock.FileLock(folder / "run.lock"):
        answered = cli("sources", "run", "--all", "--json")
        assert [run["source"] for run in answered.document["runs"]] == ["tangan"]
        assert "another process that does" in answered.err
        assert cli("sources", "run", "karir").code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "karir", "--all"),
        ("run", "karir", "--every", "5"),
        ("run", "--due", "--every", "0"),
        ("run", "lain"),
        ("report", "lain"),
        ("remove", "lain"),
        ("columns", "lain"),
        ("add", "a", "--format", "karirhub"),
        ("add", "a", "--format", "karirhub", "--url", "https://contoh.invalid/", "--file", "x"),
        ("add", "a", "--format", "karirhub", "--file", "tidak-ada.json"),
        ("add", "karir", "--format", "karirhub", "--url", "https://contoh.invalid/"),
        ("add", "a", "--format", "dinas", "--url", "https://contoh.invalid/", "--column", "Jabatan"),
    ],
)
def test_wrong_words_are_told(cli: Cli, upstream: MockUpstream, words: tuple[str, ...]) -> None:
    add(cli, upstream)
    assert cli("sources", *words).code == 2


def test_a_home_that_is_not_there_is_told_and_not_made(cli: Cli) -> None:
    for words in ((), ("list",), ("run", "--due"), ("report",), ("confirm", "x"), ("remove", "x"), ("columns", "x")):
        assert cli("sources", *words).code == 1
    assert not cli.home.exists()


def test_the_columns_of_an_office_are_guessed_shown_kept_and_put_right(cli: Cli) -> None:
    table = invented.dinas_workbook(cli.folder / "tabel.xlsx", [1, 2])
    words = ("sources", "add", "sleman", "--format", "dinas", "--file", table)
    assert cli(*words, "--column", "Tidak Ada=title").code == 2
    added = cli(*words, "--column", "Kontak HRD=-")
    assert "kolom Jabatan Yang Dibutuhkan" in added.out
    kept = cli("sources", "columns", "sleman", "--json").document["columns"]
    assert (kept["Kontak HRD"], kept["Gaji"], kept["Lokasi Penempatan"]) == ("-", "pay", "places")
    assert cli("sources", "run", "sleman", "--json").document["runs"][0]["new"] == 2
    changed = cli("sources", "columns", "sleman", "--column", "Gaji=-", "--json").document["columns"]
    assert changed["Gaji"] == "-"
    assert cli("sources", "run", "sleman", "--json").document["runs"][0]["changed"] == 2
    assert cli("sources", "columns", "sleman", "--column", "Gaji=upah").code == 2


def test_a_sample_tells_the_columns_of_a_table_that_is_pulled(cli: Cli) -> None:
    table = invented.dinas_workbook(cli.folder / "tabel.xlsx", [1])
    words = ("--format", "dinas", "--url", "https://contoh.invalid/tabel.xlsx", "--sample", table, "--no-listing")
    added = cli("sources", "add", "sleman", *words, "--json").document
    assert added["columns"]["Nama Perusahaan"] == "employer"
    assert added["listing"] is False


def test_formats_are_named_and_checked(cli: Cli) -> None:
    assert "karirhub" in cli("sources", "formats", "--json").document["formats"]
    assert "maganghub" in cli("sources", "formats").out
    fixture = invented.fixture(cli.folder, "maganghub")
    good = cli("sources", "check", "maganghub", fixture, "--json")
    assert (good.code, good.document["passes"], len(good.document["checks"])) == (0, True, 13)
    empty = cli.folder / "kosong.json"
    empty.write_text("[]", encoding="utf-8")
    bad = cli("sources", "check", "maganghub", empty)
    assert bad.code == 1
    assert "gagal" in bad.out
    assert cli("sources", "check", "lokerindo", fixture).code == 2


def entry_points(monkeypatch: pytest.MonkeyPatch, *entries: tuple[str, str]) -> None:
    made = [metadata.EntryPoint(name=name, value=value, group=registry.GROUP) for name, value in entries]
    monkeypatch.setattr(registry.metadata, "entry_points", lambda group: metadata.EntryPoints(made))
    registry.entries.cache_clear()


@pytest.fixture
def _forgets() -> Iterator[None]:
    yield
    registry.entries.cache_clear()


@pytest.mark.usefixtures("_forgets")
def test_another_packages_source_is_found_by_its_entry_point(monkeypatch: pytest.MonkeyPatch) -> None:
    entry_points(monkeypatch, ("maganghub", "matcher.sources.maganghub:MAGANGHUB"))
    assert registry.source_names() == ("maganghub",)
    assert registry.source_named("maganghub") is MAGANGHUB


@pytest.mark.usefixtures("_forgets")
@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([("x", "matcher.sources.tidak_ada:X")], "source x: wanted matcher.sources.tidak_ada:X, found"),
        ([("x", "matcher.sources.maganghub:TIDAK")], "source x: wanted"),
        ([("x", "matcher.sources.maganghub:MAGANGHUB")], "found a source named maganghub"),
        ([("x", "matcher.sources.files:MAX_DEPTH")], "found int"),
        ([("x", "a:A"), ("x", "b:B")], "wanted one entry point of this name"),
        ([], "wanted entry points of the group sepadan.sources, found none"),
    ],
)
def test_a_broken_entry_point_is_told_by_name(
    monkeypatch: pytest.MonkeyPatch, entries: list[tuple[str, str]], told: str
) -> None:
    entry_points(monkeypatch, *entries)
    with pytest.raises(ConfigError, match=told):
        registry.source_named("x")


def test_a_run_that_answers_with_an_error_page_is_told_on_one_line(cli: Cli, upstream: MockUpstream) -> None:
    add(cli, upstream)
    upstream.says["/list"] = Answer(body=b"<html></html>")
    answered = cli("sources", "run", "karir", "--json")
    assert json.loads(answered.out)["runs"][0]["error"]["found"] == "HTML or XML"
    assert f"karir: failed: {upstream.url('/list')}: wanted JSON, found HTML or XML" in answered.err
