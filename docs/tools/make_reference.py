"""Write the reference pages from the code: ``python docs/tools/make_reference.py [--check]``."""

from __future__ import annotations

import sys
from pathlib import Path

import page_columns
import page_commands
import page_dossier
import page_keys
import page_problems
import page_statistics

REFERENCE = Path(__file__).resolve().parents[1] / "reference"

PAGES = {
    "commands.md": page_commands.write,
    "columns.md": page_columns.write,
    "problems.md": page_problems.write,
    "statistics.md": page_statistics.write,
    "instrument-file.md": page_keys.write_instrument,
    "study-file.md": page_keys.write_study,
    "dossier.md": page_dossier.write,
}


def main(check: bool) -> int:
    """Write every page, or with ``check`` name those that are not current."""
    stale = []
    for name, write in PAGES.items():
        path = REFERENCE / name
        text = write()
        if check:
            current = path.read_text(encoding="utf-8") if path.exists() else ""
            stale += [name] if current != text else []
        else:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not current: {', '.join(stale)}; run `make docs`")
    return int(bool(stale))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
