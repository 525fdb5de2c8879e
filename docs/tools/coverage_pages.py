"""Which page shows how often the interval or test of a statistic does what it promises."""

from __future__ import annotations

_CHANGE = (
    "mean_change",
    "d_av",
    "d_z",
    "probability_of_improvement",
    "wilcoxon",
    "rank_biserial",
    "sign_flip",
)

COVERAGE = {
    "reliability/alpha": "coverage-reliability.md",
    "reliability/omega_total": "coverage-reliability.md",
    **{f"change/{name}": "coverage-change.md" for name in _CHANGE},
    "clusters/cr2": "coverage-change.md",
    "clusters/cluster_sign_flip": "coverage-change.md",
}
