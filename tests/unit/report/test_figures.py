from __future__ import annotations

import itertools
import xml.etree.ElementTree as ET

import pytest

from mtle_survey.branding.colour import luminance
from mtle_survey.report.blocks import FigureBlock, TableBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.figures.axis import places, ticks
from mtle_survey.report.figures.canvas import SIZE, WIDTH, text_width, wrapped
from mtle_survey.report.figures.caterpillar import caterpillar_figure
from mtle_survey.report.figures.colours import ink_on, one_way, two_way
from mtle_survey.report.figures.distribution import Spread, distribution_figure
from mtle_survey.report.figures.dumbbell import Movement, dumbbell_figure
from mtle_survey.report.figures.flow_diagram import GAP, Stage, WaveFlow, flow_figure
from mtle_survey.report.figures.forest import Change, forest_figure
from mtle_survey.report.figures.likert import Answers, ItemAnswers, likert_figure
from mtle_survey.report.inline import Wording
from mtle_survey.report.pictures import as_dots
from mtle_survey.table import Row
from tests.unit.report.studies import two_waves

AGREE = ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
SVG = "{http://www.w3.org/2000/svg}"


def row(estimate: float, low: float, high: float, n: int = 24) -> Row:
    return Row(statistic="mean_change", estimate=estimate, conf_low=low, conf_high=high, conf_level=0.95, n=n)


def likert(wording: str = "I speak up.") -> FigureBlock:
    items = (
        ItemAnswers(
            wording=wording,
            answers=(
                Answers(wave="pre", counts=(2, 6, 8, 4, 1)),
                Answers(wave="post", counts=(0, 3, 6, 8, 4)),
            ),
        ),
        ItemAnswers(wording="Second item.", answers=(Answers(wave="pre", counts=(0, 0, 0, 0, 0)),)),
    )
    return likert_figure("figure-x", ("Answers",), items, AGREE, two_sided=True, note=())


def drawn_texts(figure: FigureBlock) -> list[str]:
    tree = ET.fromstring(figure.drawing.svg("t", figure.alt))
    return ["".join(node.itertext()) for node in tree.iter(f"{SVG}text")]


def every_kind_of_figure() -> list[FigureBlock]:
    return [
        likert(),
        dumbbell_figure(
            "figure-d",
            ("D",),
            [
                Movement(title="Leading", low=1, high=5, earlier=3.1, later=3.5, change=row(0.4, 0.1, 0.7)),
                Movement(title="Stage", low=1, high=4, earlier=2.1, later=2.0, change=row(-0.1, -0.4, 0.2)),
            ],
            ("pre", "post"),
            note=(),
        ),
        forest_figure(
            "figure-f",
            ("F",),
            [
                Change(title="Leading", change=row(0.4, 0.1, 0.7)),
                Change(title="Few", change=Row(statistic="d_av", n=3, unavailable="too few pairs")),
            ],
            note=(),
        ),
        distribution_figure(
            "figure-s",
            ("S",),
            [Spread(wave="pre", counts=(1, 4, 2), mean=Row(statistic="mean", estimate=2.1, n=7))],
            (0.5, 1.5, 2.5, 3.5),
            (1, 3),
            note=(),
        ),
    ]


@pytest.mark.parametrize("figure", every_kind_of_figure(), ids=lambda f: f.id)
def test_every_figure_is_one_svg_with_title_description_and_the_same_bytes_each_time(
    figure: FigureBlock,
) -> None:
    svg = figure.drawing.svg("Title", figure.alt)
    tree = ET.fromstring(svg)
    assert tree.tag == f"{SVG}svg"
    assert tree.find(f"{SVG}title") is not None
    assert tree.find(f"{SVG}desc") is not None
    assert svg == figure.drawing.svg("Title", figure.alt)
    assert "style>" not in svg, "a style element would reach the whole page"


@pytest.mark.parametrize("figure", every_kind_of_figure(), ids=lambda f: f.id)
def test_every_figure_has_its_numbers_in_a_table(figure: FigureBlock) -> None:
    assert figure.data.rows
    assert len(figure.alt) > 40


@pytest.mark.parametrize("figure", every_kind_of_figure(), ids=lambda f: f.id)
def test_nothing_is_written_outside_the_drawing_or_over_other_words(figure: FigureBlock) -> None:
    boxes = []
    tree = ET.fromstring(figure.drawing.svg("t", figure.alt))
    height = float(tree.attrib["viewBox"].split()[3])
    for node in tree.iter(f"{SVG}text"):
        words = "".join(node.itertext())
        style = dict(part.split(": ") for part in node.attrib["style"].rstrip(";").split("; "))
        size = float(style["font-size"].removesuffix("px"))
        width = text_width(words, size)
        x, y = float(node.attrib["x"]), float(node.attrib["y"])
        left = x - {"start": 0.0, "middle": width / 2, "end": width}[style.get("text-anchor", "start")]
        assert left >= -0.5, words
        assert left + width <= WIDTH + 0.5, words
        assert 0 <= y <= height, words
        boxes.append((left, left + width, y - 0.7 * size, y, words))
    for (a1, a2, t1, b1, one), (c1, c2, t2, b2, other) in itertools.combinations(boxes, 2):
        assert a2 <= c1 or c2 <= a1 or b1 <= t2 or b2 <= t1, f"{one!r} and {other!r} overlap"


def test_everyone_beside_sites_is_a_word_of_the_report_and_sites_are_words_of_the_study() -> None:
    sites = [("A", row(0.2, 0.0, 0.4)), ("B", row(0.4, 0.1, 0.7))]
    figure = caterpillar_figure("figure-c", ("Sites",), sites, row(0.3, 0.1, 0.5), note=())
    named = [line[0].text for line in figure.data.rows]
    assert named == [(Wording("A"),), (Wording("B"),), ("Everyone",)], "a Spanish report translates the last"


def test_a_long_name_of_a_wave_stands_within_its_column_of_the_flow() -> None:
    names = ("pre", "mid", "post", "retro (mirando atrás)")
    waves = [WaveFlow(wave=name, stages=(Stage(label="respuestas", n=51),)) for name in names]
    data = TableBlock(id="data", caption=("c",), columns=(), rows=())
    figure = flow_figure("figure-flow", ("Flow",), waves, data=data, note=())
    assert {"retro", "(mirando"} <= {word for said in drawn_texts(figure) for word in said.split()}
    assert max(text_width(said) for said in drawn_texts(figure)) <= (WIDTH - 3 * GAP) / 4


def test_ids_of_two_figures_never_meet() -> None:
    first, second = every_kind_of_figure()[1:3]
    ids = [
        {node.attrib["id"] for node in ET.fromstring(f.drawing.svg("t", "a")).iter() if "id" in node.attrib}
        for f in (first, second)
    ]
    assert ids[0] and ids[1] and not ids[0] & ids[1]


def test_hostile_wording_stays_text() -> None:
    words = '<script>alert(1)</script> & $x^2$ url(#q) id="z" --> <b>'
    figure = likert(words)
    svg = figure.drawing.svg("t", figure.alt)
    assert "<script" not in svg
    assert " ".join(drawn_texts(figure)).count("alert(1)") == 1
    assert "$x^2$" in svg


def test_likert_labels_shares_from_five_percent_on() -> None:
    shown = drawn_texts(likert())
    assert "29%" in shown  # 6 of 21
    assert "10%" in shown  # 2 of 21
    assert "0%" not in shown
    assert "pre, n = 21" in shown


def test_shares_of_many_people_are_drawn_without_decimals() -> None:
    many = Answers(wave="pre", counts=(70, 310, 370, 200, 50))
    items = (ItemAnswers(wording="I lead.", answers=(many,)),)
    drawn = drawn_texts(likert_figure("figure-x", ("Answers",), items, AGREE, two_sided=True, note=()))
    assert "37%" in drawn and "7%" in drawn
    assert not [words for words in drawn if ".0%" in words]


def test_likert_counts_and_shares_stand_in_its_table() -> None:
    first = likert().data.rows[0]
    assert first[2].value == 21
    assert [cell.value for cell in first[3:]] == pytest.approx([2 / 21, 6 / 21, 8 / 21, 4 / 21, 1 / 21])


def test_long_words_and_many_words_are_wrapped() -> None:
    for line in wrapped("I " + "discuss mathematics with colleagues " * 6 + "X" * 200, WIDTH):
        assert text_width(line, SIZE) <= WIDTH


def test_colours_of_answers_differ_and_carry_readable_ink() -> None:
    for count in range(2, 12):
        for colours in (two_way(count), one_way(count)):
            assert len(set(colours)) == count
            for colour in colours:
                light, ink = sorted((luminance(colour), luminance(ink_on(colour))), reverse=True)
                assert (light + 0.05) / (ink + 0.05) >= 4.5


def test_ticks_are_round_and_reach_the_ends_of_a_response_range() -> None:
    assert ticks((1, 5)) == [1, 2, 3, 4, 5]
    assert ticks((1, 4)) == [1, 2, 3, 4]
    assert ticks((0, 100)) == [0, 20, 40, 60, 80, 100]
    assert places((10, 110), (1, 5))(3) == 60


def test_pictures_for_word_are_the_same_each_time_and_hold_letters() -> None:
    document = build_document(two_waves())
    figures = [b for b in document.blocks() if isinstance(b, FigureBlock)]
    first, again = (as_dots(document, figures, 100) for _ in range(2))
    assert first == again and set(first) == {f.id for f in figures}
    width = int.from_bytes(first[figures[0].id][16:20], "big")
    assert width == pytest.approx(WIDTH * 100 / 72, abs=1)
    assert as_dots(document, [], 100) == {}
