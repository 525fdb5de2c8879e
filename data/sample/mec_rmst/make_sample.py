"""Make the sample of ``mec_rmst``: ``python data/sample/mec_rmst/make_sample.py`` from the root.

Forty-nine teachers in nine regions over five waves, classroom practice rising before readiness to lead, and
administrators after Studio Days. No person gave these answers; the same seed gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import (
    MissingShares,
    Recipe,
    SyntheticSheet,
    WavePlan,
    self_made_codes,
    simulate,
    write_simulation,
)

SEED = 20250913
ADMINISTRATORS = 31
FORMS = {
    "w1": ("first", "expected"),
    "w2": ("middle",),
    "w3": ("middle",),
    "w4": ("middle",),
    "w5": ("last",),
}
OPENED = {"w1": (2013, 4), "w2": (2013, 10), "w3": (2014, 4), "w4": (2014, 10), "w5": (2015, 6)}
ASKED = ("teacher", "consent", "date", "esd", "position", "status")
COUNTED = ("hours", "workshop_days", "webinars", "studio_host", "studio_visitor", "workshops_led")

RECIPE = Recipe(
    n=49,
    seed=SEED,
    sites=9,
    site_share=0.2,
    stability=0.75,
    loading=0.72,
    factor_correlation=0.35,
    factor_correlations=(("rdy_w", "rdy_s", 0.65),),
    dose_growth=0.3,
    wave_means={
        "w1": {"rdy_w": -0.4, "rdy_s": -0.8},
        "w2": {"smp": 0.4, "chg": 0.2, "rdy_w": -0.3, "rdy_s": -0.7},
        "w3": {"smp": 0.9, "chg": 0.6, "rdy_w": -0.2, "rdy_s": -0.6},
        "w4": {"smp": 1.0, "chg": 0.9, "rdy_w": 0.3, "rdy_s": -0.1},
        "w5": {
            "smp": 1.1,
            "chg": 1.1,
            "rdy_w": 0.8,
            "rdy_s": 0.4,
            "sup_w": 0.9,
            "sup_v": 0.6,
            "sup_d": 1.1,
            "fnd": 1.0,
        },
        "expected": {"sup_w": 0.8, "sup_v": -0.5, "sup_d": -0.2},
    },
    field_weights={
        "position": {"classroom": 0.8, "coach": 0.17, "other": 0.03},
        "status": {"not_yet": 0.6, "beginning": 0.3, "active": 0.1},
    },
    field_changes={"status": 0.5},
    field_ranges={
        "hours": (20, 160),
        "workshop_days": (0, 12),
        "webinars": (0, 10),
        "studio_host": (0, 2),
        "studio_visitor": (0, 8),
        "workshops_led": (0, 9),
    },
    missing=MissingShares(skipped=0.01, not_applicable=0.03),
    waves=tuple(
        WavePlan(
            wave=wave,
            date=dt.date(*OPENED[wave], 7),
            forms=forms,
            fields=(*ASKED, *COUNTED) if wave == "w5" else ASKED,
            attrition=0.0 if wave == "w1" else 0.03,
        )
        for wave, forms in FORMS.items()
    ),
)


def make(folder: Path) -> list[Path]:
    """Write five exports of the teachers, the truth behind them, and one export of the administrators."""
    instrument = load_instrument("instruments/mec_rmst.yaml")
    written = list(write_simulation(simulate(instrument, RECIPE), folder, style="plain"))
    sheet = SyntheticSheet(instrument, SEED, "administrators", ADMINISTRATORS)
    sheet.field("teacher", self_made_codes(SEED + 1, ADMINISTRATORS))
    sheet.field("consent", ["1"] * ADMINISTRATORS)
    sheet.field("date", ["2015-05-18"] * ADMINISTRATORS)
    sheet.field("esd", [f"Site {'ABCDEFGHI'[n % 9]}" for n in range(ADMINISTRATORS)])
    person = sheet.rng("person").standard_normal(ADMINISTRATORS)
    for item, position in (("adm1", 0.9), ("adm2", 0.6), ("adm3", 1.0), ("adm4", 0.4), ("adm5", 0.7)):
        sheet.rated(item, position + 0.7 * person)
    sheet.instead("adm1", "8", 0.05)
    return [*written, sheet.write(folder / "administrators.csv")]


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
