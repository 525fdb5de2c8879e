"""A report for every site of a region beside that of the whole, each held to the others where public."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.measure import Measurement
from mtle_survey.instrument.load import load_instrument
from mtle_survey.report.batch import write_batch
from mtle_survey.simulate import default_recipe, simulate, write_simulation
from mtle_survey.study_file import load_study

PEOPLE, SITES = 240, 10
STUDY = """title: A region (synthetic data, seed 11)
instrument: mtle
waves:
  pre: {{files: pre.csv, date: 2025-09-01, forms: [pre]}}
  post: {{files: post.csv, date: 2026-05-18, forms: [post]}}
respondent: teacher
cluster: site
groups: [grade_band]
primary: [identity, stg_o]
options: {{seed: 1, audience: {audience}}}
"""


def run() -> list[Measurement]:
    return [_region("internal"), _region("public")]


def _region(audience: str) -> Measurement:
    """Once, from the study on: the numbers of every site as ``report.json``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = load_instrument("mtle")
        recipe = default_recipe(model, n=PEOPLE, sites=SITES, seed=11)
        write_simulation(simulate(model, recipe), folder)
        file = folder / "study.yaml"
        file.write_text(STUDY.format(audience=audience), encoding="utf-8")
        study = load_study(file)
        start = time.process_time()
        done = write_batch(study, "site", folder / "reports", ["report.json"])
        seconds = time.process_time() - start
    return Measurement(
        task=f"mtle report --by site: {PEOPLE} people at {SITES} sites, {done.reports} {audience} reports",
        seconds=seconds,
    )
