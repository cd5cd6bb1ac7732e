"""Request and answer of ``/v1/overseas/check`` in the OpenAPI document; of lists the first entries."""

from __future__ import annotations

from api.example_requests import Example

CHECK: Example = {
    "items": [
        {
            "id": "1",
            "title": "Pengasuh bayi",
            "company": "",
            "place": "Kuwait",
            "text": "Butuh baby sitter untuk keluarga di Kuwait, pakai visa ziarah, potong gaji 3 bulan.",
        }
    ]
}
_PERSON: Example = {"label": "Berusia paling rendah 18 tahun", "label_en": "At least 18 years old"}

CHECKED: Example = {
    "items": [
        {
            "overseas": True,
            "destination": {
                "countries": [{"code": "KW", "alpha3": "KWT", "name_id": "Kuwait", "name_en": "Kuwait"}],
                "words": "Kuwait",
                "in": "place",
            },
            "checks": [
                {
                    "name": "fee",
                    "status": "violated",
                    "words": {"in": "text", "start": 63, "end": 82, "surface": "potong gaji 3 bulan"},
                    "rule": "UU 18/2017 pasal 30 ayat (1); Peraturan BP2MI 9/2020 pasal 3",
                    "as_of": "2025-12",
                    "explains_id": "Iklan meminta uang atau memotong upah untuk penempatan.",
                    "explains_en": "The ad asks for money, or a deduction from pay, for the placement.",
                }
            ],
            "warnings": [
                {
                    "kind": "visit_visa",
                    "words": {"in": "text", "start": 44, "end": 61, "surface": "pakai visa ziarah"},
                    "rule": "UU 18/2017 pasal 13; UU 6/2011 tentang Keimigrasian",
                    "explains_id": "Bekerja dengan visa kunjungan melanggar hukum negara tujuan.",
                    "explains_en": "Work on a visit visa breaks the destination's law.",
                }
            ],
            "clean": False,
            "id": "1",
            "requirements": [
                {
                    "country": "*",
                    "kind": "age",
                    "level": "18",
                    **_PERSON,
                    "source": "UU 18/2017 pasal 5 dan 13; PP 59/2021",
                    "as_of": "2025-12",
                }
            ],
            "isco08": [{"code": "5311", "title": "Child care workers"}],
            "esco": [],
        }
    ]
}
