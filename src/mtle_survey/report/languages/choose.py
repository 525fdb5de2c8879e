"""The translator of a study's report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from mtle_survey.report.inline import Text
from mtle_survey.report.languages.names import names_of
from mtle_survey.report.languages.spoken import LANGUAGES, messages
from mtle_survey.report.languages.translator import Translator

if TYPE_CHECKING:
    from mtle_survey.study import Study


def translator_for(study: Study, own: Iterable[Text] = ()) -> Translator:
    """The translator into the language that the study file names; ``own`` are the evaluator's texts."""
    spoken = LANGUAGES[study.language]
    return Translator(spoken, messages(spoken.catalogue), names_of(study), own)
