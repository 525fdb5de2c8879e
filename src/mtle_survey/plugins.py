"""Find plug-ins: one constant per file of a package; nothing registers itself on import."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any


def discover(package: str, constant: str) -> dict[str, Any]:
    """Import every module of ``package`` and collect its ``constant``, by module name, sorted."""
    found = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(importlib.import_module(package).__path__)):
        loaded = importlib.import_module(f"{package}.{module}")
        if hasattr(loaded, constant):
            found[module] = getattr(loaded, constant)
    return found
