from __future__ import annotations

from typing import Any

import pytest

from tests.api.cli.conftest import Cli

DUTIES = (
    "Mencatat barang masuk dan keluar gudang setiap hari, menyusun laporan stok mingguan untuk kepala gudang, "
    "memeriksa surat jalan pemasok dan menghitung stok opname bulanan bersama tim keuangan."
)


def _posting(source_id: str, **facts: Any) -> dict[str, Any]:
    told = {"title": "Staf Gudang", "employer": "PT Sinar Jaya", "description": DUTIES, "places": ["Kota Bekasi"]}
    return {"id": source_id, "posted_on": "2026-11-20", **told, **facts}


@pytest.fixture
def doubled(cli: Cli) -> Cli:
    """Two copies of one vacancy, a third ad, and a worker."""
    rows = [
        _posting("satu", employer="SINAR JAYA, PT", url="https://contoh.id/satu", education=["SMA/SMK"]),
        _posting("dua"),
        _posting("tiga", title="Kepala Gudang"),
    ]
    assert cli("ingest", "postings", cli.write("postings.jsonl", rows)).code == 0
    worker = {
        "id": "pekerja-1",
        "summary": "Admin gudang, input stok.",
        "wish": "staf gudang",
        "regency": "Kota Bekasi",
    }
    assert cli("ingest", "workers", cli.write("workers.jsonl", [worker])).code == 0
    assert cli("build").code == 0
    return cli


def _clusters(cli: Cli) -> list[list[str]]:
    return [row["copies"] for row in cli("duplicates", "list", "--json").document["clusters"]]


def test_copies_are_found_listed_and_shown_once(doubled: Cli) -> None:
    report = doubled("duplicates", "find", "--json").document
    clusters = _clusters(doubled)

    assert (report["postings"], report["clusters"], report["copies"], report["uncoded"]) == (3, 1, 1, 0)
    (cluster,) = clusters
    assert {key.partition(":")[2] for key in cluster} == {"satu", "dua"}


def test_a_match_shows_one_copy_and_where_the_others_stand(doubled: Cli) -> None:
    doubled("duplicates", "find")
    (cluster,) = _clusters(doubled)
    who = doubled.write(
        "ask.jsonl", [{"id": "x", "wish": "staf gudang", "summary": "stok gudang", "regency": "Kota Bekasi"}]
    )
    assert doubled("match", "--workers", who, "--output", doubled.folder / "out.jsonl").code == 0
    (answer,) = doubled.read("out.jsonl")
    shown = {match["id"]: match.get("also_at") for match in answer["matches"]}

    assert answer["removed_by_filter"]["duplicate"] == 1
    assert [other["id"] for other in shown[cluster[0]]] == [cluster[1]]
    assert cluster[1] not in shown


def test_a_posting_is_shown_with_its_parts_in_words_and_as_json(doubled: Cli) -> None:
    doubled("duplicates", "find")
    (cluster,) = _clusters(doubled)
    told, document = (
        doubled("duplicates", "show", cluster[0]),
        doubled("duplicates", "show", cluster[0], "--json").document,
    )

    assert "kelengkapan" in told.out
    assert document["employer_key"] == "sinar jaya, pt"
    assert [copy["id"] for copy in document["copies"]] == cluster
    assert 0 < document["completeness"]["score"] <= 1


def test_what_is_split_stays_split_until_it_is_merged(doubled: Cli) -> None:
    doubled("duplicates", "find")
    (cluster,) = _clusters(doubled)
    assert doubled("duplicates", "split", cluster[1]).code == 0
    assert doubled("duplicates", "show", cluster[1], "--json").document["copies"] == []
    assert doubled("duplicates", "show", cluster[0], "--json").document["copies"] == []  # nor is what is left a cluster
    assert _clusters(doubled) == []
    doubled("duplicates", "find")
    assert _clusters(doubled) == []

    assert doubled("duplicates", "merge", cluster[0], cluster[1], "--json").document["same_as"] == [cluster[1]]
    doubled("duplicates", "find")
    assert _clusters(doubled) == [cluster]


def test_tables_are_for_people(doubled: Cli) -> None:
    assert "salinan" in doubled("duplicates", "find").out
    assert "Tayang ulang" in doubled("duplicates", "list").out


def test_what_cannot_be_done_is_told(doubled: Cli) -> None:
    alone = doubled("duplicates", "split", "x:9")
    unknown = doubled("duplicates", "show", "x:9")
    itself = doubled("duplicates", "merge", "x:1", "x:1")

    assert all(one.code for one in (alone, unknown, itself))
    assert "wanted a posting that has copies" in alone.err
    assert "wanted the id of a stored posting" in unknown.err
    assert "wanted other postings than the first" in itself.err


def test_doubtful_pairs_are_listed_until_somebody_settles_them(doubled: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matcher.duplicates.find.BAND", (0.5, 1.0))  # the two copies are sure ones
    assert doubled("duplicates", "find", "--json").document["doubtful"] == 1
    (pair,) = doubled("duplicates", "doubts", "--json").document["doubts"]
    assert {key.partition(":")[2] for key in (pair["first"], pair["second"])} == {"satu", "dua"}
    assert 0.5 < pair["chance"] <= 1
    assert pair["first"] in doubled("duplicates", "doubts").out.replace("\n", "")
    doubled("duplicates", "split", pair["first"])
    assert doubled("duplicates", "doubts", "--json").document == {"doubts": [], "total": 0}
