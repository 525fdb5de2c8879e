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

_MODELS = ("growth_slope", "serial_correlation", "tobit_change", "ordinal_change", "proportional_odds")

COVERAGE = {
    "reliability/alpha": "coverage-reliability.md",
    "reliability/alpha_bca": "coverage-reliability.md",
    "reliability/omega_total": "coverage-reliability.md",
    "reliability/omega_total_bca": "coverage-reliability.md",
    **{f"change/{name}": "coverage-change.md" for name in _CHANGE},
    "change/derrick": "coverage-change.md",
    "change/lmm_change": "coverage-change.md",
    **{f"change/{name}": "coverage-change-models.md" for name in _MODELS},
    "structure/cfa": "coverage-factors.md",
    "clusters/cr2": "coverage-change.md",
    "clusters/cluster_sign_flip": "coverage-change.md",
}
