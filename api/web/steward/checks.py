"""What ``sepadan doctor`` checks of a server that runs, in the words of the pages.

Left out are those that read the whole index or load the encoder, which a page must not wait for, and the port, which
this very server holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.cli import doctor, doctor_operation
from api.cli.check import Check
from api.settings import Settings
from api.web.tongue import N_, Tongue


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A check that is not well.

    Attributes:
        name: In the reader's language.
        means: What it means to who looks after the data.
        found: As ``sepadan doctor`` says it, in English.
        mend: What an operator does, in English.
    """

    name: str
    means: str
    found: str
    mend: str


Look = Callable[[Settings], Check]

CHECKS: Sequence[tuple[Look, str, str]] = (
    (
        doctor_operation.settings_known,
        N_("Pengaturan"),
        N_("Ada pengaturan yang namanya salah dan karena itu diabaikan."),
    ),
    (
        doctor_operation.keys,
        N_("Kunci"),
        N_("Kunci identitas atau rahasia tidak terbaca; yang tersegel tidak bisa dibuka."),
    ),
    (doctor_operation.permissions, N_("Hak akses"), N_("Pengguna lain di mesin ini bisa membaca folder data.")),
    (doctor.disk, N_("Ruang disk"), N_("Indeks baru tidak muat di disk. Pencarian tetap jalan, pembaruan akan gagal.")),
    (doctor_operation.database, N_("Basis data"), N_("Setelan basis data tidak menjamin data tersimpan utuh.")),
    (doctor_operation.processes, N_("Proses"), N_("Proses lebih banyak daripada inti prosesor; jawaban melambat.")),
    (doctor_operation.clock, N_("Jam"), N_("Jam mesin salah, sehingga tenggat dan umur data salah.")),
    (doctor_operation.backup, N_("Cadangan"), N_("Belum ada cadangan dari sehari terakhir.")),
    (doctor_operation.audit_head, N_("Catatan audit"), N_("Catatan audit lama belum ditandatangani.")),
    (doctor.access, N_("Akses"), N_("Server bisa dicapai tanpa tanda pengenal, atau tidak ada yang bisa masuk.")),
    (
        doctor_operation.rate_limits,
        N_("Batas permintaan"),
        N_("Tiap proses menghitung sendiri; batas berlaku lebih longgar."),
    ),
)
"""Check, its name and what it means when it is not well."""


def warnings(settings: Settings, tongue: Tongue) -> list[Warned]:
    """The checks that are not well, in the order in which they are worth mending.

    Args:
        settings: Of the server.
        tongue: Of the reader.
    """
    told: list[Warned] = []
    for look, name, means in CHECKS:
        check = look(settings)
        if not check.ok:
            said = Warned(name=tongue.gettext(name), means=tongue.gettext(means), found=check.found, mend=check.mend)
            told.append(said)
    return told
