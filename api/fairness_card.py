"""The fairness audit as a document: groups with labels that people read, as JSON and as one CSV table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.web.tongue import N_

if TYPE_CHECKING:
    from matcher.audit import Audit, Rankings

FIGURES: Mapping[str, str] = {
    "selection": N_("Terpilih"),
    "reach": N_("Terpilih sekali"),
    "scoring": N_("Di atas median"),
    "exposure": N_("Paparan"),
}
_PARTS = ("rate", "ratio", "low", "high", "p")

TRAITS: Mapping[str, str] = {
    "sex": N_("jenis kelamin"),
    "age": N_("umur"),
    "religion": N_("agama"),
    "marital_status": N_("status perkawinan"),
    "disability": N_("disabilitas"),
    "ethnicity": N_("suku"),
    "province": N_("provinsi"),
    "island": N_("pulau"),
}
GROUPS: Mapping[str, str] = {
    "male": N_("laki-laki"),
    "female": N_("perempuan"),
    "15_24": N_("15-24"),
    "25_34": N_("25-34"),
    "35_44": N_("35-44"),
    "45_54": N_("45-54"),
    "55_up": N_("55 ke atas"),
    "islam": N_("Islam"),
    "protestant": N_("Kristen"),
    "catholic": N_("Katolik"),
    "hindu": N_("Hindu"),
    "buddhist": N_("Buddha"),
    "confucian": N_("Konghucu"),
    "belief": N_("kepercayaan"),
    "never_married": N_("belum kawin"),
    "married": N_("kawin"),
    "formerly_married": N_("cerai hidup atau mati"),
    "no": N_("tanpa disabilitas"),
    "yes": N_("dengan disabilitas"),
    "java": N_("Jawa"),
    "outside_java": N_("luar Jawa"),
    "other": N_("lainnya"),
    "": N_("tidak diketahui"),
}


def document_of(
    rankings: Rankings, traits: Mapping[str, Mapping[str, str]], origin: str, fewest: int
) -> dict[str, Any]:
    """The audit of rankings as ``sepadan audit --json`` prints it.

    Args:
        rankings: What was ranked.
        traits: Worker to trait to group.
        origin: Whence the traits are: ``vault`` or ``invented``.
        fewest: People that a group needs to be told.

    Raises:
        InputError: See ``matcher.audit.audit``.
    """
    from matcher.audit import audit
    from matcher.audit_traits import TRAITS as NAMES

    return {
        "day": rankings.day,
        "k": rankings.k,
        "generation": rankings.generation,
        "weights": rankings.weights,
        "traits": origin,
        **labelled(audit(rankings, traits, NAMES, fewest=fewest)),
    }


def labelled(audit: Audit) -> dict[str, Any]:
    """The audit for ``--json``, each group with the label that people read."""
    from taxonomy.places import load_gazetteer

    gazetteer = load_gazetteer()
    document = audit.as_dict()
    for group in document["groups"]:
        is_province = group["trait"] == "province" and gazetteer.knows(group["group"])
        group["label"] = gazetteer.get(group["group"]).name if is_province else words(group["group"], GROUPS)
    return document


def words(name: str, labels: Mapping[str, str], say: Callable[[str], str] = str) -> str:
    """The name of a trait or group, or of two together, in words.

    Args:
        name: As the audit has it.
        labels: ``TRAITS`` or ``GROUPS``.
        say: Puts a label into the reader's language.
    """
    return ", ".join(say(labels[part]) if part in labels else part for part in name.split(" & "))


def csv_bytes(document: Mapping[str, Any]) -> bytes:
    """One row a group; a withheld one has its name alone."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    quantiles = [f"score_q{round(100 * at)}" for at in _quantiles()]
    figures = [f"{name}_{part}" for name in FIGURES for part in _PARTS]
    rows.writerow(["traits_from", "trait", "group", "label", "people", *figures, *quantiles, "adverse"])
    for group in document["groups"]:
        held: list[dict[str, Any]] = [group[name] or {} for name in FIGURES]
        cells = [one.get(part) for one in held for part in _PARTS]
        scores = group["score_quantiles"] or [None] * len(quantiles)
        named = [document["traits"], group["trait"], group["group"], group["label"], group["people"]]
        rows.writerow([*named, *cells, *scores, "|".join(group["adverse"])])
    return text.getvalue().encode()


def _quantiles() -> Sequence[float]:
    from matcher.audit import QUANTILES

    return QUANTILES
