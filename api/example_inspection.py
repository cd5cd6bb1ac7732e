"""A request to ``POST /v1/inspection`` and its answer, shown in the OpenAPI document; tests send and check both."""

from __future__ import annotations

from api.example_requests import Example

INSPECTION: Example = {
    "title": "Kasir Toko",
    "company": "CV Sumber Rejeki Contoh",
    "text": "Kualifikasi:\n- Usia maks. 27 tahun\n- Berpenampilan menarik\n- Bisa menghitung cepat",
}

INSPECTED: Example = {
    "unlawful": 2,
    "flags": [
        {
            "kind": "age",
            "in": "text",
            "start": 15,
            "end": 34,
            "surface": "Usia maks. 27 tahun",
            "rule": "age-limit",
            "source": "SE Menaker M/6/HK.04/V/2025; UU 13/2003 pasal 5-6",
            "name": "batas umur",
            "why": "Batas umur hanya boleh bila sifat pekerjaannya sungguh menuntutnya dan tidak menutup "
            "kesempatan kerja secara umum.",
            "instead": 'Hapus batas umur; sebut kemampuan yang dibutuhkan, misalnya "mampu mengangkat beban '
            '20 kg" atau "biasa bekerja berdiri".',
            "put": "",
        },
        {
            "kind": "appearance",
            "in": "text",
            "start": 37,
            "end": 58,
            "surface": "Berpenampilan menarik",
            "rule": "appearance-looks",
            "source": "SE Menaker M/6/HK.04/V/2025; UU 13/2003 pasal 5-6",
            "name": "penampilan menarik",
            "why": "Penampilan fisik bukan ukuran kemampuan kerja.",
            "instead": 'Tulis "berpenampilan rapi dan sopan" atau sebut kemampuan melayani pelanggan.',
            "put": "berpenampilan rapi",
        },
    ],
    "rewrite": {
        "title": "Kasir Toko",
        "text": "Kualifikasi:\n- Berpenampilan rapi\n- Bisa menghitung cepat",
        "language": "id",
    },
}
