"""Make the sample of ``traj_bmt``: ``python data/sample/traj_bmt/make_sample.py`` from the root.

Twenty-two teachers tell in one sitting where they stood at the beginning and midway, and where they stand
today. No person gave these answers; the same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, by_weight, self_made_codes

SEED = 20250912
TEACHERS = 22
# Where a strand stood at the beginning, midway and today, in latent standard deviations.
STRANDS = {
    "lead_self": (-0.4, 0.6, 1.2),
    "lead_others": (-1.5, -0.7, 0.5),
    "know_math": (0.2, 0.6, 0.9),
    "know_standards": (-0.4, 0.6, 0.9),
    "engage": (-0.5, 0.4, 1.0),
    "collaborate": (-1.0, -0.3, 0.5),
    "plans": (-1.4, -0.6, 0.7),
    "trust": (-0.5, -0.8, 0.4),
}
TIMES = ("beginning", "midway", "today")
DUTIES = {
    "bg_teaches_math": {"1": 0.95, "0": 0.05},
    "bg_full_time": {"1": 0.85, "0": 0.15},
    "bg_titled": {"1": 0.2, "0": 0.8},
    "bg_released": {"1": 0.1, "0": 0.9},
    "bg_leads": {"1": 0.85, "0": 0.15},
}


def make(folder: Path) -> list[Path]:
    """Write the one file of the one sitting."""
    instrument = load_instrument("instruments/traj_bmt.yaml")
    sheet = SyntheticSheet(instrument, SEED, "sitting", TEACHERS)
    sheet.field("teacher", self_made_codes(SEED, TEACHERS))
    sheet.field("consent", ["1"] * TEACHERS)
    sheet.field("date", ["2026-05-11"] * TEACHERS)
    sheet.field("site", [f"School {'ABCDEF'[n % 6]}" for n in range(TEACHERS)])
    for name in ("grade_band", "subject"):
        choices = dict.fromkeys(instrument.field[name].codes, 1.0)
        sheet.field(name, by_weight(sheet.rng(name), choices, TEACHERS))
    for name, weights in DUTIES.items():
        sheet.field(name, by_weight(sheet.rng(name), weights, TEACHERS))
    person = sheet.rng("person").standard_normal(TEACHERS)
    for strand, positions in STRANDS.items():
        own = sheet.rng(f"{strand} person").standard_normal(TEACHERS)
        for time, position in zip(TIMES, positions, strict=True):
            sheet.rated(f"{strand}__{time}", position + 0.5 * person + 0.5 * own, noise=0.35)
    for time in TIMES:
        points = sheet.rng(f"points {time}").integers(0, 5, TEACHERS)
        sheet.text(
            f"points_{time}",
            ["\n".join(f"Synthetic point {n + 1}, {time}" for n in range(count)) for count in points],
        )
    sheet.skip(0.01)
    return [sheet.write(folder / "sitting.csv")]


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
