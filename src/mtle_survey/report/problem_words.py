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
# Gaps that hold what stood in the data: names of groups, a line of the roster.
_OF_THE_DATA = frozenset({"hint", "known", "spellings"})
_NUMBER = re.compile(r"[+\u2212-]?[\d.]+%?")


def why_it_matters(found: Problem, *, public: bool = False) -> Text:
    """The catalogue's reason; wordings and ids of the study stand in it as quotations.

    A public edition leaves out what stood in the data: it could name a group that is too small.
    """
    accepted = (" Accepted: ", Wording(found.accepted)) if found.accepted else ()
    return text(*_reason(found, public), *accepted)


def _reason(found: Problem, public: bool) -> Iterator[Inline]:
    for words, name, _, _ in Formatter().parse(CATALOGUE[found.code].why):
        yield words
        if name is not None:
            value = found.values[name]
            if public and name in _OF_THE_DATA:
                value = "" if name in _OURS else "…"
            yield value if name in _OURS or _NUMBER.fullmatch(value) else Wording(value)
