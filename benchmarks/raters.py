"""Agreement: coders of interviews, raters of one unit, retests; beside pingouin, scikit-learn and psych."""

from __future__ import annotations

import numpy as np

from benchmarks.measure import Measurement, best_of, peak_memory, python_peer, r_peer
from mtle_survey.stats.agreement.icc_a1 import icc_a1
from mtle_survey.stats.agreement.icc_c1 import icc_c1
from mtle_survey.stats.agreement.kappa import kappa
from mtle_survey.stats.agreement.kappa_quadratic import kappa_quadratic
from mtle_survey.stats.agreement.kendall_w import kendall_w

CODES = (1.0, 2.0, 3.0, 4.0, 5.0)


def run() -> list[Measurement]:
    return [_coders(), _retest(), _rankings()]


def _ratings(people: int, raters: int) -> np.ndarray:
    generator = np.random.default_rng(1)
    level = 3 + generator.normal(size=(people, 1))
    return np.clip(np.rint(level + 0.6 * generator.normal(size=(people, raters))), 1, 5)


def _coders() -> Measurement:
    from sklearn.metrics import cohen_kappa_score

    x = _ratings(500, 2)
    found = {"kappa": kappa(x, CODES).value, "quadratic": kappa_quadratic(x, CODES).value}

    def ours() -> None:
        kappa(x, CODES)
        kappa_quadratic(x, CODES)

    def theirs() -> dict[str, float]:
        return {
            "kappa": cohen_kappa_score(x[:, 0], x[:, 1]),
            "quadratic": cohen_kappa_score(x[:, 0], x[:, 1], weights="quadratic"),
        }

    return Measurement(
        task="kappa and quadratic kappa with intervals, two coders, 500 segments",
        seconds=best_of(5, ours),
        memory=peak_memory(ours),
        others=(
            python_peer("scikit-learn cohen_kappa_score (no intervals)", theirs, found, theirs()),
            *r_peer(
                "psych::cohen.kappa",
                x,
                "cohen.kappa(x)",
                found,
                {"kappa": "found$kappa", "quadratic": "found$weighted.kappa"},
                libraries=("psych",),
            ),
        ),
    )


def _retest() -> Measurement:
    import pandas as pd
    import pingouin

    x = _ratings(200, 2)
    people, raters = np.indices(x.shape)
    long = pd.DataFrame({"person": people.ravel(), "time": raters.ravel(), "score": x.ravel()})

    def ours() -> dict[str, float]:
        return {"icc_a1": icc_a1(x).value, "icc_c1": icc_c1(x).value}

    def theirs() -> dict[str, float]:
        table = pingouin.intraclass_corr(long, targets="person", raters="time", ratings="score")
        value = dict(zip(table["Type"], table["ICC"], strict=True))
        return {
            "icc_a1": value.get("ICC2", value.get("ICC(A,1)")),
            "icc_c1": value.get("ICC3", value.get("ICC(C,1)")),
        }

    return Measurement(
        task="retest: ICC(A,1) and ICC(C,1) with intervals, 200 people twice",
        seconds=best_of(5, ours),
        memory=peak_memory(ours),
        others=(
            python_peer("pingouin intraclass_corr", theirs, ours(), theirs()),
            *r_peer(
                "psych::ICC",
                x,
                "ICC(x, lmer = FALSE)",
                ours(),
                {"icc_a1": "found$results$ICC[2]", "icc_c1": "found$results$ICC[3]"},
                libraries=("psych",),
            ),
        ),
    )


def _rankings() -> Measurement:
    generator = np.random.default_rng(2)
    x = np.argsort(generator.normal(size=(40, 8)) + np.arange(8), axis=1).argsort(axis=1) + 1.0
    return Measurement(
        task="Kendall's W, 40 rankings of 8",
        seconds=best_of(5, lambda: kendall_w(x)),
        memory=peak_memory(lambda: kendall_w(x)),
        others=r_peer(
            "friedman.test",
            x,
            "friedman.test(x)$statistic / (nrow(x) * (ncol(x) - 1))",
            {"W": kendall_w(x).value},
            {"W": "found"},
        ),
    )
