"""Labels that look the same compare as the same; labels that differ stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtle_survey.normalise import normalise_label


@pytest.mark.parametrize(
    ("exported", "declared"),
    [
        ("Strongly\u00a0agree ", "Strongly agree"),
        ("Strongly Agree", "Strongly agree"),
        ("\ufeffNever\u200b", "Never"),
        ("don\u2019t know", "Don't know"),
        ("\u201cOften\u201d", '"often"'),
        ("1\u20132 lessons", "1-2 lessons"),
        ("<b>Agree</b>, mostly", "Agree, mostly"),
        ("Agree<br/>strongly", "agree strongly"),
        ("Agree&nbsp;&amp;&nbsp;act", "agree & act"),
        ("\uff14 or more", "4 or more"),
        ("about\n\tmonthly", "About monthly"),
        ("co\u00adoperate", "cooperate"),
        ("STRASSE", "straße"),
        ("don\u00b4t know", "don't know"),
        ("5\u2033 or less", '5" or less'),
    ],
)
def test_invisible_differences_are_set_aside(exported: str, declared: str) -> None:
    assert normalise_label(exported) == normalise_label(declared)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("less than 5 (<5)", "more than 5 (>5)"),
        ("< 1 year", "1 year"),
        ("a<5", "a>5"),
        ("Agree", "Disagree"),
        ("cooperate", "co operate"),
        ("résumé", "resume"),
    ],
)
def test_real_differences_stay(one: str, other: str) -> None:
    assert normalise_label(one) != normalise_label(other)


@given(st.text(max_size=60) | st.text(alphabet="<>/abr &;lt#x ", max_size=40))
def test_twice_is_once(text: str) -> None:
    once = normalise_label(text)
    assert normalise_label(once) == once


@given(st.text(max_size=40))
def test_surrounding_space_and_case_never_matter(text: str) -> None:
    assert normalise_label(f" \u00a0{text}\u200b ") == normalise_label(text)
