"""Kinds of record and ends of runs in the words of stewards' pages."""

from __future__ import annotations

from collections.abc import Mapping

from api.web.tongue import N_
from matcher.pulls.report import Outcome
from matcher.records import Kind

KINDS: Mapping[Kind, str] = {
    Kind.POSTING: N_("lowongan"),
    Kind.WORKER: N_("pencari kerja"),
    Kind.COURSE: N_("pelatihan"),
}
KINDS_MANY: Mapping[Kind, str] = {
    Kind.POSTING: N_("Lowongan"),
    Kind.WORKER: N_("Pencari kerja"),
    Kind.COURSE: N_("Pelatihan"),
}
"""As heads of rows."""

OUTCOMES: Mapping[str, tuple[str, str]] = {
    Outcome.RUNNING: (N_("sedang berjalan"), ""),
    Outcome.DONE: (N_("selesai"), "good"),
    Outcome.UNCHANGED: (N_("tidak ada yang baru"), "good"),
    Outcome.PARTIAL: (N_("selesai sebagian"), "warn"),
    Outcome.HELD: (N_("ditahan, perlu keputusan"), "warn"),
    Outcome.FAILED: (N_("gagal"), "bad"),
    Outcome.INTERRUPTED: (N_("terputus"), "warn"),
}
"""End of a run to its words and the colour of its badge."""
