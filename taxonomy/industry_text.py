"""What an employer says of itself: the words of its name, and the sentence that names its field of activity.

Ads open with it: "PT X adalah perusahaan yang bergerak di bidang distribusi kertas", "a leading textile company",
"kami produsen roti". What the ad asks of applicants comes after; it says more of the job than of the employer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from taxonomy.text import fold, plain

MAX_NAME = 200
"""Characters of an employer's name that are read."""

MAX_TITLE = 200
"""Characters of a job title that are read."""

MAX_TEXT = 700
"""Characters of an ad that are read: employers present themselves at its start."""

LEGAL_FORMS = frozenset("pt cv tbk persero perseroda ud pd fa firma pers ltd pte inc corp llc co bhd sdn".split())
"""Words of a name that say how a firm is held, not what it does (UU 40/2007, KUHD, and their foreign likes)."""

_NAMELESS = re.compile(
    r"\W*(?:(?:perusahaan|company|pengiklan|employer)\s+)?(?:confidential|anonim|anonymous|rahasia|dirahasiakan|private)"
    r"(?:\s+(?:company|advertiser|employer))?\W*",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)*")

_ACTIVITY = re.compile(
    r"""(?:
      \b[bv]?er?gerak\s+(?:pada\s+|di\s*|dalam\s+|dlm\s+|in\s+)*(?:bidang\w*\b|bidan\b|bag\b|industri\b|sektor\b)?
    | \b(?:adalah|merupakan|meupakan|ialah|yaitu|sebagai)\s+(?:sebuah\s+|suatu\s+|salah\s+satu\s+|satu\s+|seorang\s+)*
      (?=\S*\s?(?:perusah|usaha|lembaga|yayasan|toko|brand|badan|studio|klinik|rest|kafe|cafe|salon|sekolah|distribut|
        produsen|importir|supplier|penyedia|agen|pabrik|kontraktor|konsultan|pusat|grup|group|kantor|anak|dealer|hotel|
        gerai|platform|penyalur|pengelola|rumah|tempat|bengkel|organisasi|merek|media|startup|butik|koperasi|apotek|
        bimbingan|perguruan|universitas|layanan|kelompok|firma|bank|online|minimarket|spesialis|bisnis|umkm|holding))
    | \bperusahaan\s+(?:kami\s+)?(?:di\s*bidang|yang\s+(?:fokus|berfokus|menyediakan|memproduksi|menjual|memasarkan))
    | \b(?:fokus|berfokus|berkonsentrasi|spesialis|spesialisasi)\s+(?:pada|di|dalam)\s
    | \b(?:di\s*bidang|dibidang)\s
    | \b(?:is|are|as)\s+(?:an?|the|one\s+of(?:\s+the)?)\s+(?=[^.]{0,60}?\b(?:company|companies|firm|studio|agency|
        provider|distributor|manufacturer|group|brand|school|institution|clinic|retailer|platform|startup|
        consultant\w*|organi[sz]ation|leader|leading|producer|developer|supplier|bank|hotel|resort|restaurant|
        consultancy|contractor|destination)\b)
    | \b(?:engaged|engages|engaging|specializing|specialised|specialized|specializes|focused|focusing|operating|
        operates)\s+(?:in|on)\s
    | \b(?:kami|perusahaan|we\s+are)\s+(?=(?:adalah\s+)?(?:toko|distributor|produsen|importir|supplier|pabrik|
        kontraktor|manufaktur|manufacturer|a\s|an\s|konsultan|perdagangan|dagang|trading|outsourcing|industri|konstruksi|kontruksi))
    )\s*(?P<what>[^.;!\n]{3,180})""",
    re.IGNORECASE | re.VERBOSE,
)
_END = re.compile(
    r"""\b(?:saat\s+ini|sa'?at\s+ini|membutuhkan|sedang|mencari|membuka|kami\s+(?:mencari|sedang|memb)|berlokasi|berkantor|
    berbasis|yang\s+ber(?:ada|alamat|lokasi)|beralamat|currently|we\s+are|is\s+looking|looking\s+for|is\s+seeking|seeking|
    hiring|dan\s+saat|berdiri|sejak|mengundang|dengan\s+komitmen|berkomitmen|yang\s+sedang\s+berkembang|untuk\s+bergabung|
    yang\s+membutuhkan|bertugas)\b""",
    re.IGNORECASE | re.VERBOSE,
)

_CLIENT = re.compile(
    r"\b(?:our|one of our|for our) client|\bkli?en(?:t)? kami|\bclient kami|\bsalah satu (?:client|klien)|"
    r"\bpenempatan (?:di )?(?:client|klien)",
    re.IGNORECASE,
)
_STAFFING = "penyedia tenaga kerja untuk klien kami"
"""What a firm does that hires for a client, whatever it says of the client."""


def words_of(text: str) -> tuple[str, ...]:
    """Folded words of a text; ``F&B`` and ``R&D`` are one word each."""
    return tuple(_WORD.findall(fold(plain(text))))


def name_words(employer: str) -> tuple[str, ...]:
    """Words of an employer's name without its legal form; none for "Company Confidential" and its likes."""
    shown = plain(employer[:MAX_NAME])
    if _NAMELESS.fullmatch(shown):
        return ()
    found = tuple(word for word in words_of(shown) if word not in LEGAL_FORMS)
    # Spelt with dots ("P.T.", "C.V.") a legal form falls into letters.
    return found[2:] if found[:2] in {("p", "t"), ("c", "v"), ("u", "d")} else found


def read_activity(text: str) -> tuple[str, ...]:
    """What the text says the employer does, phrase by phrase, in order; a phrase stops where the vacancy begins."""
    found: list[str] = []
    for hit in _ACTIVITY.finditer(text):
        what = _END.split(hit["what"], maxsplit=1)[0].strip(" ,:-\u2013()\"'\u201c\u201d")
        if len(what) > 2:
            found.append(what)
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, eq=False)
class IndustryItem:
    """An employer with one of its ads.

    Attributes:
        employer: Name as advertised; may be empty.
        title: Job title of the ad, or empty.
        text: Body of the ad, or empty.
    """

    employer: str
    title: str = ""
    text: str = ""

    @cached_property
    def name(self) -> tuple[str, ...]:
        """See ``name_words``."""
        return name_words(self.employer)

    @cached_property
    def body(self) -> str:
        """The start of the text, plain, on one line."""
        return " ".join(plain(self.text[: MAX_TEXT * 2]).split())[:MAX_TEXT]

    @cached_property
    def activity(self) -> str:
        """What the employer says it does; empty when it does not say. Who hires "for our client" supplies staff."""
        if _CLIENT.search(self.body):
            return _STAFFING
        return "; ".join(read_activity(self.body)[:3])

    @cached_property
    def job(self) -> str:
        """The job title, plain."""
        return " ".join(plain(self.title[:MAX_TITLE]).split())

    @property
    def is_blank(self) -> bool:
        """Whether nothing can be read of the employer: no name and no text; a job title alone says too little."""
        return not (self.name or words_of(self.body))

    @property
    def passage(self) -> str:
        """Name and activity, or the start of a text that names none, as the encoder reads them."""
        return ". ".join(part for part in (" ".join(self.name), self.activity or self.body[:240]) if part)
