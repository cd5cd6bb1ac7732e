"""Scripts of ``deploy`` as modules, for tests."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from tests.deploy.containerfile import DEPLOY


def script(name: str) -> ModuleType:
    """A script as a module.

    Args:
        name: Below ``deploy``, without ending: ``checks/secrets``.
    """
    spec = importlib.util.spec_from_file_location(f"deploy_{name.replace('/', '_')}", DEPLOY / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
