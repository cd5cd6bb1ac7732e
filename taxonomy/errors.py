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


class EncoderError(SepadanError):
    """The encoder is missing, incomplete or differs from the one that an index was made with."""


class GenerationError(SepadanError):
    """An index generation that must not be served (missing file, wrong checksum, wrong encoder)."""


class StoreError(SepadanError):
    """The record store cannot be opened, read or written."""


class ConfigError(SepadanError):
    """A setting, port or folder that the process cannot work with."""
