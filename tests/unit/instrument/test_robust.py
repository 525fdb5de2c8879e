"""Whatever stands in a definition, the loader answers with problems and never with a crash."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mtle_survey.catalogue import CATALOGUE
from tests.unit.instrument.definitions import SOUND, definition, problems_of

RICH = definition(
    items=SOUND["items"]
    + "  q4: {text: Time, format: agree5, aspects: [now, then], columns: {now: [Q4_1]}}\n"
    + "  q5: {text: Which?, type: multiple, options: [Coach, Chair], correct: Coach}\n"
    + "  q6: {text: Years?, type: number, range: [0, 50]}\n",
    scales=SOUND["scales"]
    + "  time: {title: Time, items: [q4__now, q4__then], score: {method: sum, min_answered: 1}}\n"
    + "  all: {title: All, parts: [lead, time], meaningful_step: 0.25, report: false}\n",
    scores="scores:\n  stage: {rule: stage_attained, inputs: {self: lead}, params: {threshold: 3}}\n",
    fields="fields:\n  band: {title: Band, role: group, type: single, codes: [a, b], labels: {a: Low}}\n",
    forms="forms:\n  retro: {items: [q1], occasion: retro, format: separate, columns: {q1: R1}}\n",
    structure="structure: {factors: {lead: [q1, q2, q3]}, second_order: {}, residuals: [[q1, q2]]}\n",
    review="review:\n  content_validity: {raters: 6, ratings: {q1: 1}}\n",
)
WORDS = ["q1", "q3", "q4", "q9", "lead", "time", "all", "agree5", "Yes", "007", "", "a b", "1", "-1", "2.5"]
JUNK = st.one_of(
    st.sampled_from([*WORDS, None, True, 0, 1, -3, 0.5, 1e9, [], {}, [[]], {"a": {}}]),
    st.lists(st.sampled_from(WORDS), max_size=3),
    st.dictionaries(st.sampled_from(WORDS), st.sampled_from(WORDS), max_size=3),
)


def _paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deeper for key, child in children for deeper in _paths(child, (*path, key)))]


DATA = json.loads(json.dumps(YAML(typ="safe", pure=True).load(RICH)))
PATHS = [path for path in _paths(DATA) if path]


def test_the_rich_definition_is_sound() -> None:
    assert not [p for p in problems_of(json.dumps(DATA)) if p.severity == "error"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PATHS), JUNK, st.booleans()), min_size=1, max_size=3))
def test_replaced_and_removed_values_never_crash_the_loader(
    edits: list[tuple[tuple[Any, ...], Any, bool]],
) -> None:
    data = copy.deepcopy(DATA)
    for path, junk, remove in edits:
        _edit(data, path, junk, remove)
    for problem in problems_of(json.dumps(data)):
        assert problem.code in CATALOGUE
        assert problem.row is not None


def _edit(data: Any, path: tuple[Any, ...], junk: Any, remove: bool) -> None:
    """Replace or remove one value; a path that an earlier edit took away is left alone."""
    node = data
    try:
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = copy.deepcopy(junk)
        if remove:
            del node[path[-1]]
    except (KeyError, IndexError, TypeError):
        return
