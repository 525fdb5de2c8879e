"""What is printed fits the terminal it is printed to; files and other programs get it whole."""

from __future__ import annotations

import io

import pytest

from mtle_survey.cli.terminal import fitted, width_of
from mtle_survey.cli.text_table import text_table

COLUMNS = ["Scale", "Wave", "Quote [95% CI]", "Clearly", "Alpha", "Omega", "Mean r (range)", "SEM"]
ROWS = [
    ["Leading colleagues", wave, "α .81 [.49, .95]", ".70?", ".81", ".82", ".50 (−.06 to .87)", "0.32"]
    for wave in ("fall", "spring")
]
LONG = "The change rests on seven people who answered both times, and below twelve a spread is hardly known."


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mtle_survey.cli.text_table.width_of", lambda _: 80)


def test_a_table_stays_whole_where_nobody_reads_a_terminal() -> None:
    lines = text_table(COLUMNS, ROWS, numbers_from=2).splitlines()
    assert len(lines) == 4
    assert lines[0].split()[-1] == "SEM" and lines[2].split()[-1] == "0.32"


@pytest.mark.usefixtures("narrow")
def test_a_table_too_wide_is_set_in_parts_that_name_their_rows() -> None:
    parts = text_table(COLUMNS, ROWS, numbers_from=2).split("\n\n")
    assert len(parts) == 2
    assert max(len(line) for part in parts for line in part.splitlines()) <= 80
    for part in parts:
        assert part.startswith("Scale")
        assert [line.split()[2] for line in part.splitlines()[2:]] == ["fall", "spring"]
    cells = [cell for row in ROWS for cell in row[2:]]
    assert all(any(cell in part for part in parts) for cell in cells), "no number is lost or cut"


@pytest.mark.usefixtures("narrow")
def test_columns_that_name_the_rows_may_be_set_flush_right() -> None:
    parts = text_table(COLUMNS, ROWS, named=2).split("\n\n")
    assert [part.split()[:2] for part in parts] == [["Scale", "Wave"]] * 2


@pytest.mark.usefixtures("narrow")
def test_a_table_of_words_is_wrapped_in_its_columns() -> None:
    shown = text_table(["What", "Before", "After"], [["item", LONG, LONG]], numbers_from=9)
    assert max(map(len, shown.splitlines())) <= 80
    assert shown.count("What") == 1


def test_sentences_are_wrapped_and_tables_are_not() -> None:
    table = "Scale      n   " + "x" * 80
    shown = fitted(f"  {LONG}\n{table}", 40).split("\n")
    assert shown[-1] == table
    assert max(map(len, shown[:-1])) <= 40
    assert shown[0].startswith("  The") and shown[1].startswith("    ")
    assert fitted(LONG, None) == LONG


def test_only_a_terminal_has_a_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "72")
    assert width_of(Terminal()) == 72
    assert width_of(io.StringIO()) is None
    assert width_of(None) is None
