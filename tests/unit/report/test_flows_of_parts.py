"""Public reports of single sites tell who answered only where that is not a few people, beside each other."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from scipy.optimize import linprog

from mtle_survey.report.batch import Part, about, write_batch
from mtle_survey.report.privacy.parts import untold_flows
from mtle_survey.report.privacy.people import people_of
from mtle_survey.study import Study
from tests.unit.report.languages.test_spanish import untranslated
from tests.unit.report.studies import instrument, responses

FILES = ["report.json", "evaluation.html", "evaluation.xlsx"]
SMALLEST = 10
STEPS = ("linked", "lost", "without_id")


def region(sizes: dict[str, int], lost: dict[str, int], audience: str = "public") -> Study:
    """Sites of some size; the last people of each do not come back."""
    model = instrument()
    site = [name for name, size in sizes.items() for _ in range(size)]
    stayed = [
        sum(list(sizes.values())[:k]) + p
        for k, (name, size) in enumerate(sizes.items())
        for p in range(size - lost.get(name, 0))
    ]
    waves = {}
    for wave, people, rise, seed in (("pre", range(len(site)), 0.0, 1), ("post", stayed, 0.4, 2)):
        waves[wave] = responses(model, wave, list(people), rise=rise, seed=seed)
        waves[wave].fields["site"][:] = [site[p] for p in people]
    return Study(model, waves, respondent="teacher", title="A region", cluster="site", audience=audience)


def words(path: Path) -> str:
    return re.sub(r"<[^>]+>|\s+", " ", path.read_text(encoding="utf-8"))


def test_a_site_s_few_are_told_in_no_file_of_its_report(tmp_path: Path) -> None:
    write_batch(region({"1": 31, "2": 33}, {"1": 4, "2": 7}), "site", tmp_path, FILES)
    for name, asked, stayed in (("North", 31, 27), ("South", 33, 26)):
        folder = tmp_path / "by-site" / name
        numbers = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        assert numbers["numbers"]["lead.mean_change.post-pre"]["n"] == stayed, "the results stand"
        told = [v for k, v in numbers["numbers"].items() if "linked" in k or "attrition" in k]
        assert told and not any("estimate" in row for row in told if row.get("n", 1) != 0)
        assert {entry["responses"] for entry in numbers["manifest"]["inputs"]} == {None}
        page = words(folder / "evaluation.html")
        assert (
            "How many people answered, and how many of them were found again, stands only in the report"
            in page
        )
        assert not re.search(rf"(?<![.\d]){asked}(?![.\d%])", page), "how many answered at first"
        assert "are lost" not in page and "not found" not in page and "figure-flow" not in page
        cells = {
            cell.value
            for sheet in load_workbook(folder / "evaluation.xlsx").worksheets
            for row in sheet.iter_rows()
            for cell in row
        }
        assert asked not in cells
    whole = words(tmp_path / "evaluation.html")
    assert "11 of 64 people identified in pre" in whole, "the flow of the whole study is exempt"


def test_a_site_without_few_tells_who_answered(tmp_path: Path) -> None:
    write_batch(region({"1": 31, "2": 43}, {"2": 12}), "site", tmp_path, FILES)
    south = words(tmp_path / "by-site" / "South" / "evaluation.html")
    assert "12 of 43 people identified in pre" in south
    assert "figure-flow" in (tmp_path / "by-site" / "South" / "evaluation.html").read_text("utf-8")


def test_internal_reports_of_sites_tell_everything(tmp_path: Path) -> None:
    write_batch(region({"1": 31, "2": 33}, {"1": 4}, "internal"), "site", tmp_path, FILES)
    assert "4 of 31 people identified in pre" in words(tmp_path / "by-site" / "North" / "evaluation.html")


def test_a_site_s_report_without_its_flow_is_told_in_spanish() -> None:
    study = region({"1": 31, "2": 33}, {"1": 4, "2": 7})
    people = people_of(study)
    here = about(study, people, Part(name="1", folder="1", people=np.arange(64) < 31), "site")
    here.part = replace(here.part, flow_told=False)
    missing, _ = untranslated(here)
    assert not missing


@pytest.mark.parametrize(
    ("lost", "untold"),
    [
        ({"a": 0, "b": 12, "c": 15}, set()),
        ({"a": 3, "b": 12, "c": 15}, {"a", "b"}),  # the whole less b and c would be the three of a
        ({"a": 3, "b": 4, "c": 15}, {"a", "b", "c"}),
        ({"a": 5, "b": 6, "c": 15}, {"a", "b"}),
        ({"a": 3, "b": 0, "c": 0}, {"a", "b", "c"}),
    ],
)
def test_few_people_of_a_part_are_not_the_whole_less_the_other_parts(
    lost: dict[str, int], untold: set[str]
) -> None:
    parts = {name: {("post", "lost"): n, ("post", "linked"): 30} for name, n in lost.items()}
    whole = {("post", "lost"): sum(lost.values()), ("post", "linked"): 90}
    assert untold_flows(parts, whole, SMALLEST) == untold


few = st.integers(0, 25)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(10, 40), few, few), min_size=1, max_size=5), few)
def test_no_step_of_an_untold_part_follows_from_all_that_is_told(
    sizes: list[tuple[int, int, int]], elsewhere: int
) -> None:
    """Everything told is put into one linear program: the whole, the parts told, and results' people."""
    parts = {
        f"p{k}": {("post", s): n for s, n in zip(STEPS, own, strict=True)} for k, own in enumerate(sizes)
    }
    cells = np.array([*sizes, (elsewhere, 0, elsewhere)], dtype=float)  # the last are in no part
    whole = {("post", s): int(cells[:, k].sum()) for k, s in enumerate(STEPS)}
    untold = untold_flows(parts, whole, SMALLEST)
    if len(untold) == len(parts):
        return  # readers have the flow of the whole, which is exempt, and nothing else
    shape = cells.shape
    told = []
    for k in range(3):
        told.append((np.arange(3) == k)[None, :].repeat(shape[0], 0).astype(float))
    for p, name in enumerate(parts):
        for k in range(3):
            if name not in untold or k == 0:  # how many are behind results is told of every part
                one = np.zeros(shape)
                one[p, k] = 1.0
                told.append(one)
    rows = np.array([t.ravel() for t in told])
    known = rows @ cells.ravel()
    for p, name in enumerate(parts):
        for k in (1, 2):
            if name in untold and 0 < cells[p, k] < SMALLEST:
                aim = np.zeros(shape)
                aim[p, k] = 1.0
                ends = [
                    sign * linprog(sign * aim.ravel(), A_eq=rows, b_eq=known, method="highs").fun
                    for sign in (1.0, -1.0)
                ]
                assert ends[1] - ends[0] >= SMALLEST - 1e-6, (name, STEPS[k])
