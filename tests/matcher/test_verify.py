"""Everything that can be checked of an installation, and each kind of fault that is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from indexes.identity_vault import Vault
from indexes.schema import DERIVED, GENERATION, RECORD
from indexes.store import Store
from matcher import verify as verifying
from matcher.engine import Engine
from matcher.home import Home
from matcher.records import Kind
from matcher.verify import Verified, compare, verify
from tests.builders import catalogue, coded_posting, course, posting, worker
from tests.fakes import FakeEncoder

VAULT = Vault({"k1": bytes(32)}, "k1")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def filled(request: pytest.FixtureRequest, home: Home) -> Iterator[Engine]:
    """An index of four records, two more outside it, one deleted and one identity; over both stores."""
    url = str(request.getfixturevalue("postgres_store_url")) if request.param == "postgres" else ""
    opened = Engine(home, FakeEncoder(), database_url=url)
    opened.upsert([posting("p1"), posting("p2"), worker("w1", wish="juru las"), course("c1")])
    opened.build()
    opened.upsert([posting("p3"), posting("p1", raw_hash="2", title="Kasir")])
    opened.delete(Kind.POSTING, ["uji:p2"])
    opened.store.put_identity("worker", {"uji:w1": {"name": "Sari Contoh"}}, VAULT)
    yield opened
    opened.close()


def check(engine: Engine, vault: Vault | None = VAULT) -> Verified:
    return verify(engine.store, engine.home, vault)


def damage(engine: Engine) -> None:
    name = engine.store.generations()[0][0]
    path = next((engine.home.generations / name).rglob("vectors.faiss"))
    path.write_bytes(path.read_bytes() + b" ")


def change(store: Store, statement: sa.Update | sa.Delete) -> None:
    with store.transaction() as connection:
        connection.execute(statement)


def test_a_sound_installation_has_no_fault(filled: Engine) -> None:
    found = check(filled)
    assert found.faults == []
    assert found.records == {"posting": 2, "worker": 1, "course": 1}
    assert found.generations == [filled.refresh().generation]
    assert found.identities
    assert not check(filled, None).identities


def test_records_that_wait_to_be_coded_are_no_fault(filled: Engine) -> None:
    change(filled.store, sa.delete(DERIVED).where(DERIVED.c.key == "uji:w1"))
    filled.build()
    assert check(filled).faults == []


def test_an_installation_never_built_has_no_fault(engine: Engine) -> None:
    engine.upsert([posting("p1")])
    assert check(engine) == Verified(records={"posting": 1}, generations=[], identities=True, faults=[])


RECORD_CHANGED = sa.update(RECORD).where(RECORD.c.key == "uji:p3").values(content_hash="0" * 64)
DERIVED_CHANGED = sa.update(DERIVED).where(DERIVED.c.key == "uji:p3").values(coded="{}")


@pytest.mark.parametrize(
    ("harm", "where", "fault", "mend"),
    [
        (RECORD_CHANGED, "store", "record of posting uji:p3: wanted checksum", "send it again"),
        (DERIVED_CHANGED, "store", "derived of posting uji:p3: wanted checksum", "send it again"),
        (sa.update(GENERATION).values(revision=7), "store", "generation ", "run 'sepadan build'"),
    ],
)
def test_a_changed_row_is_told_with_its_mend(
    filled: Engine, harm: sa.Update, where: str, fault: str, mend: str
) -> None:
    change(filled.store, harm)
    first = check(filled).faults[0]
    assert first.where == where
    assert first.fault.startswith(fault)
    assert mend in first.mend


def test_a_changed_record_that_is_deleted_and_sent_again_is_mended(filled: Engine) -> None:
    change(filled.store, RECORD_CHANGED)
    assert check(filled).faults
    filled.delete(Kind.POSTING, ["uji:p3"])
    filled.upsert([posting("p3")])
    assert check(filled).faults == []


def test_a_changed_row_of_a_generation_is_mended_by_a_build(filled: Engine) -> None:
    change(filled.store, sa.update(GENERATION).values(revision=7))
    assert check(filled).faults
    filled.build()
    assert check(filled).faults == []


def test_identities_that_the_keys_do_not_open_are_told(filled: Engine) -> None:
    [other] = check(filled, Vault({"k1": bytes(31) + b"1"}, "k1")).faults
    assert other.fault.startswith("store: identity of worker uji:w1")
    [missing] = check(filled, Vault({"k2": bytes(32)}, "k2")).faults
    assert "wanted key 'k1'" in missing.fault
    assert "SEPADAN_IDENTITY_KEYS" in missing.mend


def test_a_damaged_generation_is_told_and_a_build_mends_it(filled: Engine) -> None:
    damage(filled)
    [fault] = check(filled).faults
    assert fault.where == f"generation {filled.store.generations()[0][0]}"
    assert "vectors.faiss" in fault.fault
    filled.build()
    assert check(filled).faults == []


def test_what_a_killed_build_left_is_no_fault(filled: Engine) -> None:
    (filled.home.generations / ".writing-x").mkdir()
    assert check(filled).faults == []


def test_a_record_that_the_index_does_not_know_of_is_told(filled: Engine) -> None:
    # As if the write had been given a number that was passed over already.
    change(filled.store, sa.delete(DERIVED).where(DERIVED.c.key == "uji:c1"))
    assert [fault.fault for fault in check(filled).faults] == [
        "course uji:c1: wanted nowhere, as no coded record has this key, found in the index"
    ]


def test_an_index_is_compared_key_by_key() -> None:
    held = catalogue([coded_posting("uji:a"), coded_posting("uji:b")], fresh=[coded_posting("uji:b")])
    faults = list(compare("posting", held, {"uji:b": "", "uji:c": ""}))
    assert [fault.fault for fault in faults] == [
        "posting uji:a: wanted nowhere, as no coded record has this key, found in the index",
        "posting uji:b: wanted once, found twice",
        "posting uji:c: wanted in the index, found nowhere",
    ]
    assert {fault.mend for fault in faults} == {"run 'sepadan build'"}


def _writes(engine: Engine, times: int) -> Callable[..., Iterator[verifying.Fault]]:
    written = 0

    def compare_while_written(*given: object) -> Iterator[verifying.Fault]:
        nonlocal written
        if written < times:
            written += 1
            engine.upsert([posting(f"more{written}")])
        return compare(*given)  # type: ignore[arg-type]

    return compare_while_written


def test_keys_are_compared_again_when_records_were_written_meanwhile(
    filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "compare", _writes(filled, 2))
    assert check(filled).faults == []


def test_writing_that_never_rests_is_told(filled: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "compare", _writes(filled, 99))
    [fault] = check(filled).faults
    assert fault.mend == "verify again when less is written"
