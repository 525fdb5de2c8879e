"""A study's documents in the language that its file names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from mtle_survey.report.document import Document
from mtle_survey.report.inline import Text
from mtle_survey.report.languages.names import labels_of, names_of
from mtle_survey.report.languages.said import saying
from mtle_survey.report.languages.spoken import ENGLISH, LANGUAGES, messages
from mtle_survey.report.languages.translator import Translator
from mtle_survey.report.languages.whole import in_language

if TYPE_CHECKING:
    from mtle_survey.study import Study


def translator_for(study: Study, own: Iterable[Text] = (), names: Iterable[str] = ()) -> Translator:
    """The translator into the language that the study file names.

    Parameters
    ----------
    study : Study
    own : iterable of Text
        The evaluator's texts.
    names : iterable of str
        Further words, beside those of the study, that stay as they are.
    """
    spoken = LANGUAGES[study.language]
    found = [*names_of(study), *names]
    return Translator(spoken, messages(spoken.catalogue), found, own, labels_of(study))


def in_language_of(
    study: Study, make: Callable[[], Document], own: Iterable[Text] = (), names: Iterable[str] = ()
) -> Document:
    """The document that ``make`` writes in English, in the study's language; its drawings speak it too."""
    if study.language == ENGLISH:
        return make()
    translator = translator_for(study, own, names)
    with saying(translator.words):
        document = make()
    return in_language(document, translator)
