"""Psychometrics and evaluation of teacher-leadership surveys: instruments as data, honest reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtle_survey.instrument.load import load_instrument
    from mtle_survey.reading import read_responses
    from mtle_survey.report.build import write_report
    from mtle_survey.report.notebook import figures
    from mtle_survey.study import Study
    from mtle_survey.study_file import load_study

_HOMES = {
    "Study": "mtle_survey.study",
    "figures": "mtle_survey.report.notebook",
    "load_instrument": "mtle_survey.instrument.load",
    "load_study": "mtle_survey.study_file",
    "read_responses": "mtle_survey.reading",
    "write_report": "mtle_survey.report.build",
}

__all__ = ["Study", "figures", "load_instrument", "load_study", "read_responses", "write_report"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
