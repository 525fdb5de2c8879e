"""Small studies for tests of evidence: people by waves, written as tables of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mtle_survey import Study
from mtle_survey.instrument.load import load_instrument
from tests.support import read

INSTRUMENT = """
id: small
version: 1.0.0
title: Small
response_formats:
  often5: {codes: [1, 2, 3, 4, 5], labels: [Never, Seldom, Sometimes, Often, Always]}
items:
  a1: {text: I lead lessons., format: often5}
  a2: {text: I lead meetings., format: often5}
  a3: {text: I lead workshops., format: often5}
  b1: {text: I plan lessons., format: often5}
  b2: {text: I plan meetings., format: often5}
  c1: {text: I feel ready., format: often5}
scales:
  lead: {title: Leading, items: [a1, a2, a3]}
  plan: {title: Planning, items: [b1, b2]}
  ready: {title: Ready, items: [c1]}
scores:
  stage: {title: Stage, rule: stage_attained, inputs: {self: plan, others: lead}, params: {threshold: 3}}
  role:
    title: Role
    rule: role_class
    inputs: {teaches_math: math, full_time: full, title: titled, released: released, leads: leads}
fields:
  teacher: {title: Code, role: respondent}
  site: {title: Site, role: cluster}
  arm: {title: Arm, role: group}
  hours: {title: Hours, role: dose, type: number}
  grade: {title: Grade, type: single, codes: [a, b, c], labels: [Primary, Middle, High]}
  math: {title: Teaches mathematics, type: single, codes: [1, 0], labels: ['Yes', 'No']}
  full: {title: Full time, type: single, codes: [1, 0], labels: ['Yes', 'No']}
  titled: {title: Titled, type: single, codes: [1, 0], labels: ['Yes', 'No']}
  released: {title: Released, type: single, codes: [1, 0], labels: ['Yes', 'No']}
  leads: {title: Leads, type: single, codes: [1, 0], labels: ['Yes', 'No']}
"""

Wave = Mapping[str, Sequence[object]]


def make_study(folder: Path, waves: Mapping[str, Wave], **options: object) -> Study:
    """A study from columns of cells by wave; people are the rows, named t00, t01, … unless given."""
    path = folder / "small.yaml"
    path.write_text(INSTRUMENT, encoding="utf-8")
    instrument = load_instrument(path)
    found = {}
    for wave, columns in waves.items():
        n = len(next(iter(columns.values())))
        table = {"teacher": [f"t{i:02d}" for i in range(n)], **columns}
        lines = [",".join(table)]
        lines += [
            ",".join("" if cell is None else str(cell) for cell in cells)
            for cells in zip(*table.values(), strict=True)
        ]
        found[wave] = read(folder, instrument, "\n".join(lines), f"{wave}.csv", wave=wave)
    return Study(instrument, found, **options)


def alike(level: Sequence[int], items: Sequence[str] = ("a1", "a2", "a3")) -> dict[str, list[int]]:
    """Answers of people who give every item the same level."""
    return {item: list(level) for item in items}
