"""Answers to items, counted by option and wave, as the edition may show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mtle_survey.report.disclosure import put_together
from mtle_survey.report.figures.likert import Answers, ItemAnswers
from mtle_survey.report.privacy.levels import Level
from mtle_survey.report.view import View, Wave


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswers:
    """What may be drawn.

    Attributes
    ----------
    items : tuple of ItemAnswers
    labels : tuple of str
        The answers, neighbours put together where groups are small.
    remark : str
        What was put together or left out; empty for nothing.
    """

    items: tuple[ItemAnswers, ...]
    labels: tuple[str, ...]
    remark: str


def item_answers(view: View, scale: str, items: Sequence[str], waves: Sequence[Wave]) -> ShownAnswers:
    """Count the answers to items of one response format.

    A public edition puts the answers below and above the middle together when some option was chosen by a
    few, and leaves out items where that does not help.
    """
    form = view.instrument.format_of(items[0])
    against = view.instrument.reverse_keyed(scale)
    labels = tuple(label or f"{code:g}" for label, code in zip(form.labels, form.codes, strict=True))
    levels = {item: {view.release.answers_to(item, wave) for wave in waves} for item in items}
    told = [item for item in items if levels[item] <= {Level.EACH, Level.TOGETHER}]
    together = any(Level.TOGETHER in levels[item] for item in told)
    shown = []
    for item in told:
        rows = [(wave, _counts(view, item, wave, form.codes)) for wave in waves]
        if together:
            rows = [(wave, put_together(counts)) for wave, counts in rows]
        answers = tuple(Answers(wave=wave or "", counts=counts) for wave, counts in rows)
        mark = " (R)" if item in against else ""
        shown.append(ItemAnswers(wording=view.instrument.item[item].text + mark, answers=answers))
    return ShownAnswers(
        items=tuple(shown),
        labels=_labels_together(labels) if together else labels,
        remark=_remark(together, len(items) - len(shown), reverse=any(i in against for i in items)),
    )


def _counts(view: View, item: str, wave: Wave, codes: Sequence[float]) -> tuple[int, ...]:
    responses = view.study.waves[wave]
    values = responses.values[:, responses.items.index(item)]
    return tuple(int(np.count_nonzero(values == code)) for code in codes)


def _labels_together(labels: Sequence[str]) -> tuple[str, ...]:
    side, middle = divmod(len(labels), 2)
    return (" or ".join(labels[:side]), *labels[side : side + middle], " or ".join(labels[side + middle :]))


def _remark(together: bool, left_out: int, *, reverse: bool) -> str:
    parts = []
    if reverse:
        parts.append("(R) = worded the other way round: disagreeing is the favourable answer.")
    if together:
        parts.append("Neighbouring answers are put together because few people chose some of them.")
    if left_out:
        parts.append(
            f"{left_out} item{'s are' if left_out > 1 else ' is'} not shown, to protect small groups."
        )
    return " ".join(parts)
