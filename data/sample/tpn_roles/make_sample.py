"""Make the sample of ``tpn_roles``: ``python data/sample/tpn_roles/make_sample.py`` from the root.

Roles of 121 teacher leaders in 38 organizations, exported by two regions of the network. No person gave
these answers; the same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, by_weight, self_made_codes
from mtle_survey.simulate.streams import stream

SEED = 20250914
ORGANIZATIONS = 38
PEOPLE = 121
# How often an activity is done, on average, in latent standard deviations: 0 lies in "about monthly".
ACTIVITIES = {
    "small": 0.0,
    "large": -0.7,
    "demo": -0.8,
    "coach": -0.5,
    "develop": -0.6,
    "curate": -0.9,
    "learn": 0.9,
}
TYPES = {"higher_education": 0.2, "not_for_profit": 0.5, "regional_office": 0.25, "other": 0.05}


def make(folder: Path) -> list[Path]:
    """Write one export per region: the first nineteen organizations and the others."""
    instrument = load_instrument("instruments/tpn_roles.yaml")
    codes = self_made_codes(SEED, PEOPLE)
    rng = stream(SEED, "people")
    organization = np.concatenate(
        [np.arange(ORGANIZATIONS), rng.integers(0, ORGANIZATIONS, PEOPLE - ORGANIZATIONS)]
    )
    kinds = by_weight(stream(SEED, "types"), TYPES, ORGANIZATIONS)
    half = ORGANIZATIONS // 2
    written = []
    for name, here in (
        ("north", np.flatnonzero(organization < half)),
        ("south", np.flatnonzero(organization >= half)),
    ):
        sheet = SyntheticSheet(instrument, SEED, name, len(here))
        sheet.field("teacher", [codes[i] for i in here])
        sheet.field("consent", ["1"] * len(here))
        sheet.field("date", ["2026-05-04"] * len(here))
        sheet.field("district", [f"District {organization[i] // 3 + 1:02d}" for i in here])
        sheet.field("network", [f"Organization {organization[i] + 1:02d}" for i in here])
        sheet.field("partner_type", [kinds[organization[i]] for i in here])
        sheet.field("bg_classroom", by_weight(sheet.rng("classroom"), {"1": 0.86, "0": 0.14}, len(here)))
        sheet.field("cohort_size", sheet.rng("cohort").integers(5, 16, len(here)))
        sheet.field("peers_reached", sheet.rng("peers").integers(4, 60, len(here)))
        person = sheet.rng("person").standard_normal(len(here))
        for activity, position in ACTIVITIES.items():
            own = sheet.rng(activity).standard_normal(len(here))
            for number in (1, 2):
                sheet.rated(f"{activity}{number}", position + 0.5 * person + 0.8 * own, noise=0.4)
        sheet.text("month_hours", sheet.rng("hours").integers(1, 41, len(here)))
        sheet.skip(0.01)
        written.append(sheet.write(folder / f"{name}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
