"""Nobody works out hidden answers from the files of a public edition: every way that people can have answered
is tried against all that the files tell of a question, sums or not.

``test_public_editions`` is about sums alone, and about all questions and several editions together.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import numpy as np
import pytest
import scipy.stats

from mtle_survey.report.blocks import FigureBlock
from mtle_survey.report.build import build_document, writers
from mtle_survey.report.document import Document
from mtle_survey.report.view import View
from mtle_survey.study import Study
from tests.unit.report.studies import instrument, responses

SMALLEST = 10
CODES = np.arange(1, 6)


def study(n: int, sites: int, seed: int, audience: str) -> Study:
    model = instrument()
    before = responses(model, "pre", range(n), seed=seed)
    after = responses(model, "post", range(n - 2), rise=0.8, seed=seed + 1)
    for wave in (before, after):
        wave.fields["site"][:] = [str(1 + p % sites) for p in range(len(wave))]
    return Study(
        model,
        {"pre": before, "post": after},
        respondent="teacher",
        cluster="site",
        audience=audience,
        small_cell=SMALLEST,
    )


@cache
def ways(n: int) -> np.ndarray:
    """(w, 5) all ways in which n people can choose among five answers."""
    grid = np.array(np.meshgrid(*[np.arange(n + 1)] * 4)).reshape(4, -1).T
    grid = grid[grid.sum(axis=1) <= n]
    return np.column_stack([grid, n - grid.sum(axis=1)])


def moments(counts: np.ndarray) -> dict[str, np.ndarray]:
    """What each way to answer would give in place of the statistics of a report."""
    n = counts[0].sum()
    mean = counts @ CODES / n
    spread = CODES[None] - mean[:, None]
    sums = {power: (counts * spread**power).sum(axis=1) for power in (2, 3, 4)}
    variance = sums[2] / n
    with np.errstate(invalid="ignore", divide="ignore"):
        g1, g2 = sums[3] / n / variance**1.5, sums[4] / n / variance**2 - 3.0
    ranked = np.cumsum(counts, axis=1)
    middle = [CODES[(ranked > place).argmax(axis=1)] for place in ((n - 1) // 2, n // 2)]
    return {
        "mean": mean,
        "sd": np.sqrt(sums[2] / (n - 1)),
        "skewness": g1 * np.sqrt(n * (n - 1)) / (n - 2),
        "kurtosis": (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * g2 + 6.0),
        "median": (middle[0] + middle[1]) / 2,
        "near_floor": counts[:, 0] / n,
        "near_ceiling": counts[:, 4] / n,
    }


@cache
def document_of(found: Study) -> Document:
    return build_document(found)


def drawn(document: Document, wording: str, wave: str) -> list[list[int]]:
    """The counts that figures' tables give for an item in a wave; put together or not."""
    rows = (row for b in document.blocks() if isinstance(b, FigureBlock) for row in b.data.rows)
    texts = ([document.words(cell.text) for cell in row] for row in rows)
    return [
        [int(c) for cell in row for c in re.findall(r"\((\d+)\)$", cell)]
        for row in texts
        if row[0].removesuffix(" (R)") == wording and row[1] == wave
    ]


def possible(found: Study, item: str, wave: str) -> np.ndarray:
    """Every way in which the item can have been answered, given the report's files."""
    document = document_of(found)
    numbers: dict[str, Any] = json.loads(writers()["json"].write(document))["numbers"]
    about = {"item": item, "wave": wave, "scale": None, "model": None}
    own = [n for n in numbers.values() if all(n.get(key) == value for key, value in about.items())]
    table = ways(next(n["n"] for n in own if n["statistic"] == "mean"))
    told = moments(table)
    kept = np.ones(len(table), dtype=bool)
    for number in own:
        estimate = number.get("estimate")
        if number["statistic"] in told and estimate is not None:
            kept &= np.isclose(told[number["statistic"]], estimate, atol=1e-9)
        if number["statistic"] == "mean" and number.get("std_error") is not None:
            kept &= np.isclose(told["sd"] / np.sqrt(number["n"]), number["std_error"], atol=1e-9)
    together = np.column_stack([table[:, :2].sum(axis=1), table[:, 2], table[:, 3:].sum(axis=1)])
    for counts in drawn(document, found.instrument.item[item].text, wave):
        kept &= ((together if len(counts) == 3 else table) == counts).all(axis=1)
    return table[kept]


def test_the_statistics_tried_are_those_of_the_report() -> None:
    given = np.repeat(CODES, (2, 3, 5, 9, 4)).astype(float)
    told = moments(np.array([[2, 3, 5, 9, 4]]))
    assert told["sd"][0] == pytest.approx(given.std(ddof=1))
    assert told["median"][0] == np.median(given)
    assert told["skewness"][0] == pytest.approx(scipy.stats.skew(given, bias=False))
    assert told["kurtosis"][0] == pytest.approx(scipy.stats.kurtosis(given, bias=False))


@pytest.mark.parametrize(("n", "sites", "seed"), [(22, 2, 5), (30, 3, 11)])
def test_hidden_answers_stay_hidden(n: int, sites: int, seed: int) -> None:
    public = study(n, sites, seed, "public")
    analysed = View(public).study.waves
    for wave in ("pre", "post"):
        for item in analysed[wave].items:
            given = analysed[wave].values[:, analysed[wave].items.index(item)]
            true = np.array([(given == code).sum() for code in CODES])
            fitting = possible(public, item, wave)
            assert (fitting == true).all(axis=1).any(), "the attack reads the report rightly"
            for answer in np.flatnonzero((true > 0) & (true < SMALLEST)):
                assert np.ptp(fitting[:, answer]) >= SMALLEST, (item, wave, fitting)


def test_the_attack_works_on_the_full_numbers() -> None:
    found = study(22, 2, 5, "internal")
    assert len(possible(found, "lead1", "pre")) == 1


def test_no_small_count_of_people_stands_in_the_web_page() -> None:
    page = writers()["html"].write(build_document(study(22, 2, 5, "public"))).decode()
    page = re.sub(r'<section id="(?:flow|ledger|quality)".*?</section>', "", page, flags=re.DOTALL)
    assert not re.search(r"\bn(?:</i>)?\s*=\s*[1-9]\b", page.replace("\u00a0", " "))
