"""Studies of other designs than one group before and after, and what their reports say."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document, texts_of
from mtle_survey.report.finding_words import measure_point, verdict_words
from mtle_survey.report.inline import plain
from mtle_survey.report.verdicts import answers
from mtle_survey.report.view import View
from mtle_survey.responses import Responses
from mtle_survey.study import Question, Study
from mtle_survey.study_file import load_study
from tests.support import REPOSITORY
from tests.unit.report.studies import instrument, responses

DESIGN = {"type": "comparison", "column": "arm", "program": "p", "comparison": "c"}
ASK = "Do teachers lead?"


def compared(
    *,
    rise: float = 0.8,
    apart: float = 0.0,
    target: float | None = None,
    unsited: int = 0,
    **options: object,
) -> Study:
    """Sixty people with an equal start on average; the program group rises by ``rise`` more.

    Of ``unsited`` of them no site is on record.
    """
    model = instrument()
    pre, post = responses(model, "pre", range(60)), responses(model, "post", range(60), seed=2)
    program = evenly_dealt(pre)
    for wave, more in ((pre, apart), (post, apart + rise)):
        wave.fields["arm"][:] = np.where(program, "p", "c")
        wave.fields["site"][:unsited] = None
        for k, item in enumerate(wave.items):
            sign = -1 if item == "lead3" else 1
            wave.values[program, k] = np.clip(wave.values[program, k] + sign * more, 1, 5)
    goal = None if target is None else {"change": target}
    question = Question(ask=ASK, measures=("lead",), target=goal)
    settings = {"respondent": "teacher", "design": DESIGN, "questions": [question], "title": "A study"}
    return Study(model, {"pre": pre, "post": post}, **{**settings, **options})


def evenly_dealt(pre: Responses) -> NDArray[np.bool_]:
    """Of each three people next to each other at the start, the middle one is compared with."""
    lead = [pre.items.index(item) for item in ("lead1", "lead2", "lead3")]
    start = pre.values[:, lead] @ np.array([1.0, 1.0, -1.0])
    program = np.ones(len(start), dtype=np.bool_)
    program[np.argsort(start, kind="stable")[1::3]] = False
    return program


def once(*, identified: bool = True, **options: object) -> Study:
    """Twenty people asked at the end only, where they also look back."""
    model = instrument(
        forms=(
            {"id": "retro", "items": ("lead1", "lead2", "lead3"), "occasion": "retro", "format": "adjacent"},
        )
    )
    now = responses(model, "post", range(20), rise=0.5, seed=2, identified=identified)
    then = responses(
        model, "post", range(20), rise=-0.4, seed=3, asked=("lead1", "lead2", "lead3"), identified=identified
    )
    then = replace(then, wave="retro")  # read from the same records
    question = Question(ask=ASK, measures=("lead",))
    settings = {"respondent": "teacher", "questions": [question], "title": "Looking back"}
    return Study(model, {"post": now, "retro": then}, **{**settings, **options})


def point(study: Study) -> str:
    view = View(study)
    return plain(measure_point(view, answers(view)[0].measures[0]), {})


def label(study: Study) -> str:
    return verdict_words(answers(View(study))[0])


@cache
def words_of(name: str) -> str:
    document = build_document({"compared": compared, "once": once}[name]())
    return said(document)


def said(document: Document) -> str:
    return "\n".join(document.words(content) for block in document.blocks() for content in texts_of(block))


@cache
def sample(name: str) -> View:
    return View(load_study(REPOSITORY / "data" / "sample" / name / "study.yaml"))
