"""``sepadan cv``: one document, a table for people, and faults in words."""

from __future__ import annotations

from pathlib import Path

from tests.api.cli.conftest import Cli

CV = (
    "RINA WULANDARI\n081234567890\nPENGALAMAN KERJA\nKasir, Toko Maju, Solo (2019 - sekarang)\n"
    "KEAHLIAN\nExcel\nSERTIFIKAT\nSIM C\n"
)


def test_what_was_read_is_one_document_and_a_table_for_people(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "cv.txt"
    file.write_text(CV, encoding="utf-8")
    answered = cli("cv", str(file), "--json")
    assert answered.code == 0
    assert answered.document["jobs"][0]["employer"]["text"] == "Toko Maju"
    assert answered.document["dropped"] == {"name": 1, "phone": 1}
    assert "RINA" not in answered.out
    shown = cli("cv", str(file)).out
    assert "Kasir, Toko Maju, Solo" in shown
    assert "Nama dan nomor HP tidak kami simpan." in shown


def test_a_file_that_cannot_be_read_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(b"%PDF-1.4")
    answered = cli("cv", str(file))
    assert answered.code == 2
    assert "tulis saja" in " ".join(answered.err.split())
    answered = cli("cv", str(tmp_path / "nothing.pdf"))
    assert answered.code == 2
    assert "wanted a file that can be read" in " ".join(answered.err.split())
