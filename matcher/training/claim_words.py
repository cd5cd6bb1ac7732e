"""What advice on training says, in plain words, in Bahasa Indonesia and English: each number is one of its claims."""

from __future__ import annotations

from collections.abc import Mapping

from matcher.reason_words import Language, Said, figure, label_of, number
from matcher.training.advice import Claim
from matcher.training.advisor import Considered
from matcher.training.alternatives import Alternative
from taxonomy.rupiah import rupiah

NAMED = 4
"""Skills that a sentence names."""

SENTENCES: Mapping[str, Said] = {
    "opens": {
        "id": "{n} lowongan lagi jadi terjangkau; sekarang {now} dari {looked} yang dilihat.",
        "en": "{n} more postings come within reach; today it is {now} of the {looked} looked at.",
    },
    "raises": {
        "id": "Skor {n} lowongan naik; rata-rata semua yang dilihat naik {rise} poin dari 100.",
        "en": "The score of {n} postings rises; the mean of all looked at rises by {rise} points of 100.",
    },
    "opens:0": {
        "id": "Tidak ada lowongan lagi yang jadi terjangkau; sekarang {now} dari {looked} yang dilihat.",
        "en": "No more postings come within reach; today it is {now} of the {looked} looked at.",
    },
    "opens:1": {
        "id": "1 lowongan lagi jadi terjangkau; sekarang {now} dari {looked} yang dilihat.",
        "en": "1 more posting comes within reach; today it is {now} of the {looked} looked at.",
    },
    "raises:0": {"id": "Tidak ada lowongan yang skornya naik.", "en": "The score of no posting rises."},
    "raises:1": {
        "id": "Skor 1 lowongan naik; rata-rata semua yang dilihat naik {rise} poin dari 100.",
        "en": "The score of 1 posting rises; the mean of all looked at rises by {rise} points of 100.",
    },
    "pay": {
        "id": "Median upah yang ditulis lowongan terjangkau: {before} (n={n_before}) jadi {after} (n={n_after}).",
        "en": "Median pay that postings within reach name: {before} (n={n_before}) becomes {after} (n={n_after}).",
    },
    "no_pay": {
        "id": "Upah tidak dibandingkan: yang menulis upah {n_before} lowongan sekarang, {n_after} sesudahnya.",
        "en": "Pay is not compared: {n_before} postings name it today, {n_after} afterwards.",
    },
    "per_100_jp:1": {
        "id": "Per 100 JP: 1 lowongan, skor {rise} poin.",
        "en": "For each 100 JP: 1 posting, {rise} points of score.",
    },
    "per_100_jp": {
        "id": "Per 100 JP: {n} lowongan, skor {rise} poin.",
        "en": "For each 100 JP: {n} postings, {rise} points of score.",
    },
    "closes": {"id": "Mengajarkan yang diminta: {named}.", "en": "Teaches what is asked for: {named}."},
    "skill:1": {"id": "{label} (1 lowongan)", "en": "{label} (1 posting)"},
    "skill": {"id": "{label} ({n} lowongan)", "en": "{label} ({n} postings)"},
    "value": {
        "id": "Nilai {value} = ({postings} lowongan + {fit} kecocokan + {pay} upah) x {time} waktu.",
        "en": "Value {value} = ({postings} postings + {fit} fit + {pay} pay) x {time} time.",
    },
}

NONE: Mapping[str, Said] = {
    "no_courses": {"id": "Belum ada pelatihan di sistem ini.", "en": "There are no courses in this installation."},
    "no_postings": {
        "id": "Tidak ada lowongan terbuka di sekitar dari pekerjaan yang dicari, jadi manfaat pelatihan tidak bisa "
        "dihitung.",
        "en": "No posting of the work sought is open nearby, so what a course is worth cannot be reckoned.",
    },
    "closed": {"id": "Semua pelatihan sudah ditutup.", "en": "All courses are closed."},
    "full": {"id": "Pelatihan yang masih buka sudah penuh.", "en": "Courses that are open are full."},
    "not_training": {
        "id": "Yang tersisa hanya uji sertifikasi, bukan pelatihan.",
        "en": "What is left assesses and does not train.",
    },
    "mode": {
        "id": "Tidak ada pelatihan dengan cara belajar yang diminta.",
        "en": "No course is taught in the way asked for.",
    },
    "dates": {
        "id": "Tidak ada pelatihan dalam tanggal yang diminta.",
        "en": "No course lies within the dates asked for.",
    },
    "too_long": {"id": "Pelatihan yang ada lebih lama dari batas.", "en": "The courses last longer than the limit."},
    "too_dear": {"id": "Pelatihan yang ada lebih mahal dari batas.", "en": "The courses cost more than the limit."},
    "distance": {"id": "Tidak ada pelatihan dalam jarak itu.", "en": "No course lies within that distance."},
    "education": {
        "id": "Pelatihan yang dekat meminta pendidikan lebih tinggi.",
        "en": "The courses nearby ask for more schooling.",
    },
    "experience": {
        "id": "Pelatihan yang dekat meminta pengalaman kerja lebih lama.",
        "en": "The courses nearby ask for more experience.",
    },
    "entry": {
        "id": "Pelatihan yang dekat meminta bekal yang belum dimiliki.",
        "en": "The courses nearby ask participants to bring what is not held yet.",
    },
    "teaches_nothing_missing": {
        "id": "Tidak ada pelatihan dalam jangkauan yang mengajarkan yang kurang.",
        "en": "No course within reach teaches what is missing.",
    },
    "off_field": {
        "id": "Pelatihan yang mengajarkan yang kurang bukan untuk pekerjaan yang dicari.",
        "en": "The courses that teach what is missing are for other work than is sought.",
    },
    "mostly_known": {
        "id": "Isi pelatihan yang cocok sudah hampir semua dikuasai.",
        "en": "Nearly all that the fitting courses teach is known already.",
    },
    "helps_too_little": {
        "id": "Pelatihan yang ada hampir tidak menambah lowongan atau skor.",
        "en": "The courses there add hardly any posting or score.",
    },
}

ALTERNATIVES: Mapping[str, Said] = {
    "licence": {
        "id": "Tanpa pelatihan: {label} membuka {n} lowongan ({law}).",
        "en": "Without a course: {label} opens {n} postings ({law}).",
    },
    "licence:1": {
        "id": "Tanpa pelatihan: {label} membuka 1 lowongan ({law}).",
        "en": "Without a course: {label} opens 1 posting ({law}).",
    },
    "certification": {
        "id": "Sertifikasi tanpa pelatihan: {held} dari {of} keterampilan {label} sudah dimiliki, dan pengalaman boleh "
        "diuji ({law}). Lowongan yang meminta sertifikatnya: {n}.",
        "en": "Certification without a course: {held} of {of} skills of {label} are held, and experience may be "
        "assessed ({law}). Postings that ask for the certificate: {n}.",
    },
    "internship": {
        "id": "Magang: {n} tempat magang terbuka dari pekerjaan yang dicari ({law}).",
        "en": "Internship: {n} open internships of the work sought ({law}).",
    },
    "internship:1": {
        "id": "Magang: 1 tempat magang terbuka dari pekerjaan yang dicari ({law}).",
        "en": "Internship: 1 open internship of the work sought ({law}).",
    },
    "own_business:0": {
        "id": "Usaha sendiri: belum ada lowongan yang terjangkau, dan pekerjaan ini biasa dijalankan sendiri: {label} "
        "({law}).",
        "en": "Own business: no posting is within reach yet, and many do this work on their own account: {label} "
        "({law}).",
    },
    "own_business:1": {
        "id": "Usaha sendiri: hanya 1 lowongan yang terjangkau, dan pekerjaan ini biasa dijalankan sendiri: {label} "
        "({law}).",
        "en": "Own business: only 1 posting is within reach, and many do this work on their own account: {label} "
        "({law}).",
    },
    "own_business": {
        "id": "Usaha sendiri: hanya {n} lowongan yang terjangkau, dan pekerjaan ini biasa dijalankan sendiri: {label} "
        "({law}).",
        "en": "Own business: only {n} postings are within reach, and many do this work on their own account: {label} "
        "({law}).",
    },
}


def claim_words(claim: Claim, considered: Considered, language: Language) -> tuple[str, ...]:
    """A claim in a language; a sentence for each fact, the value last."""
    rise = number(claim.score, language)
    pay = claim.pay
    said = [
        _say("opens", language, n=claim.opens, now=considered.reachable, looked=considered.postings_considered),
        _say("raises", language, n=claim.improves, rise=rise),
        _pay(claim, language)
        if pay.before is not None and pay.after is not None
        else _say("no_pay", language, n_before=pay.n_before, n_after=pay.n_after),
    ]
    if claim.closes:
        said.append(_say("closes", language, named=", ".join(_skill(one, language) for one in claim.closes[:NAMED])))
    if claim.per_100_jp is not None:
        opens, score = claim.per_100_jp["opens"] or 0.0, claim.per_100_jp["score"] or 0.0
        said.append(_say("per_100_jp", language, n=figure(opens, language), rise=number(score, language)))
    return (*said, value_words(claim, language))


def value_words(claim: Claim, language: Language) -> str:
    """The value function with the figures of a claim."""
    parts = {name: figure(getattr(claim.worth, name), language) for name in ("value", "postings", "fit", "pay", "time")}
    return _say("value", language, **parts)


def none_words(considered: Considered, language: Language) -> str:
    """Why nothing is advised; empty where something is."""
    return "" if considered.why_none is None else NONE[considered.why_none][language]


def alternative_words(one: Alternative, language: Language) -> str:
    """An alternative in a language."""
    label = one.label_en if language == "en" and one.label_en else one.label
    return _form(ALTERNATIVES, one.kind, one.postings)[language].format(
        label=label, n=one.postings, law=one.legal_basis, held=one.held, of=one.of
    )


def _pay(claim: Claim, language: Language) -> str:
    before, after = (rupiah(amount or 0.0, language) for amount in (claim.pay.before, claim.pay.after))
    counts = {"n_before": claim.pay.n_before, "n_after": claim.pay.n_after}
    return _say("pay", language, before=before, after=after, **counts)


def _skill(item: Mapping[str, object], language: Language) -> str:
    return _say("skill", language, label=label_of(item, language), n=item["postings"])


def _say(name: str, language: Language, /, **facts: object) -> str:
    return _form(SENTENCES, name, facts.get("n"))[language].format(**facts)


def _form(table: Mapping[str, Said], name: str, n: object) -> Said:
    """What is said of none, of one, or of any other number, where these differ."""
    return table.get(f"{name}:{n}", table[name])
