"""Notes below figures, said once in a section: later figures that are read alike point to the first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from mtle_survey.report.blocks import Block, Details, FigureBlock, Section
from mtle_survey.report.inline import Reference, Text, plain, text

SHORT = 60  # characters; a shorter note is told again rather than pointed to


def notes_once(section: Section) -> Section:
    """The section with each note of a figure told in full where it first stands.

    What is printed never points to what is folded away on the web page.
    """
    return replace(section, blocks=_once(section.blocks, {}))


def _once(blocks: tuple[Block, ...], told: dict[Text, str]) -> tuple[Block, ...]:
    """``told`` maps a note to the figure that bears it; what is folded away may use it, and adds nothing."""
    done: list[Block] = []
    for block in blocks:
        match block:
            case Section():
                done.append(replace(block, blocks=_once(block.blocks, told)))
            case Details():
                done.append(replace(block, blocks=_once(block.blocks, dict(told))))
            case FigureBlock():
                done.append(_pointing(block, told))
            case _:
                done.append(block)
    return tuple(done)


def _pointing(figure: FigureBlock, told: dict[Text, str]) -> FigureBlock:
    if len(plain(figure.note, defaultdict(str))) <= SHORT:
        return figure
    first = told.setdefault(figure.note, figure.id)
    if first == figure.id:
        return figure
    return replace(figure, note=text("To be read as ", Reference(first), "."))
