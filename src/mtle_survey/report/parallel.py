"""Write several formats at once, each in a process of its own where the system allows it."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from mtle_survey.report.document import Document
from mtle_survey.report.writer import Writer


def write_all(writers: Sequence[Writer], document: Document) -> list[bytes]:
    """The document in every format, in the order of ``writers``.

    Processes are forked, so that they share the finished document and its figures, which are drawn here
    once, while formats without figures are written already. Where that is not possible, or one of them
    fails, the format is written here, and its error, if it has one, is raised here.
    """
    if len(writers) < 2 or "fork" not in multiprocessing.get_all_start_methods() or (os.cpu_count() or 1) < 2:
        return [writer.write(document) for writer in writers]
    context = multiprocessing.get_context("fork")
    started: dict[int, tuple[BaseProcess, Connection]] = {}

    def start(place: int) -> None:
        here, there = context.Pipe(duplex=False)
        process = context.Process(target=_send, args=(writers[place], document, there))
        process.start()
        there.close()
        started[place] = process, here

    *others, own = sorted(range(len(writers)), key=lambda place: writers[place].draws)
    for place in (p for p in others if not writers[p].draws):
        start(place)
    if any(writer.draws for writer in writers):
        with suppress(Exception):  # whoever writes a format that cannot be drawn meets the error again
            _ = document.pictures
    for place in (p for p in others if writers[p].draws):
        start(place)
    contents = {own: writers[own].write(document)}
    for place, (process, here) in started.items():
        content = _received(here)
        process.join()
        contents[place] = writers[place].write(document) if content is None else content
    return [contents[place] for place in range(len(writers))]


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
