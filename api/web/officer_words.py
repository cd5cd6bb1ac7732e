"""Words of the officers' pages: kinds of work, reasons, verdicts, states, in tables."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.tongue import N_

WORK_KINDS: Mapping[str, str] = {
    "posting": N_("Lowongan"),
    "person": N_("Pencari kerja"),
    "referral": N_("Surat pengantar"),
}

ENDS: Mapping[str, str] = {
    "referred": N_("Sudah diberi surat pengantar"),
    "placed": N_("Sudah diterima bekerja"),
    "closed": N_("Lowongan atau lamaran sudah selesai"),
    "no_match": N_("Tidak ada yang cocok sekarang"),
    "withdrawn": N_("Pencari kerja mengundurkan diri"),
}

PUT_OFFS: Mapping[str, str] = {
    "no_answer": N_("Belum bisa dihubungi"),
    "wants_time": N_("Minta waktu"),
    "waits_for_course": N_("Menunggu pelatihan"),
    "waits_for_papers": N_("Menunggu berkas"),
}

REASONS: Mapping[str, str] = {
    "said_so": N_("Kata orangnya sendiri"),
    "knows_the_work": N_("Saya tahu pekerjaannya"),
    "checked_papers": N_("Berkas sudah diperiksa"),
    "employer_wants": N_("Permintaan pemberi kerja"),
    "too_far": N_("Terlalu jauh"),
    "pay_too_low": N_("Upah terlalu rendah"),
    "skill_missing": N_("Keterampilan penting belum ada"),
    "wrong_occupation": N_("Jabatannya lain"),
    "other": N_("Lainnya, tulis alasannya"),
}

VERDICTS: Mapping[str, str] = {"fits": N_("Cocok menurut petugas"), "does_not_fit": N_("Tidak cocok menurut petugas")}

BARS: Mapping[str, str] = {
    "closed": N_("Lowongan ini sudah ditutup."),
    "licence": N_("Izin yang wajib menurut hukum belum ada."),
    "education": N_("Pendidikan terlalu jauh di bawah yang diminta."),
    "shift": N_("Orang ini tidak bisa kerja shift."),
    "night": N_("Orang ini tidak bisa kerja malam."),
    "duplicate": N_("Lowongan ini salinan dari lowongan lain."),
}
"""Hard conditions that keep a pair out of lists."""

SECTIONS: Mapping[str, str] = {
    "title": N_("Jabatan"),
    "description": N_("Isi lowongan"),
    "skills": N_("Keterampilan"),
    "education": N_("Pendidikan"),
    "wish": N_("Pekerjaan yang diinginkan"),
    "summary": N_("Tentang dirinya"),
    "jobs": N_("Pekerjaan sebelumnya"),
    "licences": N_("Izin dan sertifikat"),
}

STATES: Mapping[str, tuple[str, str]] = {
    "matched": ("good", N_("sudah cocok")),
    "usual": ("good", N_("lazim di pekerjaan sebelumnya")),
    "adjacent": ("info", N_("mendekati")),
    "missing": ("lack", N_("belum terlihat")),
    "more": ("", N_("dimiliki, tidak diminta")),
}

FACTS: Mapping[str, str] = {
    "education": N_("Pendidikan"),
    "experience": N_("Pengalaman"),
    "pay": N_("Upah"),
    "hours": N_("Jam kerja"),
}

REVIEWS: Mapping[str, tuple[str, str]] = {
    "upheld": (
        N_("Orang ini benar"),
        N_("Mesin berhenti memberi rekomendasi tentang orang ini sampai ia memintanya lagi."),
    ),
    "changed": (N_("Hasilnya saya perbaiki"), N_("Mesin tetap dipakai. Tulis apa yang kamu ubah.")),
    "dismissed": (N_("Hasilnya tetap"), N_("Tulis alasannya dengan kata yang mudah dimengerti.")),
}
"""Verdict on an objection to a ranking: what it is called, and what follows from it."""
