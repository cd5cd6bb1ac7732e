"""Errors to messages and exit codes: the one place of the command line that knows them."""

from __future__ import annotations

import errno
from typing import Any

import typer

from api.cli.show import complain, print_json
from matcher.json_text import as_unicode
from taxonomy.errors import GenerationError, InputError

FAILED = 1
WRONG_INPUT = 2
INTERRUPTED = 130

_WANTED = {
    errno.ENOSPC: "free space on the disk",
    errno.EDQUOT: "free space in the quota",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.EROFS: "a disk that can be written",
    errno.ENOENT: "a file or folder that exists",
}


def exit_code(error: Exception) -> int:
    """2 for what the caller can put right in the input or the command, else 1."""
    return WRONG_INPUT if isinstance(error, InputError | typer.TyperException) else FAILED


def error_document(error: Exception) -> dict[str, Any]:
    """What ``--json`` prints for an error: type, where, wanted, found and the whole message; blank where not known."""
    where, wanted, found = "", "", ""
    message = str(error)
    if isinstance(error, InputError):
        where, wanted, found = error.where, error.wanted, error.found
    elif isinstance(error, typer.TyperException):
        where, wanted = "command line", "a command as shown by --help"
        found = message = error.format_message()
    elif isinstance(refused := _refusal(error), OSError):
        where = str(refused.filename or "disk")
        wanted = _WANTED.get(refused.errno or 0, "a file that can be used")
        found = refused.strerror or type(refused).__name__
        message = message if refused is not error else f"{where}: wanted {wanted}, found: {found}"
    parts = {"where": where, "wanted": wanted, "found": found, "message": message}
    return {"error": {"type": type(error).__name__, **{name: as_unicode(text) for name, text in parts.items()}}}


def _refusal(error: Exception) -> BaseException | None:
    """What the disk said, also to who wrote an index, a backup or an export."""
    return error.__cause__ if isinstance(error, GenerationError) else error


def report(error: Exception, *, as_json: bool) -> int:
    """Tell an error on stderr, with ``--json`` on stdout too; gives the exit code."""
    document = error_document(error)
    usage = getattr(error, "ctx", None)
    complain("error", document["error"]["message"])
    if usage is not None:
        complain("usage", usage.get_usage().removeprefix("Usage:").strip())
    if as_json:
        print_json(document)
    return exit_code(error)
