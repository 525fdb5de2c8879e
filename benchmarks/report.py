"""The report: the sample evaluation in every format, and the analyses behind a report of a large study."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np

from benchmarks.measure import Measurement, Values, best_of, r_peer
from benchmarks.samples import FIVE, INDICES, INDICES_IN_R, ITEMS, MODEL_IN_R, UPPER, answers
from mtle_survey.stats.reliability.alpha import alpha
from mtle_survey.stats.reliability.bootstrap import alpha_bca
from mtle_survey.stats.structure.cfa.cfa import cfa
from mtle_survey.stats.structure.correlation.polychoric import polychoric
from mtle_survey.stats.structure.invariance.invariance import invariance
from mtle_survey.study_file import load_study

SAMPLE = Path(__file__).parents[1] / "data" / "sample" / "study.yaml"
PEOPLE, DRAWS = 2_800, 2_000
FORMATS = ("evaluation.html", "evaluation.docx", "evaluation.pdf", "evaluation.xlsx")

SAME_IN_R = """{
R <- lavCor(x, ordered = names(x))
fit <- cfa(model, x, std.lv = TRUE, estimator = "WLSMV", ordered = names(x)); fitMeasures(fit)
x$g <- rep(1:2, length.out = nrow(x))
for (level in list("", "loadings", c("loadings", "intercepts"))) {
  fitMeasures(cfa(model, x, group = "g", group.equal = level, estimator = "MLR"))
}
one_alpha <- function(d) { S <- cov(d); k <- ncol(d); k / (k - 1) * (1 - sum(diag(S)) / sum(S)) }
y <- as.matrix(x[, 1:25])
alphas <- sapply(0:4, function(f) {
  own <- y[, 5 * f + 1:5]
  replicate(2000, one_alpha(own[sample(nrow(own), replace = TRUE), ]))
  one_alpha(own)
})
}"""


def run() -> list[Measurement]:
    return [_sample(), _large()]


def _sample() -> Measurement:
    """From the study file to four files, written side by side; the first run pays for the imports."""
    from mtle_survey.report.build import write_reports

    def report() -> None:
        with tempfile.TemporaryDirectory() as folder:
            write_reports(load_study(SAMPLE), [Path(folder) / name for name in FORMATS])

    report()
    return Measurement(
        task="mtle report: the sample study of 60 people, four formats, by the clock, imports aside",
        seconds=best_of(2, report, time.perf_counter),
        target=5.0,
    )


def _large() -> Measurement:
    x = answers(PEOPLE)
    ours: dict[str, object] = {}

    def analyses() -> None:
        scales = [x[:, 5 * f : 5 * f + 5] for f in range(5)]
        halves = [x[::2], x[1::2]]
        fitted = cfa(x, FIVE, "wlsmv")
        ours.update(
            correlations=polychoric(x).R[UPPER],
            alphas=np.array([alpha(own).value for own in scales]),
            **{name: fitted.fit[name].value for name in INDICES},
        )
        invariance(halves, FIVE, "group", "mlr", partial=False)
        for seed, own in enumerate(scales):
            alpha_bca(own, seed=seed, draws=DRAWS)

    seconds = best_of(1, analyses)
    values: Values = ours
    return Measurement(
        task=(
            f"polychorics, WLSMV, invariance over two groups and {DRAWS:,} bootstrap draws for five scales, "
            f"{ITEMS} items, n = {PEOPLE:,}"
        ),
        seconds=seconds,
        target=20.0,
        others=r_peer(
            "lavaan and a loop over draws",
            x,
            SAME_IN_R,
            values,
            {
                "correlations": "R[upper.tri(R)][order(row(R)[upper.tri(R)], col(R)[upper.tri(R)])]",
                "alphas": "alphas",
            }
            | INDICES_IN_R,
            libraries=("lavaan",),
            setup=MODEL_IN_R,
        ),
    )
