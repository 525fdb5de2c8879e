"""``report.json``, and what two of them say side by side."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from mtle_survey.errors import UsageError
from mtle_survey.report.build import build_document, write_report, writers
from mtle_survey.report.difference import difference, read_report
from mtle_survey.study import Study
from tests.unit.report.studies import two_waves


def report_of(study: Study) -> Any:
    return json.loads(writers()["json"].write(build_document(study)))


@pytest.fixture(scope="module")
def base() -> Any:
    return report_of(two_waves(primary=("lead",)))


def test_every_number_of_the_tables_stands_under_its_id(base: Any) -> None:
    study = two_waves(primary=("lead",))
    row = study.change.one(statistic="mean_change", scale="lead", contrast="post - pre", headline=True)
    found = base["numbers"]["lead.mean_change.post-pre"]
    assert row is not None
    assert (found["estimate"], found["conf_low"], found["n"]) == (row.estimate, row.conf_low, row.n)
    assert all(("estimate" in record) != ("unavailable" in record) for record in base["numbers"].values())


def test_the_manifest_names_what_numbers_depend_on(base: Any) -> None:
    made = base["manifest"]
    assert made["options"]["seed"] == 1
    assert made["instrument"]["sha256"] == "ab" * 32
    assert [f["file"] for f in made["inputs"]] == ["pre.csv", "post.csv"], "no folders of this machine"
    assert made["rules"]["primary"] == ["lead"]
    assert {"mtle_survey", "numpy", "scipy"} <= set(made["program"])


def test_the_same_study_gives_the_same_bytes() -> None:
    first, second = (writers()["json"].write(build_document(two_waves())) for _ in range(2))
    assert first == second


def test_two_reports_of_one_study_do_not_differ(base: Any) -> None:
    found = difference(base, report_of(two_waves(primary=("lead",))))
    assert found.causes == () and found.moved == ()
    assert found.compared == len(base["numbers"])


def test_other_data_are_named_with_the_numbers_that_moved(base: Any) -> None:
    other = two_waves(rise=0.2, primary=("lead",))
    other_sources = other.waves["post"].sources[0]
    object.__setattr__(other_sources, "sha256", "cd" * 32)
    found = difference(base, report_of(other))
    assert [(c.kind, c.what) for c in found.causes] == [("data", "post: post.csv")]
    assert found.causes[0].after == "21 responses, cdcdcdcd"
    ids = [m.id for m in found.moved]
    assert "lead.mean_change.post-pre" in ids[:4], "changes of everyone come first"
    assert all(m.conclusion_changed for m in found.moved[:1])
    assert "lead.mean.pre" not in ids, "the first wave is what it was"


def test_a_number_that_one_report_lacks_is_no_other_conclusion(base: Any) -> None:
    leading = "lead.mean_change.post-pre"
    given = {name: record for name, record in base["numbers"].items() if name != leading}
    found = difference(base, {**base, "numbers": given})
    assert [(m.id, m.conclusion_changed) for m in found.moved] == [(leading, False)]
    withheld = {"statistic": "mean_change", "unavailable": "n < 10, not shown"}
    found = difference(base, {**base, "numbers": given | {leading: withheld}})
    assert [(m.id, m.conclusion_changed) for m in found.moved] == [(leading, False)]


@pytest.mark.parametrize(
    ("options", "kind", "what"),
    [
        ({"confidence": 0.9}, "options", "confidence"),
        ({"seed": 2}, "options", "seed"),
        ({"primary": ("grow",)}, "rules", "primary"),
        ({"meaningful_step": {"lead": 0.5}}, "rules", "meaningful_step: lead"),
    ],
)
def test_each_option_is_a_reason_of_its_own(base: Any, options: Any, kind: str, what: str) -> None:
    found = difference(base, report_of(two_waves(**{"primary": ("lead",), **options})))
    assert [(c.kind, c.what) for c in found.causes] == [(kind, what)]


def test_of_a_comparison_the_difference_of_the_groups_leads() -> None:
    def told(more: float) -> Any:
        design = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
        study = two_waves(40, 0, primary=("lead",), design=design)
        post = study.waves["post"]
        for k in (post.items.index(item) for item in ("lead1", "lead2")):
            program = post.fields["arm"] == "p"
            post.values[program, k] = (post.values[program, k] + more).clip(1, 5)
        return report_of(study)

    moved = {m.id: m for m in difference(told(0), told(4)).moved}
    led = moved["lead.ancova_effect.post.program-comparison"]
    assert led.conclusion_changed
    assert list(moved).index(led.id) < 4, "before all that leads no report"


def test_another_program_version_is_a_reason(base: Any) -> None:
    older = {**base, "manifest": {**base["manifest"], "program": {"mtle_survey": "0.0.9"}}}
    causes = difference(older, base).causes
    assert ("program", "mtle_survey", "0.0.9") in [(c.kind, c.what, c.before) for c in causes]


def test_a_report_is_read_from_its_folder_or_its_file(tmp_path: Any, base: Any) -> None:
    file = write_report(two_waves(primary=("lead",)), tmp_path / "report.json")
    assert read_report(tmp_path) == read_report(file) == base
    (tmp_path / "other.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UsageError, match=r"is not the report\.json"):
        read_report(tmp_path / "other.json")
    with pytest.raises(UsageError, match="there is no"):
        read_report(tmp_path / "nowhere")


def test_a_public_report_names_no_small_group_and_counts_none() -> None:
    numbers = report_of(two_waves(60, 20, audience="public"))["numbers"]
    assert numbers["lead.mean_change.post-pre"]["n"] == 40
    assert not [r for r in numbers.values() if re.search(r"there are [1-9]$", r.get("unavailable", ""))]
    few = {i: r["n"] for i, r in numbers.items() if 0 < (r.get("n") or 0) < 10}
    assert few == {}
