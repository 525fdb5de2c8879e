"""One definition for every piece of advice that checking a sound file can give."""

from __future__ import annotations

from tests.unit.instrument.definitions import SOUND, definition

REVIEW = """\
review:
  content_validity: {raters: 6, ratings: {q1: 1.0, q2: 0.83}}
  cognitive_interviews: {participants: 5}
"""
DESCRIBED = """\
scales:
  lead: {title: Leading, items: [q1, q2, q3], reverse_keyed: [q3], description: Leads others.}
"""


def reviewed(**sections: str) -> str:
    """A definition that no advice applies to, with sections replaced or added."""
    return definition(**{"scales": DESCRIBED, "review": REVIEW, **sections})


def _item(line: str) -> str:
    return reviewed(
        items=SOUND["items"].replace("  q2: {text: I help., format: agree5}\n", f"  q2: {line}\n")
    )


def _scale(lines: str) -> str:
    return reviewed(scales=f"{DESCRIBED}  {lines}\n")


ADVICE: dict[str, str] = {
    "I100": reviewed(review="review: {cognitive_interviews: {participants: 5}}\n"),
    "I101": _item("{text: '" + "I help teachers " * 7 + "', format: agree5}"),
    "I102": _item("{text: I help and advise others., format: agree5}"),
    "I103": _item("{text: I don\u2019t help., format: agree5}"),
    "I104": _scale("two: {title: Two, items: [q1, q2], description: Both.}"),
    "I105": _scale(
        "away: {title: A, items: [q1, q2, q3], reverse_keyed: [q1, q2], direction: lower, description: A.}"
    ),
    "I106": reviewed(scales=DESCRIBED.replace("reverse_keyed: [q3], ", "")),
    "I107": reviewed(
        response_formats="response_formats:\n  agree5: {codes: [1, 2, 3], labels: ['0', '1', '2']}\n"
    ),
    "I108": reviewed(items=SOUND["items"] + "  q4: {text: Which?, type: multiple, options: [a; b, c]}\n"),
    "I109": _item("{text: 'i  lead.', format: agree5}"),
    "I110": reviewed(forms="forms:\n  short: {items: [q1]}\n"),
    "I111": reviewed(review=REVIEW.replace("0.83", "0.67")),
    "I112": reviewed(scales=DESCRIBED.replace(", description: Leads others.", "")),
}
