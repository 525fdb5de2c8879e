"""What a section forgot to hide is hidden in the finished public document, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mtle_survey.report.blocks import (
    Cell,
    Column,
    Details,
    FigureBlock,
    Finding,
    Findings,
    ListBlock,
    Note,
    Paragraph,
    Section,
    TableBlock,
)
from mtle_survey.report.build import build_document
from mtle_survey.report.cells import count, number_column, share, words
from mtle_survey.report.document import texts_of, walk
from mtle_survey.report.figures.canvas import Canvas
from mtle_survey.report.inline import Italic, counted, plain
from mtle_survey.report.privacy.net import caught
from mtle_survey.report.privacy.sentences import may_be_told, told_sentences
from mtle_survey.study_file import load_study
from tests.unit.report.studies import two_waves

HIDDEN = "n < 10, not shown"
TABLE = TableBlock(
    id="table-x",
    caption=("Means by site",),
    columns=(Column(label=("Site",)), number_column(Italic("n")), number_column("M")),
    rows=(
        (words("North"), count(24), Cell(text=("3.10",), value=3.1)),
        (words("South"), count(3), Cell(text=("4.00",), value=4.0)),
    ),
)


def shown(section: Section) -> list[list[str]]:
    (table,) = (b for b in walk((section,)) if isinstance(b, TableBlock))
    return [["".join(map(str, cell.text)) for cell in row] for row in table.rows]


def test_a_row_about_three_people_loses_its_numbers() -> None:
    section = caught(Section(id="x", title=("X",), blocks=(TABLE,)), 10, HIDDEN)
    assert shown(section) == [["North", "24", "3.10"], ["South", HIDDEN, HIDDEN]]


def test_a_count_with_its_share_is_hidden_and_other_small_numbers_are_not() -> None:
    table = replace(TABLE, rows=((words("Titled role"), share(4, 40), Cell(text=("4",), value=4)),))
    section = caught(Section(id="x", title=("X",), blocks=(table,)), 10, HIDDEN)
    assert shown(section)[0][0] == "Titled role"
    assert HIDDEN in shown(section)[0][1]


def test_a_figure_of_a_small_group_becomes_its_table() -> None:
    document = build_document(two_waves())
    figure = next(b for b in document.blocks() if isinstance(b, FigureBlock))
    section = Section(id="x", title=("X",), blocks=(replace(figure, data=TABLE),))
    (block,) = caught(section, 10, HIDDEN).blocks
    assert isinstance(block, TableBlock) and block.id == figure.id
    assert caught(section, 2, HIDDEN) == section


def test_the_flow_of_the_whole_study_is_exempt() -> None:
    section = Section(id="flow", title=("Who answered",), blocks=(TABLE,))
    assert caught(section, 10, HIDDEN) == section


def replaced(words: str, *, spelled: bool = True) -> bool:
    return "not shown" in plain(told_sentences((words,), 10, spelled=spelled), {})


@pytest.mark.parametrize(
    "sentence",
    [
        "3 of 5 teachers at North rose.",
        "At North, 3 rose and 12 fell.",
        "Only 4 more experienced coaches took part.",
        "It rests on a small group (n\u00a0=\u00a06).",
        "Of the respondents, 2 of them said so.",
        "Two teachers of the site rose.",
        "Only one teacher of the site fell.",
        "One of the mentors said that it was too much.",
        "One of them left early.",
        "Respondió una sola maestra.",
        "Lo dijo una de las docentes.",
        "Mejoraron 3 de 5 docentes.",
        "Solo cuatro personas respondieron.",
    ],
)
def test_a_sentence_that_counts_few_people_is_not_shown(sentence: str) -> None:
    assert replaced(sentence)
    told = plain(told_sentences((f"All is well. {sentence} The rest stays.",), 10, spelled=True), {})
    assert told == "All is well. A sentence about fewer than 10 people is not shown. The rest stays."


@pytest.mark.parametrize(
    "sentence",
    [
        "13 of 25 teachers rose.",
        "The mean rose at 2 of 3 sites.",
        "Groups of fewer than 5 people get no number.",
        "Questions 3 and 4 were rated on a 1 to 5 scale.",
        "Identity rose by 0.3, from 3.4 to 3.7 (n\u00a0=\u00a024).",
        "Answers came from 1,203 people in 5 regions.",
        "About 7% of people left it out.",
        "No one teacher answered twice.",
        "This is one way that teachers grow.",
        "Una docente necesita tiempo.",
        "The scales belong to one questionnaire.",
    ],
)
def test_other_numbers_stay(sentence: str) -> None:
    assert not replaced(sentence)


def test_words_for_numbers_are_read_in_the_evaluator_s_prose_alone() -> None:
    assert not replaced("A school has one or two leaders.", spelled=False)


def test_counts_that_a_sentence_carries_decide_whatever_its_words_are() -> None:
    few = (counted(3), " came from afar, ", counted(20), " from nearby.")
    assert "not shown" in plain(told_sentences(few, 10), {})
    assert not may_be_told(few, 10)
    of_the_flow = (counted(3, whole_study=True), " of 40 people are not found again.")
    assert told_sentences(of_the_flow, 10) == of_the_flow


def drawn(label: str, alt: str) -> FigureBlock:
    canvas = Canvas("figure-x")
    canvas.text(10, 10, label)
    rows = ((words("North"), count(24), Cell(text=("3.10",), value=3.1)),)
    data = replace(TABLE, id="figure-x-data", rows=rows)
    return FigureBlock(id="figure-x", title=("X",), drawing=canvas.finished(20), alt=alt, data=data)


@pytest.mark.parametrize(
    ("label", "alt", "kept"),
    [
        ("North (n = 24)", "24 people at North.", True),
        ("North (n = 4)", "", False),
        ("North", "4 people at North.", False),
    ],
)
def test_a_figure_whose_labels_or_description_count_few_becomes_its_table(
    label: str, alt: str, kept: bool
) -> None:
    (block,) = caught(Section(id="x", title=("X",), blocks=(drawn(label, alt),)), 10, HIDDEN).blocks
    assert isinstance(block, FigureBlock) is kept


def test_captions_notes_points_and_findings_are_read_too() -> None:
    few = ("3 people rose.",)
    blocks = (
        replace(TABLE, caption=few, note=few, rows=TABLE.rows[:1]),
        ListBlock(items=(few,)),
        Findings(findings=(Finding(question=("Why?",), verdict=("Met",), kind="good", points=(few,)),)),
        Note(kind="caution", title=few, paragraphs=(few,)),
        Details(title=few, blocks=(Paragraph(text=few),)),
    )
    section = caught(Section(id="x", title=few, blocks=blocks), 10, HIDDEN)
    said = [plain(t, {}) for b in walk((section,)) for t in texts_of(b)]
    assert not any("3 people" in words for words in said)
    assert sum("not shown" in words for words in said) == 9


def test_the_evaluator_s_prose_counts_nobody_few_in_a_public_edition(tmp_path: Path) -> None:
    prose = tmp_path / "summary.md"
    prose.write_text("We saw much. Three of five teachers at North rose.\n\n- 4 people left\n", "utf-8")
    for audience, told in (("internal", True), ("public", False)):
        study = two_waves(audience=audience)
        study.narrative = {"summary": str(prose)}
        document = build_document(study)
        said = " ".join(document.words(t) for b in document.blocks() for t in texts_of(b))
        assert ("Three of five teachers" in said) is told
        assert ("4 people left" in said) is told
        assert "We saw much." in said


def test_the_first_page_points_at_no_section_that_a_public_edition_leaves_out() -> None:
    study = load_study(Path(__file__).parents[3] / "data" / "sample" / "lead_log" / "study.yaml")
    study.audience = "public"
    document = build_document(study)
    assert "events" not in [section.id for section in document.sections]
    assert not any("events by" in document.words(t) for b in document.blocks() for t in texts_of(b))
