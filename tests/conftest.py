"""What all tests share: a home in a fresh folder, an engine with a fake encoder, and the real parts by name."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from indexes import encoder as encoders
from indexes.encoder import SentenceEncoder
from matcher.engine import Engine
from matcher.home import Home, cache_folder
from tests.fakes import FakeEncoder

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


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


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """URL of an empty PostgreSQL database of this test's own (marker ``postgres``)."""
    url = os.environ.get("SEPADAN_TEST_POSTGRES_URL", "")
    if not url:
        _missing("needs SEPADAN_TEST_POSTGRES_URL, a PostgreSQL server where databases may be made")
    name = f"sepadan_{uuid.uuid4().hex[:12]}"
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Debian's chromium (marker ``browser``)."""
    path = Path("/usr/bin/chromium")
    if not path.exists():
        _missing("needs /usr/bin/chromium (apt-get install chromium)")
    return str(path)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in a fresh folder."""
    return Home(root=tmp_path / "home")


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    """See ``FakeEncoder``."""
    return FakeEncoder()


@pytest.fixture
def engine(home: Home, fake_encoder: FakeEncoder) -> Iterator[Engine]:
    """An engine over an empty home, with the fake encoder."""
    opened = Engine(home, fake_encoder)
    yield opened
    opened.close()
