"""What the scores of complete, attentive answers amount to in the simulated population.

Nothing here is drawn: means, variances and covariances of the coded answers follow from loadings,
thresholds and factor covariances by Gauss-Hermite quadrature.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.instrument.model import Instrument
from mtle_survey.scores import administered_items
from mtle_survey.simulate.latent import FactorModel
from mtle_survey.simulate.ordinal import ascending_codes, expected_code
from mtle_survey.stats.estimate import Array

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(48)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedScore:
    """A scale score's population values at one occasion.

    Attributes
    ----------
    occasion, scale : str
    items : tuple of str
        Those administered at that occasion.
    latent_mean : float or None
        In baseline standard deviations; None for a scale made of parts.
    mean, sd : float
        Of the score, by the scale's own scoring method.
    alpha : float or None
        Coefficient alpha of the keyed items; None for one item.
    """

    occasion: str
    scale: str
    items: tuple[str, ...]
    latent_mean: float | None
    mean: float
    sd: float
    alpha: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedChange:
    """The population values of a scale score's change, on the items that both occasions carry.

    Attributes
    ----------
    contrast : str
        ``later - earlier``.
    scale : str
    mean_change, sd_change : float
    d_av : float
        Mean change over the root mean square of the two standard deviations.
    """

    contrast: str
    scale: str
    mean_change: float
    sd_change: float
    d_av: float


class ExpectedScores:
    """Population values for one model.

    Parameters
    ----------
    model : FactorModel
    instrument : Instrument
    thresholds : mapping of item id to float array
    administered : mapping of occasion to the rated items that it carries
    """

    def __init__(
        self,
        model: FactorModel,
        instrument: Instrument,
        thresholds: Mapping[str, Array],
        administered: Mapping[str, Sequence[str]],
    ) -> None:
        self.model = model
        self.instrument = instrument
        self.thresholds = thresholds
        self.administered = administered
        self._place = {item: k for k, item in enumerate(model.items)}

    def item_mean(self, occasion: str, item: str) -> float:
        """Mean of the raw codes."""
        return float(self._given(occasion, item, np.zeros(1), 0.0)[0])

    def scores(self) -> tuple[ExpectedScore, ...]:
        """Every scale at every occasion at which it can be scored."""
        return tuple(
            self._score(occasion, scale, items)
            for occasion, carried in self.administered.items()
            for scale, items in administered_items(self.instrument, frozenset(carried)).items()
        )

    def changes(self, contrasts: Iterable[tuple[str, str]]) -> tuple[ExpectedChange, ...]:
        """Every scale for every (later, earlier) pair of occasions, on the items that both carry."""
        return tuple(
            self._change(later, earlier, scale, items)
            for later, earlier in contrasts
            for scale, items in administered_items(
                self.instrument, frozenset(self.administered[later]) & frozenset(self.administered[earlier])
            ).items()
        )

    def _score(self, occasion: str, scale: str, items: tuple[str, ...]) -> ExpectedScore:
        k = len(items)
        covariance = self._covariance(scale, items, occasion, occasion)
        stretch = self._stretch(scale, items)
        total = covariance.sum()
        factors = self.model.factors
        latent = self.model.means[occasion][factors.index(scale)] if scale in factors else None
        return ExpectedScore(
            occasion=occasion,
            scale=scale,
            items=items,
            latent_mean=None if latent is None else float(latent),
            mean=self._mean(scale, items, occasion),
            sd=float(stretch * np.sqrt(total) / k),
            alpha=float(k / (k - 1) * (1 - np.trace(covariance) / total)) if k > 1 else None,
        )

    def _change(self, later: str, earlier: str, scale: str, items: tuple[str, ...]) -> ExpectedChange:
        stretch = self._stretch(scale, items) / len(items)
        after, before, across = (
            stretch**2 * self._covariance(scale, items, first, second).sum()
            for first, second in ((later, later), (earlier, earlier), (later, earlier))
        )
        change = self._mean(scale, items, later) - self._mean(scale, items, earlier)
        return ExpectedChange(
            contrast=f"{later} - {earlier}",
            scale=scale,
            mean_change=change,
            sd_change=float(np.sqrt(after + before - 2 * across)),
            d_av=float(change / np.sqrt((after + before) / 2)),
        )

    def _mean(self, scale: str, items: Sequence[str], occasion: str) -> float:
        """Mean of the scale score: of the keyed items, stretched to the scale's scoring method."""
        keyed = []
        for item in items:
            response_format = self.instrument.format_of(item)
            mean = self.item_mean(occasion, item)
            reverse = item in self.instrument.reverse_keyed(scale)
            keyed.append(response_format.low + response_format.high - mean if reverse else mean)
        mean = float(np.mean(keyed))
        if self.instrument.scale[scale].score.method == "pomp":
            return self._stretch(scale, items) * (mean - self._limits(items)[0])
        return self._stretch(scale, items) * mean

    def _stretch(self, scale: str, items: Sequence[str]) -> float:
        """How much longer a unit of the score is than a unit of the mean of the items."""
        method = self.instrument.scale[scale].score.method
        if method == "mean":
            return 1.0
        if method == "sum":
            return float(len(items))
        low, high = self._limits(items)
        return 100.0 / (high - low)

    def _limits(self, items: Sequence[str]) -> tuple[float, float]:
        formats = [self.instrument.format_of(item) for item in items]
        return float(np.mean([f.low for f in formats])), float(np.mean([f.high for f in formats]))

    def _covariance(self, scale: str, items: Sequence[str], first: str, second: str) -> Array:
        """Covariances of the keyed items at two occasions (or one)."""
        reverse = self.instrument.reverse_keyed(scale)
        sign = np.array([-1.0 if item in reverse else 1.0 for item in items])
        matrix = np.array([[self._pair(a, first, b, second) for b in items] for a in items])
        keyed: Array = np.outer(sign, sign) * matrix
        return keyed

    def _pair(self, a: str, first: str, b: str, second: str) -> float:
        if a == b and first == second:
            square = float(self._given(first, a, np.zeros(1), 0.0, power=2)[0])
            return square - self.item_mean(first, a) ** 2
        r = self._factor_correlation(a, first, b, second)
        product = self._given(first, a, _NODES, 1.0) * self._given(second, b, _NODES, r)
        return float(_WEIGHTS @ product) - self.item_mean(first, a) * self.item_mean(second, b)

    def _factor_correlation(self, a: str, first: str, b: str, second: str) -> float:
        f, g = self.model.factor_of[self._place[a]], self.model.factor_of[self._place[b]]
        if f < 0 or g < 0:
            return 0.0
        covariance = self.model.covariance(first, second)[f, g]
        return float(covariance / (self._factor_sd(first, f) * self._factor_sd(second, g)))

    def _factor_sd(self, occasion: str, factor: int) -> float:
        return float(np.sqrt(self.model.covariance(occasion, occasion)[factor, factor]))

    def _given(self, occasion: str, item: str, standard: Array, r: float, power: int = 1) -> Array:
        """Expected code given a standard normal variable that correlates r with the item's factor."""
        k = self._place[item]
        factor, loading = self.model.factor_of[k], float(self.model.loading[k])
        mean, sd = (
            (self.model.means[occasion][factor], self._factor_sd(occasion, factor)) if factor >= 0 else (0, 0)
        )
        unique_sd = float(np.sqrt((loading * sd) ** 2 * (1 - r**2) + 1 - loading**2))
        codes = ascending_codes(self.instrument, item)
        return expected_code(
            loading * (mean + sd * r * standard), unique_sd, self.thresholds[item], codes, power
        )
