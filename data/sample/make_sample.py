"""Make the sample data: run ``python data/sample/make_sample.py`` from the root of the repository.

Every number that shapes the sample stands in ``RECIPE``; the same recipe gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import (
    IdErrors,
    MissingShares,
    Recipe,
    WavePlan,
    simulate,
    write_simulation,
)

INSTRUMENT = "instruments/mtle.yaml"

DUTIES = ("bg_teaches_math", "bg_full_time", "bg_titled", "bg_released", "bg_leads")

RECIPE = Recipe(
    n=54,
    seed=20250902,
    sites=6,
    site_share=0.06,
    stability=0.7,
    loading=0.72,
    loadings={"idn_q4": 0.5, "idn_n4": 0.5, "mot_l3": 0.5, "rpp_m4": 0.5, "sls_e4": 0.55, "rcl4": 0.5},
    factor_correlation=0.3,
    factor_correlations=(
        ("idn_q", "idn_n", 0.6),
        ("ldm_l", "ldm_d", 0.5),
        ("ldm_d", "mot_l", 0.45),
        ("stg_s", "stg_o", 0.55),
        ("stg_o", "stg_e", 0.55),
        ("sls_e", "sls_i", 0.5),
    ),
    difficulty_spread=0.4,
    dose_growth=0.4,
    wave_means={
        "pre": {"mot_t": 0.9, "stg_s": 0.4, "stg_o": -0.4, "stg_e": -0.9},
        "mid": {"mot_t": 0.9, "emt": 0.2, "eqp": 0.1, "stg_s": 0.7, "stg_o": 0.0, "stg_e": -0.6},
        "post": {
            "idn_q": 0.5,
            "idn_n": 0.4,
            "mot_t": 0.9,
            "mot_l": 0.3,
            "emt": 0.4,
            "eqp": 0.2,
            "stg_s": 1.0,
            "stg_o": 0.4,
            "stg_e": -0.3,
        },
        "retro": {"idn_q": -0.4, "stg_s": 0.1, "stg_o": -0.6, "stg_e": -1.0},
    },
    field_weights={
        "bg_teaches_math": {"1": 0.93, "0": 0.07},
        "bg_full_time": {"1": 0.85, "0": 0.15},
        "bg_titled": {"1": 0.25, "0": 0.75},
        "bg_released": {"1": 0.12, "0": 0.88},
        "bg_leads": {"1": 0.6, "0": 0.4},
    },
    field_changes={"bg_titled": 0.15, "bg_leads": 0.4},
    field_ranges={
        "years_teaching": (2, 28),
        "years_leading": (0, 8),
        "hours": (10, 70),
        "workshop_days": (0, 8),
    },
    careless_share=0.02,
    missing=MissingShares(skipped=0.015, not_applicable=0.04, refused=0.01, broke_off=0.02),
    waves=(
        WavePlan(
            wave="pre",
            date=dt.date(2025, 9, 1),
            forms=("pre",),
            fields=(
                "teacher",
                "consent",
                "date",
                "site",
                "grade_band",
                *DUTIES,
                "years_teaching",
                "years_leading",
            ),
            previews=2,
            blank_records=1,
            id_errors=IdErrors(blank=0.02),
            label_variants=4,
        ),
        WavePlan(
            wave="mid",
            date=dt.date(2026, 1, 12),
            forms=("mid",),
            fields=("teacher", "date", "site"),
            late_joiners=4,
            attrition=0.1,
            previews=1,
            id_errors=IdErrors(case=0.04, blank=0.02),
            label_variants=3,
        ),
        WavePlan(
            wave="post",
            date=dt.date(2026, 5, 18),
            forms=("post", "retro"),
            fields=("teacher", "date", "site", "grade_band", *DUTIES, "hours", "workshop_days"),
            late_joiners=2,
            attrition=0.1,
            previews=1,
            blank_records=2,
            id_errors=IdErrors(case=0.04, blank=0.02, typo=0.02, duplicate=0.02),
            label_variants=4,
            typographic_wording=True,
        ),
    ),
)


def make(folder: Path) -> tuple[Path, ...]:
    """Write the three exports and the truth into a folder."""
    return write_simulation(simulate(load_instrument(INSTRUMENT), RECIPE), folder)


if __name__ == "__main__":
    for path in make(Path(sys.argv[1] if len(sys.argv) > 1 else "data/sample")):
        print(f"Wrote {path}")
