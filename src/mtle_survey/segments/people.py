"""Whose interview a document is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mtle_survey.linking.identifiers import folded_id, plain_id
from mtle_survey.segments.model import Interviews


def comparable(name: str) -> str:
    """An identifier as it is compared: NFKC, trimmed, without regard to capital letters."""
    return folded_id(plain_id(name) or "")


def candidates(interviews: Interviews, document: str) -> tuple[str, ...]:
    """The identifiers that a document may stand for, the likeliest first.

    The evaluator's list goes first and alone; otherwise the document's name, with and without an ending such
    as ``.docx``.
    """
    listed = {comparable(name): person for name, person in interviews.people.items()}
    for name in (document, stem(document)):
        if comparable(name) in listed:
            return (comparable(listed[comparable(name)]),)
    return tuple(dict.fromkeys((comparable(document), comparable(stem(document)))))


def without_people(interviews: Interviews, ids: Iterable[str]) -> Interviews:
    """The interviews but those of some people, such as those who took back their participation."""
    out = {comparable(name) for name in ids}
    return replace(
        interviews,
        segments=tuple(
            s for s in interviews.segments if not out.intersection(candidates(interviews, s.document))
        ),
    )


def stem(document: str) -> str:
    """The name without its ending."""
    head, _, tail = document.rpartition(".")
    return head if head and 1 <= len(tail) <= 5 and tail.isalnum() and not tail.isdigit() else document
