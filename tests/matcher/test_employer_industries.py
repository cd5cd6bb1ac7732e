"""Employers of stored postings: coded once, kept by a hash of what was read, made again when the file is gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from matcher.employer_industries import ADS, EmployerIndustry, code_employers, employers_of
from taxonomy.industry_coder import IndustryCoder
from taxonomy.industry_text import IndustryItem
from tests.matcher.industry_facts_made import WordCoder


def ads(*employers: str, text: str = "") -> list[tuple[str, IndustryItem]]:
    return [(f"a:{at}", IndustryItem(employer=name, text=text)) for at, name in enumerate(employers)]


def coded(coder: WordCoder, home: Path, *employers: str, text: str = "") -> dict[str, EmployerIndustry]:
    return code_employers(employers_of(ads(*employers, text=text)), cast(IndustryCoder, coder), home)


def test_one_employer_under_several_legal_forms_is_coded_once(tmp_path: Path) -> None:
    coder = WordCoder()
    found = coded(coder, tmp_path, "PT Pabrik Satu", "Pabrik Satu, PT", "CV. PABRIK SATU", "", "Confidential")
    assert found == {"pabrik satu": EmployerIndustry(division="13", score=0.9)}
    assert len(coder.asked) == 3


def test_of_many_ads_those_are_read_that_say_what_the_employer_does() -> None:
    plain = ads(*["Pabrik Satu"] * 9)
    said = [("z:1", IndustryItem(employer="Pabrik Satu", text="bergerak di bidang tekstil"))]
    kept = employers_of([*plain, *said])["pabrik satu"].items
    assert len(kept) == ADS
    assert kept[0].activity == "tekstil"
    assert employers_of([*said, *reversed(plain)])["pabrik satu"].items == kept


def test_what_was_coded_before_comes_from_the_home(tmp_path: Path) -> None:
    coder = WordCoder()
    first = coded(coder, tmp_path, "Pabrik Satu", "Toko Dua")
    coder.asked.clear()
    assert coded(coder, tmp_path, "Pabrik Satu", "Toko Dua", "Bank Tiga") == {
        **first,
        "bank tiga": EmployerIndustry(division="64", score=0.95),
    }
    assert coder.asked == ["bank tiga"]


def test_another_text_or_another_coder_codes_anew(tmp_path: Path) -> None:
    coder = WordCoder()
    coded(coder, tmp_path, "Pabrik Satu")
    coder.asked.clear()
    coded(coder, tmp_path, "Pabrik Satu", text="lain")
    coder.fingerprint = "words-2"
    coded(coder, tmp_path, "Pabrik Satu", text="lain")
    assert coder.asked == ["pabrik satu", "pabrik satu"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[[1]]", b"\xff", b'[["a", "b", "c"]]'])
def test_a_damaged_file_is_made_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "industries" / "employers.json"
    path.parent.mkdir()
    path.write_bytes(content)
    assert coded(WordCoder(), tmp_path, "Bank Satu")["bank satu"].division == "64"
    coder = WordCoder()
    coded(coder, tmp_path, "Bank Satu")
    assert not coder.asked


def test_an_employer_of_which_nothing_can_be_read_has_no_division(tmp_path: Path) -> None:
    assert coded(WordCoder(), tmp_path, "Zzz")["zzz"] == EmployerIndustry(division="", score=0.0)


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    coded(WordCoder(), tmp_path, "Bank Satu")
    before = (tmp_path / "industries" / "employers.json").read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        coded(WordCoder(), tmp_path, "Bank Satu", "Toko Dua")
    assert (tmp_path / "industries" / "employers.json").read_bytes() == before
    assert len(list((tmp_path / "industries").iterdir())) == 1


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    employers = employers_of(ads("Bank Satu", "Toko Dua"))
    code_employers(
        employers, cast(IndustryCoder, WordCoder()), tmp_path, lambda done, total: told.append((done, total))
    )
    assert told == [(2, 2)]
