"""One spelling for texts that differ only in ways a reader cannot see."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from functools import lru_cache

_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|td|tr|th|table|h[1-6]|hr)\b[^<>]*>", re.IGNORECASE)
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
_INLINE_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4\u0060", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u180e", " "),
        "\u00ad": None,
    }
)


@lru_cache(maxsize=8192)
def normalise_label(text: str) -> str:
    """The text as it is compared: letter case, markup and invisible characters set aside.

    HTML tags and entities, no-break and zero-width spaces, runs of spaces, typographic quotes and dashes,
    compatibility characters (full-width digits, ligatures) and letter case do not distinguish two labels.
    Applying it twice changes nothing.

    Parameters
    ----------
    text : str
        A label, an option or a question's wording, as exported or declared.

    Returns
    -------
    str
        Text to compare with; not meant to be shown.
    """
    while True:
        plain = _once(text)
        if plain == text:
            return plain
        text = plain


def number_in(text: str) -> float | None:
    """The finite number that a text is; None for other texts, ``nan`` and ``1e999`` among them."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def amount_in(text: str) -> float | None:
    """The number that somebody wrote, with a point or a comma before its decimals; None for other texts.

    ``1,200`` is one thousand two hundred in one country and one and a fifth in the next, so it is neither.
    """
    text = text.strip()
    return None if _GROUPED.fullmatch(text) else number_in(text.replace(",", "."))


def _once(text: str) -> str:
    text = html.unescape(text)
    text = _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text))
    text = unicodedata.normalize("NFKC", text.translate(_SAME)).casefold()
    return " ".join(unicodedata.normalize("NFKC", text).split())
