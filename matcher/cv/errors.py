"""Why an uploaded CV could not be read, in words that say what the person can do."""

from __future__ import annotations

from typing import Literal

from taxonomy.errors import InputError

Fault = Literal["too_large", "empty", "unknown", "old_word", "encrypted", "malformed", "too_heavy", "scanned", "no_cv"]

_WORDS: dict[Fault, tuple[str, str]] = {
    "too_large": (
        "Berkas terlalu besar. Pilih berkas paling besar 5 MB, atau tulis saja.",
        "The file is too large. Choose one of at most 5 MB, or type it in.",
    ),
    "empty": (
        "Berkas ini kosong. Pilih berkas lain, atau tulis saja.",
        "The file is empty. Choose another, or type it in.",
    ),
    "unknown": (
        "Kami hanya bisa membaca PDF, DOCX, dan teks. Simpan sebagai PDF, atau tulis saja.",
        "We can read PDF, DOCX and text only. Save it as PDF, or type it in.",
    ),
    "old_word": (
        "Ini berkas Word lama (.doc). Simpan sebagai DOCX atau PDF, atau tulis saja.",
        "This is an old Word file (.doc). Save it as DOCX or PDF, or type it in.",
    ),
    "encrypted": (
        "Berkas ini dikunci dengan kata sandi. Simpan tanpa kata sandi, atau tulis saja.",
        "The file is locked by a password. Save it without one, or type it in.",
    ),
    "malformed": (
        "Berkas ini rusak atau bukan seperti namanya. Simpan ulang sebagai PDF, atau tulis saja.",
        "The file is damaged or not what its name says. Save it as PDF again, or type it in.",
    ),
    "too_heavy": (
        "Berkas ini terlalu rumit untuk dibaca. Simpan ulang tanpa gambar, atau tulis saja.",
        "The file is too complex to read. Save it again without pictures, or type it in.",
    ),
    "scanned": (
        "Berkas ini hanya gambar, hasil foto atau pindaian, jadi tulisannya tidak bisa kami baca. Tulis saja.",
        "The file holds pictures alone, a photo or a scan, so we cannot read its words. Type it in.",
    ),
    "no_cv": (
        "Kami tidak menemukan pekerjaan, pendidikan, atau keterampilan di berkas ini. Tulis saja.",
        "We found no job, schooling or skill in this file. Type it in.",
    ),
}


class CvError(InputError):
    """An upload that is no CV that can be read; nothing of its words is in the message.

    Attributes:
        fault: What is the matter with it.
    """

    def __init__(self, fault: Fault, *, wanted: str, found: object) -> None:
        super().__init__(wanted=wanted, found=found, where="CV")
        self.fault: Fault = fault

    def words(self, language: str = "id") -> str:
        """What to say to the person, in Bahasa Indonesia or English."""
        return _WORDS[self.fault][0 if language == "id" else 1]
