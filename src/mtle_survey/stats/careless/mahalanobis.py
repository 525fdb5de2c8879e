"""How far a person's pattern of answers lies from everybody else's."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from mtle_survey.counting import counted, there_are
from mtle_survey.stats.careless.pair_sums import PairSums, pair_sums
from mtle_survey.stats.careless.person_index import PersonIndex, as_answers, index_not_available
from mtle_survey.stats.estimate import Array, Statistic

RESPONDENTS_PER_ITEM = 5
_BATCH = 1000
_SMALLEST_EIGENVALUE = 1e-8


def mahalanobis(x: Array, sums: PairSums | None = None) -> PersonIndex:
    """Squared Mahalanobis distance of each respondent, over the items that the respondent answered.

    Parameters
    ----------
    x : (n, k) float array
        Raw codes; nan where missing.
    sums : PairSums, optional
        Sums of the whole sample, where ``x`` is a part of it.

    Returns
    -------
    PersonIndex
        At least 0. To be compared with a chi-square on as many degrees of freedom as the respondent has
        answers (``mahalanobis_p``): with the degrees of freedom of all items, those who left items out
        would escape. nan for respondents without any answer.

    Not available when
    ------------------
    Fewer than five respondents per item, or the covariance matrix is not positive definite.

    Notes
    -----
    D2 = (x - m)' S^-1 (x - m), with the means and the pairwise covariances (n - 1) of the answered items.

    References
    ----------
    Mahalanobis (1936). Proceedings of the National Institute of Sciences of India, 2, 49-55.
    Meade & Craig (2012). Psychological Methods, 17, 437-455. https://doi.org/10.1037/a0028085
    """
    answers = as_answers(x)
    sums = pair_sums(answers) if sums is None else sums
    n, k = len(answers), answers.shape[1]
    if sums.respondents < RESPONDENTS_PER_ITEM * k or not k:
        return index_not_available(
            f"the distance needs {RESPONDENTS_PER_ITEM * max(k, 1)} respondents for {counted(k, 'item')}; "
            f"{there_are(sums.respondents)}",
            n,
        )
    S = sums.covariance()
    if not _positive_definite(S):
        return index_not_available("the covariance matrix of the items is not positive definite", n)
    deviations = answers - sums.means()
    here = np.isfinite(deviations)
    values = np.full(n, np.nan)
    complete = here.all(axis=1)
    values[complete] = (deviations[complete] @ np.linalg.inv(S) * deviations[complete]).sum(axis=1)
    partial = np.flatnonzero(here.any(axis=1) & ~complete)
    for start in range(0, len(partial), _BATCH):
        rows = partial[start : start + _BATCH]
        values[rows] = _over_answered(deviations[rows], here[rows], S)
    return PersonIndex(values=values)


def mahalanobis_p(distance: Array, answered: NDArray[np.int64]) -> Array:
    """Upper tail of the chi-square with as many degrees of freedom as answers; nan without a distance."""
    p = np.full(len(distance), np.nan)
    known = np.isfinite(distance)
    p[known] = chdtrc(answered[known], distance[known])
    return p


def _over_answered(deviations: Array, here: NDArray[np.bool_], S: Array) -> Array:
    """Distances with the missing items' rows and columns of S put to those of an identity matrix."""
    both = here[:, :, None] & here[:, None, :]
    own = np.where(both, S, np.eye(len(S)))
    d = np.where(here, deviations, 0.0)
    return np.asarray((np.linalg.solve(own, d[:, :, None])[:, :, 0] * d).sum(axis=1))


def _positive_definite(S: Array) -> bool:
    if not np.isfinite(S).all() or (np.diagonal(S) <= 0).any():
        return False
    sd = np.sqrt(np.diagonal(S))
    return bool(np.linalg.eigvalsh(S / np.outer(sd, sd))[0] > _SMALLEST_EIGENVALUE)


STATISTIC = Statistic(
    name="mahalanobis",
    family="careless",
    label="Mahalanobis distance",
    formula="(x - m)' S^-1 (x - m) over the answered items",
    reference=(
        "Meade, A. W., & Craig, S. B. (2012). Identifying careless responses in survey data. Psychological "
        "Methods, 17(3), 437-455. https://doi.org/10.1037/a0028085"
    ),
    compute=mahalanobis,
)
