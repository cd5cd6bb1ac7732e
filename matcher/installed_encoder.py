"""The encoder that the product runs with, from its place in the cache; whoever names it loads nothing yet."""

from __future__ import annotations

from indexes import encoder as encoders
from indexes.encoder import Encoder
from matcher.home import cache_folder


def installed_encoder(model: str = encoders.BUNDLED) -> Encoder:
    """The encoder.

    Args:
        model: ``encoders.BUNDLED`` or the folder of another sentence-transformers model.

    Raises:
        EncoderError: It is not prepared.
    """
    return encoders.load(cache_folder(), max_tokens=encoders.MAX_TOKENS, model=model)
