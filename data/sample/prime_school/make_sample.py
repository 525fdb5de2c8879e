"""Make the sample of ``prime_school``: ``python data/sample/prime_school/make_sample.py`` from the root.

Twelve indicators of twelve schools, each rated by one teacher and by the principal. No person gave these
answers; the same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet, self_made_codes
from mtle_survey.simulate.streams import stream

SEED = 20250910
SCHOOLS = tuple(f"School {letter}" for letter in "ABCDEFGHIJKL")
LEAN = {"teachers": -0.1, "principals": 0.45}  # principals see a little more in place
FIRMNESS = {"e": -0.9, "t": 0.0, "c": 0.6, "a": -0.2}  # where the indicators of a principle stand, on average
WANTED = {"e3": 1.1, "t3": 0.8, "e1": 0.4, "a2": 0.3}  # indicators that are marked as a priority more often
WITHOUT_PRINCIPAL = "School L"
EVEN_HANDED = "School K"  # its two raters give one and the same answer to everything


def make(folder: Path) -> list[Path]:
    """Write one file per kind of informant."""
    instrument = load_instrument("instruments/prime_school.yaml")
    indicators = instrument.form["teacher"].items[:-1]
    indicators = tuple(dict.fromkeys(i.partition("__")[0] for i in indicators))
    codes = self_made_codes(SEED, 2 * len(SCHOOLS))
    truth = stream(SEED, "schools").standard_normal((len(SCHOOLS), len(indicators)))
    school = stream(SEED, "all indicators").standard_normal(len(SCHOOLS))
    written = []
    for number, (name, informant) in enumerate((("teachers", "teacher"), ("principals", "principal"))):
        here = [s for s in range(len(SCHOOLS)) if name == "teachers" or SCHOOLS[s] != WITHOUT_PRINCIPAL]
        sheet = SyntheticSheet(instrument, SEED, name, len(here))
        sheet.field("rater", [codes[number * len(SCHOOLS) + s] for s in here])
        sheet.field("consent", ["1"] * len(here))
        sheet.field("date", ["2025-10-06" if name == "teachers" else "2025-10-13"] * len(here))
        sheet.field("school", [SCHOOLS[s] for s in here])
        sheet.field("district", [f"District {'North' if s % 2 else 'South'}" for s in here])
        sheet.field("informant", [informant] * len(here))
        for k, indicator in enumerate(indicators):
            firm = FIRMNESS[indicator[0]]
            position = 0.5 * truth[here, k] + 0.8 * school[here] + firm + LEAN[name]
            sheet.rated(f"{indicator}__in_place", position, noise=0.5)
            wanted = WANTED.get(indicator, -0.6) - 0.4 * school[here]
            sheet.rated(f"{indicator}__priority", wanted, noise=0.8)
        sheet.text("opportunity", ["Synthetic plan." if s % 3 == 0 else "" for s in here])
        _same_for_all(sheet, here, indicators)
        sheet.skip(0.01)
        written.append(sheet.write(folder / f"{name}.csv"))
    return written


def _same_for_all(sheet: SyntheticSheet, here: list[int], indicators: tuple[str, ...]) -> None:
    row = here.index(SCHOOLS.index(EVEN_HANDED))
    for indicator in indicators:
        sheet.columns[f"{indicator}__in_place"][row] = "In place in part"
        sheet.columns[f"{indicator}__priority"][row] = "No"


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
