"""Authored titles: what a line must hold."""

from __future__ import annotations

import pytest

from taxonomy.aliases import REGISTERS, _alias, alias_names, load_aliases
from taxonomy.errors import InputError
from taxonomy.occupations import load_occupations
from taxonomy.titles import core_title

GOOD = {"code": "5230", "alias": "Kasir", "lang": "id", "register": "ad", "also": ""}


def test_a_plain_title_means_one_unit_group() -> None:
    alias = _alias(GOOD, "52.tsv line 2")
    assert (alias.text, alias.code, alias.language, alias.register) == ("Kasir", "5230", "id", "ad")
    assert alias.shares == {"5230": 1.0}


def test_an_ambiguous_title_shares_its_meaning_and_the_shares_sum_to_one() -> None:
    alias = _alias({**GOOD, "also": "4211:0.2|5223:0.25"}, "52.tsv line 2")
    assert alias.shares == pytest.approx({"5230": 0.55, "4211": 0.2, "5223": 0.25})


def test_a_title_of_a_single_job_means_that_job_and_its_unit_group() -> None:
    alias = _alias({**GOOD, "code": "5230.01", "also": "4211:0.2"}, "52.tsv line 2")
    assert (alias.code, alias.job) == ("5230", "5230.01")
    assert alias.shares == pytest.approx({"5230": 0.8, "4211": 0.2})
    assert _alias(GOOD, "52.tsv line 2").job == ""


def test_a_title_that_names_its_own_code_again_keeps_its_whole_share() -> None:
    assert _alias({**GOOD, "also": "5230:0.4"}, "52.tsv line 2").shares == {"5230": 1.0}


@pytest.mark.parametrize(
    "fault",
    [
        {"code": "9999"},
        {"code": "523"},
        {"code": "5230.77"},
        {"also": "9999:0.2"},
        {"register": "poetic"},
        {"alias": "  "},
        {"also": "4211:0.6|5223:0.5"},
    ],
)
def test_a_faulty_line_is_refused_with_file_and_line(fault: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"^52\.tsv line 7: wanted "):
        _alias({**GOOD, **fault}, "52.tsv line 7")


def test_every_bundled_alias_names_known_unit_groups_with_shares_that_sum_to_one() -> None:
    aliases = load_aliases()
    known = set(load_occupations().unit_codes)
    assert len(aliases) > 15_000
    for alias in aliases:
        assert set(alias.shares) <= known
        assert sum(alias.shares.values()) == pytest.approx(1)
        assert alias.register in REGISTERS
        assert alias.language in {"id", "en", "jv", "su", "mix"}


def test_the_names_of_jobs_are_the_core_of_every_alias() -> None:
    names = alias_names()
    assert {core_title(alias.text) for alias in load_aliases()} == names
    assert {"kasir", "driver", "admin"} <= names
    assert "dibutuhkan kasir" not in names
