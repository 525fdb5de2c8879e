"""What a checklist file exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtle_survey.report.inline import Text

if TYPE_CHECKING:
    from mtle_survey.report.view import View

Answer = Callable[["View"], str | Text]


def unknown(_: View) -> str:
    """The study file and the data do not tell."""
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that a guideline asks to be reported.

    Attributes
    ----------
    id : str
        As the guideline numbers it, where it does.
    asks : str
        What is to be reported, in the words of this program.
    write : str
        What the evaluator is to write where the answer is not known, or beside it.
    answer : callable
        What is known; an empty text where nothing is.
    """

    id: str
    asks: str
    write: str
    answer: Answer = unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A reporting guideline.

    Attributes
    ----------
    name : str
    title : str
    source : str
        The publication, as an APA reference.
    order : int
    applies : callable
        Whether the study has what the guideline is about.
    items : tuple of Item
    """

    name: str
    title: str
    source: str
    order: int
    items: tuple[Item, ...]
    applies: Callable[[View], bool] = lambda _: True
