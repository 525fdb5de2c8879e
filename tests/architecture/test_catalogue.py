"""The catalogue of problems: every entry can be acted on, and every code is provoked by some test."""

from __future__ import annotations

import ast
import re

import pytest

from mtle_survey.catalogue import CATALOGUE
from tests.support import REPOSITORY

USED = "\n".join(
    p.read_text(encoding="utf-8") for p in (REPOSITORY / "src").rglob("*.py") if "catalogue" not in p.parts
)
TESTED = "\n".join(
    p.read_text(encoding="utf-8")
    for p in (REPOSITORY / "tests").rglob("*.py")
    if "architecture" not in p.parts
)


@pytest.mark.parametrize("code", CATALOGUE)
def test_an_entry_says_what_why_and_how_to_fix(code):
    entry = CATALOGUE[code]
    assert re.fullmatch(r"[A-Z]\d{3}", code)
    assert entry.severity in ("error", "warning", "note")
    assert entry.title
    assert entry.why.endswith((".", "…", "}"))
    assert entry.fix


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_is_used(code):
    assert f'"{code}"' in USED


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_is_provoked_by_a_test(code):
    assert f'"{code}"' in TESTED


def test_no_file_defines_a_code_twice():
    for path in (REPOSITORY / "src" / "mtle_survey" / "catalogue").glob("*.py"):
        keys = [
            k.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Dict)
            for k in node.keys
            if isinstance(k, ast.Constant)
        ]
        assert len(keys) == len(set(keys)), path.name
