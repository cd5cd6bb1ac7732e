"""Invented rows in the layouts of the three portals."""

from __future__ import annotations

LOKERID_ROW = {
    "Job ID": "90000001",
    "Title": "Kepala Gudang &amp; Logistik",
    "Company": "CV Contoh Niaga",
    "Location": "Kabupaten Tangerang",
    "Category": "Transportasi & Logistik",
    "Subcategory": "Warehouse",
    "Function": "Kepala Gudang",
    "Type": "Full Time",
    "Level": "Supervisor / Coordinator",
    "Min Salary": "5000000",
    "Max Salary": "6000000",
    "Salary Negotiation": "0",
    "Min Experience": "3",
    "Max Experience": "5",
    "Fresh Graduate": "0",
    "SMA/SMK/STM": "1",
    "Diploma/D1/D2/D3": "1",
    "Sarjana/S1": "0",
    "Master/S2": "0",
    "Doctor/S3": "0",
    "Posted Date": "2025-07-01 09:15:00",
    "Description": "Mengatur\u200b keluar masuk barang.\n\nTanggung Jawab Pekerjaan :\n- Stok opname<br>- Laporan",
    "Skill_Set": "['Ability', 'Use']",
}
JOBSTREET_ROW = {
    "adType": "standard",
    "categoriesCode": "503,145",
    "categoriesName": "Penjualan / Pemasaran,Penjualan Ritel",
    "companyId": "1",
    "companyName": "PT Contoh Ritel",
    "companyPrivate": "false",
    "description": "Melayani pelanggan di toko\xa0dan menata rak...",
    "employment": "full_time",
    "id": "9000002",
    "isClassified": "false",
    "isStandout": "false",
    "jobTitle": "Pramuniaga Toko",
    "locations": "Gresik,Kediri, Surabaya",
    "postingDuration": "9 hours ago",
    "postedAt": "2021-12-14T17:00:00Z",
    "salarycurrency": "IDR",
    "salaryMin": "3000000",
    "salaryMax": "4200000",
    "salaryPeriod": "monthly",
    "salaryTerm": "",
    "sellingPoints": "BPJS,Bonus",
}
MAGANGHUB_ROW = {
    "id_posisi": "a0000000-0000-0000-0000-000000000003",
    "posisi": "Magang Laboratorium",
    "deskripsi_posisi": "1. Membantu uji sampel\n2. Mencatat hasil",
    "syarat_khusus": "Mampu membaca SOP",
    "kode_kbji": None,
    "jumlah_kuota": 4,
    "jumlah_terdaftar": 9,
    "created_at": "2025-10-31 14:42:53",
    "program_studi": (
        '[{"id": "x", "title": "Biologi"}, {"id": "y", "title": "biologi"}, {"id": "z", "title": "Teknik  Kimia"}]'
    ),
    "jenjang": '["Diploma", "Sarjana"]',
    "perusahaan": "{'nama_perusahaan': 'Balai Uji Contoh', 'alamat': None, 'kode_kabupaten': '3404', "
    "'nama_kabupaten': 'KAB. SLEMAN', 'nama_provinsi': 'DAERAH ISTIMEWA YOGYAKARTA', 'kode_provinsi': '34'}",
    "jadwal": "{'tanggal_pendaftaran_akhir': '2025-11-14 23:59:59', 'tanggal_mulai': '2025-11-24 00:00:00', "
    "'tanggal_selesai': '2026-05-23 23:59:59'}",
}
