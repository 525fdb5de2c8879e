"""A questionnaire as every platform knows it: pages of questions with coded options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from mtle_survey.errors import Problem
from mtle_survey.exchange.annotation import Annotation

if TYPE_CHECKING:
    from mtle_survey.readers.common.source import Source

Kind = Literal["single", "multiple", "number", "text", "date", "rank"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer option, in the order in which it is shown.

    Attributes
    ----------
    code : str
        As an export holds it.
    label : str
        As respondents read it; without markup.
    reason : str or None
        Why the answer is missing, where the option says so; None for an answer, or if nothing is known.
    value : str
        The whole number that the platform counts it as, where that is not its code; else empty.
    """

    code: str
    label: str
    reason: str | None = None
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, or one row of a grid.

    Attributes
    ----------
    name : str
        The variable: what the platform's export calls it.
    text : str
        As asked, without markup.
    kind : str
    options : tuple of Option
        Of single, multiple and rank questions.
    list_name : str
        The platform's own name of the option list; empty if it has none.
    low, high : float or None
        Inclusive limits of a number.
    personal : bool
        Whether the platform marks it as identifying a person.
    note : Annotation or None
        What an exported definition carries about the item; None for a definition that somebody else made.
    """

    name: str
    text: str
    kind: Kind
    options: tuple[Option, ...] = ()
    list_name: str = ""
    low: float | None = None
    high: float | None = None
    personal: bool = False
    note: Annotation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Questions that stand together: a grid of rows with one set of options, or a single question.

    Attributes
    ----------
    stem : str
        The words above a grid; empty if there are none.
    grid : bool
    """

    questions: tuple[Question, ...]
    stem: str = ""
    grid: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What is shown at once."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """A questionnaire: an instrument or one of its forms, or what a platform's definition holds.

    ``instruction`` is what people read before the first question; empty if there is nothing.
    """

    id: str
    title: str
    language: str
    version: str
    pages: tuple[Page, ...]
    instruction: str = ""

    def questions(self) -> Iterator[Question]:
        """Every question in the order in which it is asked."""
        for page in self.pages:
            for block in page.blocks:
                yield from block.questions


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A platform's definition file.

    Attributes
    ----------
    content : bytes
        The same questionnaire gives the same bytes.
    headers : mapping of item id to header
        Where the platform's export will name an item otherwise than by its id.
    problems : tuple of Problem
        What the platform cannot hold.
    """

    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """What was read from a platform's definition file."""

    questionnaire: Questionnaire
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """One platform.

    Attributes
    ----------
    name : str
        As given on the command line.
    label : str
        As people write it.
    suffix : str
        Of its files, without the dot.
    head : tuple of str
        What its files hold of title, language and version.
    write : callable or None
        From a questionnaire to its definition file; None if the platform is only read.
    recognises : callable or None
        Whether a source is a definition of this platform; None if it cannot be read back.
    read : callable or None
    """

    name: str
    label: str
    suffix: str
    head: tuple[str, ...] = ()
    write: Callable[[Questionnaire], Export] | None = None
    recognises: Callable[[Source], bool] | None = None
    read: Callable[[Source], Definition] | None = None
