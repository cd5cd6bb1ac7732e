"""Requests and answer of ``/v1/recommend/programmes`` in the OpenAPI document; of lists the first entries."""

from __future__ import annotations

from api.example_requests import Example

_AMENDMENT: Example = {
    "source": "PP 6/2025",
    "source_kind": "law",
    "about_id": "Perubahan PP 37/2021: Jaminan Kehilangan Pekerjaan",
    "about_en": "Amends PP 37/2021 on job-loss insurance",
    "valid_from": "2025-02-07",
    "valid_until": None,
    "as_of": "2025-02-17",
    "verified": True,
}

RECOMMEND: Example = {
    "answers": {"age_years": 24, "work_status": "unemployed", "job_ended_by": "laid_off", "months_since_job_ended": 2},
    "needs": ["laid_off"],
    "as_of": "2026-11-27",
    "k": 5,
}
RECOMMEND_BY_ID: Example = {"id": "api:W-2001", "answers": {"citizen": True, "age_years": None}, "needs": ["abroad"]}

RECOMMENDED: Example = {
    "as_of": "2026-11-27",
    "needs": [
        {"id": "laid_off", "name_id": "Kena PHK", "name_en": "Laid off"},
        {"id": "work", "name_id": "Mencari pekerjaan", "name_en": "Looking for work"},
    ],
    "counts": {"eligible": 8, "need_to_know": 45, "not_eligible": 1, "not_running": 9},
    "programmes": [
        {
            "id": "jkp",
            "kind": "income",
            "owner": "BPJS Ketenagakerjaan dan Kemnaker",
            "status": "open",
            "phase": "running",
            "serves_needs": ["laid_off", "income"],
            "name_id": "Jaminan Kehilangan Pekerjaan (JKP)",
            "name_en": "Job-loss insurance (JKP)",
            "says_id": "Uang tunai sebulan sekali, info pasar kerja dan pelatihan bagi peserta yang kena PHK.",
            "says_en": "Monthly cash, job information and training for members who were dismissed.",
            "also_id": "Saat didaftarkan ke JKP belum berumur 54 tahun; perusahaan ikut program jaminan "
            "menurut skalanya. Bila iuran pernah terputus, tanyakan: sampai Februari 2025 "
            "diminta enam bulan berturut-turut.",
            "also_en": "Joined before the age of 54; the employer is in the insurance programmes of its "
            "size. Ask if contributions were broken off: until February 2025 six months in a "
            "row were asked for.",
            "apply_id": "Ajukan di SIAPkerja (JKP) dengan bukti PHK, dalam tenggat sejak PHK.",
            "apply_en": "Claim on SIAPkerja (JKP) with proof of dismissal, within the time limit.",
            "held": {
                "source": "PP 37/2021",
                "source_kind": "law",
                "about_id": "Jaminan Kehilangan Pekerjaan",
                "about_en": "Job-loss insurance",
                "valid_from": "2021-02-02",
                "valid_until": None,
                "as_of": "2025-02-17",
                "verified": True,
            },
            "stale": True,
            "verdict": "need_to_know",
            "serves": ["laid_off"],
            "verified": False,
            "rules": [
                {
                    "id": "paid-24",
                    "one_of": "",
                    "field": "jkp_months_24",
                    "operator": "at_least",
                    "value": "12",
                    "reason_id": "Iuran paling sedikit 12 bulan dalam 24 bulan terakhir.",
                    "reason_en": "Contributions for 12 of the last 24 months.",
                    "held": {
                        "source": "Galamedia, 17 Juli 2023",
                        "source_kind": "press",
                        "about_id": "Syarat klaim JKP",
                        "about_en": "Terms of a JKP claim",
                        "valid_from": None,
                        "valid_until": None,
                        "as_of": "2025-02-17",
                        "verified": True,
                    },
                    "state": "unknown",
                    "origin": None,
                },
                {
                    "id": "claim-6",
                    "one_of": "",
                    "field": "months_since_job_ended",
                    "operator": "at_most",
                    "value": "6",
                    "reason_id": "Diajukan paling lambat 6 bulan sejak PHK.",
                    "reason_en": "Claimed within 6 months of the dismissal.",
                    "held": _AMENDMENT,
                    "state": "met",
                    "origin": "answers",
                },
            ],
            "asks": ["citizen", "jkp_months_24", "wants_to_work_again"],
            "benefits": [
                {
                    "low": 60,
                    "high": None,
                    "per": "percent",
                    "words_id": "Uang tunai 60 persen upah (upah paling tinggi Rp\N{NO-BREAK SPACE}5 juta) sebulan, "
                    "paling lama 6 bulan",
                    "words_en": "Cash of 60 percent of the wage (of Rp\N{NO-BREAK SPACE}5 million at most) a month, "
                    "for 6 months at most",
                    "held": {**_AMENDMENT, "source": "PP 6/2025, pasal 21"},
                }
            ],
        }
    ],
    "questions": [
        {
            "field": "jkp_months_24",
            "kind": "number",
            "least": 0,
            "most": 24,
            "choices": [],
            "personal": False,
            "asks_id": "Berapa bulan iuran BPJS Ketenagakerjaan (JKP) dibayar dalam 24 bulan terakhir sebelum PHK?",
            "asks_en": "For how many of the 24 months before the dismissal were JKP contributions paid?",
            "programmes": 1,
        }
    ],
    "note_id": "Hasil ini menurut syarat yang tertulis di sini, bukan keputusan. Seleksi, kuota, kesehatan dan "
    "berkas diputuskan penyelenggara; yang belum diverifikasi ditandai.",
    "note_en": "By the rules that stand here, no decision. Selection, quota, health and papers are up to who "
    "runs it; what is not verified is marked.",
}
