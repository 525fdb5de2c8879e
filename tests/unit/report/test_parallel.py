"""Formats written side by side are those written one by one; a failure in one of them is not lost."""

import os
import re
import threading
from importlib import import_module
from pathlib import Path

import pytest

import mtle_survey.report.writers as writers_package
from mtle_survey.report.document import Document
from mtle_survey.report.parallel import write_all
from mtle_survey.report.writer import Writer

PAGE = Document.__new__(Document)


def failing(_document):
    raise ValueError("cannot be drawn")


def test_contents_come_in_the_order_asked_for():
    writers = [Writer(suffix=s, write=lambda _d, s=s: s.encode() * 200_000) for s in ("a", "b", "c")]
    assert write_all(writers, PAGE) == [w.write(PAGE) for w in writers]


@pytest.mark.parametrize("place", [0, 1])
def test_a_failure_is_raised_here(place, capfd):
    writers = [Writer(suffix="a", write=lambda _d: b"a"), Writer(suffix="b", write=lambda _d: b"b")]
    writers[place] = Writer(suffix="x", write=failing)
    with pytest.raises(ValueError, match="cannot be drawn"):
        write_all(writers, PAGE)
    assert "Traceback" not in capfd.readouterr().err


def process_number(_document):
    return str(os.getpid()).encode()


def test_what_is_typeset_is_written_in_this_process():
    writers = [
        Writer(suffix="a", write=process_number, typesets=True),
        Writer(suffix="b", write=process_number, draws=False),
        Writer(suffix="c", write=process_number, typesets=True),
    ]
    first, other, third = write_all(writers, PAGE)
    assert first == third == str(os.getpid()).encode()
    assert other != first


def test_a_program_with_threads_of_its_own_is_not_copied():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        writers = [Writer(suffix=s, write=process_number, draws=False) for s in ("a", "b")]
        assert set(write_all(writers, PAGE)) == {str(os.getpid()).encode()}
    finally:
        stop.set()
        thread.join()


def test_formats_that_use_the_typesetting_library_say_so():
    """Written in a forked process, a second report of the same program would wait for ever."""
    folder = Path(writers_package.__file__).parent
    using = {
        p.stem for p in folder.glob("*.py") if re.search(r"import (typst|as_dots)", p.read_text("utf-8"))
    }
    assert using == {"docx", "pdf"}
    for name in using:
        assert import_module(f"{writers_package.__name__}.{name}").WRITER.typesets
