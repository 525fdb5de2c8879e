"""A study from its file to its tables: decisions are kept, misfits are located, waves stay comparable."""

from __future__ import annotations

import numpy as np
import pytest

from mtle_survey import Study, load_study
from mtle_survey.errors import MtleError, Severity
from tests.support import DEMO, make_instrument, put_study, read

HEADER = "teacher,site,a1,a2,a3,a4,b1,b2\n"
STUDY = """
title: Trial
instrument: demo.yaml
waves:
  pre: {files: pre.csv, date: 2025-09-01}
  post: {files: post.csv}
respondent: teacher
primary: [voice]
"""


def people(n, shift=0, start=0, site=lambda i: 1 + i % 2):
    rows = []
    for i in range(start, start + n):
        level = 1 + (i * 7 + 3) % 4
        a, b = min(5, level + shift), min(5, max(1, level + (i % 3) - 1 + shift))
        rows.append(f"t{i:02d},{site(i)},{a},{b},{6 - a},{a},{b},{a}")
    return HEADER + "\n".join(rows)


def codes(problems, severity=None):
    return [p.code for p in problems if severity is None or p.severity is severity]


def test_a_study_file_gives_change_among_the_linked(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(20), post=people(20, shift=1, start=4))
    study = load_study(path)
    change = study.change.one(statistic="mean_change", scale="voice", contrast="post - pre", headline=True)
    assert change is not None
    assert change.n == 16
    assert 0.5 < change.estimate <= 1
    assert study.flow.n("post", "linked") == 16
    assert study.flow.n("post", "lost") == 4
    assert study.flow.n("post", "new") == 4


def test_holm_is_given_for_primary_scales_alone(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(20), post=people(20, shift=1))
    adjusted = load_study(path).change.where(statistic="p_holm")
    assert [r.scale for r in adjusted] == ["voice"]


def test_swapping_the_waves_flips_the_sign_of_change(tmp_path):
    instrument = make_instrument(tmp_path)
    pre = read(tmp_path, instrument, people(18), "pre.csv", wave="pre")
    post = read(tmp_path, instrument, people(18, shift=1), "post.csv", wave="post")
    forward, backward = (
        Study(instrument, {"pre": pre, "post": post}),
        Study(instrument, {"post": post, "pre": pre}),
    )
    for statistic in ("mean_change", "d_av", "d_z", "wilcoxon", "rank_biserial"):
        a = forward.change.one(statistic=statistic, scale="voice", headline=True)
        b = backward.change.one(statistic=statistic, scale="voice", headline=True)
        assert a.estimate == pytest.approx(-b.estimate)
    a = forward.change.one(statistic="improved", scale="voice")
    assert a.estimate == backward.change.one(statistic="declined", scale="voice").estimate


def test_waves_with_other_items_are_scored_on_the_common_ones(tmp_path):
    instrument = make_instrument(tmp_path)
    pre = read(tmp_path, instrument, people(12), "pre.csv", wave="pre")
    text = "\n".join(line.rsplit(",", 3)[0] for line in people(12, shift=1).splitlines())
    post = read(tmp_path, instrument, text, "post.csv", wave="post")
    study = Study(instrument, {"pre": pre, "post": post})
    assert study.scores["pre"].administered["voice"] == ("a1", "a2", "a3")
    assert study.scores["pre"].left_out["voice"] == ("a4",)
    assert "S001" in codes(study.problems)
    assert "support" not in study.scores["post"].scales


def test_waves_without_two_common_items_leave_the_scale_unscored(tmp_path):
    instrument = make_instrument(tmp_path)
    pre = read(
        tmp_path, instrument, "teacher,a1,a2\n" + "\n".join(f"t{i},{i % 5 + 1},2" for i in range(9)), "a.csv"
    )
    post = read(
        tmp_path, instrument, "teacher,a3,a4\n" + "\n".join(f"t{i},{i % 5 + 1},2" for i in range(9)), "b.csv"
    )
    study = Study(instrument, {"pre": pre, "post": post})
    assert "voice" not in study.scores["pre"].scales
    assert "S002" in codes(study.problems)


def test_nobody_linked_is_an_error_and_few_a_warning(tmp_path):
    none = put_study(tmp_path, STUDY, pre=people(12), post=people(12, start=50))
    assert "P006" in codes(load_study(none).problems, Severity.ERROR)
    few = put_study(tmp_path, STUDY, pre=people(12), post=people(12, start=9))
    assert "P008" in codes(load_study(few).problems, Severity.WARNING)


def test_a_record_without_an_id_is_counted(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(12), post=people(12).replace("t03", "", 1))
    study = load_study(path)
    (nameless,) = [p for p in study.problems if p.code == "P003"]
    assert (nameless.row, nameless.rows, nameless.found) == (5, (5,), "1 of 12 responses of post: row 5")
    assert study.flow.n("post", "without_id") == 1


def test_a_double_entry_counts_once(tmp_path):
    text = people(12)
    path = put_study(tmp_path, STUDY, pre=text, post=text + "\n" + text.splitlines()[3])
    study = load_study(path)
    assert "P002" in codes(study.problems)
    assert study.flow.n("post", "collapsed") == 1
    assert study.change.one(statistic="mean_change", scale="voice", headline=True).n == 12


def test_a_column_named_for_respondents_must_be_there(tmp_path):
    path = put_study(
        tmp_path, STUDY.replace("respondent: teacher", "respondent: code"), pre=people(9), post=people(9)
    )
    assert "P007" in codes(load_study(path).problems, Severity.ERROR)


def wrongly_keyed(n):
    return HEADER + "\n".join(
        f"t{i},1,{i % 5 + 1},{(i + i // 7) % 5 + 1},{i % 5 + 1},{i % 5 + 1},3,{i % 2 + 1}" for i in range(n)
    )


def test_an_item_that_runs_against_its_scale_stops_scoring_with_its_wording(tmp_path):
    path = put_study(tmp_path, STUDY.replace("post: {files: post.csv}", ""), pre=wrongly_keyed(30))
    study = load_study(path)
    with pytest.raises(MtleError) as caught:
        study.require_sound()
    found = next(p for p in caught.value.problems if p.code == "D201")
    assert found.item == "a3"
    assert "I keep my ideas to myself." in found.why
    assert "D203" in codes(study.problems)


def test_an_accepted_error_becomes_a_warning_with_the_reason(tmp_path):
    text = STUDY.replace("post: {files: post.csv}", "") + "accept: {D201: checked with the authors}\n"
    study = load_study(put_study(tmp_path, text, pre=wrongly_keyed(30)))
    study.require_sound()
    found = next(p for p in study.problems if p.code == "D201")
    assert found.severity is Severity.WARNING
    assert "checked with the authors" in found.why


def test_a_negative_estimate_alone_is_a_note(tmp_path):
    rng = np.random.default_rng(1)
    rows = rng.integers(1, 6, size=(14, 6))
    text = HEADER + "\n".join(f"t{i},1," + ",".join(map(str, r)) for i, r in enumerate(rows))
    study = load_study(put_study(tmp_path, STUDY.replace("post: {files: post.csv}", ""), pre=text))
    assert "D202" in codes(study.problems, Severity.NOTE)
    assert "D201" not in codes(study.problems)


def test_identical_long_answer_vectors_are_pointed_out(tmp_path):
    items = "\n".join(f"  i{k}: {{text: Statement number {k}, format: agree5}}" for k in range(20))
    text = (
        DEMO.split("items:")[0]
        + "items:\n"
        + items
        + "\nscales:\n  all: {title: All, items: ["
        + ", ".join(f"i{k}" for k in range(20))
        + "]}\n"
    )
    instrument = make_instrument(tmp_path, text)
    row = ",".join(str(k % 5 + 1) for k in range(20))
    table = ",".join(f"i{k}" for k in range(20)) + f"\n{row}\n{row}\n" + ",".join("2" for _ in range(20))
    study = Study(instrument, {None: read(tmp_path, instrument, table)})
    assert "Q002" in codes(study.problems)


def test_a_group_that_is_no_option_is_kept_and_named(tmp_path):
    path = put_study(tmp_path, STUDY, pre=people(9, site=lambda i: 3 if i == 4 else 1), post=people(9))
    study = load_study(path)
    assert "D110" in codes(study.problems, Severity.WARNING)
    assert "3" in study.waves["pre"].fields["site"]


@pytest.mark.parametrize(
    ("change", "code", "line"),
    [
        (("title: Trial", "titel: Trial"), "I010", 2),
        (("instrument: demo.yaml", "instrument: dmo"), "T003", 3),
        (("primary: [voice]", "primary: [vocie]"), "T004", 8),
        (("post: {files: post.csv}", "post wave: {files: post.csv}"), "T003", 6),
        (("files: post.csv}", "files: []}"), "T006", 6),
        (("primary: [voice]", "options: {confidence: 95}"), "I015", 8),
        (("primary: [voice]", "primary: [voice"), "T002", None),
        (("primary: [voice]", "title: Again"), "T009", 8),
        (("primary: [voice]", "dose: !!python/name:os.system x"), "T003", 8),
    ],
)
def test_a_misfit_of_the_study_file_is_located(tmp_path, change, code, line):
    path = put_study(tmp_path, STUDY.replace(*change), pre=people(9), post=people(9))
    with pytest.raises(MtleError) as caught:
        load_study(path)
    found = next(p for p in caught.value.problems if p.code == code)
    assert found.file.endswith("study.yaml")
    if line:
        assert found.row == line


def test_an_absent_study_file_is_said_so(tmp_path):
    with pytest.raises(MtleError) as caught:
        load_study(tmp_path / "none.yaml")
    assert [(p.code, p.file) for p in caught.value.problems] == [("T001", str(tmp_path / "none.yaml"))]


def test_a_file_that_two_encodings_read_differently_asks_for_its_encoding(tmp_path):
    accented = DEMO.replace(
        "[Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree]",
        "[Très faux, Faux, Égal, Vrai, Très vrai]",
    )
    instrument = make_instrument(tmp_path, accented)
    rows = "\n".join(f"t{i},{label}" for i, label in enumerate(["Faux", "Égal", "Vrai", "Égal"]))
    (tmp_path / "french.csv").write_bytes(("teacher,a1\n" + rows + "\n").encode("cp1252"))
    with pytest.raises(MtleError) as caught:
        from mtle_survey import read_responses

        read_responses(tmp_path / "french.csv", instrument)
    assert "D007" in codes(caught.value.problems)


def test_two_items_cannot_share_a_column(tmp_path):
    instrument = make_instrument(tmp_path)
    from mtle_survey.reading import FileSpec, read_wave

    (tmp_path / "x.csv").write_text(people(9), encoding="utf-8")
    spec = FileSpec(path=str(tmp_path / "x.csv"), columns={"a1": ("a2",)})
    found = read_wave([spec], instrument, None)[None]
    assert "D004" in codes(found.problems)


def test_numeric_labels_that_fit_both_readings_must_be_declared(tmp_path):
    shifted = DEMO.replace(
        "[Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree]",
        "['0', '1', '2', '3', '4']",
    )
    instrument = make_instrument(tmp_path, shifted)
    from mtle_survey.reading import FileSpec, read_wave

    text = "teacher,a1,a2\n" + "\n".join(f"t{i},{i % 4 + 1},{i % 3 + 1}" for i in range(8))
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")
    undecided = read_wave([FileSpec(path=str(tmp_path / "x.csv"))], instrument, None)[None]
    assert "D105" in codes(undecided.problems)
    stated = read_wave([FileSpec(path=str(tmp_path / "x.csv"), values="labels")], instrument, None)[None]
    assert stated.values[0, 0] == 2
    assert not codes(stated.problems, Severity.ERROR)
