"""What all tests share: a home in a fresh folder, an engine with a fake encoder, and the real parts by name."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from filelock import FileLock
from hypothesis import settings

from indexes import encoder as encoders
from indexes.encoder import SentenceEncoder
from indexes.store import Store
from matcher.engine import Engine
from matcher.home import Home, cache_folder
from tests.fakes import FakeEncoder
from tests.sample_world import add_examples, make_sample_home
from tests.slow import is_slow, part_of, slow_tests
from tests.vector_servers import milvus_server, pgvector_server, pgvector_url  # noqa: F401  # fixtures of all tests

# No clock: the first example of a test may load a table, and a slow machine is no fault of the code under test.
settings.register_profile("sepadan", deadline=None, print_blob=True, max_examples=30)
settings.register_profile("long", deadline=None, print_blob=True)
settings.load_profile("long" if os.environ.get("SEPADAN_LONG") == "1" else "sepadan")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by the marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that take minutes run with ``make long`` alone; slow files come first, then those of most tests."""
    slow = slow_tests()
    waits = Counter[str]()
    for item in items:
        name = _name(item)
        if is_slow(name, slow):
            item.add_marker(pytest.mark.slow)
        waits[name.partition("::")[0]] += 0.1 + slow.get(name, 0)  # type: ignore[assignment]
        if item.get_closest_marker("long") and os.environ.get("SEPADAN_LONG") != "1":
            item.add_marker(pytest.mark.skip(reason="takes minutes; run by make long"))
    if part := int(os.environ.get("SEPADAN_SLOW_PART", "0")):
        parts = part_of(slow)
        is_ours = [parts.get(_name(item).partition("::")[0], part) == part for item in items]
        config.hook.pytest_deselected(items=[item for item, ours in zip(items, is_ours, strict=True) if not ours])
        items[:] = [item for item, ours in zip(items, is_ours, strict=True) if ours]
    items.sort(key=lambda item: (-waits[_name(item).partition("::")[0]], str(item.path)))


def _name(item: pytest.Item) -> str:
    """``file::function``, without the case."""
    return item.nodeid.partition("[")[0]


def _missing(what: str) -> None:
    """Skip with a reason; under ``CI=true`` fail, so that a broken CI machine is not taken for a pass."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true: {what}")
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data (marker ``shared``)."""
    if not SHARED.is_dir():
        _missing("needs the real data in ../shared/data")
    return SHARED


@pytest.fixture(scope="session")
def real_encoder() -> SentenceEncoder:
    """The bundled encoder, as the product runs it (marker ``model``)."""
    return encoders.load(encoders.prepare(cache_folder()).parent, max_tokens=encoders.MAX_TOKENS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The sample world as ``sepadan demo`` leaves it.

    Attributes:
        home: Its home; who changes it takes a copy.
        told: The JSON document of the run that made it.
        progress: What that run wrote to standard error.
    """

    home: Path
    told: dict[str, Any]
    progress: str


def run_demo(home: Path) -> Demo:
    """Run the command as a user would, elsewhere, with nothing of ours in the environment but the encoder's cache."""
    kept = {name: value for name, value in os.environ.items() if name == "SEPADAN_CACHE" or "SEPADAN_" not in name}
    command = [sys.executable, "-m", "api.cli", "demo", "--no-serve", "--json", "--home", str(home)]
    ran = subprocess.run(command, env=kept, cwd=home.parent, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return Demo(home=home, told=json.loads(ran.stdout), progress=ran.stderr)


@pytest.fixture(scope="session")
def demo_world(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """The demo with the real encoder, made once for all processes of a run (marker ``model``)."""
    if worker_id == "master":
        return run_demo(tmp_path_factory.mktemp("demo") / "home")
    folder = tmp_path_factory.getbasetemp().parent / "demo-of-all"
    with FileLock(f"{folder}.lock"):
        told, progress = folder / "told.json", folder / "progress.txt"
        if not told.exists():
            folder.mkdir()
            made = run_demo(folder / "home")
            progress.write_text(made.progress, encoding="utf-8")
            told.write_text(json.dumps(made.told), encoding="utf-8")
    return Demo(home=folder / "home", told=json.loads(told.read_text("utf-8")), progress=progress.read_text("utf-8"))


@contextmanager
def _database(template: str = "template1") -> Iterator[str]:
    """URL of a PostgreSQL database of its own, a copy of this one."""
    url = os.environ.get("SEPADAN_TEST_POSTGRES_URL", "")
    if not url:
        _missing("needs SEPADAN_TEST_POSTGRES_URL, a PostgreSQL server where databases may be made")
    name = f"sepadan_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """URL of an empty PostgreSQL database of this test's own (marker ``postgres``)."""
    with _database() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """Name of a PostgreSQL database with the tables of a store, to be copied."""
    with _database() as url:
        Store(url).close()
        yield str(sa.make_url(url).database)


@pytest.fixture
def postgres_store_url(postgres_template: str) -> Iterator[str]:
    """As ``postgres_url``, with an empty store in it."""
    with _database(postgres_template) as url:
        yield url


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with its tables: to make them anew for each test takes longer than most tests."""
    path = tmp_path_factory.mktemp("store") / "sepadan.db"
    Store(f"sqlite:///{path}").close()
    return path


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's chromium (marker ``browser``)."""
    path = Path("/usr/bin/chromium")
    if not path.exists():
        _missing("needs /usr/bin/chromium (apt-get install chromium)")
    return str(path)


@pytest.fixture(scope="session")
def sample_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the small invented world, built; who names this fixture finds a copy of it in ``home``."""
    return make_sample_home(tmp_path_factory.mktemp("sample-world") / "home")


@pytest.fixture(scope="session")
def example_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with the records of the OpenAPI examples in the delta."""
    return add_examples(make_sample_home(tmp_path_factory.mktemp("example-world") / "home"))


@pytest.fixture
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Home:
    """A home in a fresh folder: empty, or a copy of the world that the test or a fixture of its names."""
    root = tmp_path / "home"
    for world in {"sample_world", "example_world"} & set(request.fixturenames):
        shutil.copytree(request.getfixturevalue(world), root)
    return Home(root=root)


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    """See ``FakeEncoder``."""
    return FakeEncoder()


@pytest.fixture
def engine(home: Home, fake_encoder: FakeEncoder, empty_store: Path) -> Iterator[Engine]:
    """An engine over ``home``, with the fake encoder."""
    if not home.root.exists():
        shutil.copy(empty_store, home.make().root / "sepadan.db")
    opened = Engine(home, fake_encoder)
    yield opened
    opened.close()
