"""How a terminal shows an exploratory solution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mtle_survey.cli.text_table import text_table
from mtle_survey.evidence.exploratory_rows import factor_names
from mtle_survey.report.format import number

if TYPE_CHECKING:
    from mtle_survey.evidence.exploratory import ExploratorySolution
    from mtle_survey.instrument.model import Instrument

SHOWN_FROM = 0.30
HIGH_CORRELATION = 0.85
SAME_FACTOR = 0.95
SIMILAR_FACTOR = 0.85
FEWEST_ITEMS = 3


def solution_text(instrument: Instrument, items: Sequence[str], found: ExploratorySolution) -> list[str]:
    """Loadings beside the wording, and what has to be said about them."""
    fitted, k = found.efa, found.efa.n_factors
    title = f"Exploratory solution, {k} factor{'s' if k > 1 else ''} ({fitted.method}, {fitted.rotation})"
    if fitted.unavailable:
        return [title, f"Not available: {fitted.unavailable}."]
    if not fitted.interpretable:
        return [title, _not_interpretable(found, items)]
    names = factor_names(k)
    rows = [
        [
            f"{item}  {instrument.item[item].text}",
            *(_loading(found, i, j) for j in range(k)),
            _share(fitted.communality[i]),
        ]
        for i, item in enumerate(items)
    ]
    lines = [title, text_table(["Item", *names, "h2"], rows)]
    lines.append(
        f"Loadings below {number(SHOWN_FROM, 2, leading_zero=False)} in size are left out here, not in "
        f"--format csv; in brackets the standard error{_why_no_errors(found)}. h2: share of the item’s "
        "variance that the factors explain."
    )
    lines += _factors(found, names)
    return [*lines, *_remarks(found, items, names)]


def _not_interpretable(found: ExploratorySolution, items: Sequence[str]) -> str:
    heywood = [items[i] for i in np.flatnonzero(found.efa.heywood).tolist()]
    if heywood:
        return (
            f"Not to be interpreted: the factors would explain all of {', '.join(heywood)} (Heywood case). "
            "Fewer factors, or the item left out, may give a proper solution."
        )
    if found.efa.rotated is not None and found.efa.rotated.near_singular:
        return "Not to be interpreted: two factors coincide; fewer factors may give a proper solution."
    return "Not to be interpreted: the search did not converge."


def _loading(found: ExploratorySolution, i: int, j: int) -> str:
    value = float(found.efa.pattern[i, j])
    if abs(value) < SHOWN_FROM:
        return ""
    error = float(found.errors.pattern[i, j])
    shown = number(value, 2, leading_zero=False)
    return shown if np.isnan(error) else f"{shown} ({number(error, 2, leading_zero=False)})"


def _why_no_errors(found: ExploratorySolution) -> str:
    if not found.errors.unavailable:
        return f" ({found.errors.method})"
    return f" (none: {found.errors.unavailable})"


def _share(value: float) -> str:
    return number(float(value), 2, leading_zero=False)


def _factors(found: ExploratorySolution, names: Sequence[str]) -> list[str]:
    fitted, k = found.efa, len(names)
    explained = fitted.variance / fitted.R.shape[0]
    shares = ", ".join(f"{name} {100 * v:.0f}%" for name, v in zip(names, explained, strict=True))
    lines = [f"Variance explained: {shares}. Root mean square residual {_share(fitted.rmsr.value)}."]
    if k > 1:
        phi = fitted.factor_correlation
        pairs = [f"{names[a]} with {names[b]} {_share(phi[a, b])}" for a in range(k) for b in range(a + 1, k)]
        lines.append(f"Factor correlations: {', '.join(pairs)}.")
    if fitted.rotated is not None and k > 1:
        rotated = fitted.rotated
        lines.append(
            f"{rotated.n_starts} random starts of the rotation, {rotated.n_converged} converged, to "
            f"{rotated.n_optima} distinct optim{'um' if rotated.n_optima == 1 else 'a'}."
        )
    if not found.weights.unavailable:
        known = ", ".join(
            f"{name} {_share(v)}" for name, v in zip(names, found.weights.determinacy, strict=True)
        )
        lines.append(
            f"Determinacy of factor scores: {known} (.90 for use with single people, .80 for research; "
            "Grice, 2001)."
        )
    for scale, values in found.congruence.items():
        best = int(np.argmax(np.abs(values)))
        if abs(values[best]) >= SIMILAR_FACTOR:
            same = "the same" if abs(values[best]) >= SAME_FACTOR else "similar"
            lines.append(
                f"{names[best]} is {same} as the declared scale {scale}: congruence {_share(values[best])} "
                "(Lorenzo-Seva & ten Berge, 2006)."
            )
    return lines


def _remarks(found: ExploratorySolution, items: Sequence[str], names: Sequence[str]) -> list[str]:
    """Factors that are thin or hard to tell apart, items that go with several or none."""
    fitted, lines = found.efa, []
    size = np.abs(fitted.pattern)
    salient = size >= SHOWN_FROM
    thin = [name for name, count in zip(names, salient.sum(axis=0), strict=True) if count < FEWEST_ITEMS]
    if thin:
        lines.append(f"Fewer than {FEWEST_ITEMS} items hold {', '.join(thin)}: too few to build on.")
    crossed = [items[i] for i in np.flatnonzero(salient.sum(axis=1) > 1).tolist()]
    if crossed:
        lines.append(f"Items with several factors: {', '.join(crossed)}.")
    alone = [items[i] for i in np.flatnonzero(salient.sum(axis=1) == 0).tolist()]
    if alone:
        lines.append(f"Items with no factor: {', '.join(alone)}.")
    phi = np.abs(fitted.factor_correlation - np.eye(len(names)))
    if phi.size and phi.max() > HIGH_CORRELATION:
        lines.append("Factors that correlate beyond .85 can hardly be told apart.")
    if not found.general.unavailable:
        general = float((found.general.general**2).sum() / found.general.communality.sum())
        lines.append(
            f"A general factor above them (Schmid–Leiman) accounts for {100 * general:.0f}% of the common "
            "variance."
        )
    return lines
