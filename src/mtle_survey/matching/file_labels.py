"""Codes that the file itself labels: read by label, since programs may number options differently."""

from __future__ import annotations

from dataclasses import replace

from mtle_survey.errors import Problem, problem
from mtle_survey.instrument.reasons import reason_of
from mtle_survey.matching.options import Mode, Options
from mtle_survey.raw_table import CodedColumn, RawColumn
from mtle_survey.responses import Missing


def by_label(
    cells: CodedColumn, column: RawColumn, options: Options, *, file: str, item: str
) -> tuple[CodedColumn, list[Problem]]:
    """Replace codes by their labels where every labelled code that occurs has a declared label.

    Where only some labels are declared ones, the codes stay as they are, provided that the known labels say
    the same as the codes; a contradiction is a problem.
    """
    if not column.value_labels:
        return cells, []
    used = labelled_codes(cells, column)
    known = {c: options.read(column.value_labels[c], Mode.LABELS) for c in used}
    if used and all(answer is not None for answer in known.values()):
        texts = [t if t is None else column.value_labels.get(t.strip(), t) for t in cells.texts]
        return replace(cells, texts=tuple(texts)), []
    wrong = [c for c, answer in known.items() if answer is not None and answer != options.read(c, Mode.CODES)]
    if not wrong:
        return cells, []
    found = ", ".join(f"{c} is labelled “{column.value_labels[c]}”" for c in wrong[:3])
    return cells, [problem("D106", file=file, column=column.name, item=item, found=found, count=len(wrong))]


def labelled_codes(cells: CodedColumn, column: RawColumn) -> list[str]:
    """The codes that occur and that the file labels."""
    return sorted({t.strip() for t in cells.occurring() if t is not None} & set(column.value_labels) - {""})


def declared_missing(cells: CodedColumn, column: RawColumn, options: Options) -> dict[str, Missing]:
    """Reasons of the codes that the file declares as missing and the instrument does not know."""
    if not column.missing_codes:
        return {}
    used = {t for t in cells.texts if t is not None and t.strip() in column.missing_codes}
    return {
        c: Missing.of(reason_of(column.missing_codes[c.strip()] or column.value_labels.get(c.strip(), "")))
        for c in used
        if options.read(c, Mode.EITHER) is None
    }
