"""Names of fields and columns in the second people's CVs: two pools, one for each half.

``personal`` is name, birth, sex, religion, marital, nationality, height, nik, street, phone, email; ``portal`` is
industry, rank, pay, reason, graduation, grade; ``jobs`` and ``schools`` are the columns of the state form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

LABELS: Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]] = {
    "id": {
        "dev2": {
            "personal": (
                "Nama",
                "TTL",
                "Jenis Kelamin",
                "Agama",
                "Status",
                "Warga Negara",
                "TB/BB",
                "NIK",
                "Alamat Domisili",
                "No. HP/WA",
                "Email",
            ),
            "portal": (
                "Industri",
                "Tingkat Jabatan",
                "Gaji Bulanan",
                "Alasan Keluar",
                "Tanggal Kelulusan",
                "IPK/Nilai",
            ),
            "jobs": ("No.", "Nama Perusahaan/Instansi", "Jabatan", "Mulai", "Selesai", "Keterangan"),
            "schools": ("No.", "Tingkat", "Nama Sekolah", "Jurusan", "Tahun Lulus", "Kota"),
        },
        "held2": {
            "personal": (
                "Nama Lengkap",
                "Tempat/Tgl. Lahir",
                "L/P",
                "Kepercayaan",
                "Status Pernikahan",
                "Kebangsaan",
                "Tinggi/Berat",
                "No. KTP",
                "Alamat Rumah",
                "Telepon",
                "Surel",
            ),
            "portal": (
                "Bidang Usaha",
                "Level Posisi",
                "Penghasilan Terakhir",
                "Alasan Berhenti",
                "Lulus",
                "Nilai Akhir",
            ),
            "jobs": ("NO", "TEMPAT KERJA", "POSISI", "DARI", "SAMPAI", "URAIAN PEKERJAAN"),
            "schools": ("NO", "JENJANG PENDIDIKAN", "NAMA LEMBAGA", "PROGRAM STUDI", "TH. IJAZAH", "TEMPAT"),
        },
    },
    "en": {
        "dev2": {
            "personal": (
                "Name",
                "Place/Date of Birth",
                "Sex",
                "Religion",
                "Marital Status",
                "Nationality",
                "Height/Weight",
                "ID Card No.",
                "Home Address",
                "Mobile",
                "Email",
            ),
            "portal": (
                "Industry",
                "Position Level",
                "Monthly Salary",
                "Reason for Leaving",
                "Graduation Date",
                "Grade",
            ),
            "jobs": ("No.", "Employer", "Job Title", "From", "To", "Duties"),
            "schools": ("No.", "Level", "Name of School", "Major", "Graduated", "City"),
        },
        "held2": {
            "personal": (
                "Full Name",
                "Birth",
                "Gender",
                "Faith",
                "Status",
                "Citizenship",
                "Height & Weight",
                "National ID",
                "Address",
                "Phone/WhatsApp",
                "E-mail",
            ),
            "portal": ("Line of Business", "Job Level", "Last Salary", "Why I Left", "Year of Graduation", "GPA/Score"),
            "jobs": ("NO", "NAME OF COMPANY", "POSITION HELD", "START DATE", "END DATE", "REMARKS"),
            "schools": ("NO", "QUALIFICATION", "INSTITUTION", "FIELD OF STUDY", "YEAR", "LOCATION"),
        },
    },
}
"""Language, half and kind to names, in order."""
