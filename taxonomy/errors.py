"""One tree of errors for the whole product.

Every message says what was wanted, what was found and where (file, row, field), so that the person who reads it can
mend it. HTTP statuses live only in ``api/app.py``; exit codes only in ``api/cli.py``.
"""

from __future__ import annotations


class SepadanError(Exception):
    """Root of all errors that Sepadan raises on purpose."""


class InputError(SepadanError):
    """Input that cannot be used as it is.

    Attributes:
        wanted: What would have been accepted.
        found: What was there, shortened to at most 200 characters.
        where: File, row and field (or parameter) of the fault.
    """

    def __init__(self, *, wanted: str, found: object, where: str) -> None:
        shown = found if isinstance(found, str) else repr(found)
        self.wanted = wanted
        self.found = shown if len(shown) <= 200 else shown[:197] + "..."
        self.where = where
        super().__init__(f"{where}: wanted {self.wanted}, found {self.found}")


class UnknownIdError(InputError):
    """A record, code or generation that does not exist."""


class UpstreamError(InputError):
    """What an upstream answers, or where it lies, cannot be used.

    Attributes:
        is_passing: Whether the same request may do better in a while.
        wait_s: Seconds that the upstream asks to be left alone; 0 when it does not say.
        status: HTTP status of the answer; 0 when there was none.
    """

    def __init__(
        self, *, wanted: str, found: object, where: str, is_passing: bool = False, wait_s: float = 0, status: int = 0
    ) -> None:
        super().__init__(wanted=wanted, found=found, where=where)
        self.is_passing = is_passing
        self.wait_s = wait_s
        self.status = status


class EncoderError(SepadanError):
    """The encoder is missing, incomplete or differs from the one that an index was made with."""


class GenerationError(SepadanError):
    """An index generation that must not be served (missing file, wrong checksum, wrong encoder)."""


class VectorServerError(SepadanError):
    """The server that holds the vectors of a generation does not answer; nothing says that they are damaged."""


class StoreError(SepadanError):
    """The record store cannot be opened, read or written."""


class ConfigError(SepadanError):
    """A setting, port or folder that the process cannot work with."""
