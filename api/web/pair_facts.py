"""What stands between a person and a posting besides skills, in words: place, schooling, experience, pay, hours."""

from __future__ import annotations

from collections.abc import Sequence

from api.serving import Serving
from api.web import officer_words, words
from api.web.tongue import Tongue
from matcher.coded import Coded
from matcher.placement.side_by_side import Fact
from matcher.records import Kind

Told = tuple[str, str, str, bool | None]
"""What it is, as the posting has it, as the person has it, and whether it is met; None where that is not known."""


def facts_told(serving: Serving, worker: str, posting: str, facts: Sequence[Fact], tongue: Tongue) -> list[Told]:
    """The facts of a pair, the place first: who lives far away is asked about that before anything else.

    Args:
        serving: Holds both.
        worker: Key of the person.
        posting: Key of the posting.
        facts: As ``side_by_side`` gives them.
        tongue: Of the reader.
    """
    catalogues = serving.engine.refresh().catalogues
    one, other = catalogues[Kind.POSTING].place(posting).coded, catalogues[Kind.WORKER].place(worker).coded
    return [*_place(serving, one, other, tongue), *(_fact(fact, tongue) for fact in facts)]


def _place(serving: Serving, posting: Coded, worker: Coded, tongue: Tongue) -> list[Told]:
    gazetteer = serving.engine.coder.gazetteer
    asked = words.places(tongue, posting.region_codes, gazetteer)
    held = words.places(tongue, worker.region_codes, gazetteer)
    if not asked and not held and not posting.is_remote:
        return []
    pairs = [(one, other) for one in posting.region_codes for other in worker.region_codes]
    km = min((gazetteer.distance_km(one, other) for one, other in pairs), default=None)
    if posting.is_remote:
        asked = ", ".join(part for part in (asked, tongue.gettext("bisa dari mana saja")) if part)
    elif km:
        held += " " + tongue.gettext("(sekitar %(km)s km)", km=tongue.number(round(km)))
    if worker.will_relocate is not None:
        moves = tongue.gettext("mau pindah") if worker.will_relocate else tongue.gettext("tidak mau pindah")
        held = ", ".join(part for part in (held, moves) if part)
    is_met = True if posting.is_remote or km == 0 or worker.will_relocate else None
    is_met = False if is_met is None and km and worker.will_relocate is False else is_met
    said = tongue.gettext("tidak disebut")
    return [(tongue.gettext("Tempat"), asked or said, held or said, is_met)]


def _fact(fact: Fact, tongue: Tongue) -> Told:
    asked = _value(fact.name, fact.asked, tongue)
    if fact.name == "experience" and fact.asked == 0:  # "none yet" is said of a person, not of an ad
        asked = tongue.gettext("tidak perlu pengalaman")
    return tongue.gettext(officer_words.FACTS[fact.name]), asked, _value(fact.name, fact.held, tongue), fact.meets


def _value(name: str, value: str | float | None, tongue: Tongue) -> str:
    if value is None:
        return tongue.gettext("tidak disebut")
    if name == "experience":
        return words.months(tongue, int(value))
    if name == "pay":
        return tongue.rupiah(float(value))
    return "SMA / SMK" if value == "SMA" else str(value)
