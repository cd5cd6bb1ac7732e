"""The record of processing (UU 27/2022 Art. 31), made of the tables of purposes and stored data: nothing is said twice.

``tables/stored_data.tsv`` says of every table of the store and every folder of the home what it holds and how it is
protected; a table that the store has and the record does not is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import resources

from indexes.schema import METADATA
from matcher.rights.clocks import load_clocks
from matcher.rights.purposes import LETTERS, load_purposes
from taxonomy.errors import ConfigError
from taxonomy.tables import Row, read_table

_FILE = "stored_data.tsv"
_COLUMNS = ("place", "holds", "personal", "protected_by", "leaves_when")

_HEAD = """# Record of processing

UU 27/2022 Art. 31: the controller records all processing of personal data. `sepadan rights records` makes this page
from `matcher/rights/tables/`; a test holds it. The controller fills in who it is, its data protection officer (Art. 53)
and the authority.
"""


def stored_data() -> Mapping[str, Row]:
    """Place to what it holds, in the order of the table.

    Raises:
        ConfigError: A table of the store is not described.
    """
    text = (resources.files("matcher.rights") / "tables" / _FILE).read_text(encoding="utf-8")
    found = {row["place"]: row for _, row in read_table(text, _FILE, _COLUMNS)}
    missing = sorted(str(table.name) for table in METADATA.sorted_tables if f"table {table.name}" not in found)
    if missing:
        raise ConfigError(f"{_FILE}: wanted a line for every table of the store, found none for {', '.join(missing)}")
    return found


def processing_record() -> str:
    """The record as Markdown.

    Raises:
        ConfigError: A table of the store is not described.
    """
    return "\n".join((_HEAD, _purposes(), _clocks(), _stored()))


def _purposes() -> str:
    head = ("Purpose", "Legal basis", "Person is asked", "Data", "Who receives it", "Kept", "Done by")
    rows = [
        (
            f"**{facts.purpose}**: {facts.name_id}",
            f"{facts.basis} (Ps. 20(2){LETTERS[facts.basis]}); {facts.law}",
            facts.asked.replace("_", "-") + (", for single tenants too" if facts.per_tenant else ""),
            *(facts.data, facts.receives, facts.retention, facts.code),
        )
        for facts in load_purposes().values()
    ]
    return _table("## Purposes", head, rows)


def _clocks() -> str:
    head = ("Request", "Right", "Binds the controller", "Hours", "Hours are of", "Article read")
    rows = [
        (
            *(one.kind, one.right or "none", one.article, str(one.hours)),
            "the law" if one.is_law else "our own: the law names none",
            "in its own words" if one.is_read else "as others tell it",
        )
        for one in load_clocks().values()
    ]
    return _table("## Clocks", head, rows)


def _stored() -> str:
    head = ("Place", "Holds", "Personal data", "Protected by", "Leaves")
    return _table("## Where data lies", head, [tuple(row[name] for name in _COLUMNS) for row in stored_data().values()])


def _table(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [title, "", f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows), ""])
