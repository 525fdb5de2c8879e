"""Fragments of study and instrument files that the pages show have keys and values that the program reads."""

from __future__ import annotations

from itertools import pairwise

import pytest

from mtle_survey.instrument.file_grammar import INSTRUMENT
from mtle_survey.instrument.grammar import Record
from mtle_survey.instrument.problem_list import ProblemList
from mtle_survey.instrument.shape_reader import ShapeReader
from mtle_survey.instrument.yaml_tree import MapNode, parse_yaml
from mtle_survey.study_grammar import STUDY_FILE
from tests.docs.page_blocks import Step, steps
from tests.support import REPOSITORY

PAGES = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
NOTHING = Step("", "", False)
FRAGMENTS = [
    pytest.param(step.text, id=f"{page.name}-{k}")
    for page in PAGES
    for k, (before, step) in enumerate(pairwise([NOTHING, *steps(page)]))
    if step.what == "yaml" and before.what != "file" and not step.text.startswith(" ")
]


def complaints(fragment: str, record: Record) -> list[str]:
    """What is wrong with a fragment, read as the top of such a file; what it leaves out is not."""
    tree = parse_yaml(fragment)
    found = ProblemList(tree, "fragment")
    assert isinstance(tree.root, MapNode)
    reader = ShapeReader(found, record)
    for key, node in tree.root.entries.items():
        if key in record.keys:
            reader.read(record.keys[key].shape, node, (key,))
    unknown = [key for key in tree.root.entries if key not in record.keys]
    return unknown + [f"{p.code} {p.found}" for p in found.problems if p.severity == "error"]


@pytest.mark.parametrize("fragment", FRAGMENTS)
def test_a_fragment_is_read(fragment):
    found = {record.name: complaints(fragment, record) for record in (STUDY_FILE, INSTRUMENT)}
    assert [] in found.values(), found


def test_a_misspelt_key_is_noticed():
    assert complaints("respondant: teacher", STUDY_FILE)
    assert complaints("waves: {pre: {flies: a.csv}}", STUDY_FILE)
