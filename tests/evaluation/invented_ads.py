"""Invented ads in the layouts of the three real boards, for tasks whose gold holds codes and ids alone."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from evaluation.ads import AD_FILES
from matcher.sources import jobstreet, lokerid

LOKERID_BODY = "Staf gudang.\r\nPenempatan di Kab. Bekasi &amp; Karawang.\r\nGaji Rp 4.000.000 - Rp 5.000.000 per bulan"
JOBSTREET_BODY = "<p>Kasir toko di Kota Semarang, gaji sesuai UMR</p>"
MAGANGHUB_BODY = "Magang desain, kerja dari rumah"


def put_ads(data: Path) -> Path:
    """One ad of each board in ``postings/`` of a data folder; returns the folder."""
    folder = data / "postings"
    folder.mkdir(parents=True)
    _csv(
        folder / "lokerid.csv",
        lokerid._COLUMNS,
        {"Job ID": "1", "Title": "Staf Gudang", "Location": "Bekasi,Jakarta Barat", "Description": LOKERID_BODY},
    )
    _csv(
        folder / "jobstreet.csv",
        jobstreet._COLUMNS,
        {
            "id": "2",
            "jobTitle": "Kasir",
            "locations": "Melaka",
            "description": JOBSTREET_BODY,
            "sellingPoints": "Gaji 9 juta",
        },
    )
    record = {
        "id_posisi": "3",
        "posisi": "Desainer",
        "deskripsi_posisi": MAGANGHUB_BODY,
        "perusahaan": {"nama_kabupaten": "KOTA BANDUNG"},
    }
    (folder / "maganghub.jsonl").write_text(json.dumps(record), encoding="utf-8")
    return data


FILES = dict(zip(AD_FILES, ("lokerid.csv", "jobstreet.csv", "maganghub.jsonl"), strict=True))
"""What stands for ``AD_FILES``."""


def put_gold(path: Path, columns: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    """A tab-separated gold table."""
    path.write_text("".join("\t".join(row) + "\n" for row in (columns, *rows)), encoding="utf-8")
    return path


def _csv(path: Path, columns: tuple[str, ...], row: dict[str, str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerow(row)
