"""Who the employers of many postings are: each once, with the second one that a name may stand for."""

from __future__ import annotations

import numpy as np

from matcher.duplicates.rows import NONE, Numbers
from taxonomy.employer_identities import resolve_employers
from taxonomy.employer_names import EmployerName, employer_name

_LEAST_LETTERS = 5
"""Letters of a name that may stand for a longer one."""


def identified(names: list[str], numbers: Numbers) -> tuple[list[EmployerName], Numbers, Numbers]:
    """Employers, the employer of each row, and the second one that its name may stand for.

    Args:
        names: Different names.
        numbers: Of the name of each row.
    """
    often = np.bincount(numbers, minlength=len(names)).tolist()
    found = resolve_employers(name for name, count in zip(names, often, strict=True) for _ in range(count))
    heads, cores = dict[str, int](), dict[str, int]()
    for name in names:
        if identity := found.of(name):
            at = heads.setdefault(identity, len(heads))
            cores.setdefault(employer_name(name).core, at)
    employers = [_head_name(identity) for identity in heads]
    longer = _only_longer(employers)
    of_name = np.full((2, len(names)), NONE, dtype=np.int32)
    for place, name in enumerate(names):
        own = heads.get(found.of(name), NONE)
        brand = cores.get(employer_name(name).brand, NONE)
        of_name[:, place] = own, longer.get(own, NONE) if brand == NONE else brand
    return employers, of_name[0][numbers], of_name[1][numbers]


def _head_name(identity: str) -> EmployerName:
    core, _, form = identity.partition(", ")
    return EmployerName(core=core, form=form)


def _only_longer(employers: list[EmployerName]) -> dict[int, int]:
    """Employer of no form to the only one of some form whose name begins with all of its words.

    ``Arkademi`` may be ``PT Arkademi Daya Indonesia``; ``Sinar Jaya`` may be any of many and so is none.
    """
    begun = dict[str, list[int]]()
    for at, name in enumerate(employers):
        words = name.core.split()
        for count in range(1, len(words)) if name.form else ():
            begun.setdefault(" ".join(words[:count]), []).append(at)
    found = {at: begun.get(name.core, []) for at, name in enumerate(employers) if not name.form}
    least = _LEAST_LETTERS
    return {at: into[0] for at, into in found.items() if len(into) == 1 and len(employers[at].core) >= least}
