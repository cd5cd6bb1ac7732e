from typing import Any

class AbstractFileSystem:
    def __getattr__(self, name: str) -> Any: ...
