"""Wording on its way to platforms that read markup, and back."""

from __future__ import annotations

import re

from mtle_survey.readers.common.html import plain_text

_TAG_START = re.compile(r"<(?=[A-Za-z/!])")
_ENTITY_START = re.compile(r"&(?=[A-Za-z0-9#])")


def one_line(text: str) -> str:
    """The text with runs of white space as one space."""
    return " ".join(text.split())


def marked_up(text: str) -> str:
    """Plain words for a platform that reads markup: what would be taken for a tag or entity is escaped."""
    return _TAG_START.sub("&lt;", _ENTITY_START.sub("&amp;", one_line(text)))


def plain(text: object) -> str:
    """Words without markup, of whatever a definition holds in that place."""
    return plain_text(str(text)) if text is not None else ""
