"""Responses of several files, stacked to those of one wave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from mtle_survey.responses import Missing, Responses


def combine(parts: Sequence[Responses]) -> Responses:
    """Stack the responses of several files of one wave; an item absent from one file was not shown there."""
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    present = {i for part in parts for i in part.items}
    items = tuple(i for i in first.instrument.rated_items if i in present)
    values, reasons = [], []
    for part in parts:
        block = np.full((len(part), len(items)), np.nan)
        state = np.full(block.shape, Missing.NOT_SHOWN, dtype=np.uint8)
        here = [items.index(i) for i in part.items]
        block[:, here], state[:, here] = part.values, part.reasons
        values.append(block)
        reasons.append(state)
    lengths = [len(part) for part in parts]
    offsets = np.cumsum([0, *(len(part.sources) for part in parts[:-1])])
    return replace(
        first,
        sources=tuple(source for part in parts for source in part.sources),
        items=items,
        values=np.vstack(values),
        reasons=np.vstack(reasons),
        fields=_by_name([part.fields for part in parts], lengths, None),
        texts=_by_name([part.texts for part in parts], lengths, None),
        comments=_by_name([part.comments for part in parts], lengths, None),
        personal_texts=frozenset().union(*(part.personal_texts for part in parts)),
        rows=np.concatenate([part.rows for part in parts]),
        source_index=np.concatenate([p.source_index + o for p, o in zip(parts, offsets, strict=True)]),
        ids=_stacked([part.ids for part in parts], lengths, None),
        elements=_stacked([part.elements for part in parts], lengths, None),
        columns={key: name for part in reversed(parts) for key, name in part.columns.items()},
        recorded=_span([part.recorded for part in parts]),
        timing=_stacked([part.timing for part in parts], lengths, np.nan),
        page_seconds=_by_name([part.page_seconds for part in parts], lengths, np.nan),
        label_order={item: order for part in reversed(parts) for item, order in part.label_order.items()},
        forms=tuple(dict.fromkeys(form for part in parts for form in part.forms)),
        problems=tuple(p for part in parts for p in part.problems),
    )


def _stacked(
    columns: Sequence[np.ndarray | None], lengths: Sequence[int], blank: float | None
) -> np.ndarray | None:
    """What all files hold, with blanks for a file without it; None where no file has it."""
    known = next((column for column in columns if column is not None), None)
    if known is None:
        return None
    return np.concatenate(
        [
            np.full((n, *known.shape[1:]), blank, dtype=known.dtype) if column is None else column
            for column, n in zip(columns, lengths, strict=True)
        ]
    )


def _by_name(
    columns: Sequence[Mapping[str, np.ndarray]], lengths: Sequence[int], blank: float | None
) -> dict[str, np.ndarray]:
    """The same for columns that have names."""
    names = dict.fromkeys(name for part in columns for name in part)
    found = {name: _stacked([part.get(name) for part in columns], lengths, blank) for name in names}
    return {name: column for name, column in found.items() if column is not None}


def _span(recorded: Sequence[tuple[str, str, str] | None]) -> tuple[str, str, str] | None:
    """First, middle and last day over several files; the middle is that of the middle file."""
    known = sorted((r for r in recorded if r is not None), key=lambda r: r[1])
    if not known:
        return None
    return min(r[0] for r in known), known[len(known) // 2][1], max(r[2] for r in known)
