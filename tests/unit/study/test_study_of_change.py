"""What a study file says about change is carried out, and what does not fit is located."""

from __future__ import annotations

import pytest

from mtle_survey import load_study
from mtle_survey.errors import MtleError
from mtle_survey.study_plan import plan_study
from tests.support import DEMO, put_study
from tests.unit.study.test_study import STUDY, people

ORDER = "questions: [{ask: Which first?, order: {first: voice, then: support, waves: [a, b, c]}}]\n"


def faults(folder, addition, text=STUDY):
    with pytest.raises(MtleError) as caught:
        plan_study(put_study(folder, text + addition, pre=people(9), post=people(9)))
    return [(p.code, p.found) for p in caught.value.problems]


def test_declared_steps_and_effects_reach_the_tables(tmp_path):
    text = STUDY + "meaningful_step: {voice: 0.9}\nsmallest_effect: {voice: 0.5}\n"
    study = load_study(put_study(tmp_path, text, pre=people(20), post=people(20, shift=1)))
    assert study.panel.meaningful_step("voice") == 0.9
    assert study.changes.equivalence.one(statistic="smallest_effect", scale="voice").estimate == 0.5
    assert not study.changes.equivalence.where(scale="support").rows


def test_an_order_of_gains_reaches_the_tables(tmp_path):
    waves = "".join(f"  {w}: {{files: {w}.csv}}\n" for w in "abc")
    text = f"title: T\ninstrument: demo.yaml\nwaves:\n{waves}respondent: teacher\n{ORDER}"
    exports = {w: people(14, shift=s) for w, s in zip("abc", (0, 1, 1), strict=True)}
    study = load_study(put_study(tmp_path, text, **exports))
    assert study.questions[0].order.name == "voice before support, a to c"
    assert study.changes.order.where(statistic="order_difference").rows


def test_extras_are_asked_for_in_the_options(tmp_path):
    text = STUDY + "options: {extras: [little_mcar]}\n"
    study = load_study(put_study(tmp_path, text, pre=people(20), post=people(20, start=3)))
    assert study.compared.where(statistic="little_mcar").rows


@pytest.mark.parametrize(
    ("addition", "code", "found"),
    [
        ("meaningful_step: {voise: 1}\n", "T004", "“voise” under meaningful_step"),
        ("smallest_effect: {voice: 0}\n", "I015", "0"),
        ("design: {type: comparison, column: site}\n", "T003", "type: comparison"),
        (
            "design: {type: one_group, selected: {scale: voice, mean: 3, sd: 1}}\n",
            "T003",
            "selected",
        ),
        (
            "design: {type: one_group, selected: {scale: voise, below: 2, mean: 3, sd: 1}}\n",
            "T004",
            "“voise” under design",
        ),
        (ORDER, "T003", "“a”"),
        ("unit: site\n", "T003", "“site”"),
        ("options: {extras: [everything]}\n", "I016", "“everything”"),
    ],
)
def test_what_does_not_fit_is_located(tmp_path, addition, code, found):
    (problem, *_) = faults(tmp_path, addition)
    assert problem[0] == code
    assert problem[1].startswith(found)
    assert "(line 9" in problem[1]


def test_the_column_of_the_groups_need_not_be_declared(tmp_path):
    design = "design: {type: comparison, column: arm, program: P, comparison: [C, D]}\n"
    assert "arm" not in DEMO

    def with_arms(text):
        lines = text.splitlines()
        arms = ["arm", *("PCD"[i % 3] for i in range(len(lines) - 1))]
        return "\n".join(f"{line},{arm}" for line, arm in zip(lines, arms, strict=True))

    path = put_study(tmp_path, STUDY + design, pre=with_arms(people(24)), post=with_arms(people(24, shift=1)))
    study = load_study(path)
    contrasts = {r.contrast for r in study.comparison.where(statistic="ancova_effect", scale="voice")}
    assert contrasts == {"program - C", "program - D"}
