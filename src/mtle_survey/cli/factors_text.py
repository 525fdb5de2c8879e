"""How a terminal tells the argument: adequacy, number, loadings, fit, invariance, verdict."""

from __future__ import annotations

from collections.abc import Sequence

from mtle_survey.cli.confirmatory_text import confirmatory_text
from mtle_survey.cli.exploratory_text import solution_text
from mtle_survey.cli.factors_argument import Argument
from mtle_survey.cli.factors_verdict import verdict
from mtle_survey.cli.invariance_text import invariance_text
from mtle_survey.cli.item_response_text import item_response_text
from mtle_survey.cli.tailored_text import tailored_text
from mtle_survey.cli.text_table import text_table
from mtle_survey.counting import counted
from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence
from mtle_survey.evidence.exploration import Exploration
from mtle_survey.evidence.structure import StructureEvidence
from mtle_survey.instrument.model import Instrument
from mtle_survey.report.format import number, p_value
from mtle_survey.report.glossary import display
from mtle_survey.rounding import Limit
from mtle_survey.study import Study

KMO_REFUSED, KMO_WARNED, KMO_GOOD = 0.50, 0.60, 0.70
KMO_LIMITS = tuple(Limit(value, "at_least") for value in (KMO_REFUSED, KMO_WARNED, KMO_GOOD))
RULES = {
    "consensus": "What most rules agree on",
    "parallel_analysis": "Parallel analysis, 95th percentile",
    "parallel_analysis_mean": "Parallel analysis, mean",
    "map_tr2": "Minimum average partial (squares)",
    "map_tr4": "Minimum average partial (4th power)",
    "ekc": "Empirical Kaiser criterion",
    "hull_caf": "Hull (CAF)",
    "hull_cfi": "Hull (CFI)",
    "nest": "Next eigenvalue sufficiency test",
    "comparison_data": "Comparison data",
    "smt_chi2": "Sequential tests (chi-square)",
    "smt_rmsea": "Sequential tests (RMSEA)",
}


def factors_text(study: Study, found: Argument, estimator: str | None, *, reconcile: bool) -> list[str]:
    """The whole argument, one numbered step after another."""
    explored = found.explored
    parts = [
        *_opening(explored),
        *steps(
            study.instrument,
            explored.data.items,
            explored,
            found.confirmed,
            estimator,
            _second_opinion(explored) if reconcile else (),
        ),
    ]
    if found.cut_offs is not None:
        parts += ["", *tailored_text(found.confirmed, found.cut_offs)]
    if found.compared is not None:
        parts += ["", "5. Do the items mean the same?", *invariance_text(study, found.compared)]
    if found.traits is not None:
        title = "Each factor as one trait (item response theory)"
        parts += ["", title, *item_response_text(study, found.traits)]
    parts += ["", "Verdict", *verdict(explored, found.confirmed, found.compared, estimator)]
    return without_double_gaps(parts)


def steps(
    instrument: Instrument,
    items: Sequence[str],
    explored: Exploration,
    confirmed: ConfirmatoryEvidence,
    estimator: str | None,
    second_opinion: Sequence[str] = (),
) -> list[str]:
    """Adequacy, number, loadings and fit."""
    parts = [
        "",
        "1. Do the items go together enough to be factored?",
        *_adequacy(explored),
        *second_opinion,
        "",
        "2. How many factors?",
        *_number(explored),
        "",
        "3. Which item goes with which factor?",
    ]
    if not explored.solutions:
        parts.append(
            f"No exploration: {explored.refusal}."
            if explored.refusal
            else "No factor: the items have nothing in common beyond chance."
        )
    for solution in explored.solutions:
        parts += [*solution_text(instrument, items, solution), ""]
    return [
        *parts,
        "",
        "4. Does the declared structure fit?",
        *confirmatory_text(instrument, confirmed, estimator),
    ]


def _opening(found: StructureEvidence) -> list[str]:
    n, p = found.data.x.shape
    where = f" in {found.data.wave}" if found.data.wave else ""
    lines = [f"{counted(p, 'item')}{where}, {n} of {found.data.answered} respondents answered all of them."]
    if found.correlations.missing != "listwise":
        how = {
            "pairwise": f"everyone who answered both items of a pair (smallest n = {found.correlations.n})",
            "fiml": f"everyone who answered something (n = {found.correlations.n}), by maximum likelihood",
        }
        lines.append(f"Exploratory solutions use {how[found.correlations.missing]}.")
    return [*lines, f"Correlations: {found.choice.kind} ({found.choice.reason})."]


def _adequacy(found: Exploration) -> list[str]:
    overall = found.table.one(statistic="kmo", model="items", item=None)
    if overall is None or overall.estimate is None:
        reason = overall.unavailable if overall is not None else found.refusal
        return [f"Not known: {reason}."]
    kmo = number(overall.estimate, leading_zero=False, beside=KMO_LIMITS)
    lines = [f"KMO {kmo}: {_kmo_word(overall.estimate)}."]
    weak = [
        f"{r.item} {number(r.estimate, leading_zero=False, beside=KMO_LIMITS)}"
        for r in found.table.where(statistic="kmo", model="items")
        if r.item is not None and r.estimate is not None and r.estimate < KMO_REFUSED
    ]
    if weak:
        lines.append(f"Items below .50, which hardly belong with the others: {', '.join(weak)}.")
    bartlett = found.table.one(statistic="bartlett_chi2", model="items", item=None)
    if bartlett is not None and bartlett.estimate is not None and bartlett.p_value is not None:
        lines.append(
            f"Bartlett’s χ²({bartlett.df:.0f}) = {number(bartlett.estimate, 2)}, "
            f"p {p_value(bartlett.p_value)}: reported, decides nothing."
        )
    determinant = found.table.one(statistic="correlation_determinant", model="items")
    if determinant is not None and determinant.estimate is not None:
        lines.append(f"Determinant {f'{determinant.estimate:.2g}'.removeprefix('0')}.")
    return [*lines, *_repairs(found)]


def _kmo_word(value: float) -> str:
    if value < KMO_REFUSED:
        return "unacceptable (Kaiser, 1974); do not interpret what follows"
    if value < KMO_WARNED:
        return "miserable (Kaiser, 1974); interpret what follows with great care"
    if value < KMO_GOOD:
        return "just enough (.60 to .69: mediocre; Kaiser, 1974)"
    return "enough (.70 or more; Kaiser, 1974)"


def _repairs(found: Exploration) -> list[str]:
    """Empty cells and smoothing, where there were any."""
    own, lines = found.correlations, []
    if own.empty_cells:
        lines.append(
            f"Empty cells in the {own.tables} tables of item pairs: {own.empty_cells}; nothing was added."
        )
    if own.at_limit:
        lines.append(f"Correlations at the limit of what can be estimated: {own.at_limit}.")
    if own.smoothed is not None and own.smoothed.smoothed:
        lines.append(
            f"The matrix was not positive definite (smallest eigenvalue {own.smoothed.smallest_before:.2g}); "
            f"smoothing ({own.smoothed.method}) moved no correlation by more than "
            f"{number(own.smoothed.largest_change, 3, leading_zero=False)}."
        )
    return lines


def _second_opinion(found: StructureEvidence) -> list[str]:
    if found.data.x.shape[0] < 2 or (found.data.x.std(axis=0) == 0).any():
        return ["factor-analyzer: not computed, since an item has no variance."]
    from mtle_survey.adapters.factor_analyzer_adequacy import adequacy

    theirs = adequacy(found.data.x)
    bounded = display("kmo").bounded
    return [
        f"factor-analyzer: KMO {number(theirs.kmo, 2, leading_zero=not bounded)}, Bartlett's chi-square "
        f"{number(theirs.bartlett_chi2, 2)}, always from Pearson correlations of complete answers."
    ]


def _number(found: Exploration) -> list[str]:
    rows = [
        [
            RULES.get(str(r.method), str(r.method or "")),
            f"{r.estimate:.0f}" if r.estimate is not None else "–",
            r.unavailable or "",
        ]
        for r in found.table.where(statistic="n_factors")
    ]
    lines = [text_table(["Rule", "Factors", ""], rows, words_last=True)]
    if found.panel is None:
        return lines
    lines.append(f"Consensus: {found.panel.rule}.")
    if len(found.panel.candidates) > 1:
        shown = ", ".join(map(str, found.panel.candidates))
        lines.append(f"The rules differ by more than one, so several numbers are looked at: {shown}.")
    return lines


def without_double_gaps(lines: list[str]) -> list[str]:
    """The lines, never two empty ones in a row."""
    return [line for k, line in enumerate(lines) if line or (k and lines[k - 1])]
