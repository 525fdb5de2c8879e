"""What a section file exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtle_survey.report.blocks import Block

if TYPE_CHECKING:
    from mtle_survey.report.view import View


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A part of the report.

    Attributes
    ----------
    name : str
        Stable id of the section in the document.
    title : str
    order : int
        Place in the report; sections with a lower number come first.
    applies : callable
        Whether a study has anything for this section to say.
    blocks : callable
        The section's content.
    one_page : bool
        Whether it is to be set small enough for one page of its own.
    """

    name: str
    title: str
    order: int
    applies: Callable[[View], bool]
    blocks: Callable[[View], tuple[Block, ...]]
    one_page: bool = False


def always(_: View) -> bool:
    """Every report has this section."""
    return True
