"""Make the sample of open comments: ``python data/sample/open_comments/make_sample.py`` from the root.

Forty-eight invented teachers at four invented schools, before and after, with comments put together from
sentences of this file. No person wrote any of them; each ends in "(synthetic)". The review sheet that goes
with them stands for one that a person filled in. The same seed gives the same bytes.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from mtle_survey.comments.sheet import COLUMNS, new_sheet
from mtle_survey.instrument.load import load_instrument
from mtle_survey.review_files import sheet_bytes
from mtle_survey.simulate import SyntheticSheet, by_weight, self_made_codes
from mtle_survey.study_file import load_study

SEED = 20251102
TEACHERS = 48
SCHOOLS = ("Willow Creek School", "Lakeside Elementary", "Northgate Middle School", "Harlan Street School")
FIRST = ("Ada", "Ben", "Cora", "Dev", "Edie", "Finn", "Gwen")
LAST = ("Brightwater", "Tallmadge", "Winslow", "Marchetti", "Okonjo", "Larkspur", "Delacroix")
NAMES = tuple(f"{first} {last}" for first in FIRST for last in LAST)[:TEACHERS]
ITEMS = ("idn_q1", "idn_q2", "idn_q3", "idn_q4", "idn_n1", "idn_n2", "idn_n3", "idn_n4")
REVERSED = ("idn_q4", "idn_n4")
CHANGED = (
    "I plan lessons with the fifth-grade team now and they ask me what worked.",
    "We look at student work together every other week.",
    "Honestly not much yet, there is no time during the day.",
    "I stopped apologizing before I share an idea.",
    "Colleagues from other grades visit my class.",
    "Mrs. {surname} and I opened our doors to each other and it changed how I ask questions.",
    "The principal gave us one hour a week and that made the difference!!!",
    "I wrote a grant for manipulatives with {name} at {school}.",
    "Um, I talk less and listen more.",
    "Nothing has changed for me.",
    "I lead the math night for families since 10/14/2025.",
    "I feel alone with this at {school}.",
    "MORE TIME WITH THE OTHER TEACHERS WOULD HELP ME SO MUCH.",
    "I am soooo glad to have a network outside my building",
    "My students explain their thinking to each other without being asked.",
)
NEXT = (
    "Time to visit other classrooms.",
    "Write to me at {first}@example.org if there is a follow-up.",
    "A substitute on meeting days, call the office at 555-010-0199.",
    "More sessions on fractions.",
    "Let coaches and teachers plan together.",
    "=SUM(hours) is what the form shows, please fix it",
    "Fewer slides and more mathematics.",
    "A session for principals, so that ours knows what we do.",
    "See www.example.org/ideas for what we tried.",
    "I would like {name} to lead a session.",
)
THEMES = {"time": ("time", "hour", "day"), "colleagues": ("team", "colleagues", "together", "doors", "visit")}
MARK = " (synthetic)"


def make(folder: Path) -> list[Path]:
    """Write the two exports and the review sheet."""
    instrument = load_instrument("instruments/mtle.yaml")
    codes = self_made_codes(SEED, TEACHERS)
    school = [SCHOOLS[t % len(SCHOOLS)] for t in range(TEACHERS)]
    people = np.random.default_rng(SEED)
    grade = by_weight(people, {"k_2": 0.4, "g3_5": 0.35, "g6_8": 0.25}, TEACHERS)
    titled = ["1" if t in (3, 12, 20, 21, 28, 30, 37) else "0" for t in range(TEACHERS)]
    level = people.normal(0.0, 0.7, TEACHERS)
    written = []
    for wave, rise, count in (("pre", 0.0, 48), ("post", 0.5, 43)):
        sheet = SyntheticSheet(instrument, SEED, wave, count)
        sheet.field("teacher", codes[:count])
        sheet.columns["Your name"] = list(NAMES[:count])
        sheet.field("site", school[:count])
        sheet.field("grade_band", grade[:count])
        sheet.field("bg_titled", titled[:count])
        for item in ITEMS:
            position = level[:count] + rise
            sheet.rated(item, -position if item in REVERSED else position)
        if wave == "post":
            sheet.text("open_partnership", _texts(sheet.rng("changed"), CHANGED, school[:count], 0.7))
            sheet.columns["Q99"] = _texts(sheet.rng("next"), NEXT, school[:count], 0.4)
        written.append(sheet.write(folder / f"{wave}.csv"))
    return [*written, _reviewed(folder)]


def _texts(rng: np.random.Generator, bank: tuple[str, ...], school: list[str], share: float) -> list[str]:
    """A sentence or two for some of the people, with the names of this file put in."""
    texts = []
    for t, where in enumerate(school):
        name = NAMES[(7 * t + 1) % len(NAMES)]
        chosen = rng.choice(len(bank), size=1 + int(rng.random() < 0.3), replace=False)
        wrote = rng.random() < share
        said = " ".join(bank[k] for k in chosen).format(
            name=name, first=name.split()[0].lower(), surname=name.split()[1], school=where
        )
        texts.append(said + MARK if wrote else "")
    return texts


def _reviewed(folder: Path) -> Path:
    """The review sheet, decided by rule as a person might have decided."""
    target = folder / "comments.csv"
    study = load_study(Path(__file__).parent / "study.yaml")
    if study.review is None:
        raise ValueError("study.yaml declares no comments")
    sheet = new_sheet(study.comments, study.review.declared.questions, {})
    rows = [_decided(dict(zip(COLUMNS, row, strict=True)), place) for place, row in enumerate(sheet.rows)]
    target.write_bytes(sheet_bytes(replace(sheet, rows=tuple(rows)), target))
    return target


def _decided(row: dict[str, str | int], place: int) -> tuple[str | int, ...]:
    text = str(row["text"])
    row["theme"] = "; ".join(theme for theme, words in THEMES.items() if any(w in text for w in words))
    row["approved"] = "" if place % 11 == 10 else "no" if "=SUM" in text or "alone" in text else "yes"
    if "[name] and I opened" in text:
        row["edited"] = "A colleague and I opened our doors to each other, and it changed how I ask." + MARK
    return tuple(row[name] for name in COLUMNS)


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
