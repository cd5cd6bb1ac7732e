"""A small file of every format, all invented: what the conformance kit and the mock upstream speak."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.matcher.sources.portal_rows import JOBSTREET_ROW, LOKERID_ROW, MAGANGHUB_ROW
from tests.matcher.sources.workbooks import write_workbook

JOBS = ("Juru Las Listrik", "Staf Gudang", "Penjahit Halus", "Perawat Lansia", "Operator Forklift", "Kasir Toko")


def job(number: int) -> str:
    """A title; another for each number."""
    return f"{JOBS[number % len(JOBS)]} {number}"


def maganghub(number: int, **changes: Any) -> dict[str, Any]:
    return {**MAGANGHUB_ROW, "id_posisi": f"m-{number:05d}", "posisi": f"Magang {job(number)}", **changes}


def numbered(rows: Sequence[object], page: int, last: int, total: int, per_page: int = 2) -> dict[str, Any]:
    """A page as the ministry's APIs write it."""
    return {
        "data": list(rows),
        "meta": {"pagination": {"current_page": page, "last_page": last, "per_page": per_page, "total": total}},
    }


def karirhub(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id_lowongan": f"KH-{number:05d}",
        "judul_lowongan": job(number),
        "deskripsi_pekerjaan": f"<p>Mengerjakan pesanan nomor {number}.</p>",
        "persyaratan": "Teliti &amp; jujur",
        "nama_perusahaan": "PT Contoh Karya",
        "kode_kbji": "7212",
        "nama_jabatan": "Juru Las",
        "kode_kabupaten": "35.78",
        "nama_kabupaten": "Kota Surabaya",
        "nama_provinsi": "Jawa Timur",
        "jumlah_lowongan": 3,
        "pendidikan_minimal": "SMK",
        "jurusan": ["Teknik Pengelasan"],
        "pengalaman_minimal_tahun": 1.5,
        "gaji_minimum": 4_800_000,
        "gaji_maksimum": 6_000_000,
        "tipe_pekerjaan": "PKWT",
        "keterampilan": ["SMAW", "membaca gambar teknik"],
        "tanggal_tayang": "2026-11-01",
        "tanggal_berakhir": "2026-12-15",
        "status": "tayang",
        "tautan": f"https://karir.contoh.invalid/{number}",
        **changes,
    }


def jobstream(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"{number:08d}",
        "headline": job(number),
        "description": {"text": f"<p>Pekerjaan nomor {number}</p>", "requirements": "Rapi"},
        "employer": {"name": "PT Contoh Arus"},
        "workplace_address": {"municipality": "Kota Bandung", "region": "Jawa Barat", "country": "Indonesia"},
        "occupation": {"label": "Juru Las"},
        "working_hours_type": {"label": "Penuh waktu"},
        "must_have": {"skills": [{"label": "SMAW", "weight": 10}]},
        "number_of_vacancies": 2,
        "publication_date": "2026-11-01T20:00:00+00:00",
        "application_deadline": "2026-12-01T23:59:59",
        "webpage_url": f"https://arus.contoh.invalid/{number}",
        "removed": False,
        "timestamp": 1_793_500_000_000 + number * 1000,
        **changes,
    }


def hropen(number: int, **changes: Any) -> dict[str, Any]:
    profile = {
        "positionId": {"value": number, "schemeId": "Contoh Job", "schemeAgencyId": "Contoh"},
        "postingInstructions": [
            {
                "start": "2026-11-01",
                "end": "2026-12-01",
                "applicationMethods": [
                    {
                        "personContact": {"name": {"given": "Bu", "family": "Rekrutmen"}},
                        "applicationUri": {"url": f"https://rekrut.contoh.invalid/{number}"},
                    }
                ],
            }
        ],
        "positionTitle": job(number),
        "positionLocation": [
            {
                "city": "Kota Makassar",
                "countryCode": "ID",
                "countrySubDivisions": [{"type": "state", "value": "Sulawesi Selatan"}],
            }
        ],
        "positionOrganizations": [
            {"name": "Gudang", "responsibilityCode": "Department"},
            {"name": "PT Contoh Rekrut", "responsibilityCode": "Employer"},
        ],
        "positionOpenQuantity": 2,
        "jobCategories": [{"code": "Logistik"}],
        "careerLevels": [{"code": "Staf"}],
        "positionFormattedDescriptions": [{"title": "Uraian", "content": f"<p>Pekerjaan nomor {number}</p>"}],
        "positionScheduleTypeCodes": ["Full-Time"],
        "offeredRemunerationPackage": {
            "ranges": [
                {
                    "intervalCode": "Month",
                    "referenceAmount": {"value": 4e6, "currency": "IDR"},
                    "typeCode": "Minimum BasePay",
                },
                {
                    "intervalCode": "Month",
                    "referenceAmount": {"value": 5e6, "currency": "IDR"},
                    "typeCode": "Maximum BasePay",
                },
            ]
        },
        **changes,
    }
    return {"documentId": {"value": f"dok-{number}"}, "statusCode": "Open", "positionProfiles": [profile]}


def p3mi(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"SIP-{number:05d}",
        "jabatan": job(number),
        "negara": "Taiwan",
        "nama_p3mi": "PT Contoh Antar Bangsa",
        "nomor_sip3mi": "000/2026",
        "nama_pengguna": "Contoh Care Home",
        "jumlah": 12,
        "gaji_minimum": 26_400,
        "gaji_maksimum": 26_400,
        "mata_uang": "TWD",
        "periode_gaji": "bulan",
        "biaya_penempatan": 0,
        "kontrak_bulan": 36,
        "bahasa": "Mandarin dasar",
        "pendidikan": "SMA",
        "batas_akhir": "2026-12-20",
        **changes,
    }


def bursakerja(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "no_lowongan": f"BK-2026-{number:04d}",
        "jabatan": job(number),
        "perusahaan": {"nama": "PT Contoh Gudang", "bentuk": "PT"},
        "lokasi": {"kode_bps": "3216", "kabupaten": "Kabupaten Bekasi"},
        "upah": {"min": "5.200.000", "maks": "5.800.000", "satuan": "bulan"},
        "pendidikan": "SMA/SMK",
        "kebutuhan": 4,
        "jenis": "PKWT",
        "tanggal_tayang": "27/11/2026",
        "tanggal_tutup": "15 Desember 2026",
        "uraian": f"<p>Memindahkan barang &amp; palet nomor {number}.</p>",
        "syarat": ["Punya SIO forklift", "Pengalaman 1 tahun"],
        **changes,
    }


def exchange_page(rows: Sequence[object], page: int, last: int, total: int) -> dict[str, Any]:
    """A page of a provincial job exchange."""
    return {"halaman": page, "jumlah_halaman": last, "total": total, "data": list(rows)}


def job_page(number: int, **changes: Any) -> str:
    """A page of one posting, as portals write it for search engines."""
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "value": f"J-{number}"},
        "title": job(number),
        "description": f"<p>Pekerjaan nomor {number}</p><script>alert('x')</script>",
        "hiringOrganization": {"@type": "Organization", "name": "CV Contoh Laman"},
        "jobLocation": {"address": {"addressLocality": "Kota Malang", "addressRegion": "Jawa Timur"}},
        "datePosted": "2026-11-01",
        **changes,
    }
    written = json.dumps(posting).replace("</", "<\\/")  # as pages must, for a script ends at the first end tag
    return (
        f"<html><head><script>document.write('x')</script><script type='application/ld+json'>{written}"
        f"</script></head><body><h1>{posting['title']}</h1></body></html>"
    )


def rss(numbers: Sequence[int]) -> str:
    items = "".join(
        f"<item><title>{job(n)}</title><guid isPermaLink='false'>https://papan.contoh.invalid/?p={n}</guid>"
        f"<link>https://papan.contoh.invalid/{n}</link><pubDate>Mon, 02 Nov 2026 18:00:00 +0000</pubDate>"
        f"<description>&lt;p&gt;Pekerjaan {n}&lt;/p&gt;&lt;script&gt;alert(1)&lt;/script&gt;</description>"
        f"<job_listing:location>Kota Medan</job_listing:location><job_listing:company>CV Papan</job_listing:company>"
        f"<job_listing:job_type>Full Time</job_listing:job_type><category>Industri</category></item>"
        for n in numbers
    )
    space = "https://papan.contoh.invalid/ns"
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' xmlns:job_listing='{space}'>"
        f"<channel><title>Papan</title><link>https://papan.contoh.invalid</link>{items}</channel></rss>"
    )


DINAS_HEADER = (
    *("No", "Jabatan Yang Dibutuhkan", "Nama Perusahaan", "Lokasi Penempatan", "Pendidikan Min.", "Pengalaman"),
    *("Gaji", "Jml", "Batas Lamaran", "Kontak HRD"),
)


def dinas(number: int) -> list[Any]:
    return [
        *(number, job(number), "PT Contoh Sleman", "Kab. Sleman", "SMA/SMK", "1 tahun"),
        *("Rp 2.500.000 - 3.000.000", "5 orang", "30 November 2026", "Bu Contoh"),
    ]


def blk_programme(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "No": number,
        "Nama Program Pelatihan": f"Juru Las {number}",
        "Kejuruan": "Teknik Las",
        "Jumlah JP": "240 JP",
        "Pelaksanaan": "4 s.d. 29 Januari 2027",
        "Batas Pendaftaran": "28 Desember 2026",
        "Kuota": "16 orang",
        "Biaya": "Gratis",
        "Pendidikan Min.": "SMP",
        "Level KKNI": "Level II",
        "Sertifikasi": "Juru Las Pelat",
        "Penyelenggara": "BLK Contoh Rekaan",
        "Lokasi": "Kab. Batang",
        "Metode": "Luring",
        **changes,
    }


def lsp_scheme(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "Kategori": "Teknik Las",
        "Nama Skema": f"Juru Las Pelat {number}",
        "Kode Unit": "J.611000.008.02; J.611000.022.01",
        "Sumber": "LSP P1 BLK Surabaya, daftar skema",
        **changes,
    }


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def lokerid(number: int, **changes: Any) -> dict[str, Any]:
    return {**LOKERID_ROW, "Job ID": str(90_000_000 + number), "Title": job(number), **changes}


def jobstreet(number: int, **changes: Any) -> dict[str, Any]:
    return {**JOBSTREET_ROW, "id": str(9_000_000 + number), "jobTitle": job(number), **changes}


def dinas_workbook(path: Path, numbers: Sequence[int]) -> Path:
    """A table with rows of titles above its headings."""
    above = [["DAFTAR LOWONGAN KERJA"], ["Dinas Tenaga Kerja Kabupaten Contoh, November 2026"], [None]]
    return write_workbook(path, [*above, list(DINAS_HEADER), *(dinas(n) for n in numbers)])


def _template(kind: str, number: int) -> dict[str, Any]:
    if kind == "workers":
        return {"id": f"w-{number}", "wish": job(number), "summary": "Rajin dan teliti."}
    return {"id": f"{kind[0]}-{number}", "title": job(number)}


def fixture(folder: Path, name: str) -> Path:
    """A good file of a format with four records.

    A source says its own in its test: ``FIXTURE = "json", json.dumps(...)`` in ``test_NAME.py`` beside this.
    """
    numbers = range(1, 5)
    texts: Mapping[str, Callable[[], tuple[str, str]]] = {
        "lokerid": lambda: ("csv", csv_text([lokerid(n) for n in numbers])),
        "jobstreet": lambda: ("csv", csv_text([jobstreet(n) for n in numbers])),
        "maganghub": lambda: ("json", json.dumps(numbered([maganghub(n) for n in numbers], 1, 1, 4))),
        "karirhub": lambda: ("json", json.dumps({"lowongan": [karirhub(n) for n in numbers]})),
        "jobstream": lambda: ("json", json.dumps([jobstream(n) for n in numbers])),
        "hropen": lambda: ("json", json.dumps({"items": [hropen(n) for n in numbers], "since": "t"})),
        "p3mi": lambda: ("jsonl", "\n".join(json.dumps(p3mi(n)) for n in numbers)),
        "bursakerja": lambda: ("json", json.dumps(exchange_page([bursakerja(n) for n in numbers], 1, 1, 4))),
        "feed": lambda: ("xml", rss(numbers)),
        "dinas": lambda: ("csv", csv_text([dict(zip(DINAS_HEADER, dinas(n), strict=True)) for n in numbers])),
        "blk-programmes": lambda: ("csv", csv_text([blk_programme(n) for n in numbers])),
        "lsp-schemes": lambda: ("csv", csv_text([lsp_scheme(n) for n in numbers])),
        "jsonld": lambda: ("html", "\n".join(job_page(n) for n in numbers)),
    }
    if name in {"postings", "workers", "courses"}:
        ending, text = "jsonl", "\n".join(json.dumps(_template(name, n)) for n in numbers)
    elif name in texts:
        ending, text = texts[name]()
    else:
        ending, text = import_module(f"tests.matcher.sources.test_{name.replace('-', '_')}").FIXTURE
    path = folder / f"{name}.{ending}"
    path.write_text(text, encoding="utf-8", newline="")
    return path
