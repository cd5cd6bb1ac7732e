"""Ads that gold rows point at, and the rows made of what was judged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation import real_ads
from evaluation.ad_facts import Judged, fact_rows, read_ads, source_rows
from evaluation.task import Options
from taxonomy.errors import InputError


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """A data folder with two invented ads in our own template."""
    monkeypatch.setattr(real_ads, "AD_FILES", {"postings": "ads.jsonl"})
    (tmp_path / "postings").mkdir()
    ads = [{"id": f"p{at}", "title": f"Kasir {at}", "description": f"Min. SMA, {at} tahun"} for at in (1, 2)]
    (tmp_path / "postings" / "ads.jsonl").write_text("\n".join(map(json.dumps, ads)), encoding="utf-8")
    return Options(data=tmp_path)


def test_the_text_of_an_ad_is_its_title_a_line_break_and_its_description(options: Options) -> None:
    assert read_ads(options, ["postings:p2"]) == {"postings:p2": "Kasir 2\nMin. SMA, 2 tahun"}


def test_an_ad_that_is_missing_is_named(options: Options) -> None:
    with pytest.raises(InputError, match=r"1 gold rows: wanted the ad of every gold row, found no postings:p9"):
        read_ads(options, ["postings:p1", "postings:p9"])


def test_a_file_of_ads_that_is_missing_is_named(options: Options) -> None:
    assert options.data is not None
    (options.data / "postings" / "ads.jsonl").unlink()
    with pytest.raises(InputError, match=r"ads\.jsonl: wanted a file of real ads"):
        read_ads(options, ["postings:p1"])


def test_silence_earns_nothing_in_the_row_of_ads_that_name_the_value() -> None:
    judged = [
        Judged(source="b", is_right=True, is_named=False),
        Judged(source="b", is_right=False, is_named=True),
        Judged(source="a", is_right=True, is_named=True),
    ]
    every, named = fact_rows("x", "level", judged, at_least=0.6)
    assert every.value == pytest.approx(2 / 3)
    assert (every.n, every.holds) == (3, True)
    assert (named.name, named.value, named.n, named.target) == ("x: level, of ads that name it", 0.5, 2, None)
    assert [(row.name, row.value, row.n) for row in source_rows("x", "level", judged)] == [
        ("x, a: level", 1.0, 1),
        ("x, b: level", 0.5, 2),
    ]
