"""The ledger of public releases: a file beside the reports, for the evaluator alone.

It holds what each public report told, with salted marks in place of people. A later report is written only
where nothing follows about a few people from all of them together.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from mtle_survey.errors import UsageError
from mtle_survey.report.privacy.released import Released

FILE = "releases.json"
SCHEMA = "mtle-releases/1"
NOTE = (
    "What each public report told, for the evaluator alone: keep it with the data, never with the reports. "
    "A later public report is checked against it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One public report.

    Attributes
    ----------
    id : str
        ``R1``, ``R2`` …
    title : str
    sha256 : str
        Of what it told.
    superseded_by : str
        The release that took its place before anybody outside had it; empty for none.
    content : Released
    """

    id: str
    title: str
    sha256: str
    content: Released
    superseded_by: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """All public reports of a study, and the secret that hides their people."""

    salt: str
    entries: tuple[Entry, ...] = field(default=())

    def standing(self, leave_out: Sequence[str] = ()) -> list[Entry]:
        """The reports that readers have.

        Raises
        ------
        UsageError
            A report to be left out is not in the ledger.
        """
        unknown = [name for name in leave_out if name not in {e.id for e in self.entries}]
        if unknown:
            known = ", ".join(e.id for e in self.entries) or "none yet"
            raise UsageError(f"there is no release {unknown[0]}; releases are {known}")
        return [e for e in self.entries if not e.superseded_by and e.id not in leave_out]

    def with_release(self, title: str, content: Released, supersedes: Sequence[str] = ()) -> Ledger:
        """The ledger with one report more; the same report is not entered twice."""
        marked = content.marked(self.salt)
        told = json.dumps(marked.to_plain(), sort_keys=True).encode("utf-8")
        entry = Entry(
            id=f"R{len(self.entries) + 1}", title=title, sha256=sha256(told).hexdigest(), content=marked
        )
        same = next((e for e in self.standing(supersedes) if e.sha256 == entry.sha256), None)
        now = same or entry
        earlier = [replace(e, superseded_by=now.id) if e.id in supersedes else e for e in self.entries]
        return Ledger(self.salt, tuple(earlier) if same else (*earlier, entry))

    def to_bytes(self) -> bytes:
        """As it is written down."""
        content = {
            "schema": SCHEMA,
            "note": NOTE,
            "salt": self.salt,
            "releases": [
                {
                    "id": e.id,
                    "title": e.title,
                    "sha256": e.sha256,
                    "superseded_by": e.superseded_by or None,
                    **e.content.to_plain(),
                }
                for e in self.entries
            ],
        }
        return (json.dumps(content, ensure_ascii=False) + "\n").encode("utf-8")


def read_ledger(path: Path) -> Ledger:
    """The ledger in a file; a new one where there is none.

    Raises
    ------
    UsageError
        The file is no ledger: a report cannot be held to what is not known.
    """
    if not path.exists():
        return Ledger(secrets.token_hex(16))
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise KeyError
        entries = tuple(
            Entry(
                id=e["id"],
                title=e["title"],
                sha256=e["sha256"],
                superseded_by=e["superseded_by"] or "",
                content=Released.of_plain(e, content["salt"]),
            )
            for e in content["releases"]
        )
        return Ledger(content["salt"], entries)
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        raise UsageError(
            f"{path} cannot be read as the ledger of public releases; restore it from a backup, or move it "
            "away if nothing public was ever handed out"
        ) from None
