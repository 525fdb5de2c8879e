"""Make the sample of ``tpn_partner``: ``python data/sample/tpn_partner/make_sample.py`` from the root.

Thirteen partnerships, each answered by both sides. No person gave these answers; the same seed gives the same
bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, by_weight, self_made_codes
from mtle_survey.simulate.streams import stream

SEED = 20250916
PARTNERSHIPS = tuple(f"Partnership {n:02d}" for n in range(1, 14))
# Where the ten contributions lie, and how much more each side sees of its own.
POSITIONS = {
    "dst1": 0.7, "dst2": 0.0, "dst3": -0.3, "dst4": 0.6, "dst5": -0.6,
    "prt1": 0.7, "prt2": 0.2, "prt3": 0.3, "prt4": 0.9, "prt5": 0.1,
}  # fmt: skip
OWN_SIDE = 0.45
SIDES = (("districts", "district", "dst"), ("partners", "partner", "prt"))


def make(folder: Path) -> list[Path]:
    """Write one file per side."""
    instrument = load_instrument("instruments/tpn_partner.yaml")
    truth = stream(SEED, "partnerships").standard_normal((len(PARTNERSHIPS), 2))
    written = []
    for number, (name, informant, own) in enumerate(SIDES):
        rows = len(PARTNERSHIPS)
        sheet = SyntheticSheet(instrument, SEED, name, rows)
        sheet.field("rater", self_made_codes(SEED + number, rows))
        sheet.field("consent", ["1"] * rows)
        sheet.field("date", ["2026-04-13"] * rows)
        sheet.field("partnership", PARTNERSHIPS)
        sheet.field("informant", [informant] * rows)
        kinds = {"higher_education": 0.4, "not_for_profit": 0.4, "regional_office": 0.2}
        sheet.field("partner_type", by_weight(stream(SEED, "types"), kinds, rows))
        for item, position in POSITIONS.items():
            lean = OWN_SIDE if item.startswith(own) else 0.0
            side = truth[:, 0] if item.startswith("dst") else truth[:, 1]
            sheet.rated(item, position + lean + 0.7 * side, noise=0.5)
        sheet.instead("dst3", "9", 0.1)
        written.append(sheet.write(folder / f"{name}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
