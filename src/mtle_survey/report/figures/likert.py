"""Stacked bars of the answers to each item, the earlier wave above the later one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mtle_survey.report.blocks import Cell, Column, FigureBlock, TableBlock
from mtle_survey.report.figures.canvas import LINE, SMALL, WIDTH, Canvas, text_width
from mtle_survey.report.figures.colours import MUTED, ink_on, one_way, two_way
from mtle_survey.report.format import percent
from mtle_survey.report.inline import Text, Wording, text

BAR = 15.0
GAP = 2.0
BETWEEN = 10.0
LEGEND_BOX = 9.0
LABELLED_FROM = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Answers to one item in one wave.

    Attributes
    ----------
    wave : str
    counts : tuple of int
        Respondents by answer, in the order of the labels.
    """

    wave: str
    counts: tuple[int, ...]

    @property
    def n(self) -> int:
        """Respondents who gave one of the answers."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[float, ...]:
        """Shares by answer; all zero without answers."""
        return tuple(count / self.n if self.n else 0.0 for count in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswers:
    """An item's wording and its answers by wave, earliest first."""

    wording: str
    answers: tuple[Answers, ...]


def likert_figure(
    name: str,
    title: Text,
    items: Sequence[ItemAnswers],
    labels: Sequence[str],
    *,
    two_sided: bool,
    note: Text,
) -> FigureBlock:
    """Draw the answers to items that share one response format.

    Parameters
    ----------
    name : str
        Id of the figure.
    labels : sequence of str
        The answers, lowest first.
    two_sided : bool
        Whether the answers lean to two sides, so that bars are centred on the middle one; else bars
        start at the left.
    """
    canvas = Canvas(name)
    colours = two_way(len(labels)) if two_sided else one_way(len(labels))
    layout = _Layout.of(items, two_sided=two_sided)
    y = _legend(canvas, labels, colours)
    for item in items:
        y = canvas.paragraph(0, y + BETWEEN, item.wording, WIDTH) + GAP
        if two_sided:
            bottom = y + len(item.answers) * (BAR + GAP)
            canvas.line((layout.middle, layout.middle), (y - GAP, bottom), MUTED, width=0.8)
        for answers in item.answers:
            _bar(canvas, y, answers, colours, layout)
            y += BAR + GAP
    alt = _alt(items, labels, two_sided=two_sided)
    return FigureBlock(
        id=name,
        title=title,
        drawing=canvas.finished(y + 4),
        alt=alt,
        note=note,
        data=_data(name, items, labels),
    )


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where bars stand: x of the line they start from or are centred on, and points per share."""

    two_sided: bool
    middle: float
    scale: float

    @classmethod
    def of(cls, items: Sequence[ItemAnswers], *, two_sided: bool) -> _Layout:
        rows = [answers for item in items for answers in item.answers]
        left = 4.0 + max((text_width(_row_label(row), SMALL) for row in rows), default=0.0)
        room = WIDTH - left - 2
        if not two_sided:
            return cls(two_sided, left, room)
        lower = max((_below_middle(row) for row in rows), default=0.5)
        upper = max((sum(row.shares) - _below_middle(row) for row in rows), default=0.5)
        scale = room / max(lower + upper, 1e-9)
        return cls(two_sided, left + lower * scale, scale)

    def start(self, answers: Answers) -> float:
        """Where a bar begins."""
        return self.middle - (_below_middle(answers) * self.scale if self.two_sided else 0.0)


def _below_middle(answers: Answers) -> float:
    """Share left of the middle line: the lower answers, and half of the middle one."""
    side, middle = divmod(len(answers.counts), 2)
    return sum(answers.shares[:side]) + (answers.shares[side] / 2 if middle else 0.0)


def _row_label(answers: Answers) -> str:
    return f"{answers.wave}, n = {answers.n}".removeprefix(", ")


def _legend(canvas: Canvas, labels: Sequence[str], colours: Sequence[str]) -> float:
    x, y = 0.0, 6.0
    for label, colour in zip(labels, colours, strict=True):
        width = LEGEND_BOX + 4 + text_width(label, SMALL) + 10
        if x > 0 and x + width > WIDTH + 10:
            x, y = 0.0, y + SMALL * LINE + 3
        canvas.box(x, y - LEGEND_BOX / 2, LEGEND_BOX, LEGEND_BOX, colour, edge=MUTED)
        canvas.text(x + LEGEND_BOX + 4, y, label, size=SMALL)
        x += width
    return y + SMALL


def _bar(canvas: Canvas, y: float, answers: Answers, colours: Sequence[str], layout: _Layout) -> None:
    canvas.text(0, y + BAR / 2, _row_label(answers), size=SMALL, colour=MUTED)
    x = layout.start(answers)
    for share, colour in zip(answers.shares, colours, strict=True):
        width = share * layout.scale
        if width > 0:
            canvas.box(x, y, width, BAR, colour)
        label = percent(share, 1)  # without decimals, so that it fits; the table has them
        if share >= LABELLED_FROM and text_width(label, SMALL) < width - 2:
            canvas.text(x + width / 2, y + BAR / 2, label, size=SMALL, colour=ink_on(colour), align="center")
        x += width


def _data(name: str, items: Sequence[ItemAnswers], labels: Sequence[str]) -> TableBlock:
    columns = (
        Column(label=("Item",)),
        Column(label=("Wave",)),
        Column(label=("n",), align="number"),
        *(Column(label=(Wording(label),), align="number") for label in labels),
    )
    rows = tuple(
        (
            Cell(text=(Wording(item.wording),)),
            Cell(text=(answers.wave,)),
            Cell(text=(str(answers.n),), value=answers.n),
            *(
                Cell(text=(f"{percent(share, answers.n)} ({count})",), value=share)
                for share, count in zip(answers.shares, answers.counts, strict=True)
            ),
        )
        for item in items
        for answers in item.answers
    )
    return TableBlock(
        id=f"{name}-data",
        caption=text("Answers by item and wave"),
        columns=columns,
        rows=rows,
        note=text("Percentages of those who answered, and how many they are."),
    )


def _alt(items: Sequence[ItemAnswers], labels: Sequence[str], *, two_sided: bool) -> str:
    shape = "centred on the middle answer" if two_sided else "from the lowest answer on the left"
    return (
        f"Stacked bars of the answers to {len(items)} item{'s' if len(items) != 1 else ''}, {shape}; answers "
        f"run from “{labels[0]}” to “{labels[-1]}”. {_movement(items)}Every number is in the table that "
        "follows."
    )


def _movement(items: Sequence[ItemAnswers]) -> str:
    """How the upper half of the answers moved from the first wave to the last, in words."""
    ends = [(item.answers[0], item.answers[-1]) for item in items if len(item.answers) > 1]
    moves = [
        _above_middle(later) - _above_middle(earlier) for earlier, later in ends if earlier.n and later.n
    ]
    if not moves:
        return ""
    grew, shrank = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    earlier, later = ends[0]
    return (
        f"From {earlier.wave} to {later.wave} the share of answers above the middle grew for {grew} of "
        f"{len(moves)} items and shrank for {shrank}. "
    )


def _above_middle(answers: Answers) -> float:
    return sum(answers.shares[(len(answers.counts) + 1) // 2 :])
