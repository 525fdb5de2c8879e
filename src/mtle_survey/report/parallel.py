"""Write several formats at once, each in a process of its own where the system allows it."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from mtle_survey.report.document import Document
from mtle_survey.report.writer import Writer


def write_all(writers: Sequence[Writer], document: Document) -> list[bytes]:
    """The document in every format, in the order of ``writers``.

    Processes are forked, so that they share the finished document and its figures, which are drawn here
    once, while formats without figures are written already. Formats that are typeset are written here: a
    forked process would wait for ever for the threads of the typesetting library. Where forking is not
    possible or not safe, as in a program with threads of its own, or a process fails, formats are written
    here, and an error is raised here.
    """
    if len(writers) < 2 or not _can_fork():
        return [writer.write(document) for writer in writers]
    context = multiprocessing.get_context("fork")
    started: dict[int, tuple[BaseProcess, Connection]] = {}

    def start(place: int) -> None:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(writers[place], document, there))
        process.start()
        there.close()
        started[place] = process, here

    here = [place for place, writer in enumerate(writers) if writer.typesets] or [len(writers) - 1]
    others = [place for place in range(len(writers)) if place not in here]
    for place in (p for p in others if not writers[p].draws):
        start(place)
    if any(writer.draws for writer in writers):
        with suppress(Exception):  # whoever writes a format that cannot be drawn meets the error again
            _ = document.pictures
    for place in (p for p in others if writers[p].draws):
        start(place)
    contents = {place: writers[place].write(document) for place in here}
    for place, (process, end) in started.items():
        content = _received(end)
        process.join()
        contents[place] = writers[place].write(document) if content is None else content
    return [contents[place] for place in range(len(writers))]


def _can_fork() -> bool:
    """Whether a copy of this process would find everything it needs: no other thread holds a lock."""
    return (
        "fork" in multiprocessing.get_all_start_methods()
        and threading.active_count() == 1
        and (os.cpu_count() or 1) > 1
    )


def _send(writer: Writer, document: Document, there: Connection) -> None:
    """Send a format, or nothing: the parent then writes it itself and meets the error."""
    with suppress(Exception):
        there.send_bytes(writer.write(document))
    there.close()


def _received(here: Connection) -> bytes | None:
    try:
        return here.recv_bytes()
    except EOFError:
        return None
    finally:
        here.close()
