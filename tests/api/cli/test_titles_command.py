"""``sepadan titles``: a table proposed by one account, confirmed by another, applied, exported, withdrawn."""

from __future__ import annotations

from typing import Any

import pyarrow.parquet as pq
import pytest

from api.access.accounts import PASSWORD_HASHER, add_account
from api.cli.opening import open_store
from api.settings import Settings
from tests.api.cli.conftest import Cli
from tests.api.web.conftest import PASSWORD, cheap_parameters


@pytest.fixture
def staffed(filled: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    monkeypatch.setattr(PASSWORD_HASHER, "_parameters", cheap_parameters())
    with open_store(Settings(home=filled.home)) as store:
        for name, role in (("siti", "steward"), ("budi", "steward"), ("tono", "officer")):
            add_account(store, name, role=role, tenant="dinas", sources=(), password=PASSWORD, is_given=False)
    return filled


def test_a_table_is_proposed_confirmed_applied_exported_and_withdrawn(staffed: Cli) -> None:
    cli = staffed
    listed = cli("titles", "list", "--json").document
    assert set(listed) == {"titles", "total"}
    assert cli("titles").code == 0
    table = cli.write("judul.tsv", ["title\tanswer\tnote", "Kasir Toko\t5230\tjelas", "Staf Gudang!!!\t----\t"])
    proposed = cli("titles", "settle", table, "--account", "siti", "--json").document
    assert proposed["proposed"] == 2
    first, second = proposed["ids"]
    own = cli("titles", "review", first, "confirmed", "--account", "siti")
    assert own.code == 2
    assert "another person" in own.err
    assert cli("titles", "review", first, "confirmed", "--account", "budi", "--json").document["state"] == "confirmed"
    assert cli("titles", "review", second, "rejected", "--account", "budi").code == 2
    assert cli("titles", "review", second, "rejected", "--account", "budi", "--reason", "ini pekerjaan").code == 0
    run = cli("titles", "apply", "--json").document
    assert run["postings"] == 1
    (coded,) = [row for row in exported(cli) if row["title"] == "Kasir Toko"]
    assert (coded["kbji"], coded["kbji_score"], coded["kbji_settled"]) == ("5230", 1.0, True)
    assert cli("titles", "apply", "--json").document["postings"] == 0
    assert "confirmed" in cli("titles", "answers").out
    documents = cli("titles", "answers", "--state", "confirmed", "--json").document
    assert [one["title"] for one in documents["answers"]] == ["kasir toko"]
    assert len(documents["runs"]) == 1
    out = cli("titles", "export", "--confirmed").out
    assert [line.split("\t")[:2] for line in out.splitlines()] == [["title", "answer"], ["kasir toko", "5230"]]
    assert cli("titles", "review", first, "withdrawn", "--account", "budi", "--reason", "salah").code == 0
    assert cli("build").code == 0
    assert cli("titles", "answers", "--json").document["runs"][0]["postings"] == 1


def exported(cli: Cli) -> list[dict[str, Any]]:
    answered = cli("export", "--kind", "posting", "--output", cli.folder / "out")
    assert answered.code == 0, answered.err
    return pq.read_table(cli.folder / "out" / "posting.parquet").to_pylist()


@pytest.mark.parametrize(
    ("account", "lines", "wanted"),
    [
        ("tono", ["title\tanswer", "kasir\t5230"], "an active account of a steward"),
        ("nobody", ["title\tanswer", "kasir\t5230"], "none of this name"),
        ("siti", ["judul\tkode", "kasir\t5230"], "columns title, answer"),
        ("siti", ["title\tanswer", "kasir\t9999"], "a KBJI 2014 unit group"),
        ("siti", ["title\tanswer", "!!!\t5230"], "a title with a word"),
    ],
)
def test_what_cannot_be_proposed_is_told_and_nothing_is_kept(
    staffed: Cli, account: str, lines: list[str], wanted: str
) -> None:
    told = staffed("titles", "settle", staffed.write("judul.tsv", lines), "--account", account)
    assert told.code == 2
    assert wanted in told.err
    assert staffed("titles", "answers", "--json").document["answers"] == []
    assert staffed("titles", "settle", staffed.folder / "none.tsv", "--account", "siti").code == 2
