"""Agreement of raters and stability over time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from mtle_survey.stats.agreement.ac1 import ac1
from mtle_survey.stats.agreement.ac2 import ac2
from mtle_survey.stats.agreement.intraclass import Form, intraclass_correlation
from mtle_survey.stats.agreement.kendall_w import kendall_w
from mtle_survey.stats.agreement.krippendorff_alpha import krippendorff_alpha
from mtle_survey.stats.agreement.ratings import Weights, agreement_weights
from mtle_survey.stats.agreement.sdc import sdc
from mtle_survey.stats.agreement.sem_agreement import sem_agreement
from mtle_survey.stats.agreement.weighted_kappa import weighted_kappa
from mtle_survey.stats.distributions import z_critical
from mtle_survey.stats.estimate import Array
from tests.simulation.intervals.populations import (
    CUTS,
    FAST,
    MEDIUM,
    NORMAL,
    SIZES,
    answers,
    one_factor,
    one_factor_covariance,
)
from tests.simulation.intervals.situation import Found, Situation, coverage_of, false_alarms_of

DRAWS = 1000
FORMS: dict[str, Form] = {
    "icc_1": "1",
    "icc_k": "k",
    "icc_c1": "C,1",
    "icc_ck": "C,k",
    "icc_a1": "A,1",
    "icc_ak": "A,k",
}

# What two coders see, and how often each sees it as it is; otherwise a coder guesses by the shares.
CODED = {
    "a theme in 3 of 10 comments, coders right in 9 of 10": (np.array([0.7, 0.3]), 0.9),
    "a theme in 1 of 20 comments, coders right in 9 of 10": (np.array([0.95, 0.05]), 0.9),
    "a theme in 1 of 20 comments, coders right in 5 of 10": (np.array([0.95, 0.05]), 0.5),
    "five-point ratings, raters right in 7 of 10": (np.array([0.05, 0.1, 0.25, 0.35, 0.25]), 0.7),
}


def situations() -> Iterator[Situation]:
    for n in SIZES:
        for name in CODED:
            yield coders(name, n)
        yield retest(NORMAL, n)
        for name in CUTS:
            yield retest(name, n)
        yield raters(n, 3)
        yield ranking(n)


def coders(name: str, n: int) -> Situation:
    """Two coders of n comments."""
    shares, right = CODED[name]
    seen = right * np.eye(shares.size) + (1.0 - right) * shares
    joint = np.einsum("c,ci,cj->ij", shares, seen, seen)
    steps, codes = np.cumsum(joint.ravel()), tuple(float(c) for c in range(1, shares.size + 1))

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        cell = np.minimum(np.searchsorted(steps, rng.random(n)), steps.size - 1)
        rated = 1.0 + np.stack([cell // shares.size, cell % shares.size], axis=1)
        return {
            "kappa": weighted_kappa(rated, codes, "unweighted"),
            "kappa_linear": weighted_kappa(rated, codes, "linear"),
            "kappa_quadratic": weighted_kappa(rated, codes, "quadratic"),
            "ac1": ac1(rated, codes),
            "ac2": ac2(rated, codes, "quadratic"),
            "krippendorff_alpha": krippendorff_alpha(rated, codes, "ordinal", seed=1, draws=DRAWS),
        }

    weights: dict[str, Weights] = {
        "kappa": "unweighted",
        "kappa_linear": "linear",
        "kappa_quadratic": "quadratic",
    }
    questions = {
        key: coverage_of(f"agreement/{key}", kappa_of(joint, agreement_weights(codes, kind)))
        for key, kind in weights.items()
    }
    questions["ac1"] = coverage_of("agreement/ac1", gwet_of(joint, np.eye(shares.size)))
    questions["ac2"] = coverage_of("agreement/ac2", gwet_of(joint, agreement_weights(codes, "quadratic")))
    questions["krippendorff_alpha"] = coverage_of(
        "agreement/krippendorff_alpha", krippendorff_of(joint), f"BCa of {DRAWS:,} resamples"
    )
    return Situation(f"{name}; 2 raters", n, MEDIUM, questions, sample)


def kappa_of(joint: Array, w: Array) -> float:
    """Weighted kappa in the population."""
    by_chance = float(joint.sum(axis=1) @ w @ joint.sum(axis=0))
    return float(((w * joint).sum() - by_chance) / (1.0 - by_chance))


def gwet_of(joint: Array, w: Array) -> float:
    """AC1 or AC2 in the population."""
    shares = (joint.sum(axis=0) + joint.sum(axis=1)) / 2.0
    q = shares.size
    by_chance = float(w.sum() * (shares * (1.0 - shares)).sum()) / (q * (q - 1))
    return float(((w * joint).sum() - by_chance) / (1.0 - by_chance))


def krippendorff_of(joint: Array) -> float:
    """Ordinal alpha in the population."""
    shares = (joint.sum(axis=0) + joint.sum(axis=1)) / 2.0
    middle = np.cumsum(shares) - shares / 2.0
    cost = (middle[:, None] - middle) ** 2
    return 1.0 - float((joint * cost).sum()) / float(shares @ cost @ shares)


def retest(name: str, n: int) -> Situation:
    """One question, or a normal score, on two occasions that nothing sets apart."""
    loadings = np.full(2, np.sqrt(0.7))
    cuts = CUTS.get(name)
    S = one_factor_covariance(loadings, cuts)
    alike = float(S[0, 1] / S[0, 0])

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        latent = one_factor(rng, n, loadings)
        x = latent if cuts is None else answers(latent, cuts)
        found = {key: intraclass_correlation(x, form) for key, form in FORMS.items()}
        error = sem_agreement(x)
        return found | {"error": error, "sdc": sdc(error)}

    questions = {
        key: coverage_of(f"agreement/{key}", alike if key.endswith("1") else 2.0 * alike / (1.0 + alike))
        for key in FORMS
    }
    error = float(np.sqrt(S[0, 0] - S[0, 1]))
    questions["error"] = coverage_of("agreement/sem_agreement", error)
    questions["sdc"] = coverage_of("agreement/sdc", z_critical(0.95) * np.sqrt(2.0) * error)
    return Situation(f"{name}; 2 occasions", n, FAST, questions, sample)


def raters(n: int, k: int) -> Situation:
    """Raters drawn anew for each sample, who differ in severity: what absolute agreement is about."""
    severity, error = 0.2, 0.5

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        x = rng.normal(size=(n, 1)) + np.sqrt(severity) * rng.normal(size=k)
        x = x + np.sqrt(error) * rng.normal(size=(n, k))
        found = {key: intraclass_correlation(x, FORMS[key]) for key in noise}
        return found | {"error": sem_agreement(x)}

    noise = {
        "icc_a1": severity + error,
        "icc_ak": (severity + error) / k,
        "icc_c1": error,
        "icc_ck": error / k,
    }
    questions = {key: coverage_of(f"agreement/{key}", 1.0 / (1.0 + e)) for key, e in noise.items()}
    questions["error"] = coverage_of("agreement/sem_agreement", np.sqrt(severity + error))
    return Situation(f"normal; {k} raters who differ in severity", n, FAST, questions, sample)


def ranking(n: int) -> Situation:
    """Judges who answer five five-point questions without any question being preferred."""

    def sample(rng: np.random.Generator) -> Mapping[str, Found]:
        return {"w": kendall_w(answers(rng.normal(size=(n, 5)), CUTS["five-point answers, middle"]))}

    questions = {"w": false_alarms_of("agreement/kendall_w")}
    return Situation("five questions on five points, none preferred", n, FAST, questions, sample)
