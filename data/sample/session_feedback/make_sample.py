"""Make the sample: ``python data/sample/session_feedback/make_sample.py`` from the root.

Feedback after six sessions, without any code that could link it. No person gave these answers; the same seed
gives the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mtle_survey.instrument.load import load_instrument
from mtle_survey.simulate import SyntheticSheet

SEED = 20250920
# Session: date, kind, place, people, and how useful it was, in latent standard deviations.
SESSIONS = {
    "S1": ("2025-09-20", "workshop", "in_person", 27, 0.2),
    "S2": ("2025-10-18", "webinar", "online", 24, -0.4),
    "S3": ("2025-11-15", "workshop", "in_person", 25, 0.5),
    "S4": ("2026-01-17", "studio_day", "in_person", 22, 1.0),
    "S5": ("2026-03-07", "webinar", "online", 21, 0.1),
    "S6": ("2026-04-25", "studio_day", "in_person", 8, 1.1),
}
ITEMS = {"ses1": 0.3, "ses2": 0.0, "ses3": 0.2, "ses4": -0.3, "ses5": 0.1}


def make(folder: Path) -> list[Path]:
    """Write one export per session."""
    instrument = load_instrument("instruments/session_feedback.yaml")
    written = []
    for session, (date, activity, mode, people, value) in SESSIONS.items():
        sheet = SyntheticSheet(instrument, SEED, session, people)
        sheet.field("session", [session] * people)
        sheet.field("date", [date] * people)
        sheet.field("site", [f"School {'ABC'[n % 3]}" for n in range(people)])
        sheet.field("activity", [activity] * people)
        sheet.field("mode", [mode] * people)
        person = sheet.rng("person").standard_normal(people)
        for item, position in ITEMS.items():
            sheet.rated(item, value + position + 0.6 * person)
        wrote = sheet.rng("comments").random(people) < 0.3
        sheet.text("open_session", ["Synthetic comment." if w else "" for w in wrote])
        sheet.skip(0.02)
        written.append(sheet.write(folder / f"{session.lower()}.csv"))
    return written


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
