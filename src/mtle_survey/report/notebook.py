"""Figures of a study as a notebook shows them."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mtle_survey.report.blocks import FigureBlock
from mtle_survey.report.build import build_document
from mtle_survey.report.document import Document

if TYPE_CHECKING:
    from mtle_survey.study import Study


@dataclass(frozen=True, slots=True)
class NotebookFigure:
    """One figure of the report; as the last expression of a cell it shows itself.

    Attributes
    ----------
    document : Document
    block : FigureBlock
    """

    document: Document
    block: FigureBlock

    @property
    def title(self) -> str:
        """What the figure is."""
        return self.document.words(self.block.title)

    def _repr_svg_(self) -> str:
        """The drawing, which names and describes itself."""
        return self.block.drawing.svg(self.title, self.block.alt)

    def _repr_html_(self) -> str:
        """The drawing between its title and how to read it."""
        note = self.document.words(self.block.note)
        caption = f"<figcaption>{html.escape(note)}</figcaption>" if note else ""
        title = f"<p><b>{html.escape(self.title)}</b></p>"
        return f"<figure style='max-width:40em;margin:0'>{title}{self._repr_svg_()}{caption}</figure>"


class Figures(Mapping[str, NotebookFigure]):
    """The figures of a study's report by id; a notebook lists them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks = {b.id: b for b in document.blocks() if isinstance(b, FigureBlock)}

    def __getitem__(self, name: str) -> NotebookFigure:
        return NotebookFigure(self._document, self._blocks[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._blocks)

    def __len__(self) -> int:
        return len(self._blocks)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td><code>{html.escape(name)}</code></td><td>{html.escape(self[name].title)}</td></tr>"
            for name in self
        )
        return f"<table><thead><tr><th>figure</th><th>title</th></tr></thead><tbody>{rows}</tbody></table>"


def figures(study: Study) -> Figures:
    """The figures of a study's report, to be shown one by one: ``figures(study)["figure-people-1"]``.

    Parameters
    ----------
    study : Study

    Returns
    -------
    Figures
        A mapping from the id of each figure to the figure, in the order of the report.
    """
    return Figures(build_document(study))
