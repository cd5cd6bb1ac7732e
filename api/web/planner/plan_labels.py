"""Names of a plan's limits, assumptions and reasons, in the language of the page: the engine's own are Indonesian."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.web.tongue import N_, Tongue
from matcher.curriculum.offers import (
    FOR_EXPERIENCED,
    LESS_PROMISING,
    NO_JOB,
    NO_LENGTH,
    NO_TRAINERS,
    NO_WORKSHOP,
    ONLY_TEST,
    SAME,
)

WORKSHOPS: Mapping[str, str] = {
    "las": N_("bengkel las"),
    "mesin-perkakas": N_("bengkel mesin perkakas"),
    "otomotif-mobil": N_("bengkel mobil"),
    "otomotif-motor": N_("bengkel sepeda motor"),
    "listrik": N_("bengkel listrik"),
    "elektronika": N_("bengkel elektronika"),
    "refrigerasi": N_("bengkel pendingin dan tata udara"),
    "surya": N_("bengkel tenaga surya"),
    "komputer": N_("laboratorium komputer"),
    "jahit": N_("ruang jahit"),
    "dapur": N_("dapur praktik"),
    "pastry": N_("dapur roti dan kue"),
    "barista": N_("kedai kopi praktik"),
    "salon": N_("salon praktik"),
    "hotel": N_("kamar dan restoran praktik"),
    "kelas": N_("ruang kelas"),
    "lahan": N_("lahan praktik"),
    "kandang": N_("kandang praktik"),
    "kolam": N_("kolam praktik"),
    "kayu": N_("bengkel kayu"),
    "bata-beton": N_("bengkel bangunan"),
    "alat-berat": N_("lapangan alat berat"),
    "laboratorium": N_("laboratorium"),
    "klinik": N_("klinik praktik"),
    "kapal-simulator": N_("simulator kapal"),
    "gudang": N_("gudang praktik"),
    "studio": N_("studio foto, video dan suara"),
}
"""As ``matcher.training.centres.WORKSHOPS``, marked for translation; a test holds the two together."""

ASSUMPTIONS: Mapping[str, str] = {
    "completion": N_("Bagian peserta yang lulus"),
    "trainers_per_class": N_("Instruktur untuk satu kelas"),
    "workshop_share": N_("Bagian JP yang memakai bengkel"),
    "boarding_share": N_("Bagian peserta yang tinggal di asrama"),
    "cost_per_participant_jp_idr": N_("Biaya satu JP untuk satu peserta, rupiah"),
    "ready_jp": N_("JP yang menyiapkan peserta sepenuhnya"),
    "class_seats": N_("Peserta sekelas bila kursus tidak menyebutnya"),
    "max_classes": N_("Kelas terbanyak untuk satu kursus"),
    "placed": N_("Lulusan yang bekerja, menurut pelacakan lembaga"),
    "traced": N_("Lulusan yang dilacak lembaga"),
}

REASONS: Mapping[str, str] = {
    NO_LENGTH: N_("JP tidak disebut"),
    NO_JOB: N_("jabatan tujuan tidak diketahui"),
    NO_TRAINERS: N_("lembaga tidak punya instruktur kejuruan ini"),
    NO_WORKSHOP: N_("lembaga tidak punya bengkelnya"),
    ONLY_TEST: N_("uji sertifikasi tanpa pelatihan"),
    FOR_EXPERIENCED: N_("meminta pengalaman atau pendidikan di atas SMA atau SMK dan setahun kerja"),
    SAME: N_("program yang sama sudah ada"),
    LESS_PROMISING: N_("peluang lulusannya lebih kecil daripada kursus lain yang ikut dihitung"),
}
"""Why the engine leaves courses out, in words of the page."""


def limit_name(limit: Mapping[str, Any], tongue: Tongue) -> str:
    """A limit by its id: ``workshop:las``, ``trainers:teknik las``, ``beds``, ``budget`` or ``budget:2027``.

    A promise of classes is named after the course and month that the engine's label has.
    """
    kind, _, rest = str(limit["id"]).partition(":")
    if kind == "workshop":
        place = tongue.gettext(WORKSHOPS[rest]) if rest in WORKSHOPS else rest
        return tongue.gettext("%(place)s (jam-tempat kerja sebulan)", place=place)
    if kind == "trainers":
        field = str(limit["label"]).removeprefix("instruktur ").removesuffix(" (JP sebulan)")
        return tongue.gettext("instruktur %(field)s (JP sebulan)", field=field)
    if kind == "budget":
        return tongue.gettext("anggaran %(year)s (rupiah)", year=rest) if rest else tongue.gettext("anggaran setahun")
    return tongue.gettext("asrama (tempat tidur)") if kind == "beds" else str(limit["label"])


def assumption_rows(assumptions: Sequence[Mapping[str, Any]], tongue: Tongue) -> list[tuple[str, float, str]]:
    """Each assumption with its value and whether the reader set it."""
    own, guess = tongue.gettext("diisi di formulir"), tongue.gettext("perkiraan Sepadan, bukan data")
    return [
        (
            tongue.gettext(ASSUMPTIONS[one["name"]]),
            float(one["value"]),
            guess if "asumsi" in str(one["source"]) else own,
        )
        for one in assumptions
    ]
