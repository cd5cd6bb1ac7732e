from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matcher.privacy import without_contacts, without_personal

SEX = [
    "pria",
    "wanita",
    "laki-laki",
    "perempuan",
    "cowok",
    "cewek",
    "male",
    "female",
    "laki2",
    "Pria/Wanita",
    "laki-laki atau perempuan",
    "L/P",
]
FAITH = ["Islam", "Kristen", "Katolik", "Hindu", "Buddha", "Konghucu", "Islam/Kristen"]
AGES = ["19", "28", "45", "57"]
MARITAL = [
    "lajang",
    "single",
    "menikah",
    "belum menikah",
    "sudah kawin",
    "janda",
    "duda",
    "bercerai",
    "belum berkeluarga",
]
ETHNIC = ["suku Jawa", "suku Batak", "etnis Minang", "keturunan Arab", "Tionghoa", "pribumi"]

SWAPS = [
    (SEX, "Dicari {} untuk jaga toko, jujur."),
    (SEX, "Saya {} lulusan SMK, siap kerja shift."),
    (SEX, "Jenis kelamin: {}. Bisa mengemudi."),
    (SEX, "Kualifikasi:\n- {}\n- bisa Excel"),
    (SEX, "tenaga medis {} untuk klinik"),
    (SEX, "SPG {} event mall"),
    (
        ["seorang ibu", "seorang bapak", "ibu dua anak", "bapak 2 anak", "ibu rumah tangga"],
        "Saya {} yang butuh kerja paruh waktu",
    ),
    (AGES, "Usia {} tahun, mau belajar."),
    (AGES, "Umur saya {} th domisili Bekasi"),
    (AGES, "usia maks. {} thn"),
    (AGES, "Usia <{} tahun- Pendidikan D3"),
    (AGES, "Saya {} tahun, pernah jadi kasir"),
    (AGES, "max {} years old"),
    (AGES, "Umur tidak lebih dari {} tahun"),
    (AGES, "usia dibawah {}th dan sehat"),
    (AGES, "Usia maksmal {}, mampu bekerja tim"),
    (["pria", "wanita"], "Kualifikasi: 1.{}2.Usia maks 40th3.Pendidikan SMA"),
    (["18-25", "20 s/d 35", "25 sampai 40", "30 hingga 45"], "berusia {} tahun dan sehat"),
    (["1985", "12-03-1999", "12 Maret 2001"], "Lahir di Solo tanggal {}; SMK Tata Boga"),
    (FAITH, "Beragama {}, rajin."),
    (FAITH, "Agama: {}. Rajin."),
    (FAITH, "lulusan SMA, agama {}, bisa masak"),
    (["muslim", "non muslim", "non-muslim", "muslimah", "Kristen"], "guru {} untuk sekolah dasar"),
    (["berhijab", "berjilbab", "memakai jilbab", "wajib hijab"], "Kasir {} di butik"),
    (MARITAL, "Status {}, bisa lembur."),
    (MARITAL, "Perempuan, {}, siap mutasi"),
    (ETHNIC, "Saya {} dan pekerja keras"),
    (["menarik", "cantik", "ganteng"], "berpenampilan {}, ramah"),
    (["160 cm", "175 cm"], "tinggi badan minimal {}, ramah"),
    (["1994", "2023"], "Lulusan SMK Otomotif tahun {}, bisa las"),
    (["1994", "2023"], "angkatan {} jurusan akuntansi"),
    (["putri", "putra", "khusus putri"], "sekolah di SMA {}; bisa Excel"),
    (["Siti Aminah", "budi", "Maria Ulfa Hutabarat"], "nama saya {}, bisa menjahit"),
    (["Jl. Melati 5", "jln Kenanga No 12 RT 03"], "tinggal di {}, Bekasi"),
    (["RT 03/RW 05", "rt 1 rw 12"], "rumah {}, Solo"),
    (["tuna netra", "tuli", "disabilitas fisik", "low vision", "pengguna kursi roda"], "Saya {}, lancar komputer"),
]


@pytest.mark.parametrize(("words", "sentence"), SWAPS, ids=[sentence[:30] for _, sentence in SWAPS])
def test_swapping_a_personal_trait_changes_nothing_of_what_is_computed(words: list[str], sentence: str) -> None:
    results = {without_personal(sentence.format(variant)) for word in words for variant in (word, word.upper())}
    assert len(results) == 1
    assert all(word.casefold() not in results.pop().casefold() for word in words[:1])


@given(
    st.sampled_from(SEX),
    st.sampled_from(FAITH),
    st.sampled_from(AGES),
    st.sampled_from(MARITAL),
    st.permutations(range(4)),
)
def test_a_profile_keeps_its_skills_whatever_the_traits_beside_them(
    sex: str, faith: str, age: str, marital: str, order: list[int]
) -> None:
    traits = [sex, f"agama {faith}", f"usia {age} tahun", marital]
    plain = [SEX[0], f"agama {FAITH[0]}", f"usia {AGES[0]} tahun", MARITAL[0]]
    text = "Bisa las SMAW, {}, {}, {}, {}. Pernah di galangan kapal."
    assert without_personal(text.format(*(traits[n] for n in order))) == without_personal(
        text.format(*(plain[n] for n in order))
    )


@pytest.mark.parametrize(
    "text",
    [
        "Guru Pendidikan Agama Islam",
        "Guru agama Kristen",
        "Dosen hukum Islam",
        "mengajar agama Hindu",
        "Penyuluh Agama Buddha",
        "ekonomi Islam",
        "Universitas Islam Contoh",
        "yayasan Kristen",
        "rumah sakit Islam",
        "Pendidikan agama dan budi pekerti",
        "penjahit busana muslim",
        "menjahit hijab dan jilbab",
        "wisata muslim",
        "SPG",
        "SPB rokok",
        "menjahit pakaian wanita",
        "sepatu pria",
        "pangkas rambut pria",
        "pemberdayaan perempuan",
        "lembaga pemasyarakatan perempuan",
        "pasien wanita",
        "asisten rumah tangga",
        "kesehatan ibu dan anak",
        "admin suku cadang motor",
        "menghitung suku bunga",
        "single page application",
        "teknisi listrik single phase",
        "kawin suntik sapi",
        "wedding organizer",
        "Chinese food cook",
        "masakan Tionghoa",
        "pengalaman 15 tahun",
        "berpengalaman minimal 10 tahun",
        "bekerja selama 12 tahun",
        "20 tahun pengalaman",
        "11 tahun sebagai mandor",
        "garansi 10 tahun",
        "Rp 5.000.000 - 10.000.000",
        "2018-2020 2020-2022",
        "melayani tamu, kasir; shift 3",
        "C#, C++ & .NET",
        "guru anak tuna rungu",
        "terapis disabilitas",
        "surat jalan dan rawat jalan",
        "lulusan SMK",
        "membangun 12 ruas jalan di 2019",
        "sekolah dasar negeri",
    ],
)
def test_the_words_of_the_work_stay(text: str) -> None:
    assert without_personal(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Guru muslim", "Guru"),
        ("SMA, Islam", "SMA,"),
        ("pendidikan SMA agama Islam", "pendidikan SMA"),
        ("wanita hijab", ""),
        ("chinese", ""),
        ("anak perempuan pertama", "anak pertama"),
        ("toko, pria", "toko,"),
    ],
)
def test_where_trait_and_work_cannot_be_told_apart_the_word_goes(text: str, left: str) -> None:
    assert without_personal(text) == left


@pytest.mark.parametrize(
    "contact",
    [
        "081234567890",
        "0812-3456-7890",
        "0812 3456 7890",
        "+62 812 3456 7890",
        "(+62) 812-3456-7890",
        "6281234567890",
        "(021) 555 12345",
        "wati.contoh@surel.example",
        "wati(at)surel.example",
        "wati [at] surel.example",
        "https://contoh.example/lamar?id=1",
        "www.contoh.example",
        "wa.me/6281234567890",
        "@wati_contoh",
        "3374012309950002",
        "337401 230995 0002",
        "33.74.01.230995.0002",
    ],
)
def test_contact_details_and_nik_numbers_go(contact: str) -> None:
    for text in (f"Hubungi {contact} segera", f"kontak:{contact}", f"Hubungi {contact}"):
        left = without_personal(text)
        assert not any(character.isdigit() for character in left)
        assert "wati" not in left
        assert "contoh" not in left
        assert left.startswith(("Hubungi", "kontak:"))
        assert ("segera" in text) == ("segera" in left)
    assert without_contacts("kasir, pria 20 tahun") == "kasir, pria 20 tahun"


def test_line_breaks_stay_and_runs_of_spaces_become_one() -> None:
    assert without_personal("  Kasir \t wanita \n- jujur   dan rapi ") == "Kasir \n- jujur dan rapi"


@given(st.text())
def test_any_text_is_taken_and_nothing_is_invented(text: str) -> None:
    left = without_personal(text)
    assert len(left) <= len(text)
    assert set(left) <= set(text) | {" "}


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "1",
        "usia ",
        "0 1 ",
        "pengalaman ",
        "islam,",
        "22 tahun ",
        "lahir ",
        "@",
        "pria/",
        "suku ",
        "ibu ",
        "a.",
        "((",
        "<",
    ],
)
def test_long_runs_of_anything_are_read_in_linear_time(unit: str) -> None:
    """Over a quadratic pattern this would sit for minutes."""
    run = (unit * 100_000)[:100_000]
    text = "usia " + run + "agama"
    assert len(without_personal(text)) <= len(text)


def test_every_pair_of_trait_words_goes_even_side_by_side() -> None:
    for sex, marital in product(SEX, MARITAL):
        assert without_personal(f"{sex} {marital}").strip(" /") == ""
