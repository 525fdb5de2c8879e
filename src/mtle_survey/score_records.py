"""Scores as wide records: one per response, for people and for other programs."""

from __future__ import annotations

import math
from typing import Any

from mtle_survey.rules import apply_rules
from mtle_survey.study import Study


def score_records(study: Study) -> tuple[list[str], list[dict[str, Any]]]:
    """Every response of every wave with its fields, scores, rule scores and answered counts.

    Returns
    -------
    tuple
        Column names in order (``row id wave``, fields, scales and rules, ``<scale>_answered``), and one
        record per response. Personal fields other than the respondent's id are left out.
    """
    fields = [
        f.id
        for f in study.instrument.fields
        if not f.personal and any(f.id in r.fields for r in study.waves.values())
    ]
    scales = [s.id for s in study.instrument.scales if any(s.id in sc.scales for sc in study.scores.values())]
    records: list[dict[str, Any]] = []
    ruled: list[str] = []
    for wave, responses in study.waves.items():
        scores = study.scores[wave]
        rules = apply_rules(responses, scores)
        ruled += [name for name in rules if name not in ruled]
        for i in range(len(responses)):
            record: dict[str, Any] = {
                "row": int(responses.rows[i]),
                "id": None if responses.ids is None else responses.ids[i],
                "wave": wave,
            }
            record |= {f: responses.fields[f][i] if f in responses.fields else None for f in fields}
            record |= {s: _number(scores.of(s)[i]) if s in scores.scales else None for s in scales}
            record |= {name: values[i] for name, values in rules.items()}
            record |= {f"{s}_answered": int(scores.answered[i, k]) for k, s in enumerate(scores.scales)}
            records.append(record)
    columns = ["row", "id", "wave", *fields, *scales, *ruled, *(f"{s}_answered" for s in scales)]
    return columns, [{name: record.get(name) for name in columns} for record in records]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
