"""Formats written side by side are those written one by one; a failure in one of them is not lost."""

import pytest

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
