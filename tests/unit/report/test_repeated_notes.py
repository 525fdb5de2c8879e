from __future__ import annotations

from mtle_survey.report.blocks import Block, Details, FigureBlock, Section, TableBlock
from mtle_survey.report.document import Document, walk
from mtle_survey.report.figures.canvas import Canvas
from mtle_survey.report.inline import plain, text
from mtle_survey.report.repeated_notes import notes_once

LONG = "Each line is the whole range of possible scores, and the dots are the means of the two waves."
OTHER = "Each dot is one person who answered in both waves; the line is the straight line that fits best."


def figure(name: str, note: str) -> FigureBlock:
    data = TableBlock(id=f"{name}-data", caption=("c",), columns=(), rows=())
    drawing = Canvas(name).finished(100)
    return FigureBlock(id=name, title=("t",), drawing=drawing, alt="a", data=data, note=text(note))


def notes(*blocks: Block) -> list[str]:
    """The note of each figure of a section as a report with it would show them."""
    section = notes_once(Section(id="whole", title=("w",), blocks=blocks))
    document = Document(title="t", subtitle="s", sections=(section,))
    return [plain(b.note, document.names) for b in walk((section,)) if isinstance(b, FigureBlock)]


def test_a_note_is_told_once_and_then_pointed_to() -> None:
    inner = Section(id="inner", title=("i",), blocks=(figure("b", LONG), figure("c", OTHER)))
    assert notes(figure("a", LONG), inner, figure("d", OTHER)) == [
        LONG,
        "To be read as Figure 1.",
        OTHER,
        "To be read as Figure 3.",
    ]


def test_a_short_note_is_told_again() -> None:
    assert notes(figure("a", "Read it twice."), figure("b", "Read it twice.")) == ["Read it twice."] * 2


def test_what_is_printed_never_points_to_what_is_folded_away() -> None:
    folded = Details(title=("more",), blocks=(figure("a", LONG), figure("b", LONG)))
    assert notes(folded, figure("c", LONG)) == [LONG, "To be read as Figure W1.", LONG]
    assert notes(figure("c", LONG), folded)[1:] == ["To be read as Figure 1."] * 2
