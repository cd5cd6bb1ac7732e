from typing import Any, BinaryIO

class FeedParserDict(dict[str, Any]):
    feed: FeedParserDict
    entries: list[FeedParserDict]

def parse(url_file_stream_or_string: str | bytes | BinaryIO) -> FeedParserDict: ...
