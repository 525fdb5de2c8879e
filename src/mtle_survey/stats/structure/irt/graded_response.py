"""The graded response model by marginal maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mtle_survey.counting import counted
from mtle_survey.stats.estimate import Array
from mtle_survey.stats.structure.correlation.cross_tables import category_codes
from mtle_survey.stats.structure.correlation.thresholds import thresholds
from mtle_survey.stats.structure.gates import IRT_REFUSED_BELOW
from mtle_survey.stats.structure.irt.item_step import item_gradient, maximise_item
from mtle_survey.stats.structure.irt.quadrature import log_likelihoods, normal_quadrature, posterior

MOST_CYCLES = 500
EM_ENOUGH = 1e-4  # largest change of a parameter; Newton's method goes on from there
NEWTON_STEPS = 8
CONVERGED = 1e-9  # expected rise of the log-likelihood in one more step, per respondent
STEP = 1e-4
LARGEST_SLOPE = 20.0
FEWEST_ITEMS = 3
PROBIT_TO_LOGIT = 1.702


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedResponse:
    """A fitted graded response model; the trait is standard normal.

    Attributes
    ----------
    slope : (p,) float array
        Discriminations a.
    intercept : tuple of p float arrays
        Falling intercepts d: P(above category k) = logistic(a theta + d_k).
    difficulty : tuple of p float arrays
        b = -d/a: trait values at which the next category or a higher one is as likely as not.
    slope_se : (p,) float array
        Standard errors of a.
    difficulty_se : tuple of p float arrays
        Standard errors of b.
    categories : tuple of p int arrays
        The used response codes of each item.
    covariance : (r, r) float array
        Of all parameters, item by item a then d, from the observed information.
    log_likelihood : float
    n : int
        Respondents who answered at least one item.
    codes : (n, p) int array
        Their answers as categories from 0; -1 where missing.
    unavailable : str
        Why there is no model; arrays are then empty.
    """

    slope: Array
    intercept: tuple[Array, ...]
    difficulty: tuple[Array, ...]
    slope_se: Array
    difficulty_se: tuple[Array, ...]
    categories: tuple[NDArray[np.int64], ...]
    covariance: Array
    log_likelihood: float
    n: int
    codes: NDArray[np.int64]
    unavailable: str = ""


def graded_response(x: ArrayLike, *, gated: bool = True) -> GradedResponse:
    """Fit the graded response model of one trait.

    Parameters
    ----------
    x : (n, p) array of whole numbers
        Keyed response codes, nan where missing; every answer is used.
    gated : bool
        Whether samples below the gate are refused.

    Returns
    -------
    GradedResponse
        Categories that nobody used make no parameter. With two categories it is the two-parameter logistic
        model.

    Not available when
    ------------------
    There are fewer than 200 respondents or 3 items, an item has one used category, or an item's slope grows
    without bound.

    Notes
    -----
    Marginal likelihood over 61 Gauss-Hermite points, maximised by expectation-maximisation and then Newton's
    method with the observed information, which also gives the standard errors. Checked against published
    results of R ltm (LSAT section 6) and, for several categories, against the likelihood integrated
    adaptively in R: tests/oracle/R/irt.R.

    References
    ----------
    Samejima, F. (1969). Estimation of latent ability using a response pattern of graded scores
    (Psychometric Monograph No. 17). Psychometric Society. https://doi.org/10.1007/BF03372160
    Bock, R. D., & Aitkin, M. (1981). Marginal maximum likelihood estimation of item parameters: Application
    of an EM algorithm. Psychometrika, 46, 443-459. https://doi.org/10.1007/BF02293801
    """
    data = np.asarray(x, dtype=float)
    data = data[~np.isnan(data).all(axis=1)]
    coded = category_codes(data)
    n, p = data.shape
    reason = _refused(n, [c.size for c in coded.categories], gated)
    if reason:
        return _none(n, p, reason)
    parameters = _start(coded.codes, [c.size for c in coded.categories])
    parameters, converged = _search(coded.codes, parameters)
    if any(abs(item[0]) > LARGEST_SLOPE for item in parameters):
        return _none(n, p, "an item follows the trait so closely that its slope has no estimate")
    information = _information(coded.codes, parameters)
    if not converged or np.linalg.eigvalsh(information)[0] <= 0:
        return _none(n, p, "the search for the parameters did not converge")
    return _result(coded.codes, coded.categories, parameters, np.asarray(np.linalg.inv(information)))


def _refused(n: int, sizes: Sequence[int], gated: bool) -> str:
    if gated and n < IRT_REFUSED_BELOW:
        return f"{counted(n, 'respondent')}; item response models need at least {IRT_REFUSED_BELOW}"
    if len(sizes) < FEWEST_ITEMS:
        return f"{counted(len(sizes), 'item')}; item response models need at least {FEWEST_ITEMS}"
    if min(sizes) < 2:
        return "an item was answered alike by everyone"
    return ""


def _start(codes: NDArray[np.int64], sizes: Sequence[int]) -> list[Array]:
    """Item parameters from each item's correlation with the others' sum, brought to the logit metric."""
    answered = codes >= 0
    z = np.where(answered, codes, 0) - np.where(answered, codes, 0).sum(axis=0) / answered.sum(axis=0)
    z = np.where(answered, z, 0.0) / np.sqrt((z**2 * answered).sum(axis=0) / answered.sum(axis=0))
    found = []
    for j, size in enumerate(sizes):
        rest = z.sum(axis=1) - z[:, j]
        r = float(np.corrcoef(z[:, j], rest)[0, 1])
        loading = np.sign(r) * min(max(abs(r), 0.3), 0.85)
        scale = PROBIT_TO_LOGIT / np.sqrt(1.0 - loading**2)
        cuts = thresholds(np.bincount(codes[answered[:, j], j], minlength=size).astype(float))
        found.append(np.concatenate([[scale * loading], -scale * cuts]))
    if sum(item[0] for item in found) < 0:
        found = [np.concatenate([[-item[0]], item[1:]]) for item in found]
    return found


def _search(codes: NDArray[np.int64], parameters: list[Array]) -> tuple[list[Array], bool]:
    """Expectation-maximisation, then Newton's method."""
    theta, weights = normal_quadrature()
    for _ in range(MOST_CYCLES):
        counts = _expected_counts(codes, parameters, theta, weights)
        updated = [maximise_item(item, r, theta) for item, r in zip(parameters, counts, strict=True)]
        change = max(float(np.abs(a - b).max()) for a, b in zip(updated, parameters, strict=True))
        parameters = updated
        if change < EM_ENOUGH or any(abs(item[0]) > LARGEST_SLOPE for item in parameters):
            break
    for _ in range(NEWTON_STEPS):
        flat = np.concatenate(parameters)
        gradient = _gradient(codes, parameters)
        step = np.linalg.solve(_information(codes, parameters), gradient)
        if float(gradient @ step) < CONVERGED * codes.shape[0]:
            return parameters, True
        parameters = _split(flat + step, parameters)
        if any((np.diff(item[1:]) >= 0).any() for item in parameters):
            return parameters, False
    return parameters, False


def _split(flat: Array, like: Sequence[Array]) -> list[Array]:
    return np.split(flat, np.cumsum([item.size for item in like])[:-1])


def _slopes(parameters: Sequence[Array]) -> tuple[Array, list[Array]]:
    return np.array([item[0] for item in parameters]), [item[1:] for item in parameters]


def _expected_counts(
    codes: NDArray[np.int64], parameters: Sequence[Array], theta: Array, weights: Array
) -> list[Array]:
    """p arrays (c, q): how many respondents at each trait value chose each category, as expected."""
    logs = log_likelihoods(codes, *_slopes(parameters), theta)
    share, _ = posterior(logs, weights)
    return [
        np.array([share[codes[:, j] == k].sum(axis=0) for k in range(item.size)])
        for j, item in enumerate(parameters)
    ]


def _gradient(codes: NDArray[np.int64], parameters: Sequence[Array]) -> Array:
    """(r,) gradient of the marginal log-likelihood (Fisher's identity)."""
    theta, weights = normal_quadrature()
    counts = _expected_counts(codes, parameters, theta, weights)
    return np.concatenate([item_gradient(item, r, theta) for item, r in zip(parameters, counts, strict=True)])


def _information(codes: NDArray[np.int64], parameters: Sequence[Array]) -> Array:
    """(r, r) observed information, by central differences of the exact gradient."""
    flat = np.concatenate(list(parameters))
    result = np.empty((flat.size, flat.size))
    for k in range(flat.size):
        up, down = flat.copy(), flat.copy()
        up[k] += STEP
        down[k] -= STEP
        difference = _gradient(codes, _split(up, parameters)) - _gradient(codes, _split(down, parameters))
        result[k] = -difference / (2.0 * STEP)
    return (result + result.T) / 2.0


def _result(
    codes: NDArray[np.int64],
    categories: tuple[NDArray[np.int64], ...],
    parameters: Sequence[Array],
    covariance: Array,
) -> GradedResponse:
    slope, intercepts = _slopes(parameters)
    theta, weights = normal_quadrature()
    _, marginal = posterior(log_likelihoods(codes, slope, intercepts, theta), weights)
    places = np.split(np.arange(covariance.shape[0]), np.cumsum([item.size for item in parameters])[:-1])
    errors = []
    for a, d, place in zip(slope, intercepts, places, strict=True):
        own = covariance[np.ix_(place, place)]
        # b = -d/a, so db = d/a^2 da - 1/a dd
        jacobian = np.hstack([(d / a**2)[:, None], -np.eye(d.size) / a])
        errors.append(np.sqrt(np.diag(jacobian @ own @ jacobian.T)))
    return GradedResponse(
        slope=slope,
        intercept=tuple(intercepts),
        difficulty=tuple(-d / a for a, d in zip(slope, intercepts, strict=True)),
        slope_se=np.sqrt(np.diag(covariance)[[int(place[0]) for place in places]]),
        difficulty_se=tuple(errors),
        categories=categories,
        covariance=covariance,
        log_likelihood=float(marginal.sum()),
        n=codes.shape[0],
        codes=codes,
    )


def _none(n: int, p: int, reason: str) -> GradedResponse:
    nothing = np.full(p, np.nan)
    return GradedResponse(
        slope=nothing,
        intercept=(),
        difficulty=(),
        slope_se=nothing,
        difficulty_se=(),
        categories=(),
        covariance=np.empty((0, 0)),
        log_likelihood=float("nan"),
        n=n,
        codes=np.empty((0, p), dtype=np.int64),
        unavailable=reason,
    )
