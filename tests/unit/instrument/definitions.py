"""Small definitions for tests: a sound one, and how to vary one section of it."""

from __future__ import annotations

from mtle_survey.errors import MtleError, Problem
from mtle_survey.instrument.load import read_instrument
from mtle_survey.instrument.model import Instrument

SOUND = {
    "head": "id: demo\nversion: 1.0.0\ntitle: Demo\n",
    "response_formats": """\
response_formats:
  agree5:
    codes: [1, 2, 3, 4, 5]
    labels: [Strongly disagree, Disagree, Neither, Agree, Strongly agree]
    nonresponse: {8: Does not apply to my role, 9: Prefer not to answer}
""",
    "items": """\
items:
  q1: {text: I lead., format: agree5}
  q2: {text: I help., format: agree5}
  q3: {text: I stay away., format: agree5}
""",
    "scales": """\
scales:
  lead: {title: Leading, items: [q1, q2, q3], reverse_keyed: [q3]}
""",
}


def definition(**sections: str) -> str:
    """The sound definition with sections replaced or added; an empty text leaves a section out."""
    return "".join({**SOUND, **sections}.values())


def load(text: str) -> Instrument:
    return read_instrument(text.encode(), source="demo.yaml")


def problems_of(content: str | bytes) -> tuple[Problem, ...]:
    data = content if isinstance(content, bytes) else content.encode()
    try:
        return read_instrument(data, source="demo.yaml").problems
    except MtleError as error:
        return error.problems
