"""Advice on a sound instrument: review, wording, scales, forms (codes I100 on)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

INSTRUMENT_WORDING: dict[str, Entry] = {
    "I100": Entry(
        "not reviewed",
        "note",
        "The file records {missing}. Until then nothing is known about whether experts find the items relevant "
        "and respondents understand them as meant.",
        "Do both with your own teachers and raters, then record them under review.",
    ),
    "I101": Entry(
        "item longer than 20 words",
        "warning",
        "Long items are understood less alike by different people.",
        "Shorten it to one idea.",
    ),
    "I102": Entry(
        "item that may ask two things",
        "note",
        "Someone who agrees with one half and not with the other has no answer. This is found by the words “and”, "
        "“or” and “/” alone and may be harmless.",
        "If the halves can differ for one person, make two items or drop one half.",
    ),
    "I103": Entry(
        "negation in an item",
        "note",
        "Disagreeing with a negated sentence is easily answered the wrong way round.",
        "Say it positively; a reverse-keyed item is better worded by its opposite.",
    ),
    "I104": Entry(
        "scale of two items",
        "note",
        "Two items make a coarse score, and its reliability rests on a single correlation.",
        "Add items, or set report: false if it is only a part of another scale.",
    ),
    "I105": Entry(
        "scale with mostly reverse-keyed items",
        "warning",
        "A high score means the opposite of what most items say, which readers get wrong.",
        "Name the scale after what most items say and reverse the others.",
    ),
    "I106": Entry(
        "no reverse-keyed item",
        "note",
        "With every item keyed the same way, agreeing with everything cannot be told from a high score.",
        "Consider a few items worded by their opposite.",
    ),
    "I107": Entry(
        "label that is another option's code",
        "warning",
        "An export with the cell “{label}” could mean the label (code {option}) or the code.",
        "Word the label, or make code and label agree.",
    ),
    "I108": Entry(
        "option with a separator in it",
        "warning",
        "Platforms join several chosen options with “;” or “|”; this option would be torn apart.",
        "Word it without these characters.",
    ),
    "I109": Entry(
        "two items with the same wording",
        "warning",
        "Exports that name columns by their wording cannot tell them apart. The other one: {other}.",
        "Word them differently, or list distinct columns for both.",
    ),
    "I110": Entry(
        "form too short for a scale",
        "note",
        "The form carries {carried} of the scale's {k} items; a score needs {needed}, or rests on a single answer.",
        "Carry more of its items or none; or set min_answered for the scale.",
    ),
    "I111": Entry(
        "item that raters found hardly relevant",
        "warning",
        "Below .78 with six or more raters, agreement on relevance is too low to keep an item unchanged (Lynn 1986; Polit, Beck & Owen 2007).",
        "Reword or drop the item and have it rated again.",
    ),
    "I112": Entry(
        "scale without a description",
        "note",
        "Readers of the codebook are not told what a high score means.",
        "Add description: one sentence.",
    ),
}
