"""The title coder as the product runs it, and titles judged: what every task about titles shares."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.gold import GoldTitle
from evaluation.judged import Answer, Judged, judge
from indexes.encoder import Encoder
from taxonomy.coder import TitleCoder
from taxonomy.committee import load_committee
from taxonomy.title_coding import TitleCoding
from taxonomy.title_item import TitleItem
from taxonomy.use_encoder import load_use_encoder


def product_coder(encoder: Encoder) -> TitleCoder:
    """The title coder with its bundled weights."""
    return TitleCoder(load_committee(), {"use": load_use_encoder().encode, "e5": encoder.encode_query})


def answers(codings: Sequence[TitleCoding]) -> list[Answer]:
    """What a coder said, as it is judged."""
    return [Answer(codes=tuple(c.code for c in coding.candidates), uncertain=coding.uncertain) for coding in codings]


def judge_coder(coder: TitleCoder, gold: Sequence[GoldTitle], *, is_bare: bool = False) -> Judged:
    """Code gold titles, with all that stands beside them or bare, and judge the codes."""
    items = [TitleItem(title=title.item.title) if is_bare else title.item for title in gold]
    return judge(gold, answers(coder.code(items)))
