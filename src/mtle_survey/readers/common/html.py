"""Wording without its markup."""

from __future__ import annotations

import html
import re

TAG = re.compile(
    r"<(?:style|script)\b.*?</(?:style|script)>|</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE
)
PIPED = re.compile(r"\[(?:QID\d+|Field)-[^\]]*\]|\$\{[a-z]+://[^}]*\}")
SPACES = re.compile(r"[\s\u200b\ufeff]+")


def plain_text(markup: str) -> str:
    """Text without tags, entities and piped-in placeholders, white space collapsed."""
    if "<" in markup or "&" in markup:
        markup = html.unescape(TAG.sub(" ", markup))
    if "[" in markup or "${" in markup:
        markup = PIPED.sub(" ", markup)
    return SPACES.sub(" ", markup).strip()
