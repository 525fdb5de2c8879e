"""What was found in the data: problems, and why answers are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import PurePath

import numpy as np

from mtle_survey.errors import Problem, Severity
from mtle_survey.report.blocks import Block, Cell, Column, Paragraph, TableBlock
from mtle_survey.report.cells import NOTHING, count, number_column, share, words
from mtle_survey.report.inline import Code, Reference, Text, Wording, listing, text
from mtle_survey.report.section import ReportSection, always
from mtle_survey.report.view import View, Wave
from mtle_survey.responses import Missing

REASONS = {
    Missing.NOT_SHOWN: "Not shown",
    Missing.BLANK: "Left blank",
    Missing.NOT_APPLICABLE: "Does not apply",
    Missing.REFUSED: "Prefers not to say",
    Missing.DONT_KNOW: "Does not know",
    Missing.OTHER: "Other reason",
    Missing.INVALID: "Not valid",
}
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def blocks(view: View) -> tuple[Block, ...]:
    """Problems by kind, then missing answers by wave and by item."""
    return tuple(_blocks(view))


def _blocks(view: View) -> Iterator[Block]:
    yield from _problems(view)
    yield from _missing(view)
    yield from _became_applicable(view)


def _problems(view: View) -> Iterator[Block]:
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for problem in view.study.problems:
        by_code[problem.code].append(problem)
    if not by_code:
        yield Paragraph(text=text("Nothing in the files or answers called for a remark."))
        return
    kinds = sorted(
        by_code.values(), key=lambda found: (min(_ORDER[p.severity] for p in found), found[0].code)
    )
    yield TableBlock(
        id="table-problems",
        caption=text("What was found in the files and answers"),
        columns=(
            Column(label=("Code",)),
            Column(label=("What",)),
            Column(label=("Weight",)),
            number_column("Count"),
            Column(label=("Where",)),
            Column(label=("Why it matters",)),
        ),
        rows=tuple(_problem_row(found) for found in kinds),
        note=text(
            "Warnings and notes were looked at and did not stop the analysis. An error that the evaluators "
            "took "
            "responsibility for is shown as a warning, with their reason."
        ),
    )


def _problem_row(found: list[Problem]) -> tuple[Cell, ...]:
    first = found[0]
    files = sorted({PurePath(p.file).name for p in found if p.file})
    items = list(dict.fromkeys(p.item for p in found if p.item))
    where: list[Text] = [text(Code(name)) for name in files]
    where += [text(Code(item)) for item in items[:4]]
    more = f" and {len(items) - 4} more items" if len(items) > 4 else ""
    reasons = list(dict.fromkeys(p.why for p in found))
    return (
        words(Code(first.code)),
        words(first.title),
        words(str(min((p.severity for p in found), key=_ORDER.__getitem__))),
        count(sum(p.count for p in found)),
        words(listing(where, last=","), more) if where else NOTHING,
        words(reasons[0] if len(reasons) == 1 else " ".join(reasons[:2])),
    )


def _missing(view: View) -> Iterator[Block]:
    tallies = {wave: _tally(view, wave) for wave in view.study.waves}
    occurring = [r for r in REASONS if any(t[:, r].any() for t in tallies.values())]
    if not occurring:
        yield Paragraph(text=text("No answer to a rated question is missing."))
        return
    yield TableBlock(
        id="table-missing",
        caption=text("Answers to rated questions, by wave"),
        columns=(
            Column(label=("Wave",)),
            number_column("People"),
            number_column("Questions"),
            number_column("Answered"),
            *(number_column(REASONS[r]) for r in occurring),
        ),
        rows=tuple(_wave_row(view, wave, tally, occurring) for wave, tally in tallies.items()),
        note=text("Counts and percentages of all answers that could have been given: people × questions."),
    )
    rows = [row for wave, tally in tallies.items() for row in _item_rows(view, wave, tally, occurring)]
    if rows:
        yield TableBlock(
            id="table-missing-items",
            caption=text("Questions with missing answers"),
            columns=(
                Column(label=("Question",)),
                Column(label=("Wave",)),
                number_column("People"),
                *(number_column(REASONS[r]) for r in occurring),
            ),
            rows=tuple(rows),
            note=text(
                "Questions that everyone answered are left out. A score is given when enough of a scale's "
                "items "
                "are answered (",
                Reference("methods"),
                ").",
            ),
        )


def _tally(view: View, wave: Wave) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """(k, reasons) count of cells by item and state, over those who answered anything."""
    responses = view.study.waves[wave]
    reasons = responses.reasons[responses.answered]
    return np.array(
        [
            np.bincount(reasons[:, k], minlength=len(Missing))[: len(Missing)]
            for k in range(len(responses.items))
        ],
        dtype=np.int64,
    ).reshape(len(responses.items), len(Missing))


def _wave_row(
    view: View, wave: Wave, tally: np.ndarray[tuple[int, int], np.dtype[np.int64]], occurring: list[Missing]
) -> tuple[Cell, ...]:
    total = int(tally.sum())
    cells = [int(tally[:, r].sum()) for r in (Missing.ANSWERED, *occurring)]
    return (
        words(wave or "All"),
        count(int(view.study.waves[wave].answered.sum())),
        count(len(view.study.waves[wave].items)),
        *(share(c, total) for c in cells),
    )


def _item_rows(
    view: View, wave: Wave, tally: np.ndarray[tuple[int, int], np.dtype[np.int64]], occurring: list[Missing]
) -> Iterator[tuple[Cell, ...]]:
    responses = view.study.waves[wave]
    people = int(responses.answered.sum())
    for k, item in enumerate(responses.items):
        if not any(tally[k, r] for r in occurring):
            continue
        shown = view.disclosure.counts([int(tally[k, r]) for r in occurring])
        yield (
            words(Wording(view.instrument.item[item].text)),
            words(wave or "All"),
            count(people),
            *(share(c, people, view.disclosure.hidden) if c != 0 else count(0) for c in shown),
        )


def _became_applicable(view: View) -> Iterator[Block]:
    """Who moved from "does not apply" to an answer: a result in its own right."""
    contrast, links = view.main_contrast, view.study.links
    if contrast is None or links is None:
        return
    a, b = links.pairs(contrast.earlier, contrast.later)
    earlier, later = view.study.waves[contrast.earlier], view.study.waves[contrast.later]
    rows = []
    for item in (i for i in earlier.items if i in later.items):
        before = earlier.reasons[a, earlier.items.index(item)]
        after = later.reasons[b, later.items.index(item)]
        began = int(np.count_nonzero((before == Missing.NOT_APPLICABLE) & (after == Missing.ANSWERED)))
        ended = int(np.count_nonzero((before == Missing.ANSWERED) & (after == Missing.NOT_APPLICABLE)))
        if began or ended:
            shown = view.disclosure.counts([began, ended])
            rows.append(
                (
                    words(Wording(view.instrument.item[item].text)),
                    count(len(a)),
                    *(share(c, len(a), view.disclosure.hidden) if c != 0 else count(0) for c in shown),
                )
            )
    if rows:
        yield TableBlock(
            id="table-applicable",
            caption=text("Where “does not apply” changed from person to person"),
            columns=(
                Column(label=("Question",)),
                number_column("People"),
                number_column(f"Did not apply in {contrast.earlier}, answered in {contrast.later}"),
                number_column(f"Answered in {contrast.earlier}, does not apply in {contrast.later}"),
            ),
            rows=tuple(rows),
            note=text(
                "Of those who answered both times. A question that begins to apply can itself be a sign of a "
                "new role."
            ),
        )


SECTION = ReportSection(name="quality", title="Quality of the data", order=70, applies=always, blocks=blocks)
