"""The file of an upload, out of the form that carries it: in memory, never on a disk, its name not looked at."""

from __future__ import annotations

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.bodies import check_media_type
from taxonomy.errors import InputError

FIELD = "berkas"
"""Name of the form's field."""

_MOST_FILES, _MOST_FIELDS = 4, 8


class UploadError(InputError):
    """A form without a file that could be read.

    Attributes:
        fault: ``none``, ``several`` or ``broken``.
    """

    def __init__(self, fault: str, found: str) -> None:
        super().__init__(wanted="one file", found=found, where=f"field {FIELD}")
        self.fault = fault


class _InMemory(MultiPartParser):
    """Starlette's parser writes what is longer than a MiB to a disk; the lane's limit on bodies bounds it here."""

    spool_max_size = 1 << 30


async def uploaded(request: Request) -> bytes:
    """The one file of a form.

    Args:
        request: POST; nothing of its body was read.

    Raises:
        UploadError: There is none, or more than one, or the form is damaged.
        MediaTypeError: Not ``multipart/form-data``.
    """
    check_media_type(request, "multipart/form-data")
    parser = _InMemory(request.headers, request.stream(), max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
    try:
        form = await parser.parse()
    except MultiPartException as error:
        raise UploadError("broken", "a damaged form") from error
    try:
        files = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and (one.filename or one.size)]
        if len(files) != 1:
            raise UploadError("several" if files else "none", f"{len(files)} files")
        return await files[0].read()
    finally:
        await form.close()
