"""``sepadan serve`` and ``sepadan demo``, without a server except where it is the matter."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar, cast

import pytest
import uvicorn

from api import serving_process
from api.cli import demo, serve
from api.cli.serve import held_port
from api.settings import Settings
from matcher.engine import Engine
from matcher.world import generate
from taxonomy.errors import ConfigError
from tests.api.cli.conftest import COURSES, POSTINGS, WORKERS, Cli
from tests.conftest import Demo, run_demo


class FakeServer:
    """Stands in for uvicorn: remembers what it was given, then ends as it is told to."""

    started = True
    interrupted = False
    runs: ClassVar[list[tuple[uvicorn.Config, str]]] = []

    def __init__(self, config: uvicorn.Config, **_options: object) -> None:
        self.config = config

    def run(self, sockets: list[socket.socket]) -> None:
        FakeServer.runs.append((self.config, serve.url_of(sockets[0])))
        if FakeServer.interrupted:
            raise KeyboardInterrupt


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> type[FakeServer]:
    """The server's place taken by ``FakeServer``, the application's by nothing."""
    monkeypatch.setattr(serving_process, "DrainingServer", FakeServer)
    monkeypatch.setattr(serving_process, "create_app", lambda settings, engine: (settings, engine))
    monkeypatch.setattr(FakeServer, "runs", [])
    return FakeServer


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port that another process listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


@pytest.fixture
def small_world(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A sample world of a handful of records."""

    def write_world(folder: Path) -> dict[str, Path]:
        folder.mkdir(parents=True, exist_ok=True)
        rows = {"postings": POSTINGS, "workers": WORKERS, "courses": COURSES}
        return {name: cli.write(f"home/sample/{name}.jsonl", kind) for name, kind in rows.items()}

    monkeypatch.setattr(generate, "write_world", write_world)
    return cli


def test_serve_hands_settings_and_a_bound_socket_to_the_server(cli: Cli, server: type[FakeServer]) -> None:
    answered = cli("serve", "--port", 0, "--json")
    ((config, url),) = server.runs
    assert answered.code == 0
    assert answered.document == {"url": url}
    assert url.startswith("http://127.0.0.1:")
    assert url in answered.err
    assert config.limit_concurrency == 1_000
    settings, engine = cast(tuple[Settings, Engine | None], config.app)
    assert (settings.home, engine) == (cli.home, None)


def test_ctrl_c_ends_a_server_cleanly(cli: Cli, server: type[FakeServer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "interrupted", True)
    answered = cli("serve", "--port", 0)
    assert answered.code == 0
    assert "stopped" in answered.err


def test_an_application_that_does_not_start_is_a_failure(
    cli: Cli, server: type[FakeServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "started", False)
    assert cli("serve", "--port", 0).code == 1


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_in_use_is_told_before_any_work(cli: Cli, taken_port: int, command: str) -> None:
    answered = cli(command, "--port", taken_port, "--json")
    assert answered.code == 1
    assert answered.document["error"]["type"] == "ConfigError"
    assert str(taken_port) in answered.err
    assert "--port" in answered.err
    assert not cli.home.exists()


def test_a_port_that_is_held_cannot_be_held_by_another_before_either_serves() -> None:
    with held_port("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(ConfigError, match=f"stop what listens on port {port}"), held_port("127.0.0.1", port):
            pass


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_what_is_no_port_is_wrong_usage(cli: Cli, port: str) -> None:
    assert cli("serve", "--port", port).code == 2


def test_a_host_that_is_not_known_is_told(cli: Cli) -> None:
    answered = cli("serve", "--host", "no such host")
    assert answered.code == 1
    assert "no such host" in answered.err


def test_a_port_of_the_environment_that_is_none_is_told_by_name(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEPADAN_PORT", "99999")
    answered = cli("serve")
    assert answered.code == 1
    assert "setting port" in answered.err


def test_an_address_of_ipv6_is_written_in_brackets() -> None:
    if not socket.has_ipv6:
        pytest.skip("this machine has no IPv6")
    with serve.held_port("::1", 0) as listener:
        assert serve.url_of(listener).startswith("http://[::1]:")


def test_the_demo_shows_a_match_each_way_and_courses(small_world: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = small_world("demo", "--no-serve").out
    document = small_world("demo", "--no-serve", "--json").document
    assert "Pencari kerja untuk lowongan" in shown
    assert "Lowongan untuk pencari kerja" in shown
    assert "Pelatihan untuk pencari kerja" in shown
    assert "rekaan" in shown
    assert list(document) == ["ingest", "build", "posting", "worker", "courses", "url"]
    assert document["worker"]["id"] in [match["id"] for match in document["posting"]["matches"]]
    assert document["courses"]["id"] == document["worker"]["id"]
    assert document["courses"]["courses"]
    assert document["url"] == ""


def test_a_second_demo_builds_nothing(small_world: Cli) -> None:
    first = small_world("demo", "--no-serve", "--json").document
    second = small_world("demo", "--no-serve", "--json").document
    assert first["build"]["coded"] == 9
    assert second["build"] is None
    assert [report["unchanged"] for report in second["ingest"].values()] == [4, 3, 2]
    assert second["posting"] == first["posting"]


def test_the_demo_then_serves_on_the_port_that_it_held(small_world: Cli, server: type[FakeServer]) -> None:
    document = small_world("demo", "--port", 0, "--json").document
    ((config, url),) = server.runs
    assert document["url"] == url
    assert isinstance(cast(tuple[Settings, Engine], config.app)[1], Engine)


def test_where_no_course_helps_the_best_worker_is_shown(small_world: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "_K", 1)
    course = {"id": "k", "title": "Merangkai bunga", "skills": ["merangkai bunga"]}
    monkeypatch.setattr("tests.api.cli.test_serve_and_demo_commands.COURSES", [course])
    document = small_world("demo", "--no-serve", "--json").document
    assert document["courses"]["courses"] == []
    assert document["worker"]["id"] == document["posting"]["matches"][0]["id"]


@pytest.mark.model
def test_the_demo_runs_with_the_real_encoder_and_starts_quickly_again(demo_world: Demo, tmp_path: Path) -> None:
    second = run_demo(shutil.copytree(demo_world.home, tmp_path / "home"))  # others look at the first meanwhile
    (first, told), (again, told_again) = (demo_world.told, demo_world.progress), (second.told, second.progress)
    assert first["build"]["counts"]["posting"] >= 300
    assert len(first["posting"]["matches"]) == len(first["worker"]["matches"]) == 5
    assert first["courses"]["courses"]
    assert again["build"] is None
    assert (again["posting"], again["worker"]) == (first["posting"], first["worker"])
    assert "ETA" in told
    assert "code postings" not in told_again
