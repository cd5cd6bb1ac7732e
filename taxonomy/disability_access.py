"""Whether an ad says that people with disabilities may apply, or that the workplace is fit for them.

A statement of the employer about the posting; it serves only a seeker who asks for such postings, never a score, and
nothing about a worker is read or kept. Employers must give people with disabilities equal opportunity (UU 8/2016
article 11, and a quota: article 53), so silence refuses nobody; it only says nothing. "Inklusif" counts beside words of
work or of disability, since schools, programmes and even prices are called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DISABLED = r"(?:disabilitas|difabel|tuna ?(?:rungu|netra|daksa|wicara)|tuli(?! nada))"
_WHO = (
    r"(?:(?:para|kaum|umum|teman(?:-teman)?|orang|pelamar|kandidat|karyawan|tenaga|peserta|individu)\s)?"
    rf"(?:(?:dan|yang|penyandang|pelamar|dengan|berkebutuhan)\s){{0,2}}{_DISABLED}"
    r"(?:\s(?:fisik|rungu|netra|daksa|wicara|tuli|ringan|sensorik))?"
)
_WHO_EN = (
    r"(?:(?:people|persons?|applicants?|candidates?|individuals?|those) with disabilit(?:y|ies)|"
    r"disabled (?:people|persons?|applicants?|candidates?))"
)
_ALSO = r"(?:\s(?:juga|jg|luas|lebar|khusus|pula))?"
_FOR = r"\s(?:untuk|utk|bagi|buat|kepada)\s"
_MAY = (
    r"(?:dipersilah?kan|silah?kan|boleh|dianjurkan|didorong|dapat (?:melamar|mendaftar)|bisa (?:melamar|mendaftar)|"
    r"diterima|diutamakan|diprioritaskan|welcome)(?:\s(?:untuk\s)?(?:melamar|mendaftar|daftar|apply))?"
)
_OPEN = re.compile(
    rf"\b(?:(?:terbuka|dibuka){_ALSO}{_FOR}(?:\w+,?\s(?:dan|termasuk|maupun)\s)?{_WHO}|"
    rf"kesempatan (?:kerja |yang sama |sama )?(?:untuk|bagi)\s(?:\w+\s){{0,2}}?(?:termasuk\s)?{_WHO}|"
    rf"(?:menerima|mempekerjakan|menyambut|mengundang)\s(?:juga\s)?{_WHO}|"
    rf"(?:lowongan|pelamar|kandidat|semua|siapa (?:saja|pun)|umum),?\s(?:\w+\s){{0,2}}?termasuk\s(?:juga\s)?{_WHO}|"
    rf"{_WHO}(?:\s(?:dan|atau|maupun)\s{_WHO})?(?:\syang\s(?:\w+\s){{1,3}}?)?{_ALSO}\s{_MAY}|"
    r"(?:kuota|formasi|jalur|khusus)\s(?:(?:khusus|untuk|bagi)\s)?(?:penyandang\s|pelamar\s)?(?:disabilitas|difabel)|"
    r"(?:(?:tempat kerja|lingkungan kerja|kantor|perusahaan)\s(?:(?:kami|yang)\s){0,2})?"
    r"ramah\s(?:penyandang\s)?(?:disabilitas|difabel)|"
    r"(?:lowongan|rekrutmen|perekrutan|bursa kerja|lingkungan kerja|tempat kerja)\s(?:(?:ini|yang|kami)\s)?inklusif|"
    rf"(?P<no_bar>(?:tidak|tanpa)\s(?:menutup (?:kesempatan|kemungkinan){_FOR}|(?:mem)?beda(?:-beda)?kan\s|"
    rf"mendiskriminasi(?:kan)?\s)(?:\w+\s){{0,2}}?{_WHO})|"
    rf"(?:welcom\w+|open to|encourag\w+)\s(?:\w+\s){{0,3}}?{_WHO_EN}|"
    rf"{_WHO_EN}\s(?:are\s)?(?:also\s)?(?:welcome|encouraged)|disability[ -](?:friendly|inclusive))(?!\w)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:tidak|tdk|belum|bukan|kurang|non|not|tanpa)(?:\s(?:dapat|bisa|akan|dibuka|juga|for))?[\s-]$", re.IGNORECASE
)
_MADE_FOR = re.compile(
    r"\b(?:anak|siswa|murid|pasien|pelanggan|penumpang|layanan|situs|website|aplikasi|desain|produk|fasilitas|sekolah|"
    r"merancang|membuat|membangun|program(?! (?:magang|kerja))|wisata|transportasi)\s(?:yang\s)?$",
    re.IGNORECASE,
)
"""What is fit for those served, or is made for them, says nothing of who may apply."""

_THOUGHT = re.compile(r"(?:[^.;!?\n•]|\n(?=[a-z]))+")
"""A line that goes on in small letters is one with the line before it."""
_NAMED = re.compile(
    rf"(?<![\w-])(?:{_DISABLED}|(?:with|of) disabilit(?:y|ies)|disabled|(?:pengguna |ber)kursi roda)(?!\w)",
    re.IGNORECASE,
)
_NAMED_FOR = re.compile(
    rf"(?:\b(?:untuk|utk|bagi|buat|kepada|dari|with)\s)?(?:\b(?:para|kaum|teman(?:-teman)?|kawan|penyandang)\s){{0,2}}"
    rf"(?:{_NAMED.pattern})",
    re.IGNORECASE,
)
_INCLUSIVE = re.compile(r"inklusif|disability", re.IGNORECASE)
_INVITED = re.compile(
    r"\b(?:lowongan|loker|lamaran|pelamar|(?:me)?lamar|cv|(?:men)?daftar|bergabung|peluang|kesempatan|pintu|terbuka|"
    r"dibuka|(?:di|men)?terima|mempekerjakan|dibutuhkan|dicari|mencari|pegawai|karyawan|pekerja|tenaga kerja|talenta|"
    r"kandidat|posisi|kuota|formasi|jalur|afirmasi|magang|rekrutmen|wawancara|tes|kerja inklusif|syarat|silah?kan|"
    r"boleh|dipersilah?kan|dianjurkan|diutamakan|tersedia|aksesibel|cocok|bisa|dapat|khusus|welcome|appl(?:y|icants?)|"
    r"candidates?|encouraged?)\b|tidak (?:masalah|apa)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:tidak(?! (?:masalah|apa))|tdk|belum|bukan|non|maaf|tanpa|bebas|cacat|not?|kecuali|selain|cannot)\b",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"\b(?:anak(?:-anak)?|siswa|murid|peserta didik|pasien|pelanggan|penumpang|tamu|klien|warga|lansia|komunitas|"
    r"masyarakat|keluarga|atlet|pe?layanan|layanan|melayani|situs|website|aplikasi|desain|mendesain|merancang|"
    r"membuat|produk|menjual|alat bantu|gedung|fasilitas umum|sekolah|slb|guru|pendidikan|hak|pemberdayaan|"
    r"mengajar|melatih|mendampingi|pendamping|terapi\w*|merawat|perawat|mengelola|menyusun|mengurus|mendata|"
    r"data|laporan|survei|riset|penelitian|dokumentasi|proyek|pencegahan|juru bahasa|isyarat|asuransi|"
    r"santunan|bansos|klaim|bantuan|pengalaman|kebijakan|advokasi|kampanye|sosialisasi|inklusi|yayasan|panti|"
    r"undang-undang|pesanan|program(?! (?:magang|kerja))|rehabilitasi|balai|relawan|berita|isu|dana|"
    r"antar jemput|menangani|teknisi|psikolog|komite|community|children|students?|patients?|services?|"
    r"programs?|support\w*|rights|care)\b",
    re.IGNORECASE,
)
_MAX_TEXT = 20_000
_REACH = 30


def read_access(text: str) -> str:
    """The words of an ad that say that people with disabilities may apply, unchanged; empty when none do."""
    read = text[:_MAX_TEXT]
    return next((read[start:end] for start, end in _statements(read)), "")


def without_access(text: str) -> str:
    """The text without those words, so that they can move no vector and no score; itself where there are none."""
    read, rest = text[:_MAX_TEXT], text[_MAX_TEXT:]
    for start, end in sorted(_statements(read), reverse=True):
        said, after = read[start:end], read[end:]
        if _OPEN.fullmatch(said):
            read = read[:start] + after.removeprefix(".")
        else:  # a sentence that also says something of the work
            read = read[:start] + _NAMED_FOR.sub(" ", said) + after
    return read + rest


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Where such words stand: those that say it outright, then sentences that say it in words of hiring."""
    if _NAMED.search(text) is None and _INCLUSIVE.search(text) is None:
        return
    outright = [match.span() for match in _OPEN.finditer(text) if _is_open(match)]
    yield from outright
    for thought in _THOUGHT.finditer(text):
        if not any(thought.start() <= start < thought.end() for start, _ in outright) and _is_invited(thought[0]):
            yield thought.span()


def _is_open(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    return not (_REFUSED.search(before) or _MADE_FOR.search(before))


def _is_invited(thought: str) -> bool:
    """Whether a sentence names people with disabilities among words of hiring, not as those served or refused."""
    return bool(
        _NAMED.search(thought) and _INVITED.search(thought) and not (_DENIED.search(thought) or _SERVED.search(thought))
    )
