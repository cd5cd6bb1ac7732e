from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

_Analyzer = str | Callable[[Any], Iterable[str]]

class HashingVectorizer:
    def __init__(
        self,
        *,
        lowercase: bool = ...,
        token_pattern: str | None = ...,
        tokenizer: Callable[[str], list[str]] | None = ...,
        ngram_range: tuple[int, int] = ...,
        analyzer: _Analyzer = ...,
        n_features: int = ...,
        norm: str | None = ...,
        alternate_sign: bool = ...,
        dtype: npt.DTypeLike = ...,
    ) -> None: ...
    def transform(self, X: Iterable[str]) -> csr_matrix: ...

class TfidfVectorizer:
    vocabulary_: dict[str, int]
    idf_: npt.NDArray[np.float64]
    def __init__(
        self,
        *,
        lowercase: bool = ...,
        token_pattern: str | None = ...,
        tokenizer: Callable[[str], list[str]] | None = ...,
        preprocessor: Callable[[str], str] | None = ...,
        ngram_range: tuple[int, int] = ...,
        analyzer: _Analyzer = ...,
        max_df: float = ...,
        min_df: float = ...,
        max_features: int | None = ...,
        norm: str | None = ...,
        sublinear_tf: bool = ...,
        dtype: npt.DTypeLike = ...,
    ) -> None: ...
    def fit(self, raw_documents: Iterable[str]) -> TfidfVectorizer: ...
    def fit_transform(self, raw_documents: Iterable[str]) -> csr_matrix: ...
    def transform(self, raw_documents: Iterable[str]) -> csr_matrix: ...
