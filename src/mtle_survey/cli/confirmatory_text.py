"""How a terminal shows the fit of the declared structure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtle_survey.evidence.confirmatory import ConfirmatoryEvidence
    from mtle_survey.instrument.model import Instrument
    from mtle_survey.stats.estimate import Interval
    from mtle_survey.stats.structure.cfa.result import Cfa

RESIDUAL_LISTED_FROM = 0.10
LARGE_HTMT = 0.85
LARGE_INDEX = 10.83  # chi-square with one degree of freedom at p = .001
LISTED = 8
NOT_CONFIRMATORY = (
    "The structure was declared beforehand; but where an exploration of the same answers led to it, its fit "
    "confirms nothing."
)


def confirmatory_text(
    instrument: Instrument, found: ConfirmatoryEvidence, estimator: str | None
) -> list[str]:
    """Fit by every estimator, and loadings by one of them."""
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.evidence.confirmatory import shown_fit

    if not found.fits:
        return ["No declared factor has two items here, so there is nothing to confirm."]
    factors = ", ".join(
        f"{name} ({len(m)})" for name, m in zip(found.declared.names, _members(found), strict=True)
    )
    parts = [f"Declared structure: {factors}."]
    if found.declared.left_out:
        parts.append(f"Left out, with fewer than two items here: {', '.join(found.declared.left_out)}.")
    usable = {name: fit for name, fit in found.fits.items() if fit.admissible}
    parts += [f"{name}: {fit.unavailable}." for name, fit in found.fits.items() if not fit.admissible]
    if not usable:
        return parts
    rows = [_fit_row(name, fit) for name, fit in usable.items()]
    columns = ["Estimator", "n", "Chi-square", "df", "p", "CFI", "TLI", "RMSEA [90% CI]", "SRMR"]
    parts += [
        "",
        "Fit (scaled statistic and robust indices where the estimator has them)",
        text_table(columns, rows),
    ]
    shown = shown_fit(found, estimator)
    if shown is not None:
        parts += ["", *_power(shown[1]), *_loadings(instrument, found, shown[1], shown[0])]
    return [*parts, NOT_CONFIRMATORY]


def _power(fit: Cfa) -> list[str]:
    """What the test of close fit could have found."""
    from mtle_survey.evidence.confirmatory_rows import close_fit
    from mtle_survey.report.format import number

    power = close_fit(fit)
    if not power.available:
        return []
    return [
        f"With n = {fit.n} and {fit.df:.0f} degrees of freedom, a structure as wrong as an RMSEA of .08 "
        f"would be told from a close fit (.05) with a probability of "
        f"{number(power.value, 2, leading_zero=False)} (MacCallum et al., 1996)."
    ]


def _members(found: ConfirmatoryEvidence) -> list[tuple[int, ...]]:
    return list(next(iter(found.fits.values())).structure.factors)


def _fit_row(name: str, fit: Cfa) -> list[str]:
    from mtle_survey.report.format import number, p_in_table

    def best(statistic: str) -> str:
        for form in (f"{statistic}_robust", f"{statistic}_scaled", statistic):
            estimate = fit.fit.get(form)
            if estimate is not None and estimate.available:
                shown = number(estimate.value, 3, leading_zero=False)
                return shown + (f" {_limits(estimate.interval)}" if estimate.interval else "")
        return "–"

    scaled = fit.fit.get("chi2_scaled")
    chi2 = scaled if scaled is not None and scaled.available else fit.fit["chi2"]
    return [
        name,
        str(fit.n),
        number(chi2.value, 2),
        number(chi2.df, 0),
        p_in_table(chi2.p_value),
        best("cfi"),
        best("tli"),
        best("rmsea"),
        best("srmr"),
    ]


def _limits(interval: Interval) -> str:
    from mtle_survey.report.format import number

    low, high = (number(bound, 3, leading_zero=False) for bound in (interval.low, interval.high))
    return f"[{low}, {high}]"


def _loadings(instrument: Instrument, found: ConfirmatoryEvidence, fit: Cfa, name: str) -> list[str]:
    from mtle_survey.cli.text_table import text_table
    from mtle_survey.evidence.confirmatory_rows import residuals_beyond
    from mtle_survey.report.format import number

    if fit.standardised is None:
        return []
    solution, rows = fit.standardised, []
    for j, (factor, members) in enumerate(zip(found.declared.names, fit.structure.factors, strict=True)):
        for i in members:
            item = found.declared.items[i]
            rows.append(
                [
                    f"{item}  {instrument.item[item].text}",
                    factor,
                    number(float(solution.loading[i, j]), 2, leading_zero=False),
                    number(float(solution.loading_se[i, j]), 2, leading_zero=False),
                ]
            )
    parts = [
        f"Standardised loadings ({name})",
        text_table(["Item", "Factor", "Loading", "SE"], rows, numbers_from=2),
    ]
    phi, names = solution.factor_correlation, found.declared.names
    pairs = [
        f"{names[a]} with {names[b]} {number(float(phi[a, b]), 2, leading_zero=False)}"
        for a in range(len(names))
        for b in range(a + 1, len(names))
    ]
    if pairs:
        parts.append(f"Factor correlations: {', '.join(pairs)}")
    parts += _validity(fit, names)
    far = residuals_beyond(fit, RESIDUAL_LISTED_FROM)
    listed = [f"{found.declared.items[a]} with {found.declared.items[b]}" for a, b in far[:LISTED]]
    more = "" if len(far) <= LISTED else " …"
    named = f" ({', '.join(listed)}{more})" if listed else ""
    beyond = number(RESIDUAL_LISTED_FROM, 2, leading_zero=False)
    parts.append(f"Residual correlations beyond {beyond}: {len(far)}{named}.")
    return parts + _overlooked(found, fit)


def _overlooked(found: ConfirmatoryEvidence, fit: Cfa) -> list[str]:
    """What one more parameter would change, where it would change much."""
    from mtle_survey.report.format import number

    items, names = found.declared.items, found.declared.names
    large = [index for index in fit.modification[:LISTED] if index.index >= LARGE_INDEX]
    if not large:
        return []
    told = [
        f"{items[i.item]} {'on' if i.kind == 'loading' else 'with'} "
        f"{names[i.other] if i.kind == 'loading' else items[i.other]} {number(i.index, 1)} "
        f"({number(i.standardised_change, 2, leading_zero=False)})"
        for i in large
        if i.kind != "loading" or i.other < len(names)
    ]
    return [
        "Modification indices beyond 10.83 (p < .001), with the expected standardised change: "
        f"{', '.join(told)}. Nothing is changed on their account."
    ]


def _validity(fit: Cfa, names: tuple[str, ...]) -> list[str]:
    """Variance extracted, and pairs of factors that are hard to tell apart."""
    from mtle_survey.report.format import number

    extracted = [
        f"{name} {number(float(value), 2, leading_zero=False)}"
        for name, value in zip(names, fit.average_variance_extracted, strict=False)
        if not math.isnan(value)
    ]
    close = [
        f"{names[a]} and {names[b]} {number(float(fit.htmt[a, b]), 2, leading_zero=False)}"
        for a in range(len(names))
        for b in range(a + 1, len(names))
        if fit.htmt[a, b] > LARGE_HTMT
    ]
    lines = []
    if extracted:
        lines.append(f"Average variance extracted: {', '.join(extracted)} (.50; Fornell & Larcker, 1981).")
    if close:
        lines.append(f"Hard to tell apart (HTMT above .85; Henseler et al., 2015): {', '.join(close)}.")
    return lines
