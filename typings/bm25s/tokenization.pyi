class Tokenized:
    ids: list[list[int]]
    vocab: dict[str, int]
    def __init__(self, ids: list[list[int]], vocab: dict[str, int]) -> None: ...
