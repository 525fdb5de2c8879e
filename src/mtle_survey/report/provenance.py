"""Where the numbers of a report come from: program, data, instrument, options and rules, as plain data."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from mtle_survey.evidence.cut_offs import CUT_OFFS
from mtle_survey.evidence.locked_plan import fingerprint
from mtle_survey.report.files_told import files_told

if TYPE_CHECKING:
    from mtle_survey.study import Study

LIBRARIES = ("numpy", "scipy", "matplotlib")
Manifest = dict[str, Any]


def manifest(study: Study) -> Manifest:
    """Everything that a number can depend on; two reports with one manifest hold the same numbers.

    Files bear their names without folders, so that the manifest is the same on every machine.
    """
    return {
        "program": {
            "mtle_survey": version("mtle-survey"),
            "python": platform.python_version(),
            **{name: version(name) for name in LIBRARIES},
        },
        "instrument": {
            "id": study.instrument.id,
            "version": study.instrument.version,
            "sha256": study.instrument.sha256,
        },
        "study_file": _study_file(study),
        "inputs": [
            {
                "wave": told.wave,
                "file": told.name,
                "sha256": told.source.sha256,
                "records": told.records,
                "responses": told.responses,
            }
            for told in files_told(study)
        ],
        "decisions": [
            {"key": file.key, "file": PurePath(file.path).name, "sha256": file.sha256}
            for file in study.decided.files
        ],
        "options": _options(study),
        "rules": _rules(study),
    }


def _study_file(study: Study) -> Manifest | None:
    if study.study_file is None:
        return None
    path = Path(study.study_file)
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    return {"file": path.name, "sha256": found}


def _options(study: Study) -> Manifest:
    return {
        "confidence": study.confidence,
        "seed": study.seed,
        "bootstrap": study.draws,
        "bootstrap_of_refits": study.refits,
        "audience": study.audience,
        "small_cell": study.small_cell,
        "extras": list(study.extras),
    }


def _rules(study: Study) -> Manifest:
    """What the evaluator declared, and the cut-offs that remarks rest on."""
    return {
        "respondent": study.respondent,
        "design": dict(study.design),
        "cluster": study.cluster,
        "groups": list(study.groups),
        "dose": study.dose,
        "unit": study.unit,
        "primary": list(study.primary),
        "questions": [
            {"ask": q.ask, "measures": list(q.measures), "target": dict(q.target or {})}
            for q in study.questions
        ],
        "meaningful_step": dict(study.steps),
        "smallest_effect": dict(study.smallest_effects),
        "retest": list(study.retest),
        "careless": fingerprint(asdict(study.careless_rule)),
        "dates": dict(study.dates),
        "accept": _accepted(study),
        "scoring": {
            scale.id: {"method": scale.score.method, "min_answered": scale.score.min_answered}
            for scale in study.instrument.scales
        },
        "locked_plan": None if study.locked_plan is None else fingerprint(study.locked_plan),
        "cut_offs": fingerprint({name: asdict(cut) for name, cut in CUT_OFFS.items()}),
    }


def _accepted(study: Study) -> Manifest:
    """Why problems are accepted; in a public edition, where a reason could name people, its hash alone."""
    if study.audience != "public":
        return dict(study.accept)
    return {code: fingerprint(reason) for code, reason in study.accept.items()}
