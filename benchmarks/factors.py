"""Factor analysis: polychoric correlations, number of factors, exploratory and confirmatory models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.measure import Measurement, Peer, best_of, peak_memory, python_peer, r_peer
from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.normal_cfa import fit_normal, fit_statistics, prepare
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.cfa.structure import FactorStructure
from mtle_survey.stats.structure.correlation.pearson import pearson
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.efa.solution import efa
from mtle_survey.stats.structure.invariance.invariance import invariance
from mtle_survey.stats.structure.irt.graded_response import graded_response
from mtle_survey.stats.structure.retention.panel import factor_panel
from mtle_survey.stats.structure.retention.parallel_analysis import parallel_analysis

ITEMS = 25
FIVE = FactorStructure(n_items=ITEMS, factors=tuple(tuple(range(5 * f, 5 * f + 5)) for f in range(5)))

MODEL_IN_R = """
model <- paste(sapply(1:5, function(k) paste0("f", k, " =~ ",
  paste0("i", 5 * (k - 1) + 1:5, collapse = " + "))), collapse = "\\n")
x <- as.data.frame(x)
"""
UPPER = np.triu_indices(ITEMS, 1)
INDICES = ("chi2", "cfi", "tli", "rmsea", "srmr")


def answers(n: int, seed: int = 1) -> np.ndarray:
    """Five-point answers to 25 items of five correlated factors."""
    generator = np.random.default_rng(seed)
    factors = generator.normal(size=(n, 5)) + 0.6 * generator.normal(size=(n, 1))
    latent = np.repeat(factors, 5, axis=1) + generator.normal(size=(n, ITEMS))
    return np.digitize(latent, [-2.0, -0.7, 0.7, 2.0]) + 1.0


def run() -> list[Measurement]:
    return [
        _polychoric(),
        _polychoric_of_many(),
        _panel("pearson", 4.0),
        _panel("polychoric", 30.0),
        _parallel(),
        _efa(),
        _many_starts(),
        _fit(),
        _cfa("ml", 'estimator = "ML"'),
        _cfa("mlr", 'estimator = "MLR"'),
        _cfa("wlsmv", 'estimator = "WLSMV", ordered = names(x)', 0.35),
        _incomplete(),
        _graded(),
        _ladder(),
    ]


def _polychoric() -> Measurement:
    x = answers(2800)
    ours = {"correlations": polychoric(x).R[UPPER]}
    return Measurement(
        task="polychoric correlations, 25 items, n = 2,800",
        seconds=best_of(5, lambda: polychoric(x)),
        memory=peak_memory(lambda: polychoric(x)),
        target=0.12,
        others=(
            *_ordinalcorr(x, ours["correlations"]),
            *r_peer(
                "psych::polychoric",
                x,
                "psych::polychoric(x, correct = 0)",
                ours,
                {"correlations": "t(found$rho)[lower.tri(found$rho)]"},
                libraries=("psych",),
            ),
            *r_peer(
                "lavaan::lavCor",
                x,
                "lavCor(x, ordered = names(x))",
                ours,
                {"correlations": "unclass(found)[lower.tri(found)]"},
                libraries=("lavaan",),
                setup="x <- as.data.frame(x)",
            ),
        ),
    )


def _ordinalcorr(x: np.ndarray, ours: np.ndarray, pairs: int = 10) -> tuple[Peer, ...]:
    try:
        import ordinalcorr
    except ModuleNotFoundError:
        return ()

    def loop() -> list[float]:
        return [
            ordinalcorr.polychoric(x[:, i].astype(int), x[:, j].astype(int))
            for i, j in list(zip(*UPPER, strict=True))[:pairs]
        ]

    return (
        python_peer(
            f"ordinalcorr.polychoric ({pairs} pairs, scaled up)",
            loop,
            {"correlations": ours[:pairs]},
            {"correlations": loop()},
            repeats=1,
            scale=len(ours) / pairs,
        ),
    )


def _polychoric_of_many() -> Measurement:
    x = answers(200_000)
    return Measurement(
        task="polychoric correlations, 25 items, n = 200,000",
        seconds=best_of(3, lambda: polychoric(x)),
        memory=peak_memory(lambda: polychoric(x)),
        target=1.0,
    )


def _panel(correlation: str, target: float) -> Measurement:
    x = answers(2800)
    kind = "cor" if correlation == "pearson" else "poly"
    draws = 20 if correlation == "pearson" else 1
    parallel = factor_panel(x, correlation, permutations=100).parallel
    return Measurement(
        task=f"number of factors, all rules, 1,000 permutations, {correlation}, 25 items, n = 2,800",
        seconds=best_of(1, lambda: factor_panel(x, correlation)),
        memory=peak_memory(lambda: factor_panel(x, correlation, permutations=25)),
        target=target,
        others=r_peer(
            f"psych::fa.parallel alone ({draws} draws, scaled up)",
            x,
            f'fa.parallel(x, cor = "{kind}", n.iter = {draws}, sim = FALSE, plot = FALSE, correct = 0)',
            {"observed eigenvalues": parallel.observed},
            {"`observed eigenvalues`": "found$pc.values"},
            libraries=("psych",),
            scale=1000 / draws,
        ),
    )


def _efa() -> Measurement:
    import warnings

    from factor_analyzer import FactorAnalyzer

    x = answers(2800)
    R = pearson(x).R
    ours = {"communalities": efa(R, 2800, 5).communality}

    def theirs() -> FactorAnalyzer:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return FactorAnalyzer(5, rotation="oblimin", method="minres").fit(x)

    return Measurement(
        task="minres and oblimin from 30 starts, 5 factors of 25 items",
        seconds=best_of(3, lambda: efa(R, 2800, 5)),
        memory=peak_memory(lambda: efa(R, 2800, 5)),
        others=(
            _factor_analyzer(theirs, ours),
            *r_peer(
                "psych::fa, 30 rotations",
                x,
                'fa(x, 5, rotate = "oblimin", n.rotations = 30)',
                ours,
                {"communalities": "found$communality"},
                libraries=("psych", "GPArotation"),
            ),
        ),
    )


def _factor_analyzer(task: Callable[[], Any], ours: dict[str, Any]) -> Peer:
    """factor-analyzer, or why it cannot run beside the scikit-learn that is installed."""
    try:
        theirs = {"communalities": task().get_communalities()}
    except TypeError as error:
        return Peer(name=f"factor-analyzer cannot run ({error})", seconds=float("nan"))
    return python_peer("factor-analyzer, one start", task, ours, theirs, repeats=1)


def _many_starts() -> Measurement:
    R = pearson(answers(2800)).R
    return Measurement(
        task="minres and oblimin from 100 starts, 5 factors of 25 items",
        seconds=best_of(5, lambda: efa(R, 2800, 5, starts=100)),
        memory=peak_memory(lambda: efa(R, 2800, 5, starts=100)),
        target=0.15,
    )


def _parallel() -> Measurement:
    x = answers(2800)
    found = parallel_analysis(x, "polychoric", permutations=20)
    return Measurement(
        task="polychoric parallel analysis, 20 permutations, 25 items, n = 2,800",
        seconds=best_of(3, lambda: parallel_analysis(x, "polychoric", permutations=20)),
        memory=peak_memory(lambda: parallel_analysis(x, "polychoric", permutations=20)),
        target=0.79,
        others=r_peer(
            "psych::fa.parallel (1 draw, scaled up)",
            x,
            'fa.parallel(x, cor = "poly", n.iter = 1, sim = FALSE, plot = FALSE, correct = 0)',
            {"observed eigenvalues": found.observed},
            {"`observed eigenvalues`": "found$pc.values"},
            libraries=("psych",),
            scale=20,
        ),
    )


def _fit() -> Measurement:
    """Estimates and fit alone, as a bootstrap or a simulation needs them."""
    x = answers(2800)
    model = build(FIVE, ordinal=False)

    def fit() -> float:
        data = (normal_data(x, listwise=True),)
        fitted = fit_normal(model, data, prepare(data))
        return fit_statistics(fitted, model, data, None).chi2

    return Measurement(
        task="confirmatory, ml, estimates and fit alone, 5 factors of 25 items, n = 2,800",
        seconds=best_of(20, fit),
        memory=peak_memory(fit),
        target=0.01,
        others=r_peer(
            "lavaan, se = 'none'",
            x,
            'cfa(model, x, std.lv = TRUE, se = "none")',
            {"chi2": fit()},
            {"chi2": 'fitMeasures(found, "chisq")'},
            libraries=("lavaan",),
            setup=MODEL_IN_R,
        ),
    )


def _incomplete() -> Measurement:
    """About one person in eight skipped some items, as in long surveys."""
    x, generator = answers(2800), np.random.default_rng(3)
    x[(generator.random(x.shape) < 0.08) & (generator.random((len(x), 1)) < 0.13)] = np.nan
    found = cfa(x, FIVE, "fiml")
    return Measurement(
        task="confirmatory, mlr with incomplete answers (fiml), 5 factors of 25 items, n = 2,800",
        seconds=best_of(2, lambda: cfa(x, FIVE, "fiml")),
        memory=peak_memory(lambda: cfa(x, FIVE, "fiml")),
        target=2.0,
        others=r_peer(
            "lavaan",
            x,
            '{ fit <- cfa(model, x, std.lv = TRUE, estimator = "MLR", missing = "fiml"); fitMeasures(fit); '
            "standardizedSolution(fit) }",
            {"chi2": found.fit["chi2"].value, "rmsea": found.fit["rmsea"].value},
            {"chi2": 'fitMeasures(fit, "chisq")', "rmsea": 'fitMeasures(fit, "rmsea")'},
            libraries=("lavaan",),
            setup=MODEL_IN_R,
        ),
    )


def _graded() -> Measurement:
    x = answers(2800)[:, :5]
    return Measurement(
        task="graded response model, 5 items, n = 2,800",
        seconds=best_of(2, lambda: graded_response(x)),
        memory=peak_memory(lambda: graded_response(x)),
    )


def _cfa(estimator: str, options: str, target: float | None = None) -> Measurement:
    x = answers(2800)
    fitted = cfa(x, FIVE, estimator)
    loadings = [fitted.standardised.loading[i, i // 5] for i in range(ITEMS)]
    ours = {"loadings": loadings} | {name: fitted.fit[name].value for name in INDICES}
    in_r = {name: f'fitMeasures(fit, "{name.replace("chi2", "chisq")}")' for name in INDICES}
    return Measurement(
        task=f"confirmatory, {estimator}, 5 factors of 25 items, n = 2,800, with all output",
        seconds=best_of(3, lambda: cfa(x, FIVE, estimator)),
        memory=peak_memory(lambda: cfa(x, FIVE, estimator)),
        target=target,
        others=r_peer(
            "lavaan",
            x,
            f"{{ fit <- cfa(model, x, std.lv = TRUE, {options}); fitMeasures(fit); "
            "s <- standardizedSolution(fit); modindices(fit) }",
            ours,
            {"loadings": 's$est.std[s$op == "=~"]'} | in_r,
            libraries=("lavaan",),
            setup=MODEL_IN_R,
        ),
    )


def _waves(n: int) -> list[np.ndarray]:
    """Two waves of ten five-point items of two factors, which correlate .6 over time."""
    generator = np.random.default_rng(2)
    first = generator.normal(size=(n, 2)) + 0.6 * generator.normal(size=(n, 1))
    second = 0.6 * first + 0.8 * generator.normal(size=(n, 2))
    unique = generator.normal(size=(n, 10))
    return [
        np.digitize(
            np.repeat(factors, 5, axis=1) + 0.5 * unique + generator.normal(size=(n, 10)),
            [-2.0, -0.7, 0.7, 2.0],
        )
        + 1.0
        for factors in (first, second)
    ]


def _ladder() -> Measurement:
    waves = _waves(600)
    structure = FactorStructure(n_items=10, factors=((0, 1, 2, 3, 4), (5, 6, 7, 8, 9)))
    return Measurement(
        task="ordinal invariance over two waves, five levels, 10 items of two factors, n = 600",
        seconds=best_of(2, lambda: invariance(waves, structure, "wave", "wlsmv", partial=False)),
    )
