"""One occupation, and those that a search finds, in the OpenAPI document."""

from __future__ import annotations

from api.example_requests import Example
from taxonomy.occupations import VERSION

OCCUPATION: Example = {
    "code": "4321",
    "title": "Juru Tata Usaha Pergudangan",
    "title_en": "Stock clerks",
    "classification": VERSION,
    "parents": [
        {"code": "4", "title": "Tenaga Tata Usaha", "title_en": "Clerical support workers"},
        {
            "code": "43",
            "title": "Tenaga Tata Usaha Penghitungan dan Pencatatan Dokumen",
            "title_en": "Numerical and material recording clerks",
        },
        {
            "code": "432",
            "title": "Tenaga Tata Usaha Pencatatan Barang dan Transportasi",
            "title_en": "Material-recording and transport clerks",
        },
    ],
    "children": [{"code": "4321.04", "title": "Juru Tata Usaha Pergudangan", "title_en": ""}],
    "siblings": [{"code": "4322", "title": "Juru Tata Usaha Produksi", "title_en": "Production clerks"}],
    "skills": [{"id": "stok-opname", "label": "Stok opname", "type": "hard", "need": "essential"}],
    "isco08": [{"code": "4321", "title": "Stock clerks", "relation": "exact"}],
    "esco": [
        {
            "code": "d7a9f9e0-e2f5-4804-a0e0-b21ebb1403ee",
            "title": "inventory coordinator",
            "relation": "broad",
            "uri": "http://data.europa.eu/esco/occupation/d7a9f9e0-e2f5-4804-a0e0-b21ebb1403ee",
        }
    ],
}
OCCUPATIONS: Example = {
    "classification": VERSION,
    "occupations": [
        {
            "code": "8332",
            "title": "Pengemudi Truk Berat dan Truk Kontainer",
            "title_en": "Heavy truck and lorry drivers",
            "score": 0.85,
            "matched": "Sopir Truk",
        }
    ],
}
