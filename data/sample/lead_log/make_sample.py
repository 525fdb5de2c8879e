"""Make the sample of ``lead_log``: ``python data/sample/lead_log/make_sample.py`` from the root.

Events that sixteen teachers entered in two terms. No person made these entries; the same seed gives the same
bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, by_weight, self_made_codes

SEED = 20250919
TEACHERS = 16
TERMS = {"fall": (58, 2025, 9), "spring": (83, 2026, 1)}
ACTIVITIES = {
    "workshop": 0.18, "demonstration": 0.15, "discussion": 0.25, "planning": 0.2, "observation": 0.1,
    "resources": 0.07, "family": 0.03, "outside": 0.02,
}  # fmt: skip
AUDIENCES = {"one_colleague": 0.3, "team": 0.4, "whole_school": 0.15, "other_schools": 0.1, "families": 0.05}
NEEDS = (
    "E3: uneven expectations",
    "T3: learning together",
    "A2: everyday checks",
    "C2: units worth learning",
)
SIZE = {"one_colleague": 1, "team": 5, "whole_school": 24, "other_schools": 14, "families": 18}


def make(folder: Path) -> list[Path]:
    """Write one export per term: a row per event."""
    instrument = load_instrument("instruments/lead_log.yaml")
    codes = self_made_codes(SEED, TEACHERS)
    written = []
    for term, (events, year, month) in TERMS.items():
        sheet = SyntheticSheet(instrument, SEED, term, events)
        busy = np.arange(1, TEACHERS + 1) ** 0.7
        who = sheet.rng("who").choice(TEACHERS, size=events, p=busy / busy.sum())
        sheet.field("teacher", [codes[t] for t in who])
        sheet.field("consent", ["1"] * events)
        day = sheet.rng("day").integers(0, 4 * 28, events)
        sheet.field("date", [f"{year}-{month + d // 28:02d}-{d % 28 + 1:02d}" for d in day])
        sheet.field("event", [f"{term}-{n:03d}" for n in range(1, events + 1)])
        sheet.field("site", [f"School {'ABCDE'[t % 5]}" for t in who])
        sheet.field("activity", by_weight(sheet.rng("activity"), ACTIVITIES, events))
        audience = by_weight(sheet.rng("audience"), AUDIENCES, events)
        sheet.field("audience", audience)
        need = sheet.rng("need").integers(0, len(NEEDS), events)
        sheet.text("need", [NEEDS[k] for k in need])
        sheet.text("goal", ["Synthetic goal." for _ in range(events)])
        sheet.text("indicators", [NEEDS[k].partition(":")[0] for k in need])
        grades = {"Grades K-2": 0.3, "Grades 3-5": 0.45, "Grades 6-8": 0.25}
        sheet.text("audience_grades", by_weight(sheet.rng("grades"), grades, events))
        more = sheet.rng("people").integers(0, 3, events)
        sheet.text("people_reached", [SIZE[a] + int(m) for a, m in zip(audience, more, strict=True)])
        sheet.text("minutes", sheet.rng("minutes").choice([20, 30, 45, 60, 90, 120], events))
        wrote = sheet.rng("reflection").random(events) < 0.5
        sheet.text("reflection", ["Synthetic reflection." if w else "" for w in wrote])
        written.append(sheet.write(folder / f"{term}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
