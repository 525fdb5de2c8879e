"""Where the files of the local page live while it runs: one folder that nobody else may read, then gone."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from mtle_survey.app.kept_study import KeptStudy
from mtle_survey.app.leftovers import PREFIX, remove_leftovers
from mtle_survey.errors import UsageError

DEFINITIONS = (".yaml", ".yml")
_LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^\w.() -]+")


class Workspace:
    """A temporary folder with everything that was dropped and made; ``remove`` leaves nothing behind.

    What a page that was killed left behind is removed when the next one starts.
    """

    def __init__(self) -> None:
        remove_leftovers()
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.studies: dict[str, KeptStudy] = {}

    def add(self, files: Iterable[tuple[str, IO[bytes]]]) -> str:
        """Keep dropped files as a new study; returns the study's name in addresses.

        Raises
        ------
        UsageError
            No export among them, or two instrument files.
        MtleError
            A file cannot be read.
        """
        name = secrets.token_hex(4)
        folder = self.folder / name
        folder.mkdir()
        try:
            for given, content in files:
                with _free(folder, safe_name(given)).open("xb") as target:
                    shutil.copyfileobj(content, target)
            there = sorted(folder.iterdir())
            definitions = [file for file in there if file.suffix.casefold() in DEFINITIONS]
            exports = [file for file in there if file not in definitions]
            if not exports:
                raise UsageError("choose at least one export: a file with answers from the survey platform")
            if len(definitions) > 1:
                raise UsageError("choose one instrument file (.yaml) at most")
            own = definitions[0] if definitions else None
            self.studies[name] = KeptStudy.begun(folder, exports, own)
        except BaseException:
            shutil.rmtree(folder)
            raise
        return name

    def remove_study(self, name: str) -> None:
        """Delete a study's files."""
        shutil.rmtree(self.studies.pop(name).folder)

    def remove(self) -> None:
        """Delete everything."""
        self.studies.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def safe_name(given: str) -> str:
    """A file name without folders and signs that some system minds."""
    name = _UNSAFE.sub("_", given.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    stem, dot, suffix = name.rpartition(".")
    return f"{stem[:_LONGEST_NAME]}{dot}{suffix[:10]}" if stem else (name[:_LONGEST_NAME] or "export")


def _free(folder: Path, name: str) -> Path:
    """The first of name, name-2, name-3 … that is not taken."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem}-{number}{Path(name).suffix}"
    return path
