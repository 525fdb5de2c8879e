"""What a study about some of the people of another one is to that."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PartOf:
    """What a study about some of the people of another one is to that.

    Attributes
    ----------
    whole : str
        The title of the whole; empty for a study that is one.
    field, value : str
        What its people share.
    flow_told : bool
        Whether a public report of it may tell who answered and who was found again.
    """

    whole: str = ""
    field: str = ""
    value: str = ""
    flow_told: bool = True
