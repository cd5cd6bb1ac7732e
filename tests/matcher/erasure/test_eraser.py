"""Erasing at once and in the end: what is reached, what is remembered, who may come back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import orjson
import pytest
import sqlalchemy as sa

from evaluation.benchmark.erasure_search import Search
from indexes.schema import TOMBSTONE
from matcher.engine import Engine
from matcher.erasure.certificate import certificate_of, check_certificate
from matcher.erasure.digests import Digests
from matcher.erasure.eraser import CLOCK, Eraser, HeldError
from matcher.erasure.erasure_log import Act, ErasureLog
from matcher.erasure.exports_log import ExportsLog
from matcher.erasure.finishing import Finisher
from matcher.erasure.known import Blocked
from matcher.erasure_reach import finisher_of
from matcher.records import Kind
from matcher.rejects import Rejects
from matcher.serving import ServedState
from matcher.sources.files import RawRow
from taxonomy.errors import ConfigError, GenerationError, InputError, StoreError
from tests.matcher.erasure.conftest import BOX, NOW, VAULT, Clock, worker

W1, W2 = "uji:w-1", "uji:w-2"


def finisher(engine: Engine) -> Finisher:
    return finisher_of(engine.store, engine.home, BOX, lambda: engine.build().generation)


def test_an_erased_worker_is_gone_from_every_answer_at_once_and_the_report_says_until_when_copies_stay(
    eraser: Eraser, filled: Engine
) -> None:
    report = eraser.erase(Kind.WORKER, [W1, W1, "uji:never"])
    assert (report.asked, report.erased, report.is_blocked) == (2, 1, True)
    assert report.reached == {"store": 1, "rejects": 0, "recommendations": 0}
    assert (report.erased_at, report.due_at) == (NOW, NOW + CLOCK)
    assert {"index", "tombstones", "backups"} <= report.remains.keys()
    assert W1 not in filled.refresh().catalogues[Kind.WORKER]
    assert filled.store.identity(Kind.WORKER, W1, VAULT) is None
    assert W1 not in orjson.dumps(report.as_dict()).decode()


def test_the_end_of_an_erasure_leaves_no_byte_in_the_home_and_others_as_they_were(
    eraser: Eraser, filled: Engine
) -> None:
    search = Search([W1, "rahasia1x"])
    filled.build()  # two generations hold the worker now
    assert search.in_folder(filled.home.root).marks == {W1, "rahasia1x"}
    eraser.erase(Kind.WORKER, [W1])
    done = finisher(filled).finish()
    assert (done.tombstones, done.finished, done.returned) == (1, 1, 0)
    assert len(done.removed) >= 1
    assert search.in_folder(filled.home.root).places == {}
    assert len(filled.refresh().catalogues[Kind.WORKER]) == 5
    assert filled.store.check(VAULT) == []
    assert finisher(filled).finish().generation == ""
    assert finisher(filled).due_since() is None


def test_a_second_end_waits_for_the_oldest_erasure(eraser: Eraser, filled: Engine, clock: Clock) -> None:
    eraser.erase(Kind.WORKER, [W1])
    clock.now += timedelta(hours=5)
    eraser.erase(Kind.WORKER, [W2])
    assert finisher(filled).due_since() == NOW


def test_a_server_that_has_not_looked_since_opens_the_new_index_and_never_shows_who_is_forgotten(
    eraser: Eraser, filled: Engine
) -> None:
    idle = ServedState(filled.home, filled.store, filled.coder.fingerprint, filled.vocabulary)
    assert W1 in idle.open()[Kind.WORKER]
    eraser.erase(Kind.WORKER, [W1])
    finisher(filled).finish()
    assert W1 not in idle.open()[Kind.WORKER]
    assert len(idle.open()[Kind.WORKER]) == 5


def test_tombstones_stay_while_an_index_needs_them(eraser: Eraser, filled: Engine) -> None:
    eraser.erase(Kind.WORKER, [W1])
    with pytest.raises(StoreError, match="wanted generations made at revision"):
        filled.store.forget_tombstones(Kind.WORKER, filled.store.revision())
    with filled.store.snapshot() as connection:
        assert connection.scalar(sa.select(TOMBSTONE.c.key)) == W1


def test_an_index_older_than_what_was_forgotten_is_not_served(
    eraser: Eraser, filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ServedState(filled.home, filled.store, filled.coder.fingerprint, filled.vocabulary)
    monkeypatch.setattr(filled.store, "forgotten", lambda kind: 10**9)
    with pytest.raises(GenerationError, match="made since people were erased"):
        state.open()


def test_who_asked_to_be_erased_is_refused_until_a_fresh_consent(eraser: Eraser, filled: Engine) -> None:
    blocked = Blocked(filled.store, Digests(BOX))
    assert blocked.among(Kind.WORKER, [W1, W2]) == set()
    eraser.erase(Kind.WORKER, [W1])
    eraser.erase(Kind.WORKER, [W2], is_blocked=False)
    assert blocked.among(Kind.WORKER, [W1, W2, "uji:w-3"]) == {W1}
    eraser.erase(Kind.WORKER, [W1], is_blocked=False)  # what was blocked stays so
    assert blocked.among(Kind.WORKER, [W1]) == {W1}
    assert eraser.lift(Kind.WORKER, [W1, W2]) == 1
    assert blocked.among(Kind.WORKER, [W1]) == set()
    assert ErasureLog(filled.home.erasures).entries()[-1].act is Act.LIFTED


def test_a_push_that_was_under_way_is_erased_again_in_the_end(eraser: Eraser, filled: Engine) -> None:
    eraser.erase(Kind.WORKER, [W1])
    filled.upsert([worker(1)])
    assert finisher(filled).finish().returned == 1
    assert filled.store.get(Kind.WORKER, W1) is None


def test_what_is_held_is_not_erased_and_nothing_else_of_the_same_request(eraser: Eraser, filled: Engine) -> None:
    filled.store.put_holds(Kind.WORKER, [W2], "perkara 7/2026", NOW)
    with pytest.raises(HeldError, match="perkara 7/2026"):
        eraser.erase(Kind.WORKER, [W1, W2])
    assert filled.store.get(Kind.WORKER, W1) is not None
    assert filled.store.lift_holds(Kind.WORKER, [W2]) == 1
    assert eraser.erase(Kind.WORKER, [W1, W2]).erased == 2


def test_others_who_keep_people_are_reached_and_a_lost_identity_key_stops_nothing(filled: Engine, clock: Clock) -> None:
    asked: list[tuple[str, Sequence[str]]] = []

    def reach(kind: str, keys: Sequence[str]) -> int:
        asked.append((kind, keys))
        return 3

    from indexes.identity_vault import Vault

    other = Vault({"k9": bytes(32)}, "k9")
    report = Eraser(filled.store, filled.home, BOX, other, {"results of jobs": reach}, clock).erase(Kind.WORKER, [W1])
    assert report.reached["results of jobs"] == 3
    assert asked == [("worker", [W1])]


def test_rejected_rows_of_the_erased_are_overwritten_in_place_and_others_stay(eraser: Eraser, filled: Engine) -> None:
    rejects = Rejects(filled.home.rejects, "workers")
    fault = InputError(wanted="a number", found="banyak", where="salary")
    for raw in (
        {"id": "w-1", "summary": "las"},
        {"summary": "panggil saya Sari Contohwati 1 ya"},
        {"id": "w-11", "summary": "bukan dia"},
        '{"id": "uji:w-1", "summary": "terpotong',
    ):
        rejects.add("f.jsonl", RawRow(number=1, raw=raw), fault)
    path = next(filled.home.rejects.iterdir())
    size = path.stat().st_size
    assert eraser.erase(Kind.WORKER, [W1]).reached["rejects"] == 3
    lines = [orjson.loads(line) for line in path.read_bytes().splitlines()]
    assert [line.get("erased", False) for line in lines] == [True, True, False, True]
    assert path.stat().st_size == size
    assert eraser.erase(Kind.WORKER, [W1]).reached["rejects"] == 0


def test_exports_that_are_out_of_reach_are_named(eraser: Eraser, filled: Engine) -> None:
    folder = filled.home.root.parent / "out"
    folder.mkdir()
    ExportsLog(filled.home.exports).add(folder, NOW)
    ExportsLog(filled.home.exports).add(filled.home.root.parent / "gone", NOW)
    (folder / "worker.parquet").write_bytes(b"")
    remains = eraser.erase(Kind.WORKER, [W1]).remains
    assert [place for place in remains if place.startswith("export")] == [f"export {folder}"]


def test_an_erasure_that_can_never_find_a_quiet_moment_says_so(
    eraser: Eraser, filled: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(self: object, keep: int) -> list[str]:
        raise ConfigError("a build is at work")

    monkeypatch.setattr("matcher.erasure.finishing.Generations.prune", busy)
    eraser.erase(Kind.WORKER, [W1])
    with pytest.raises(ConfigError, match="no generation made before it"):
        finisher(filled).finish()
    assert filled.store.erasures(unfinished=True)


def test_a_certificate_is_checked_by_anybody_and_names_nobody(eraser: Eraser) -> None:
    certificate = certificate_of(eraser.erase(Kind.WORKER, [W1]), BOX)
    check_certificate(certificate)
    check_certificate(certificate, BOX)
    assert W1 not in orjson.dumps(certificate).decode()
    for changed in ({"erased": 2}, {"signature": "AAAA"}, {"subjects": []}):
        with pytest.raises(InputError):
            check_certificate(certificate | changed)
    with pytest.raises(InputError, match="wanted a certificate of erasure"):
        check_certificate({"signature": "x"})


def test_a_certificate_of_another_installation_is_refused(eraser: Eraser) -> None:
    from indexes.secret_box import SecretBox

    certificate = certificate_of(eraser.erase(Kind.WORKER, [W1]), BOX)
    with pytest.raises(InputError, match="of this installation"):
        check_certificate(certificate, SecretBox({"s1": b"t" * 32}))
