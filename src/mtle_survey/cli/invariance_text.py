"""How a terminal shows whether items measure the same in every wave or group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtle_survey.counting import counted

if TYPE_CHECKING:
    from mtle_survey.evidence.invariance import InvarianceEvidence, StructureLadder
    from mtle_survey.stats.estimate import Estimate
    from mtle_survey.stats.structure.invariance.step import InvarianceStep
    from mtle_survey.study import Study

SHOWN = ("cfi", "rmsea", "srmr")
POOR_CFI = 0.90
NAMES = {
    "configural": "same structure",
    "thresholds": "equal thresholds",
    "metric": "equal loadings",
    "scalar": "equal intercepts",
    "strict": "equal residual variances",
}
DESCRIPTION = (
    "The test of the change of chi-square decides; changes of CFI, RMSEA and SRMR describe its size. Chen’s "
    "(2007) cut-offs for them were set for continuous items."
)
POOR = (
    "The structure itself does not fit well (CFI below .90; Bentler & Bonett, 1980); what is said about its "
    "equality is said about a poor model."
)


def invariance_text(study: Study, found: InvarianceEvidence) -> list[str]:
    """One ladder after another, each with its verdict."""
    over = "waves" if found.comparison.kind == "wave" else f"groups of {found.comparison.over}"
    lines = [f"Do the items measure the same across {over}: {', '.join(found.comparison.names)}?"]
    lines += [
        f"Left out, too small to be compared: {name} ({counted(n, 'complete respondent')})."
        for name, n in found.comparison.left_out.items()
    ]
    for ladder in found.ladders:
        lines += ["", *(_refused(ladder) if ladder.unusable else _ladder(study, ladder))]
    return lines


def _title(ladder: StructureLadder) -> str:
    name = ladder.scale or f"All {len(ladder.items)} items together"
    return f"{name} ({ladder.found.estimator}, n = {' + '.join(map(str, ladder.found.n))})"


def _refused(ladder: StructureLadder) -> list[str]:
    return [f"{_title(ladder)}: {ladder.unusable}.", *_stepped_down(ladder)]


def _stepped_down(ladder: StructureLadder) -> list[str]:
    return [f"Stepped down from {reason}." for reason in ladder.steps_down]


def _ladder(study: Study, ladder: StructureLadder) -> list[str]:
    from mtle_survey.cli.text_table import text_table

    lines = [_title(ladder), *_stepped_down(ladder)]
    if ladder.found.steps:
        columns = ["Level", "Chi-square", "df", "CFI", "RMSEA", "SRMR", "Change", "df", "p"]
        columns += ["ΔCFI", "ΔRMSEA", "ΔSRMR"]
        lines.append(text_table(columns, [_row(step) for step in ladder.found.steps]))
        lines += [f"{NAMES[s.level]}: {s.unavailable}." for s in ladder.found.steps if s.unavailable]
        cfi = _best(ladder.found.steps[0], "cfi")
        if cfi is not None and cfi.value < POOR_CFI:
            lines.append(POOR)
        lines.append(DESCRIPTION)
    return [*lines, *_joined(ladder), *_log(study, ladder)]


def _row(step: InvarianceStep) -> list[str]:
    from mtle_survey.report.format import degrees_of_freedom, number, p_in_table

    chi2 = _best(step, "chi2")
    test = step.delta.get("delta_chi2")
    tested = test is not None and test.available
    return [
        NAMES[step.level],
        number(chi2.value) if chi2 is not None else "–",
        degrees_of_freedom(step.fitted.df),
        *(_shown(_best(step, index)) for index in SHOWN),
        number(test.value) if test is not None and tested else "–",
        degrees_of_freedom(test.df) if test is not None and tested else "–",
        p_in_table(test.p_value) if test is not None and tested else "–",
        *(_shown(_best_delta(step, index), signed=True) for index in SHOWN),
    ]


def _shown(estimate: Estimate | None, *, signed: bool = False) -> str:
    from mtle_survey.report.format import number

    return "–" if estimate is None else number(estimate.value, 3, leading_zero=False, signed=signed)


def _best(step: InvarianceStep, statistic: str) -> Estimate | None:
    """The scaled form where the estimator has one, else the plain one."""
    forms = (step.fit.get(f"{statistic}_scaled"), step.fit.get(statistic))
    return next((f for f in forms if f is not None and f.available), None)


def _best_delta(step: InvarianceStep, statistic: str) -> Estimate | None:
    forms = (step.delta.get(f"delta_{statistic}_scaled"), step.delta.get(f"delta_{statistic}"))
    return next((f for f in forms if f is not None and f.available), None)


def _joined(ladder: StructureLadder) -> list[str]:
    """Categories counted as one, with the rule."""
    categories = ladder.found.categories
    if categories is None or not categories.merges:
        return []
    joined = [f"{ladder.items[m.item]} {' with '.join(map(str, m.codes))}" for m in categories.merges]
    return [f"Categories counted as one: {', '.join(joined)}. Rule: {categories.rule}."]


def _log(study: Study, ladder: StructureLadder) -> list[str]:
    """The items set free, in order."""
    from mtle_survey.report.format import degrees_of_freedom, number, p_value

    partial = ladder.found.partial
    if partial is None:
        return []
    lines = [
        f"Set free {place}: {_worded(study, ladder.items[freed.item])}, from {NAMES[freed.level]} on; "
        f"Δχ²({degrees_of_freedom(freed.test.df)}) = {number(freed.test.value)}, "
        f"p {p_value(freed.p_adjusted)} (Holm)."
        for place, freed in enumerate(partial.freed, start=1)
    ]
    if partial.exhausted:
        lines.append("No further item was set free: two of each factor have to stay as they are.")
    return lines


def _worded(study: Study, item: str) -> str:
    return f"{item} (“{study.instrument.item[item].text}”)"
