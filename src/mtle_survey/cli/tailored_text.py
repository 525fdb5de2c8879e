"""How a terminal shows cut-offs made for one structure."""

from __future__ import annotations

from mtle_survey.cli.text_table import text_table
from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence, TailoredEvidence
from mtle_survey.report.format import number
from mtle_survey.stats.estimate import Estimate
from mtle_survey.stats.structure.cfa.misspecified import Misspecification

SOURCE = (
    "McNeish & Wolf (2023): samples as large as this one are drawn from the structure as fitted and from "
    "ever more misspecified ones; a cut-off lets 95% of the true ones pass. In brackets: error of simulation."
)


def tailored_text(confirmed: ConfirmatoryEvidence, found: TailoredEvidence) -> list[str]:
    """Observed indices beside the cut-offs of each level."""
    title = f"Cut-offs of fit for this structure and n ({found.estimator})"
    if found.result.unavailable:
        return [f"{title}: not available, {found.result.unavailable}."]
    fit = confirmed.fits[found.estimator].fit
    first = found.result.levels[0].cut_offs
    rows = [
        ["observed", *(number(fit[name].value, 3, leading_zero=False) for name in first), ""],
        *(
            [
                f"level {level.population.level}",
                *(_cut(cut) for cut in level.cut_offs.values()),
                _overlooked(confirmed, level.population),
            ]
            for level in found.result.levels
        ),
    ]
    columns = ["", *(name.split("_")[0].upper() for name in first), "What the structure would overlook"]
    lines = [title, text_table(columns, rows, words_last=True)]
    if found.result.lost:
        lines.append(f"{found.result.lost} samples did not converge and were left out.")
    return [*lines, SOURCE]


def _cut(cut: Estimate) -> str:
    if not cut.available or cut.interval is None:
        return "none"
    low, high = (number(v, 3, leading_zero=False) for v in (cut.interval.low, cut.interval.high))
    return f"{number(cut.value, 3, leading_zero=False)} [{low}, {high}]"


def _overlooked(confirmed: ConfirmatoryEvidence, population: Misspecification) -> str:
    items, factors = confirmed.declared.items, confirmed.declared.names
    crossed = [f"{items[item]} on {factors[factor]}" for item, factor in population.cross_loadings]
    together = [f"{items[a]} with {items[b]}" for a, b in population.residuals]
    return ", ".join(crossed + together)
