"""The tables of ``mtle reliability`` for people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from mtle_survey.cli import reliability_extras as extras
from mtle_survey.cli.reliability_extras import scale_and_wave, scale_title
from mtle_survey.cli.text_table import text_table
from mtle_survey.evidence.cut_offs import cut_off
from mtle_survey.evidence.recommendation import read
from mtle_survey.report.format import DASH, estimate, estimate_with_interval, number
from mtle_survey.report.reliability_words import quoted, remark, short_verdict

if TYPE_CHECKING:
    from mtle_survey.cli.reliability import Wanted
    from mtle_survey.evidence.item_flags import Flag
    from mtle_survey.evidence.recommendation import Recommendation
    from mtle_survey.evidence.reliability_evidence import ReliabilityEvidence
    from mtle_survey.evidence.scale_answers import ScaleAnswers
    from mtle_survey.study import Study
    from mtle_survey.table import Row, Table

NEXT = (
    "Next: --explain shows formula, inputs and source of each coefficient; --plan 0.20 how many people an "
    "interval of that width takes; --format csv everything, item by item."
)
Place = tuple[str | None, str | None]
NOTES = (
    "n: respondents who answered every item of the scale (with --missing, those whose answers count).",
    "Quote: the coefficient to report, with its {level} interval. α alpha, ω omega total, ω_cat categorical "
    "omega, SB Spearman-Brown.",
    "Clearly: what the whole interval says. “≥ .70” may be written as at least .70; “.70?” is not clearly "
    "above or below it.",
    "Mean r: mean correlation of items, lowest to highest. SEM: standard error of measurement, in points of "
    "the score.",
)


def reliability_text(
    study: Study, evidence: ReliabilityEvidence, wanted: Wanted, progress: Callable[[str], None]
) -> str:
    """Coefficients first, then what was asked for, then items and what is worth a look."""
    tests = [] if wanted.scales else extras.keyed_tests_text(study)
    if not evidence.answers:
        return "\n".join(["No scale of this instrument can be scored from these files.", *tests])
    chosen = evidence.recommendations(evidence.intervals(progress))
    by_place = _headlines(evidence.coefficients)
    parts = [_coefficients(study, evidence, chosen, by_place), "", *_notes(study, chosen)]
    parts += _totals(chosen)
    parts += _changes(study, evidence)
    parts += extras.stability_text(study)
    if wanted.ordinal_alpha:
        parts += extras.ordinal_alpha_text(study, evidence)
    if wanted.by:
        parts += extras.groups_text(study, evidence, wanted)
    if wanted.plan is not None:
        parts += extras.plan_text(study, evidence, wanted)
    if wanted.reconcile:
        parts += extras.reconciliation_text(study, evidence)
    if wanted.explain:
        parts += extras.explanation_text(study, evidence, chosen, by_place)
    return "\n".join([*parts, *tests, *_items(study, evidence), "", NEXT])


def _headlines(table: Table) -> dict[Place, dict[str, Row]]:
    found: dict[Place, dict[str, Row]] = {}
    for row in table:
        if row.headline and row.factor is None and row.group is None:
            found.setdefault((row.scale, row.wave), {})[row.statistic] = row
    return found


def _coefficients(
    study: Study,
    evidence: ReliabilityEvidence,
    chosen: Sequence[Recommendation],
    by_place: Mapping[Place, Mapping[str, Row]],
) -> str:
    rows = []
    for scale, recommendation in zip(evidence.answers, chosen, strict=True):
        found = by_place.get((scale.scale, scale.wave), {})
        row = recommendation.row or found.get("alpha")
        rows.append(
            [
                scale_title(study, scale.scale),
                scale.wave or "",
                str(len(scale.items)),
                DASH if row is None else str(row.n),
                quoted(recommendation),
                short_verdict(read(recommendation.row)),
                recommendation.rule,
                *(_cell(found.get(statistic)) for statistic in ("alpha", "omega_total")),
                _mean_correlation(found),
                _cell(found.get("sem")),
            ]
        )
    level = f"{100 * study.confidence:g}%"
    return text_table(
        [
            "Scale",
            "Wave",
            "Items",
            "n",
            f"Quote [{level} CI]",
            "Clearly",
            "Why",
            "Alpha",
            "Omega",
            "Mean r (range)",
            "SEM",
        ],
        rows,
        named=2,
    )


def _cell(row: Row | None) -> str:
    return DASH if row is None else estimate(row)


def _mean_correlation(found: Mapping[str, Row]) -> str:
    low, mean, high = (found.get(f"{part}_inter_item_correlation") for part in ("min", "mean", "max"))
    if mean is None or not mean.available or low is None or high is None:
        return DASH
    return f"{estimate(mean)} ({_bounded(low)} to {_bounded(high)})"


def _bounded(row: Row | None) -> str:
    """A number that cannot exceed 1: without its leading zero."""
    return DASH if row is None or row.estimate is None else number(row.estimate, 2, leading_zero=False)


def _notes(study: Study, chosen: Sequence[Recommendation]) -> Iterator[str]:
    """What the columns mean, each rule that was used, and what could not be given."""
    for note in NOTES:
        yield note.format(level=f"{100 * study.confidence:g}%")
    for rule, reason in {r.rule: r.reason for r in chosen}.items():
        yield f"Why {rule}: {reason}."
    for r in chosen:
        if r.row is None or r.rule == "no omega":
            yield f"{_about(r.scale, r.wave)}: {r.remark}."


def _about(scale: str, wave: str | None) -> str:
    return f"{scale}, {wave}" if wave else scale


def _totals(chosen: Sequence[Recommendation]) -> Iterator[str]:
    """Whether totals over parts can be read as one thing."""
    totals = [(r, row) for r in chosen for row in r.beside]
    if not totals:
        return
    yield ""
    yield "Totals over parts: omega hierarchical is the share of the total that one general factor explains."
    reasons: dict[str, list[str]] = {}
    for r, row in totals:
        if row.available:
            yield f"  {_about(r.scale, r.wave)}: {estimate(row)} (n = {row.n})"
        else:
            reasons.setdefault(str(row.unavailable), []).append(_about(r.scale, r.wave))
    for reason, places in reasons.items():
        yield f"  Not available for {'; '.join(places)}: {reason}."


def _changes(study: Study, evidence: ReliabilityEvidence) -> Iterator[str]:
    """How well the scales tell who changed more than whom."""
    found = evidence.difference_scores
    if not len(found):
        return
    rows = [
        [
            scale_title(study, str(r.scale)),
            str(r.contrast),
            str(r.n),
            DASH if r.estimate is None else estimate_with_interval(r),
            ""
            if r.estimate is None or r.estimate >= cut_off("difference_score")
            else "not for single people",
        ]
        for r in found
    ]
    yield ""
    yield "Reliability of each person's change (the mean change of a group can be precise all the same)"
    level = f"{100 * study.confidence:g}%"
    yield text_table(["Scale", "Change", "n", f"Reliability [{level} CI]", ""], rows, words_last=True)


def _items(study: Study, evidence: ReliabilityEvidence) -> Iterator[str]:
    flags: dict[Place, list[Flag]] = {}
    for flag in evidence.flags(study.description):
        flags.setdefault((flag.scale, flag.wave), []).append(flag)
    statistics = {
        (r.scale, r.item, r.wave, r.statistic): r for r in (*evidence.items, *evidence.omega_without_items)
    }
    described: dict[Place, Row] = {
        (r.item, r.wave): r for r in study.description if r.item and r.statistic == "mean"
    }
    for scale in evidence.answers:
        remarks = flags.get((scale.scale, scale.wave), [])
        declared = study.instrument.scale[scale.scale]
        if not declared.report:
            continue
        yield ""
        yield scale_and_wave(study, scale)
        if not declared.parts:
            yield _item_table(study, evidence, scale, statistics, described, remarks)
        yield from (f"  {remark(flag)}" for flag in remarks)
        if declared.parts and not remarks:
            yield "  Nothing to remark; its items stand with its parts."


def _item_table(
    study: Study,
    evidence: ReliabilityEvidence,
    scale: ScaleAnswers,
    statistics: Mapping[tuple[str | None, str | None, str | None, str], Row],
    described: Mapping[tuple[str | None, str | None], Row],
    remarks: Sequence[Flag],
) -> str:
    shares: dict[str | None, list[Row]] = {}
    for row in evidence.category_use:
        if row.wave == scale.wave:
            shares.setdefault(row.item, []).append(row)
    marked = {flag.item for flag in remarks}
    rows = []
    for item in scale.items:
        reverse = " (R)" if item in study.instrument.reverse_keyed(scale.scale) else ""
        rest, alpha, omega = (
            statistics.get((scale.scale, item, scale.wave, name))
            for name in ("item_rest_correlation", "alpha_if_dropped", "omega_if_dropped")
        )
        rows.append(
            [
                f"{item}  {study.instrument.item[item].text}{reverse}",
                DASH if rest is None else str(rest.n),
                " ".join(_count(row) for row in shares.get(item, [])),
                _cell(described.get((item, scale.wave))),
                DASH if rest is None else estimate_with_interval(rest),
                _cell(alpha),
                _bounded(omega),
                "look" if item in marked else "",
            ]
        )
    codes = [str(row.factor) for row in shares.get(scale.items[0], [])]
    return text_table(
        [
            "Item",
            "n",
            f"Answers {codes[0]} to {codes[-1]}" if codes else "Answers",
            "Mean",
            "Item-rest r [CI]",
            "Alpha without",
            "Omega without",
            "",
        ],
        rows,
    )


def _count(row: Row) -> str:
    return f"{round((row.estimate or 0.0) * (row.n or 0)):>2}"
