"""Make the sample of ``mtle_leader``: ``python data/sample/mtle_leader/make_sample.py`` from the root.

Support by school leaders at thirteen schools, answered by the leader and by the project teachers, at the
start and at the end. No person gave these answers; the same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, self_made_codes
from mtle_survey.simulate.streams import stream

SEED = 20250918
SCHOOLS = tuple(f"School {letter}" for letter in "ABCDEFGHIJKLM")
TEACHERS_EACH = 3
RISE = {"pre": 0.0, "post": 0.3}
DATES = {"pre": "2025-09-15", "post": "2026-05-18"}
LEAN = {"teachers": -0.2, "leaders": 0.5}  # leaders see more support than their teachers do
REVERSED = ("sls_e4", "sls_i4", "rpp_m4")


def make(folder: Path) -> list[Path]:
    """Write two files per wave: the leaders' and the teachers'."""
    instrument = load_instrument("instruments/mtle_leader.yaml")
    truth = stream(SEED, "schools").standard_normal(len(SCHOOLS))
    leaders = self_made_codes(SEED, len(SCHOOLS))
    teachers = self_made_codes(SEED + 1, TEACHERS_EACH * len(SCHOOLS))
    written = []
    for wave, rise in RISE.items():
        for name, codes, each in (("leaders", leaders, 1), ("teachers", teachers, TEACHERS_EACH)):
            school = np.repeat(np.arange(len(SCHOOLS)), each)
            sheet = SyntheticSheet(instrument, SEED, f"{wave} {name}", len(school))
            sheet.field("rater", codes)
            sheet.field("consent", ["1"] * len(school))
            sheet.field("date", [DATES[wave]] * len(school))
            sheet.field("school", [SCHOOLS[s] for s in school])
            sheet.field("district", [f"District {'North' if s % 2 else 'South'}" for s in school])
            if name == "leaders":
                sheet.field("informant", ["principal"] * len(school))
                sheet.field("years_leading", stream(SEED, "years").integers(1, 16, len(school)))
                sheet.field("project_teachers", [TEACHERS_EACH] * len(school))
            else:
                sheet.field("informant", ["teacher"] * len(school))
            for item in instrument.form[wave].items:
                if item == "open_leader":
                    continue
                support = 0.2 + LEAN[name] + rise + 0.7 * truth[school]
                sheet.rated(item, -support if item in REVERSED else support)
            sheet.skip(0.02)
            written.append(sheet.write(folder / f"{wave}_{name}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
