"""What was found in the data: problems, and why answers are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from mtle_survey.errors import Problem, Severity
from mtle_survey.report.blocks import Block, Cell, Column, Details, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, share, words
from mtle_survey.report.few import beside
from mtle_survey.report.figures.heat_map import MOST_ROWS, HeatRow, heat_map
from mtle_survey.report.format import DASH, count_of, percent, wave_name
from mtle_survey.report.inline import Code, Reference, Text, Wording, commas, sentence_case, text
from mtle_survey.report.missing import REASONS, Tally, tally
from mtle_survey.report.privacy.unanswered import told_of_a_question, totals_may_be_told
from mtle_survey.report.problem_words import why_it_matters
from mtle_survey.report.screened import CODES, has_screening
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View
from mtle_survey.responses import Missing
from mtle_survey.table import Row

NOTED_FROM = 0.05
DARKEST = 0.25  # share without an answer from which a question is drawn darkest
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}
_MOST_ITEMS = 4


def blocks(view: View) -> tuple[Block, ...]:
    """Problems by kind, then missing answers by wave and by question."""
    return (*_problems(view), *_missing(view), *_applicability(view))


def _problems(view: View) -> Iterator[Block]:
    by_code: dict[str, list[Problem]] = defaultdict(list)
    told_elsewhere = CODES if has_screening(view) else frozenset()
    for problem in view.study.problems:
        if problem.code not in told_elsewhere:
            by_code[problem.code].append(problem)
    if not by_code:
        yield Paragraph(text=text("Nothing in the files or answers called for a remark."))
        return
    public = view.disclosure.public
    kinds = sorted(by_code.values(), key=lambda found: (_ORDER[_severity(found)], found[0].code))
    weighty = [found for found in kinds if _severity(found) is not Severity.NOTE]
    if weighty:
        yield _problem_table("table-problems", weighty, public=public)
    if len(weighty) < len(kinds):
        notes = [found for found in kinds if _severity(found) is Severity.NOTE]
        title = text(f"{len(notes)} more remarks that ask for nothing")
        yield Details(title=title, blocks=(_problem_table("table-notes", notes, public=public),))


def _problem_table(name: str, kinds: Sequence[Sequence[Problem]], *, public: bool) -> TableBlock:
    return TableBlock(
        id=name,
        caption=text("What was found in the files and answers"),
        columns=(
            Column(label=("What",)),
            Column(label=("Weight",)),
            number_column("Count"),
            Column(label=("Where",)),
            Column(label=("Why it matters",)),
        ),
        rows=tuple(_problem_row(found, public=public) for found in kinds),
        note=text(
            "Warnings and notes do not stop the analysis. An error that the evaluators "
            "took responsibility for is shown as a warning, with their reason."
        ),
    )


def _severity(found: Sequence[Problem]) -> Severity:
    return min((p.severity for p in found), key=_ORDER.__getitem__)


def _problem_row(found: Sequence[Problem], *, public: bool) -> tuple[Cell, ...]:
    files = sorted({PurePath(p.file).name for p in found if p.file})
    items = list(dict.fromkeys(p.item for p in found if p.item))
    where: list[Text] = [text(Code(name)) for name in (*files, *items[:_MOST_ITEMS])]
    more = f" and {len(items) - _MOST_ITEMS} more" if len(items) > _MOST_ITEMS else ""
    alike = len({p.why for p in found}) == 1
    return (
        words(sentence_case(found[0].title)),
        words(str(_severity(found))),
        count(sum(p.count for p in found)),
        words(commas(where), more) if where else NOTHING,
        words(*why_it_matters(found[0], public=public), "" if alike else " (and alike)"),
    )


def _missing(view: View) -> Iterator[Block]:
    tallies = [tally(view, wave) for wave in view.study.waves]
    occurring = [reason for reason in REASONS if any(t.total(reason) for t in tallies)]
    if not occurring:
        yield Paragraph(text=text("No answer to a rated question is missing."))
        return
    apart = _reasons_apart(view, tallies, occurring)
    yield TableBlock(
        id="table-missing",
        caption=text("Answers to rated questions, by wave"),
        columns=(
            Column(label=("Wave",)),
            number_column("People"),
            number_column("Questions"),
            number_column("Answered"),
            *(number_column(REASONS[reason]) for reason in (occurring if apart else ())),
            *(() if apart else (number_column("Without an answer"),)),
        ),
        rows=tuple(_wave_row(t, occurring, apart=apart) for t in tallies),
        note=text(
            "Counts and percentages of all answers that could have been given: people × questions. "
            "Where an export leaves questions that were not shown as empty as unanswered ones, both count as "
            "left blank."
        ),
    )
    yield from _questions(view, tallies, occurring)


def _reasons_apart(view: View, tallies: Sequence[Tally], occurring: Sequence[Missing]) -> bool:
    """Whether reasons are counted one by one, and not all together to protect those who gave them."""
    named = [reason for reason in occurring if reason is not Missing.BLANK]
    waves = (t.counts[:, [Missing.BLANK, *named]] for t in tallies)
    return not view.disclosure.public or totals_may_be_told(waves, view.disclosure.smallest)


def _wave_row(t: Tally, occurring: Sequence[Missing], *, apart: bool) -> tuple[Cell, ...]:
    cells = int(t.counts.sum())
    answered, missing = t.total(Missing.ANSWERED), [t.total(reason) for reason in occurring]
    return (
        words(wave_name(t.wave)),
        count(t.people),
        count(len(t.items)),
        *(share(n, cells) for n in (answered, *(missing if apart else [sum(missing)]))),
    )


def _questions(view: View, tallies: Sequence[Tally], occurring: Sequence[Missing]) -> Iterator[Block]:
    noted = [(t, k) for t in tallies for k in range(len(t.items)) if t.unanswered(k) > NOTED_FROM * t.people]
    others = sum(0 < t.unanswered(k) <= NOTED_FROM * t.people for t in tallies for k in range(len(t.items)))
    most = percent(NOTED_FROM, 1)
    if not noted:
        yield Paragraph(
            text=text(f"No question is without an answer from more than {most} of people in any wave.")
        )
        return
    yield from _missing_map(view, tallies)
    table = TableBlock(
        id="table-missing-items",
        caption=text(f"Questions that more than {most} of people did not answer"),
        columns=(
            Column(label=("Question",)),
            Column(label=("Wave",)),
            number_column("People"),
            *(number_column(REASONS[reason]) for reason in occurring),
        ),
        rows=tuple(_question_row(view, t, k, occurring) for t, k in noted),
        note=text(
            f"In {others} further cases (a question in a wave) somebody, but no more than {most}, did not "
            "answer. A score is given when enough of a scale's items are answered (",
            Reference("methods"),
            ").",
        ),
    )
    yield Details(title=text("Unanswered questions, one by one"), blocks=(table,))


def _called(view: View, item: str) -> str:
    """The wording of a question, what is rated first where it is rated in several aspects."""
    found = view.instrument.item[item]
    return f"{found.aspect.replace('_', ' ').capitalize()}: {found.text}" if found.aspect else found.text


def _missing_map(view: View, tallies: Sequence[Tally]) -> Iterator[Block]:
    """Where answers are missing, question by question; small counts keep it internal."""
    if view.disclosure.public:
        return
    shares = _unanswered_shares(tallies)
    highest = {item: max(by_wave.values()) for item, by_wave in shares.items()}
    often = [item for item in shares if highest[item] > NOTED_FROM]
    worst = sorted(often, key=lambda item: -highest[item])[:MOST_ROWS]
    waves = [t.wave for t in tallies]
    rows = {
        item: HeatRow(
            label=_called(view, item),
            shades=tuple(_shade(by_wave.get(wave)) for wave in waves),
            texts=tuple(percent(by_wave[wave], 1) if wave in by_wave else "" for wave in waves),
        )
        for item, by_wave in shares.items()
        if item in worst
    }
    asked = len(shares)
    figure = heat_map(
        "figure-missing",
        text("Where answers are missing"),
        [wave_name(wave) for wave in waves],
        list(rows.values()),
        signed=False,
        alt=f"Share of people without an answer for {len(rows)} of {asked} questions, a column for each "
        f"wave. The highest share is {percent(max(highest.values()), 1)}.",
        data=_missing_data(rows, shares, waves),
        note=text(
            f"Percent of those who answered anything in that wave, for the {len(rows)} of {asked} questions "
            f"that more than {percent(NOTED_FROM, 1)} left without an answer in some wave, in their order. "
            "Empty: not asked. Why: ",
            Reference("table-missing"),
            ".",
        ),
    )
    yield from beside(view, figure)


def _unanswered_shares(tallies: Sequence[Tally]) -> dict[str, dict[str | None, float]]:
    """By question and wave, the share of people who gave no answer."""
    return {
        item: {t.wave: t.unanswered(t.items.index(item)) / t.people for t in tallies if item in t.items}
        for item in dict.fromkeys(item for t in tallies if t.people for item in t.items)
    }


def _missing_data(
    rows: Mapping[str, HeatRow], shares: Mapping[str, Mapping[str | None, float]], waves: Sequence[str | None]
) -> TableBlock:
    """The numbers of the figure."""
    return TableBlock(
        id="figure-missing-data",
        caption=text("Share of people without an answer"),
        columns=(Column(label=("Question",)), *(number_column(wave_name(wave)) for wave in waves)),
        rows=tuple(
            (
                words(Wording(row.label)),
                *(
                    Cell(text=(shown or DASH,), value=shares[item].get(wave))
                    for wave, shown in zip(waves, row.texts, strict=True)
                ),
            )
            for item, row in rows.items()
        ),
    )


def _shade(share: float | None) -> float | None:
    """How dark a share is drawn: darkest from a quarter on."""
    return None if share is None else share / DARKEST


def _question_row(view: View, t: Tally, k: int, occurring: Sequence[Missing]) -> tuple[Cell, ...]:
    counts = [t.of(k, reason) for reason in occurring]
    told = not view.disclosure.public or told_of_a_question(counts, view.disclosure.smallest)
    shown: list[int | None] = [n if told else None for n in counts]
    return (
        words(Wording(view.instrument.item[t.items[k]].text)),
        words(wave_name(t.wave)),
        count(t.people),
        *(_people(view, c, t.people) for c in shown),
    )


def _applicability(view: View) -> Iterator[Block]:
    """Who moved from "does not apply" to an answer: a result in its own right."""
    contrast = view.main_contrast
    if contrast is None:
        return
    table = view.study.applicability.where(contrast=contrast.name)
    began = {row.item: row for row in table if row.statistic == "became_applicable" and row.available}
    ceased = {row.item: row for row in table if row.statistic == "ceased_to_apply" and row.available}
    moves = [(began[item], ceased[item]) for item in began if item in ceased]
    rows = tuple(_move_row(view, *pair) for pair in moves if any(count_of(row) for row in pair))
    if rows:
        moved = TableBlock(
            id="table-applicable",
            caption=text("Where “does not apply” changed from person to person"),
            columns=(
                Column(label=("Question",)),
                number_column("People"),
                number_column(f"Did not apply in {contrast.earlier}, answered in {contrast.later}"),
                number_column(f"Answered in {contrast.earlier}, does not apply in {contrast.later}"),
            ),
            rows=rows,
            note=text(
                "Of those who said either in both waves. A question that begins to apply can itself be a "
                "sign of a new role."
            ),
        )
        yield Details(title=text("Questions that began or ceased to apply"), blocks=(moved,))


def _move_row(view: View, began: Row, ceased: Row) -> tuple[Cell, ...]:
    people = began.n or 0
    shown = view.disclosure.counts([count_of(began), count_of(ceased)])
    return (
        words(Wording(view.instrument.item[began.item or ""].text)),
        count(people),
        *(_people(view, c, people) for c in shown),
    )


def _people(view: View, n: int | None, of: int) -> Cell:
    return count(0) if n == 0 else share(n, of, view.disclosure.hidden_count)


def applies(view: View) -> bool:
    """Whether this is no public report of a part, whose few problems the report of the whole counts."""
    return not view.of_a_part


SECTION = ReportSection(name="quality", title="Quality of the data", order=70, applies=applies, blocks=blocks)
