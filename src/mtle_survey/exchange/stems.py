"""Words above imported items: which belong to a response format, and which to an item alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from mtle_survey.exchange.drafting import Draft, DraftFormat, DraftQuestion


def stem_of(one: DraftQuestion) -> str:
    """The words above a question: what its annotation says, else what the platform showed."""
    return one.stem if one.question.note is None else one.question.note.stem


def format_stems(draft: Draft) -> Mapping[DraftFormat, str]:
    """The stem of every response format all of whose items stand under words.

    Most often it is the most frequent one. Aspects of one item that stand under different words must have
    them from their formats, since an item has one stem of its own.
    """
    by_format: dict[DraftFormat, list[DraftQuestion]] = defaultdict(list)
    by_base: dict[str, set[str]] = defaultdict(set)
    for one in draft.questions:
        if one.format is not None and not one.is_field:
            by_format[one.format].append(one)
            by_base[_base(one)].add(stem_of(one))
    found = {}
    for made, questions in by_format.items():
        stems = Counter(stem_of(one) for one in questions)
        if "" in stems:
            continue
        from_format = [stem_of(one) for one in questions if len(by_base[_base(one)]) > 1]
        found[made] = from_format[0] if from_format else stems.most_common(1)[0][0]
    return found


def _base(one: DraftQuestion) -> str:
    note = one.question.note
    return (note.base if note is not None else "") or one.id
