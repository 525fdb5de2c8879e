"""Counts in words that people read: “1 row”, “2 rows”."""

from __future__ import annotations

from collections.abc import Sequence

_IRREGULAR = {"person": "people"}


def counted(n: int, noun: str, plural: str | None = None) -> str:
    """A count with its noun: ``1 row``, ``0 rows``.

    Parameters
    ----------
    n : int
        How many.
    noun : str
        In the singular.
    plural : str, optional
        Where it is not the noun with an s (``person`` has its ``people`` without being told).
    """
    return f"{n} {noun if n == 1 else plural or _IRREGULAR.get(noun, noun + 's')}"


def there_are(n: int) -> str:
    """``there is 1``, ``there are 2``."""
    return f"there {'is' if n == 1 else 'are'} {n}"


def row_list(rows: Sequence[int], shown: int = 10) -> str:
    """The rows of a spreadsheet: ``row 5``, ``rows 5, 9``, and after the first ten how many more."""
    listed = ", ".join(map(str, rows[:shown]))
    more = f" and {len(rows) - shown} more" if len(rows) > shown else ""
    return f"row{'s' if len(rows) > 1 else ''} {listed}{more}"
