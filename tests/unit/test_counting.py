"""Counts read as a person would write them, wherever the program tells one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from mtle_survey.catalogue import CATALOGUE
from mtle_survey.counting import counted, row_list, there_are
from tests.support import REPOSITORY

SOURCE = REPOSITORY / "src" / "mtle_survey"
COUNTED = (
    "answers bytes cells characters codes columns comments entries IDs items labels lines pages people "
    "places records reports respondents responses rows sheets sources units words"
)
NEVER_ONE = {"smallest": "10", "k": "4"}  # the smallest group shown; items of which some are left out
PLURAL = re.compile(rf" (?:[a-z]+ )?(?:{COUNTED.replace(' ', '|')})\b")


def test_one_is_told_in_the_singular() -> None:
    assert [counted(n, "row") for n in (0, 1, 2)] == ["0 rows", "1 row", "2 rows"]
    assert [counted(n, "person") for n in (1, 2)] == ["1 person", "2 people"]
    assert [counted(n, "entry", "entries") for n in (1, 3)] == ["1 entry", "3 entries"]
    assert [there_are(n) for n in (0, 1, 2)] == ["there are 0", "there is 1", "there are 2"]


def test_rows_are_listed_until_there_are_many() -> None:
    assert row_list([5]) == "row 5"
    assert row_list([5, 9]) == "rows 5, 9"
    assert row_list(range(2, 14)) == "rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 2 more"


@pytest.mark.parametrize("code", CATALOGUE)
def test_no_message_says_1_rows(code: str) -> None:
    entry = CATALOGUE[code]
    for words in (entry.why, entry.fix):
        gaps = {name for _, name, _, _ in Formatter().parse(words) if name}
        told = words.format_map({name: NEVER_ONE.get(name, "1") for name in gaps})
        assert not re.search(rf"\b1{PLURAL.pattern}", told), told


def _found_texts(tree: ast.AST) -> Iterator[ast.JoinedStr]:
    """The f-strings that say what was found, directly or under a name."""
    for node in ast.walk(tree):
        if (isinstance(node, ast.keyword) and node.arg == "found") or (
            isinstance(node, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == "found" for t in node.targets)
        ):
            yield from (n for n in ast.walk(node.value) if isinstance(n, ast.JoinedStr))


def _after_numbers(text: ast.JoinedStr) -> Iterator[str]:
    for value, words in zip(text.values, text.values[1:], strict=False):
        if isinstance(value, ast.FormattedValue) and isinstance(words, ast.Constant):
            yield str(words.value)


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda p: str(p.relative_to(SOURCE)))
def test_what_was_found_is_counted_with_its_noun(path: Path) -> None:
    if "report" in path.parts:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plural = [words for text in _found_texts(tree) for words in _after_numbers(text) if PLURAL.match(words)]
    assert not plural, f"use counting.counted: {plural}"
