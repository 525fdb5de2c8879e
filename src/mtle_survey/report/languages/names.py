"""Words of a study that are nobody's to translate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING

from mtle_survey.plugins import discover
from mtle_survey.report.computed import formulas

if TYPE_CHECKING:
    from mtle_survey.study import Study

LEAST = 5  # letters; shorter titles and labels are words of sentences too


def labels_of(study: Study) -> list[str]:
    """Labels of answers and fields that are words of sentences too."""
    instrument = study.instrument
    labels = {label for declared in instrument.fields for label in declared.labels}
    labels |= {label for answers in instrument.response_formats.values() for label in answers.labels}
    return sorted(label for label in labels if label and not _tells(label) and not label.isdecimal())


def names_of(study: Study) -> list[str]:
    """Waves, files, ids, titles, labels, wordings, sources, and what people wrote in the study file."""
    return sorted(set(_names(study)))


def _names(study: Study) -> Iterator[str]:
    instrument = study.instrument
    yield from (wave for wave in study.waves if wave)
    yield from (
        name for name in (study.title, instrument.title, instrument.notice, instrument.citation) if name
    )
    for item in instrument.items:
        yield from (item.text, *(() if _is_a_word(item.id) else (item.id,)))
    for scale in instrument.scales:
        yield from _telling(scale.id, scale.title, scale.description or "")
    for rule in instrument.scores:
        yield from _telling(rule.id, rule.title or "")
    for declared in instrument.fields:
        yield from _telling(declared.title, *declared.labels)
    for answers in instrument.response_formats.values():
        yield from _telling(*answers.labels, *(reason.label for reason in answers.nonresponse.values()))
    signs = discover("mtle_survey.stats.careless", "STATISTIC")
    for statistic in (*formulas().values(), *signs.values()):
        yield statistic.reference.partition("https://")[0].strip()
    for question in study.questions:
        yield question.ask
    for _, source, _ in study.inputs:
        yield PurePath(source.file).name
    for responses in study.waves.values():
        for column in responses.fields.values():
            yield from _telling(*{str(cell) for cell in column if cell is not None})


def _telling(*names: str) -> Iterator[str]:
    """Those that cannot be taken for a word of a sentence."""
    yield from (name for name in names if _tells(name))


def _tells(name: str) -> bool:
    return len(name) >= LEAST and not name.isdecimal() and not _is_a_word(name)


def _is_a_word(name: str) -> bool:
    return name.isalpha() and name.islower()
