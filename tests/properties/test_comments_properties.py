"""Whatever people write: redaction is final, no name survives it, and the sheet gives back what it got."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtle_survey.comments.gather import key_of
from mtle_survey.comments.gazetteer import TOKEN, Gazetteer
from mtle_survey.comments.habits import without_habits
from mtle_survey.comments.model import Comment, OpenQuestion
from mtle_survey.comments.redaction import PLACEHOLDERS, Redactor
from mtle_survey.comments.sheet import new_sheet, read_sheet
from mtle_survey.comments.spelling import folded, tidied
from mtle_survey.review_files import sheet_bytes

NAMES = ("Zora Quimby", "O’Hara-Lindqvist", "José Núñez", "王芳")
REDACTOR = Redactor(Gazetteer(names=NAMES, places=["Birchwood School"], codes=["t0471"], words=["Mango"]))
IDENTIFYING = ("ZORA", "nunez", "Mrs. Pell", "a.b@c.org", "555-123-4567", "9/14/2025", "t0471", "Birchwood")
DISTURBING = (
    "[name]",
    "[",
    "]",
    "'",
    "=1+1",
    "-",
    "@x",
    "\u202e",
    "\u200b",
    "\r\n",
    "\t",
    "🎉🎉",
    "um",
    "!!!",
    ".",
)
PIECES = st.one_of(st.sampled_from([*NAMES, *IDENTIFYING, *DISTURBING, "مرحبا"]), st.text(max_size=12))
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(["", " ", ", ", "\n"])), max_size=10).map(
    lambda pairs: "".join(part for pair in pairs for part in pair)
)
HELD = re.compile("|".join(re.escape(w) for own in PLACEHOLDERS.values() for w in own.values()))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_redacting_again_changes_nothing(text):
    once = REDACTOR.redact(text)
    assert REDACTOR.redact(once) == once
    proposed = REDACTOR.propose(text).text
    assert REDACTOR.redact(proposed) == proposed


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_no_name_address_or_number_survives(text):
    left = HELD.sub(" | ", REDACTOR.redact(text))
    words = set(TOKEN.findall(folded(left)))
    assert not words & {"zora", "quimby", "lindqvist", "jose", "nunez", "birchwood", "t0471", "mango"}
    assert "王芳" not in left
    assert not re.search(r"\w@\w+\.\w", left)
    assert not re.search(r"(?<![\w.,])\d{5,}(?!\w)", left)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_spelling_and_habits_settle_at_once(text):
    once = tidied(text)
    assert tidied(once) == once
    assert len(folded(once)) == len(once)
    assert "\n" not in once and "\u202e" not in once
    assert without_habits(without_habits(once)) == without_habits(once)


@given(TEXTS, st.sampled_from(["pre", "post", None]))
def test_a_key_depends_on_text_question_and_wave_and_tells_none_of_them(text, wave):
    key = key_of(wave, "q1", text, b"secret")
    assert re.fullmatch(r"c[0-9a-f]{16}", key)
    assert key == key_of(wave, "q1", f" {text}\n", b"secret")
    assert len({key, key_of(wave, "q2", text, b"secret"), key_of("mid", "q1", text, b"secret")}) == 3
    assert key != key_of(wave, "q1", text, b"another")


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXTS.filter(lambda t: tidied(t)), min_size=1, max_size=4, unique_by=tidied))
def test_the_sheet_gives_back_what_it_got(suffix, texts):
    comments = [
        Comment(
            key=key_of("pre", "q", text, b"s"),
            question="q",
            wave="pre",
            writers=np.array([0]),
            proposed=REDACTOR.propose(text),
        )
        for text in texts
    ]
    sheet = new_sheet(comments, [OpenQuestion(id="q", text="Q?")], {})
    approved = [(*row[:8], "yes", *row[9:]) for row in sheet.rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"sheet.{suffix}"
        path.write_bytes(sheet_bytes(type(sheet)(rows=tuple(approved), counts={}), path))
        lines = {line.key: line for line in read_sheet(path)}
    assert set(lines) == {c.key for c in comments}
    for comment in comments:
        seen = Comment(
            **{n: getattr(comment, n) for n in comment.__slots__} | {"reviewed": lines[comment.key]}
        )
        assert seen.verdict == "yes"
