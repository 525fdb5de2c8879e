"""With MTLE_WRITE_DOSSIER=1 the tests also measure how far each statistic is from its reference."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

# The same examples on every run, and no limit of time for one of them, so that a red test is red for its
# change and not for a busy machine; search further with pytest --hypothesis-profile=default.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")


def pytest_configure(config: Any) -> None:
    if os.environ.get("MTLE_WRITE_DOSSIER") != "1":
        return
    from tests.oracle import measure, reference

    plugin = measure.Plugin()
    config.pluginmanager.register(plugin, "dossier")
    reference.on_load = plugin.recorder.load
