from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.report.inline import (
    Code,
    InEnglish,
    Italic,
    Reference,
    Strong,
    Text,
    Wording,
    plain,
    text,
)
from mtle_survey.report.languages.said import broken_into, said, saying
from mtle_survey.report.languages.spoken import LANGUAGES, messages
from mtle_survey.report.languages.tokens import same_places
from mtle_survey.report.languages.translator import Translator

SPANISH, AMERICAN = LANGUAGES["es"], LANGUAGES["es-US"]
MESSAGES = {
    "@ rose from # to # (#, #% CI [#, #], n = #).": "@ subió de # a # (#, IC #% [#, #], n = #).",
    "@ rose from # to # (#, # CI [#, #], n = #).": "@ subió de # a # (#, IC # [#, #], n = #).",
    "Of # people, # stayed.": "Se quedaron {#2} de {#1} personas.",
    "Scores of @": "Puntuaciones de @",
    "Both rose": "Ambas subieron",
    "See @.": "Véase @.",
    "What changed": "Qué cambió",
    "@ against @": "@ frente a @",
    "not clear": "no está claro",
}


def spanish(*names: str, spoken: object = SPANISH) -> Translator:
    return Translator(spoken, MESSAGES, names)


def words(content: Text) -> str:
    return plain(content, {"table-1": "Tabla 1"})


def test_a_sentence_keeps_its_numbers_and_names_in_their_places() -> None:
    to = spanish("Leading")
    found = to.text(("Leading rose from 3.15 to 3.39 (+0.24, 95% CI [0.05, 0.42], n = 43).",))
    assert words(found) == "Leading subió de 3,15 a 3,39 (+0,24, IC 95% [0,05; 0,42], n = 43)."
    assert to.missing == {}


def test_where_people_write_decimal_points_they_stay() -> None:
    to = spanish("Leading", spoken=AMERICAN)
    found = to.text(("Leading rose from 3.15 to 3.39 (+.24, 95% CI [\u2212.05, 0.42], n = 43).",))
    assert words(found) == "Leading subió de 3.15 a 3.39 (+.24, IC 95% [\u2212.05, 0.42], n = 43)."


def test_before_a_decimal_comma_stands_a_digit() -> None:
    assert words(spanish().text((".57 [\u2212.05, .74]",))) == "0,57 [\u22120,05; 0,74]"


def test_a_translation_may_put_things_in_another_order() -> None:
    assert words(spanish().text(("Of 9 people, 7 stayed.",))) == "Se quedaron 7 de 9 personas."


def test_typed_parts_stay_what_they_are() -> None:
    found = spanish().text(text("Scores of ", Wording("Ask 1.5 people"), ""))
    assert found == ("Puntuaciones de ", Wording("Ask 1.5 people"))
    assert spanish().text(("See ", Reference("table-1"), ".")) == ("Véase ", Reference("table-1"), ".")
    assert spanish().text((Italic("M"),)) == (Italic("M"),)
    assert spanish().text((Strong("What changed"),)) == (Strong("Qué cambió"),)


def test_lists_are_said_as_the_language_says_them() -> None:
    to = spanish("Leading", "Growing", "Helping")
    assert (
        words(to.text(("Scores of Leading, Growing, and Helping",)))
        == "Puntuaciones de Leading, Growing y Helping"
    )
    assert words(to.text(("Scores of Leading and Growing",))) == "Puntuaciones de Leading y Growing"


def test_several_sentences_are_several_messages() -> None:
    assert words(spanish().text(("Of 9 people, 7 stayed. Of 8 people, 6 stayed.",))) == (
        "Se quedaron 7 de 9 personas. Se quedaron 6 de 8 personas."
    )


def test_dates_versions_and_ids_are_no_numbers() -> None:
    to = spanish("stg_o2")
    assert words(to.text(("Scores of 2025-09-01",))) == "Puntuaciones de 2025-09-01"
    assert words(to.text(("Scores of 1.10.0",))) == "Puntuaciones de 1.10.0"
    assert words(to.text(("Scores of stg_o2",))) == "Puntuaciones de stg_o2"


def test_what_has_no_translation_stays_english_is_marked_and_counted() -> None:
    to = spanish("Leading")
    found = to.text(("What changed. Leading was 3.15 wide.", Code("x.csv")))
    assert found == ("Qué cambió. ", InEnglish("Leading was 3.15 wide."), Code("x.csv"))
    assert to.missing == {"@ was # wide.@": 1}


def test_the_evaluators_own_texts_are_left_alone() -> None:
    own = ("Nuestro texto. What changed", Strong("What changed"))
    to = Translator(SPANISH, MESSAGES, (), [own])
    assert to.text(own) == own and to.missing == {}


@pytest.mark.parametrize("cell", ["", "–", "3", "42 (7%)", "M"])
def test_a_cell_without_words_needs_no_message(cell: str) -> None:
    to = spanish()
    to.text((cell,))
    assert to.missing == {}


@given(st.text(max_size=60))
def test_no_words_are_lost_whatever_they_are(anything: str) -> None:
    """Names are given back letter for letter, also those with characters that the translator uses itself."""
    to = spanish(anything)
    found = words(to.text((f"Scores of {anything}",)))
    assert found.removeprefix("Puntuaciones de").strip().replace(",", ".") == anything.strip().replace(
        ",", "."
    ) or (found.startswith("Scores of") and to.missing)


def test_drawings_say_it_once() -> None:
    with saying(spanish("pre", "post").words):
        assert said("pre against post") == "pre frente a post"
        assert said("pre frente a post") == "pre frente a post"
        broken_into(["pre frente", "a post"])
        assert said("a post") == "a post"
    assert said("pre against post") == "pre against post"


@pytest.mark.parametrize("catalogue", sorted({s.catalogue for s in LANGUAGES.values() if s.catalogue}))
def test_every_translation_holds_what_its_message_holds(catalogue: str) -> None:
    found = messages(catalogue)
    assert len(found) > 500
    assert [english for english, other in found.items() if not same_places(english, other)] == []


@pytest.mark.parametrize(
    ("english", "other", "same"),
    [
        ("# of #", "# de #", True),
        ("# of #", "{#2} de {#1}", True),
        ("# of #", "{#2} de #", False),
        ("# of #", "# de", False),
        ("@ #", "{@1} #", True),
        ("# of #", "{#1} de {#1}", False),
    ],
)
def test_places_are_counted(english: str, other: str, same: bool) -> None:
    assert same_places(english, other) is same
