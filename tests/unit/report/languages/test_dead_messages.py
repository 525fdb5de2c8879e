"""The catalogue of messages holds nothing that the program has ceased to say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from mtle_survey.report.languages.spoken import messages
from tests.support import REPOSITORY

SOURCE = REPOSITORY / "src" / "mtle_survey"
TEMPLATES = (".yaml", ".jinja", ".typ", ".js")
_GAP = re.compile(r"\{\w*\}")
_BETWEEN = re.compile(r"[#@:;,.()“”–]")


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def said() -> Iterator[str]:
    """Every text of the program that is no docstring, parted at its gaps."""
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in notes:
                yield from _GAP.split(node.value)
    others: list[Path] = [p for p in SOURCE.rglob("*") if p.suffix in TEMPLATES]
    for path in (*others, *(REPOSITORY / "instruments").glob("*.yaml")):
        yield from re.split(r"[\n:{}\[\]\"]+", path.read_text(encoding="utf-8"))


def dead(catalogue: list[str]) -> dict[str, tuple[str, str]]:
    """Messages with two neighbouring words that no text has, and that two texts cannot bring together."""
    neighbours, first, last = set(), set(), set()
    for text in said():
        if found := words(text):
            neighbours |= set(pairwise(found))
            first.add(found[0])
            last.add(found[-1])
    return {
        message: pair
        for message in catalogue
        for clause in _BETWEEN.split(message)
        for pair in pairwise(words(clause))
        if pair not in neighbours and not (pair[0] in last and pair[1] in first)
    }


def test_no_message_is_left_that_nothing_says() -> None:
    assert dead(list(messages("es"))) == {}


def test_a_sentence_that_was_reworded_would_be_found() -> None:
    assert dead(["The questionnaire sleeps quietly tonight."])
