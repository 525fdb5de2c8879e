"""How often the interval or test of a statistic does what it promises, and which page shows it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.simulation.intervals.shortfalls import FEWEST, by_statistic
from tests.simulation.intervals.tally import Row, read_rows

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

INTERVALS = "coverage-intervals.md"

# Parts of a statistic, or the same by another name: what was counted of the statistic holds for them.
SAME = {
    "agreement/krippendorff_alpha_bca": "agreement/krippendorff_alpha",
    "agreement/krippendorff_alpha_published": "agreement/krippendorff_alpha",
    "comparison/ancova_p_holm": "comparison/ancova_effect",
    "reliability/bca_interval": "reliability/alpha_bca",
    "structure/satorra_2000": "structure/invariance",
}


def simulated(name: str) -> str:
    """What the dossier says of a statistic that was counted; empty for the others."""
    name = SAME.get(name, name)
    pages = [f"[page](../{COVERAGE[name]})"] if name in COVERAGE else []
    rows = [row for row in _counted().get(name, []) if row.given >= FEWEST]
    return "; ".join(_told(rows) + pages)


@cache
def _counted() -> dict[str, list[Row]]:
    return by_statistic(read_rows())


def _told(rows: Sequence[Row]) -> list[str]:
    """Lowest and highest rate of the intervals and of the tests of one statistic."""
    told = []
    for kind, says in (
        ("interval", "{level} intervals hold the truth in {rates}"),
        ("test", "tests at {level} find what is not there in {rates}"),
    ):
        for level in sorted({row.nominal for row in rows if row.kind == kind}):
            rates = sorted(row.rate for row in rows if (row.kind, row.nominal) == (kind, level))
            few, many = (f"{rate:.3f}".removeprefix("0") for rate in (rates[0], rates[-1]))
            span = few if few == many else f"{few} to {many}"
            told.append(f"[{says.format(level=f'{100 * level:g}%', rates=span)}](../{INTERVALS})")
    return told
