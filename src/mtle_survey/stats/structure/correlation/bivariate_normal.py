"""The bivariate normal distribution, vectorised."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from mtle_survey.stats.estimate import Array

# Beyond this many standard deviations the normal tail is zero in double precision.
FAR = 37.0
# Below this correlation Plackett's integral is smooth; above it the singular part is taken out.
NEAR_SINGULAR = 0.925
TWO_PI = 2.0 * np.pi


def _rule(points: int) -> tuple[Array, Array]:
    nodes, weights = np.polynomial.legendre.leggauss(points)
    return np.asarray(nodes), np.asarray(weights)


RULES = {0.3: _rule(6), 0.75: _rule(12), NEAR_SINGULAR: _rule(20)}
FINE = _rule(20)


def bivariate_normal_pdf(x: ArrayLike, y: ArrayLike, rho: ArrayLike) -> Array:
    """Density of two standard normal variables with correlation rho.

    Parameters
    ----------
    x, y : float arrays
        Points; infinite values have density 0.
    rho : float array
        Correlations strictly inside (-1, 1); all three broadcast together.

    Returns
    -------
    Array
        The density, of the broadcast shape.
    """
    a, b = np.clip(x, -FAR, FAR), np.clip(y, -FAR, FAR)
    r = np.asarray(rho, dtype=float)
    rest = 1.0 - r * r
    return np.asarray(np.exp(-(a * a - 2.0 * r * a * b + b * b) / (2.0 * rest)) / (TWO_PI * np.sqrt(rest)))


def bivariate_normal_cdf(x: ArrayLike, y: ArrayLike, rho: ArrayLike) -> Array:
    """Probability that two standard normal variables lie below x and y.

    Parameters
    ----------
    x, y : float arrays
        Upper limits; may be infinite.
    rho : float array
        Correlations in [-1, 1]; all three broadcast together.

    Returns
    -------
    Array
        Probabilities of the broadcast shape, with absolute error below 1e-14.

    Notes
    -----
    Plackett's integral over the correlation by Gauss-Legendre quadrature with 6, 12 or 20 nodes; above
    |rho| = .925 Genz's expansion around the singular case.

    References
    ----------
    Genz, A. (2004). Numerical computation of rectangular bivariate and trivariate normal and t
    probabilities. Statistics and Computing, 14, 251-260. https://doi.org/10.1023/B:STCO.0000035304.20635.31
    """
    h, k, r = np.broadcast_arrays(np.clip(x, -FAR, FAR), np.clip(y, -FAR, FAR), np.asarray(rho, dtype=float))
    shape = h.shape
    h, k, r = h.ravel(), k.ravel(), r.ravel()
    result = np.empty(h.size)
    size = np.abs(r)
    done = np.zeros(h.size, dtype=bool)
    for limit, rule in RULES.items():
        part = ~done & (size < limit)
        if part.any():
            result[part] = _plackett(h[part], k[part], r[part], rule)
            done |= part
    if not done.all():
        part = ~done
        result[part] = _near_singular(-h[part], -k[part], r[part])
    return np.clip(result, 0.0, 1.0).reshape(shape)


def _plackett(h: Array, k: Array, r: Array, rule: tuple[Array, Array]) -> Array:
    """The lower-left probability as independence plus an integral over the correlation's arcsine."""
    nodes, weights = rule
    half_angle = np.arcsin(r) / 2.0
    product, half_squares = h * k, (h * h + k * k) / 2.0
    integral = np.zeros(h.size)
    for node, weight in zip(nodes, weights, strict=True):
        sine = np.sin(half_angle * (1.0 + node))
        integral += weight * np.exp((sine * product - half_squares) / (1.0 - sine * sine))
    return np.asarray(special.ndtr(h) * special.ndtr(k) + integral * half_angle / TWO_PI)


def _near_singular(h: Array, k: Array, r: Array) -> Array:
    """The upper-right probability when |r| is close to 1 (Genz, 2004, section 2.4)."""
    negative = r < 0
    k = np.where(negative, -k, k)
    product, gap = h * k, (h - k) ** 2
    spread = (1.0 - r) * (1.0 + r)
    correction = np.where(spread > 0, _singular_correction(product, gap, np.maximum(spread, 1e-300)), 0.0)
    same_sign = correction + special.ndtr(-np.maximum(h, k))
    between = np.where(h < 0, special.ndtr(k) - special.ndtr(h), special.ndtr(-h) - special.ndtr(-k))
    opposite_sign = np.where(h >= k, -correction, between - correction)
    return np.where(negative, opposite_sign, same_sign)


def _singular_correction(product: Array, gap: Array, spread: Array) -> Array:
    root = np.sqrt(spread)
    c, d = (4.0 - product) / 8.0, (12.0 - product) / 80.0
    exponent = -(gap / spread + product) / 2.0
    series = root * _exp(exponent) * (1.0 - c * (gap - spread) * (1.0 - d * gap) / 3.0 + c * d * spread**2)
    distance = np.sqrt(gap)
    tail = np.sqrt(TWO_PI) * special.ndtr(-distance / root)
    # product > -100 only: beyond it the tail has underflowed and its factor would overflow
    factor = np.exp(np.where(product > -100, -product / 2.0, 0.0)) * (product > -100)
    series -= factor * tail * distance * (1.0 - c * gap * (1.0 - d * gap) / 3.0)
    half = root / 2.0
    integral = np.zeros(product.size)
    for node, weight in zip(*FINE, strict=True):
        square = (half * (1.0 + node)) ** 2
        expansion = 1.0 + c * square * (1.0 + 5.0 * d * square)
        rest = np.sqrt(1.0 - square)
        exact_log = -product * square / (2.0 * (1.0 + rest) ** 2)
        base = -(gap / np.maximum(square, 1e-300) + product) / 2.0
        integral += weight * (_exp(base) * expansion - _exp(base + exact_log) / rest)
    return np.asarray((half * integral - series) / TWO_PI)


def _exp(exponent: Array) -> Array:
    """exp with everything below e^-100 taken as zero."""
    return np.where(exponent > -100.0, np.exp(np.clip(exponent, -100.0, 700.0)), 0.0)
