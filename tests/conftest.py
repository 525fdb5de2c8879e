"""With MTLE_WRITE_DOSSIER=1 the tests also measure how far each statistic is from its reference."""

from __future__ import annotations

import os
from typing import Any


def pytest_configure(config: Any) -> None:
    if os.environ.get("MTLE_WRITE_DOSSIER") != "1":
        return
    from tests.oracle import measure, reference

    plugin = measure.Plugin()
    config.pluginmanager.register(plugin, "dossier")
    reference.on_load = plugin.recorder.load
