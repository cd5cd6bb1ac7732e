from __future__ import annotations

import os
import stat
from pathlib import Path

import platformdirs
import pytest

from matcher.home import Home, cache_folder
from taxonomy.errors import ConfigError


def test_a_home_names_where_everything_lies(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "sepadan")
    assert home.database_url == f"sqlite:///{tmp_path}/sepadan/sepadan.db"
    assert home.generations == tmp_path / "sepadan" / "generations"
    assert home.rejects == tmp_path / "sepadan" / "rejects"


def test_making_a_home_makes_its_parents_and_twice_does_no_harm(tmp_path: Path) -> None:
    home = Home(root=tmp_path / "a" / "b")
    assert home.make() is home
    (home.root / "isi").touch()
    assert home.make() is home
    assert (home.root / "isi").exists()
    assert stat.S_IMODE(home.root.stat().st_mode) == 0o700


def test_a_home_under_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "berkas").touch()
    with pytest.raises(ConfigError, match="wanted a folder, found: Not a directory"):
        Home(root=tmp_path / "berkas" / "home").make()
    with pytest.raises(ConfigError, match="wanted a folder, found: File exists"):
        Home(root=tmp_path / "berkas").make()


def test_a_home_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)  # root may write everywhere
    with pytest.raises(ConfigError, match="wanted a folder that can be written"):
        Home(root=tmp_path).make()


def test_the_cache_lies_where_the_environment_says_else_where_the_system_keeps_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEPADAN_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("SEPADAN_CACHE", "")
    assert cache_folder() == Path(platformdirs.user_cache_dir("sepadan"))
