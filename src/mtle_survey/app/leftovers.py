"""Folders of local pages that were killed before they could remove them."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
import tempfile
import time
from pathlib import Path

from mtle_survey.whole_files import LEFTOVER_AFTER_SECONDS

PREFIX = "mtle-app-"
_OWN = re.compile(re.escape(PREFIX) + r"(\d+)-.+")


def remove_leftovers() -> None:
    """Delete this user's folders whose page no longer runs; others' folders and links are left alone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        named = _OWN.fullmatch(folder.name)
        if named and _is_own_folder(folder) and not _still_runs(int(named[1]), folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_own_folder(folder: Path) -> bool:
    try:
        found = folder.lstat()
    except OSError:  # gone already: another page that starts removes it, too
        return False
    return stat.S_ISDIR(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


def _still_runs(process: int, folder: Path) -> bool:
    """Whether the process that made a folder is there; on Windows, whether the folder is recent."""
    if sys.platform == "win32":  # there, asking a process by a signal would end it
        return time.time() - folder.stat().st_mtime < LEFTOVER_AFTER_SECONDS
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
