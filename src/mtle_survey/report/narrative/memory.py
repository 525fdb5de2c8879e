"""What a passage's numbers were when it was written, so that one whose number moved can be marked.

They stand in a small JSON file beside the prose, ``reading.md.seen.json``: by edition, by passage (a hash
of its words), by citation, the number as it was printed when the passage was first seen. To declare a
marked passage right as it stands, change its words, or delete the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

SUFFIX = ".seen.json"
_LENGTH = 16

Seen = Mapping[str, Mapping[str, str]]


def passage_key(source: str) -> str:
    """The name of a passage: of its words, whatever the line breaks."""
    return hashlib.sha256(" ".join(source.split()).encode()).hexdigest()[:_LENGTH]


def memory_of(prose: Path) -> Path:
    """The file beside the prose."""
    return prose.with_name(prose.name + SUFFIX)


def read_seen(prose: Path, edition: str) -> Seen:
    """What was printed when each passage was first seen; empty where nothing is remembered."""
    return _editions(prose).get(edition, {})


def with_seen(prose: Path, edition: str, seen: Seen) -> bytes:
    """The new content of the file: what is remembered of other editions stays."""
    editions = {**_editions(prose), edition: seen}
    return (json.dumps(editions, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _editions(prose: Path) -> dict[str, dict[str, dict[str, str]]]:
    try:
        found = json.loads(memory_of(prose).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and all(isinstance(v, dict) for v in found.values()) else {}
