"""Markdown as blocks of a report: paragraphs, headings, lists, emphasis, links. Everything else is text.

HTML in the file is shown as it stands, pictures are not fetched, and links lead to https addresses alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtle_survey.report.blocks import Block, Heading, ListBlock, Note, Paragraph
from mtle_survey.report.inline import Code, Inline, Italic, Link, Strong, Text, text

if TYPE_CHECKING:
    from markdown_it.token import Token

FillIn = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block of prose and where it stands.

    Attributes
    ----------
    line : int
        Of the file, from 1.
    source : str
        As the evaluator wrote it.
    """

    line: int
    source: str


def passages(markdown: str) -> list[Passage]:
    """The file's paragraphs, headings, lists and quotations."""
    lines = markdown.splitlines()
    return [
        Passage(line=start + 1, source="\n".join(lines[start:end]))
        for token in _tokens(markdown)
        if token.level == 0 and token.nesting >= 0 and token.map
        for start, end in (token.map,)
    ]


def blocks_of(passage: Passage, fill_in: FillIn) -> tuple[Block, ...]:
    """The passage as a report has it, numbers filled in."""
    tokens = _tokens(passage.source)
    return tuple(_blocks(tokens, fill_in))


def _tokens(markdown: str) -> list[Token]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_block", "html_inline"])
    return parser.parse(markdown)


def _blocks(tokens: Sequence[Token], fill_in: FillIn) -> Iterator[Block]:
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _closing(tokens, place)
        inside = tokens[place + 1 : end]
        match token.type:
            case "heading_open":
                yield Heading(text=_text(inside, fill_in))
            case "paragraph_open":
                yield Paragraph(text=_text(inside, fill_in))
            case "bullet_list_open" | "ordered_list_open":
                yield ListBlock(items=tuple(_items(inside, fill_in)), ordered=token.type.startswith("o"))
            case "blockquote_open":
                quoted = tuple(_text([t], fill_in) for t in inside if t.type == "inline")
                yield Note(kind="information", title=text("Quoted"), paragraphs=quoted)
            case "fence" | "code_block":
                yield Paragraph(text=(Code(token.content.rstrip("\n")),))
        place = end + 1


def _closing(tokens: Sequence[Token], place: int) -> int:
    """Where the element that begins at ``place`` ends; itself where it is all in one token."""
    if tokens[place].nesting != 1:
        return place
    level = tokens[place].level
    return next(i for i in range(place + 1, len(tokens)) if tokens[i].level == level)


def _items(tokens: Sequence[Token], fill_in: FillIn) -> Iterator[Text]:
    """The points of a list; a list inside a list joins the point that it belongs to."""
    place = 0
    while place < len(tokens):
        end = _closing(tokens, place)
        lines = [_text([t], fill_in) for t in tokens[place:end] if t.type == "inline"]
        yield text(*(piece for i, line in enumerate(lines) for piece in ((" " if i else ""), line)))
        place = end + 1


def _text(tokens: Sequence[Token], fill_in: FillIn) -> Text:
    return text(*(part for token in tokens for part in _inline(token.children or (), fill_in)))


def _inline(tokens: Sequence[Token], fill_in: FillIn) -> Iterator[Inline]:
    """Runs of one style; of nested styles the innermost counts."""
    styles: list[str] = []
    address = ""
    for token in tokens:
        match token.type:
            case "strong_open" | "em_open":
                styles.append(token.tag)
            case "link_open":
                styles.append("a")
                address = str(token.attrGet("href") or "")
            case "strong_close" | "em_close" | "link_close":
                styles.pop()
            case "softbreak" | "hardbreak":
                yield " "
            case "code_inline":
                yield Code(token.content)
            case _:
                yield _styled(fill_in(token.content), styles, address)


def _styled(words: str, styles: Sequence[str], address: str) -> Inline:
    match styles[-1] if styles else "":
        case "strong":
            return Strong(words)
        case "em":
            return Italic(words)
        case "a" if address.startswith("https://"):
            return Link(words, address)
    return words
