"""Make the sample of ``tpn_district``: ``python data/sample/tpn_district/make_sample.py`` from the root.

Conditions of fourteen districts, seen by three kinds of informants. No person gave these answers; the same
seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, self_made_codes
from mtle_survey.simulate.streams import stream

SEED = 20250915
DISTRICTS = tuple(f"District {n:02d}" for n in range(1, 15))
# File, kind of informant, how many per district, and how much more they see in place than teachers do.
INFORMANTS = (
    ("teacher_leaders", "teacher_leader", 3, 0.0),
    ("site_administrators", "site_administrator", 2, 0.4),
    ("district_administrators", "district_administrator", 1, 0.8),
)
SILENT = {"district_administrators": ("District 09",)}
POSITIONS = {
    "cul1": 0.6, "cul2": 0.0, "cul3": 0.3, "cul4": -0.5, "cul5": 0.4,
    "frm1": -0.2, "frm2": -0.4, "frm3": -0.6, "frm4": 0.5, "frm5": -0.9,
}  # fmt: skip


def make(folder: Path) -> list[Path]:
    """Write one file per kind of informant."""
    instrument = load_instrument("instruments/tpn_district.yaml")
    truth = stream(SEED, "districts").standard_normal(len(DISTRICTS))
    written = []
    for number, (name, informant, each, lean) in enumerate(INFORMANTS):
        here = [
            d for d in range(len(DISTRICTS)) for _ in range(each) if DISTRICTS[d] not in SILENT.get(name, ())
        ]
        sheet = SyntheticSheet(instrument, SEED, name, len(here))
        sheet.field("rater", self_made_codes(SEED + number, len(here)))
        sheet.field("consent", ["1"] * len(here))
        sheet.field("date", ["2026-03-02"] * len(here))
        sheet.field("district", [DISTRICTS[d] for d in here])
        sheet.field("informant", [informant] * len(here))
        sheet.field("network", [f"Network {'East' if d % 2 else 'West'}" for d in here])
        for item, position in POSITIONS.items():
            sheet.rated(item, position + lean + 0.8 * truth[here], noise=0.6)
        sheet.instead("frm3", "9", 0.08)
        sheet.skip(0.01)
        written.append(sheet.write(folder / f"{name}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
