"""Personal traits and identity out of free text, before it reaches the encoder, an index or a score.

People write their age, sex, religion and phone number into summaries, and ads ask for them. Swapping such a word must
change no vector and no score (UU 13/2003 art. 5-6; SE Menaker M/6/HK.04/V/2025; UU 27/2022), so the words go before
anything is worked out from the text. The record itself keeps its words; only what is computed does without them.

The same words can name the work, and then they stay. The rule: a word goes when it says who the person is, and stays
when the words right before it make it what is taught, made, sold or served. ``Guru muslim`` asks for a trait;
``guru agama Islam``, ``hukum Islam``, ``Universitas Kristen``, ``busana muslim``, ``sepatu pria`` and ``pemberdayaan
perempuan`` name a subject, an institution, a product or those served. ``SPG`` is the name of a job and stays.
``15 tahun pengalaman`` is experience and stays; ``28 tahun`` alone is an age and goes. Where the two cannot be told
apart the word goes: a weaker match is a smaller harm than an unlawful one.
"""

from __future__ import annotations

import re

_CONTACT = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[(\[]at[)\]]\s?)[\w-]{1,63}\.[\w.-]{2,80}|"
    r"(?:https?://|www\.|wa\.me/|t\.me/)\S+|(?<![\w@])@\w{3,30}|"
    r"(?<!\d)(?:\d{16}|\d{6}[ .-]\d{6}[ .-]\d{4}|(?:\d\d\.){3}\d{6}\.\d{4})(?!\d)|"
    r"(?<!\d)(?:\+?62|0)[ .()-]{0,2}[1-9](?:[ .()-]{0,2}\d){7,12}(?!\d)"
)

_ONE_SEX = (
    r"(?:laki[ -]?laki|laki2|pria|cowok|cowo|lelaki|perempuan|wanita|cewek|cewe|gadis|bujang(?:an)?|perjaka|"
    r"ikhwan|akhwat|(?:fe)?male|m[ae]n only|wom[ae]n only|khusus (?:putra|putri)|(?:ibu|bapak) rumah tangga|"
    r"ibu-ibu|bapak-bapak|emak-emak|seorang (?:ibu|bapak|ayah|istri|suami)|"
    r"(?:ibu|bapak|ayah) (?:dari )?(?:\d|satu|dua|tiga|empat|lima)(?: orang)? anak)"
)
_JOINT = r"\s?(?:/|,|&|dan|atau|and|or|maupun)\s?"
_SEX = rf"{_ONE_SEX}(?:{_JOINT}{_ONE_SEX})*|p\s?/\s?[wl]|l\s?/\s?p|[mf]\s?/\s?[mf]|jenis kelamin"

_TO = r"\s{0,2}(?:-|–|s\.?/?d\.?|sampai(?: dengan)?|hingga|to)\s{0,2}"
_YEARS = r"\s{0,2}(?:tahun|thn?|years?(?: old)?|yo)"
_AGE = (
    r"(?:usia|umur|aged?|berusia|berumur)(?:\s{0,2}(?:saya|kini|sekarang|mi?n\w{0,6}|m[ai]?[kx]\w{0,6}|mx\w{0,6}|antara|"
    r"between|di ?bawah|di ?atas|tidak|lebih|kurang|paling|dari|[:.<>≤≥=±])){0,4}\s{0,2}"
    rf"\d{{1,2}}(?:{_TO}\d{{1,2}})?(?:{_YEARS})?|"
    r"\d{2}\s{0,2}(?:years? old|yo\b|y\.o\.?)|"
    r"(?:(?:tempat|tanggal|tgl)[ ,/&]{1,3}){0,2}(?:lahir|kelahiran|ttl)\b[^\n.;]{0,40}?(?:19|20)\d\d"
)
_BARE_AGE = (
    rf"\d{{2}}(?:{_TO}\d{{2}})?\s{{0,2}}(?:tahun|thn?)"
    r"(?!\s+(?:pengalaman|experience|bekerja|kerja|di|sebagai|jadi|menjadi|lebih))"
)
_NO_AGE = (
    r"\b(?:(?:ber)?pengalaman|experience|selama|(?:be)?kerja|kontrak|masa|garansi|sejak|berdiri|umur mesin)\b[^,.;\n]*$"
)

_ONE_FAITH = r"(?:islam|kristen|katolik|protestan|hindu|buddha|budha|k(?:h)?onghucu)"
_FAITHS = rf"{_ONE_FAITH}(?:{_JOINT}{_ONE_FAITH})*"
_DEVOUT = (
    rf"beragama(?:\s+(?:{_FAITHS}|non[ -]?\w+))?|non[ -]?(?:muslim|islam|kristen)|"
    r"hijabers?|ber(?:hijab|jilbab|kerudung)|"
    r"(?:memakai|mengenakan|menggunakan|pakai|me?lepas|lepas|wajib|non|wanita|perempuan|muslimah)[ ,-]{1,2}"
    r"(?:hijab|jilbab|kerudung)"
)
_GARMENT = (
    r"(?:busana|fashion|fesyen|baju|pakaian|mode|gamis|koko|butik|konveksi|outfit|sepatu|sandal|tas|celana|kemeja)"
)
_WARES = rf"(?:{_GARMENT}|jaket|jas|gaun|batik|kosmetik|skincare|parfum|aksesoris|produk|perlengkapan)"
_SUBJECT = (
    r"(?:pendidikan|pelajaran|mapel|studi|kajian|ilmu|hukum|ekonomi|perbankan|keuangan|asuransi|sejarah|filsafat|sastra|"
    r"seni|budaya|peradaban|konseling|manajemen|komunikasi|penyiaran|psikologi|akuntansi|teologi|buku|kitab|musik)"
    r"(?:\s+agama)?"
)
_INSTITUTION = (
    r"(?:sekolah|madrasah|pesantren|universitas|univ|institut|kampus|perguruan|yayasan|lembaga|rumah sakit|rs|klinik|"
    r"panti|media|penerbit)(?:\s+(?:tinggi|agama|terpadu|negeri|swasta|pusat))*"
)
_TEACHES = (
    r"(?:guru|pengajar|dosen|ustadz(?:ah)?|tutor|instruktur|penyuluh|pembimbing|pembina|mengajar(?:kan)?|mata kuliah|"
    r"les|privat|kantor urusan|kementerian|bidang|jurusan|prodi|program studi)(?:\s+(?:mapel|bidang))?"
)
_SERVES = (
    rf"(?:{_WARES}|rambut|salon|barbershop|pangkas|cukur|spa|kesehatan|pemberdayaan|perlindungan|"
    r"kekerasan terhadap|hak|lapas|pemasyarakatan|rutan|asrama|toilet|bangsal|pasien|pelanggan|klien|"
    r"tahanan|narapidana)"
)
_MARITAL = (
    r"(?:status\W{0,3})?(?:"
    r"(?:(?:belum|blm|sudah|sdh|telah|pernah)\W{0,3}){1,2}(?:menikah|kawin|nikah|berkeluarga)|menikah|lajang|"
    r"janda|duda|(?:un)?married|not married|divorced|widow(?:er)?|bercerai|cerai|"
    r"single(?![ -]+(?:page|sign|point|source|unit|board|phase|fasa|phasa|use|tenant|core|thread|threaded|cabin?|"
    r"origin|task|entry|window|layer|digit|bed|room|responsibility|customer|view|cell|cylinder|line)\b))"
    r"|status\W{0,3}(?:kawin|nikah)"
)
_DISABILITY = (
    r"(?:(?:saya|seorang|penyandang|teman|pengguna|memakai|pakai)\s+){0,2}(?:disabilitas(?:\s+(?:fisik|rungu|netra|daksa|"
    r"mental|intelektual))?|difabel|tuna\s?(?:netra|rungu|daksa|wicara|grahita)|tuli|low vision|kursi roda|"
    r"alat bantu dengar)"
)
_CARED_FOR = (
    r"(?:anak|anak-anak|siswa|murid|peserta didik|terapi|terapis|pendamping(?:an)?|mendampingi|merawat|juru bahasa|"
    r"bahasa isyarat|layanan|bagi|untuk|slb)"
)
_ETHNIC = r"(?:suku(?!\s+(?:cadang|bunga|dinas|kata|banding|tabungan))|etnis|keturunan)\s+\w+|pribumi"
_CHINESE = (
    r"(?:chinese|tionghoa)(?![ -]+(?:food|restaurant|cuisine|cook|chef|kitchen|dish|dishes|language|speak\w*|medicine|"
    r"massage|new year|menu|resto\w*)\b)"
)
_CUISINE = r"(?:bahasa|restoran|resto|masakan|makanan|speak|speaking|language|koki|chef|cook|juru masak|dapur|menu)"
_LOOKS = (
    r"(?:berpenampilan|penampilan)\s+(?:menarik|cantik|ganteng)|good looking|(?:tinggi|berat) badan\D{0,12}\d{2,3}\s?"
    r"(?:cm|kg)?"
)

_TRAITS = re.compile(
    rf"(?<!\w)(?:(?P<devout>{_DEVOUT})|(?P<sex>{_SEX})|(?P<age>{_AGE})|(?P<bare_age>{_BARE_AGE})|"
    rf"(?P<taught>agama\s?:?\s?{_FAITHS})|(?P<faith>{_FAITHS})|(?P<muslim>muslim(?:ah|in)?)|(?P<marital>{_MARITAL})|"
    rf"(?P<disability>{_DISABILITY})|(?P<ethnic>{_ETHNIC})|(?P<chinese>{_CHINESE})|(?P<looks>{_LOOKS}))(?![^\W\d]|\d(?![.)]))",
    re.IGNORECASE,
)
"""A list number may stick to a trait where a portal has lost the line breaks (``1.Wanita2.Usia maks 40th3.SMA``)."""

_ABOUT_WORK = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "sex": rf"\b{_SERVES}\s+$",
        "bare_age": _NO_AGE,
        "taught": rf"\b(?:{_SUBJECT}|{_TEACHES})\s+$",
        "faith": rf"\b(?:{_SUBJECT}|{_INSTITUTION})\s+$",
        "muslim": rf"\b(?:{_GARMENT}|wisata|travel|wedding)\s+$",
        "chinese": rf"\b{_CUISINE}\s+$",
        "disability": rf"\b(?:{_CARED_FOR}|{_TEACHES})\s+$",
    }.items()
}
"""Words right before a trait word that make it a part of the work."""

_BEFORE = 80
_SPACES = re.compile(r"[^\S\n]+")


_PROXIES = (
    # The year of leaving school is an age; the school stays.
    re.compile(
        r"(?P<stays>\b(?:lulus(?:an)?|tamat(?:an)?|kelulusan|angkatan|wisuda|graduated?|graduation)\b[^\n.;]{0,30}?)"
        r"\b(?:19|20)\d\d\b",
        re.IGNORECASE,
    ),
    # A school for one sex tells the sex of who went there; the level of the school stays.
    re.compile(
        r"(?P<stays>\b(?:sd|smp|sma|smk|sekolah|akademi|asrama|pesantren|ponpes)\b(?:\s\w+){0,3}?\s)"
        r"(?:khusus\s)?(?:putr[ia]|wanita|perempuan|laki-laki|pria)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<stays>\b(?:perkenalkan,?\s)?)\bnama(?:\s(?:saya|lengkap|panggilan|aku)){1,2}\s?[:=]?\s?(?:adalah\s)?"
        r"[\w'.]{1,30}(?:\s[\w'.]{1,30}){0,2}(?=\s?[,.;\n]|$)",
        re.IGNORECASE,
    ),
    # Where in a town somebody lives tells of wealth and faith; the town stands elsewhere.
    re.compile(r"(?P<stays>)\b(?:jl|jln|gg)\b\.?\s?[A-Za-z][^,;\n]{1,40}", re.IGNORECASE),
    re.compile(r"(?P<stays>)\brt\b\.?\s?\d{1,3}\s?(?:/|,|-)?\s?(?:rw\b\.?\s?\d{1,3})?", re.IGNORECASE),
)
"""What gives a trait away without naming it: year of leaving school, a school for one sex, a name, a street."""


def without_contacts(text: str) -> str:
    """The text without e-mail and web addresses, handles, phone and NIK numbers; a space stands for each."""
    return _CONTACT.sub(" ", text)


def without_personal(text: str) -> str:
    """The text without personal traits, what gives them away, contact details and NIK numbers; offsets are not kept."""
    left = without_contacts(text)
    for proxy in _PROXIES:
        left = proxy.sub(r"\g<stays> ", left)
    return _SPACES.sub(" ", _TRAITS.sub(_kept, left)).strip()


def _kept(trait: re.Match[str]) -> str:
    """The words of a trait where they name the work, else a space."""
    about_work = _ABOUT_WORK.get(trait.lastgroup or "")
    before = trait.string[max(0, trait.start() - _BEFORE) : trait.start()]
    return trait[0] if about_work is not None and about_work.search(before) else " "
