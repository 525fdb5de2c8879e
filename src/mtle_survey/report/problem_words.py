"""Why a problem matters, in the words of the catalogue, with what fills its gaps kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from mtle_survey.catalogue import CATALOGUE
from mtle_survey.errors import Problem
from mtle_survey.report.inline import Inline, Text, Wording, text

# Gaps that hold words of this program and not of a study.
_OURS = frozenset(
    {"evidence", "fault", "hint", "keying", "label_order", "order", "piece", "reading", "reason", "rule"}
)
# Gaps that hold what stood in the data: names of groups, a line of the roster.
_OF_THE_DATA = frozenset({"day", "hint", "known", "spellings"})
REASON_ELSEWHERE = "Accepted; the reason stands in the internal edition."
_NUMBER = re.compile(r"[+\u2212-]?[\d.]+%?")


def why_it_matters(found: Problem, *, public: bool = False) -> Text:
    """The catalogue's reason; wordings and ids of the study stand in it as quotations.

    A public edition leaves out what stood in the data, which could name a group that is too small, and why
    the evaluators accept a problem, which could name a person.
    """
    return text(*_reason(found, public), *_accepted(found, public))


def _accepted(found: Problem, public: bool) -> Iterator[Inline]:
    if found.accepted and public:
        yield f" {REASON_ELSEWHERE}"
    elif found.accepted:
        yield " Accepted: "
        yield Wording(found.accepted)


def _reason(found: Problem, public: bool) -> Iterator[Inline]:
    for words, name, _, _ in Formatter().parse(CATALOGUE[found.code].why):
        yield words
        if name is not None:
            value = found.values[name]
            if public and name in _OF_THE_DATA:
                value = "" if name in _OURS else "…"
            yield value if name in _OURS or _NUMBER.fullmatch(value) else Wording(value)
