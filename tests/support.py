"""Small instruments and exports, written inline by the tests that use them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mtle_survey.instrument.load import load_instrument
from mtle_survey.instrument.model import Instrument
from mtle_survey.reading import read_responses
from mtle_survey.responses import Responses

REPOSITORY = Path(__file__).parents[1]
REAL_EXPORTS = REPOSITORY.parent / "shared" / "data" / "exports"

DEMO = """
id: demo
version: 1.0.0
title: Demonstration
response_formats:
  agree5:
    codes: [1, 2, 3, 4, 5]
    labels: [Strongly disagree, Disagree, Neither agree nor disagree, Agree, Strongly agree]
    nonresponse: {8: Does not apply to my role, 9: Prefer not to answer}
items:
  a1: {text: I share what I know with colleagues., format: agree5, columns: [Q1_1]}
  a2: {text: Colleagues ask for my view., format: agree5, columns: [Q1_2]}
  a3: {text: I keep my ideas to myself., format: agree5, columns: [Q1_3]}
  a4: {text: I speak up in meetings., format: agree5, columns: [Q1_4]}
  b1: {text: My principal gives me time., format: agree5}
  b2: {text: My principal backs my work., format: agree5}
scales:
  voice: {title: Voice, items: [a1, a2, a3, a4], reverse_keyed: [a3]}
  support: {title: Support, items: [b1, b2], kind: condition}
  whole: {title: Whole, parts: [voice, support]}
fields:
  teacher: {title: Code, role: respondent}
  site: {title: Site, role: cluster, type: single, codes: [1, 2], labels: [North, South]}
forms:
  short: {items: [a1, a2, a3, a4]}
"""


def make_instrument(folder: Path, text: str = DEMO) -> Instrument:
    path = folder / "instrument.yaml"
    path.write_text(text, encoding="utf-8")
    return load_instrument(path)


def write_csv(folder: Path, text: str, name: str = "export.csv") -> Path:
    path = folder / name
    path.write_text(text.strip() + "\n", encoding="utf-8")
    return path


def read(
    folder: Path, instrument: Instrument, text: str, name: str = "export.csv", **options: object
) -> Responses:
    return read_responses(write_csv(folder, text, name), instrument, **options)


def codes(responses: Responses, item: str) -> list[float | None]:
    column = responses.values[:, responses.items.index(item)]
    return [None if np.isnan(v) else float(v) for v in column]


def put_study(folder: Path, text: str, **exports: str) -> Path:
    """A study file beside the demonstration instrument and its exports."""
    (folder / "demo.yaml").write_text(DEMO, encoding="utf-8")
    for name, content in exports.items():
        write_csv(folder, content, f"{name}.csv")
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path
