"""Running text: plain strings and a few typed parts, so that every writer can set them its own way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Italic:
    """A symbol of a statistic, or stressed words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that must not be overlooked."""

    text: str


@dataclass(frozen=True, slots=True)
class Subscript:
    """A subscript, as in d with "av" below."""

    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of the questionnaire or of the evaluator, quoted as they stand, in the instrument's language."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """An id, a file name or a hash."""

    text: str


@dataclass(frozen=True, slots=True)
class Formula(Code):
    """Code that holds words of the report's own."""


@dataclass(frozen=True, slots=True)
class Link:
    """A web address; never fetched by the report itself."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer to a numbered table or figure, or to a section, by its id."""

    target: str


@dataclass(frozen=True, slots=True)
class InEnglish:
    """Words of the report that have no translation yet."""

    text: str


@dataclass(frozen=True, slots=True)
class Counted:
    """How many people a sentence speaks of: the characters, and the number behind them.

    Attributes
    ----------
    text : str
    n : int
    whole_study : bool
        Whether it belongs to the flow of the whole study, of which every edition tells.
    """

    text: str
    n: int
    whole_study: bool = False


Inline = str | Italic | Strong | Subscript | Wording | Code | Link | Reference | InEnglish | Counted
Text = tuple[Inline, ...]


def text(*parts: Inline | Text) -> Text:
    """Join strings, typed parts and whole texts into one text."""
    joined: list[Inline] = []
    for part in parts:
        for inline in part if isinstance(part, tuple) else (part,):
            if isinstance(inline, str) and joined and isinstance(joined[-1], str):
                joined[-1] += inline
            elif inline != "":
                joined.append(inline)
    return tuple(joined)


def counted(n: int, *, whole_study: bool = False) -> Counted:
    """A count of people as digits."""
    return Counted(str(n), n, whole_study)


def without_counts(content: Text) -> Text:
    """The text with counts as plain characters, as writers set them."""
    return text(*(part.text if isinstance(part, Counted) else part for part in content))


def plain(content: Text, names: Mapping[str, str]) -> str:
    """The characters of a text alone; ``names`` tells what references are called ("Table 3")."""
    return "".join(
        part if isinstance(part, str) else names[part.target] if isinstance(part, Reference) else part.text
        for part in content
    )


def listing(parts: Iterable[Inline | Text], *, last: str = "and") -> Text:
    """Several texts as words list them: "a", "a and b", "a, b, and c"."""
    items = [text(part) for part in parts]
    if len(items) < 2:
        return text(*items)
    comma = "," if len(items) > 2 else ""
    return text(commas(items[:-1]), f"{comma} {last} ", items[-1])


def commas(parts: Iterable[Inline | Text]) -> Text:
    """Several texts with commas between them: "a, b, c"."""
    joined = [piece for part in parts for piece in (", ", part)]
    return text(*joined[1:])


def sentence_case(words: str) -> str:
    """The words with a capital at the beginning, abbreviations left as they are."""
    return words[:1].upper() + words[1:]
