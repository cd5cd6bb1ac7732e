"""One installation at work, over SQLite and PostgreSQL: fresh writes, generations, damage, threads, restarts."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from matcher.answers import Ranking
from matcher.codec import to_stored
from matcher.coding import Coding
from matcher.engine import Engine
from matcher.filters import Conditions
from matcher.home import Home
from matcher.records import Kind, Posting, Record, Worker
from matcher.training.admission import TrainingWish
from matcher.weights import Weights
from taxonomy.errors import EncoderError, GenerationError, UnknownIdError
from taxonomy.title_item import TitleItem
from tests.builders import course, posting, weighing, worker
from tests.fakes import FakeEncoder

TODAY = date(2026, 11, 2)
ANY = Conditions(today=TODAY)
WELDER = posting("p1", title="Welder SMAW", description="Bisa las SMAW. Min SMK.", places=("Bekasi",))
CASHIER = posting("p2", title="Kasir Toko", description="Bisa mesin kasir, jujur.", places=("Solo",))
SEEKER = worker("w1", wish="tukang las", summary="biasa las listrik 2 tahun", education="SMK", place="Bekasi")
COURSE = course("c1", title="Las SMAW 3G", skills=("Las SMAW",))
RECORDS: tuple[Record, ...] = (WELDER, CASHIER, SEEKER, COURSE)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """Both stores; empty means SQLite inside the home."""
    return str(request.getfixturevalue("postgres_store_url")) if request.param == "postgres" else ""


@pytest.fixture
def opened(home: Home, database_url: str, empty_store: Path) -> Iterator[Callable[..., Engine]]:
    """Opens engines over the same home and store, and closes them."""
    engines_open: list[Engine] = []
    if not database_url:
        shutil.copy(empty_store, home.make().root / "sepadan.db")

    def open_one(**more: Weights) -> Engine:
        engines_open.append(Engine(home, FakeEncoder(), database_url=database_url, **more))
        return engines_open[-1]

    yield open_one
    for one in engines_open:
        one.close()


def built(engine: Engine, records: Sequence[Record] = RECORDS) -> Engine:
    engine.upsert(records)
    engine.build()
    return engine


def rank(engine: Engine, record: Record = SEEKER, k: int = 50) -> Ranking:
    return engine.match(engine.subject(record), k, ANY)


def keys(ranking: Ranking) -> list[str]:
    return sorted(match.key for match in ranking.matches)


def test_what_was_stored_is_matched_in_both_directions_after_a_build(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    assert keys(rank(engine)) == ["uji:p1", "uji:p2"]
    assert rank(engine).matches[0].key == "uji:p1"
    assert keys(rank(engine, WELDER)) == ["uji:w1"]
    newcomer = worker("w5", wish="juru las", summary="baru lulus SMK")
    advice = engine.recommend_courses(engine.subject(newcomer), 3, TrainingWish(today=TODAY))
    assert [item.key for item in advice.courses] == ["uji:c1"]


def test_a_fresh_upsert_is_matched_at_once_without_a_build(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    counts = engine.upsert([posting("p0", title="Juru Las Pipa", description="las pipa"), WELDER])
    assert (counts.accepted, counts.updated, counts.unchanged) == (1, 0, 1)
    assert keys(rank(engine)) == ["uji:p0", "uji:p1", "uji:p2"]
    before = {match.key: match.components for match in rank(engine).matches}
    engine.build()
    after = {match.key: match.components for match in rank(engine).matches}
    assert after.keys() == before.keys()
    for key, parts in after.items():
        # BM25 statistics of the delta are its own until the build; all else is the same.
        assert {**parts, "words": 0} == {**before[key], "words": 0}


def test_an_updated_record_replaces_the_old_one_and_is_never_found_twice(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    engine.upsert([posting("p1", raw_hash="2", title="Barista", description="meracik kopi")])
    titles = {match.key: match.title for match in rank(engine).matches}
    assert titles == {"uji:p1": "Barista", "uji:p2": "Kasir Toko"}
    assert len(rank(engine).matches) == 2
    engine.build()
    assert {match.key: match.title for match in rank(engine).matches} == titles


def test_the_later_of_two_versions_in_one_upsert_wins(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    engine.upsert([posting("p9", raw_hash="1", title="Barista"), posting("p9", raw_hash="2", title="Juru Masak")])
    assert {m.title for m in rank(engine).matches if m.key == "uji:p9"} == {"Juru Masak"}


def test_a_closed_posting_vanishes(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    engine.upsert([posting("p1", raw_hash="2", title=WELDER.title, description=WELDER.description, is_closed=True)])
    ranking = rank(engine)
    assert keys(ranking) == ["uji:p2"]
    assert ranking.removed_by_filter["closed"] == 1


def test_a_deleted_record_is_gone_at_once_from_store_and_matches(opened: Callable[..., Engine]) -> None:
    engine, other = built(opened()), opened()
    assert keys(rank(other)) == ["uji:p1", "uji:p2"]
    engine.upsert([posting("p3", title="Barista")])
    assert engine.delete(Kind.POSTING, ["uji:p1", "uji:p3", "uji:tiada"]) == 2
    for one in (engine, other):
        assert keys(rank(one)) == ["uji:p2"]
        with pytest.raises(UnknownIdError, match="uji:p1"):
            one.get(Kind.POSTING, "uji:p1")
    engine.build()
    assert keys(rank(engine)) == ["uji:p2"]
    assert engine.delete(Kind.POSTING, ["uji:p1"]) == 0


def test_what_stands_outside_the_generation_is_counted_until_a_build(opened: Callable[..., Engine]) -> None:
    engine = opened()
    assert engine.delta_size == 0
    built(engine)
    engine.upsert([posting("p3", title="Barista"), posting("p1", raw_hash="2", title="Penjahit")])
    engine.refresh()
    assert engine.delta_size == 2
    engine.build()
    assert engine.delta_size == 0


def test_an_upsert_of_nothing_changes_nothing(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    revision = engine.store.revision()
    counts = engine.upsert([])
    assert (counts.accepted, counts.updated, counts.unchanged) == (0, 0, 0)
    assert engine.store.revision() == revision


def test_fresh_records_are_found_under_their_own_key_whatever_the_database_sorts_by(
    opened: Callable[..., Engine],
) -> None:
    engine = built(opened())
    names = ("Za", "aa", "zB", "Z-1", "z_1", "a1", "é")
    fresh = [posting(name, title=f"Barista {name} {at}") for at, name in enumerate(names)]
    engine.upsert(fresh)
    found = {match.key: match.title for match in rank(engine).matches}
    assert {item.key: item.title for item in fresh}.items() <= found.items()
    catalogue = engine.refresh().catalogues["posting"]
    for item in fresh:
        expected = engine.subject(item)
        place = catalogue.place(item.key)
        assert np.allclose(place.vector, expected.vector, atol=1e-6)
        nearest = place.segment.rooms.vectors.search(expected.vector, 1, place.segment.alive)
        assert place.segment.key(int(nearest.rows[0])) == item.key
    engine.build()
    rebuilt = engine.refresh().catalogues["posting"]
    assert [rebuilt.place(item.key).coded.title for item in fresh] == [item.title for item in fresh]


def test_without_a_generation_the_error_names_the_command(opened: Callable[..., Engine]) -> None:
    engine = opened()
    engine.upsert(RECORDS)
    with pytest.raises(GenerationError, match="run 'sepadan build'"):
        rank(engine)
    status = engine.status()
    assert (status.generation, status.indexed, status.records) == ("", {}, {"posting": 2, "worker": 1, "course": 1})


def test_a_build_of_an_empty_store_serves_and_finds_nothing(opened: Callable[..., Engine]) -> None:
    engine = opened()
    report = engine.build()
    assert (report.coded, report.counts) == (0, {"posting": 0, "worker": 0, "course": 0})
    assert rank(engine).matches == ()


def test_a_build_reports_what_it_coded_and_tells_its_progress(opened: Callable[..., Engine]) -> None:
    engine = opened()
    engine.store.upsert([to_stored(record) for record in RECORDS])
    assert engine.status().pending == {"posting": 2, "worker": 1, "course": 1}
    told: list[tuple[str, int, int]] = []
    report = engine.build(lambda what, done, total: told.append((what, done, total)))
    assert report.coded == 4
    assert report.counts == {"posting": 2, "worker": 1, "course": 1}
    assert ("code postings", 0, 2) in told
    assert ("code postings", 2, 2) in told
    assert told[-2:] == [("write index", 0, 1), ("write index", 1, 1)]
    assert all(0 <= done <= total for _, done, total in told)
    assert engine.build().coded == 0


def test_the_generation_that_was_built_is_the_one_that_serves(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    engine.upsert([posting("p3", title="Barista")])
    assert "uji:p3" in keys(rank(engine))
    report = engine.build()
    assert engine.status().generation == report.generation
    for catalogue in engine.refresh().catalogues.values():
        (base,) = catalogue.segments
        assert base.alive.all()
    folders = [folder.name for folder in engine.home.generations.iterdir()]
    assert len(folders) == 2
    assert report.generation in folders


def test_another_engine_picks_up_a_build_and_an_upsert(opened: Callable[..., Engine]) -> None:
    server, cli = opened(), opened()
    built(cli)
    assert keys(rank(server)) == ["uji:p1", "uji:p2"]
    cli.upsert([posting("p3", title="Barista")])
    assert "uji:p3" in keys(rank(server))
    report = cli.build()
    assert server.settle().generation == report.generation == server.status().generation


def test_the_pipeline_is_kept_while_nothing_changes(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    assert engine.refresh() is engine.refresh()


def test_a_write_of_one_kind_leaves_the_catalogues_of_the_others_as_they_are(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    before = engine.refresh().catalogues
    engine.upsert([posting("p9", title="Barista")])
    after = engine.refresh().catalogues
    for kind in ("worker", "course"):
        assert all(one is other for one, other in zip(after[kind].segments, before[kind].segments, strict=True))
    assert "uji:p9" in after["posting"]
    assert after["posting"].segments[0] is before["posting"].segments[0]
    engine.build()
    assert engine.refresh().catalogues["worker"].segments[0] is not before["worker"].segments[0]


def test_a_restart_ranks_as_before(opened: Callable[..., Engine]) -> None:
    first = rank(built(opened()))
    again = opened()
    assert rank(again) == first
    again.build()
    assert rank(again).matches == first.matches


def damage(home: Home, name: str, file: str = "posting/keys/texts.bin") -> None:
    path = home.generations / name / file
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(bytes(raw))


def test_a_damaged_newest_generation_is_refused_and_the_previous_one_serves(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    old = engine.status().generation
    engine.upsert([posting("p3", title="Barista")])
    new = engine.build().generation
    damage(engine.home, new)
    again = opened()
    # What the older generation lacks comes from the store, so nothing is lost by it.
    assert keys(rank(again)) == ["uji:p1", "uji:p2", "uji:p3"]
    status = again.status()
    assert status.generation == old
    assert list(status.refused) == [new]
    assert "posting/keys/texts.bin" in status.refused[new]
    assert again.build().generation == again.status().generation
    assert again.status().refused == {}


def test_when_every_generation_is_damaged_the_error_says_why_and_what_to_do(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    name = engine.status().generation
    damage(engine.home, name, "manifest.json")
    again = opened()
    with pytest.raises(GenerationError, match=rf"run 'sepadan build'.*{name}.*manifest.json"):
        again.refresh()
    assert again.status().generation == ""
    again.build()
    assert keys(rank(again)) == ["uji:p1", "uji:p2"]


def test_a_generation_of_another_coder_is_refused_by_name_and_a_build_mends_it(
    opened: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    older = built(opened())
    kept = {older.build().generation for _ in range(3)} & {path.name for path in older.home.generations.iterdir()}
    monkeypatch.setattr("matcher.coding.RULES", "coding-of-tomorrow")
    newer = opened()
    with pytest.raises(GenerationError, match=r"coding-of-tomorrow.*run 'sepadan build'"):
        rank(newer)
    assert newer.status().refused.keys() == kept  # and none that was removed long ago
    assert newer.status().pending == {"posting": 2, "worker": 1, "course": 1}
    assert newer.build().coded == 4
    assert keys(rank(newer)) == ["uji:p1", "uji:p2"]


def test_an_encoder_that_the_title_weights_do_not_know_is_refused(home: Home) -> None:
    with pytest.raises(EncoderError, match="found another-encoder"):
        Engine(home, FakeEncoder("another-encoder"))


def test_records_and_subjects_are_given_by_id_and_unknown_ones_named(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    assert engine.get(Kind.POSTING, "uji:p1") == WELDER
    stored, inline = engine.stored_subject(Kind.WORKER, "uji:w1"), engine.subject(SEEKER)
    assert (stored.coded, stored.text) == (inline.coded, inline.text)
    assert np.allclose(stored.vector, inline.vector, atol=1e-6)
    for call in (engine.get, engine.stored_subject):
        with pytest.raises(UnknownIdError, match="uji:tiada"):
            call(Kind.WORKER, "uji:tiada")
        with pytest.raises(UnknownIdError, match="uji:p1"):
            call(Kind.WORKER, "uji:p1")


def test_a_record_that_is_stored_and_not_yet_indexed_is_said_to_be_so(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    engine.store.upsert([to_stored(worker("w2", wish="kasir"))])
    with pytest.raises(UnknownIdError, match="coded and indexed"):
        engine.stored_subject(Kind.WORKER, "uji:w2")


def test_normalise_keeps_every_item_in_its_order(engine: Engine) -> None:
    items = [
        TitleItem(title="juru las", text="las SMAW"),
        TitleItem(title=""),
        TitleItem(title="kasir"),
        TitleItem(title=""),
    ]
    found = engine.normalise(items)
    assert len(found) == len(items)
    assert [bool(coding.candidates) for coding, _ in found] == [True, False, True, False]
    assert [mention.surface for mention in found[0][1]] == ["las SMAW"]
    assert found[1][1] == ()
    assert engine.normalise(items[2:3])[0][0].candidates[0].code == found[2][0].candidates[0].code
    assert engine.normalise([]) == []
    assert engine.subjects([]) == []


def test_status_counts_what_is_stored_indexed_and_pending(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    engine.upsert([posting("x1", source="lain", title="Barista")])
    status = engine.status()
    assert status.records == {"posting": 3, "worker": 1, "course": 1}
    assert status.sources["posting"] == {"lain": 1, "uji": 2}
    assert status.indexed == {"posting": 3, "worker": 1, "course": 1}
    assert set(status.pending.values()) == {0}
    assert status.fingerprint == engine.coder.fingerprint
    assert status.refused == {}


def test_weights_of_the_caller_are_used(opened: Callable[..., Engine]) -> None:
    only_place = weighing(place=1)
    match = rank(built(opened(weights=only_place))).matches[0]
    assert match.score == match.components["place"] == 1.0


def test_matches_never_fail_nor_see_half_a_state_while_others_write_and_build(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    subject, finished = engine.subject(SEEKER), threading.Event()
    versions = [posting("p1", raw_hash=str(at), title=f"Welder {at}", description="las SMAW") for at in range(8)]

    def match_on() -> int:
        seen = 0
        while not finished.is_set() or not seen:
            found = [match.key for match in engine.match(subject, 50, ANY).matches]
            assert found.count("uji:p1") == 1
            assert len(found) == len(set(found))
            assert "uji:p2" in found
            assert engine.status().generation
            seen += 1
        return seen

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(match_on) for _ in range(2)]
        try:
            for version in versions:
                engine.upsert([version])
                if version.provenance.raw_hash in {"2", "5"}:
                    engine.build()
        finally:
            finished.set()
        assert all(reader.result() > 0 for reader in readers)
    assert {m.title for m in rank(engine).matches if m.key == "uji:p1"} == {"Welder 7"}


def test_writers_at_once_lose_nothing(opened: Callable[..., Engine]) -> None:
    engine = built(opened())

    def write(name: str) -> None:
        for at in range(4):
            engine.upsert(
                [posting(f"{name}{at}", title="Juru Las"), posting("shared", raw_hash=f"{name}{at}", title=name)]
            )

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(write, ("a", "b", "c")))
    found = keys(rank(engine))
    assert {f"uji:{name}{at}" for name in "abc" for at in range(4)} | {"uji:shared"} <= set(found)
    assert len(found) == len(set(found)) == 15


def test_a_coded_record_that_another_writer_replaces_and_this_one_writes_back_stays_findable(
    opened: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, other = built(opened()), opened()
    code = engine.coder.code

    def code_while_the_other_writes(records: Sequence[Record]) -> list[Coding]:
        monkeypatch.undo()
        other.upsert([posting("p1", raw_hash="2", title="Barista", description="meracik kopi")])
        return code(records)

    monkeypatch.setattr(engine.coder, "code", code_while_the_other_writes)
    engine.upsert([WELDER, posting("p9", title="Kasir Malam")])
    assert {match.key: match.title for match in rank(engine).matches}["uji:p1"] == WELDER.title


def test_builds_at_once_both_succeed_and_the_last_one_serves(opened: Callable[..., Engine]) -> None:
    engine = built(opened())
    with ThreadPoolExecutor(2) as pool:
        reports = [task.result() for task in [pool.submit(engine.build) for _ in range(4)]]
    assert engine.status().generation in {report.generation for report in reports}
    assert engine.status().refused == {}
    assert keys(rank(opened())) == ["uji:p1", "uji:p2"]


def test_records_may_be_of_any_kind_in_one_upsert_and_come_back_whole(opened: Callable[..., Engine]) -> None:
    engine = opened()
    engine.upsert(RECORDS)
    kinds = {Posting: Kind.POSTING, Worker: Kind.WORKER}
    for record in RECORDS:
        assert engine.get(kinds.get(type(record), Kind.COURSE), record.key) == record


def test_a_record_that_is_written_while_a_build_codes_its_older_version_stays_findable(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(home, FakeEncoder())
    engine.store.upsert([to_stored(WELDER)])
    newer = posting("p1", raw_hash="2", title="Barista")
    code = engine.coder.code

    def code_while_another_writes(records: Sequence[Record]) -> list[Coding]:
        monkeypatch.setattr(engine.coder, "code", code)
        engine.upsert([newer])
        return code(records)

    monkeypatch.setattr(engine.coder, "code", code_while_another_writes)
    engine.build()
    assert [match.title for match in rank(engine).matches] == ["Barista"]
    engine.close()
