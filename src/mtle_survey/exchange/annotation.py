"""What an exported definition carries about an item: text that no respondent sees."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

MARK = "mtle "


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What a platform has no place of its own for.

    Attributes
    ----------
    kind : str
        ``item`` or ``field``; ``record`` for a column that only the platform needs.
    id : str
        The item's id, where the platform had to spell its name otherwise; else empty.
    type : str
        The declared type, where the platform asks in another way; else empty.
    format : str
        The response format's name.
    scales : tuple of str
        Scales that list the item; a minus sign at the end says that it is reverse-keyed there.
    stem : str
        Words above the item, which a platform may show with others.
    base, aspect, about, role, title : str
    personal : bool
    missing : mapping of code to reason
        Options that say why there is no answer.
    codes : mapping of platform code to code
        Where the platform had to code an option otherwise.
    """

    kind: str = "item"
    id: str = ""
    type: str = ""
    format: str = ""
    scales: tuple[str, ...] = ()
    stem: str = ""
    base: str = ""
    aspect: str = ""
    about: str = ""
    role: str = ""
    title: str = ""
    personal: bool = False
    missing: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)


def annotation_text(note: Annotation) -> str:
    """One line: the word ``mtle`` and what is not empty, as JSON."""
    given = {f.name: value for f in fields(note) if (value := getattr(note, f.name))}
    return MARK + json.dumps(given, ensure_ascii=False, separators=(",", ":"))


def read_annotation(text: str) -> Annotation | None:
    """The annotation in a text, or None if the text is something else."""
    text = text.strip()
    if not text.startswith(MARK):
        return None
    try:
        given: Any = json.loads(text[len(MARK) :])
    except ValueError:
        return None
    known = {f.name for f in fields(Annotation)}
    if not isinstance(given, dict) or not set(given) <= known:
        return None
    if "scales" in given:
        given["scales"] = tuple(given["scales"])
    return Annotation(**given)
