"""What stewards say of flags: whether each is right, and so how often each rule is.

A ruling holds for the words that were found by a rule in a posting: where the ad changes and still says them, it
stands.
"""

from __future__ import annotations

import csv
import hashlib
import io
import secrets
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from indexes.flag_rows import StoredFlagRuling
from indexes.store import Store
from matcher.ad_inspection.flags import Flag
from matcher.ad_inspection.stored import Inspected
from matcher.rights.audit_log import AuditLog, Clock, now
from matcher.rights.requests import Actor
from matcher.share_interval import wilson
from taxonomy.errors import InputError, UnknownIdError

RIGHT, WRONG, ACTED, UNDONE = "right", "wrong", "acted", "undone"
"""The flag is right; it is wrong; it was right and something was done about it; what was said before is taken back."""

VERDICTS = frozenset({RIGHT, WRONG, ACTED, UNDONE})
LONGEST_REASON = 300

FlagKey = tuple[str, str, str]
"""Key of the posting, rule, and digest of the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision:
    """How often a kind or rule was right, of what was ruled.

    Attributes:
        right: Flags said to be right, acted upon or not.
        wrong: Flags said to be wrong.
        low: Of the share of right ones, lower end of the 95 % interval (Wilson 1927).
        high: Upper end.
    """

    right: int
    wrong: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """Share of right ones."""
        return self.right / (self.right + self.wrong)


def key_of(posting: str, flag: Flag) -> FlagKey:
    """What a ruling on a flag is known by."""
    words = f"{flag.where}\n{flag.surface.casefold()}"
    return posting, flag.rule, hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def standing(rulings: Iterable[StoredFlagRuling]) -> dict[FlagKey, StoredFlagRuling]:
    """The last ruling on each flag; none where it was taken back."""
    last = {one.flag: one for one in rulings}
    return {key: one for key, one in last.items() if one.verdict != UNDONE}


def precisions(rulings: Mapping[FlagKey, StoredFlagRuling], by: str) -> dict[str, Precision]:
    """How often each kind, or rule, was right; those most ruled upon first.

    Args:
        rulings: Those that stand.
        by: ``kind`` or ``rule``.
    """
    counts = defaultdict[str, Counter[bool]](Counter)
    for one in rulings.values():
        counts[getattr(one, by)][one.verdict != WRONG] += 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return {name: _precision(found[True], found[False]) for name, found in ordered}


def _precision(right: int, wrong: int) -> Precision:
    low, high = wilson(right, right + wrong)
    return Precision(right=right, wrong=wrong, low=low, high=high)


class FlagDesk:
    """Takes rulings on flags; safe to share between threads."""

    def __init__(self, store: Store, log: AuditLog, clock: Clock = now) -> None:
        """Keep them in a store.

        Args:
            store: Keeps rulings.
            log: Makes rows of the audit log.
            clock: The time, UTC.
        """
        self._store, self._log, self._clock = store, log, clock

    def standing(self) -> dict[FlagKey, StoredFlagRuling]:
        """The rulings that stand.

        Raises:
            StoreError: The store cannot be read.
        """
        return standing(self._store.flag_rulings())

    def rule(self, found: Inspected, number: int, verdict: str, reason: str, by: Actor) -> StoredFlagRuling:
        """Keep what a steward says of one flag, with its row of the audit log.

        Args:
            found: The posting as it is inspected now.
            number: Place of the flag among its flags, from 0.
            verdict: One of ``VERDICTS``.
            reason: Why; must be given but for ``right`` and ``undone``.
            by: Who says it.

        Raises:
            UnknownIdError: The posting has no such flag any more.
            InputError: There is no such verdict, or no reason.
            StoreError: The store refused.
        """
        if not 0 <= number < len(found.flags):
            raise UnknownIdError(wanted="a flag that the posting has", found=number, where="flag")
        if verdict not in VERDICTS:
            raise InputError(wanted=f"one of {', '.join(sorted(VERDICTS))}", found=verdict[:20], where="verdict")
        words = " ".join("".join(c if c.isprintable() else " " for c in reason).split())[:LONGEST_REASON]
        if not words and verdict in {WRONG, ACTED}:
            raise InputError(wanted="words that say why", found="none", where="reason")
        flag = found.flags[number]
        posting, rule, digest = key_of(found.key, flag)
        made = StoredFlagRuling(
            id=f"flg_{secrets.token_hex(12)}",
            posting_key=posting,
            rule=rule,
            kind=flag.kind,
            words=digest,
            verdict=verdict,
            reason=words,
            made_by=by.client,
            made_at=self._clock(),
        )
        facts = {"posting": posting, "kind": flag.kind, "verdict": verdict, "ground": rule}
        entry = self._log.entry(actor=by.client, role=by.role, tenant=by.tenant, action="flag.ruled", facts=facts)
        self._store.rule_flags([made], [entry])
        return made


def rulings_csv(rulings: Sequence[StoredFlagRuling]) -> bytes:
    """All rulings as CSV, by time; no cell begins a formula of a spreadsheet, and no words of an ad are told."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["posting", "source", "kind", "rule", "verdict", "reason", "by", "at"])
    for one in rulings:
        source = one.posting_key.partition(":")[0]
        cells = [one.posting_key, source, one.kind, one.rule, one.verdict, one.reason, one.made_by]
        rows.writerow(
            [*(f"'{cell}" if cell[:1] in "=+-@" and cell else cell for cell in cells), one.made_at.isoformat()]
        )
    return text.getvalue().encode()
