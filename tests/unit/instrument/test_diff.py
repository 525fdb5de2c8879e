"""Which differences between two versions let their scores be compared, and which do not."""

from __future__ import annotations

import pytest

from mtle_survey.instrument.diff import diff_instruments
from tests.unit.instrument.definitions import SOUND, definition, load

BASE = definition(
    scores="scores:\n  stage: {rule: stage, inputs: {self: lead}, params: {threshold: 3}}\n",
    fields="fields:\n  band: {title: Band, type: single, codes: [a, b], labels: [Low, High]}\n",
    forms="forms:\n  full: {items: [q1, q2, q3]}\n",
)

BREAKING = {
    "item q1, wording": ("I lead.", "I lead others."),
    "codes of q1, q2, q3": ("codes: [1, 2, 3, 4, 5]", "codes: [0, 1, 2, 3, 4]"),
    "labels of q1, q2, q3": ("Neither", "Undecided"),
    "nonresponse options of q1, q2, q3": ("8: Does not apply to my role, ", ""),
    "scale lead, items": ("items: [q1, q2, q3], rev", "items: [q1, q3], rev"),
    "scale lead, reverse-keyed items": ("reverse_keyed: [q3]", "reverse_keyed: [q2]"),
    "scale lead, scoring method": ("reverse_keyed: [q3]", "reverse_keyed: [q3], score: {method: sum}"),
    "scale lead, direction": ("title: Leading", "title: Leading, direction: lower"),
    "score stage, params": ("threshold: 3", "threshold: 4"),
    "field band, options": ("labels: [Low, High]", "labels: [High, Low]"),
    "form full, items": ("full: {items: [q1, q2, q3]}", "full: {items: [q1, q2]}"),
    "language": ("title: Demo", "language: es\ntitle: Demo"),
}

HARMLESS = {
    "item q1, wording": ("I lead.", "I  LEAD."),
    "labels of q1, q2, q3": ("Strongly agree", "Strongly Agree"),
    "version": ("1.0.0", "1.0.1"),
    "title": ("Demo", "Demonstration"),
    "item q1, columns": ("text: I lead.", "columns: [Q1_1], text: I lead."),
    "scale lead, title": ("Leading", "Leadership"),
    "scale lead, kind": ("title: Leading", "title: Leading, kind: condition"),
}


@pytest.mark.parametrize("what", BREAKING)
def test_changes_of_meaning_break_comparability(what: str) -> None:
    old, new = BREAKING[what]
    changes = diff_instruments(load(BASE), load(BASE.replace(old, new)))
    assert what in [c.what for c in changes if c.breaks]


@pytest.mark.parametrize("what", HARMLESS)
def test_changes_of_presentation_do_not(what: str) -> None:
    old, new = HARMLESS[what]
    changes = diff_instruments(load(BASE), load(BASE.replace(old, new)))
    assert [(c.what, c.breaks) for c in changes] == [(what, False)]


def test_a_version_is_like_itself() -> None:
    assert diff_instruments(load(BASE), load(BASE)) == ()


def test_renaming_a_response_format_is_no_change() -> None:
    assert diff_instruments(load(BASE), load(BASE.replace("agree5", "a5"))) == ()


def test_removing_a_scored_item_breaks_and_adding_one_outside_scales_does_not() -> None:
    more = definition(items=SOUND["items"] + "  q4: {text: Why?, type: text}\n")
    added = diff_instruments(load(definition()), load(more))
    assert [(c.what, c.breaks, c.before, c.after) for c in added] == [("item q4", False, "", "Why?")]
    removed = diff_instruments(load(more), load(definition()))
    assert [(c.what, c.breaks) for c in removed] == [("item q4", False)]
    fewer = definition(
        items=SOUND["items"].replace("  q2: {text: I help., format: agree5}\n", ""),
        scales=SOUND["scales"].replace("q2, ", ""),
    )
    changes = {c.what: c.breaks for c in diff_instruments(load(definition()), load(fewer))}
    assert changes == {"item q2": True, "scale lead, items": True}


def test_every_change_says_why() -> None:
    for old, new in BREAKING.values():
        for change in diff_instruments(load(BASE), load(BASE.replace(old, new))):
            assert change.why
