"""Flags of ads: the invented cases, offsets that hold whatever the text, and texts of any length."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.ad_inspection import flags as module
from matcher.ad_inspection.flags import Ad, counts, find_flags, line_before
from matcher.ad_inspection.rules import KINDS, Rules, load_rules
from tests.matcher.ad_inspection.cases import CASES, ad_of

PIECES = (
    *("Usia maks. 27 th", "pria", "wanita", "pria/wanita", "berpenampilan menarik", "belum menikah", "muslimah"),
    *("domisili Bandung", "tidak buta warna", "tahan ijazah", "biaya pendaftaran 50rb", "penghasilan tanpa batas"),
    *(
        "Kualifikasi:",
        "\n- ",
        ", ",
        ". ",
        " dan ",
        "&amp;",
        "\u200b",
        "<br>",
        "🙂",
        "gaji 1 juta/bulan",
        "WA 081200001111",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join) | st.text(max_size=60)
LINE = "Kualifikasi :\n- Pria, usia maksimal 30 tahun, berpenampilan menarik &amp; rapi, domisili Bandung yang yang\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_an_invented_case_is_flagged_where_it_is_marked_and_nowhere_else(case: dict[str, Any]) -> None:
    found = {(flag.kind, flag.where) for flag in find_flags(ad_of(case))}
    assert found == {(flag["kind"], flag["in"]) for flag in case["flags"]}
    for mark in case["flags"]:
        overlapping = [
            flag
            for flag in find_flags(ad_of(case))
            if flag.kind == mark["kind"] and flag.start < mark["end"] and mark["start"] < flag.end
        ]
        assert overlapping


@given(title=TEXTS, text=TEXTS)
def test_offsets_count_code_points_of_the_ad_as_given_and_none_of_a_kind_overlap(title: str, text: str) -> None:
    parts = {"title": title, "text": text}
    found = find_flags(Ad(title=title, text=text))
    for flag in found:
        assert parts[flag.where][flag.start : flag.end] == flag.surface
        assert flag.surface.strip()
        assert flag.kind in KINDS
    for kind in KINDS:
        for where in parts:
            spans = sorted((flag.start, flag.end) for flag in found if (flag.kind, flag.where) == (kind, where))
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_hints_spare_work_and_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with_hints = [find_flags(ad_of(case)) for case in CASES]
    rules = load_rules()
    everything = Rules(
        by_id=rules.by_id,
        patterns=[replace(pattern, hints=("",)) for pattern in rules.patterns],
        open_to_all=rules.open_to_all,
    )
    monkeypatch.setattr(module, "load_rules", lambda: everything)
    assert [find_flags(ad_of(case)) for case in CASES] == with_hints


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Us\u200bia maks\u00adimal 30 tah\u200bun", "age"),
        ("KUALIFIKASI:<br>USIA &lt; 35 TAHUN<br>JUJUR", "age"),
        ("Ｕsia maksimal ３０ tahun", "age"),
        ("SMK/Sederajatü Maksimal 35 Tahunü Rajin", "age"),
        ("'; DROP TABLE posting;-- wajib belum menikah", "marital"),
    ],
)
def test_odd_writing_hides_nothing(text: str, kind: str) -> None:
    [flag] = find_flags(Ad(title="x", text=text))
    assert flag.kind == kind
    assert text[flag.start : flag.end] == flag.surface


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Dicari cwe single max 25 th", {"sex", "marital", "age"}),
        ("kasir (cwe), cwo jangan dulu", set()),
        ("dicari krywn cwo max 30 th", {"sex", "age"}),
        ("Butuh admin cwe", {"sex"}),
        ("dicari karyawan cwo/cwe", set()),
        ("Wanita max 25 th single", {"sex", "age", "marital"}),
        ("Syarat: Islam, jujur", {"religion"}),
        ("Pria, Islam, max 30 th", {"sex", "religion", "age"}),
        ("jujur, islam, bisa naik motor", {"religion"}),
        ("cwe islam max 25 th", {"sex", "religion", "age"}),
        ("Dicari karyawan islam", {"religion"}),
        ("cari admin muslimah", {"religion"}),
        ("cwe muslimah usia 20-25 th", {"sex", "religion", "age"}),
        ("non muslim", {"religion"}),
    ],
)
def test_demands_in_the_words_of_chats_are_flagged(text: str, kinds: set[str]) -> None:
    assert {flag.kind for flag in find_flags(Ad(title="Staf", text=text))} == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Membangun single page application",
        "Kualifikasi: Single Page Application",
        "Karyawan single shift",
        "guru agama Islam",
        "bank syariah islam",
        "Dicari penjahit fashion muslimah",
        "Loker Muslimah Store Bandung",
        "PT Islam Jaya Abadi",
        "RSI Islam, Kediri",
        "Libur hari raya untuk karyawan Islam",
        "Pengalaman maks 2 tahun, Islam Nusantara",
        "fashion cwe, tas cwo",
    ],
)
def test_the_same_words_of_goods_names_and_software_are_not(text: str) -> None:
    assert find_flags(Ad(title="Staf", text=text)) == []


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🙂" * 50, "NaN", "[]", "\ud800", "-" * 5_000, "(" * 5_000])
def test_a_text_that_asks_for_nothing_has_no_flag(text: str) -> None:
    assert find_flags(Ad(title=text, text=text)) == []


def test_ages_that_and_joins_are_one_flag_and_those_of_two_lines_are_two() -> None:
    one = find_flags(Ad(title="", text="usia minimal 21 tahun dan maksimal 30 tahun"))
    two = find_flags(Ad(title="", text="usia minimal 21 tahun\nusia maksimal 30 tahun"))
    assert [len(one), len(two)] == [1, 2]
    assert one[0].surface == "usia minimal 21 tahun dan maksimal 30 tahun"


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Kualifikasi :\n- Usia minimal 18 tahun dan maksimal 35 tahun", "Usia minimal 18 tahun dan maksimal 35 tahun"),
        ("Usia minimal 18-25th. Jam kerja tetap", "Usia minimal 18-25th"),
        ("- Domisili Surabaya- Memiliki motor", "Domisili Surabaya"),
    ],
)
def test_a_flag_begins_and_ends_with_a_word(text: str, surface: str) -> None:
    assert [flag.surface for flag in find_flags(Ad(title="", text=text))] == [surface]


def test_work_that_one_sex_must_do_and_a_job_that_is_open_to_all_are_not_flagged() -> None:
    assert find_flags(Ad(title="Ibu asrama putri", text="- Wanita\n- Sabar")) == []
    assert [flag.kind for flag in find_flags(Ad(title="Kasir", text="- Wanita\n- Sabar"))] == ["sex"]
    assert find_flags(Ad(title="Kasir", text="Terbuka untuk semua: belum menikah, muslim")) == []


def test_the_employer_tells_religious_work() -> None:
    text = "- Mampu membaca Al-Quran"
    [at_school] = find_flags(Ad(title="Staf", text=text, company="Pesantren Contoh"))
    [elsewhere] = find_flags(Ad(title="Staf", text=text, company="PT Baja Contoh"))
    assert (at_school.kind, at_school.is_unlawful) == ("religion_exempt", False)
    assert (elsewhere.kind, elsewhere.is_unlawful) == ("religion", True)


def test_flags_are_counted_by_kind_in_the_order_of_kinds() -> None:
    found = find_flags(Ad(title="", text="- Wanita\n- Usia maks 25 tahun\n- usia min 18 tahun\n"))
    assert list(counts(found).items()) == [("age", 2), ("sex", 1)]


def test_a_line_is_cut_where_it_is_long_and_says_so() -> None:
    assert line_before("ab\ncd", 5, 10) == "cd"
    assert line_before("abcd", 4, 10) == "abcd"
    assert line_before("abcdef", 6, 3) == "…def"


def seconds(text: str) -> float:
    """Least processor time of two runs."""
    taken = []
    for _ in range(2):
        started = time.process_time()
        find_flags(Ad(title="", text=text))
        taken.append(time.process_time() - started)
    return min(taken)


def test_eight_times_the_ad_takes_far_less_than_the_square_of_it() -> None:
    for unit in (LINE, "DomisiliDomisili", "yang yang ", "usia 30 ", "\n", "&amp;"):
        short = unit * (4_000 // len(unit))
        assert seconds(short * 8) < 24 * max(seconds(short), 0.001)


def test_the_last_line_of_a_megabyte_is_read_as_the_first() -> None:
    filler = "Menyusun laporan harian dan merapikan arsip kantor.\n" * 1_000 + "zzz qqq\n" * 120_000
    text = f"- Usia maks 30 tahun\n{filler}- Usia maks 31 tahun\n- Wanita\n"
    assert len(text) > 1_000_000
    assert [flag.surface for flag in find_flags(Ad(title="", text=text))] == [
        *("Usia maks 30 tahun", "Usia maks 31 tahun", "Wanita"),
    ]
