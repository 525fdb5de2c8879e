"""A key at the wrong level is told where it belongs."""

from __future__ import annotations

import pytest

from mtle_survey.errors import MtleError
from mtle_survey.instrument.file_grammar import INSTRUMENT
from mtle_survey.instrument.grammar import Either, Key, ListOf, MapOf, Record, Text
from mtle_survey.instrument.homes import where_it_belongs
from mtle_survey.study_file import load_study
from mtle_survey.study_grammar import STUDY_FILE
from tests.support import DEMO, make_instrument, put_study

STUDY = """instrument: demo.yaml
waves:
  pre: {files: pre.csv}
"""
INNER = Record("inner", {"deep": Key(Text(), "…")})
OUTER = Record(
    "outer",
    {
        "listed": Key(Either(text=Text(), listed=ListOf(entry=Either(text=Text(), mapped=INNER))), "…"),
        "named": Key(MapOf(entry=Record("entry", {"deep": Key(Text(), "…"), "own": Key(Text(), "…")})), "…"),
    },
)


def test_every_place_is_written_as_yaml():
    assert where_it_belongs("deep", OUTER) == (
        "“deep” belongs under another key: write `listed: [{deep: …}]` or `named: {NAME: {deep: …}}`. "
    )
    assert (
        where_it_belongs("Own", OUTER) == "“own” belongs under another key: write `named: {NAME: {own: …}}`. "
    )
    assert (
        where_it_belongs("named", OUTER)
        == "“named” belongs at the left margin of the file, under no other key. "
    )
    assert where_it_belongs("nobody", OUTER) == ""


@pytest.mark.parametrize("root", [STUDY_FILE, INSTRUMENT], ids=lambda record: record.name)
def test_every_key_of_a_file_has_a_place(root):
    for key in root.keys:
        assert "left margin" in where_it_belongs(key, root)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("audience: public\n", "write `options: {audience: …}`"),
        ("confidence: 0.9\n", "write `options: {confidence: …}`"),
        ("options: {language: es}\n", "“language” belongs at the left margin"),
        ("platform: qualtrics\n", "write `waves: {NAME: {platform: …}}`"),
        ("measures: [voice]\n", "write `questions: [{measures: …}]`"),
    ],
)
def test_a_misplaced_key_of_a_study(tmp_path, line, told):
    path = put_study(tmp_path, STUDY + line, pre="a1\n1")
    with pytest.raises(MtleError) as stopped:
        load_study(path)
    (found,) = [p for p in stopped.value.problems if p.code == "I010"]
    assert told in found.fix


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "title: Voice,",
            "title: Voice, min_answered: 2,",
            "write `scales: {NAME: {score: {min_answered: …}}}`",
        ),
        (
            "a4: {text: I speak up in meetings.,",
            "a4: {text: I speak up in meetings., reverse_keyed: true,",
            "write `scales: {NAME: {reverse_keyed: …}}`",
        ),
        (
            "title: Demonstration\n",
            "title: Demonstration\nrole: cluster\n",
            "write `fields: {NAME: {role: …}}`",
        ),
    ],
)
def test_a_misplaced_key_of_an_instrument(tmp_path, before, after, told):
    with pytest.raises(MtleError) as stopped:
        make_instrument(tmp_path, DEMO.replace(before, after))
    assert told in next(p.fix for p in stopped.value.problems if p.code == "I010")
