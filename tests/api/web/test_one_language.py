"""No page says a sentence in the other language, whoever reads it and whatever it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from api.route_list import FOUND
from tests.api.test_pages import SEEKER
from tests.api.web.conftest import Browser
from tests.api.web.one_language import strangers
from tests.sample_world import SAMPLE_COURSES, SAMPLE_POSTINGS, SAMPLE_WORKERS

AD = {
    "title": "Kasir (Wanita)",
    "text": "Usia maks 25 tahun, jujur. Minimal S1, pengalaman 2 tahun. Bisa mengelas SMAW. Gaji 1,5 juta. Shift.",
    "place": "Kota Surabaya",
}
PAIR = "orang=contoh:w-1&lowongan=contoh:p-1"

Step = tuple[str, Mapping[str, str] | None]
"""A path, and the fields of the form that is sent to it; None where it is only opened."""

SEEKERS: tuple[Step, ...] = (
    ("/", None),
    ("/", {}),
    *(
        ("/", {**SEEKER, "study_programme": "Teknik Pengelasan", "tab": tab})
        for tab in ("lowongan", "dekat", "pelatihan", "jenjang", "magang", "luar-negeri")
    ),
    ("/", {**SEEKER, "bandingkan": "1", "banding-1": "contoh:p-1", "banding-2": "contoh:p-2"}),
    ("/lowongan/contoh:p-1", None),
    ("/pulihkan", None),
    ("/profil", None),
    *(("/profil", {**SEEKER, "langkah": step, "lanjut": "1"}) for step in ("pekerjaan", "pengalaman", "pendidikan")),
    ("/simpan", SEEKER),
    ("/simpan", {**SEEKER, "setuju": "1"}),
    ("/saya", None),
    ("/simpanan", None),
    ("/cv", None),
    ("/data-saya", None),
    ("/data-saya/hapus", None),
    ("/rancangan", None),
    ("/masuk", None),
    ("/masuk", {"name": "x", "password": "y"}),
    ("/petugas", None),  # refused
)
EMPLOYERS: tuple[Step, ...] = (
    ("/pemberi-kerja", None),
    ("/pemberi-kerja", {}),
    ("/pemberi-kerja", {**AD, "do": "periksa"}),
    ("/pemberi-kerja", {**AD, "find_unit": "kasir", "find_skill": "las", "do": "cari"}),
    ("/pemberi-kerja", {**AD, "do": "ganti:semua"}),
    ("/pemberi-kerja", {**AD, "pay": "UMK", "place": ""}),
    ("/pemberi-kerja/masuk", AD),
    ("/pemberi-kerja/pasang", {**AD, "do": "pasang"}),
    ("/pemberi-kerja/lowongan", None),
    ("/akun", None),
)
OFFICERS: tuple[Step, ...] = (
    ("/petugas", None),
    ("/petugas?jenis=person", None),
    ("/petugas/cari", {"cari": "juru las"}),
    ("/petugas/orang/contoh:w-1", None),
    ("/petugas/lowongan/contoh:p-1", None),
    (f"/petugas/pasangan?{PAIR}", None),
    ("/petugas/pasangan", {"orang": "contoh:w-1", "lowongan": "contoh:p-1", "do": "cocok"}),
    ("/petugas/identitas", {"orang": "contoh:w-1"}),
    (f"/petugas/surat?{PAIR}", None),
    ("/petugas/surat", {"orang": "contoh:w-1", "lowongan": "contoh:p-1"}),
    ("/petugas/sebar", None),
    ("/petugas/sebar", {"orang": "contoh:w-1\ncontoh:w-2"}),
    ("/inspection", None),
    ("/inspection", AD),
    ("/perencana", None),  # refused
)
STORIES = {"": SEEKERS, "employer": EMPLOYERS, "officer": OFFICERS}
"""Account to what is opened and sent, one after the other."""


def found_stories(role: str) -> list[Step]:
    """Pages without a parameter that no list names, of those whom an account's role, or nobody's, may open."""
    routes = [route for module in FOUND for route in module.router.routes if not route.include_in_schema]
    return [
        (route.path, None)
        for route in routes
        if "GET" in route.methods and "{" not in route.path and (role in route.rule.staff or not role)
    ]


NAMES = ("Dinas Perindustrian dan Tenaga Kerja", "Pangkajene Dan Kepulauan", "Tebing Tinggi", "G to G")
"""Of offices, places and agreements between states, the same in both languages."""


def written() -> list[str]:
    """What the people of the sample world wrote, and who walks."""

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            for one in value.values():
                yield from texts(one)
        elif isinstance(value, list):
            for one in value:
                yield from texts(one)

    records = [*SAMPLE_POSTINGS, *SAMPLE_WORKERS, *SAMPLE_COURSES, AD, SEEKER]
    parts = [part.strip() for text in texts(records) for part in (text, *text.split("."))]
    return sorted({*parts, *NAMES}, key=len, reverse=True)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("role", STORIES)
def test_a_page_speaks_the_reader_s_language_alone(browser: Browser, role: str, language: str) -> None:
    if role:
        browser.sign_in(role)
    browser.http.cookies.set("sepadan_bahasa", language)
    found, records, told = dict[str, list[str]](), [*written(), role], 0
    for path, fields in (*STORIES[role], *found_stories(role)):
        where = "/masuk" if not role else "/akun"
        answer = browser.get(path) if fields is None else browser.send(path, fields, page=where)
        if answer.status_code == 303:
            answer = browser.get(answer.headers["location"].partition("#")[0])
        assert answer.status_code < 500, path
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        told += 1
        if strange := strangers(answer.text, language, records):
            found[f"{path} {dict(fields or {})}"[:120]] = strange
    assert found == {}
    assert told >= len(STORIES[role]) - 1


def test_a_sentence_of_the_other_language_is_found() -> None:
    page = "<p>Own business: only 3 postings</p><p>Lowongan ini sudah tutup</p><q>yang dan</q>"
    assert strangers(page, "en") == ["Lowongan ini sudah tutup"]
    assert strangers(page, "id") == ["Own business: only 3 postings"]
    assert strangers('<p lang="id">yang dan</p><p title="untuk kamu">x</p>', "en") == ["untuk kamu"]
    assert strangers("<p>Juru Las yang baik</p>", "en", ["juru las yang baik"]) == []
    assert strangers("<p>The ad says “yang dan untuk”.</p>", "en") == []
