"""Fields of study as ads name them, behind a word like ``jurusan`` or right behind a level.

Behind ``jurusan``, ``program studi`` or ``majoring in`` any short name counts. Behind a bare level ("S1 Teknik Mesin")
only words of known study programmes do, for portals lose line breaks and what follows a level is often the next demand.
"""

from __future__ import annotations

import re

from taxonomy.text import fold

_WORDS = frozenset(
    """
    accountancy accounting actuarial administrasi administration advertising agama agribisnis agriculture agronomi
    agroteknologi akuntan akuntansi akuntasi akutansi aktuaria analis analisis analytics animasi animation arsitek
    arsitektur architecture art arts bahasa bakery bangunan banking biokimia biologi biology bisnis boga broadcasting
    budidaya business busana chain chemical chemistry china cina civil commerce communication communications computer
    computing conseling culinary daya design desain dkv ekomoni ekonomi economics economy education ekonometri
    electrical electro electronic electronics elektrikal elektro elektromedik elektromedis elektronik elektronika
    engineering english environmental fakultas farmasi fashion film finance financial fisika fisioterapi fkip fmipa food
    forestry geodesi geografi geologi gigi gizi grafis grafika graphic graphics health hewan hospitality hotel
    hubungan hukum human ilmu industri industrial informasi informatics informatika informatic information inggris
    interior internasional international it jaringan jasa jepang jerman journalism jurnalistik kebidanan kecantikan
    kedokteran kehutanan kelautan kelistrikan keperawatan kependidikan kesehatan keselamatan keuangan kimia komputer
    komunikasi konseling konstruksi kuliner k3 language languages law lingkungan linguistics linguistik listrik
    literature logistics logistik lunak lukis management managemen manajemen mandarin manusia manufaktur marketing
    masyarakat mass matematika material materials mathematics mechanical mechatronics media medicine medik medis mekanik
    mekanikal mekatronika mesin metallurgy metalurgi mice mining mipa multimedia music musik nautika networking niaga
    nursing nutrition office operations otomotif okupasi paud pajak pangan pariwisata pastry patiseri pelayaran
    pembangunan pemasaran pemerintahan pendidikan pendingin penerbangan perangkat perawat perbankan perhotelan perikanan
    perkantoran perkapalan permesinan perpajakan perpustakaan pertambangan pertanian pertanahan peternakan
    petroleum pgsd pgpaud pharmacy physics pks planologi politik process produk produksi programming psikologi
    psychology public publik radiologi rekam rekaya rekayasa relations relation resource resources retail rpl safety
    sains sastra satra science sciences sdm sekretaris sekretari semesta seni sipil sistem sistim social software
    sosial sosiologi statistic statistics statistik statistika studi studies sumber supply syariah system systems tata
    tataboga tatabusana tax taxation technical technology tehnik tek teknik teknologi teknolologi tekhnik
    telecommunication telecommunications telekomunikasi tekstil textile terapi ti tkj tourism tradisional transportasi
    usaha veteriner video visual wicara
    """.split()
)
"""Words that names of study programmes are made of, Indonesian and English, with frequent misspellings."""

_NO_NAME_ALONE = frozenset(
    "pendidikan ilmu studi bidang education fakultas bahasa sma smk smu slta s1 jurusan diploma any".split()
)
_EXPLICIT = (
    r"(?:jurusan|program studi|prodi|bidang studi|bidang keahlian|fakultas|\bfak\.|major(?:ing|ed)? in|degree in)"
)
_LEVEL = (
    r"(?<![\w&.])(?:s[ .-]?[123]|d[ .-]?[1234]|d[.-]?i{2,3}|d-?iv|sm[aku]|slta|stm|strata[ -]?(?:1|satu)|sarjana|"
    r"magister|diploma(?: (?:3|iii|4|iv))?|(?:bachelor|master)(?:['’]?s)?|profesi|degree)\b\)?"
)
_LEAD = (
    r"(?:[\s:(/,.-]{0,4}(?:sederajat|degree|di|dibidang|dalam|dari|from|in|of|the|field of|bidang|jurusan|"
    r"program studi|prodi|fak(?:ultas)?\b\.?|latar belakang|or|atau|dengan)\b){0,4}[\s:,([\-]{0,4}"
)
_TRIGGER = re.compile(
    rf"(?P<explicit>{_EXPLICIT})|{_LEVEL}|latar belakang(?: pendidikan)?|background (?:in|of)|pendidikan(?= ti\b)",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(_LEAD, re.IGNORECASE)
_WORD = r"(?:K3\b|k3\b|[A-Z]?[a-z'’-]+|[A-Z][A-Z&-]*(?![a-z]))"
"""With lost line breaks a capital begins the next demand: ``AkuntansiTeliti``."""

_ITEM = re.compile(rf"{_WORD}(?: {{1,3}}{_WORD}){{0,7}}")
_SEPARATOR = re.compile(
    r"\s{0,3}(?:\([^()\n]{1,20}\)\s{0,2})?(?:[/,&]|\b(?:atau|dan|or|and)\b)\s{0,3}"
    r"(?:(?:atau|dan|or|and|jurusan|prodi|fak(?:ultas)?\.?)\b\.?\s{0,3}){0,2}",
    re.IGNORECASE,
)
_SPECIALIST = re.compile(r"^(?:profesi )?(?:dokter )?spesialis ", re.IGNORECASE)
_JOINER = re.compile(r"\s+(?:atau|dan|or|and)\s+", re.IGNORECASE)
_STOP = re.compile(
    r"\b(?:sederajat|setara|yang|dengan|dari|min|minimal|minimum|pengalaman|berpengalaman|usia|umur|max|maks|maksimal|"
    r"ipk|gpa|preferably|preferred|equivalent|related|relevant|from|with|memiliki|mampu|bisa|diutamakan|lebih|lulusan|"
    r"terkait|relevan|lain|lainnya|serta|untuk|di|pria|wanita|laki|perempuan|fresh|terbuka|jujur|disiplin|tanggung|"
    r"bersedia|domisili|dapat|terakreditasi|akreditasi|negeri|is|are|at|apapun|apa|sejenis|sejenisnya|have|having|has|"
    r"any|other|field|fields|linear|linier|manapun|mana|tidak|dibutuhkan|ini|sesuai|saja|semua|in|must|good|the|"
    r"waktu|selama|candidate|required|sama|serupa|is|be|able|belum|menguasai|mempunyai|wajib|sebagai|dibidang)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_MOST = 10
_MOST_WORDS = 5
_REACH = 200


def read_majors(text: str) -> tuple[str, ...]:
    """Fields of study that a text names, in its order and spelling, none twice; at most ten."""
    found: dict[str, str] = {}
    for trigger in _TRIGGER.finditer(text):
        for name in _listed(text, trigger.end(), is_explicit=bool(trigger["explicit"])):
            found.setdefault(fold(name), name)
    return tuple(found.values())[:_MOST]


def _listed(text: str, start: int, *, is_explicit: bool) -> list[str]:
    """The names of a list that begins at ``start``; it ends where a part is no name."""
    lead = _LEAD_IN.match(text, start)
    at = lead.end() if lead else start
    names: list[str] = []
    while at < start + _REACH and (item := _ITEM.match(text, at)):
        words = _JOINER.split(item[0], maxsplit=1)[0].split()
        name = _name(words, is_explicit=is_explicit)
        if not name:
            break
        names.append(name)
        if len(name.split()) < len(words):
            break
        end = at + item[0].find(words[-1], sum(map(len, words[:-1]))) + len(words[-1])
        separator = _SEPARATOR.match(text, end)
        if separator is None:
            break
        at = separator.end()
    return names


def _name(words: list[str], *, is_explicit: bool) -> str:
    """The longest beginning made of words of study programmes; behind ``jurusan`` else the words as they are."""
    known = 0
    while known < len(words) and words[known].casefold() in _WORDS:
        known += 1
    if known:
        name = " ".join(words[: min(known, _MOST_WORDS)])
    elif is_explicit:
        name = " ".join(_STOP.sub("", _SPECIALIST.sub("", " ".join(words))).split()[:_MOST_WORDS])
    else:
        return ""
    name = name.strip("-'’&")
    return name if len(name) > 1 and fold(name) not in _NO_NAME_ALONE else ""
