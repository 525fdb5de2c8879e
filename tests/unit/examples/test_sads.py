"""The how-to on a real survey: its instrument reads both waves, and its numbers are those of the data."""

from __future__ import annotations

import csv
import json
import re
import shutil

import numpy as np
import pytest

from mtle_survey.errors import errors_in
from mtle_survey.instrument.load import load_instrument
from mtle_survey.reading import read_responses
from mtle_survey.study import Study
from mtle_survey.study_file import load_study
from tests.outside import needs_real_exports
from tests.support import REAL_EXPORTS, REPOSITORY

EXPORTS = REAL_EXPORTS / "sads"
EXAMPLE = REPOSITORY / "docs" / "examples" / "sads"
pytestmark = needs_real_exports

LABELS = (
    "Strongly disagree",
    "Somewhat disagree",
    "Neither agree nor disagree",
    "Somewhat agree",
    "Strongly agree",
)
REWORDED = ("career_15", "efficacy_12", "efficacy_13", "efficacy_14")


@pytest.fixture(scope="module")
def instrument():
    return load_instrument(EXAMPLE / "sads.yaml")


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sads")
    for path in (*EXAMPLE.glob("*.yaml"), *EXPORTS.glob("*.csv")):
        shutil.copy(path, folder)
    return load_study(folder / "study.yaml")


def raw(name, header):
    """A column of the export by the csv module alone, as codes; blank cells are nan."""
    with (EXPORTS / name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    cells = [row[rows[0].index(header)] for row in rows[1:]]
    codes = {**{label: k + 1.0 for k, label in enumerate(LABELS)}, **{str(k): float(k) for k in range(1, 6)}}
    return np.array([codes.get(cell, np.nan) for cell in cells])


def alpha(x):
    x = x[np.isfinite(x).all(axis=1)]
    covariance = np.cov(x.T)
    k = x.shape[1]
    return k / (k - 1) * (1 - np.trace(covariance) / covariance.sum()), len(x)


def test_the_wording_is_that_of_the_survey_definition(instrument):
    definition = json.loads((EXPORTS / "SADS_Template.qsf").read_text(encoding="utf-8"))
    questions = {
        e["Payload"].get("DataExportTag"): e["Payload"]
        for e in definition["SurveyElements"]
        if e["Element"] == "SQ"
    }
    for item in instrument.items:
        tag, row = item.columns[0].split("_")
        assert item.text == questions[tag]["Choices"][row]["Display"].strip()
    assert len(instrument.items) == 53
    assert instrument.response_formats["agree5"].labels == LABELS
    for tag in ("Q3", "Q4", "Q5", "Q6"):
        answers = questions[tag]["Answers"]
        assert tuple(answers[str(k)]["Display"] for k in range(1, 6)) == LABELS


def test_labels_of_one_wave_and_codes_of_the_other_meet_on_one_scale(study):
    for wave, name in (("wave_1", "SADS_wave_1.csv"), ("wave_2", "SADS-wave-2.csv")):
        responses = study.waves[wave]
        for item in responses.items:
            expected = raw(name, study.instrument.item[item].columns[0])
            read = responses.values[:, responses.items.index(item)]
            np.testing.assert_array_equal(read[np.isfinite(read)], expected[np.isfinite(expected)])


def test_records_that_are_no_answers_are_counted(study):
    flow = study.flow
    assert (flow.n("wave_1", "responses"), flow.n("wave_1", "answered")) == (235, 228)
    assert (flow.n("wave_2", "responses"), flow.n("wave_2", "answered")) == (194, 193)
    assert not errors_in(study.problems)


def test_polarity_of_the_reworded_items_is_an_error_where_they_are_scored(instrument):
    first = read_responses(EXPORTS / "SADS_wave_1.csv", instrument, wave="wave_1")
    second = read_responses(EXPORTS / "SADS-wave-2.csv", instrument, wave="wave_2")
    found = errors_in(Study(instrument, {"wave_1": first}).problems)
    assert {p.item for p in found} == set(REWORDED)
    assert not errors_in(Study(instrument, {"wave_2": second}).problems)


def test_waves_of_different_people_are_not_linked(study):
    assert study.links is None


@pytest.mark.parametrize("wave", ["wave_1", "wave_2"])
@pytest.mark.parametrize("scale", ["interest", "career", "value", "efficacy"])
def test_alpha_is_that_of_the_raw_columns_and_of_the_page(study, wave, scale):
    name = {"wave_1": "SADS_wave_1.csv", "wave_2": "SADS-wave-2.csv"}[wave]
    items = [i for i in study.instrument.scale_items(scale) if i not in REWORDED]
    expected, n = alpha(np.column_stack([raw(name, study.instrument.item[i].columns[0]) for i in items]))
    row = study.reliability.where(statistic="alpha", scale=scale, wave=wave, headline=True).rows[0]
    assert row.estimate == pytest.approx(expected, abs=1e-12)
    assert row.n == n
    page = (REPOSITORY / "docs" / "how-to" / "read-a-real-qualtrics-survey.md").read_text(encoding="utf-8")
    title = study.instrument.scale[scale].title
    (line,) = [x for x in page.splitlines() if re.match(rf"{re.escape(title)} +{wave} ", x)]
    cells = re.split(r" {2,}", line)
    assert cells[2:4] == [str(len(items)), str(n)]
    assert cells[7] == f"{expected:.2f}"[1:]
