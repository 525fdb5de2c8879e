"""What identifies people is taken out of a comment; what does not, stays."""

from __future__ import annotations

import pytest

from mtle_survey.comments.gazetteer import Gazetteer
from mtle_survey.comments.habits import without_habits
from mtle_survey.comments.redaction import Redactor

REDACTOR = Redactor(
    Gazetteer(
        names=["Jane Smith", "maria.garcia@x.example", "Grace Will", "王芳"],
        places=["Lincoln Elementary School", "North", "Escuela Benito Juárez"],
        codes=["01B1F4Q", "t001", "12"],
        words=["Project Sunrise"],
    ),
    keep=["COVID1920"],
)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Write to jane.doe+pd@school.k12.ca.us.", "Write to [e-mail]."),
        ("jane [at] school [dot] org", "[e-mail]"),
        ("jane at school dot org", "[e-mail]"),
        ("Call 555-123-4567 or (555) 123 4567.", "Call [phone number] or [phone number]."),
        ("+1 555 123 4567", "[phone number]"),
        ("See https://x.example/a?b=c, then www.y.example.", "See [web address], then [web address]."),
        ("our page school.org/maths.", "our page [web address]."),
        ("I post as @mathteacher_9", "I post as [account]"),
        ("My badge is 48213 and #771.", "My badge is [number] and [number]."),
        ("badge AB12C3", "badge [code]"),
        ("since 2025-09-14, 9/14/25 and 14.9.2025", "since [date], [date] and [date]"),
        ("On September 14th, 2025 and 3 May", "On [date] and [date]"),
        ("Nov 8th-9th 2016 and 3-4 June", "[date] and [date]"),
        ("desde el 5 de mayo de 2025", "desde el [date]"),
        ("Mrs. Okafor and Dr Lee-Brown Jr", "[name] and [name]"),
        ("mr. okafor helped", "[name] helped"),
        ("Principal Garcia and la Señora Ruiz", "[name] and la [name]"),
        ("Jane, SMITH and smith's class", "[name] and [name]'s class"),
        ("jane  smith", "[name]"),
        ("Ms. Jane Smith", "[name]"),
        ("García", "[name]"),
        ("Garci\u0301a", "[name]"),
        ("Ja\u200bne", "[name]"),
        ("At Lincoln we met", "At [place] we met"),
        ("LINCOLN ELEMENTARY", "[place] ELEMENTARY"),
        ("in Benito Juarez", "in [place]"),
        ("code 01b1f4q and T001", "code [code] and [code]"),
        ("project-sunrise paid", "[left out] paid"),
        ("和王芳老师", "和[name]老师"),
    ],
)
def test_identifying_parts_are_taken_out(said: str, shown: str) -> None:
    assert REDACTOR.redact(said) == shown


@pytest.mark.parametrize(
    "said",
    [
        "K-12 teachers in grades 3-5 met at 12:30 in 2024-2025.",
        "1,200 students, $1500, 3rd grade, the 5E model, 100th day",
        "I will grace the north wall in may.",
        "The MS teachers and my principal support us.",
        "Our school and the district office",
        "12 of us, 3/4 of the class",
        "since COVID1920",
        "We used it again, as in spring.",
        "Smithson is another matter",
    ],
)
def test_what_identifies_nobody_stays(said: str) -> None:
    assert REDACTOR.redact(said) == said


def test_a_name_that_is_a_usual_word_is_taken_out_with_its_capital_alone() -> None:
    assert REDACTOR.redact("Thanks to Grace we went North") == "Thanks to [name] we went [place]"


def test_the_reviewer_is_told_what_was_taken_out_and_where_to_look() -> None:
    found = REDACTOR.propose("Jane and I thank Roberto!!! My principal, too, and Mathematics.")
    assert found.text == "[name] and I thank Roberto! My principal, too, and Mathematics."
    assert found.removed == {"name": 1, "habits of writing": 1}
    assert found.look_at == ("Roberto", "My principal")


def test_what_stands_for_a_part_is_in_the_language_of_the_questionnaire() -> None:
    assert (
        Redactor(Gazetteer(names=["Jane"]), language="es-MX").redact("Gracias, Jane") == "Gracias, [nombre]"
    )


@pytest.mark.parametrize(
    ("said", "even"),
    [
        ("Great!!! Really??", "Great! Really?"),
        ("soooo good", "soo good"),
        ("Well.... um, fine", "Well… fine"),
        ("THIS IS WHAT I NEED. MORE TIME!", "This is what I need. More time!"),
        ("🎉🎉🎉", "🎉"),
        ("NCTM and PD", "NCTM and PD"),
        ("I feel better in committee", "I feel better in committee"),
    ],
)
def test_habits_of_writing_are_evened_out(said: str, even: str) -> None:
    assert without_habits(said) == even
    assert without_habits(even) == even
