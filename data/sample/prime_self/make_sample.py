"""Make the sample of ``prime_self``: ``python data/sample/prime_self/make_sample.py`` from the root.

Twenty-eight teachers at eight schools, asked in fall and spring. No person gave these answers; the same
seed gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import MissingShares, Recipe, WavePlan, simulate, write_simulation

RECIPE = Recipe(
    n=28,
    seed=20250911,
    sites=8,
    site_share=0.05,
    stability=0.75,
    loading=0.75,
    factor_correlation=0.45,
    wave_means={
        "fall": {"equity": -0.3, "teaching": 0.4, "equity_lead": -0.8, "teaching_lead": -0.2},
        "spring": {
            "equity": 0.0,
            "teaching": 0.6,
            "curriculum": 0.3,
            "assessment": 0.1,
            "equity_lead": -0.3,
            "teaching_lead": 0.3,
            "curriculum_lead": 0.2,
            "assessment_lead": 0.1,
        },
    },
    missing=MissingShares(skipped=0.01, not_applicable=0.02),
    waves=(
        WavePlan(wave="fall", date=dt.date(2025, 9, 8), forms=("full",)),
        WavePlan(wave="spring", date=dt.date(2026, 4, 20), forms=("full",), attrition=0.1),
    ),
)


def make(folder: Path) -> tuple[Path, ...]:
    """Write the two exports and the truth."""
    drawn = simulate(load_instrument("instruments/prime_self.yaml"), RECIPE)
    return write_simulation(drawn, folder, style="plain")


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
