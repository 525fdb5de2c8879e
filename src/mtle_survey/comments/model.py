"""What a study declares about open comments, and what becomes of each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mtle_survey.comments.redaction import Redacted, Redactor
from mtle_survey.comments.spelling import unguarded

Verdict = Literal["yes", "no", ""]
Fate = Literal["quoted", "withheld", "not approved", "waiting"]
FATES: tuple[Fate, ...] = ("quoted", "withheld", "not approved", "waiting")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """A question that people answer in their own words.

    Attributes
    ----------
    id : str
    text : str
        Its wording.
    column : str
        The header of the export that holds the answers; empty for an item of the instrument.
    """

    id: str
    text: str
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredComments:
    """The key ``comments`` of a study file, checked.

    Attributes
    ----------
    questions : tuple of OpenQuestion
    sheet : Path or None
        The review sheet.
    attribute : str or None
        The field whose value may stand below a quote.
    role : str or None
        The field with people's position, by which somebody could be known at a site; else the attribute.
    redact, keep : tuple of str
        Words that are always taken out, and words that never are.
    """

    questions: tuple[OpenQuestion, ...]
    sheet: Path | None = None
    attribute: str | None = None
    role: str | None = None
    redact: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    def columns(self) -> dict[str, str]:
        """Headers of the questions that the instrument does not know, by id."""
        return {question.id: question.column for question in self.questions if question.column}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """One line of the review sheet.

    Attributes
    ----------
    key : str
    row : int
        As a spreadsheet shows it; the header is 1.
    question, wave : str
    text : str
        What the reviewer read.
    approved : str
        ``yes``, ``no``, or empty.
    themes : tuple of str
    edited : str
        What the reviewer wrote in its place.
    """

    key: str
    row: int
    question: str
    wave: str
    text: str
    approved: Verdict = ""
    themes: tuple[str, ...] = ()
    edited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Everything that is needed to gather and judge the comments of a study.

    Attributes
    ----------
    declared : DeclaredComments
    redactor : Redactor
    lines : mapping of key to Reviewed
        Of the review sheet, where there is one yet.
    secret : bytes
        What keys are made with.
    """

    declared: DeclaredComments
    redactor: Redactor = field(repr=False)
    lines: Mapping[str, Reviewed] = field(default_factory=dict, repr=False)
    secret: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What people wrote to one question in one wave; those who wrote the same share one comment.

    The original is not kept.

    Attributes
    ----------
    key : str
        The same on every run; it says nothing about who wrote.
    question : str
    wave : str or None
    writers : (w,) int array
        Places of the responses.
    proposed : Redacted
    reviewed : Reviewed or None
    """

    key: str
    question: str
    wave: str | None
    writers: NDArray[np.int64]
    proposed: Redacted
    reviewed: Reviewed | None = None

    @property
    def verdict(self) -> Verdict:
        """What the reviewer decided about the text as it is proposed now; empty while that is open."""
        line = self.reviewed
        if line is None or not (line.edited or line.text == unguarded(self.proposed.text)):
            return ""
        return line.approved

    @property
    def themes(self) -> tuple[str, ...]:
        """What the reviewer found it to be about."""
        return () if self.reviewed is None else self.reviewed.themes
