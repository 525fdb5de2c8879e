"""Problems of an instrument's parts and what they refer to (codes I030 to I099)."""

from __future__ import annotations

from mtle_survey.catalogue.entry import Entry

_REFERENCE = "A misspelt reference would silently leave something out."

INSTRUMENT_PARTS: dict[str, Entry] = {
    "I030": Entry(
        "unequal numbers of codes and labels",
        "error",
        "Each label belongs to the code in the same position; with unequal numbers the match is a guess.",
        "Give one label per code. Where only some points are labelled, write labels as {{1: Never, 5: Always}}.",
    ),
    "I031": Entry(
        "two options that cannot be told apart",
        "error",
        "Exports often hold labels instead of codes. These two are the same apart from letter case, spaces, "
        "quotation marks or markup, so an answer could mean either. The other one: {other}.",
        "Word one of them differently, or remove the alias.",
    ),
    "I032": Entry(
        "duplicate code",
        "error",
        "One code cannot stand for two options.",
        "Give each option its own code.",
    ),
    "I033": Entry(
        "codes not in ascending order",
        "error",
        "Codes are listed from lowest to highest, so that labels, figures and reversal agree on the direction.",
        "Sort the codes, and their labels with them.",
    ),
    "I034": Entry(
        "nonresponse code that is also a code",
        "error",
        "The same number would be an answer and a reason for having none.",
        "Give the nonresponse option a code outside the declared ones, as the platform exports it.",
    ),
    "I035": Entry(
        "label for a code that is not declared",
        "error",
        "The declared codes are {codes}.",
        "Correct the code, or declare it under codes.",
    ),
    "I036": Entry(
        "fewer than two codes",
        "error",
        "A rating needs at least two possible answers.",
        "Declare every code of the response format.",
    ),
    "I037": Entry(
        "reason for nonresponse not recognised",
        "warning",
        "The words do not say whether the question did not apply, was declined or could not be answered; it counts as “other”.",
        "Write {option}: {{label: …, reason: not_applicable}}; reasons: {reasons}.",
    ),
    "I038": Entry(
        "alias of an unknown code",
        "error",
        "An alias is another wording of a declared option or of a nonresponse option; the codes are {codes}.",
        "Correct the code of the alias.",
    ),
    "I039": Entry(
        "response format that no item uses",
        "note",
        "It has no effect.",
        "Remove it, or name it under the items that use it.",
    ),
    "I040": Entry(
        "unknown response format",
        "error",
        _REFERENCE,
        "{suggestion}Declare it under response_formats, or correct the name.",
    ),
    "I041": Entry(
        "rated item in no scale",
        "warning",
        "It is checked and described, but no score uses it.",
        "Add it to a scale, or leave it if it is meant to stand alone.",
    ),
    "I042": Entry(
        "item without response options",
        "error",
        "An item of type “{type}” needs {needs}.",
        "Add it, or change the type.",
    ),
    "I043": Entry(
        "key that does not fit the item",
        "error",
        "“{key}” has no meaning here: {because}.",
        "Remove it, or change the item.",
    ),
    "I044": Entry(
        "number item without a range",
        "warning",
        "Impossible answers, such as 2024 years of teaching, cannot be noticed.",
        "Add range: [lowest, highest].",
    ),
    "I045": Entry(
        "range upside down",
        "error",
        "No number is at least {low} and at most {high}.",
        "Write the smaller limit first.",
    ),
    "I046": Entry(
        "unknown aspect",
        "error",
        "The item's aspects are {aspects}.",
        "{suggestion}Correct the name.",
    ),
    "I047": Entry(
        "right answer that is not an option",
        "error",
        "Nobody could give it.",
        "Write a code or a label of the item's options.",
    ),
    "I048": Entry(
        "option listed twice",
        "error",
        "The two cannot be told apart in an export. The other one: {other}.",
        "Remove one of them.",
    ),
    "I050": Entry("unknown item", "error", _REFERENCE, "{suggestion}Correct the id, or add the item."),
    "I051": Entry(
        "item with aspects named without one",
        "error",
        "It is rated more than once, so the name alone does not say which rating is meant.",
        "Name one of {choices}.",
    ),
    "I052": Entry("unknown scale", "error", _REFERENCE, "{suggestion}Correct the id, or add the scale."),
    "I053": Entry(
        "listed twice",
        "error",
        "It would count double.",
        "Remove one of the two.",
    ),
    "I054": Entry(
        "item that is not rated",
        "error",
        "Only items of type single with a response format have a code that can be scored; this one is of type “{type}”.",
        "Remove it from the list, or give it a response format.",
    ),
    "I055": Entry(
        "input that is not declared",
        "error",
        _REFERENCE,
        "{suggestion}Name an item, a field or a scale.",
    ),
    "I060": Entry(
        "scale with items and parts",
        "error",
        "A scale is made either of items or of other scales; with both it is unclear what it scores.",
        "Keep one; put the items into a scale of their own and list that as a part.",
    ),
    "I061": Entry(
        "scale without items or parts",
        "error",
        "There is nothing to score.",
        "Add items: [...] or parts: [...].",
    ),
    "I062": Entry(
        "parts that contain each other",
        "error",
        "A scale cannot be a part of itself: {cycle}.",
        "Remove one of these parts.",
    ),
    "I063": Entry(
        "reverse-keyed item outside its scale",
        "error",
        "Its reversal would have no effect here.",
        "{suggestion}Add the item to the scale, or remove it from reverse_keyed.",
    ),
    "I064": Entry(
        "conflicting reversals",
        "error",
        "One answer would raise one scale and lower the other although both point in the same direction: "
        "reversed in {reversed}, not reversed in {plain}.",
        "Correct reverse_keyed in one of them; if one is worded the other way round, give it direction: lower.",
    ),
    "I065": Entry(
        "scale of one item",
        "warning",
        "Its reliability cannot be estimated.",
        "Add items, or report the item alone.",
    ),
    "I066": Entry(
        "impossible minimum of answered items",
        "error",
        "The scale has {items}. min_answered is a whole number from 1 to their number, or a share above 0 and up to 1.0.",
        "Correct min_answered.",
    ),
    "I067": Entry(
        "scale with differing response ranges",
        "warning",
        "A mean or sum lets items with the longer range count more: {ranges}.",
        "Use score: {{method: pomp}}, or make two scales.",
    ),
    "I070": Entry(
        "columns for an item that the form does not carry",
        "error",
        "The header would never be looked for.",
        "{suggestion}Add the item to the form, or remove the entry.",
    ),
    "I071": Entry(
        "retrospective form without columns",
        "error",
        "Its answers stand in the same export as the present ones, so each item needs a header of its own. "
        "Without one: {items}.",
        "Add columns: {{item: header}} for each of its items.",
    ),
    "I072": Entry(
        "retrospective form without a format",
        "warning",
        "Side by side, present and past ratings are drawn apart; the report needs to know the layout to say so.",
        "Add format: separate (a page of its own) or format: adjacent.",
    ),
    "I073": Entry(
        "column claimed twice",
        "error",
        "One column of an export cannot hold two answers; letter case and outer spaces do not count. "
        "The other claim: {other}.",
        "Correct one of the two; the id itself is always a header too.",
    ),
    "I080": Entry("unknown factor", "error", _REFERENCE, "{suggestion}Name one of the factors."),
    "I081": Entry(
        "factor of fewer than three items",
        "warning",
        "Alone it is not identified; it leans on its correlations with the other factors.",
        "Add items, or leave the factor out of the confirmatory model.",
    ),
    "I082": Entry(
        "bifactor model with second-order factors",
        "error",
        "The two describe the same common variance in different ways; together they are not identified.",
        "Keep bifactor: true or second_order.",
    ),
    "I083": Entry(
        "residual pair of one item",
        "error",
        "An item's residual is not correlated with itself.",
        "Name two different items.",
    ),
    "I090": Entry(
        "two fields with one role",
        "warning",
        "Only the first, “{first}”, is used as {role}.",
        "Remove the role from one of them.",
    ),
    "I091": Entry(
        "dose that is not a number",
        "warning",
        "A dose is summed and used as a slope.",
        "Write type: number.",
    ),
    "I092": Entry(
        "order of fields that cannot be",
        "error",
        "A number can only be at most another number, and not at most itself.",
        "Declare type: number for both, or leave at_most out.",
    ),
}
