"""Figures as pages and dots: both are made from the one drawing that the web page shows."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mtle_survey.report.blocks import FigureBlock
    from mtle_survey.report.document import Document

WIDTH = 400  # points


def font_folders() -> list[Path]:
    """Where the font of the figures lies, so that no machine needs it installed."""
    import matplotlib as mpl

    return [Path(mpl.get_data_path()) / "fonts" / "ttf"]


def as_dots(document: Document, figures: Sequence[FigureBlock], dots_per_inch: int) -> dict[str, bytes]:
    """Figures as PNG, by id; the same figures give the same bytes."""
    import typst

    if not figures:
        return {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = []
        for place, figure in enumerate(figures):
            (folder / f"{place}.svg").write_text(document.pictures[figure.id], encoding="utf-8")
            size = f"width: {WIDTH}pt, height: {WIDTH * figure.drawing.ratio}pt"
            pages.append(f'#page({size}, margin: 0pt)[#image("{place}.svg", {size})]')
        source = folder / "figures.typ"
        source.write_text("\n".join(pages), encoding="utf-8")
        made: Any = typst.compile(
            source, root=folder, format="png", ppi=dots_per_inch, font_paths=font_folders()
        )
    pages_made: list[bytes] = [made] if len(figures) == 1 else list(made)
    return {figure.id: png for figure, png in zip(figures, pages_made, strict=True)}
