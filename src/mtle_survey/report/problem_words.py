"""Why a problem matters, in the words of the catalogue, with what fills its gaps kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from mtle_survey.catalogue import CATALOGUE
from mtle_survey.errors import Problem
from mtle_survey.report.inline import Inline, Text, Wording, text

# Gaps that hold words of this program and not of a study.
_OURS = frozenset({"evidence", "fault", "hint", "keying", "label_order", "order", "piece", "reason", "rule"})
_NUMBER = re.compile(r"[+\u2212-]?[\d.]+%?")


def why_it_matters(found: Problem) -> Text:
    """The catalogue's reason; wordings and ids of the study stand in it as quotations."""
    return text(*_reason(found), *((" Accepted: ", Wording(found.accepted)) if found.accepted else ()))


def _reason(found: Problem) -> Iterator[Inline]:
    for words, name, _, _ in Formatter().parse(CATALOGUE[found.code].why):
        yield words
        if name is not None:
            value = found.values[name]
            yield value if name in _OURS or _NUMBER.fullmatch(value) else Wording(value)
