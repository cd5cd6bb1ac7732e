"""Whole CVs as text: jobs, schools, skills, languages, licences, place, and nothing of who the person is."""

from __future__ import annotations

import orjson
import pytest

from matcher.cv import read_cv as reading
from matcher.cv.document import cv_document, cv_of, dropped_words
from matcher.cv.errors import CvError
from matcher.cv.headings import heading_of
from matcher.cv.labels import field_of, labelled
from matcher.cv.lines import Line
from matcher.cv.personal import PersonalData, kind_of_label
from matcher.cv.places_said import is_place, residence
from matcher.cv.read_cv import read_cv
from matcher.cv.record import Month, ReadCv, ReadEducation, ReadJob, ReadLanguage, ReadLicence, ReadSkill, Words
from matcher.cv.schooling import level_in
from matcher.cv.worker import months_worked, worker_of
from matcher.skill_coding import SkillCoder
from taxonomy.errors import InputError
from tests.matcher.cv.conftest import read, text_of

PLAIN = """RINA WULANDARI
Jl. Melati No. 5 RT 02/RW 03, Bekasi | 0812-3456-7890 | rina.w@surat.example
Kasir

PROFIL
Nama saya Rina, lahir di Bekasi, 12 Mei 1998. Kasir yang teliti dan ramah.

PENGALAMAN KERJA
Kasir - Toko Maju Jaya, Bekasi (Jan 2019 - sekarang)
- Melayani transaksi kasir
- Stock opname bulanan
Pramuniaga - CV Sumber Rejeki, Karawang (03/2017 s.d. 12/2018)
- Menata barang
PKL Kasir - Minimarket Sentosa (Juli 2015 - September 2015)

PENDIDIKAN
SMK Negeri 1 Bekasi - Akuntansi (2013 - 2016)

KEAHLIAN
Microsoft Excel, Kerja sama tim
BAHASA
Indonesia (aktif), Inggris B1
SERTIFIKAT
SIM A & C
PELATIHAN
Pelatihan Barista, BLK Bekasi 2020
REFERENSI
Bapak Hendra, 0813-9999-8888
"""


@pytest.fixture(scope="module")
def plain(coder: SkillCoder) -> ReadCv:
    return read(PLAIN, coder)


def jobs_of(cv: ReadCv) -> list[tuple[str, str, str]]:
    def text(words: Words | None) -> str:
        return words.text if words else ""

    return [
        (text(job.title), text(job.employer), f"{job.starts}..{'now' if job.is_current else job.ends}")
        for job in cv.jobs
    ]


def test_jobs_have_title_employer_place_and_months(plain: ReadCv) -> None:
    assert jobs_of(plain) == [
        ("Kasir", "Toko Maju Jaya", "2019-01..now"),
        ("Pramuniaga", "CV Sumber Rejeki", "2017-03..2018-12"),
        ("PKL Kasir", "Minimarket Sentosa", "2015-07..2015-09"),
    ]
    first = plain.jobs[0]
    assert first.place == Words(text="Bekasi", page=1, line=9)
    assert first.dates == Words(text="Jan 2019 - sekarang", page=1, line=9)
    assert [task.text for task in first.tasks] == ["Melayani transaksi kasir", "Stock opname bulanan"]
    assert [job.is_internship for job in plain.jobs] == [False, False, True]


@pytest.mark.parametrize("relative", ["Anak", "2. Istri", "anak ke-2", "Father"])
def test_a_row_of_relatives_among_jobs_is_no_job_and_names_nobody(relative: str, coder: SkillCoder) -> None:
    torn = PLAIN.replace("PENDIDIKAN", f"{relative} | Nur Aisyah Contoh | 2015 | Pelajar\nPENDIDIKAN", 1)
    assert torn != PLAIN
    found = read(torn, coder)
    assert "Nur Aisyah" not in repr(found)
    assert found.dropped["family"]


def test_a_title_that_begins_as_a_relative_does_stays_a_job(coder: SkillCoder) -> None:
    found = read("PENGALAMAN KERJA\nAnak Buah Kapal - PT Bahari Contoh\n2019 - 2021\nMenarik jaring\n", coder)
    assert [job.title.text for job in found.jobs if job.title] == ["Anak Buah Kapal"]


def test_a_long_line_that_names_an_employer_behind_a_dash_is_no_task(coder: SkillCoder) -> None:
    told = "PENGALAMAN KERJA\n1 Mei 2009 - 31 Agustus 2016\nNelayan Pancing\n"
    found = read(f"{told}Kapal KM Cahaya Contoh milik Haji Lallo Rekaan - Bulukumba\nMenarik jaring\n", coder)
    (job,) = found.jobs
    assert job.employer is not None
    assert job.employer.text == "Kapal KM Cahaya Contoh milik Haji Lallo Rekaan"


def test_a_referee_below_an_unknown_heading_does_not_come_into_the_wish(coder: SkillCoder) -> None:
    told = (
        "KEAHLIAN\nMicrosoft Excel\nPEKERJAAN YANG DIINGINKAN\nKasir\nKawan Lama\nBu Sunarti Rekaan, 0812-3087-6651\n"
    )
    found = read(told, coder)
    assert found.wish is not None
    assert found.wish.text.startswith("Kasir")
    assert "Sunarti" not in repr(found)


@pytest.mark.parametrize(
    ("listed", "skill"),
    [("AutoCAD Electrical", "autocad"), ("Memasak di kapal", "memasak"), ("Cisco Packet Tracer", "cisco")],
)
def test_an_entry_of_a_list_names_the_tool_in_it_and_the_skill_that_it_begins_with(
    listed: str, skill: str, coder: SkillCoder
) -> None:
    assert skill in {one.id for one in read(f"KEAHLIAN\n{listed}\n", coder).skills}


def test_of_wishes_the_job_is_kept_without_its_label_and_pay_place_and_hours_are_not(coder: SkillCoder) -> None:
    told = "KEAHLIAN\nMicrosoft Excel\nPEKERJAAN YANG DIINGINKAN\n"
    wishes = "Gaji yang diharapkan : Rp 5.000.000\nLokasi yang diinginkan : Bulukumba\nTipe pekerjaan : Full time\n"
    named = read(f"{told}Posisi yang dilamar : Kasir\n{wishes}", coder)
    assert named.wish is not None
    assert named.wish.text == "Kasir"
    unnamed = read(f"Anak Buah Kapal\n{told}{wishes}", coder)
    assert unnamed.wish is not None
    assert unnamed.wish.text == "Anak Buah Kapal"


def test_an_address_above_the_first_heading_comes_into_no_summary(coder: SkillCoder) -> None:
    head = "Abdul Contoh\nNelayan\nDusun Tanah Rekaan, Kec. Bonto Bahari, Kabupaten Bulukumba\n"
    own = "\nPelaut perikanan dengan pengalaman di kapal longline.\n"
    found = read(f"{head}{own}KEAHLIAN\nMicrosoft Excel\n", coder)
    assert found.summary is not None
    assert found.summary.text == "Pelaut perikanan dengan pengalaman di kapal longline."
    midwife = read(
        "Yuli Contoh\n\nBidan desa dengan pengalaman lima tahun, sabar.\n\nKEAHLIAN\nMicrosoft Excel\n", coder
    )
    assert midwife.summary is not None


def test_each_field_keeps_the_line_that_it_was_read_from(plain: ReadCv) -> None:
    lines = {line.number: line for line in text_of(PLAIN).lines}
    for words in [
        plain.jobs[1].employer,
        plain.education[0].institution,
        plain.skills[0].words,
        plain.licences[0].words,
    ]:
        assert words is not None
        assert words.text.split()[0] in lines[words.line].text
        assert lines[words.line].text.split()[0] in PLAIN.splitlines()[words.line - 1]


def test_schools_skills_languages_and_licences_are_read(plain: ReadCv) -> None:
    school = plain.education[0]
    assert (school.level, school.kkni, school.starts, school.ends) == ("SMA", 2, Month(year=2013), Month(year=2016))
    assert school.programme is not None
    assert school.programme.text == "Akuntansi"
    assert {"microsoft-excel", "kerja-sama-tim", "transaksi-kasir", "stok-opname"} <= {one.id for one in plain.skills}
    assert [(one.id, one.level, one.scheme) for one in plain.languages] == [
        ("bahasa-indonesia", "advanced", ""),
        ("bahasa-inggris", "B1", "CEFR"),
    ]
    assert [one.id for one in plain.licences][:2] == ["sim-a", "sim-c"]
    assert [one.words.text for one in plain.licences if one.is_course] == ["Pelatihan Barista, BLK Bekasi 2020"]
    assert plain.wish is not None
    assert plain.wish.text == "Kasir"


def test_nothing_of_who_the_person_is_stands_in_what_was_read(plain: ReadCv) -> None:
    document = orjson.dumps(cv_document(plain)).decode()
    for secret in ("Rina", "WULANDARI", "Melati", "3456", "surat.example", "12 Mei 1998", "Hendra", "9999"):
        assert secret not in document
    assert plain.place == Words(text="Bekasi", page=1, line=2)
    assert plain.summary is not None
    assert "teliti" in plain.summary.text
    assert {"name", "phone", "email", "address", "birth", "reference"} <= set(plain.dropped)
    told = dropped_words(plain)
    assert told.startswith("Nama, nomor HP")
    assert told.endswith("tidak kami simpan.")
    assert dropped_words(plain, "en").startswith("We do not keep: name,")
    assert dropped_words(ReadCv()) == ""


FORM = """DAFTAR RIWAYAT HIDUP
DATA PRIBADI
Nama Lengkap : Budi Santoso
Tempat, Tanggal Lahir : Solo, 1 Mei 1990
NIK : 3372010105900001
Jenis Kelamin : Laki-laki
Agama : Islam
Status : Menikah
Alamat : Jl. Slamet Riyadi 10, Surakarta
RIWAYAT PEKERJAAN
1. Nama Perusahaan : PT Baja Makmur
   Jabatan : Juru Las
   Masa Kerja : 2015 - 2018
   Tugas : Mengelas pipa dengan las SMAW
2. Nama Perusahaan : Bengkel Jaya
   Jabatan : Kepala Bengkel
   Mulai : Februari 2018
   Selesai : Maret 2020
PENDIDIKAN
Jenjang : SMK
Nama Sekolah : SMK Warga Surakarta
Jurusan : Teknik Mesin
Tahun Lulus : 2008
"""


def test_a_form_is_read_by_its_labels_and_its_personal_part_is_dropped(coder: SkillCoder) -> None:
    cv = read(FORM, coder)
    assert jobs_of(cv) == [
        ("Juru Las", "PT Baja Makmur", "2015..2018"),
        ("Kepala Bengkel", "Bengkel Jaya", "2018-02..2020-03"),
    ]
    school = cv.education[0]
    assert (school.level, school.ends) == ("SMA", Month(year=2008))
    assert {"name", "birth", "nik", "sex", "religion", "marital", "address"} <= set(cv.dropped)
    document = orjson.dumps(cv_document(cv)).decode()
    for secret in ("Budi", "Santoso", "3372010105900001", "Islam", "Slamet", "1 Mei 1990", "Menikah"):
        assert secret not in document
    assert cv.place is not None
    assert (cv.place.text, cv.region_code) == ("Kota Surakarta", "3372")


@pytest.mark.parametrize(
    ("arranged", "expected"),
    [
        (
            "Jan 2019 - Des 2021\nKasir\nToko Maju\nFeb 2015 - Mar 2018\nSopir\nPT Angkut Jaya",
            ["Kasir|Toko Maju", "Sopir|PT Angkut Jaya"],
        ),
        (
            "Toko Maju\nKasir\nJan 2019 - Des 2021\nPT Angkut Jaya\nSopir\nFeb 2015 - Mar 2018",
            ["Kasir|Toko Maju", "Sopir|PT Angkut Jaya"],
        ),
        (
            "Kasir di Toko Maju, 2019 - 2021\nSopir di PT Angkut Jaya, 2015 - 2018",
            ["Kasir|Toko Maju", "Sopir|PT Angkut Jaya"],
        ),
        ("Kasir\nToko Maju\n\nSopir\nPT Angkut Jaya", ["Kasir|Toko Maju", "Sopir|PT Angkut Jaya"]),
        (
            "PT Angkut Jaya | Sopir | 2015 - 2018\nmengantar barang ke toko dan pasar di seluruh kota setiap hari",
            ["Sopir|PT Angkut Jaya"],
        ),
    ],
)
def test_jobs_are_told_apart_in_each_arrangement(arranged: str, expected: list[str], coder: SkillCoder) -> None:
    cv = read(f"PENGALAMAN KERJA\n{arranged}\n", coder)
    assert [f"{title}|{employer}" for title, employer, _ in jobs_of(cv)] == expected


STORY = """Nama saya Sari Dewi, biasa dipanggil Sari. Saya tinggal di Kota Malang. WA 081234567899.
Saya lulus dari SMK Negeri 3 Malang jurusan Tata Boga tahun 2016.
Dari Maret 2017 sampai Juni 2019 saya kerja di PT Roti Manis, Malang sebagai Operator Produksi. Di sana memanggang roti.
Terus dari Agustus 2019 sampai sekarang jadi barista di Kopi Senja, Batu. Tugas saya latte art.
Keahlian saya: Microsoft Word, latte art.
"""


def test_a_story_is_read_by_its_sentences(coder: SkillCoder) -> None:
    cv = read(STORY, coder)
    assert jobs_of(cv) == [
        ("Operator Produksi", "PT Roti Manis", "2017-03..2019-06"),
        ("barista", "Kopi Senja", "2019-08..now"),
    ]
    assert [(one.level, one.institution.text if one.institution else "") for one in cv.education] == [
        ("SMA", "SMK Negeri 3 Malang")
    ]
    assert {"microsoft-word", "latte-art"} <= {skill.id for skill in cv.skills}
    assert "Sari" not in orjson.dumps(cv_document(cv)).decode()


def test_english_stories_and_undated_schools_are_read(coder: SkillCoder) -> None:
    cv = read(
        "EXPERIENCE\nI worked at PT Garuda Sejahtera as a Welder from March 2018 to May 2020. "
        "There I did pipe welding every day.\n"
        "EDUCATION\nUniversitas Airlangga, Bachelor of Nursing\nSMA Negeri 1 Kediri\n",
        coder,
    )
    assert jobs_of(cv) == [("Welder", "PT Garuda Sejahtera", "2018-03..2020-05")]
    assert [one.level for one in cv.education] == ["S1", "SMA"]


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("PENGALAMAN KERJA", "jobs"), ("II. Riwayat Pekerjaan :", "jobs"), ("Previous Employment", "jobs"),
        ("P E N D I D I K A N", "education"), ("Pelatihan & Sertifikasi", "courses"), ("Languages Spoken", "languages"),
        ("Kemampuan Berbahasa", "languages"), ("Pengalaman Organisasi", "organisations"),
        ("C. KEAHLIAN YANG DIMILIKI", "skills"),
        ("Bahasa Inggris", ""), ("PT Pengalaman Kerja Jaya", ""), ("Kasir", ""), ("", ""), ("x" * 80, ""),
    ],
)  # fmt: skip
def test_headings_are_known_by_name_or_by_their_words(text: str, section: str) -> None:
    assert heading_of(text) == section


def test_labels_name_fields_and_personal_data() -> None:
    assert field_of("Nama Perusahaan :") == "employer"
    assert labelled("https://contoh.example") is None
    assert labelled("Saya pernah bekerja lama sekali di sebuah toko : ya") is None
    kinds = [kind_of_label(label) for label in ("No. HP/WA", "Tempat/Tgl Lahir", "Nama Ibu", "Nama Sekolah", "E-mail")]
    assert kinds == ["phone", "birth", "family", "", "email"]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("Junior High School", "SMP"), ("MTs Negeri 2", "SMP"), ("MA Al Hikmah", "SMA"), ("STM Pembangunan", "SMA"),
        ("D3 Akuntansi, Politeknik Negeri Semarang", "D3"), ("Universitas Terbuka", "S1"),
        ("Bachelor of Nursing", "S1"),
        ("Profesi Ners, STIKES Bali", "PROFESI"), ("Magister Manajemen", "S2"),
        ("SD Negeri 1", "SD"), ("Toko Maju", ""),
    ],
)  # fmt: skip
def test_levels_are_those_of_degrees_then_of_schools(text: str, level: str) -> None:
    assert level_in(text) == level


def test_places_are_regencies_and_countries() -> None:
    assert is_place("Kab. Bekasi")
    assert is_place("Taichung, Taiwan")
    assert not is_place("Kopi Senja")
    assert residence("Jl. Tukad Badung XX/5, Kota Denpasar 80225") == ("Kota Denpasar", "5171")
    assert residence("Kowloon, Hong Kong") == ("Hong Kong", "")
    assert residence("tidak ada") == ("", "")


def test_a_read_cv_becomes_a_worker_without_school_and_years(plain: ReadCv) -> None:
    worker = worker_of(plain, "w1", Month(year=2020, month=12))
    assert worker.key == "cv:w1"
    assert [(job.title, job.months) for job in worker.jobs] == [("Kasir", 24), ("Pramuniaga", 22), ("PKL Kasir", 3)]
    assert worker.experience_months == 46
    assert (worker.education, worker.study_programme, worker.place) == ("SMA", "Akuntansi", "Bekasi")
    assert "Bahasa Inggris B1" in worker.skills
    assert "SMK Negeri 1" not in str(worker)
    assert "2016" not in str(worker.education)
    with pytest.raises(InputError, match="at least one of summary"):
        worker_of(ReadCv(), "w2", Month(year=2020))


def test_months_worked_count_once_where_jobs_overlap_and_leave_out_what_has_no_dates() -> None:
    one = ReadJob(starts=Month(year=2019, month=1), ends=Month(year=2019, month=12))
    other = ReadJob(starts=Month(year=2019, month=7), is_current=True)
    assert months_worked([one, other], Month(year=2020, month=6)) == 18
    assert months_worked([ReadJob(starts=Month(year=2015), ends=Month(year=2017))], Month(year=2020)) == 24
    assert months_worked([ReadJob(starts=Month(year=2015), ends=Month(year=2015))], Month(year=2020)) == 12
    assert months_worked([ReadJob()], Month(year=2020)) is None


def test_a_document_comes_back_as_the_same_cv_and_a_faulty_one_is_named() -> None:
    words = Words(text="x")
    cv = ReadCv(
        jobs=(ReadJob(title=words, starts=Month(year=2020, month=2)),),
        education=(ReadEducation(level="S1", kkni=6, words=words),),
        skills=(ReadSkill(id="python", label="Python", type="tool", words=words),),
        languages=(ReadLanguage(id="bahasa-inggris", label="Bahasa Inggris", words=words),),
        licences=(ReadLicence(words=words),),
        dropped={"name": 1},
    )
    assert cv_of(cv_document(cv)) == cv
    with pytest.raises(InputError, match=r"CV, field jobs\.0\.title"):
        cv_of({"jobs": [{"title": 5}]})


def test_a_file_that_says_nothing_of_work_is_no_cv(coder: SkillCoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_upload", lambda data: text_of(data.decode()))
    with pytest.raises(CvError) as caught:
        read_cv(b"Halo, apa kabar?", coder)
    assert caught.value.fault == "no_cv"
    assert read_cv(PLAIN.encode(), coder).jobs


def test_a_text_of_a_thousand_names_teaches_only_the_first_few() -> None:
    personal = PersonalData()
    personal.learn_name([Line(text=f"Nama : Orang{n} Rekaan{n}") for n in range(1_000)])
    assert personal.cleaned("saya Orang1 dan Orang999") == "saya dan Orang999"
