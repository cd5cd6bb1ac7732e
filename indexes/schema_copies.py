"""Tables of pairs of postings that a person should look at, and of what people said of them.

Doubts are found anew with each search for copies; answers stay, one row each, so that it can be told who said what, and
the last can be taken back. What counts for the search is the ruling alone (``indexes.schema.RULING``).
"""

from __future__ import annotations

import sqlalchemy as sa

from indexes.checksums import SIZE
from indexes.schema import METADATA

_KEY = sa.String(400).with_variant(sa.String(400, collation="C"), "postgresql")
_ID = sa.String(64).with_variant(sa.String(64, collation="C"), "postgresql")
_WORD = sa.String(16)
_NAME = sa.String(120)
_MOMENT = sa.DateTime(timezone=True)

DOUBT = sa.Table(
    "doubt",
    METADATA,
    sa.Column("first", _KEY, primary_key=True),
    sa.Column("second", _KEY, primary_key=True),
    # Chance of being one vacancy, thousandths.
    sa.Column("chance", sa.BigInteger, nullable=False),
    # What spoke for it and against it, in the unit of the scorecard; JSON.
    sa.Column("reasons", sa.Text, nullable=False),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("doubt_by_second", "second"),
)

PAIR_ANSWER = sa.Table(
    "pair_answer",
    METADATA,
    sa.Column("id", _ID, primary_key=True),
    sa.Column("first", _KEY, nullable=False),
    sa.Column("second", _KEY, nullable=False),
    sa.Column("answer", _WORD, nullable=False),
    # The ruling that stood before, which comes back when the answer is taken back; empty for none.
    sa.Column("before", _WORD, nullable=False),
    sa.Column("made_by", _NAME, nullable=False),
    sa.Column("made_at", _MOMENT, nullable=False),
    sa.Column("undone_by", _NAME, nullable=False),
    sa.Column("undone_at", _MOMENT),
    sa.Column("checksum", sa.LargeBinary(SIZE), nullable=False),
    sa.Index("pair_answer_by_pair", "first", "second"),
    sa.Index("pair_answer_by_second", "second"),
)

TABLES = (DOUBT, PAIR_ANSWER)
