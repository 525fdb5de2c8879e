from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.report.inline import (
    Code,
    Formula,
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
    "Other sets": "Otros conjuntos",
    "# people stayed": "se quedaron # personas",
    "too few people": "muy pocas personas",
    "largest value of @": "valor más alto de @",
    "most say “@”": "la mayoría dice «@»",
    "mean / n": "media / n",
    "SD": "DT",
    "Each, @ (#), said": "Cada uno, @ (#), lo dijo",
}


def spanish(*names: str, spoken: object = SPANISH, labels: tuple[str, ...] = ()) -> Translator:
    return Translator(spoken, MESSAGES, names, labels=labels)


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


def test_a_bold_lead_in_and_what_follows_are_two_messages() -> None:
    to = spanish()
    found = to.text((Strong("What changed"), " not clear"))
    assert found == (Strong("Qué cambió"), " no está claro") and to.missing == {}


@pytest.mark.parametrize(
    ("english", "other"),
    [
        ("not clear; 7 people stayed.", "no está claro; se quedaron 7 personas."),
        ("What changed: 7 people stayed", "Qué cambió: se quedaron 7 personas"),
        ("Both rose, 7 people stayed", "Ambas subieron, se quedaron 7 personas"),
        ("Each, Leading (3, 4), said", None),
    ],
)
def test_statements_beside_each_other_are_messages_of_their_own(english: str, other: str | None) -> None:
    to = spanish("Leading")
    found = words(to.text((english,)))
    assert found == (other or english)
    assert (to.missing == {}) is (other is not None)


def test_a_range_stands_where_its_message_has_a_number() -> None:
    assert words(spanish().text(("7 to 9 people stayed",))) == "se quedaron 7 a 9 personas"


def test_words_of_ours_that_are_a_name_too_are_still_ours_in_our_sentences() -> None:
    to = spanish("Other")
    assert words(to.text(("Other sets",))) == "Otros conjuntos"
    assert words(to.text(("Both rose. Other sets",))) == "Ambas subieron. Otros conjuntos"
    assert to.missing == {}


def test_labels_of_the_study_stay_where_they_stand_alone_or_quoted() -> None:
    to = spanish(labels=("Weak", "not clear"))
    assert words(to.text(("Weak",))) == "Weak"
    assert words(to.text(("most say “Weak”",))) == "la mayoría dice «Weak»"
    assert words(to.text(("not clear",))) == "no está claro", "what is ours has a message"
    assert to.missing == {}


def test_formulas_are_said_and_other_code_is_not() -> None:
    assert spanish().text((Formula("mean / n"),)) == (Formula("media / n"),)
    assert spanish().text((Code("mean / n"),)) == (Code("mean / n"),)
    assert spanish().text((Italic("SD"), Italic("M"))) == (Italic("DT"), Italic("M"))


def test_signs_of_messages_in_words_stay_what_they_are() -> None:
    to = spanish()
    assert words(to.text(("largest value of #",))) == "valor más alto de #"
    assert words(to.text(("#1 of @x is blue",))) == "#1 of @x is blue" and len(to.missing) == 1


def test_spaces_that_do_not_break_change_no_message() -> None:
    to = spanish("Leading")
    english = "Leading rose from 3.15 to 3.39 (+0.24, 95% CI [0.05, 0.42], n\u00a0=\u00a043)."
    assert words(to.text((english,))).endswith("n\u00a0=\u00a043).") and to.missing == {}


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
        assert said("pre frente…") == "pre frente…"
        broken_into(["pre frente", "a post"])
        assert said("a post") == "a post"
    assert said("pre against post") == "pre against post"


def same_places(english: str, translation: str) -> bool:
    """Whether a translation holds each number and name of its message once."""
    asked = {kind: english.count(kind) for kind in "#@"}
    for kind, count in asked.items():
        named = [int(number) for k, number in re.findall(r"\{([#@])(\d+)\}", translation) if k == kind]
        bare = re.sub(r"\{[#@]\d+\}", "", translation).count(kind)
        if (named and (bare or sorted(named) != list(range(1, count + 1)))) or (not named and bare != count):
            return False
    return True


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
