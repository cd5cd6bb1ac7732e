"""Where things lie on disk: the home folder of one installation, and the cache shared by all."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from indexes.vector_search import VectorEngine, VectorPlace
from taxonomy.errors import ConfigError


def cache_folder() -> Path:
    """Folder of the unpacked encoder: ``SEPADAN_CACHE``, else the user's cache folder of the system."""
    chosen = os.environ.get("SEPADAN_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("sepadan"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The folder that holds all state of one installation.

    Attributes:
        root: The folder; of this machine alone where there are several.
        shared: Folder that all machines of the installation see, for what one writes and another reads; the root when
            None.
        published: Address where generations are published, as fsspec reads it; the root alone when empty.
        cache_bytes: Most bytes of pulled generations on this machine; 0 for no bound.
        vectors: Where the vectors of generations are kept: in their folders, or in a server.
    """

    root: Path
    shared: Path | None = None
    published: str = ""
    cache_bytes: int = 0
    vectors: VectorPlace = field(default_factory=VectorPlace)

    @property
    def kept(self) -> Path:
        """Folder of what every process of the installation must see, on whichever machine."""
        return self.shared or self.root

    @property
    def engine(self) -> VectorEngine:
        """What keeps the vectors of generations.

        Raises:
            ConfigError: There is no such engine, or its package is not installed.
        """
        return self.vectors.open()

    @property
    def database_url(self) -> str:
        """URL of the SQLite store inside the home."""
        return f"sqlite:///{self.root / 'sepadan.db'}"

    @property
    def generations(self) -> Path:
        """Folder of the index generations."""
        return self.root / "generations"

    @property
    def recommendations(self) -> Path:
        """Folder of the batches of recommendations."""
        return self.kept / "recommendations"

    @property
    def recommendations_lock(self) -> Path:
        """File that is locked while a batch is written or removed."""
        return self.kept / "recommendations.lock"

    @property
    def build_lock(self) -> Path:
        """File that is locked while generations are written or removed."""
        return self.root / "build.lock"

    @property
    def copies_lock(self) -> Path:
        """File that is locked while the pages search for copies."""
        return self.kept / "copies.lock"

    @property
    def models(self) -> Path:
        """Folder of the trained models and of the pointers to those that serve (``matcher.model_life``)."""
        return self.root / "models"

    @property
    def drift(self) -> Path:
        """File with the last report on how incoming postings have changed."""
        return self.root / "checks" / "drift.json"

    @property
    def checks(self) -> Path:
        """Folder of what checks of generations came to."""
        return self.kept / "checks"

    @property
    def background_lock(self) -> Path:
        """File that is locked by the process that works in the background."""
        return self.root / "background.lock"

    @property
    def secret_keys(self) -> Path:
        """File with the keys that seal secrets, where no setting gives them; in no backup."""
        return self.kept / "secret.keys"

    @property
    def erasures(self) -> Path:
        """File that remembers who was erased, by keyed hash; in no backup, so that it outlives an older one."""
        return self.kept / "erasures.log"

    @property
    def erasure_lock(self) -> Path:
        """File that is locked while copies of erased people are hunted down, or retention runs."""
        return self.root / "erasure.lock"

    @property
    def exports(self) -> Path:
        """File that names the exports of people's records: copies that an operator has to look after."""
        return self.kept / "exports.log"

    @property
    def rejects(self) -> Path:
        """Folder of the rejects files."""
        return self.kept / "rejects"

    @property
    def pulls(self) -> Path:
        """Folder of the pages that runs of sources are reading, and of their locks."""
        return self.kept / "pulls"

    @property
    def jobs(self) -> Path:
        """Folder of what jobs have found, a folder for each; in no backup."""
        return self.kept / "jobs"

    @property
    def uploads(self) -> Path:
        """Folder of the files that were uploaded for jobs; in no backup."""
        return self.kept / "uploads"

    def make(self) -> Home:
        """Make the folder, readable by its owner only.

        Raises:
            ConfigError: It cannot be made or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.kept.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ConfigError(f"home {self.root}: wanted a folder, found: {error.strerror}") from error
        for folder in {self.root, self.kept}:
            if not os.access(folder, os.W_OK | os.X_OK):
                raise ConfigError(f"home {folder}: wanted a folder that can be written, found one that cannot")
        return self
