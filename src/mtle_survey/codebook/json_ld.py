"""The instrument as schema.org metadata, which search engines and data repositories read."""

from __future__ import annotations

import json
from typing import Any

from mtle_survey.codebook.rows import CodebookRow, codebook_rows
from mtle_survey.codebook.words import asked_words, reverse_words, scoring_words
from mtle_survey.instrument.model import Instrument, Scale, ScoreRule


def json_ld(instrument: Instrument) -> dict[str, Any]:
    """A schema.org ``Dataset`` whose ``variableMeasured`` are the items, fields, scales and scores."""
    described = instrument.notice or f"Data collected with {instrument.title}."
    dataset = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "identifier": instrument.id,
        "name": instrument.title,
        "version": instrument.version,
        "description": described,
        "inLanguage": instrument.language,
        "citation": instrument.citation,
        "measurementTechnique": "questionnaire",
        "variableMeasured": [
            *(_variable(row, instrument) for row in codebook_rows(instrument)),
            *(_scale(scale, instrument) for scale in instrument.scored_scales()),
            *(_score(score) for score in instrument.scores),
        ],
    }
    return _given(dataset)


def json_ld_text(instrument: Instrument) -> str:
    """The same as indented JSON."""
    return json.dumps(json_ld(instrument), indent=2, ensure_ascii=False) + "\n"


def _variable(row: CodebookRow, instrument: Instrument) -> dict[str, Any]:
    numbered = [option for option in row.options if option.reason is None]
    missing = [option for option in row.options if option.reason is not None]
    return _given(
        {
            "@type": "PropertyValue",
            "name": row.id,
            "description": ": ".join(p for p in (row.stem, asked_words(row.text, row.aspect)) if p),
            "alternateName": list(row.columns),
            "value": ",\n".join(f"{option.code}. {option.label}" for option in numbered),
            "minValue": row.low,
            "maxValue": row.high,
            "measurementTechnique": reverse_words(row, instrument),
            "valueReference": [
                _given(
                    {
                        "@type": "DefinedTerm",
                        "termCode": option.code,
                        "name": option.label,
                        "description": f"missing: {option.reason}" if option.reason else None,
                    }
                )
                for option in (*numbered, *missing)
            ],
        }
    )


def _scale(scale: Scale, instrument: Instrument) -> dict[str, Any]:
    return _given(
        {
            "@type": "PropertyValue",
            "name": scale.id,
            "description": f"{scale.title}. {scale.description or ''}".strip(),
            "measurementTechnique": scoring_words(scale, instrument),
        }
    )


def _score(score: ScoreRule) -> dict[str, Any]:
    params = ", ".join(f"{key} {value}" for key, value in score.params.items())
    rule = f"rule {score.rule}" + (f" ({params})" if params else "")
    return {
        "@type": "PropertyValue",
        "name": score.id,
        "description": score.title or score.id,
        "measurementTechnique": rule,
    }


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Without what is not declared; whole numbers as such."""
    kept = {key: value for key, value in values.items() if value not in (None, "", [])}
    return {key: int(v) if isinstance(v, float) and v.is_integer() else v for key, v in kept.items()}
