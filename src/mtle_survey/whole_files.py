"""Files appear whole or not at all, alone or together."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

# What a run that was killed leaves behind is cleared by a later one; no run takes this long.
LEFTOVER_AFTER_SECONDS = 24 * 3600
UNFINISHED = ".mtle.{}.part"


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write to; it takes its place at the end, unless something goes wrong.

    What stood at ``path`` stays until the new content is on the disk, and keeps its permissions; a new file
    gets those that the system gives new files. A link is followed. Anything but a file (a terminal, a pipe)
    cannot be replaced and is written to directly.

    Raises
    ------
    OSError
        The folder cannot be written to, the disk is full, or ``path`` is a folder.
    """
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder, not a file", str(path))
    if target.exists() and not target.is_file():
        yield path
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    _clear_leftovers(target.parent)
    beside = target.with_name(UNFINISHED.format(secrets.token_hex(8)))
    try:
        beside.open("xb").close()
        yield beside
        if target.exists():
            shutil.copymode(target, beside)
        _to_disk(beside)
        beside.replace(target)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename in (None, str(beside)):
            error.filename = str(path)  # the file that was asked for
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step, so that a failure leaves what was there."""
    write_together({path: content})


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Replace several files; none is touched before all of them are on the disk.

    A full disk or a killed process therefore leaves every file as it was, or as it should be: never half of
    one. Only a process killed between two of the closing renames leaves some old and some new files.
    """
    with together() as put:
        for path, content in contents.items():
            put(path, content)


@contextmanager
def together() -> Iterator[Callable[[Path, bytes], None]]:
    """Files written one after another, each to the disk at once, that take their places together at the end.

    When something goes wrong on the way, every file is as it was.
    """
    with ExitStack() as places:

        def put(path: Path, content: bytes) -> None:
            beside = places.enter_context(replacing(path))
            try:
                beside.write_bytes(content)
                _to_disk(beside)
            except OSError as error:
                error.filename = str(path)
                raise

        yield put


def _to_disk(path: Path) -> None:
    """Wait until the content is on the disk: some systems say only then that it is full."""
    if not path.is_file():
        return
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _clear_leftovers(folder: Path) -> None:
    oldest = time.time() - LEFTOVER_AFTER_SECONDS
    for left in folder.glob(UNFINISHED.format("*")):
        try:
            if left.stat().st_mtime < oldest:
                left.unlink()
        except OSError:
            continue  # another run cleared it, or it is another user's
