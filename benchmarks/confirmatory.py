"""Confirmatory factors by every estimator, beside lavaan; the graded response model."""

from __future__ import annotations

from benchmarks.measure import Measurement, best_of, peak_memory, r_peer
from benchmarks.samples import FIVE, INDICES, INDICES_IN_R, ITEMS, MODEL_IN_R, answers, with_gaps
from mtle_survey.stats.structure.cfa.build import build
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.cfa.normal_cfa import fit_normal, fit_statistics, prepare
from mtle_survey.stats.structure.cfa.normal_data import normal_data
from mtle_survey.stats.structure.irt.graded_response import graded_response


def run() -> list[Measurement]:
    return [
        _fit(),
        _cfa("ml", 'estimator = "ML"'),
        _cfa("mlr", 'estimator = "MLR"'),
        _cfa("wlsmv", 'estimator = "WLSMV", ordered = names(x)', 0.35),
        _incomplete(),
        _graded(),
    ]


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
    x = with_gaps(answers(2800))
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
            {"loadings": 's$est.std[s$op == "=~"]'} | INDICES_IN_R,
            libraries=("lavaan",),
            setup=MODEL_IN_R,
        ),
    )
