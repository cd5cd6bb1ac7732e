"""What a job title says once calls, pay, place and terms are taken away."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.titles import MAX_TITLE, core_title, jobs_in_title

NOISE = (
    "lowongan kerja",
    "loker",
    "URGENT",
    "urgently needed",
    "gaji 5jt",
    "Rp 4.500.000 - 5.000.000",
    "area Bekasi",
    "wanita",
    "Admin",
    "kasir",
    "magang",
    "full time",
    "-",
    "&",
    "/",
    "!!!",
    "🔥",
    "2025",
    "C++",
    "(",
    ")",
    "kepala cabang",
    "segera",
)


@pytest.mark.parametrize(
    ("title", "core"),
    [
        ("DIBUTUHKAN SEGERA: Kasir", "kasir"),
        ("Loker Kasir Indomaret", "kasir indomaret"),
        ("🔥🔥 Loker Barista 🔥🔥", "barista"),
        ("We're Hiring! Digital Marketing", "digital marketing"),
        ("Accounting Staff - Urgently Needed", "accounting staff"),
        ("Urgently hiring: Perawat", "perawat"),
        ("Open Recruitment Tentor", "tentor"),
        ("Fresh Graduate Management Trainee", "management trainee"),
        # pay
        ("Admin Gudang gaji 4 juta", "admin gudang"),
        ("Rp 5.000.000 Kasir", "kasir"),
        ("Kasir Rp. 4.000.000 - 5.000.000", "kasir"),
        ("Kasir Rp4.5jt/bulan", "kasir"),
        ("Admin 3-4jt", "admin"),
        ("Kasir gaji UMR", "kasir"),
        ("Fee Collector", "fee collector"),
        ("Salary Administrator", "salary administrator"),
        # place
        ("Operator Produksi (Penempatan Cikarang)", "operator produksi"),
        ("Sales area Bekasi", "sales"),
        ("Sales (Area Bekasi)", "sales"),
        ("Kasir Cabang Depok", "kasir"),
        ("Area Manager", "area manager"),
        ("Area Sales Manager", "area sales manager"),
        ("LOKER Area Manager", "area manager"),
        ("Manager Area", "manager area"),
        ("Kepala Cabang", "kepala cabang"),
        ("Staff Area Gudang", "staff area gudang"),
        ("Base Transceiver Station Engineer", "base transceiver station engineer"),
        # terms
        ("Barista (Full Time)", "barista"),
        ("Magang Desain Grafis", "desain grafis"),
        ("Magang", "magang"),
        ("Freelance", "freelance"),
        ("Security/Satpam Wanita", "security/satpam"),
        ("Pria/Wanita SPG", "spg"),
        ("Operator Produksi 2025", "operator produksi"),
        ("Contract Manager", "contract manager"),
        # what must stay
        ("C/C++ Developer", "c/c++ developer"),
        ("Programmer C++", "programmer c++"),
        ("C# Developer", "c# developer"),
        (".NET Developer", ".net developer"),
        ("Node.js Developer", "node.js developer"),
        ("Guru SD", "guru sd"),
        ("Guru TK/PAUD", "guru tk/paud"),
        ("Sopir B1/B2", "sopir b1/b2"),
        ("Kontraktor", "kontraktor"),
        ("Asisten Rumah Tangga (ART)", "asisten rumah tangga (art)"),
        # spelling
        ("Admin&nbsp;Gudang", "admin gudang"),
        ("<b>Kasir</b>", "kasir"),
        ("Ka\u200bsir", "kasir"),
        ("  KASIR  ", "kasir"),
        # nothing left
        ("", ""),
        ("!!!", ""),
        ("12345", ""),
        ("🏠🏠", ""),
        ("Lowongan kerja", ""),
        ("Penempatan Bali", ""),
    ],
)
def test_the_core_of_a_title_names_the_work_only(title: str, core: str) -> None:
    assert core_title(title) == core


@pytest.mark.parametrize(
    ("title", "jobs"),
    [
        ("Admin & Driver", ("admin", "driver")),
        ("Sales / Marketing", ("sales", "marketing")),
        ("Sales/Marketing", ("sales/marketing",)),
        ("Waiter, Cook dan Kasir", ("waiter", "cook", "kasir")),
        ("Cook atau Barista", ("cook", "barista")),
        ("Cook or Barista and Waiter", ("cook", "barista", "waiter")),
        ("IT Support + Network Engineer", ("it support", "network engineer")),
        ("Programmer C++", ("programmer c++",)),
        ("C/C++ Developer", ("c/c++ developer",)),
        ("R&D Staff", ("r&d staff",)),
        ("Kasir & kasir", ("kasir",)),
        ("Kasir & 5", ("kasir",)),
        ("aa, bb, cc, dd, ee, ff, gg", ("aa", "bb", "cc", "dd", "ee")),
        ("Kasir", ("kasir",)),
        ("", ()),
        ("!!!", ()),
    ],
)
def test_jobs_joined_in_one_title_come_apart(title: str, jobs: tuple[str, ...]) -> None:
    assert jobs_in_title(title) == jobs


@given(st.text())
def test_no_title_makes_the_reader_fail(title: str) -> None:
    core = core_title(title)
    assert core == core.strip()
    assert "  " not in core
    assert len(jobs_in_title(title)) <= 5


@given(st.lists(st.sampled_from(NOISE), max_size=12).map(" ".join))
def test_the_core_of_a_core_is_itself(title: str) -> None:
    assert core_title(core_title(title)) == core_title(title)


@given(st.lists(st.sampled_from(NOISE), max_size=8))
def test_case_spaces_and_zero_width_characters_change_nothing(words: list[str]) -> None:
    title = " ".join(words)
    assert core_title(title.upper()) == core_title(title.lower()) == core_title(title)
    assert core_title("  " + "   ".join(words) + "\t") == core_title(title)
    assert core_title("\u200b".join(title)) == core_title(title)


def test_a_title_of_50_000_characters_is_read_no_further_than_its_start() -> None:
    assert core_title("kasir " * 10_000) == core_title("kasir " * (MAX_TITLE // 6))
