"""An installation opened with the encoder that the product runs with."""

from __future__ import annotations

from pathlib import Path

from indexes import encoder as encoders
from matcher.engine import Engine
from matcher.home import Home
from matcher.installed_encoder import installed_encoder
from matcher.world.vectors import known_world


def open_engine(
    home: Path | Home, *, database_url: str = "", model: str = encoders.BUNDLED, is_sample: bool = False
) -> Engine:
    """Open an installation with the real encoder.

    Args:
        home: The installation, or its folder alone.
        database_url: Store; SQLite inside the home by default.
        model: ``encoders.BUNDLED`` or the folder of another sentence-transformers model.
        is_sample: The sample world is about to be coded, whose vectors are at hand.

    Raises:
        EncoderError: The encoder is not prepared.
    """
    place = Home(root=home) if isinstance(home, Path) else home
    encoder = installed_encoder(model)
    return Engine(place, known_world(encoder) if is_sample else encoder, database_url=database_url)
