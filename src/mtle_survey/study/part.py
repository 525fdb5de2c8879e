"""What a study about some of the people of another one is to that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtle_survey.study.study import Study


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
    among : Study or None
        Everybody, where public reports of the whole and of its parts are written beside each other; the
        whole itself has it too.
    by : str
        The field that these parts go by.
    """

    whole: str = ""
    field: str = ""
    value: str = ""
    flow_told: bool = True
    among: Study | None = None
    by: str = ""
