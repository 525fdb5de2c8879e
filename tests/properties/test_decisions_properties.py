"""Whatever the data and the decisions, records are accounted for and the order of rows decides nothing."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mtle_survey.errors import MtleError
from mtle_survey.study_file import load_study
from tests.support import put_study

STUDY = """
instrument: demo.yaml
waves:
  y1: {files: all.csv, where: {column: year, value: '1'}}
  y2: {files: all.csv, where: {column: year, value: '2'}}
  y3: {files: all.csv, where: {column: year, value: '3'}}
respondent: {code: [teacher, street, month, letter]}
linking: LINKING
consent: {column: agree, value: Yes}
withdrawn: withdrawn.csv
cohorts:
  column: cohort
  waves:
    A: {pre: y1, post: y2}
    B: {pre: y2, post: y3}
"""
HEADER = "teacher,street,month,letter,site,year,cohort,agree,a1,a2,a3,a4"
OTHERS = frozenset({"records", "responses", "unanswered", "answered", "without_id", "quarantined"}) | {
    "collapsed",
    "persons",
    "linked",
    "lost",
    "new",
}

record = st.tuples(
    st.sampled_from(["ann", "Ann ", "bob", "cid", ""]),
    st.sampled_from(["Oak", "0ak", "Elm"]),
    st.sampled_from(["7", "July", "11"]),
    st.sampled_from(["K", "k", "M", ""]),
    st.sampled_from(["1", "2", ""]),
    st.sampled_from(["1", "2", "3"]),
    st.sampled_from(["A", "B", "C", ""]),
    st.sampled_from(["Yes", "No", "yes", ""]),
    st.sampled_from(["1,2,3,4", "5,5,5,5", ",,,", "2,1,3,2", "4,4,1,4"]),
)
every_year = [
    ("eve", "Ash", "3", "P", "1", year, cohort, "Yes", "1,2,3,4")
    for year, cohort in (("1", "A"), ("2", "A"), ("2", "B"), ("3", "B"))
]


def study_of(folder, rows, linking):
    text = "\n".join([HEADER, *(",".join(row) for row in rows)])
    (folder / "withdrawn.csv").write_text("id\nbob-Elm-11-M\n", encoding="utf-8")
    return load_study(put_study(folder, STUDY.replace("LINKING", linking), all=text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(record, max_size=25), st.sampled_from(["exact", "fuzzy"]), st.randoms(use_true_random=False))
def test_every_record_is_accounted_for_in_any_order(tmp_path_factory, rows, linking, draw):
    rows = [*every_year, *rows]
    shuffled = list(rows)
    draw.shuffle(shuffled)
    outcomes = []
    for order in (rows, shuffled):
        study = study_of(tmp_path_factory.mktemp("study"), order, linking)
        flow = study.flow
        for wave in study.waves:
            aside = {s.step for s in flow.of(wave)} - OTHERS
            assert flow.n(wave, "records") == flow.n(wave, "responses") + sum(flow.n(wave, s) for s in aside)
        for pair in study.links.between.values():
            total = pair.exact + pair.fuzzy + pair.by_hand + pair.ambiguous + pair.unlinked
            assert total == study.links.counts["post"].persons
        steps = sorted((str(s.wave), s.step, s.n) for s in flow.steps if s.n)
        outcomes.append(
            (steps, study.links.between["pre", "post"].exact, study.links.between["pre", "post"].fuzzy)
        )
    assert outcomes[0] == outcomes[1]


bytes_of_a_decision_file = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet='id,force"\n\r;\t pre post ann', max_size=200).map(lambda t: t.encode("utf-8")),
)


@pytest.mark.parametrize("key", ["corrections", "links", "withdrawn", "roster", "sessions"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(content=bytes_of_a_decision_file)
def test_any_bytes_as_a_file_of_decisions_are_carried_out_or_located(tmp_path_factory, key, content):
    folder = tmp_path_factory.mktemp("bytes")
    text = (
        "instrument: demo.yaml\nwaves: {pre: {files: pre.csv}}\nrespondent: teacher\n"
        + f"{key}: decided.csv\n"
    )
    (folder / "decided.csv").write_bytes(content)
    path = put_study(folder, text, pre="teacher,site,a1,a2,a3,a4\nann,1,1,2,3,4\nbob,2,2,2,3,3")
    try:
        problems = load_study(path).problems
    except MtleError as error:
        problems = error.problems
    for p in problems:
        if p.code.startswith("T1"):
            assert p.file is not None
