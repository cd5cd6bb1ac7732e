"""The task ``pay``: what counts as right, and how the reader stands beside a plain pattern."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation import pay, real_ads
from evaluation.pay import BASES, PHRASES, GoldPay, Pay, accepted, failures, our_pay, read_ads, read_phrases
from evaluation.task import Options
from taxonomy.errors import InputError
from tests.evaluation.invented_ads import FILES, put_ads, put_gold

COLUMNS = ("id", "low", "high", "currency", "period", "basis", "note")
ROWS = (
    ("lokerid:1", "4000000", "5000000", "IDR", "month", "amount", ""),
    ("jobstreet:2", "", "", "", "", "minimum_wage", ""),
    ("maganghub:3", "", "", "", "", "none", ""),
)
M = 1_000_000.0


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Options:
    """Three invented ads and their pay."""
    monkeypatch.setattr(real_ads, "AD_FILES", FILES)
    return Options(data=put_ads(tmp_path / "data"), gold=put_gold(tmp_path / "gold.tsv", COLUMNS, *ROWS))


def readings(note: str, **cells: str) -> list[Pay]:
    row = dict.fromkeys(COLUMNS, "") | {"basis": "none", "note": note} | cells
    return list(accepted(row, "gold.tsv line 2"))


def amount(low: float | None, high: float | None, currency: str = "IDR", period: str = "month") -> Pay:
    return Pay(basis="amount", low=low, high=high, currency=currency, period=period)


def test_title_and_description_are_read_as_one_text_without_selling_points(options: Options) -> None:
    texts = [gold.text for gold in read_ads(options)]
    assert texts[0].startswith("Staf Gudang\nStaf gudang.\nPenempatan di Kab. Bekasi & Karawang.")
    assert texts[1] == "Kasir\nKasir toko di Kota Semarang, gaji sesuai UMR"


def test_a_note_gives_further_readings_that_are_right() -> None:
    assert readings("") == [Pay(basis="none")]
    assert readings("attractive only; none also defensible", basis="negotiable") == [
        Pay(basis="negotiable"),
        Pay(basis="none"),
    ]
    assert readings("commission; low 10000000 also defensible")[1:] == [amount(10 * M, None)]
    assert readings("pitch; high 20000000 month also defensible")[1:] == [amount(None, 20 * M)]
    two = readings("rises; 5000000-7000000 and 4000000 also defensible", currency="IDR", period="week", basis="amount")
    assert two[1:] == [amount(5 * M, 7 * M, period="week"), amount(4 * M, 4 * M, period="week")]


def test_a_currency_that_the_text_does_not_say_may_be_any() -> None:
    gold = GoldPay(text="", accepted=(amount(None, 6_000, currency=""),))
    assert gold.takes(amount(None, 6_000, currency="SGD"))
    assert not gold.takes(amount(6_000, 6_000, currency="SGD"))
    assert not gold.takes(amount(None, 6_000, period="week"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gaji 150rb per hari", amount(150_000, 150_000, period="day")),
        ("gaji up to 7jt", amount(None, 7 * M)),
        ("Gaji 700 dolar AS", amount(700, 700, currency="USD")),
        ("gaji UMR", Pay(basis="minimum_wage")),
        ("gaji nego", Pay(basis="negotiable")),
        ("usia 25 tahun", Pay(basis="none")),
    ],
)
def test_our_reading_is_put_as_the_gold_writes_it(text: str, expected: Pay) -> None:
    assert our_pay(text) == expected


def test_the_baseline_takes_the_first_sum_after_rp() -> None:
    assert pay.rupiah_pattern("omzet Rp 500.000.000, gaji 4 juta") == amount(500 * M, 500 * M)
    assert pay.rupiah_pattern("Rp. 3.000.000 - Rp 4.000.000") == amount(3 * M, 4 * M)
    assert pay.rupiah_pattern("gaji 4 juta") == Pay(basis="none")


def test_the_report_has_both_sets_by_basis_with_the_baseline_beside_them(options: Options) -> None:
    rows = {row.name: row for row in pay.run(options).rows}
    assert len(rows) == 2 * 2 * (1 + len(BASES))
    ours = rows["Sepadan, ads: readings right"]
    assert (ours.value, ours.n, ours.target, ours.holds) == (1.0, 3, 0.97, True)
    assert rows["Sepadan, phrases: readings right"].target == 0.97
    assert rows["Sepadan, phrases: readings right"].n == 220
    assert rows["pattern for Rp, ads: readings right"].value == pytest.approx(2 / 3)
    assert rows["pattern for Rp, ads: readings right"].target is None
    assert rows["Sepadan, ads, negotiable: readings right"].n == 0


def test_failures_are_listed_with_what_was_read(options: Options) -> None:
    gold = read_ads(options)
    assert failures(gold) == []
    assert failures(gold, lambda text: Pay(basis="none")) == [(one, Pay(basis="none")) for one in gold[:2]]


@pytest.mark.parametrize(
    ("cells", "match"),
    [
        ({"basis": "amonut"}, "column basis: wanted one of amount"),
        ({"low": "4 juta"}, "column low: wanted a number or nothing, found"),
        ({"note": "whatever also defensible"}, "line 2, note: wanted a basis or an amount"),
    ],
)
def test_a_faulty_cell_is_refused_by_name(cells: dict[str, str], match: str) -> None:
    with pytest.raises(InputError, match=match):
        readings(**({"note": ""} | cells))


def test_the_reader_reaches_the_target_on_the_phrases() -> None:
    gold = read_phrases(PHRASES)
    assert len(gold) == 220
    assert len(failures(gold)) <= 0.03 * len(gold)


@pytest.mark.shared
def test_the_reader_reaches_the_target_on_real_ads(shared_data: Path) -> None:
    rows = {row.name: row for row in pay.run(Options(data=shared_data)).rows}
    assert rows["Sepadan, ads: readings right"].n == 300
    assert rows["Sepadan, ads: readings right"].holds
    assert rows["pattern for Rp, ads: readings right"].value < rows["Sepadan, ads: readings right"].value
