"""Make the sample of ``stemtl_eval``: ``python data/sample/stemtl_eval/make_sample.py`` from the root.

Needs as seven types of stakeholders see them, each asked about the areas it can judge. No person gave these
answers; the same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, self_made_codes
from mtle_survey.simulate.streams import stream

SEED = 20250917
# Stakeholder, people, and how their need differs from everyone's.
STAKEHOLDERS = {
    "elementary": (24, 0.2),
    "secondary": (21, 0.1),
    "administrator": (15, -0.2),
    "support_org": (12, 0.1),
    "preparation": (14, 0.0),
    "state_agency": (6, -0.1),
    "national": (5, -0.1),
}
FORM_OF = {"elementary": "elementary", "secondary": "secondary", "preparation": "preparation"}
# Where importance and adequacy of an area lie, in latent standard deviations.
AREAS = {
    "mod": (0.9, -0.3),
    "ele": (0.8, -0.6),
    "adm": (1.2, -0.5),
    "net": (0.7, 0.2),
    "can": (0.5, -0.2),
    "eva": (0.3, -0.4),
}


def make(folder: Path) -> list[Path]:
    """Write one file per form: three for those who see fewer areas, one for everyone else."""
    instrument = load_instrument("instruments/stemtl_eval.yaml")
    written = []
    for form in ("elementary", "secondary", "preparation", "full"):
        who = [s for s in STAKEHOLDERS if FORM_OF.get(s, "full") == form]
        people = [s for s in who for _ in range(STAKEHOLDERS[s][0])]
        more = stream(SEED, "need").standard_normal(200)[: len(people)] * 0.3
        lean = [STAKEHOLDERS[s][1] for s in people] + more
        sheet = SyntheticSheet(instrument, SEED, form, len(people))
        sheet.field("rater", self_made_codes(SEED + len(written), len(people)))
        sheet.field("consent", ["1"] * len(people))
        sheet.field("date", ["2026-02-09"] * len(people))
        sheet.field("stakeholder", people)
        sheet.field("state", [f"State {'ABCDEFGH'[n % 8]}" for n in range(len(people))])
        person = sheet.rng("person").standard_normal(len(people))
        for item in instrument.form[form].items:
            area = item[:3]
            if area == "use":
                sheet.rated(item, 0.1 + 0.6 * person)
            elif item.endswith("__importance"):
                sheet.rated(item, AREAS[area][0] + lean / 2 + 0.3 * person)
            else:
                sheet.rated(item, AREAS[area][1] - lean / 2 + 0.3 * person)
        sheet.skip(0.015)
        written.append(sheet.write(folder / f"{form}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
