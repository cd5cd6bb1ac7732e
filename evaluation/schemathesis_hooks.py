"""What schemathesis is told in Python (``SCHEMATHESIS_HOOKS``): a part of an upload is bytes, as tus names them."""

from __future__ import annotations

import schemathesis

schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")
