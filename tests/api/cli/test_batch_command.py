"""``sepadan batch``, and ``sepadan recommend postings --batch``."""

from __future__ import annotations

import pytest

from tests.api.cli.conftest import WORKERS, Cli

KEY = f"workers:{WORKERS[1]['id']}"


def test_a_batch_gives_a_worker_what_match_gives(filled: Cli) -> None:
    report = filled("batch", "match", "--out", "night", "--processes", 1, "--json").document
    assert (report["workers"], report["postings"], report["done"], report["kept"]) == (3, 3, 1, 0)
    assert report["left_out"] == {"changed since the generation": 0, "wants no automatic recommendations": 0}
    shown = filled("batch", "show", "night", "--id", KEY, "--json").document["postings"]
    matches = filled("match", "--id", KEY, "--k", 20, "--json").document["matches"]
    assert [(one["posting"], one["score"]) for one in shown] == [(one["id"], one["score"]) for one in matches]
    assert filled("batch", "show", "night", "--json").document["sha256"] == report["digest"]
    again = filled("batch", "match", "--out", "night", "--json").document
    assert (again["done"], again["kept"], again["digest"]) == (0, 1, report["digest"])


def test_a_batch_is_told_to_people_as_a_table(filled: Cli) -> None:
    assert "workers per cpu second" in filled("batch", "match", "--out", "night", "--processes", 1).out
    told = filled("batch", "show", "night", "--id", KEY).out
    assert KEY in told
    assert "postings:lowongan-1" in told
    assert "sha256" in filled("batch", "show", "night").out


def test_recommendations_of_a_batch_are_those_of_matching_one_by_one(filled: Cli) -> None:
    filled("batch", "match", "--out", "night", "--processes", 1, "--k", 100)
    for name, more in (("one.jsonl", ()), ("batch.jsonl", ("--batch", "night"))):
        assert filled("recommend", "postings", "--k", 2, "--output", name, *more).code == 0
    assert filled.read("batch.jsonl") == filled.read("one.jsonl")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (("batch", "match", "--out", "n", "--engine", "spark"), "wanted local or ray, found spark"),
        (("batch", "match", "--out", "n", "--address", "a:1"), "wanted no --address with engine local"),
        (("batch", "match", "--out", "n", "--engine", "ray", "--processes", "2"), "wanted no --processes"),
        (("batch", "show", "nowhere"), "wanted the folder of a batch"),
        (("batch", "encode", "--out", "n"), "wanted records that are not coded, found none"),
        (("recommend", "postings", "--batch", "nowhere"), "wanted the folder of a batch"),
    ],
)
def test_what_cannot_be_done_is_told(filled: Cli, said: tuple[str, ...], told: str) -> None:
    answered = filled(*said)
    assert answered.code != 0
    assert told in answered.err


def test_a_batch_too_short_to_choose_from_or_narrowed_is_refused(filled: Cli) -> None:
    filled("batch", "match", "--out", "night", "--processes", 1, "--k", 3)
    short = filled("recommend", "postings", "--batch", "night", "--k", 2)
    assert "wanted a batch of --k 4 or more" in short.err
    narrowed = filled("recommend", "postings", "--batch", "night", "--k", 1, "--id", KEY)
    assert "wanted no --id, --ids or --province with --batch" in narrowed.err


def test_copies_are_found_as_by_duplicates_find(filled: Cli) -> None:
    alone = filled("duplicates", "find", "--json").document
    spread = filled("batch", "deduplicate", "--out", "copies", "--processes", 1, "--json").document
    assert {name: spread[name] for name in alone if name != "seconds"} == {
        name: alone[name] for name in alone if name != "seconds"
    }


def test_records_are_coded_in_parts_and_nothing_is_left_of_them(filled: Cli) -> None:
    rows = [{"id": f"baru-{at}", "wish": "kasir", "summary": f"Jaga toko {at} tahun."} for at in range(5)]
    assert filled("ingest", "workers", filled.write("new.jsonl", rows)).code == 0
    report = filled("batch", "encode", "--out", "coding", "--processes", 1, "--part-rows", 2, "--json").document
    assert (report["coded"], report["parts"], report["rows"]) == (5, 3, 5)
    assert not any((filled.folder / "coding").iterdir())
    assert filled("build", "--json").document["coded"] == 0, "the build has only the index to write"
