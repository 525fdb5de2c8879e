"""Scores by rule that are numbers and have no section of their own: counts and differences."""

from __future__ import annotations

from mtle_survey.evidence.rule_numbers import MODEL
from mtle_survey.instrument.model import ScoreRule
from mtle_survey.report.blocks import Block, Cell, Column, TableBlock
from mtle_survey.report.cells import (
    NOTHING,
    count,
    number_column,
    statistic_column,
    value,
    value_with_interval,
    words,
)
from mtle_survey.report.format import wave_name
from mtle_survey.report.inline import Code, Italic, Text, Wording, commas, text
from mtle_survey.report.section import ReportSection
from mtle_survey.report.view import View, Wave
from mtle_survey.table import Row

ELSEWHERE = frozenset({"need", "trajectory_shape", "roles_held"})
_EXTREMES = ("min", "max")


def applies(view: View) -> bool:
    """Whether any such score was given."""
    return bool(_found(view))


def blocks(view: View) -> tuple[Block, ...]:
    """One table of all of them, wave by wave."""
    found = _found(view)
    rows: list[tuple[Cell, ...]] = []
    for score, waves in found:
        for place, wave in enumerate(waves):
            mean = _row(view, score, wave, "mean")
            rows.append(
                (
                    words(Wording(score.title or score.id)) if place == 0 else words(),
                    words(wave_name(wave)),
                    count(None if mean is None else mean.n),
                    value_with_interval(mean),
                    *(value(_row(view, score, wave, name)) for name in ("sd", "median", "min", "max")),
                )
            )
            rows += _by_informant(view, score, wave)
    return (
        TableBlock(
            id="table-rule-numbers",
            caption=text("Counts and differences"),
            columns=(
                Column(label=("Score",)),
                Column(label=("Wave",)),
                number_column(Italic("n")),
                number_column(Italic("M"), " [CI]"),
                *(statistic_column(name) for name in ("sd", "median", "min", "max")),
            ),
            rows=tuple(rows),
            note=text("Worked out by rules that the instrument names: ", _rules([s for s, _ in found]), "."),
        ),
    )


def _found(view: View) -> list[tuple[ScoreRule, list[Wave]]]:
    table = view.study.standing.rule_numbers
    found = []
    for score in view.instrument.scores:
        if score.rule not in ELSEWHERE:
            waves = [w for w in view.waves if table.where(model=MODEL, scale=score.id, wave=w)]
            if waves:
                found.append((score, waves))
    return found


def _row(view: View, score: ScoreRule, wave: Wave, statistic: str) -> Row | None:
    found = view.study.standing.rule_numbers.one(
        statistic=statistic, model=MODEL, scale=score.id, wave=wave, group=None
    )
    if found is None:
        return None
    if statistic in _EXTREMES and view.disclosure.public and found.available:
        return view.disclosure.without_number(found, "one person's score")
    return view.disclosure.row(found)


def _by_informant(view: View, score: ScoreRule, wave: Wave) -> list[tuple[Cell, ...]]:
    """A line per kind of informants, where several kinds answer."""
    found = view.study.standing.rule_numbers.where(statistic="mean", model=MODEL, scale=score.id, wave=wave)
    shown = [view.disclosure.row(row) for row in found if row.group is not None]
    return [
        (
            words("… ", Wording((row.group or "").partition("=")[2])),
            words(wave_name(wave)),
            count(row.n),
            value_with_interval(row),
            *([NOTHING] * 4),
        )
        for row in shown
    ]


def _rules(scores: list[ScoreRule]) -> Text:
    named = []
    for score in scores:
        settings = ", ".join(f"{name} {value}" for name, value in score.params.items())
        told = text(Code(score.rule), f" ({settings})" if settings else "")
        if told not in named:
            named.append(told)
    return commas(named)


SECTION = ReportSection(
    name="rule_numbers", title="Counts and differences", order=58, applies=applies, blocks=blocks
)
