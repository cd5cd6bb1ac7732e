"""The file of an upload, out of the form that carries it: in memory, never on a disk, its name not looked at.

Starlette's own reader of such forms writes what is longer than a MiB to a temporary file.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from api.bodies import check_media_type
from taxonomy.errors import InputError

FIELD = "berkas"
"""Name of the form's field."""

_MOST_PARTS = 8

# It tells bytes of a damaged form, which may be of somebody's file.
logging.getLogger("python_multipart").setLevel(logging.CRITICAL)


class UploadError(InputError):
    """A form without a file that could be read.

    Attributes:
        fault: ``none``, ``several`` or ``broken``.
    """

    def __init__(self, fault: str, found: str) -> None:
        super().__init__(wanted="one file", found=found, where=f"field {FIELD}")
        self.fault = fault


async def uploaded(request: Request) -> bytes:
    """The one file of a form.

    Args:
        request: POST; its lane bounds its body.

    Raises:
        UploadError: There is none, or more than one, or the form is damaged.
        MediaTypeError: Not ``multipart/form-data``.
    """
    check_media_type(request, "multipart/form-data")
    _, options = parse_options_header(request.headers["content-type"])
    files = _files(await request.body(), options.get(b"boundary", b""))
    if len(files) != 1:
        raise UploadError("several" if files else "none", f"{len(files)} files")
    return files[0]


@dataclass(slots=True)
class _Parts:
    """What a parser tells of the parts of a form; those of other fields are passed over."""

    files: list[bytes] = field(default_factory=list)
    count: int = 0
    is_whole: bool = False
    _name: bytes = b""
    _value: bytes = b""
    _has_name: bool = False
    _data: bytearray | None = None

    def begin(self) -> None:
        self.count += 1
        if self.count > _MOST_PARTS:
            raise FormParserError
        self._data, self._has_name = None, False

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            _, options = parse_options_header(self._value)
            if options.get(b"name") == FIELD.encode() and b"filename" in options:
                self._data, self._has_name = bytearray(), bool(options[b"filename"])
        self._name, self._value = b"", b""

    def data(self, data: bytes, start: int, end: int) -> None:
        if self._data is not None:
            self._data += data[start:end]

    def end(self) -> None:
        # A browser sends a part without name and bytes where no file was chosen.
        if self._data is not None and (self._data or self._has_name):
            self.files.append(bytes(self._data))
        self._data = None

    def whole(self) -> None:
        self.is_whole = True


def _files(body: bytes, boundary: bytes) -> list[bytes]:
    parts = _Parts()
    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": parts.begin,
                "on_header_field": parts.header_name,
                "on_header_value": parts.header_value,
                "on_header_end": parts.header_end,
                "on_part_data": parts.data,
                "on_part_end": parts.end,
                "on_end": parts.whole,
            },
        )
        parser.write(body)
        parser.finalize()
    except (FormParserError, ValueError) as error:
        raise UploadError("broken", "a damaged form") from error
    if not parts.is_whole:
        raise UploadError("broken", "half a form")
    return parts.files
