"""What is coded: a title with what stands beside it, and the hashed features that the members read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import HashingVectorizer

from taxonomy.damped_counts import damped
from taxonomy.text import fold, plain
from taxonomy.titles import MAX_TITLE, core_title

TEXT_CHARACTERS = 600
"""Characters of an ad's text that are read for coding; the duties stand at its start."""

_HASHED: Mapping[str, HashingVectorizer] = {
    "characters_title": HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5), n_features=4096, norm=None),
    "words_title": HashingVectorizer(analyzer="word", ngram_range=(1, 2), n_features=4096, norm=None),
    "words_text": HashingVectorizer(analyzer="word", ngram_range=(1, 1), n_features=8192, norm=None),
}
"""Hashed views and their widths, chosen so that the weights of 446 classes stay under 10 MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleItem:
    """What is to be coded.

    Attributes:
        title: Job title as advertised or wished for.
        hint: Category path, or empty.
        text: Body of the ad, or empty.
    """

    title: str
    hint: str = ""
    text: str = ""

    @property
    def has_text(self) -> bool:
        """Whether there is more than the title."""
        return bool(self.hint.strip() or self.text.strip())

    @property
    def words(self) -> str:
        """The words of the title that name the work; all of it when nothing else is left."""
        return core_title(self.title) or fold(plain(self.title[:MAX_TITLE]))

    @property
    def passage(self) -> str:
        """Title, category and the start of the text, as the encoder reads them."""
        body = plain(self.text[: TEXT_CHARACTERS * 2])[:TEXT_CHARACTERS]
        return ". ".join(part for part in (plain(self.title[:MAX_TITLE]), plain(self.hint[:MAX_TITLE]), body) if part)


def hashed_features(view: str, items: Sequence[TitleItem]) -> csr_matrix:
    """Hashed counts of a view, square-rooted and brought to length 1.

    Args:
        view: ``characters_title``, ``words_title`` or ``words_text``.
        items: What is to be coded.

    Returns:
        float32, shape ``(len(items), features)``; a row without a known piece is all zero.
    """
    if view.endswith("_title"):
        texts = [item.words for item in items]
    else:
        texts = [fold(f"{item.words} {item.passage}") for item in items]
    return damped(_HASHED[view].transform(texts))
