"""What the parts of ``mtle compare`` have in common: titles, levels, and whose rows are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mtle_survey.study import Study
    from mtle_survey.table import Row, Table


def title_of(study: Study, scale: str | None) -> str:
    """The title of a scale; its id where the instrument does not have it."""
    found = study.instrument.scale.get(str(scale))
    return str(scale) if found is None else found.title


def level_head(study: Study) -> str:
    """What stands above intervals: ``[95% CI]``."""
    return f"[{100 * study.confidence:g}% CI]"


def main_contrast(study: Study) -> str:
    """The contrast that every section after the first is about."""
    main = study.panel.main_contrast if study.panel is not None else None
    return main.name if main is not None else ""


def leading_rows(study: Study, table: Table, **wanted: object) -> list[Row]:
    """The available rows of the scales that the study is judged by, in their order."""
    found = [r for r in table.where(**wanted) if r.available and r.scale in study.leading]
    return sorted(found, key=lambda r: study.leading.index(str(r.scale)))
