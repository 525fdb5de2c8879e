"""Factor scores of people, with the factors left out whose scores nobody should use."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from mtle_survey.errors import UsageError
from mtle_survey.evidence.exploratory_rows import factor_names
from mtle_survey.evidence.structure import StructureEvidence
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.efa.factor_scores import METHODS, factor_scores


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorScores:
    """Scores of the respondents who answered everything.

    Attributes
    ----------
    wave : str or None
    method : {"regression", "bartlett", "ten_berge"}
    factors : tuple of str
        Those with a determinacy of at least .80.
    left_out : tuple of str
        The others.
    rows : tuple of int
        Spreadsheet row of each respondent.
    ids : tuple of str or None
    scores : (n, k) float array
        Standardised; factors in columns.
    """

    wave: str | None
    method: str
    factors: tuple[str, ...]
    left_out: tuple[str, ...]
    rows: tuple[int, ...]
    ids: tuple[str | None, ...]
    scores: Array

    def to_csv(self) -> str:
        """``row id wave`` and one column for each factor."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["row", "id", "wave", *self.factors])
        for place, values in enumerate(self.scores.tolist()):
            writer.writerow([self.rows[place], self.ids[place] or "", self.wave or "", *values])
        return out.getvalue()


def scores_of(found: StructureEvidence, method: str = "regression") -> FactorScores:
    """Scores of the first exploratory solution.

    Parameters
    ----------
    found : StructureEvidence
    method : {"regression", "bartlett", "ten_berge"}
        Best prediction of each factor, scores unbiased given the factors, or scores that correlate as the
        factors do.

    Raises
    ------
    UsageError
        There is no solution to score by, or it is not to be interpreted.
    """
    if method not in METHODS:
        raise UsageError(f"scores are computed by {', '.join(METHODS)}")
    if not found.solutions or not found.solutions[0].efa.interpretable:
        reason = found.refusal or "the solution is not to be interpreted"
        raise UsageError(f"there are no factor scores: {reason}")
    solution = found.solutions[0]
    weights = solution.scored(method)
    if weights.unavailable:
        raise UsageError(f"there are no factor scores: {weights.unavailable}")
    names, poor = factor_names(solution.efa.n_factors), solution.poorly_determined
    kept = [k for k in range(len(names)) if k not in poor]
    return FactorScores(
        wave=found.data.wave,
        method=method,
        factors=tuple(names[k] for k in kept),
        left_out=tuple(names[k] for k in poor),
        rows=tuple(found.data.rows.tolist()),
        ids=found.data.ids,
        scores=factor_scores(found.data.x, weights)[:, kept],
    )
