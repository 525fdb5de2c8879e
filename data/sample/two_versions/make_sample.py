"""Make the sample of two versions: ``python data/sample/two_versions/make_sample.py`` from the root.

The answers are those of ``data/sample/prime_self``. The story is another one: in fall the questionnaire was
asked in an earlier version, which this script derives from the shipped one by wording two items otherwise.
"""

from __future__ import annotations

import sys
from pathlib import Path

CURRENT = Path("instruments/prime_self.yaml")
EARLIER = {
    "version: 1.0.0": "version: 0.9.0",
    "I work in a team to remove unfair differences in mathematics learning.": "I treat all students alike.",
    "I use end-of-year results to judge our mathematics program.": "I study test results.",
}


def make(folder: Path) -> list[Path]:
    """Write the earlier version of the instrument."""
    text = CURRENT.read_text(encoding="utf-8")
    for now, then in EARLIER.items():
        if text.count(now) != 1:
            raise ValueError(f"{CURRENT} does not say once: {now}")
        text = text.replace(now, then)
    path = folder / "asked_in_fall.yaml"
    path.write_text(text, encoding="utf-8")
    return [path]


if __name__ == "__main__":
    for path in make(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent):
        print(f"Wrote {path}")
