"""The review of a study's comments, opened: its sheet read and held against the comments as they are now."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from mtle_survey.comments.gather import Waves, cells_of, comments_of, redactor_for
from mtle_survey.comments.model import DeclaredComments, Review
from mtle_survey.comments.sheet import read_sheet, sheet_problems
from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.model import Instrument

KEY = b"mtle_survey: keys of comments"
"""What keys are made with where a study has no secret of its own."""


def opened_review(
    declared: DeclaredComments, everybody: Waves, instrument: Instrument, secret: bytes | None
) -> Review:
    """The review sheet, read, with what is needed to redact.

    Parameters
    ----------
    declared : DeclaredComments
    everybody : mapping of wave to Responses
        Before anybody's answers were left out: whoever is named in a comment may be among them.
    instrument : Instrument
    secret : bytes, optional
        The study's own.

    Raises
    ------
    MtleError
        The sheet cannot be used.
    """
    lines = read_sheet(declared.sheet) if declared.sheet and declared.sheet.exists() else ()
    return Review(
        declared=declared,
        redactor=redactor_for(declared, everybody, instrument),
        lines={line.key: line for line in lines},
        secret=secret or KEY,
    )


def review_problems(review: Review, waves: Waves, study_file: str) -> Iterator[Problem]:
    """What is wrong with the declared questions and with the sheet.

    Parameters
    ----------
    review : Review
    waves : mapping of wave to Responses
        As the evaluation uses them.
    study_file : str
    """
    for question in review.declared.questions:
        if all(cells_of(question, responses) is None for responses in waves.values()):
            yield problem("T087", file=study_file, column=question.column or None, found=f"“{question.id}”")
    sheet = review.declared.sheet
    if sheet is None or not sheet.exists():
        yield problem(
            "T080", file=study_file, found="no review sheet" if sheet is None else f"no {sheet.name}"
        )
    else:
        yield from sheet_problems(sheet, review, comments_of(waves, review))


def sheet_hash(review: Review) -> str | None:
    """SHA-256 of the review sheet, in hexadecimal digits; None where there is none."""
    sheet = review.declared.sheet
    return sha256(sheet.read_bytes()).hexdigest() if sheet is not None and sheet.exists() else None
